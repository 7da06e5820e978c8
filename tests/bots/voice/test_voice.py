"""A whole call in a voice: synthesised, sent over a telephone line, heard by a recogniser, answered by the desk."""

from __future__ import annotations

import pytest

from tests.bots.voice.house import PhoneDesk
from tests.bots.voice.speaking import Voice
from tests.services import machine


@pytest.fixture
def speaking_program() -> str:
    """What speaks here."""
    found = machine.SPEECH.find()
    assert found, machine.SPEECH.advice
    return found


def test_a_visit_is_booked_by_voice_alone(desk: PhoneDesk, speaking_program: str) -> None:
    voice, caller = Voice(speaking_program), desk.caller()
    caller.ring()
    said = caller.say(voice.say("i need a cardiologist on wednesday"))
    assert "Wednesday the tenth of June" in said, voice.heard
    third = caller.press("9").split("For ")[1].split(", Dr. ")[0]
    caller.say(voice.say("i would like the third one please"))
    caller.say(voice.say("my name is nora walsh"))
    # of this the recogniser loses the year: it is asked for again, and told by keys
    said = caller.say(voice.say("i was born on the fifth of may nineteen ninety"))
    if "Shall I book it?" not in said:
        assert "date of birth" in said
        said = caller.press("05051990")
    assert f"on {third}, for Nora Walsh." in said, voice.heard
    assert "It is booked" in caller.say(voice.say("yes please"))
    assert [(status, channel) for _, status, patient, channel in desk.visits() if patient == "Nora Walsh"] == [
        ("booked", "voice")
    ]
