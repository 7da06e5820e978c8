"""What comes after the turn that asked for a payment link: it is opened at the provider, sent, and its payment told.

All of it goes by rows and may be done by any number of processes: a link is opened once however often that is tried,
and each fact told once. Nothing here runs in a turn, since a provider may take its time or be away.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from conversation.linking import is_still_theirs
from conversation.messages import Reply
from conversation.papers import AT_DESK, HANDED_OVER, Papers
from conversation.phrases.say import Say
from conversation.speaking import spoken
from hospital import inbox, outbox, threads
from hospital.billing import link_news
from hospital.billing.gateway import GatewayError, PaymentGateway
from hospital.billing.link_records import Link
from hospital.billing.online import OnlinePayments
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.steps import Steps

log = structlog.get_logger("online_payments")

LATE = timedelta(minutes=1)
"""Whoever waits so long for a link is told that it takes longer, and what works meanwhile."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)
"""Until a provider that is away is asked again for a link: doubled each time, up to the longest."""
LINK, PAYMENT = "payment_link", "payment"
"""Kinds of messages: a link is never repeated by itself."""

Tell = Callable[[Unit, Hospital, Link], None]


class OnlineDesk:
    """Opens links and tells of them. `gateway_of` answers with a hospital's provider, None where it has none."""

    def __init__(
        self,
        office: Office,
        directory: Directory,
        gateway_of: Callable[[Hospital], PaymentGateway | None],
        papers: Papers = AT_DESK,
    ) -> None:
        self._office, self._directory, self._gateway_of, self._papers = office, directory, gateway_of, papers
        self._tries: dict[str, tuple[int, datetime]] = {}
        """By link: how often the provider did not open it, and when to try again."""

    def run(self, now: datetime | None = None) -> int:
        """Open what was asked for, and tell of what was opened and paid; how many things there were to do.

        One's trouble stops no other; the first error is raised in the end.
        """
        hospital = self._hospital(now)
        gateway = self._gateway_of(hospital) if hospital is not None else None
        if hospital is None or gateway is None:
            return 0
        payments = OnlinePayments(self._office, self._directory.current, gateway)
        waiting = self._to_open(gateway, now)
        with self._steps(now) as steps:
            steps.each("open", waiting, lambda link: self._open(payments, hospital, link, now), _reference)
            return len(waiting) + self._tell(steps, hospital, now)

    def tell(self, now: datetime | None = None) -> int:
        """Tell of what was opened and paid, without asking any provider; how many things there were to tell."""
        hospital = self._hospital(now)
        with self._steps(now) as steps:
            return self._tell(steps, hospital, now) if hospital is not None else 0

    def _steps(self, now: datetime | None) -> Steps:
        return Steps(self._office, "see_to_payments", now)

    def _tell(self, steps: Steps, hospital: Hospital, now: datetime | None) -> int:
        with self._office.read(now) as unit:
            opened, paid = (
                [link for link in found if _is_theirs(unit, link)]
                for found in (link_news.untold(unit), link_news.paid_untold(unit))
            )
        steps.each("tell", opened, lambda link: self._write(link, now, hospital, _tell_opened), _reference)
        steps.each("thank", paid, lambda link: self._write(link, now, hospital, self._thank), _reference)
        return len(opened) + len(paid)

    def _thank(self, unit: Unit, hospital: Hospital, link: Link) -> None:
        conversation_id = link_news.conversation_of(link)
        channel = threads.channel_of(unit, conversation_id) if conversation_id is not None else None
        is_handed = channel is not None and self._papers.way_of_bills(channel) in HANDED_OVER
        say = Say.PAID_WITH_RECEIPT if is_handed else Say.PAID
        receipt = link_news.receipt_of(unit, link) or link.reference
        _tell(unit, hospital, link, link_news.paid_key(link), PAYMENT, say, reference=receipt)

    def end_links(self, now: datetime | None = None) -> int:
        """Close at the provider what nobody should pay by any more; how many links."""
        payments = self._payments(now)
        return payments.end_links(now) if payments is not None else 0

    def follow_refunds(self, now: datetime | None = None) -> int:
        """Ask the provider again for refunds that have no end yet; of how many one is known now."""
        payments = self._payments(now)
        return payments.follow_refunds(now) if payments is not None else 0

    def _payments(self, now: datetime | None) -> OnlinePayments | None:
        hospital = self._hospital(now)
        gateway = self._gateway_of(hospital) if hospital is not None else None
        return OnlinePayments(self._office, self._directory.current, gateway) if gateway is not None else None

    def _hospital(self, now: datetime | None) -> Hospital | None:
        with self._office.read(now) as unit:
            return self._directory.standing(unit)

    def _to_open(self, gateway: PaymentGateway, now: datetime | None) -> list[Link]:
        with self._office.read(now) as unit:
            waiting, at = link_news.unopened(unit, gateway.name), unit.now
        known = {link.reference for link in waiting}
        self._tries = {reference: tried for reference, tried in self._tries.items() if reference in known}
        return [link for link in waiting if link.reference not in self._tries or self._tries[link.reference][1] <= at]

    def _open(self, payments: OnlinePayments, hospital: Hospital, link: Link, now: datetime | None) -> None:
        try:
            payments.settle(link.reference, now)  # opens what is not open yet
        except GatewayError as error:
            self._tell_late(hospital, link, now, error)

    def _tell_late(self, hospital: Hospital, link: Link, now: datetime | None, error: GatewayError) -> None:
        with self._office.read(now) as unit:
            at = unit.now
        failures = self._tries.get(link.reference, (0, at))[0] + 1
        self._tries[link.reference] = failures, at + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - 1, 10))
        log.warning("link_not_opened", link=link.reference, failures=failures, error=type(error).__name__)
        if at - link.requested_at >= LATE:
            self._write(link, now, hospital, _tell_late)

    def _write(self, link: Link, now: datetime | None, hospital: Hospital, tell: Tell) -> None:
        self._office.write(lambda unit: tell(unit, hospital, link), now=now, actor="payments")


def _is_theirs(unit: Unit, link: Link) -> bool:
    """Whether a link is told of where it was asked for: nowhere where that was in no conversation."""
    conversation_id = link_news.conversation_of(link)
    place = inbox.place_of(unit, conversation_id) if conversation_id is not None else None
    return place is not None and is_still_theirs(unit, *place, link.requested_at)


def _reference(link: Link) -> str:
    return link.reference


def _tell_opened(unit: Unit, hospital: Hospital, link: Link) -> None:
    facts = {"url": link.url or "", "until": hospital.local(link.expires_at)}
    _tell(unit, hospital, link, link_news.opened_key(link), LINK, Say.PAY_LINK, **facts)


def _tell_late(unit: Unit, hospital: Hospital, link: Link) -> None:
    _tell(unit, hospital, link, link_news.late_key(link), PAYMENT, Say.PAY_LINK_LATE, phone=hospital.phone or "")


def _tell(unit: Unit, hospital: Hospital, link: Link, key: str, kind: str, say: Say, **facts: Any) -> None:
    conversation_id = link_news.conversation_of(link)
    if conversation_id is None:
        return
    threads.hold(unit, conversation_id)
    if not _is_theirs(unit, link):
        return
    _, voice = spoken(unit, hospital, conversation_id)
    told = {"number": link_news.number_of(unit, link), "amount": link.amount, **facts}
    payload = json.dumps(Reply(voice.say(say, told)).as_json() | {"language": voice.language}, ensure_ascii=False)
    outbox.put_unasked(unit, conversation_id, key, kind, payload)
