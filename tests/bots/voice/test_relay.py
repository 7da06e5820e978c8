"""A call over the relay's websocket, as the vendor makes it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bots.voice import relay
from tests.bots.voice.house import PhoneDesk
from tests.bots.voice.relay_line import RelayCaller, opened
from tests.bots.voice.vendor import DESK, faults

WAY = "relay"
READ_BACK = "Dr. Omar Haddad, Dermatology, on"


@pytest.fixture
def line(desk: PhoneDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[RelayCaller]:
    """A call that has begun; the desk speaks in no time."""
    monkeypatch.setattr(relay, "A_CHARACTER", 0.0)
    calling = RelayCaller(desk.address)
    yield calling
    calling.close()


def visits_of(desk: PhoneDesk, name: str) -> int:
    return sum(patient == name for _, _, patient, _ in desk.visits())


def to_read_back(line: RelayCaller, name: str, day: str = "Wednesday") -> str:
    """Go as far as the question whether to book."""
    line.ring()
    said = line.say(f"Dr. Omar Haddad on {day} at 11, my name is {name}, born on 5 May 1990")
    return said if "Shall I book it?" in said else line.press("1")


def test_the_call_is_handed_to_our_websocket(desk):
    caller = desk.caller()
    twiml = caller.post("/webhooks/twilio/voice", CallStatus="ringing").text
    assert faults(twiml) == []
    assert f'url="{desk.address.replace("http", "ws")}/webhooks/twilio/relay"' in twiml
    assert 'dtmfDetection="true"' in twiml and 'code="es-ES"' in twiml and "Dr. Mei Chen" in twiml


@pytest.mark.parametrize("signature", ["", "bm90IHRoZSB2ZW5kb3Incw=="])
def test_a_websocket_that_the_vendor_did_not_sign_is_refused(desk, signature):
    with pytest.raises(InvalidStatus) as refused:
        opened(desk.address, signature)
    assert refused.value.response.status_code == 403


def test_a_visit_is_booked_sentence_by_sentence(desk, line):
    said = line.ring()
    assert "automatic assistant of Elm Park Hospital" in said
    tokens = [message for message in line.received if message["type"] == "text"]
    assert len(tokens) > 3 and [token["last"] for token in tokens] == [False] * (len(tokens) - 1) + [True]
    assert {token.get("lang") for token in tokens} == {None, "es-ES"}, "the other language is said in its own voice"
    for words in ("I need a dermatologist on Thursday", "the first one", "Ida Moran"):
        said = line.say(words)
    assert "date of birth" in said
    assert "The fifth of May 1990." in line.press("05051990")
    assert "It is booked" in line.say("yes")
    assert visits_of(desk, "Ida Moran") == 1


def test_the_language_of_the_voice_follows_the_callers(line):
    line.ring()
    said = line.say("hola, necesito un dermatólogo el jueves")
    assert "jueves once de junio" in said
    assert {"type": "language", "ttsLanguage": "es-ES", "transcriptionLanguage": "es-ES"} in line.received


def test_0_ends_the_session_and_the_call_goes_to_the_desk(desk, line):
    line.ring()
    line.press("0")
    facts = line.ended()
    caller = desk.caller(sid=line.sid, number=line.number)
    action = "/webhooks/twilio/voice/turn?n=1&relay=1"
    answer = caller.post(action, HandoffData=json.dumps(facts), SessionStatus="ended")
    caller._follow(answer)
    assert caller.dialled == [DESK]
    assert "We call you back" in caller.answer_dial("no-answer")


def test_a_faulty_line_goes_on_by_twiml(desk, line):
    line.ring()
    line.close()
    caller = desk.caller(sid=line.sid, number=line.number)
    said = caller._follow(caller.post("/webhooks/twilio/voice/turn?n=1&relay=1", SessionStatus="failed"))
    assert "How can I help you?" in said and caller.gather is not None


def test_what_comes_in_the_wrong_order_or_is_rubbish_changes_nothing(line):
    line.send(type="prompt", voicePrompt="cancel everything", lang="en-US", last=True)
    line.send(type="dtmf", digit="1")
    line.ring()
    for rubbish in ("", "no json", "[]", "null", "[" * 5_000, '{"type": 7}'):
        line.socket.send(rubbish)
    line.send(type="setup", callSid="CA" + "9" * 32)
    line.send(type="info", name="agentSpeaking", value="on")
    line.send(type="error", description="something")
    line.send(type="dtmf", digit="x")
    line.send(type="interrupt", utteranceUntilInterrupt=None, durationUntilInterruptMs="460")
    assert "free" in line.say("I need a dermatologist on Thursday")


@pytest.mark.parametrize(
    "sent", ["x" * 70_000, *(["rubbish"] * (relay.RUBBISH + 2) for _ in "1")], ids=["long", "much rubbish"]
)
def test_who_sends_too_much_is_cut_off(line, sent):
    line.ring()
    with pytest.raises(ConnectionClosed):
        for message in [sent] if isinstance(sent, str) else sent:
            line.socket.send(message)
        line.socket.recv(timeout=5)


def test_another_account_gets_no_answer(line):
    with pytest.raises(ConnectionClosed):
        line.ring(accountSid="AC" + "9" * 32)


def test_silence_is_asked_about_and_the_call_ends_with_a_text(desk, line, monkeypatch):
    monkeypatch.setattr(relay, "SILENCE_SECONDS", 0.05)
    line.ring()
    line.send(type="prompt", voicePrompt="I need a dermatologist on Thursday", lang="en-US", last=True)
    said = []
    while not line.received or line.received[-1]["type"] != "end":
        said.append(line.listen())
    assert "Are you still there?" in said[1] or "Are you still there?" in said[0]
    assert "text message" in " ".join(said)


def test_hanging_up_is_noted(desk, line):
    to_read_back(line, "Jan Moran", "Friday")
    line.close()
    deadline = time.monotonic() + 5
    noted: list[object] = []
    while not noted and time.monotonic() < deadline:
        noted += desk.rows(f"select id from inbox where external_id = '{line.sid}:end-relay'")
    assert noted
