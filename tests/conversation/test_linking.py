"""An account of a channel that tells no number: linked by a code to that number, then known until it is unlinked."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from conversation.graph import RunTurn
from conversation.messages import Answer
from db.models import AccountRow, OutboxRow, PatientRow
from hospital.office import Unit
from tests.conversation.talk import IRIS_PHONE, Talk, words
from tests.hospital.clinic import NOW, Clinic

STRANGER = "+353861239999"


@pytest.fixture
def talk(clinic: Clinic, run_turn: RunTurn) -> Talk:
    return Talk(clinic, run_turn)


def write(talk: Talk, text: str, **more: Any) -> Answer:
    return talk.say(text, "777", channel="telegram", **more)


def share(talk: Talk, phone: str) -> Answer:
    """Hand one's own number over by the button."""
    return write(talk, phone, own_contact=phone)


def codes(talk: Talk) -> list[tuple[str, str, str]]:
    """The codes sent: channel, number, digits."""
    query = select(OutboxRow).where(OutboxRow.kind == "code").order_by(OutboxRow.id)
    with talk.clinic.office.read() as unit:
        rows = unit.connection.execute(query).all()
    return [(r.channel, r.address, re.findall(r"\b\d{6}\b", json.loads(r.payload)["text"])[0]) for r in rows]


def test_ones_own_number_is_confirmed_by_a_code_sent_there_and_the_chat_known_from_then_on(talk: Talk) -> None:
    assert "adler" not in words(write(talk, "hello")).lower()
    share(talk, IRIS_PHONE)
    [(channel, number, digits)] = codes(talk)
    assert (channel, number) == ("sms", IRIS_PHONE)
    answer = write(talk, digits)
    assert [event["name"] for event in answer.events][:1] == ["identity.confirmed"]
    assert [(row.account, row.phone) for row in talk.clinic.rows(AccountRow)] == [("777", IRIS_PHONE)]
    booked = write(talk, "book Dr Adler tomorrow at 10:00")
    assert booked.state["question"] in (None, "who", "confirm"), "no name, birth date or number asked"


def test_a_number_that_is_nobodys_sounds_the_same_and_links_nothing(talk: Talk) -> None:
    known, unknown = share(talk, IRIS_PHONE), talk.say(STRANGER, "778", channel="telegram", own_contact=STRANGER)
    assert known.state["next_prompt"] == unknown.state["next_prompt"]
    assert len(codes(talk)) == 1
    talk.say("123456", "778", channel="telegram")
    assert talk.clinic.rows(AccountRow) == []


def test_a_wrong_code_links_nothing_and_three_lock(talk: Talk) -> None:
    share(talk, IRIS_PHONE)
    wrong = f"{(int(codes(talk)[0][2]) + 1) % 10**6:06}"
    for _ in range(3):
        write(talk, wrong)
    assert talk.clinic.rows(AccountRow) == []
    write(talk, codes(talk)[0][2])
    assert talk.clinic.rows(AccountRow) == []


def test_unlinking_forgets_whose_chat_it_is(talk: Talk) -> None:
    share(talk, IRIS_PHONE)
    write(talk, codes(talk)[0][2])
    assert "no longer linked" in words(write(talk, "unlink"))
    assert talk.clinic.rows(AccountRow) == []
    booked = write(talk, "book Dr Adler tomorrow at 10:00")
    assert booked.state["patient_id"] is None


def test_the_number_that_a_booking_asks_for_is_taken_as_that(talk: Talk) -> None:
    write(talk, "book Dr Adler tomorrow at 10:00, Nell Oakes, born 2 May 1990")
    answer = share(talk, STRANGER)
    assert answer.state["phone"] == STRANGER and codes(talk) == []
    assert "appointment.booked" in [event["name"] for event in answer.events]


def test_once_unlinked_what_is_said_in_the_chat_is_told_nowhere_else(talk: Talk) -> None:
    share(talk, IRIS_PHONE)
    write(talk, codes(talk)[0][2])
    write(talk, "unlink")
    write(talk, "I need an appointment with Dr Adler, my name is Nell Oakes, born 2 May 1990")
    told = words(talk.say("hello", IRIS_PHONE, channel="whatsapp", sender=IRIS_PHONE))
    assert "Nell" not in told and "Adler" not in told


def test_what_is_said_in_a_browser_long_after_somebody_proved_themselves_there_is_told_nowhere_else(talk: Talk) -> None:
    answer = talk.say("what are my appointments?", "kiosk")
    talk.tap(answer, "find", "kiosk")
    [iris] = [row for row in talk.clinic.rows(PatientRow) if row.phone == IRIS_PHONE]
    talk.all(iris.name, f"{iris.date_of_birth:%d %B %Y}", conversation="kiosk")
    proved = talk.say(codes(talk)[-1][2], "kiosk")
    assert "identity.confirmed" in [event["name"] for event in proved.events]
    later = NOW + timedelta(hours=5)
    talk.say("an appointment with Dr Adler, my name is Nell Oakes, born 2 May 1990", "kiosk", clock=later)
    told = words(talk.say("hello", IRIS_PHONE, channel="whatsapp", sender=IRIS_PHONE, clock=later))
    assert "Nell" not in told and "Adler" not in told


def linked(talk: Talk, after: timedelta = timedelta()) -> bool:
    """Whether the chat is still known by its number, so long after it was linked."""
    return "who you are" not in words(write(talk, "what are my appointments?", clock=NOW + after))


def test_a_link_ends_when_the_number_is_somebody_elses(talk: Talk) -> None:
    share(talk, IRIS_PHONE)
    write(talk, codes(talk)[0][2])
    assert linked(talk, timedelta(hours=1))
    [iris] = [row for row in talk.clinic.rows(PatientRow) if row.phone == IRIS_PHONE]
    other = next(row for row in talk.clinic.rows(PatientRow) if row.id != iris.id and row.phone)

    def change_hands(unit: Unit) -> None:
        for row, phone in ((iris, "+353861230777"), (other, IRIS_PHONE)):
            unit.connection.execute(update(PatientRow).where(PatientRow.id == row.id).values(phone=phone))

    talk.clinic.write(change_hands)
    assert not linked(talk, timedelta(hours=2))


def test_a_link_ends_when_it_is_not_used_for_half_a_year(talk: Talk) -> None:
    share(talk, IRIS_PHONE)
    write(talk, codes(talk)[0][2])
    assert linked(talk, timedelta(days=100))
    assert linked(talk, timedelta(days=250)), "used in between"
    assert not linked(talk, timedelta(days=450))
