"""Messages as the rules read them, and models made up in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from conversation.extractors.entities import Choice, Context, Doctor, Roster, Speciality, Understanding
from conversation.extractors.pipeline import understand
from conversation.model.asking import Model, Occasion
from conversation.model.budget import Budget
from conversation.model.client import ModelError, Said
from conversation.model.gaps import Errand, Gap, find_gaps

NOW = datetime(2026, 6, 8, 9)
ROSTER = Roster(
    doctors=(Doctor("day", "Dr Vera Day", "cardiology"), Doctor("ruiz", "Dr Pablo Ruiz", "dermatology")),
    specialities=(
        Speciality("cardiology", "Cardiology"),
        Speciality("dermatology", "Dermatology"),
        Speciality("general", "General Medicine", default=True),
    ),
)
TIMES = tuple(
    Choice(
        f"7.{n}", f"Tue 9 Jun {at:%H:%M}, Dr Vera Day", "slot", "day", starts_at=datetime.combine(date(2026, 6, 9), at)
    )
    for n, at in enumerate((time(9), time(11), time(14, 30)))
)
YES_OR_NO = (Choice("7.0", "Yes", "yes"), Choice("7.1", "No", "no"))
THING, STATE = "dooberry", "gone skew"
"""A family's own words for a part of the body and for what is wrong with it: in no lexicon, now or later."""
UNKNOWN = f"my {THING} is {STATE}"
"""A complaint in words that the rules do not know."""


def context(question: str | None = None, choices: tuple[Choice, ...] = ()) -> Context:
    return Context(now=NOW, roster=ROSTER, question=question, choices=choices)


def read(text: str, question: str | None = None, choices: tuple[Choice, ...] = ()) -> Understanding:
    return understand(text, context(question, choices))


def gaps(
    text: str, question: str | None = None, choices: tuple[Choice, ...] = (), errand: Errand | None = None
) -> frozenset[Gap]:
    told = context(question, choices)
    return find_gaps(understand(text, told), told, errand or Errand())


Answer = str | ModelError | Mapping[str, object] | Callable[[Mapping[str, Any]], object] | None


class MadeUp:
    """A client whose server says what it is told to; `asked` are the questions."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        self.cuts = 0
        self.seconds: list[float] = []

    def open(self, seconds: float) -> MadeUp:
        self.seconds.append(seconds)
        return self

    def cut(self) -> None:
        self.cuts += 1

    def ask(self, messages: tuple[dict[str, str], ...], schema: Mapping[str, Any]) -> Said:
        question = json.loads(messages[-1]["content"])
        self.asked.append(question)
        if isinstance(self.answer, ModelError):
            raise self.answer
        said = self.answer(question) if callable(self.answer) else self.answer
        return Said(said if said is None or isinstance(said, str) else json.dumps(said))


def occasion(key: object = "m1", **facts: Any) -> Occasion:
    return Occasion(key=key, conversation="c1", day=NOW.date(), **facts)


def model(client: MadeUp, daily: int = 0, **settings: Any) -> tuple[Model, list[str]]:
    """A model over a made-up client, and what became of its questions."""
    outcomes: list[str] = []
    made = Model(client, Budget(None, daily), **settings)
    made.on_outcome = outcomes.append
    return made, outcomes
