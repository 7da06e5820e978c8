"""E-mail through the outbox: tried again, given up, taken in place of another channel and left for one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update
from structlog.testing import capture_logs

from bots.mail.composing import House, Mailboxes
from bots.mail.sending import MailSender
from bots.mail.server import Server
from bots.whatsapp import client
from bots.whatsapp.sending import TwilioSender
from conversation import escalating, handing_over
from conversation.messages import Option, Reply
from db.models import AuditRow, ConversationRow, DependantRow, OutboxRow, PatientRow
from doors.messaging import act_on_lost
from hospital import consent, deliveries, handles, outbox, sending, tasks, threads
from hospital.directory_rows import Directory
from hospital.office import Unit
from hospital.sending import TRIES
from notifications.courier import FIRST_WAIT_S, Courier
from tests.bots.mail.post_office import HOST, PostOffice
from tests.bots.whatsapp.patients import SMS, WHATSAPP
from tests.bots.whatsapp.peer import ACCOUNT, TOKEN, Peer
from tests.hospital.clinic import HUGO, IRIS, Clinic
from tests.services.servers import free_port

NUMBER, MAIL, OTHER = "+353861230001", "iris@home.example", "iris@work.example"
TESS, UMA = "tess@rosehill.example", "uma@rosehill.example"
NOW = datetime(2026, 6, 8, 8, tzinfo=UTC)
STAFF = f"""
staff:
  - {{name: Tess Quinn, role: outpatient_admin, email: {TESS}}}
  - {{name: Uma Rao, role: outpatient_admin, email: {UMA}}}
specialities:
"""


@pytest.fixture(scope="module")
def _office() -> Iterator[PostOffice]:
    with closing(PostOffice()) as running:
        yield running


@pytest.fixture(scope="module")
def _peer() -> Iterator[Peer]:
    with closing(Peer()) as running:
        yield running


class Post:
    """The clinic's outbox with a courier on WhatsApp, SMS and e-mail. Iris has an address on file."""

    def __init__(self, clinic: Clinic, office: PostOffice, peer: Peer) -> None:
        self.clinic, self.office, self.peer, self.moment = clinic, office, peer, NOW
        clinic.office.clock = self
        phone = f'phone: "{NUMBER}"'
        clinic.load((phone, f"{phone}\n    email: {MAIL}"), ("\nspecialities:\n", STAFF))
        api = client.build(ACCOUNT, TOKEN, peer.url, seconds=0.5)
        self.senders: dict[str, Any] = {
            channel: TwilioSender(channel, number, lambda: api, now=self.now)
            for channel, number in (("whatsapp", WHATSAPP), ("sms", SMS))
        }
        self.mail_to(office.port)

    def mail_to(self, port: int, channels: tuple[str, ...] = ("whatsapp", "sms", "mail")) -> None:
        """Have the courier hand mail to this port, and carry only these channels."""
        by, house = Mailboxes("desk@rosehill.example"), House("Rosehill Hospital", "+35315550300")
        self.senders["mail"] = MailSender(Server(HOST, port, "none"), by, lambda: house, "salt", self.now)
        senders = {channel: self.senders[channel] for channel in channels}
        self.courier = Courier(self.clinic.office, senders, "process-1", chance=lambda: 0.0)

    def now(self) -> datetime:
        return self.moment

    def consents(self, channel: str, address: str, *, is_given: bool = True, of: str = IRIS) -> None:
        decision = consent.Decision(self.clinic.patient(of), consent.REMINDERS, "May I?", is_given, channel, address)
        self.clinic.office.write(lambda unit: consent.record(unit, 1, [decision]))

    def put(self, channel: str, address: str, kind: str = "offer", key: str = "news", **more: Any) -> int:
        """A message in a conversation in which nobody wrote lately; the conversation."""
        reply = Reply(f"It is {key}.", (Option("Take it", "offer:3.yes"),) if more.get("asks") else ())

        def work(unit: Unit) -> int:
            conversation = threads.find_or_open(unit, channel, address)
            payload = json.dumps({**reply.as_json(), "language": "en"})
            told = outbox.Outgoing(key, conversation, channel, address, kind, payload, **more)
            outbox.put(unit, [told], handed_over=False)
            return conversation

        return self.clinic.office.write(work)

    def run(self, rounds: int = 3) -> None:
        """Let the courier send what is due, and what comes of that."""
        for _ in range(rounds):
            for conversation in self.clinic.rows(ConversationRow):
                self.courier.carry(conversation.id)

    def rows(self) -> list[tuple[str, str, str | None]]:
        return [(row.channel, row.status, row.failure) for row in self.clinic.rows(OutboxRow)]

    def texts(self) -> list[str]:
        """What was sent by e-mail."""
        return [mail.part("text/plain").splitlines()[0] for mail in self.office.mails]


@pytest.fixture
def post(database_url: str, _office: PostOffice, _peer: Peer) -> Iterator[Post]:
    _office.mails.clear()
    _office.says.clear()
    _office.cuts = False
    _peer.sent.clear()
    _peer.fails.clear()
    clinic = Clinic(database_url)
    yield Post(clinic, _office, _peer)
    clinic.close()


# --- sent, tried again, given up ------------------------------------------------------------------


def test_what_a_mailbox_is_not_ready_for_is_sent_later_and_once(post: Post) -> None:
    post.office.says["RCPT"] = ["450 4.2.0 come back later"]
    post.put("mail", MAIL)
    post.run()
    assert post.rows() == [("mail", "pending", "smtp 450 4.2.0")] and post.office.mails == []
    post.moment += timedelta(seconds=FIRST_WAIT_S)
    post.run()
    assert post.office.mails == [], "a mailbox that asks for time has a minute"
    post.moment += timedelta(seconds=FIRST_WAIT_S)
    post.mail_to(post.office.port)  # what one process was asked for, another need not know
    post.run()
    assert post.rows() == [("mail", "sent", None)] and post.texts() == ["It is news."]
    (row,) = post.clinic.rows(OutboxRow)
    assert row.external_id == post.office.mails[0].parsed["Message-ID"]


def test_a_mailbox_that_is_not_there_is_a_dead_letter_that_says_why(post: Post) -> None:
    post.office.says["RCPT"] = ["550 5.1.1 no such user"]
    post.put("mail", MAIL)
    post.run()
    assert post.rows() == [("mail", "dead", "smtp 550 5.1.1")] and post.office.mails == []


def test_what_may_have_left_is_repeated_under_the_same_id(post: Post) -> None:
    post.office.cuts = True
    post.put("mail", MAIL)
    post.run(1)
    assert post.rows() == [("mail", "pending", "cut off")]
    post.office.cuts = False
    post.moment += timedelta(minutes=1)
    post.run(1)
    assert post.rows() == [("mail", "sent", None)]
    assert len(post.office.mails) == 2 and len({mail.parsed["Message-ID"] for mail in post.office.mails}) == 1


def test_nothing_leaves_for_an_address_that_wants_nothing(post: Post) -> None:
    post.clinic.office.write(lambda unit: handles.opt_out(unit, "mail", MAIL, said="asked at the desk"))
    post.put("mail", MAIL)
    post.run()
    assert post.rows() == [("mail", "withdrawn", "opted_out")] and post.office.mails == []


# --- in place of another channel ------------------------------------------------------------------


def test_outside_the_window_a_message_goes_by_email_where_that_was_agreed_to(post: Post) -> None:
    post.consents("mail", MAIL)
    post.put("whatsapp", NUMBER)
    post.run()
    assert post.rows() == [("whatsapp", "withdrawn", "outside_window"), ("mail", "sent", None)]
    assert post.texts() == ["It is news."] and post.office.mails[0].recipients == [MAIL]
    before, after = post.clinic.rows(OutboxRow)
    assert after.instead_of == before.id and after.address == MAIL
    (audited,) = post.clinic.rows(AuditRow, AuditRow.action == "outbox.otherwise")
    assert audited.facts == {"from": "whatsapp", "to": "mail", "reason": "outside_window"}


def test_a_text_message_comes_first_where_both_were_agreed_to(post: Post) -> None:
    post.consents("sms", NUMBER)
    post.consents("mail", MAIL)
    post.put("whatsapp", NUMBER)
    post.run()
    assert post.rows() == [("whatsapp", "withdrawn", "outside_window"), ("sms", "sent", None)]
    assert post.office.mails == []


@pytest.mark.parametrize(
    "lacks", ["nothing agreed", "refused since", "opted out", "gone from the file", "another's yes", "no mail server"]
)
def test_without_that_it_is_a_dead_letter(post: Post, lacks: str) -> None:
    if lacks != "nothing agreed":
        post.consents("mail", MAIL, of=HUGO if lacks == "another's yes" else IRIS)
    if lacks == "refused since":
        post.consents("whatsapp", NUMBER, is_given=False)
    if lacks == "opted out":
        post.clinic.office.write(lambda unit: handles.opt_out(unit, "mail", MAIL, said="asked at the desk"))
    if lacks == "gone from the file":
        moved = update(PatientRow).where(PatientRow.email == MAIL).values(email=OTHER)
        post.clinic.office.write(lambda unit: unit.connection.execute(moved))
    if lacks == "no mail server":
        post.mail_to(post.office.port, ("whatsapp", "sms"))
    post.put("whatsapp", NUMBER)
    post.run()
    assert post.rows() == [("whatsapp", "dead", "outside_window")] and post.office.mails == []


@pytest.mark.parametrize("kind", ["reply", "staff", "handover", "code", "payment_link"])
def test_what_people_say_to_each_other_and_secrets_go_by_no_email(post: Post, kind: str) -> None:
    post.consents("mail", MAIL)
    post.put("whatsapp", NUMBER, kind)
    post.run()
    assert post.rows() == [("whatsapp", "dead", "outside_window")] and post.office.mails == []


def test_a_number_that_twilio_does_not_know_is_written_to_by_email(post: Post) -> None:
    post.consents("mail", MAIL)
    post.peer.fails.append((400, 21211, {}))
    post.put("sms", NUMBER, "notice")
    post.run()
    assert post.rows() == [("sms", "withdrawn", "21211"), ("mail", "sent", None)]


@pytest.mark.parametrize("kind", ["reply", "staff", "handover", "note"])
def test_what_is_said_in_a_talk_moves_to_no_other_channel_of_the_number(post: Post, kind: str) -> None:
    post.consents("sms", NUMBER)
    post.put("whatsapp", NUMBER, kind)
    post.run()
    assert post.rows() == [("whatsapp", "dead", "outside_window")] and post.peer.sent == []


def test_no_message_comes_back_to_a_channel_that_failed_it(post: Post) -> None:
    post.consents("whatsapp", NUMBER)
    post.consents("sms", NUMBER)
    post.consents("mail", MAIL)
    post.peer.fails.append((400, 21211, {}))
    post.office.says["RCPT"] = ["550 no such user"]
    post.put("whatsapp", NUMBER)
    post.run(6)
    assert post.rows() == [
        ("whatsapp", "withdrawn", "outside_window"),
        ("sms", "withdrawn", "21211"),
        ("mail", "dead", "smtp 550"),
    ]


def test_a_reminder_that_its_channel_would_carry_too_late_goes_another_way(post: Post) -> None:
    post.consents("sms", NUMBER)
    post.consents("mail", MAIL)
    post.put("mail", MAIL, "reminder", use_until=post.moment + timedelta(minutes=10))
    post.office.says["MAIL"] = ["535 5.7.8 not you"] * 20
    post.run(1)
    assert post.rows() == [("mail", "pending", "smtp 535 5.7.8")], "it has time"
    post.moment += timedelta(minutes=9)
    post.mail_to(post.office.port)
    post.run()
    assert post.rows() == [("mail", "withdrawn", "smtp 535 5.7.8"), ("sms", "sent", None)]


def test_a_number_that_turns_out_to_be_dead_is_written_to_by_email(post: Post) -> None:
    post.consents("mail", MAIL)
    post.put("sms", NUMBER, "notice")
    post.run()
    assert post.rows() == [("sms", "sent", None)]

    def lose(unit: Unit) -> None:
        lost = deliveries.report(unit, "sms", post.peer.sent[-1].sid, "undelivered", "30005")
        assert lost is not None
        act_on_lost(unit, lost, post.courier.channels, Directory())

    post.clinic.office.write(lose)
    post.run()
    assert post.rows() == [("sms", "withdrawn", "30005"), ("mail", "sent", None)] and post.texts() == ["It is news."]


@pytest.mark.parametrize("kind", ["result_news", "refill"])
@pytest.mark.parametrize(
    ("born", "goes"), [(date(2005, 6, 1), False), (date(2020, 6, 1), True)], ids=["grown", "a child"]
)
def test_news_of_records_go_to_a_guardians_mailbox_only_while_their_patient_is_a_child(
    post: Post, kind: str, born: date, goes: bool
) -> None:
    iris, hugo = post.clinic.patient(IRIS), post.clinic.patient(HUGO)

    def become(unit: Unit) -> None:
        unit.connection.execute(update(PatientRow).where(PatientRow.id == hugo).values(date_of_birth=born))
        link = {"guardian_id": iris, "patient_id": hugo, "relation": "son", "is_vouched": True}
        unit.connection.execute(insert(DependantRow), link)

    post.clinic.office.write(become)
    post.consents("mail", MAIL, of=HUGO)
    post.put("whatsapp", "+353861110077", kind, patient_id=hugo)
    post.run()
    assert (len(post.office.mails) == 1) == goes
    assert post.rows()[0][:2] == ("whatsapp", "withdrawn" if goes else "dead")


def test_a_one_time_code_that_is_lost_stays_lost(post: Post) -> None:
    post.consents("mail", MAIL)
    post.peer.fails.append((400, 21211, {}))
    post.put("sms", NUMBER, "code")
    post.run()
    assert post.rows() == [("sms", "dead", "21211")] and post.office.mails == []


def test_what_is_asked_by_email_is_still_answered_where_it_was_to_be_asked(post: Post) -> None:
    post.consents("mail", MAIL)
    conversation = post.put("whatsapp", NUMBER, asks="offer:3")
    post.run()
    assert "Take it" in post.office.mails[0].part("text/plain")
    (asked,) = post.clinic.read(lambda unit: outbox.unprompted(unit, conversation))
    assert asked.asks == "offer:3" and json.loads(asked.payload)["choices"][0]["value"] == "offer:3.yes"
    mailed = post.clinic.rows(ConversationRow, ConversationRow.channel == "mail")[0].id
    assert post.clinic.read(lambda unit: outbox.unprompted(unit, mailed)) == []
    post.clinic.office.write(lambda unit: outbox.settle(unit, conversation, "offer:3"))
    assert post.clinic.read(lambda unit: outbox.unprompted(unit, conversation)) == []


def test_what_is_taken_back_before_the_email_left_does_not_leave(post: Post) -> None:
    post.consents("mail", MAIL)
    conversation = post.put("whatsapp", NUMBER, asks="offer:3")
    post.courier.carry(conversation)
    assert [status for _, status, _ in post.rows()] == ["withdrawn", "pending"]
    post.clinic.office.write(lambda unit: outbox.settle(unit, conversation, "offer:3"))
    post.run()
    assert [status for _, status, _ in post.rows()] == ["withdrawn", "withdrawn"] and post.office.mails == []


# --- left for another channel ---------------------------------------------------------------------


def test_a_mailbox_that_is_not_there_is_left_for_the_number_that_was_agreed_to(post: Post) -> None:
    post.consents("sms", NUMBER)
    post.consents("mail", MAIL)
    post.office.says["RCPT"] = ["550 5.1.1 no such user"]
    post.put("mail", MAIL, "confirmation")
    post.run()
    assert post.rows() == [("mail", "withdrawn", "smtp 550 5.1.1"), ("sms", "sent", None)]
    assert [each.form["To"] for each in post.peer.sent] == [NUMBER]


def test_what_fails_on_every_way_comes_to_an_end(post: Post) -> None:
    post.consents("sms", NUMBER)
    post.consents("mail", MAIL)
    post.office.says["RCPT"] = ["550 no such user"]
    post.peer.fails.append((400, 21211, {}))
    post.put("mail", MAIL, "confirmation")
    post.run(5)
    assert post.rows() == [("mail", "withdrawn", "smtp 550"), ("sms", "dead", "21211")]


def test_a_server_that_stays_away_is_given_up_and_the_other_way_taken(post: Post) -> None:
    post.consents("sms", NUMBER)
    post.consents("mail", MAIL)
    post.mail_to(free_port())
    post.put("mail", MAIL, "confirmation")
    post.clinic.office.write(lambda unit: unit.connection.execute(update(OutboxRow).values(failed_tries=TRIES - 1)))
    post.run()
    assert post.rows() == [("mail", "withdrawn", "unreachable"), ("sms", "sent", None)]


# --- colleagues -----------------------------------------------------------------------------------


def unheard(post: Post, minutes: int = 0) -> int:
    """Let time pass and the clock look for alerts that reached nobody; of how many it told the desk."""
    post.moment += timedelta(minutes=minutes)
    return escalating.tell_the_desk(post.clinic.office, Directory(), Path("none"))


def alert(post: Post, kind: str = tasks.HANDOFF) -> str:
    """A hand-over that nobody takes in time; its reference."""
    hospital = post.clinic.hospital
    new = tasks.NewTask("request", "desk", kind, "what was said")
    made = post.clinic.office.write(lambda unit: tasks.create(unit, hospital, new))
    post.moment += timedelta(minutes=11)
    assert handing_over.keep_promises(post.clinic.office, Directory(), post.courier.channels) == 1
    return made.reference


def test_a_task_that_nobody_takes_reaches_its_leads_by_email(post: Post) -> None:
    reference = alert(post)
    post.run()
    assert sorted(mail.recipients[0] for mail in post.office.mails) == [TESS, UMA]
    for mail in post.office.mails:
        assert mail.parsed["Subject"] == "Rosehill Hospital: somebody is waiting"
        assert reference in mail.part("text/plain") and "what was said" not in mail.raw.decode()
    handing_over.keep_promises(post.clinic.office, Directory())
    post.run()
    assert len(post.office.mails) == 2


def test_a_lead_whose_mailbox_is_gone_is_alerted_at_the_hospitals_own_number(post: Post) -> None:
    alert(post)
    post.office.says["RCPT"] = ["550 5.1.1 no such user"] * 2
    post.run()
    assert sorted(post.rows()) == [("mail", "withdrawn", "smtp 550 5.1.1")] * 2 + [("sms", "sent", None)]
    assert [each.form["To"] for each in post.peer.sent] == ["+35315550300"], "once, however many leads were written to"


def test_an_emergency_whose_leads_mailboxes_are_gone_alerts_the_hospitals_number_once(post: Post) -> None:
    alert(post, "emergency")
    post.office.says["RCPT"] = ["550 5.1.1 no such user"] * 2
    post.run()
    assert sorted(post.rows()) == [("mail", "withdrawn", "smtp 550 5.1.1")] * 2 + [("sms", "sent", None)]
    assert [each.form["To"] for each in post.peer.sent] == ["+35315550300"]


def test_what_two_ways_failed_to_tell_is_a_dead_letter_for_a_person(post: Post) -> None:
    alert(post)
    post.office.says["RCPT"] = ["550 5.1.1 no such user"] * 2
    post.peer.fails.append((400, 21211, {}))
    post.run(5)
    assert ("sms", "dead", "21211") in post.rows() and post.peer.sent == []
    assert unheard(post) == 1


@pytest.mark.parametrize("fault", ["535 5.7.8 not you", "550 5.7.1 not from here"])
def test_an_alert_does_not_wait_until_the_mailbox_is_set_up_rightly(post: Post, fault: str) -> None:
    alert(post)
    post.office.says["MAIL"] = [fault] * 2
    post.run()
    assert {(channel, status) for channel, status, _ in post.rows()} == {("mail", "withdrawn"), ("sms", "sent")}
    assert [each.form["To"] for each in post.peer.sent] == ["+35315550300"] and post.office.mails == []
    assert unheard(post, minutes=6) == 0


def test_without_another_way_an_alert_of_a_wrong_mailbox_waits_and_the_desk_is_told_once(post: Post) -> None:
    post.mail_to(post.office.port, ("mail",))
    alert(post)
    post.office.says["MAIL"] = ["535 5.7.8 not you"] * 2
    post.run(1)
    assert [status for _, status, _ in post.rows()] == ["pending"] * 2
    assert [unheard(post, minutes=6), unheard(post, minutes=1), unheard(post, minutes=300)] == [1, 0, 0]
    assert [status for _, status, _ in post.rows()] == ["dead"] * 2


def test_an_alert_that_the_desk_was_told_of_still_goes_the_other_way(post: Post) -> None:
    alert(post)
    assert unheard(post, minutes=5) == 1, "the server has not been asked so far"
    post.office.says["RCPT"] = ["550 5.1.1 no such user"] * 2
    post.run()
    assert ("sms", "sent", None) in post.rows() and len(post.peer.sent) == 1


def test_an_alert_that_the_desk_was_told_of_can_be_sent_after_all(post: Post) -> None:
    post.mail_to(post.office.port, ("mail",))
    alert(post)
    assert unheard(post, minutes=250) == 1
    assert [status for _, status, _ in post.rows()] == ["dead"] * 2
    assert post.clinic.office.write(sending.why_not_again) == {}
    assert post.clinic.office.write(sending.replay) == 2
    post.run()
    assert sorted(mail.recipients[0] for mail in post.office.mails) == [TESS, UMA]
    assert unheard(post, minutes=10) == 0


def test_sent_after_all_and_in_vain_again_the_desk_is_told_again(post: Post) -> None:
    post.mail_to(post.office.port, ("mail",))
    alert(post)
    assert unheard(post, minutes=250) == 1
    post.clinic.office.write(sending.replay)
    assert [unheard(post, minutes=each) for each in (4, 1, 250)] == [0, 1, 0]


def test_an_alert_that_one_colleague_got_has_reached_somebody(post: Post) -> None:
    alert(post)
    post.office.says["RCPT"] = ["450 4.2.0 come back later"]
    post.run(1)
    assert sorted(status for _, status, _ in post.rows()) == ["pending", "sent"]
    assert unheard(post, minutes=6) == 0
    bounced = update(OutboxRow).where(OutboxRow.status == "sent").values(status="failed")
    post.clinic.office.write(lambda unit: unit.connection.execute(bounced))
    assert unheard(post) == 1, "until it turns out that they did not"


def test_a_server_that_is_away_keeps_no_alert_for_long(post: Post) -> None:
    post.mail_to(free_port())
    alert(post)
    for _ in range(6):
        post.run(1)
        post.moment += timedelta(seconds=40)
        post.mail_to(free_port())
    post.run()
    assert len(post.peer.sent) == 1 and unheard(post) == 0


def test_an_alert_to_a_number_that_wants_nothing_ends_with_a_word(post: Post) -> None:
    post.mail_to(post.office.port, ("whatsapp", "sms"))
    alert(post)
    post.peer.fails.append((400, 21610, {}))
    post.run()
    assert post.rows() == [("sms", "dead", "21610")] and unheard(post) == 1


def test_nobody_says_that_no_lead_is_told_who_is(post: Post) -> None:
    post.mail_to(post.office.port, ("whatsapp", "sms"))
    with capture_logs() as logs:
        alert(post)
    assert "no_lead_to_alert" not in [each["event"] for each in logs]


def test_without_a_mail_server_the_hospitals_own_number_is_alerted(post: Post) -> None:
    post.mail_to(post.office.port, ("whatsapp", "sms"))
    alert(post)
    post.run()
    assert post.rows() == [("sms", "sent", None)]
    assert [each.form["To"] for each in post.peer.sent] == ["+35315550300"]


def test_an_alert_that_reaches_nobody_is_a_dead_letter(post: Post) -> None:
    post.mail_to(post.office.port, ("whatsapp", "sms"))
    alert(post)
    post.mail_to(post.office.port)
    post.peer.fails.append((400, 21211, {}))
    post.run()
    assert post.rows() == [("sms", "dead", "21211")] and post.office.mails == []


def test_an_alert_of_yesterday_puzzles_nobody(post: Post) -> None:
    alert(post)
    post.moment += timedelta(hours=25)
    post.run()
    assert {status for _, status, _ in post.rows()} == {"dead"} and post.office.mails == []


# --- who agreed to what ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decided", "where"),
    [
        ([("mail", MAIL, True)], MAIL),
        ([("mail", MAIL, True), ("whatsapp", NUMBER, True)], MAIL),
        ([("mail", MAIL, True), ("mail", OTHER, True)], OTHER),
        ([("mail", MAIL, True), ("whatsapp", NUMBER, False), ("sms", NUMBER, True)], None),
        ([("sms", NUMBER, True)], None),
        ([], None),
    ],
)
def test_a_yes_holds_for_its_channel_until_something_is_refused(
    post: Post, decided: list[tuple[str, str, bool]], where: str | None
) -> None:
    for channel, address, is_given in decided:
        post.consents(channel, address, is_given=is_given)
    assert post.clinic.read(lambda unit: consent.agreed_address(unit, "mail", NUMBER)) == where


def test_where_several_read_all_must_have_agreed_to_the_same_place(post: Post) -> None:
    post.consents("mail", MAIL)
    post.consents("sms", NUMBER, of=HUGO)
    assert post.clinic.read(lambda unit: consent.agreed_address(unit, "mail", NUMBER)) is None
    post.consents("mail", MAIL, of=HUGO)
    assert post.clinic.read(lambda unit: consent.agreed_address(unit, "mail", NUMBER)) == MAIL
