"""What the desk wrote unasked is fetched once, and is answered only by what was meant for it."""

from __future__ import annotations

import json

import pytest

from conversation import unprompted
from conversation.graph import RunTurn
from conversation.messages import Option, Reply
from conversation.unprompted import choice_value
from db.models import OutboxRow
from hospital import outbox, threads
from hospital.outbox import Outgoing
from tests.conversation.talk import Talk, words
from tests.hospital.clinic import Clinic


@pytest.fixture
def talk(clinic: Clinic, run_turn: RunTurn) -> Talk:
    return Talk(clinic, run_turn)


def write_unasked(talk: Talk, text: str, asks: str | None = None, conversation: str = "c1") -> None:
    """Let the desk write something into a conversation on its own account."""
    options = (Option("Yes", choice_value(asks, "yes")), Option("No", choice_value(asks, "no"))) if asks else ()
    payload = json.dumps(Reply(text, options).as_json())
    row = talk.conversation(conversation).id
    message = Outgoing(f"unasked-{text}", row, "webchat", conversation, "offer", payload, asks)
    talk.clinic.write(lambda unit: outbox.put(unit, [message], handed_over=False))


def test_what_was_written_unasked_comes_with_the_next_answer_and_only_once(talk: Talk) -> None:
    talk.say("hello")
    write_unasked(talk, "A colleague says hello.")
    first, second = talk.all("what are your opening hours?", "thanks")
    assert first.replies[0]["text"] == "A colleague says hello." and len(first.replies) == 2
    assert "A colleague" not in words(second)


def test_a_message_sent_again_gets_the_same_answer_with_what_came_unasked(talk: Talk) -> None:
    talk.say("hello")
    write_unasked(talk, "A colleague says hello.")
    once, again = (talk.say("where are you?", external_id="same") for _ in range(2))
    assert once == again and len(once.replies) == 2


def test_what_was_written_to_one_conversation_is_not_told_in_another(talk: Talk) -> None:
    talk.all("hello")
    talk.say("hello", conversation="c2")
    write_unasked(talk, "For c1 alone.")
    assert "For c1" not in words(talk.say("where are you?", conversation="c2"))


def test_a_desk_that_keeps_silent_still_carries_what_a_colleague_wrote(talk: Talk) -> None:
    talk.say("hello")
    row = talk.conversation().id
    talk.clinic.write(lambda unit: threads.hand_to(unit, row, threads.PERSON))
    assert talk.say("I need a cardiologist on Monday").replies == []
    write_unasked(talk, "Tom here: Monday at ten?")
    answer = talk.say("fine")
    assert [reply["text"] for reply in answer.replies] == ["Tom here: Monday at ten?"]


def test_an_emergency_is_answered_while_a_person_has_the_conversation(talk: Talk) -> None:
    talk.say("hello")
    row = talk.conversation().id
    talk.clinic.write(lambda unit: threads.hand_to(unit, row, threads.PERSON))
    assert [event["name"] for event in talk.say("crushing chest pain right now").events] == ["emergency.advised"]


def test_unknown_questions_are_left_to_the_errand(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unprompted, "ANSWERED_BY", {})
    talk.say("hello")
    write_unasked(talk, "Something that no version here can take an answer to", asks="future:1")
    talk.say("yes")
    assert talk.clinic.rows(OutboxRow, OutboxRow.asks == "future:1")[0].answered_at is None
