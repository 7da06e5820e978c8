"""How many turns a process does in a second when many people write at once."""

from __future__ import annotations

import threading
import time

from bench.report import Report
from bench.stage import Stage
from doors.wiring import Desk
from tests.races.house import ask, line, offered

SECONDS = 6.0
CONVERSATIONS = (8, 32)


def measure(stage: Stage, report: Report) -> None:
    """Turns per second at 8 and at 32 conversations: look, ask for more, book, look again."""
    report.section("Turns per second in one process")
    for kind in ("mariadb", "sqlite"):
        desk = stage.desk(stage.database(kind), redis=kind == "mariadb")
        for conversations in CONVERSATIONS:
            turns, errors = _run(desk, conversations)
            name = f"{kind}{' and redis' if kind == 'mariadb' else ''}, {conversations} conversations"
            report.fact(name, f"{turns / SECONDS:>9.0f} /s   one turn in three books; {errors} errors")


def _run(desk: Desk, conversations: int) -> tuple[int, int]:
    counts = [0] * conversations
    errors = [0] * conversations
    end = threading.Event()

    def chat(number: int) -> None:
        name, turn = f"load-{conversations}-{number}", 0

        def say(words: str, *, tap: bool = False) -> list[str]:
            nonlocal turn
            turn += 1
            answer = ask(desk, line(name, f"{turn}", words, number, tap=tap))
            counts[number] += 1
            return [option["value"] for option in offered(answer.state)]

        doctors = ("Dr Okafor", "Dr Quinn", "Dr Walsh")
        while not end.is_set():
            try:
                say("what have you got so far?")
                times = say(f"{doctors[number % 3]} on {('Tuesday', 'Wednesday')[turn % 2]}")
                if times:
                    say(times[turn % len(times)], tap=True)
            except Exception:
                errors[number] += 1

    threads = [threading.Thread(target=chat, args=(number,)) for number in range(conversations)]
    for thread in threads:
        thread.start()
    time.sleep(1.0)  # the first turns read the hospital and make times
    before = sum(counts)
    time.sleep(SECONDS)
    turns = sum(counts) - before
    end.set()
    for thread in threads:
        thread.join()
    return turns, sum(errors)
