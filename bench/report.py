"""How figures are told: each with its goal and whether it meets it; one that falls short is told as it is."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Report:
    """Collects and prints the figures of a run."""

    met: int = 0
    missed: list[str] = field(default_factory=list)

    def section(self, title: str) -> None:
        """Begin a new part."""
        self._line(f"\n{title}")

    def figure(
        self,
        name: str,
        value: float,
        unit: str = "",
        *,
        goal: float | None = None,
        least: float | None = None,
        note: str = "",
    ) -> None:
        """Tell a figure; `goal` is the most that it should be, `least` the least."""
        shown = f"{value:.2f}{unit}" if value < 100 else f"{value:.0f}{unit}"
        verdict = ""
        bound = goal if least is None else least
        if bound is not None:
            is_met = value <= bound if least is None else value >= bound
            verdict = f"goal {bound:g}{unit}: {'met' if is_met else 'MISSED'}"
            self.met += is_met
            if not is_met:
                self.missed.append(name)
        self._line(f"  {name:<52} {shown:>12}  {verdict:<24} {note}".rstrip())

    def fact(self, name: str, words: str) -> None:
        """Tell something that has no goal."""
        self._line(f"  {name:<44} {words}")

    def summary(self, seconds: float) -> None:
        """The last line."""
        missed = f"; short of it: {', '.join(self.missed)}" if self.missed else ""
        self._line(f"\n{self.met} of {self.met + len(self.missed)} goals met in {seconds:.0f} s{missed}")

    def _line(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def timed(work: Callable[[], object]) -> float:
    """The seconds that something took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def median_ms(seconds: Sequence[float]) -> float:
    """The median in milliseconds."""
    return statistics.median(seconds) * 1000
