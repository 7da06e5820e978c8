"""So many threads at work at once; whoever waits for somebody else makes room."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from doors.at_once import AtOnce


class Work:
    """Threads that have a place until they are told to end."""

    def __init__(self, places: int) -> None:
        self.at_once, self.end = AtOnce(places), threading.Event()
        self.begun: list[str] = []

    def begin(self, name: str, *, is_away: bool = False) -> threading.Thread:
        def work() -> None:
            with self.at_once.at_work():
                self.begun.append(name)
                if is_away:
                    with self.at_once.away():
                        self.end.wait(5)
                else:
                    self.end.wait(5)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 3
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_no_more_work_at_once_than_there_are_places() -> None:
    work = Work(2)
    threads = [work.begin(name) for name in "abc"]
    until(lambda: len(work.begun) == 2)
    time.sleep(0.05)
    assert len(work.begun) == 2
    work.end.set()
    for thread in threads:
        thread.join(2)
    assert len(work.begun) == 3


def test_whoever_is_away_leaves_its_place_to_others_and_comes_back_to_one() -> None:
    work = Work(1)
    away = work.begin("away", is_away=True)
    until(lambda: work.begun == ["away"])
    here = work.begin("here")
    until(lambda: work.begun == ["away", "here"])
    work.end.set()
    away.join(2)
    here.join(2)
    with work.at_once.at_work():
        assert not (away.is_alive() or here.is_alive())


def test_a_thread_without_a_place_makes_no_room() -> None:
    work = Work(1)
    with work.at_once.away():
        first = work.begin("first")
        until(lambda: work.begun == ["first"])
        work.begin("second")
        time.sleep(0.05)
        assert work.begun == ["first"]
    work.end.set()
    first.join(2)
