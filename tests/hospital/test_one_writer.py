"""One writer at a time, in order; whoever hurries goes first, and nobody waits for ever."""

from __future__ import annotations

import threading
import time

import pytest

from hospital.errors import BusyError
from hospital.one_writer import HURRIED_IN_A_ROW, OneWriter


def queue(line: OneWriter, done: list[str], name: str, *, hurries: bool = False) -> threading.Thread:
    def write() -> None:
        with line.writing(hurries=hurries):
            done.append(name)

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    time.sleep(0.03)  # so that they stand in line in this order
    return thread


def test_writers_come_in_their_order_and_those_who_hurry_before_them() -> None:
    line = OneWriter(5)
    done: list[str] = []
    with line.writing():
        threads = [queue(line, done, name) for name in "ab"]
        threads += [queue(line, done, name, hurries=True) for name in "xy"]
    for thread in threads:
        thread.join(2)
    assert done == ["x", "y", "a", "b"]


def test_a_crowd_of_those_who_hurry_keeps_nobody_waiting_for_ever() -> None:
    line = OneWriter(5)
    done: list[str] = []
    with line.writing():
        threads = [queue(line, done, "ordinary")]
        threads += [queue(line, done, f"{n}", hurries=True) for n in range(HURRIED_IN_A_ROW + 2)]
    for thread in threads:
        thread.join(2)
    assert done.index("ordinary") <= HURRIED_IN_A_ROW


def test_whoever_waits_too_long_gives_up_and_keeps_nobody_behind_waiting() -> None:
    line = OneWriter(0.1)
    done: list[str] = []
    with line.writing():
        with pytest.raises(BusyError), line.writing():
            done.append("never")
        late = queue(line, done, "later")
    late.join(2)
    assert done == ["later"]


def test_the_place_is_free_again_after_a_writer_that_failed() -> None:
    line = OneWriter(1)
    with pytest.raises(ZeroDivisionError), line.writing():
        raise ZeroDivisionError
    with line.writing():
        pass


def test_no_two_write_at_once_however_many_come() -> None:
    line, inside, most = OneWriter(5), [0], [0]

    def write(n: int) -> None:
        for _ in range(50):
            with line.writing(hurries=n % 3 == 0):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0)
                inside[0] -= 1

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert (most, inside) == ([1], [0]) and not any(thread.is_alive() for thread in threads)
