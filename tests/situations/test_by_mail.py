"""Patients who want to read of their visits by e-mail: agreed to in words, confirmed with an entry for the calendar."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from bots.mail.composing import House
from db.models import ConsentRow, OutboxRow, PatientRow
from doors import mailing
from doors.settings import Settings, Smtp
from notifications.courier import Courier
from tests.bots.mail.post_office import HOST, PostOffice
from tests.situations.conftest import OpenDesk
from tests.situations.desk import ELENA, MONDAY, NORA, RAVI, SITUATIONS, Frontdesk, phrases

MAIL, ELENAS = "nora@home.example", "elena@casa.example"


@pytest.fixture
def desk(open_hospital: OpenDesk) -> Frontdesk:
    """A desk that has addresses of two patients on file."""
    file = SITUATIONS.read_text()
    for phone, mail in ((NORA, MAIL), (ELENA, ELENAS)):
        file = file.replace(f'phone: "{phone}"', f'phone: "{phone}", email: {mail}')
    return open_hospital(file)


def consents(desk: Frontdesk) -> list[tuple[Any, ...]]:
    query = select(ConsentRow.is_given, ConsentRow.channel, ConsentRow.address).order_by(ConsentRow.id)
    return [tuple(row) for row in desk._read(lambda unit: unit.connection.execute(query).all())]


def mails(desk: Frontdesk) -> list[dict[str, Any]]:
    """What waits to leave by e-mail, with where it goes."""
    query = select(OutboxRow.address, OutboxRow.kind, OutboxRow.payload).where(OutboxRow.channel == "mail")
    rows = desk._read(lambda unit: unit.connection.execute(query.order_by(OutboxRow.id)).all())
    return [{**json.loads(row.payload), "to": row.address, "kind": row.kind} for row in rows]


@phrases(
    "words",
    [
        "please send me reminders by e-mail",
        "remind me by email",
        "email me reminders",
        "quiero recordatorios por correo",
        "mándeme los recordatorios por correo electrónico",
    ],
)
def test_email_is_agreed_to_in_words_where_an_address_is_on_file(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert consents(desk) == [(True, "mail", MAIL)] and mails(desk) == []
    assert MAIL not in answer.told, "whoever reads along learns no address"


def test_without_one_it_is_said_and_nothing_is_promised(desk: Frontdesk) -> None:
    answer = desk.chat(RAVI).say("remind me by e-mail")
    assert "no e-mail address" in answer.text and consents(desk) == []


def test_asked_for_after_a_booking_it_confirms_that_very_visit(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10:00")
    assert mails(desk) == [] and chat.last.question == "reminders"
    chat.say("by e-mail please")
    assert consents(desk) == [(True, "mail", MAIL)]
    (mail,) = mails(desk)
    assert mail["to"] == MAIL and "11 June" in mail["text"]
    shown = desk._read(lambda unit: unit.connection.scalar(select(ConsentRow.wording)))
    assert shown.startswith("May I send reminders here?") and shown.endswith("by e-mail please")


def test_booked_moved_and_cancelled_it_is_one_entry_in_the_calendar(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("remind me by e-mail", "I have chest pressure after running, Dr Chen on Thursday at 10:00")
    chat.agree()
    (visit,) = desk.visits("booked")
    chat.say("move it to Thursday at 11:00")
    chat.agree()
    chat.say("cancel it", "yes")
    assert desk.booked() == []
    booked, moved, cancelled = mails(desk)
    assert {mail["to"] for mail in (booked, moved, cancelled)} == {MAIL}
    assert len({mail["visit"]["uid"] for mail in (booked, moved, cancelled)}) == 1
    assert [mail["visit"]["sequence"] for mail in (booked, moved, cancelled)] == [0, 1, 2]
    assert [mail["visit"]["is_cancelled"] for mail in (booked, moved, cancelled)] == [False, False, True]
    assert booked["visit"]["starts_at"] == "2026-06-11T09:00:00+00:00"
    assert moved["visit"]["starts_at"] == "2026-06-11T10:00:00+00:00"
    for mail, words in ((booked, "10:00"), (moved, "11:00"), (cancelled, "Cancelled")):
        assert words in mail["text"] and visit.reference in mail["text"] and "Chen" in mail["text"]
        seen = json.dumps(mail).casefold()
        assert "chest" not in seen and "cardiolog" not in seen
        assert "Chen" not in mail["subject"] + mail["visit"]["summary"]
        assert "Nora" not in mail["subject"] + mail["visit"]["summary"]


class _Still:
    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


def test_what_leaves_is_taken_by_a_calendar_and_tells_of_no_illness(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("remind me by e-mail", "I have a rash, Dr Chen on Thursday at 10:00")
    chat.agree()
    chat.say("cancel it", "yes")
    desk.parts.office.clock = _Still(MONDAY.replace(tzinfo=desk.zone))
    with closing(PostOffice()) as office:
        settings = Settings(smtp=Smtp.model_validate(smtp_of(office)))
        sender = mailing.build(settings, lambda: House(desk.hospital.name, desk.hospital.phone))
        assert sender is not None
        mailed = desk._read(
            lambda unit: unit.connection.scalar(select(OutboxRow.conversation_id).filter_by(channel="mail"))
        )
        assert Courier(desk.parts.office, {"mail": sender}, "process-1").carry(mailed) == 2
    booked, cancelled = office.mails
    assert booked.recipients == cancelled.recipients == [MAIL]
    entries = [Calendar.from_ical(mail.part("text/calendar")).events[0] for mail in (booked, cancelled)]
    assert entries[0].uid == entries[1].uid and [each.sequence for each in entries] == [0, 1]
    assert entries[0].start == MONDAY.replace(day=11, hour=10, tzinfo=desk.zone)
    for mail in (booked, cancelled):
        shown = "\n".join([str(mail.parsed["Subject"]), *map(mail.part, ("text/plain", "text/html", "text/calendar"))])
        assert "Chen" in shown and "rash" not in shown and "ardiolog" not in shown and "ermatolog" not in shown


def smtp_of(office: PostOffice) -> dict[str, Any]:
    return {"host": HOST, "port": office.port, "from": "desk@clinic.example", "security": "none"}


def test_taken_back_a_cancelled_visit_comes_with_a_confirmation_of_its_own(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("remind me by e-mail", "Dr Chen on Thursday at 10:00")
    chat.say("take it back")
    assert [mail["visit"]["is_cancelled"] for mail in mails(desk)] == [False, True]
    chat.say("take it back")
    assert desk.booked() == ["chen 2026-06-11 10:00"] and not mails(desk)[-1]["visit"]["is_cancelled"]


def test_it_is_written_in_the_language_on_file(desk: Frontdesk) -> None:
    chat = desk.chat(ELENA)
    chat.say("recuérdemelo por correo: quiero recordatorios por correo", "Dr Chen el jueves a las 10:00")
    chat.agree()
    (mail,) = mails(desk)
    assert (mail["to"], mail["language"]) == (ELENAS, "es")
    assert "Cita reservada" in mail["text"] and mail["subject"].startswith("Su cita en ")


@phrases("then", ["no reminders please", "send me reminders here"])
def test_whoever_wants_none_there_any_more_gets_none(desk: Frontdesk, then: str) -> None:
    chat = desk.chat(NORA)
    chat.say("remind me by e-mail", then, "Dr Chen on Thursday at 10:00")
    assert desk.booked() and mails(desk) == []


def test_an_address_that_left_the_file_is_written_to_no_more(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("remind me by e-mail")
    moved = update(PatientRow).where(PatientRow.email == MAIL).values(email="nora@new.example")
    desk.parts.office.write(lambda unit: unit.connection.execute(moved))
    chat.say("Dr Chen on Thursday at 10:00")
    assert desk.booked() and mails(desk) == []


def test_whoever_only_knows_a_name_turns_nothing_on(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00", f"Nora Byrne, 2 May 1984, {NORA}")
    chat.say("remind me by e-mail")
    assert consents(desk) == [] and mails(desk) == []
