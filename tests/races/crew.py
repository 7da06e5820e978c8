"""Several processes, each with a desk and threads of its own, that do what they are told at the same instant."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, Self

START_WITHIN_S = 60.0
ROUND_WITHIN_S = 90.0
TRIES = 3


@dataclass(frozen=True)
class Told:
    """What came of one request: an answer as the line protocol has it, or the error that broke through."""

    answer: dict[str, Any]
    error: str | None
    seconds: float

    @property
    def state(self) -> dict[str, Any]:
        """The state after the turn."""
        state: dict[str, Any] = self.answer["state"]
        return state

    def events(self, name: str) -> list[dict[str, Any]]:
        """The events of one name."""
        return [event for event in self.answer["events"] if event["name"] == name]


class Crew:
    """Processes that serve one database. Use as a context manager."""

    def __init__(self, database_url: str, data_dir: Path, *, state_url: str = "", processes: int = 2) -> None:
        context = multiprocessing.get_context("spawn")
        self._gate = context.Barrier(processes)
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(processes):
            here, there = context.Pipe()
            process = context.Process(
                target=_member, args=(there, self._gate, database_url, str(data_dir), state_url), daemon=True
            )
            process.start()
            there.close()
            self._pipes.append(here)
            self._processes.append(process)

    def __enter__(self) -> Self:
        for pipe in self._pipes:
            _answer_of(pipe, START_WITHIN_S)
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.close()  # a member ends when nobody listens to it any more
        for process in self._processes:
            process.join(10)
            if process.is_alive():
                process.kill()

    def at_once(self, requests: Sequence[dict[str, Any]]) -> list[Told]:
        """Send all requests at the same instant, dealt out over the processes; what came of each, in their order."""
        hands = [list(enumerate(requests))[n :: len(self._pipes)] for n in range(len(self._pipes))]
        for pipe, hand in zip(self._pipes, hands, strict=True):
            pipe.send([request for _, request in hand])
        told: dict[int, Told] = {}
        for pipe, hand in zip(self._pipes, hands, strict=True):
            for (index, _), each in zip(hand, _answer_of(pipe, ROUND_WITHIN_S), strict=True):
                told[index] = Told(**each)
        return [told[index] for index in range(len(requests))]


def _answer_of(pipe: Connection, within: float) -> Any:
    if not pipe.poll(within):
        raise TimeoutError(f"a process of the crew said nothing for {within:.0f} s")
    return pipe.recv()


def _answered(ask: Callable[[], Any]) -> Any:
    """The answer; a message that a slow disk's writer was not given in time for is brought again, as from the spool."""
    from conversation.spool import AwayError

    for _ in range(TRIES - 1):
        with suppress(AwayError):
            return ask()
    return ask()


def _member(pipe: Connection, gate: Barrier, database_url: str, data_dir: str, state_url: str) -> None:
    from conversation.extractors.warming import warm_up
    from doors.wiring import open_desk
    from tests.races.house import ask, everything, settings

    warm_up()  # as `serve` does before its first message
    desk = open_desk(settings(database_url, Path(data_dir), state_url), pulled=everything)

    def do(request: dict[str, Any], start: threading.Barrier) -> dict[str, Any]:
        start.wait(ROUND_WITHIN_S)
        begun = time.perf_counter()
        try:
            answer, error = asdict(_answered(lambda: ask(desk, request))), None
        except Exception as failure:
            answer, error = {"replies": [], "state": {}, "events": []}, f"{type(failure).__name__}: {failure}"
        return asdict(Told(answer, error, time.perf_counter() - begun))

    with ThreadPoolExecutor(64) as pool:
        pipe.send("ready")
        while True:
            try:
                requests = pipe.recv()
            except (EOFError, OSError):
                return
            start = threading.Barrier(len(requests) + 1)
            running = [pool.submit(do, request, start) for request in requests]
            gate.wait(ROUND_WITHIN_S)
            start.wait(ROUND_WITHIN_S)
            pipe.send([each.result() for each in running])
