"""Figures for Prometheus. Their names are stable: other people's dashboards are made of them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily

from bots.switchboard import Switchboard
from conversation.messages import Answer, InboundMessage
from hospital import inbox

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes add up their figures; to be set before this module is imported."""


class Figures(Protocol):
    """How full a box is."""

    pending: int
    dead: int
    oldest_age_s: float | None


class Metrics:
    """What this process, and its sisters, have counted."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self._turns = Counter("frontdesk_turns", "Messages answered.", ["channel", "outcome"], registry=self._registry)
        self._seconds = Histogram(
            "frontdesk_turn_seconds",
            "Seconds from receiving a message to having its answer.",
            ["channel"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._dedupe = Counter(
            "frontdesk_dedupe_hits", "Messages that had been received before.", ["channel"], registry=self._registry
        )
        self._jobs = Counter("frontdesk_jobs", "Background jobs run.", ["job", "outcome"], registry=self._registry)
        self._model = Counter(
            "frontdesk_model_questions", "Questions to the language model.", ["outcome"], registry=self._registry
        )
        self._carried = Counter(
            "frontdesk_sends",
            "Tries to send a message, by what became of it.",
            ["channel", "outcome"],
            registry=self._registry,
        )
        self._drawn = Counter(
            "frontdesk_pictures", "Files looked into for a picture.", ["outcome"], registry=self._registry
        )
        self._lock = threading.Lock()
        self._told: dict[str, int] = {}

    def metered(self, switchboard: Switchboard) -> Callable[[InboundMessage, str], Answer]:
        """The switchboard's `put_through`, counted and timed."""

        def put_through(message: InboundMessage, language: str) -> Answer:
            begun = time.perf_counter()
            answer = switchboard.put_through(message, language)
            self._seconds.labels(message.channel).observe(time.perf_counter() - begun)
            # an apology comes without a state
            self._turns.labels(message.channel, "answered" if answer.state else "apologised").inc()
            self._count_repeats()
            return answer

        return put_through

    def job_done(self, job: str, is_done: bool) -> None:
        """Count a run of a background job."""
        self._jobs.labels(job, "done" if is_done else "failed").inc()

    def model_asked(self, outcome: str) -> None:
        """Count a question to the language model by what became of it."""
        self._model.labels(outcome).inc()

    def carried(self, channel: str, outcome: str) -> None:
        """Count a try to send a message by what became of it."""
        self._carried.labels(channel, outcome).inc()

    def drawn(self, outcome: str) -> None:
        """Count a file that was to get its picture by what became of it."""
        self._drawn.labels(outcome).inc()

    def _count_repeats(self) -> None:
        with self._lock:
            for channel, count in list(inbox.heard_again.items()):
                self._dedupe.labels(channel).inc(count - self._told.get(channel, 0))
                self._told[channel] = count

    def as_text(self, boxes: Mapping[str, Figures] | None) -> bytes:
        """Everything in Prometheus' text form; without `boxes` the database did not answer."""
        counted = self._registry
        if os.environ.get(MULTIPROCESS):
            from prometheus_client.multiprocess import MultiProcessCollector

            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        now = CollectorRegistry()
        now.register(_Boxes(boxes))
        return generate_latest(counted) + generate_latest(now)


class _Boxes:
    """Inbox, outbox and the pictures of files at the moment of asking."""

    def __init__(self, boxes: Mapping[str, Figures] | None) -> None:
        self._boxes = boxes

    def collect(self) -> Iterator[Any]:
        is_up = 0 if self._boxes is None else 1
        yield GaugeMetricFamily("frontdesk_database_up", "Whether the database answers.", value=is_up)
        for name, box in (self._boxes or {}).items():
            waiting, dead, oldest = _MEANS[name]
            yield GaugeMetricFamily(f"frontdesk_{name}_pending", waiting, value=box.pending)
            yield GaugeMetricFamily(f"frontdesk_{name}_dead", dead, value=box.dead)
            yield GaugeMetricFamily(f"frontdesk_{name}_oldest_age_seconds", oldest, value=box.oldest_age_s or 0)


def _of_messages(name: str) -> tuple[str, str, str]:
    return (
        f"Messages waiting in the {name}.",
        f"Messages given up in the {name}.",
        f"Age of the oldest waiting message in the {name}; 0 when none waits.",
    )


_MEANS = {
    "inbox": _of_messages("inbox"),
    "outbox": _of_messages("outbox"),
    "previews": (
        "New files without a picture.",
        "New files that no reader gets through.",
        "Age of the oldest new file without a picture; 0 when all have one.",
    ),
}
"""What the figures of each box say: how many wait, how many are given up, since when the oldest waits."""
