"""Help in an emergency that does not get there: another way is tried, and a person is told at once whom to call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bots.whatsapp import client
from bots.whatsapp.sending import TwilioSender
from conversation import escalating
from conversation.messages import Reply
from db.models import OutboxRow, TaskRow
from doors import messaging
from doors.settings import Settings, Twilio
from hospital import consent, deliveries, inbox, outbox, threads
from hospital.directory_rows import Directory
from hospital.office import Unit
from hospital.unreached import whom
from notifications.courier import Courier
from tests.bots.whatsapp.patients import SMS, WHATSAPP, template
from tests.bots.whatsapp.peer import ACCOUNT, TOKEN, Peer
from tests.hospital.clinic import IRIS, Clinic

NUMBER, STRANGER, HOSPITAL = "+353861230001", "+353861239999", "+35315550300"
NOW = datetime(2026, 6, 8, 8, tzinfo=UTC)
NIGHT = datetime(2026, 6, 8, 1, tzinfo=UTC)
ADVICE = "Call 112 now."
OPTED_OUT, OUTSIDE_WINDOW, NO_SUCH_NUMBER, BROKEN = 21610, 63016, 21211, 20500


class Ward:
    """The clinic's outbox with a courier as the desk has it, and Twilio's peer."""

    def __init__(self, clinic: Clinic, peer: Peer) -> None:
        self.clinic, self.peer, self.moment, self.directory = clinic, peer, NOW, Directory()
        clinic.office.clock = self
        api = client.build(ACCOUNT, TOKEN, peer.url, seconds=0.5)
        numbers = {"whatsapp": WHATSAPP, "sms": SMS}
        templates = {"buttons_1": template("buttons", 1)}
        by = {each: TwilioSender(each, numbers[each], lambda: api, templates, now=self.now) for each in numbers}
        own = Settings(twilio=Twilio(account_sid=ACCOUNT, auth_token=TOKEN, whatsapp_from=WHATSAPP, sms_from=SMS))
        self.courier = Courier(
            clinic.office,
            by,
            "process-1",
            on_lost=messaging.on_lost(own, self.directory),
            on_unreached=messaging.on_unreached(self.directory, by),
            chance=lambda: 0.0,
        )

    def now(self) -> datetime:
        return self.moment

    def says(self, channel: str, *texts: str, number: str = NUMBER, kind: str = outbox.EMERGENCY) -> int:
        """Answer an emergency that somebody wrote of; the conversation."""

        def work(unit: Unit) -> int:
            conversation = threads.find_or_open(unit, channel, number)
            told = {"channel": channel, "external_id": f"SM{self.moment.timestamp()}"}
            received = inbox.record(
                unit, **told, conversation_id=conversation, payload=self._heard(told, number), received_at=self.moment
            )
            assert received.id is not None
            for n, text in enumerate(texts):
                payload = json.dumps(Reply(text).as_json())
                facts = (conversation, channel, number, kind, payload)
                new = outbox.Outgoing(f"reply-{received.id}-{n}", *facts, inbox_id=received.id)
                outbox.put(unit, [new], handed_over=False)
            return conversation

        return self.clinic.office.write(work)

    def _heard(self, told: dict[str, str], number: str) -> str:
        return json.dumps({**told, "conversation": number, "text": "help", "received_at": self.moment.isoformat()})

    def agrees(self, channel: str) -> None:
        decision = consent.Decision(self.clinic.patient(IRIS), consent.REMINDERS, "May I?", True, channel, NUMBER)
        self.clinic.office.write(lambda unit: consent.record(unit, 1, [decision]))

    def carry(self, conversation: int) -> None:
        """Send what is due there, and whatever else came to be."""
        self.courier.carry(conversation)
        self.courier.run(lambda: False)

    def tasks(self) -> list[Any]:
        return self.clinic.rows(TaskRow)

    def rows(self) -> list[tuple[str, str, str | None]]:
        """What became of the advice."""
        found = self.clinic.rows(OutboxRow, OutboxRow.kind != "alert")
        return [(row.channel, row.status, row.failure) for row in found]

    def sent(self) -> list[tuple[str, str]]:
        return [(each.form["To"], each.body) for each in self.peer.sent]

    def alerts(self) -> list[str]:
        return [each.body for each in self.peer.to(HOSPITAL)]


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with closing(Peer()) as running:
        yield running


@pytest.fixture
def ward(database_url: str, peer: Peer) -> Iterator[Ward]:
    peer.sent.clear()
    peer.fails.clear()
    opened = Clinic(database_url)
    yield Ward(opened, peer)
    opened.close()


def fails(ward: Ward, code: int, count: int = 1) -> None:
    status = {OUTSIDE_WINDOW: 400, BROKEN: 500}.get(code, 400)
    ward.peer.fails.extend([(status, code, {})] * count)


@pytest.mark.parametrize("code", [OPTED_OUT, OUTSIDE_WINDOW, NO_SUCH_NUMBER])
@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_advice_that_is_refused_is_a_persons_task_at_once_with_name_and_number(
    ward: Ward, channel: str, code: int
) -> None:
    conversation = ward.says(channel, ADVICE)
    fails(ward, code)
    ward.carry(conversation)
    (task,) = ward.tasks()
    assert (task.queue, task.kind, task.status, task.due_at) == ("desk", "emergency", "requested", NOW)
    assert "Iris" in task.summary and "+353 86 123 0001" in task.summary and "Call them now" in task.summary
    assert (task.phone, task.patient_id) == (NUMBER, ward.clinic.patient(IRIS))
    assert task.alerted_at == NOW
    (alert,) = ward.alerts()
    assert task.reference in alert and "Iris" not in alert and "123" not in alert
    assert [status for _, status, _ in ward.rows()] == ["dead"], "nobody takes it for delivered or for nobody's fault"


@pytest.mark.parametrize(("channel", "other"), [("whatsapp", "sms"), ("sms", "whatsapp")])
@pytest.mark.parametrize("code", [OPTED_OUT, OUTSIDE_WINDOW, NO_SUCH_NUMBER])
def test_it_is_tried_by_the_other_channel_that_was_agreed_to_as_well(
    ward: Ward, channel: str, other: str, code: int
) -> None:
    ward.agrees(other)
    ward.says(other, "Hello.", kind="reply")
    conversation = ward.says(channel, ADVICE)
    fails(ward, code)
    ward.carry(conversation)
    prefix = "whatsapp:" if other == "whatsapp" else ""
    assert (f"{prefix}{NUMBER}", ADVICE) in ward.sent()
    assert len(ward.tasks()) == 1 and len(ward.alerts()) == 1


def test_where_the_other_way_fails_too_it_goes_no_third_and_the_task_stays_one(ward: Ward) -> None:
    ward.agrees("sms")
    conversation = ward.says("whatsapp", ADVICE)
    by_sms = ward.clinic.office.write(lambda unit: threads.find_or_open(unit, "sms", NUMBER))
    fails(ward, NO_SUCH_NUMBER, 2)
    ward.courier.carry(conversation)
    ward.carry(by_sms)
    assert [(channel, status) for channel, status, _ in ward.rows()] == [("whatsapp", "withdrawn"), ("sms", "dead")]
    assert len(ward.tasks()) == 1 and len(ward.alerts()) == 1


def test_nothing_is_tried_by_a_channel_that_nobody_agreed_to(ward: Ward) -> None:
    conversation = ward.says("whatsapp", ADVICE)
    fails(ward, NO_SUCH_NUMBER)
    ward.carry(conversation)
    assert {to for to, _ in ward.sent()} == {HOSPITAL}


def test_all_that_one_turn_said_is_one_task_and_the_next_emergency_another(ward: Ward) -> None:
    conversation = ward.says("sms", ADVICE, "A colleague has been told.")
    fails(ward, OPTED_OUT, 2)
    ward.carry(conversation)
    assert len(ward.tasks()) == 1
    ward.moment += timedelta(minutes=5)
    ward.says("sms", ADVICE)
    fails(ward, OPTED_OUT)
    ward.carry(conversation)
    assert len(ward.tasks()) == 2 and len(ward.alerts()) == 2


def test_at_night_it_is_a_task_of_those_on_call_and_alerts_as_well(ward: Ward) -> None:
    ward.moment = NIGHT
    conversation = ward.says("sms", ADVICE)
    fails(ward, OPTED_OUT)
    ward.carry(conversation)
    (task,) = ward.tasks()
    assert task.queue == "oncall" and task.alerted_at == NIGHT


def test_a_stranger_has_no_name_and_is_called_all_the_same(ward: Ward) -> None:
    conversation = ward.says("sms", ADVICE, number=STRANGER)
    fails(ward, OPTED_OUT)
    ward.carry(conversation)
    (task,) = ward.tasks()
    assert "somebody not on file" in task.summary and task.phone == STRANGER and task.patient_id is None


def test_a_vendor_that_is_down_is_told_of_before_it_is_given_up_and_the_advice_still_goes(ward: Ward) -> None:
    conversation = ward.says("sms", ADVICE)
    fails(ward, BROKEN)
    ward.courier.carry(conversation)
    (task,) = ward.tasks()
    assert task.alerted_at == NOW and [status for _, status, _ in ward.rows()] == ["pending"]
    ward.moment += timedelta(minutes=1)
    ward.carry(conversation)
    assert (NUMBER, ADVICE) in ward.sent() and len(ward.tasks()) == 1


@pytest.mark.parametrize("code", [20003, 20005])
def test_advice_that_a_wrong_set_up_keeps_is_tried_by_the_other_channel_at_once(ward: Ward, code: int) -> None:
    ward.agrees("sms")
    conversation = ward.says("whatsapp", ADVICE)
    ward.peer.fails.append((401, code, {}))
    ward.carry(conversation)
    assert (NUMBER, ADVICE) in ward.sent() and len(ward.tasks()) == 1


def test_without_a_mail_server_an_alert_that_left_by_text_has_reached_somebody(ward: Ward) -> None:
    staff = "\nstaff:\n  - {name: Tess Quinn, role: outpatient_admin, email: tess@rosehill.example}\nspecialities:\n"
    ward.clinic.load(("\nspecialities:\n", staff))
    conversation = ward.says("sms", ADVICE)
    fails(ward, NO_SUCH_NUMBER)
    ward.carry(conversation)
    assert len(ward.alerts()) == 1
    assert [row.channel for row in ward.clinic.rows(OutboxRow, OutboxRow.kind == "alert")] == ["sms"]
    ward.moment += timedelta(minutes=10)
    assert escalating.tell_the_desk(ward.clinic.office, ward.directory, Path("none")) == 0
    assert [task.kind for task in ward.tasks()] == ["emergency"]


def test_a_moments_patience_alarms_nobody(ward: Ward) -> None:
    conversation = ward.says("sms", ADVICE)
    ward.peer.fails.append((429, 20429, {"Retry-After": "2"}))
    ward.carry(conversation)
    assert ward.tasks() == []


@pytest.mark.parametrize(("code", "has_task"), [("30003", True), ("63016", True), ("21610", True), ("63028", False)])
def test_advice_that_the_channel_took_and_then_lost_is_told_of_unless_it_goes_again(
    ward: Ward, code: str, has_task: bool
) -> None:
    conversation = ward.says("whatsapp", ADVICE)
    ward.carry(conversation)

    def report(unit: Unit) -> None:
        lost = deliveries.report(unit, "whatsapp", ward.peer.sent[-1].sid, "undelivered", code)
        assert lost is not None
        messaging.act_on_lost(unit, lost, ["whatsapp", "sms"], ward.directory)

    ward.clinic.office.write(report)
    assert len(ward.tasks()) == has_task


def test_other_messages_that_are_refused_are_nobodys_task(ward: Ward) -> None:
    conversation = ward.says("sms", "Hello.", kind="reply")
    fails(ward, NO_SUCH_NUMBER)
    ward.carry(conversation)
    assert ward.tasks() == []


def test_help_waits_for_nothing_that_is_before_it(ward: Ward) -> None:
    conversation = ward.says("sms", "Hello.", kind="reply")
    fails(ward, BROKEN)
    ward.courier.carry(conversation)
    ward.moment += timedelta(seconds=10)
    ward.says("sms", ADVICE)
    ward.courier.run(lambda: False)
    assert ward.sent() == [(NUMBER, ADVICE)]


def test_the_number_of_a_telegram_chat_is_the_one_that_was_proven_there(ward: Ward) -> None:
    def work(unit: Unit) -> int:
        conversation = threads.find_or_open(unit, "telegram", "4711")
        thread = threads.read(unit, conversation)
        assert thread is not None
        threads.write(unit, thread, "{}", phone=NUMBER)
        payload = json.dumps(Reply(ADVICE).as_json())
        outbox.put_unasked(unit, conversation, "key", outbox.EMERGENCY, payload)
        return conversation

    ward.clinic.office.write(work)
    (row,) = ward.clinic.rows(OutboxRow)
    found = ward.clinic.office.write(lambda unit: whom(unit, row.id))
    assert found.phone == NUMBER and found.names[0].startswith("Iris")
