"""Another program that answers us is not answered for ever; an emergency and a person always are."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from conversation.braking import MANY, MANY_WITHIN, SAME
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from db.models import ConversationRow, OutboxRow, TaskRow
from hospital import tasks, threads
from tests.conversation.talk import Talk, message
from tests.hospital.clinic import NOW

AWAY = "I am driving and cannot answer right now. [auto reply {n}]"


def sends(talk: Talk, text: str, at: datetime, channel: str = "sms") -> list[str]:
    """Write something; what is said to it."""
    before = len(talk.clinic.rows(OutboxRow))
    received = talk.engine.note(message(text, "+1", channel=channel, clock=None, received_at=at))
    talk.engine.catch_up(received.conversation_id)
    return [json.loads(row.payload)["text"] for row in talk.clinic.rows(OutboxRow)[before:]]


def paused(talk: Talk, say: Say = Say.PAUSED) -> str:
    number = talk.clinic.hospital.emergency_number
    return str(Voice("en").say(say, {"number": number}))


def test_an_automatic_reply_is_answered_a_few_times_then_told_so_once_and_then_not(talk: Talk) -> None:
    said = [sends(talk, AWAY.format(n=n), NOW + timedelta(seconds=12 * n)) for n in range(12)]
    assert all(said[: SAME - 1]) and said[SAME - 1] == [paused(talk)]
    assert said[SAME:] == [[]] * (12 - SAME)


def test_an_emergency_and_anything_else_are_answered_all_the_same(talk: Talk) -> None:
    for n in range(SAME + 2):
        sends(talk, AWAY.format(n=n), NOW + timedelta(seconds=n))
    assert any(
        "112" in text or "999" in text for text in sends(talk, "crushing chest pain", NOW + timedelta(minutes=1))
    )
    assert sends(talk, "where can I park?", NOW + timedelta(minutes=2)) not in ([], [paused(talk)])


def test_an_emergency_told_in_the_same_words_again_and_again_is_answered_each_time(talk: Talk) -> None:
    danger = "please help me, crushing chest pain"
    said = [sends(talk, danger, NOW + timedelta(seconds=n)) for n in range(SAME + 2)]
    assert all(said) and [paused(talk)] not in said


def test_equal_messages_that_came_all_at_once_are_a_machines_whatever_was_said_before(talk: Talk) -> None:
    sends(talk, "good morning, where can I park?", NOW)
    burst = [
        message(AWAY.format(n=n), "+1", channel="sms", clock=None, received_at=NOW + timedelta(seconds=5 + n))
        for n in range(SAME)
    ]
    received = [talk.engine.note(each) for each in burst]
    talk.engine.catch_up(received[0].conversation_id)
    assert json.loads(talk.clinic.rows(OutboxRow)[-1].payload)["text"] == paused(talk)


def test_short_words_and_the_same_ones_much_later_are_a_persons(talk: Talk) -> None:
    assert all(sends(talk, "1", NOW + timedelta(seconds=n)) for n in range(SAME + 2))
    later = [sends(talk, "what are your opening hours?", NOW + timedelta(minutes=30 * n)) for n in range(SAME + 2)]
    assert all(later) and [paused(talk)] not in later


def test_so_many_messages_as_nobody_writes_are_not_answered_whatever_they_say(talk: Talk) -> None:
    said = [sends(talk, f"hello {'abcdefghij'[n % 10]}", NOW + timedelta(seconds=n)) for n in range(MANY + 3)]
    assert said.count([paused(talk, Say.PAUSED_MANY)]) == 1 and said[-2:] == [[], []]


def test_who_was_paused_for_writing_too_much_is_answered_after_the_quiet_that_was_asked_for(talk: Talk) -> None:
    for n in range(MANY + 1):
        sends(talk, f"hello {'abcdefghij'[n % 10]}", NOW + timedelta(seconds=n))
    sends(talk, "where can I park?", NOW + timedelta(seconds=MANY + 1))
    later = NOW + MANY_WITHIN + timedelta(minutes=2)
    assert sends(talk, "where can I park?", later) not in ([], [paused(talk, Say.PAUSED_MANY)])


def test_a_long_conversation_at_a_persons_pace_is_not_paused(talk: Talk) -> None:
    said = [sends(talk, f"hello {'abcdefghij'[n % 10]}", NOW + timedelta(seconds=11 * n)) for n in range(MANY + 3)]
    assert all(said) and [paused(talk, Say.PAUSED_MANY)] not in said


def test_whoever_asks_for_one_day_after_the_other_is_a_person(talk: Talk) -> None:
    days = [f"Do you have anything free on the {n}th?" for n in range(12, 18)]
    said = [sends(talk, words, NOW + timedelta(minutes=n)) for n, words in enumerate(days)]
    assert all(said) and [paused(talk)] not in said


def test_the_same_words_to_the_letter_are_a_machines_at_any_pace(talk: Talk) -> None:
    said = [sends(talk, AWAY.format(n=0), NOW + timedelta(minutes=5 * n)) for n in range(SAME + 2)]
    assert said[SAME - 1 :] == [[paused(talk)], [], []]


@pytest.mark.parametrize("alarm", ["my baby is not breathing", "I want to kill myself"])
def test_whoever_begs_for_help_after_an_alarm_is_answered_each_time(talk: Talk, alarm: str) -> None:
    sends(talk, alarm, NOW)
    begging = "please help me please help me"
    said = [sends(talk, begging, NOW + timedelta(seconds=10 + n)) for n in range(SAME + 2)]
    assert [paused(talk)] not in said and [] not in said


def test_whoever_suffers_is_not_paused_for_saying_so_again(talk: Talk) -> None:
    said = []
    for n in range(SAME + 2):
        said.append(sends(talk, "I can't stop crying, I can't cope any more", NOW + timedelta(seconds=n)))
        # a person saw to it and closed it
        closed = update(TaskRow).values(status=tasks.COMPLETED, closed_at=NOW)
        talk.clinic.write(lambda unit: unit.connection.execute(closed))  # noqa: B023
        talk.clinic.write(lambda unit: unit.connection.execute(update(ConversationRow).values(owner=threads.BOT)))
    assert [paused(talk)] not in said and [] not in said


def test_the_browser_is_not_paused(talk: Talk) -> None:
    said = [talk.say(AWAY.format(n=0), clock=None) for _ in range(SAME + 2)]
    assert all(answer.replies for answer in said)
