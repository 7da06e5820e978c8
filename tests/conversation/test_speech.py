"""Voice notes: written down by a server where there is one, believed no further than what was heard by ear."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from conversation.engine import Engine
from conversation.media import FetchError, MediaRoom
from conversation.messages import InboundMessage, Media
from conversation.speech import HearingError, SpeechServer
from hospital import inbox
from hospital.errors import UploadProblem
from hospital.threads import StaleTurnError
from hospital.uploads import Uploads
from tests.bots.whatsapp.peer import OGG, Peer
from tests.conversation.talk import Talk, booked, message, words

FACTS = ("Nora Sample", "5 May 1990", "+353861239999")


@pytest.fixture
def peer() -> Iterator[Peer]:
    with closing(Peer()) as running:
        yield running


def server(peer: Peer, model: str = "whisper-1", seconds: float = 5.0) -> SpeechServer:
    return SpeechServer(f"{peer.url}/v1", "key", model, seconds=seconds)


def test_a_recording_is_written_down(peer: Peer) -> None:
    peer.speech.append((200, {"text": " I need a  cardiologist\n"}))
    assert server(peer).hear(OGG, "audio/ogg; codecs=opus", "en") == "I need a cardiologist"
    assert b'filename="note.ogg"' in peer.heard[0] and OGG in peer.heard[0]


@pytest.mark.parametrize(
    "answer",
    [
        {"text": ""},
        {"text": "[BLANK_AUDIO]"},
        {"text": "♪ music ♪"},
        {"text": "thank you", "segments": [{"no_speech_prob": 0.9, "avg_logprob": -0.3, "text": "thank you"}]},
        {"text": "may be", "segments": [{"no_speech_prob": 0.1, "avg_logprob": -1.7, "text": "may be"}]},
        {"nothing": "of it"},
        ["not", "an", "object"],
    ],
)
def test_what_is_not_clear_is_not_guessed_at(peer: Peer, answer: Any) -> None:
    peer.speech.append((200, answer))
    assert server(peer).hear(OGG, "audio/ogg", None) is None


def test_a_recording_that_the_server_cannot_read_is_unclear_and_the_next_is_heard(peer: Peer) -> None:
    peer.speech.extend([(400, {"error": {"message": "no"}}), (200, {"text": "hello"})])
    ear = server(peer)
    assert [ear.hear(OGG, "audio/ogg", None) for _ in range(2)] == [None, "hello"]


def test_a_server_that_fails_is_left_alone(peer: Peer) -> None:
    ear = server(peer)
    peer.speech.append((500, {"error": {"message": "no"}}))
    for reason in ("HTTP 500", "left alone"):
        with pytest.raises(HearingError, match=reason):
            ear.hear(OGG, "audio/ogg", None)
    assert len(peer.heard) == 1


def test_a_server_that_does_not_answer_is_waited_for_so_long_and_no_longer() -> None:
    import socket

    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        ear = SpeechServer(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", "", "whisper-1", seconds=0.3)
        begun = time.monotonic()
        with pytest.raises(HearingError):
            ear.hear(OGG, "audio/ogg", None)
        assert time.monotonic() - begun < 2


# --- before the turn ------------------------------------------------------------------------------


class Keeper:
    def __init__(self, recording: bytes | None) -> None:
        self._recording = recording

    def fetch(self, media: Media, seconds: float) -> Iterator[bytes]:
        if self._recording is None:
            raise FetchError("gone")
        yield self._recording


def brought_in(
    tmp_path: Path, hearer: SpeechServer | None, recording: bytes | None = OGG, kind: str = "audio/ogg"
) -> InboundMessage:
    note = Media(source="x", content_type=kind, is_voice=True)
    room = MediaRoom(Uploads(tmp_path), {"whatsapp": Keeper(recording)}, hearer)
    return room.bring_in(message("", channel="whatsapp", media=(note,)), lambda: True)


class Slow:
    """Listens for longer than a conversation is in one's hands without asking for it again."""

    def __init__(self, seconds: float = 0.3) -> None:
        self.heard, self._seconds = 0, seconds

    def hear(self, recording: bytes, content_type: str, language: str | None) -> str:
        self.heard += 1
        time.sleep(self._seconds)
        return "a cardiologist please"


def listened(tmp_path: Path, goes_on: Callable[[], bool]) -> InboundMessage:
    room = MediaRoom(Uploads(tmp_path), {"whatsapp": Keeper(OGG)}, Slow())
    note = Media(source="x", content_type="audio/ogg", is_voice=True)
    return room.bring_in(message("", channel="whatsapp", media=(note,)), goes_on)


def test_while_somebody_listens_the_conversation_is_kept_in_hand(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("conversation.media.ASKED_SECONDS", 0.05)
    asked = count(1)
    told = listened(tmp_path, lambda: next(asked) > 0)
    assert told.text == "a cardiologist please" and next(asked) > 3


def test_once_another_has_the_conversation_nobody_waits_for_what_was_said(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("conversation.media.ASKED_SECONDS", 0.02)
    begun = time.monotonic()
    with pytest.raises(StaleTurnError):
        listened(tmp_path, lambda: False)
    assert time.monotonic() - begun < 0.25


def test_a_voice_note_that_takes_long_is_heard_once_and_answered(talk: Talk, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("conversation.media.ASKED_SECONDS", 0.05)
    monkeypatch.setattr("hospital.threads.LEASE", timedelta(seconds=0.5))
    talk.say("a cardiologist please", "somebody else")  # so that no turn is slow for being the first
    hearer = Slow(0.8)
    room = MediaRoom(Uploads(tmp_path), {"whatsapp": Keeper(OGG)}, hearer)
    engines = [
        Engine(replace(talk.engine._parts, owner=owner, bring_in=room.bring_in)) for owner in ("process-1", "process-2")
    ]
    note = Media(source="x", content_type="audio/ogg", is_voice=True)
    received = engines[0].note(message("", channel="whatsapp", conversation="+1", media=(note,)))
    first = threading.Thread(target=lambda: engines[0].catch_up(received.conversation_id))
    first.start()
    while first.is_alive():
        time.sleep(0.05)
        engines[1].catch_up(received.conversation_id)
    assert hearer.heard == 1
    with talk.clinic.office.read() as unit:
        assert "cardiolog" in (inbox.answer_of(unit, received.id) or "").lower()


def test_the_words_become_the_message_and_the_recording_is_not_kept(peer: Peer, tmp_path: Path) -> None:
    peer.speech.append((200, {"text": "a cardiologist please"}))
    told = brought_in(tmp_path, server(peer))
    assert (told.text, told.is_heard, told.attachments, told.media) == ("a cardiologist please", True, (), ())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("answer", "recording", "kind", "problem"),
    [
        ({"text": ""}, OGG, "audio/ogg", UploadProblem.UNCLEAR),
        ({"text": "x"}, None, "audio/ogg", UploadProblem.MISSING),
        ({"text": "x"}, OGG, "audio/x-unknown", UploadProblem.UNHEARD),
        ({"text": "x"}, OGG * 100_000, "audio/ogg", UploadProblem.TOO_LARGE),
    ],
)
def test_what_cannot_be_heard_says_why(
    peer: Peer, tmp_path: Path, answer: Any, recording: bytes | None, kind: str, problem: UploadProblem
) -> None:
    peer.speech.append((200, answer))
    told = brought_in(tmp_path, server(peer), recording, kind)
    assert ([each.problem for each in told.attachments], told.is_heard) == ([problem], False)


def test_with_nobody_listening_an_honest_sentence_is_said(talk: Talk, tmp_path: Path) -> None:
    told = brought_in(tmp_path, None)
    said = words(talk.engine.handle(told))
    assert "can't listen to voice notes" in said and "type it" in said


# --- in the conversation --------------------------------------------------------------------------


def test_what_was_only_heard_is_read_back_also_when_a_typed_message_completes_it(
    talk: Talk,
) -> None:
    first = talk.say("Dr Adler tomorrow at 10", is_heard=True)
    assert "I heard: “Dr Adler tomorrow at 10”" in words(first)
    answers = [first, *talk.all(*FACTS)]
    assert "Shall I book it?" in words(answers[-1]) and booked(answers) == []
    assert booked([talk.say("yes")]) == ["adler 2026-06-09T10:00"]


def test_the_same_in_writing_is_booked_at_once(talk: Talk) -> None:
    assert booked(talk.all("Dr Adler tomorrow at 10", *FACTS)) == ["adler 2026-06-09T10:00"]


def test_moving_a_visit_by_voice_is_read_back(talk: Talk) -> None:
    talk.all("Dr Adler tomorrow at 10", *FACTS)
    back = talk.say("move it to Wednesday at 11", is_heard=True)
    assert "I heard" in words(back) and not [e for e in back.events if e["name"] == "appointment.rescheduled"]
    moved = talk.say("yes")
    assert [e["starts_at"][:16] for e in moved.events if e["name"] == "appointment.rescheduled"] == ["2026-06-10T11:00"]
