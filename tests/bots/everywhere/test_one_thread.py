"""Begun on one channel, finished on another: whoever shows who they are goes on, and tells nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from tests.bots.everywhere.house import WholeDesk
from tests.bots.everywhere.people import somebody

Open = Callable[[str, str], WholeDesk]
FILE = "situations.yaml"
PEOPLE = {
    "Ravi Kumar": ("+353861110001", "14 March 1990", "14031990"),
    "Nora Byrne": ("+353861110002", "2 May 1984", "02051984"),
    "Tom Walsh": ("+353861110003", "23 November 1979", "23111979"),
    "Elena Ruiz": ("+353861110004", "9 July 1991", "09071991"),
}
"""Patients on file: their number, and their birth date as it is written and keyed in."""


@pytest.fixture
def desk(opened: Open) -> Iterator[WholeDesk]:
    yield opened(FILE, "gather")
    opened(FILE, "gather").clear()


@contextmanager
def on(desk: WholeDesk, channel: str, name: str, language: str = "en") -> Iterator[Any]:
    with closing(somebody(desk, channel, PEOPLE[name][0], language)) as someone:
        yield someone


def shows_who_they_are(desk: WholeDesk, someone: Any, name: str) -> str:
    """Name, birth date and the code sent to the number on file; the answer to the last."""
    phone, written, keyed = PEOPLE[name]
    someone.say(name)
    is_call = someone.channel == "voice"
    someone.press(keyed) if is_call else someone.say(written)
    desk.settle()
    code = re.findall(r"\b\d{6}\b", desk.twilio.to(phone)[-1].body)[-1]
    text: str = (someone.press(code) if is_call else someone.say(code)).text
    return text


def visit_of(desk: WholeDesk, name: str) -> list[tuple[Any, ...]]:
    query = (
        "select d.code, a.starts_at, a.status, a.channel, a.reason from appointments a join doctors d on "
        "d.id = a.doctor_id join patients p on p.id = a.patient_id where p.name = :name and a.status = 'booked'"
    )
    return [(code, str(at)[:16], *rest) for code, at, *rest in desk.rows(query, name=name)]


REASON = "itchy rash keeps coming up at my elbow"
THURSDAY_AT_TEN = "2026-06-11 09:00"  # in UTC


def test_begun_on_whatsapp_and_finished_on_the_phone(desk: WholeDesk) -> None:
    with on(desk, "whatsapp", "Ravi Kumar") as chat:
        chat.say("an itchy rash keeps coming up at my elbow. Can I see Dr. Omar Haddad on Thursday?")
    with on(desk, "voice", "Ravi Kumar") as call:
        assert "Haddad" not in call.say("continue").text, "a caller's number proves nothing"
        said = shows_who_they_are(desk, call, "Ravi Kumar")
        assert "what you began on WhatsApp" in said and "Haddad" in said and "Thursday the eleventh of June" in said
        assert "11 June" not in said, "nothing is spoken as it would be written"
        read_back = call.choose("at ten in the morning").text
        assert "for Ravi Kumar" in read_back and "Shall I book it?" in read_back
        assert "It is booked" in call.say("yes").text
    assert visit_of(desk, "Ravi Kumar") == [("haddad", THURSDAY_AT_TEN, "booked", "voice", REASON)]


def test_begun_on_the_phone_and_finished_on_whatsapp(desk: WholeDesk) -> None:
    with on(desk, "voice", "Nora Byrne") as call:
        call.say("Dr. Omar Haddad on Thursday at ten in the morning please")
    with on(desk, "whatsapp", "Nora Byrne") as chat:
        said = chat.say("hi, the call dropped").text
        assert "on the phone" in said and "for Nora Byrne" in said and "Thursday 11 June at 10:00" in said
        assert "Booked" in chat.choose("yes").text
    assert visit_of(desk, "Nora Byrne") == [("haddad", THURSDAY_AT_TEN, "booked", "whatsapp", None)]


def test_begun_on_the_phone_and_finished_on_whatsapp_in_spanish(desk: WholeDesk) -> None:
    with on(desk, "voice", "Elena Ruiz") as call:
        call.press("9")
        call.say("quiero una cita con el dermatólogo el jueves a las diez de la mañana")
    with on(desk, "whatsapp", "Elena Ruiz") as chat:
        said = chat.say("hola, se cortó la llamada").text
        assert "por teléfono" in said and "jueves 11 de junio a las 10:00" in said
        assert "Reservado" in chat.choose("sí").text
    assert visit_of(desk, "Elena Ruiz") == [("haddad", THURSDAY_AT_TEN, "booked", "whatsapp", None)]


def test_begun_on_telegram_and_finished_in_a_browser(desk: WholeDesk) -> None:
    with on(desk, "telegram", "Tom Walsh") as chat:
        chat.say("my appointments")
        chat.choose("Find my appointments")
        assert "knows you" in shows_who_they_are(desk, chat, "Tom Walsh")
        chat.say("an itchy rash keeps coming up at my elbow, Dr. Omar Haddad on Thursday please")
    with on(desk, "webchat", "Tom Walsh") as browser:
        said = browser.say("I was booking on telegram").text
        assert "who you are" in said and "Haddad" not in said
        said = shows_who_they_are(desk, browser, "Tom Walsh")
        assert "on Telegram" in said and "Haddad" in said and "Thursday 11 June" in said
        assert "Booked" in browser.choose("Thu 11 Jun 10:00").text
    assert visit_of(desk, "Tom Walsh") == [("haddad", THURSDAY_AT_TEN, "booked", "webchat", REASON)]


def test_begun_by_sms_and_finished_on_whatsapp(desk: WholeDesk) -> None:
    with on(desk, "sms", "Nora Byrne") as text:
        text.say("an itchy rash keeps coming up at my elbow. dermatologist on Thursday")
    with on(desk, "whatsapp", "Nora Byrne") as chat:
        said = chat.say("hello").text
        assert "by SMS" in said and "Thursday 11 June" in said
        assert "for Nora Byrne" in chat.choose("Thu 11 Jun 10:00").text
    assert visit_of(desk, "Nora Byrne") == [("haddad", THURSDAY_AT_TEN, "booked", "whatsapp", REASON)]


@pytest.mark.parametrize("channel", ["telegram", "webchat", "voice"])
def test_nobody_goes_on_without_showing_who_they_are(desk: WholeDesk, channel: str) -> None:
    with on(desk, "whatsapp", "Ravi Kumar") as chat:
        chat.say("an itchy rash keeps coming up at my elbow. Can I see Dr. Omar Haddad on Thursday?")
    with on(desk, channel, "Ravi Kumar") as stranger:
        heard = [stranger.say(words).text for words in ("continue", "Ravi Kumar", "14 March 1990", "123456", "yes")]
        assert stranger.state()["selected_doctor"] is None
    assert not any("Haddad" in words or "rash" in words for words in heard)
    assert visit_of(desk, "Ravi Kumar") == []
