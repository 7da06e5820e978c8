"""Situations of patients on the phone, by TwiML; those of interruptions over the relay."""

from __future__ import annotations

from itertools import count

import pytest

from bots.voice import relay
from tests.bots.voice.house import PhoneDesk
from tests.bots.voice.relay_line import RelayCaller

WAY = "relay"
numbers = (f"+3538613{n:05}" for n in count(10_000))


@pytest.fixture
def line(desk: PhoneDesk, monkeypatch: pytest.MonkeyPatch) -> RelayCaller:
    """A call over the relay."""
    monkeypatch.setattr(relay, "A_CHARACTER", 0.0)
    calling = RelayCaller(desk.address, number=next(numbers))
    calling.ring()
    return calling


def again(desk: PhoneDesk, number: str) -> RelayCaller:
    """Another call from a number."""
    return RelayCaller(desk.address, number=number)


def patients(desk: PhoneDesk) -> list[str]:
    return [patient for _, status, patient, _ in desk.visits() if status == "booked"]


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("Shane Moran, S-H-A-Y-N-E", "Shayne Moran"),
        ("It's Shane S H A Y N E Moran", "Shayne Moran"),
        ("Jon Smith, that's J O H N, and S as in Sierra, M as in Mike, Y, T, H, E", "John Smythe"),
    ],
)
def test_108_spelled_letters_beat_what_was_heard(line, heard, name):
    line.say("Dr. Omar Haddad")
    line.press("1")
    line.say(heard)
    said = line.press("05051990")
    assert f"for {name}." in said


def test_108_whoever_cannot_be_found_is_asked_to_spell(line):
    for words in ("cancel my appointment", "Shane Nobody", "5 May 1990"):
        line.say(words)
    assert "or spell it" in line.say("on Thursday")


def test_109_a_garbled_reference_matches_nothing_and_a_spelled_one_is_found(desk, line):
    line.say("Dr. Omar Haddad on Friday at 9, my name is Kit Moran, born on 5 May 1990")
    said = line.press("1")
    reference = said.split("reference is ")[1].split(".")[0]
    letters = reference.replace(", ", "")
    caller = again(desk, next(numbers))
    caller.ring()
    for words in ("I want to cancel my appointment", "Kit Moran", "5 May 1990"):
        caller.say(words)
    said = caller.say(f"it is N-{letters[1]}-{letters[2]}-M")
    assert "Shall I cancel it" not in said
    told = {"A": "A as in Alpha", "M": "M as in Mike", "N": "N as in November", "H": "H for Hotel"}
    said = caller.say(", ".join(told.get(letter, letter) for letter in letters))
    assert "Kit Moran's visit with Dr. Omar Haddad on Friday" in said


def test_110_talking_over_the_read_back_writes_nothing_and_a_yes_after_it_books(desk, line):
    line.say("Dr. Omar Haddad on Friday at 12, my name is Lea Moran")
    read = line.press("05051990")
    assert "Shall I book it?" in read
    line.interrupt(read[:40])
    assert line.say("yes") == read.removeprefix("The fifth of May 1990. ")
    line.interrupt(read[:40])
    line.press("1")
    assert "Lea Moran" not in patients(desk)
    line.interrupt(read[: read.index("book it?")])
    assert "It is booked" in line.say("yes")
    assert "Lea Moran" in patients(desk)


def test_110_what_is_said_into_the_read_back_is_heard_when_it_is_no_yes(line):
    line.say("Dr. Omar Haddad on Friday at 13:00, my name is Mia Moran")
    read = line.press("05051990")
    line.interrupt(read[:30])
    assert "two in the afternoon" in line.say("no, at 2 pm")


def test_111_silence_ends_the_call_gently_and_it_can_go_on_by_text(desk, line):
    caller = desk.caller(number=line.number)
    caller._follow(caller.post("/webhooks/twilio/voice/turn?n=1&relay=1", SessionStatus="failed"))
    caller.say("I need a dermatologist on Thursday")
    assert "Are you still there?" in caller.be_silent()
    assert "Press 0 for a person" in caller.be_silent()
    assert "sent a text message" in caller.be_silent() and caller.has_ended
    ((payload,),) = desk.rows(f"select payload from outbox where channel = 'sms' and address = '{caller.number}'")
    assert "Elm Park Hospital" in payload and "dermat" not in payload.casefold()


def test_112_whoever_was_cut_off_goes_on_after_telling_who_they_are(desk, line):
    line.say("Dr. Omar Haddad on Friday at 15:00, my name is Ned Moran, born on 5 May 1990")
    line.close()
    stranger = again(desk, next(numbers))
    assert "say continue" not in stranger.ring()
    caller = again(desk, line.number)
    greeting = caller.ring()
    assert "If we were cut off before, say continue." in greeting
    assert "Ned" not in greeting and "Haddad" not in greeting
    said = caller.say("continue")
    assert "date of birth" in said and "Ned" not in said
    said = caller.press("05051990")
    assert "three in the afternoon, for Ned Moran" in said
    assert "It is booked" in caller.say("yes")


def test_112_a_wrong_date_of_birth_opens_nothing(desk, line):
    line.say("Dr. Omar Haddad on Friday at 16:00, my name is Ora Moran, born on 5 May 1990")
    line.close()
    caller = again(desk, line.number)
    caller.ring()
    caller.say("continue")
    said = caller.press("06051990")
    assert "nothing to go on with" in said and "Ora" not in said and "Haddad" not in said
