"""A model is waited for until a deadline, asked once for a message, left alone when it fails, and within a budget."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path

import pytest

from conversation.breaker import Breaker
from conversation.extractors.entities import Intent
from conversation.model import asking
from conversation.model.asking import Model
from conversation.model.budget import Budget, FileCounts, SharedCounts
from conversation.model.client import ModelError
from conversation.store import RedisStore
from tests.conversation.model.reading import UNKNOWN, MadeUp, context, model, occasion, read

BOOK = {"intent": "book"}
DAY = date(2026, 6, 8)


def ask(asked: Model, key: object = "m1", **facts: object) -> bool:
    """Ask about a message that the rules do not know; whether the model filled it in."""
    return asked.fill(read(UNKNOWN), context(), occasion(key, **facts)).says(Intent.BOOK)


def test_a_message_is_asked_about_once_however_often_its_turn_is_begun_again():
    client = MadeUp(BOOK)
    asked, outcomes = model(client)
    assert [ask(asked, "m1"), ask(asked, "m1"), ask(asked, "m2")] == [True, True, True]
    assert len(client.asked) == 2 and outcomes == ["filled", "filled"]


def test_nor_is_it_asked_again_when_there_was_no_answer():
    client = MadeUp(ModelError("broken", "HTTP 503"))
    asked, _ = model(client)
    assert not ask(asked, "m1")
    client.answer = BOOK
    asked._breaker = Breaker(1)
    assert not ask(asked, "m1") and len(client.asked) == 1


def test_what_was_said_is_kept_without_the_message_and_the_names_in_it():
    asked, _ = model(MadeUp({"complaint_words": "the [PERSON_1]", "specialities": ["S1"], "intent": "book"}))
    text = f"{UNKNOWN}, says Zoe"
    asked.fill(read(text), context(), occasion(names=lambda: ("Zoe Marsh",)))
    kept = repr(asked._kept)
    assert "Answer(" in kept and "cardiology" in kept
    assert "Marsh" not in kept and UNKNOWN not in kept


def test_and_only_for_as_long_as_a_turn_may_be_begun_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(asking, "KEPT_SECONDS", 0.0)
    client = MadeUp(BOOK)
    asked, _ = model(client)
    assert ask(asked, "m1") and ask(asked, "m1")
    assert len(client.asked) == 2
    asked.fill(read("when do you open?"), context(), occasion("m2"))
    assert not asked._kept


def test_after_a_failure_it_is_left_alone_and_then_tried_again(monkeypatch: pytest.MonkeyPatch):
    client = MadeUp(ModelError("broken", "HTTP 503"))
    asked, outcomes = model(client)
    asked._breaker = Breaker(0.05)
    monkeypatch.setattr(asking, "OPEN_SECONDS", 0.05)
    assert not ask(asked, "m1")
    client.answer = BOOK
    assert not ask(asked, "m2")
    asked._breaker.trip(0.0)
    assert ask(asked, "m3")
    assert outcomes == ["broken", "resting", "filled"]


@pytest.mark.parametrize(("wished", "kept"), [(60.0, 60.0), (86_400.0, asking.LONGEST_REST), (0.0, 1.0)])
def test_a_server_that_asks_to_be_left_alone_is_for_a_while_that_has_an_end(wished: float, kept: float):
    asked, _ = model(MadeUp(ModelError("limited", retry_after=wished)))
    ask(asked)
    assert asked._breaker._open_until - time.monotonic() == pytest.approx(kept, abs=5)
    assert not asked._breaker.lets_through()


def test_a_refusal_or_another_form_fills_nothing_and_harms_nobody():
    client = MadeUp(None)
    asked, outcomes = model(client)
    assert not ask(asked, "m1")
    client.answer = "I'd rather not."
    assert not ask(asked, "m2")
    client.answer = BOOK
    assert ask(asked, "m3")
    assert outcomes == ["refused", "invalid", "filled"]


def test_when_all_places_are_taken_the_rules_answer_at_once_and_a_late_answer_is_cut_off():
    go_on = threading.Event()

    def hang(_question: object) -> object:
        go_on.wait(20)
        return BOOK

    client = MadeUp(hang)
    asked, outcomes = model(client, seconds=0.2, threads=2)
    waiting = [threading.Thread(target=ask, args=(asked, n)) for n in range(2)]
    for each in waiting:
        each.start()
    while len(client.asked) < 2:
        time.sleep(0.005)
    assert not ask(asked, "busy") and outcomes == ["busy"]
    for each in waiting:
        each.join()
    assert outcomes == ["busy", "late", "late"] and client.cuts == 2
    assert not ask(asked, "still taken") and outcomes[-1] == "busy"
    go_on.set()


def test_whoever_lost_the_turn_waits_no_longer_and_blames_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(asking, "RENEW_SECONDS", 0.02)
    go_on = threading.Event()
    client = MadeUp(lambda _question: go_on.wait(20) and BOOK)
    asked, outcomes = model(client)
    assert not ask(asked, goes_on=lambda: False)
    assert client.cuts == 1 and outcomes == [] and asked._breaker.lets_through()
    go_on.set()


def test_nobody_waits_longer_than_eight_seconds_in_writing_and_four_on_the_phone():
    client = MadeUp(BOOK)
    for settings, is_voice, most in (
        ({}, False, 8),
        ({}, True, 4),
        ({"seconds": 60}, False, 8),
        ({"seconds": 2}, True, 2),
    ):
        asked, _ = model(client, **settings)
        ask(asked, is_voice=is_voice)
        assert most - 1 < client.seconds[-1] <= most


def test_names_are_looked_up_only_when_it_is_asked():
    looked: list[str] = []
    asked, _ = model(MadeUp(BOOK))

    def names() -> tuple[str, ...]:
        looked.append("looked")
        return ("Zoe Marsh",)

    asked.fill(read("a cardiologist on Tuesday at ten"), context(), occasion(names=names))
    assert looked == []
    ask(asked, names=names)
    assert looked == ["looked"]


def test_a_message_of_names_and_numbers_alone_is_not_sent():
    client = MadeUp(BOOK)
    asked, _ = model(client)
    for text in ("Ann Doyle", "Fogarty 086 123 4567", "zoe"):
        asked.fill(read(text), context(), occasion(text, names=lambda: ("Zoe Marsh",)))
    assert client.asked == []


def test_when_no_call_can_be_opened_the_rules_answer_and_no_place_is_lost():
    class Closed(MadeUp):
        def open(self, seconds: float) -> MadeUp:
            raise RuntimeError("can't start new thread")

    asked, outcomes = model(Closed(BOOK), threads=1)
    assert not ask(asked, "m1") and not ask(asked, "m2")
    assert outcomes == ["broken", "broken"]


# --- the budget -------------------------------------------------------------------------------------


def test_a_day_s_budget_ends_and_the_next_day_has_its_own():
    budget = Budget(None, daily=2)
    assert [budget.allows(DAY, "a"), budget.allows(DAY, "b"), budget.allows(DAY, "c")] == [True, True, False]
    assert budget.allows(date(2026, 6, 9), "a")


def test_without_a_daily_budget_each_conversation_still_has_its_own():
    budget = Budget(None, per_conversation=2)
    assert [budget.allows(DAY, "a") for _ in range(3)] == [True, True, False]
    assert budget.allows(DAY, "b")


def test_a_spent_budget_asks_nobody():
    client = MadeUp(BOOK)
    asked, outcomes = model(client, daily=1)
    assert [ask(asked, n) for n in range(3)] == [True, False, False]
    assert len(client.asked) == 1 and outcomes == ["filled", "spent", "spent"]


def test_processes_share_the_count_in_redis_and_count_alone_when_it_is_away(redis_url: str):
    one, two = (Budget(SharedCounts(RedisStore(redis_url)), daily=3) for _ in range(2))
    assert [each.allows(DAY, "a") for each in (one, two, one, two)] == [True, True, True, False]
    away = Budget(SharedCounts(RedisStore("redis://127.0.0.1:1/0")), daily=2)
    assert [away.allows(DAY, "a") for _ in range(3)] == [True, True, False]


def test_processes_share_the_count_in_a_file_where_there_is_no_redis(tmp_path: Path):
    one, two = (Budget(FileCounts(tmp_path), daily=3, per_conversation=2) for _ in range(2))
    assert [each.allows(DAY, "a") for each in (one, two, one)] == [True, True, False]
    assert Budget(FileCounts(tmp_path), daily=4).allows(DAY, "b")
    assert not two.allows(DAY, "c")
    for day in (9, 10, 11):
        assert two.allows(date(2026, 6, day), "a")
    assert len(list(tmp_path.iterdir())) <= 3
    (tmp_path / "full").write_text("a file stands in the way")
    lost = Budget(FileCounts(tmp_path / "full"), daily=1)
    assert [lost.allows(DAY, "a"), lost.allows(DAY, "a")] == [True, False]


def test_a_conversation_is_counted_whatever_its_name_is_made_of_and_the_file_names_nobody(tmp_path: Path):
    counts = FileCounts(tmp_path)
    odd = "+353860000001\nb\u2028\r\ud800"
    assert [counts.add(DAY, odd), counts.add(DAY, "b"), counts.add(DAY, odd)] == [(1, 1), (2, 1), (3, 2)]
    assert all(b"353" not in file.read_bytes() for file in tmp_path.iterdir())


def test_only_what_is_new_in_the_file_is_read(tmp_path: Path):
    one, two = FileCounts(tmp_path), FileCounts(tmp_path)
    for n in range(200):
        assert one.add(DAY, f"c{n % 2}") == (2 * n + 1, 2 * (n // 2) + 1)
        two.add(DAY, f"c{n % 2}")
    (file,) = tmp_path.iterdir()
    size = file.stat().st_size
    assert one._read == size - size // 400 and two._read == size
    file.write_bytes(b"")
    assert one.add(DAY, "c0") == (1, 1)
