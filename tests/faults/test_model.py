"""Whatever becomes of the language model, patients get the answer that the rules give, and get it in time."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bots.switchboard import Switchboard
from conversation.engine import Engine
from conversation.model import asking
from conversation.model.asking import Model
from conversation.model.budget import Budget
from conversation.model.client import OpenAIClient
from conversation.state import BookingState
from conversation.turn import Desk, Turn
from hospital import threads
from hospital.threads import StaleTurnError
from tests.conversation.model.reading import THING, UNKNOWN
from tests.faults.rude import Behaviour, Rude, answer, completion, drip, flood, flood_with, hang, send
from tests.services.models import StandIn
from tests.situations.desk import NORA, RAVI, SITUATIONS, Answer, Chat, Frontdesk

DEADLINE_S = 1.0
MORE_S = 0.5
NOISE_S = 0.5
"""What a busy machine may add to any turn."""
RIGHT = {"intent": "book", "complaint_words": f"my {THING}", "specialities": ["S1"]}
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What a model's server does is the same to every database."""


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Frontdesk]:
    opened = Frontdesk(database_url, tmp_path, SITUATIONS.read_text())
    yield opened
    print(opened.transcript())
    opened.close()


def help_with(desk: Frontdesk, url: str, seconds: float = DEADLINE_S, **settings: Any) -> list[str]:
    """Let the model at an address help; what becomes of its questions."""
    model = Model(OpenAIClient(url, "a key", "a model"), Budget(None), seconds=seconds, **settings)
    outcomes: list[str] = []
    model.on_outcome = outcomes.append
    desk.with_model(model)
    return outcomes


def talk(chat: Chat) -> list[tuple[list[dict[str, Any]], dict[str, Any]]]:
    """A conversation with two messages that the rules do not know: what is said and remembered."""
    answers = [chat.say(text) for text in (UNKNOWN, "a cardiologist please", "whatever fits round the bingo")]
    return [(answer.raw["replies"], told(answer)) for answer in answers]


def told(answer: Answer) -> dict[str, Any]:
    """A state without the moments of its facts."""
    return {name: value for name, value in answer.state.items() if name != "said"}


RUDE: dict[str, Behaviour] = {
    "hangs": hang,
    "drips its head": drip(answer(completion(content=json.dumps(RIGHT)))),
    "drips its body": drip(answer(b" " * 2000), at_once=60),
    "has no end": flood,
    "answers an error without an end": flood_with("HTTP/1.1 500 Oh"),
    "answers five megabytes": send(answer(completion(content="x" * 5_000_000))),
    "answers what is huge unpacked": send(answer(gzip.compress(b" " * 50_000_000), more="content-encoding: gzip\r\n")),
    "is cut in the middle": send(answer(completion(content=json.dumps(RIGHT)))[:-30]),
    "is no web server": send(b"\x00\x01\x02 what?\r\n\r\n"),
    "answers a page": send(answer(b"<!doctype html><title>Welcome</title>", kind="text/html")),
    "answers nothing": send(answer(b"")),
    "answers another API's JSON": send(answer(b'{"choices": "none", "output": []}')),
    "answers a list": send(answer(b"[[[[]]]]")),
    "answers a deep list": send(answer(b"[" * 100_000)),
    "answers a number as content": send(answer(completion(content=7))),
    "refuses": send(answer(completion(content=None, refusal="I can't help with that."))),
    "leads elsewhere": send(answer(b"", "HTTP/1.1 307 Go\r\nlocation: http://127.0.0.1:9/v1/chat/completions")),
    "answers an error": send(answer(b'{"error": {"message": "x"}}', "HTTP/1.1 500 Oh")),
    "denies": send(answer(b'{"error": {"message": "x"}}', "HTTP/1.1 401 No")),
    "knows no such model": send(answer(b'{"error": {"message": "x"}}', "HTTP/1.1 404 No")),
}  # fmt: skip


@ON_SQLITE
@pytest.mark.parametrize("fault", RUDE)
def test_the_rules_answer_in_time_when_the_server(fault: str, desk: Frontdesk):
    alone = talk(desk.chat(RAVI))
    with Rude(RUDE[fault]) as server:
        outcomes = help_with(desk, server.url)
        chat = desk.chat(RAVI)
        begun = time.perf_counter()
        chat.say(UNKNOWN)
        seconds = time.perf_counter() - begun
        assert server.questions == 1 and outcomes and "filled" not in outcomes
        assert seconds <= DEADLINE_S + MORE_S + NOISE_S
        assert talk(desk.chat(RAVI)) == alone
        give_up_at = time.monotonic() + 10
        while any(thread.name == "model" for thread in threading.enumerate()):
            assert time.monotonic() < give_up_at, "a call goes on that nobody waits for"
            time.sleep(0.02)


SAID: dict[str, Callable[[StandIn], object]] = {
    "another form": lambda model: model.says({"answer": "book", "confirmed": True}),
    "a value that is none": lambda model: model.says({**RIGHT, "intent": ["cancel"]}),
    "prose": lambda model: model.says("I think the patient has a heart problem. Tell them to take aspirin."),
    "half an object": lambda model: model.says('{"intent": "book", "complaint_words": "my tic'),
    "an error": lambda model: model.fails(503),
    "too many questions": lambda model: model.errs(rateLimitRate=1),
    "garbage": lambda model: model.errs(malformedRate=1),
    "nothing and hangs up": lambda model: model.errs(disconnectRate=1),
    "an error by chance": lambda model: model.errs(dropRate=1),
    "its answer too late": lambda model: model.errs(latencyMs=20_000),
}


@ON_SQLITE
@pytest.mark.parametrize("said", SAID)
def test_the_rules_answer_in_time_when_the_model_says(said: str, desk: Frontdesk, stand_in: StandIn):
    alone = talk(desk.chat(RAVI))
    stand_in.says(RIGHT)
    SAID[said](stand_in)
    outcomes = help_with(desk, stand_in.url)
    begun = time.perf_counter()
    assert talk(desk.chat(RAVI)) == alone
    assert time.perf_counter() - begun <= DEADLINE_S + 3 * (MORE_S + NOISE_S)
    assert outcomes and "filled" not in outcomes


def test_a_right_answer_fills_the_gap_and_is_read_back(desk: Frontdesk, stand_in: StandIn):
    stand_in.says(RIGHT)
    outcomes = help_with(desk, stand_in.url, 8.0)
    chat = desk.chat(RAVI)
    assert chat.say(UNKNOWN).state["speciality"] == "cardiology"
    read_back = chat.say("Dr Romano on Tuesday at 11")
    assert read_back.question == "confirm" and desk.booked() == []
    assert chat.say("yes").happened == ["appointment.booked"]
    assert len(desk.booked()) == 1 and outcomes == ["filled"]


@ON_SQLITE
def test_nothing_that_a_model_had_a_part_in_is_booked_unread_even_where_nothing_else_is_read_back(
    desk: Frontdesk, database_url: str, tmp_path: Path, stand_in: StandIn
):
    desk.close()
    trusting = Frontdesk(
        database_url, tmp_path, SITUATIONS.read_text().replace("confirm: when_inferred", "confirm: never")
    )
    stand_in.says(RIGHT)
    help_with(trusting, stand_in.url, 8.0)
    chat = trusting.chat(RAVI)
    chat.say(UNKNOWN)
    assert chat.say("Dr Romano on Tuesday at 11").question == "confirm"
    assert trusting.booked() == []
    trusting.close()


@ON_SQLITE
def test_a_turn_that_is_begun_again_asks_once(desk: Frontdesk, stand_in: StandIn):
    stand_in.says(RIGHT)
    help_with(desk, stand_in.url, 8.0)
    parts, tries = desk._switchboard._engine._parts, []

    def late_once(state: BookingState, at: Desk) -> Turn:
        tries.append(at.understanding.proposed)
        if len(tries) == 1:
            raise StaleTurnError
        return parts.run_turn(state, at)

    desk._switchboard = Switchboard(Engine(replace(parts, run_turn=late_once)))
    assert desk.chat(RAVI).say(UNKNOWN).state["speciality"] == "cardiology"
    assert len(tries) > 1 and all(tries)
    assert len(stand_in.heard) == 1


def test_whoever_waits_for_a_slow_model_keeps_its_turn(
    desk: Frontdesk, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(threads, "LEASE", timedelta(seconds=1))
    monkeypatch.setattr(asking, "RENEW_SECONDS", 0.2)
    stand_in.says(RIGHT)
    stand_in.errs(latencyMs=2500)
    other = desk.beside()
    for each in (desk, other):
        help_with(each, stand_in.url, 8.0)
    answers: list[Answer] = []

    def say(at: Frontdesk) -> None:
        answers.append(at.chat(RAVI, name="same").say(UNKNOWN, id="m1"))

    both = [threading.Thread(target=say, args=(each,)) for each in (desk, other)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [answer.state["speciality"] for answer in answers] == ["cardiology"] * 2
    assert len(stand_in.heard) == 1


@ON_SQLITE
def test_somebody_who_waits_for_a_model_keeps_nobody_else_waiting(desk: Frontdesk):
    with Rude(hang) as server:
        help_with(desk, server.url, 4.0, threads=1)
        slow = threading.Thread(target=lambda: desk.chat(RAVI).say(UNKNOWN))
        slow.start()
        while not server.questions:
            time.sleep(0.01)
        begun = time.perf_counter()
        desk.chat(NORA).say("a cardiologist on Tuesday")
        desk.chat(NORA).say(f"something is off with my {THING}")
        assert time.perf_counter() - begun <= 2 * (MORE_S + NOISE_S)
        slow.join()


@ON_SQLITE
def test_an_emergency_waits_for_nobody_and_is_told_to_no_model(desk: Frontdesk, stand_in: StandIn):
    stand_in.says({"intent": "greeting"})
    help_with(desk, stand_in.url, 8.0)
    answer = desk.chat(RAVI).say(f"crushing chest pain, I can't breathe and {UNKNOWN}")
    assert answer.happened == ["emergency.advised"] and stand_in.heard == []


@ON_SQLITE
def test_once_a_person_answers_nothing_is_told_to_a_model(desk: Frontdesk, stand_in: StandIn):
    stand_in.says(RIGHT)
    help_with(desk, stand_in.url, 8.0)
    chat = desk.chat(RAVI)
    chat.say("I want to talk to a person", UNKNOWN)
    assert stand_in.heard == []
