"""Messages that come out of order, twice or all at once, to two processes: what comes of them is what was meant."""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest

from conversation.graph import RunTurn
from conversation.messages import InboundMessage
from conversation.state import BookingState
from conversation.turn import Desk, Turn
from db.models import AppointmentRow, ConversationRow, InboxRow, OutboxRow, PatientRow
from hospital import inbox
from tests.conversation.talk import Talk, message
from tests.hospital.clinic import Clinic, clock

PEOPLE = {"Ann Doyle": "9:30", "Ben Farrell": "10:00", "Cleo Grant": "10:30", "Dara Hayes": "11:00"}


def facts(number: int, name: str, time_of_day: str) -> list[InboundMessage]:
    """What a stranger says to have a visit booked, written without waiting for an answer."""
    said = (
        f"Dr Adler on Tuesday at {time_of_day}",
        f"my name is {name}",
        "I was born on 3 April 1985",
        f"my number is +35386123999{number}",
    )
    return [message(text, name) for text in said]


def both(clinic: Clinic, run_turn: RunTurn) -> list[Talk]:
    """Two processes of one desk."""
    return [Talk(clinic, run_turn, owner=f"process-{number}") for number in (1, 2)]


def deliver(talk: Talk, given: InboundMessage) -> None:
    """As a push channel has it: written down, then its turn."""
    talk.engine.catch_up(talk.engine.note(given).conversation_id)


def in_order(clinic: Clinic) -> bool:
    """Whether the answers of each conversation stand in the order of the messages that they answer."""
    answered: dict[int, list[int]] = defaultdict(list)
    for row in sorted(clinic.rows(OutboxRow), key=lambda each: each.id):
        answered[row.conversation_id].append(row.inbox_id)
    return all(each == sorted(each) for each in answered.values())


@pytest.mark.parametrize("seed", [1, 2])
def test_o02_shuffled_and_doubled_over_two_processes_the_same_comes_of_it(
    clinic: Clinic, run_turn: RunTurn, seed: int
) -> None:
    chance, processes = random.Random(seed), both(clinic, run_turn)
    said = [each for number, (name, at) in enumerate(PEOPLE.items()) for each in facts(number, name, at)]
    stream = said + chance.sample(said, 6)
    chance.shuffle(stream)
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(deliver, [chance.choice(processes) for _ in stream], stream))
    asked = {row.address for row in clinic.rows(ConversationRow) if json.loads(row.state)["question"] == "confirm"}
    for name in asked:  # what fitted twice in the order in which it was heard is read back first
        processes[0].say("yes", name)
    patients = {row.id: row.name for row in clinic.rows(PatientRow)}
    visits = {patients[row.patient_id]: clock(row.starts_at) for row in clinic.rows(AppointmentRow)}
    assert visits == {name: f"2026-06-09 {at:0>5}" for name, at in PEOPLE.items()}
    assert len(clinic.rows(AppointmentRow)) == len(PEOPLE)
    assert sorted(patients.values()).count("Ann Doyle") == 1
    heard = clinic.rows(InboxRow)
    assert len(heard) == len(said) + len(asked)
    assert {row.status for row in heard} == {inbox.DONE} and all(row.answer for row in heard)
    assert in_order(clinic)
    # all of it once more, after all that: nothing moves
    answers = len(clinic.rows(OutboxRow))
    for each in chance.sample(said, 8):
        deliver(chance.choice(processes), each)
    assert len(clinic.rows(OutboxRow)) == answers and len(clinic.rows(AppointmentRow)) == len(PEOPLE)


def test_o04_ten_quick_messages_of_each_are_taken_in_their_order_and_nobodys_are_anothers(
    clinic: Clinic, run_turn: RunTurn
) -> None:
    turns: dict[int, dict[int, list[str]]] = defaultdict(dict)
    chance = random.Random(4)

    def slowly(state: BookingState, desk: Desk) -> Turn:
        time.sleep(chance.uniform(0, 0.03))
        turn = run_turn(state, desk)
        turns[desk.conversation_id][desk.turn_number] = desk.message.text.split("\n")
        return turn

    processes = both(clinic, slowly)

    def hurry(number: int, name: str, at: str) -> None:
        asides = [message(f"where can I park my car number {n}?", name) for n in range(6)]
        running: list[Thread] = []
        for turn, each in enumerate([*facts(number, name, at), *asides]):
            process = processes[turn % 2]
            conversation = process.engine.note(each).conversation_id
            running.append(Thread(target=process.engine.catch_up, args=(conversation,)))
            running[-1].start()
        for thread in running:
            thread.join(30)

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(hurry, range(4), PEOPLE, PEOPLE.values()))
    conversations: dict[int, str] = {row.id: row.address for row in clinic.rows(ConversationRow)}
    heard: dict[int, list[str]] = defaultdict(list)
    for row in sorted(clinic.rows(InboxRow), key=lambda each: each.id):
        assert row.status == inbox.DONE and row.answer
        heard[row.conversation_id].append(json.loads(row.payload)["text"])
    taken = {which: [text for _, texts in sorted(its.items()) for text in texts] for which, its in turns.items()}
    assert taken == dict(heard) and in_order(clinic)
    assert {len(each) for each in heard.values()} == {10}
    told: dict[str, Sequence[str]] = defaultdict(list)
    for row in clinic.rows(OutboxRow):
        told[conversations[row.conversation_id]] = [*told[conversations[row.conversation_id]], row.payload]
    for name in PEOPLE:
        assert any(name in each for each in told[name])
        assert not any(other in each for other in PEOPLE if other != name for each in told[name])
