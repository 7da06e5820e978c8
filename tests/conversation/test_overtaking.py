"""Words of an emergency wait for no file, and for nothing that came before them; the files are taken all the same."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from conversation.engine import Engine
from conversation.graph import RunTurn
from conversation.messages import Attachment, InboundMessage, Media
from conversation.state import BookingState
from conversation.turn import Desk, Turn
from db.models import InboxRow, OutboxRow
from hospital import inbox
from hospital.errors import UploadProblem
from tests.conversation.talk import Talk, message

PHOTO = Media(source="x", content_type="image/png")
DANGER = "crushing chest pain, I cannot breathe"


class Files:
    """Where files come from: each takes until it is let go on."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_come = threading.Event()

    def bring_in(self, given: InboundMessage, goes_on: Callable[[], bool]) -> InboundMessage:
        self.asked.append(given.external_id)
        while not self.may_come.wait(0.02):
            assert goes_on()
        refused = Attachment(name="scan", problem=UploadProblem.MISSING)
        return given.model_copy(update={"media": (), "attachments": (refused,)})


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def engine(talk: Talk, files: Files) -> Engine:
    return Engine(replace(talk.engine._parts, bring_in=files.bring_in))


def sends(engine: Engine, text: str, *media: Media) -> int:
    return engine.note(message(text, "+1", channel="whatsapp", media=media)).conversation_id


def kinds(talk: Talk) -> list[str]:
    return [row.kind for row in talk.clinic.rows(OutboxRow)]


def until(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


def test_a_caption_that_tells_of_an_emergency_is_answered_before_its_file_is_asked_for(
    talk: Talk, engine: Engine, files: Files
) -> None:
    conversation = sends(engine, DANGER, PHOTO)
    assert engine.catch_up(conversation) == 0.0, "something is left for later"
    assert set(kinds(talk)) == {"emergency"} and files.asked == []
    files.may_come.set()
    engine.catch_up(conversation)
    (asked,) = files.asked
    assert asked.endswith(":files")
    last = talk.clinic.rows(OutboxRow)[-1]
    text = json.loads(last.payload)["text"]
    assert "scan" in text, "the file is taken, too"
    assert last.kind == "emergency" and "112" in text, "the number is said once more with it"
    assert {row.status for row in talk.clinic.rows(InboxRow)} == {inbox.DONE}


def test_f20_words_of_an_emergency_overtake_a_file_that_is_on_its_way(talk: Talk, engine: Engine, files: Files) -> None:
    conversation = sends(engine, "", PHOTO)
    fetching = threading.Thread(target=lambda: engine.catch_up(conversation))
    fetching.start()
    until(lambda: len(files.asked) == 1)
    # by whichever process it comes in
    sends(talk.engine, DANGER)
    fetching.join(20)
    assert set(kinds(talk)) == {"emergency"} and not files.may_come.is_set()
    files.may_come.set()
    engine.catch_up(conversation)
    assert len(files.asked) == 2 and "scan" in json.loads(talk.clinic.rows(OutboxRow)[-1].payload)["text"]


def test_an_overtaking_emergency_that_fails_is_given_up_itself_and_not_the_file_before_it(
    talk: Talk, files: Files, run_turn: RunTurn
) -> None:
    def failing(state: BookingState, desk: Desk) -> Turn:
        if desk.message.text:
            raise ZeroDivisionError
        return run_turn(state, desk)

    parts = replace(talk.engine._parts, bring_in=files.bring_in, run_turn=failing)
    engine = Engine(parts)
    conversation = sends(engine, "", PHOTO)
    fetching = threading.Thread(target=lambda: engine.catch_up(conversation))
    fetching.start()
    until(lambda: len(files.asked) == 1)
    sends(talk.engine, DANGER)
    until(lambda: len(talk.clinic.rows(OutboxRow, OutboxRow.channel == "whatsapp")) > 0)
    file, danger = talk.clinic.rows(InboxRow)
    assert (file.status, file.tries, danger.status) == (inbox.PENDING, 0, inbox.DEAD)
    (advice,) = talk.clinic.rows(OutboxRow, OutboxRow.channel == "whatsapp")
    assert advice.kind == "emergency" and "112" in advice.payload
    files.may_come.set()
    fetching.join(20)
    engine.catch_up(conversation)
    assert [row.status for row in talk.clinic.rows(InboxRow)] == [inbox.DONE, inbox.DEAD]
    assert "scan" in json.loads(talk.clinic.rows(OutboxRow, OutboxRow.channel == "whatsapp")[-1].payload)["text"]


def test_words_that_are_none_wait_for_the_file_before_them(talk: Talk, engine: Engine, files: Files) -> None:
    conversation = sends(engine, "", PHOTO)
    fetching = threading.Thread(target=lambda: engine.catch_up(conversation))
    fetching.start()
    until(lambda: len(files.asked) == 1)
    sends(talk.engine, "that was my referral")
    files.may_come.set()
    fetching.join(20)
    assert kinds(talk)[0] == "reply" and len(files.asked) == 1


def test_words_of_an_emergency_go_before_a_tap_that_waits(talk: Talk) -> None:
    tapped = talk.engine.note(message("", "+1", channel="whatsapp", choice="nothing.1"))
    talk.engine.note(message(DANGER, "+1", channel="whatsapp"))
    talk.engine.catch_up(tapped.conversation_id)
    assert kinds(talk)[0] == "emergency" and "reply" in kinds(talk)
