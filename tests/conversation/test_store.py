"""The hot copy of a state saves time and never decides: whatever Redis does, the conversation goes on as it stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from conversation import store
from conversation.graph import RunTurn
from conversation.store import NoStore, RedisStore
from tests.conversation.talk import Talk, booked, words
from tests.hospital.clinic import Clinic
from tests.schema import prepare_schema
from tests.services.servers import Redis, free_port

CLINIC = "a-clinic"


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def put_often(kept: RedisStore, times: int) -> None:
    for _ in range(times):
        kept.put(CLINIC, 7, 4, "{}")


# --- the copy -------------------------------------------------------------------------------------


def test_a_copy_comes_back_with_its_version(redis_url: str) -> None:
    kept = RedisStore(redis_url)
    assert kept.get(CLINIC, 7) is None
    kept.put(CLINIC, 7, 3, '{"user_input": "a|b — ¡sí! 🙏"}')
    kept.put(CLINIC, 8, 1, "{}")
    assert kept.get(CLINIC, 7) == (3, '{"user_input": "a|b — ¡sí! 🙏"}')
    assert RedisStore(redis_url).get(CLINIC, 7) == kept.get(CLINIC, 7)
    kept.put(CLINIC, 7, 4, "")
    assert kept.get(CLINIC, 7) == (4, "")


def test_a_copy_is_forgotten_after_some_hours_without_a_message(redis_url: str) -> None:
    RedisStore(redis_url).put(CLINIC, 7, 3, "{}")
    with redis.Redis.from_url(redis_url) as client:
        (key,) = client.keys()
        assert 0 < client.ttl(key) <= store.TTL_SECONDS


@pytest.mark.parametrize("garbage", [b"", b"no version", b"x|{}", b"\xff\xfe|{}"])
def test_a_copy_that_nobody_can_read_is_no_copy(redis_url: str, garbage: bytes) -> None:
    kept = RedisStore(redis_url)
    kept.put(CLINIC, 7, 3, "{}")
    with redis.Redis.from_url(redis_url) as client:
        client.set(client.keys()[0], garbage)
    assert kept.get(CLINIC, 7) is None


def test_without_redis_there_is_no_copy_at_all() -> None:
    nothing = NoStore()
    nothing.put(CLINIC, 7, 3, "{}")
    assert nothing.get(CLINIC, 7) is None


# --- the breaker ----------------------------------------------------------------------------------


def test_a_stopped_redis_costs_less_than_half_a_second_once_and_then_nothing(
    own_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = RedisStore(own_redis.url)
    kept.put(CLINIC, 7, 3, "{}")
    own_redis.freeze()
    assert seconds(lambda: kept.get(CLINIC, 7)) < 0.5
    assert seconds(lambda: [kept.get(CLINIC, 7) for _ in range(500)]) < 0.1
    assert seconds(lambda: put_often(kept, 500)) < 0.1
    own_redis.thaw()
    assert kept.get(CLINIC, 7) is None
    later = time.monotonic() + store.OPEN_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert kept.get(CLINIC, 7) == (3, "{}")


def test_redis_is_left_alone_for_five_seconds_after_a_failure() -> None:
    assert store.OPEN_SECONDS == 5.0


def test_writing_to_a_stopped_redis_opens_the_breaker_for_reading_too(own_redis: Redis) -> None:
    kept = RedisStore(own_redis.url)
    kept.put(CLINIC, 7, 3, "{}")
    own_redis.freeze()
    assert seconds(lambda: kept.put(CLINIC, 7, 4, "{}")) < 0.5
    assert seconds(lambda: kept.get(CLINIC, 7)) < 0.05


def test_a_redis_that_is_not_there_costs_next_to_nothing_and_is_told_when_asked_for() -> None:
    nowhere = RedisStore(f"redis://127.0.0.1:{free_port()}/0")
    assert seconds(lambda: nowhere.get(CLINIC, 7)) < 0.5
    assert seconds(lambda: nowhere.put(CLINIC, 7, 1, "{}")) < 0.05
    with pytest.raises(redis.RedisError):
        nowhere.ping()


# --- conversations on it --------------------------------------------------------------------------


def house(path: Path) -> Clinic:
    url = f"sqlite:///{path}"
    prepare_schema(url)
    return Clinic(url)


def test_a_conversation_is_the_same_with_redis_and_without(clinic: Clinic, run_turn: RunTurn, state_url: str) -> None:
    talk = Talk(clinic, run_turn, RedisStore(state_url) if state_url else None)
    answers = talk.all("Dr Adler on Tuesday at 9:30", "Ann Doyle", "3 April 1985", "+353861239999")
    assert booked(answers) == ["adler 2026-06-09T09:30"]
    state = talk.conversation().state
    if state_url:
        assert RedisStore(state_url).get(clinic.hospital.key, talk.conversation().id) == (
            talk.conversation().version,
            state,
        )


def test_a_copy_of_another_version_is_passed_over(clinic: Clinic, run_turn: RunTurn, redis_url: str) -> None:
    kept = RedisStore(redis_url)
    talk = Talk(clinic, run_turn, kept)
    talk.say("I need a cardiologist")
    for other in (-1, 1):
        row = talk.conversation()
        kept.put(clinic.hospital.key, row.id, row.version + other, '{"speciality": "dermatology", "language": "es"}')
        assert "Cardiology" in words(talk.say("what have you got so far?"))


def test_an_emptied_redis_loses_nothing(clinic: Clinic, run_turn: RunTurn, redis_url: str) -> None:
    talk = Talk(clinic, run_turn, RedisStore(redis_url))
    talk.say("I need a cardiologist")
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
    assert "Cardiology" in words(talk.say("what have you got so far?"))


def test_two_hospitals_that_share_a_redis_never_read_each_others_conversations(
    tmp_path: Path, run_turn: RunTurn, redis_url: str
) -> None:
    one, other = (house(tmp_path / f"{name}.sqlite3") for name in ("one", "other"))
    here, there = (Talk(clinic, run_turn, RedisStore(redis_url)) for clinic in (one, other))
    here.say("I need a cardiologist")
    there.say("I need a dermatologist")
    assert here.conversation().id == there.conversation().id
    assert "Cardiology" in words(here.say("what have you got so far?"))
    for clinic in (one, other):
        clinic.close()


def test_a_database_that_was_begun_anew_has_nothing_to_do_with_old_copies(
    tmp_path: Path, run_turn: RunTurn, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (house(tmp_path / f"{name}.sqlite3") for name in ("old", "new"))
    Talk(old, run_turn, RedisStore(redis_url)).say("I need a dermatologist")
    kept = RedisStore(redis_url)
    talk = Talk(new, run_turn, kept, owner="process-2")
    with monkeypatch.context() as away:
        away.setattr(kept, "put", lambda *_: None)
        talk.say("I need a cardiologist")
    assert "Cardiology" in words(talk.say("what have you got so far?"))
    for clinic in (old, new):
        clinic.close()
