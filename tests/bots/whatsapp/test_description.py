"""Whether what we ask of Twilio is as Twilio describes it: every request, by the vendor's client, judged by Prism.

Files of messages are fetched without the vendor's client, by an address that its description leaves out
(`test_keeping`); calls are answered, none is made. The description has no limits of length: `peer` has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from bots.whatsapp import client
from bots.whatsapp.sending import TwilioSender
from conversation.messages import Option, Reply
from db.models import OutboxRow
from doors import content_templates, messaging, twilio_account
from doors.settings import Settings, Twilio
from hospital import inbox, outbox, sending, threads
from hospital.office import Unit
from notifications.courier import Courier
from tests.bots.whatsapp.patients import PUBLIC, SMS, STATUS, TEMPLATES, WHATSAPP
from tests.bots.whatsapp.peer import ACCOUNT, TOKEN
from tests.hospital.clinic import Clinic

NUMBER = "+353861230001"
NOW = datetime(2026, 6, 8, 8, tzinfo=UTC)
APPROVED = "HX3" + "0" * 31
# what the vendor takes of us has nothing to do with where our rows lie
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Still:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture
def clinic(database_url: str) -> Iterator[Clinic]:
    opened = Clinic(database_url)
    opened.office.clock = Still()
    yield opened
    opened.close()


def question(count: int) -> Reply:
    return Reply("Which suits you?", tuple(Option(f"Mon 9:{n:02}", f"7.{n}") for n in range(count)))


def carry(clinic: Clinic, api: Any, channel: str, reply: Reply, kind: str = "offer", **more: Any) -> Any:
    """Send something as the desk does; the row that was to be sent."""

    def put(unit: Unit) -> int:
        conversation = threads.find_or_open(unit, channel, NUMBER)
        if kind != "reminder":  # which has a template for whoever wrote long ago
            inbox.record(
                unit,
                channel=channel,
                external_id="SM1",
                conversation_id=conversation,
                payload="{}",
                received_at=NOW,
            )
        outbox.put_unasked(unit, conversation, "key", kind, json.dumps(reply.as_json()))
        return conversation

    number = {"whatsapp": WHATSAPP, "sms": SMS}[channel]
    facts = {"templates": {**TEMPLATES, "reminder": APPROVED}, "status_url": f"{PUBLIC}{STATUS}", **more}
    sender = TwilioSender(channel, number, lambda: api, now=lambda: NOW, **facts)
    Courier(clinic.office, {channel: sender}, "process-1").carry(clinic.office.write(put))
    (row,) = clinic.rows(OutboxRow)
    return row


@on_sqlite
@pytest.mark.parametrize(
    ("channel", "reply", "kind"),
    [
        ("sms", Reply("Hello. ¿Qué tal? 👋"), "offer"),
        ("sms", question(3), "offer"),
        ("sms", Reply("word " * 900), "offer"),
        ("whatsapp", Reply("Hello."), "offer"),
        ("whatsapp", question(1), "offer"),
        ("whatsapp", question(3), "offer"),
        ("whatsapp", question(10), "offer"),
        ("whatsapp", question(2), "reminder"),
    ],
)
def test_every_form_of_message_is_taken_and_counts_as_sent(
    clinic: Clinic, prism: str, channel: str, reply: Reply, kind: str
) -> None:
    row = carry(clinic, client.build(ACCOUNT, TOKEN, prism), channel, reply, kind)
    assert (row.status, row.failure) == ("sent", None)
    assert row.external_id is not None and row.external_id.startswith("SM"), "read by the vendor's own client"


@on_sqlite
def test_without_a_public_address_no_report_is_asked_for_and_it_is_taken(clinic: Clinic, prism: str) -> None:
    assert carry(clinic, client.build(ACCOUNT, TOKEN, prism), "sms", Reply("Hello."), status_url="").status == "sent"


def without_recipient(prism: str) -> Any:
    """The vendor's client, losing one thing on the way."""
    api = client.build(ACCOUNT, TOKEN, prism)
    ask = api.http_client.request

    def lose(*given: Any, **more: Any) -> Any:
        more["data"] = {name: value for name, value in more["data"].items() if name != "To"}
        return ask(*given, **more)

    api.http_client.request = lose
    return api


@on_sqlite
def test_a_request_that_is_wrong_is_a_dead_letter_at_once_that_says_why(clinic: Clinic, prism: str) -> None:
    row = carry(clinic, without_recipient(prism), "sms", Reply("Hello."))
    assert (row.status, row.failure, row.tries) == ("dead", "HTTP 422", 1)
    later = NOW + timedelta(days=2)
    assert clinic.read(lambda unit: sending.waiting(unit, ["sms"], later), now=later) == [], "nobody tries it again"


@on_sqlite
@pytest.mark.parametrize(
    "wrong",
    [
        {"status_url": "front.example.org without a scheme"},
        {"templates": {"buttons_3": "HX1"}},
        {"templates": {"buttons_3": "SM" + "0" * 32}},
    ],
)
def test_settings_that_twilio_would_not_take_are_seen_here(clinic: Clinic, prism: str, wrong: dict[str, Any]) -> None:
    row = carry(clinic, client.build(ACCOUNT, TOKEN, prism), "whatsapp", question(3), **wrong)
    assert (row.status, row.failure) == ("dead", "HTTP 422")


def test_a_list_of_one_is_a_list(clinic: Clinic, prism: str) -> None:
    """What the desk sends no file by yet: the vendor's own client must pass before a request of ours is blamed."""
    api = client.build(ACCOUNT, TOKEN, prism)
    for urls in (["https://front.example.org/a"], ["https://front.example.org/a", "https://front.example.org/b"]):
        assert api.messages.create(to=NUMBER, from_=SMS, body="Look.", media_url=urls).sid.startswith("SM")


def settings(prism: str, sms: str = SMS) -> Settings:
    given = Twilio(account_sid=ACCOUNT, auth_token=TOKEN, base_url=prism, sms_from=sms, whatsapp_from=WHATSAPP)
    return Settings(twilio=given, public_url=PUBLIC)


def test_check_asks_for_account_and_numbers_as_described_and_reads_the_answers(prism: str) -> None:
    api = client.build(ACCOUNT, TOKEN, prism)
    (number,) = api.incoming_phone_numbers.list(limit=1)
    told = {name: (works, said) for name, works, said in messaging.tried(settings(prism, number.phone_number))}
    works, said = told["SMS"]
    assert works is True and said.startswith("the account friendly_name answers; ")
    assert told["WhatsApp"][0] is True
    assert twilio_account.has_number(api, "sms", SMS) == (
        False,
        f"twilio.sms_from {SMS} is none of this account's numbers",
    )
    works, said = twilio_account.has_number(api, "whatsapp", "+353861239999")
    assert not works and "none of this account's WhatsApp senders" in said


def test_templates_are_looked_for_and_made_as_described(prism: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert messaging.make_templates(settings(prism)) == 0
    made = yaml.safe_load(capsys.readouterr().out)["twilio"]["templates"]
    assert Twilio(templates=made).templates.keys() == TEMPLATES.keys()


def test_a_template_that_is_not_as_described_is_refused(prism: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"twilio/quick-reply": {"body": "{{1}}", "actions": [{"type": "SLOW_REPLY", "id": "{{2}}"}]}}
    monkeypatch.setattr(content_templates, "wanted", lambda: iter([("buttons_1", wrong)]))
    with pytest.raises(Exception, match="HTTP 422"):
        messaging.make_templates(settings(prism))
