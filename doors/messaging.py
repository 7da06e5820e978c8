"""WhatsApp and SMS of the settings: built where they have credentials, told of, and tried out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from conversation import unreached
from doors import mailing, twilio_account
from doors.errors import SettingsError
from doors.settings import Settings, Twilio
from hospital import deliveries, handles, other_ways, outbox, resending
from hospital.deliveries import Lost
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.steps import Steps

if TYPE_CHECKING:
    from starlette.routing import Route

    from bots.reception import Reception
    from bots.twilio_signature import Signatures
    from bots.whatsapp.keeping import TwilioKeeper
    from bots.whatsapp.sending import TwilioSender
    from conversation.pools import Pool

NAMES = {"whatsapp": "WhatsApp", "sms": "SMS"}
SETTINGS = {"whatsapp": "twilio.whatsapp_from", "sms": "twilio.sms_from"}


def why_off(settings: Settings, channel: str) -> str | None:
    """Why a channel is off; None when it is on."""
    for name, value in (
        ("twilio.account_sid", settings.twilio.account_sid),
        ("twilio.auth_token", settings.twilio.auth_token),
        (SETTINGS[channel], settings.twilio.numbers.get(channel, "")),
    ):
        if not value:
            return f"{name} is not set"
    return None


def channels_on(settings: Settings) -> list[str]:
    """Those of them that are on."""
    return [channel for channel in NAMES if why_off(settings, channel) is None]


def senders(settings: Settings) -> dict[str, TwilioSender]:
    """What sends, by channel."""
    on = channels_on(settings)
    if not on:
        return {}
    from bots.twilio_signature import RETRIES
    from bots.whatsapp.sending import TwilioSender
    from bots.whatsapp.webhooks import STATUS

    twilio = settings.twilio

    @cache
    def api() -> Any:
        return _api(twilio)

    status_url = f"{settings.public_url.rstrip('/')}{STATUS}{RETRIES}" if settings.public_url else ""
    return {
        channel: TwilioSender(
            channel,
            twilio.numbers[channel],
            api,
            templates=twilio.templates,
            status_url=status_url,
            salt=f"{twilio.account_sid}/{settings.public_url or settings.database_url}",
        )
        for channel in on
    }


def _api(twilio: Twilio) -> Any:
    from bots.whatsapp import client

    return client.build(twilio.account_sid, twilio.auth_token, twilio.base_url)


def keepers(settings: Settings) -> dict[str, TwilioKeeper]:
    """What fetches files, by channel."""
    on = channels_on(settings)
    if not on:
        return {}
    from bots.whatsapp.keeping import TwilioKeeper

    twilio = settings.twilio
    return dict.fromkeys(on, TwilioKeeper(twilio.account_sid, twilio.auth_token, twilio.base_url))


def signatures(settings: Settings) -> Signatures:
    """What tells the vendor's requests from others."""
    from bots.twilio_signature import Signatures

    return Signatures(settings.twilio.auth_token, settings.public_url)


def routes(settings: Settings, office: Office, directory: Directory, reception: Reception, pool: Pool) -> list[Route]:
    """Where messages and reports come in; nowhere while both channels are off."""
    on = channels_on(settings)
    if not on:
        return []
    from bots.whatsapp.inbound import Numbers
    from bots.whatsapp.webhooks import Webhooks

    def report(channel: str, sid: str, stage: str, code: str) -> Any:
        return pool.submit(lambda: office.write(lambda unit: note(unit, channel, sid, stage, code), actor="twilio"))

    def note(unit: Unit, channel: str, sid: str, stage: str, code: str) -> None:
        lost = deliveries.report(unit, channel, sid, stage, code)
        if lost is not None:
            act_on_lost(unit, lost, carried, directory)

    carried = _carried(settings)
    numbers = {channel: settings.twilio.numbers[channel] for channel in on}
    ours = Numbers(settings.twilio.account_sid, numbers)
    return Webhooks(signatures(settings), ours, reception.take, report).routes()


def act_on_lost(unit: Unit, lost: Lost, channels: Collection[str], directory: Directory) -> None:
    """A message was lost on its way: what its reason asks for; of help in an emergency a person is told as well."""
    from bots.whatsapp.client import OPTED_OUT, OUTSIDE_WINDOW, code_of
    from bots.whatsapp.sending import TEMPLATE_FAULTS

    is_urgent, code = lost.kind == outbox.EMERGENCY, code_of(lost.code)
    if code in OPTED_OUT:
        handles.opt_out(unit, lost.channel, lost.address, said=lost.code)
    is_form = lost.channel == "whatsapp" and lost.code in TEMPLATE_FAULTS
    if is_form and resending.send_as_text(unit, lost.outbox_id, lost.code):
        return
    if is_urgent or code not in OPTED_OUT:
        reason = other_ways.OUTSIDE_WINDOW if code in OUTSIDE_WINDOW else lost.code or "undelivered"
        other_ways.send_otherwise(unit, lost.outbox_id, channels, reason)
    if is_urgent:
        unreached.tell(unit, directory.current(unit), lost.outbox_id, channels=channels)


def on_unreached(directory: Directory, channels: Collection[str]) -> Callable[[Unit, int, datetime | None], None]:
    """What the courier, who carries to these channels, does about help in an emergency that does not leave."""

    def tell(unit: Unit, outbox_id: int, next_try: datetime | None) -> None:
        unreached.tell(unit, directory.current(unit), outbox_id, next_try, channels=channels)

    return tell


def catch_up_on_reports(office: Office, channels: Collection[str], directory: Directory) -> None:
    """Act on reports that were quicker than our own note of what they are about."""

    def apply(channel: str, external_id: str) -> None:
        def work(unit: Unit) -> None:
            lost = deliveries.apply_to(unit, channel, external_id)
            if lost is not None:
                act_on_lost(unit, lost, channels, directory)

        office.write(work, actor="twilio")

    with office.read() as unit:
        early = deliveries.early(unit)
    with Steps(office, "apply_reports") as steps:
        steps.each("apply", early, lambda report: apply(*report), lambda report: report[1])
        steps.one("forget", 0, lambda: office.write(deliveries.forget_old, actor="twilio"))


def on_lost(settings: Settings, directory: Directory) -> Callable[[Unit, Lost], None]:
    """What the courier does about a message that it hears was lost."""
    carried = _carried(settings)
    return lambda unit, lost: act_on_lost(unit, lost, carried, directory)


def _carried(settings: Settings) -> list[str]:
    """The channels that what was lost may go by instead."""
    return [*channels_on(settings), *([mailing.NAME] if mailing.why_off(settings) is None else [])]


def make_templates(settings: Settings) -> int:
    """Have Twilio make the templates of buttons and lists, and write them on stdout. The exit status."""
    off = why_off(settings, "whatsapp")
    if off is not None:
        raise SettingsError(f"{off}: WhatsApp is off")
    from doors import content_templates

    try:
        sids = content_templates.make(_api(settings.twilio))
    except Exception as error:
        # the vendor's client raises its own, its transport's and plain ones
        raise SettingsError(twilio_account.why_not(twilio_account.reason_of(error))) from None
    content_templates.tell(sids)
    return 0


# --- told and tried -------------------------------------------------------------------------------


def announced(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Each channel, whether it is on, and as what or why not."""
    for channel, name in NAMES.items():
        off = why_off(settings, channel)
        if off is not None:
            yield name, "off", f"{off}: no {name} message is taken"
        else:
            yield name, "on", _as_what(settings, channel)


def _as_what(settings: Settings, channel: str) -> str:
    from bots.twilio_signature import RETRIES

    number = settings.twilio.numbers[channel]
    if not settings.public_url:
        return f"{number} sends; nothing can come in, as public_url is not set"
    return f"{number}; Twilio calls {settings.public_url.rstrip('/')}/webhooks/twilio/messages{RETRIES}"


def tried(settings: Settings) -> Iterator[tuple[str, bool | None, str]]:
    """Each channel: whether it works (None: it is off), and what is known of it."""
    on = channels_on(settings)
    api = _api(settings.twilio) if on else None
    lets_in, account = twilio_account.account(settings.twilio, api) if on else (False, "")
    for channel, name in NAMES.items():
        off = why_off(settings, channel)
        if off is not None:
            given = [key for key, value in _given(settings.twilio, channel) if value]
            has_half = bool(given) and not (settings.twilio.is_configured and off.startswith(SETTINGS[channel]))
            yield name, (False if has_half else None), f"{off}: no {name} message is taken"
        elif not lets_in:
            yield name, False, account
        else:
            is_ours, told = twilio_account.has_number(api, channel, settings.twilio.numbers[channel])
            if is_ours and not settings.public_url:
                yield name, False, f"{account}; public_url is not set: nothing can come in"
            else:
                says = (account, told, _as_what(settings, channel) if is_ours else "")
                yield name, is_ours, "; ".join(filter(None, says))


def _given(twilio: Twilio, channel: str) -> tuple[tuple[str, str], ...]:
    number = twilio.numbers.get(channel, "")
    return ("twilio.account_sid", twilio.account_sid), ("twilio.auth_token", twilio.auth_token), ("number", number)
