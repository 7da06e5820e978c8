"""One list or search, and how it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sized
from dataclasses import dataclass

from bench.lists.subjects import Place, Subject
from bench.town.house import NOW
from hospital import acting
from hospital.access import Actor
from hospital.office import Unit


@dataclass(frozen=True)
class Ask:
    """What whoever asks has at hand."""

    unit: Unit
    actor: Actor
    subject: Subject
    place: Place


@dataclass(frozen=True)
class Look:
    """A list or a search. `who` asks it: a role, `patient`, the treating `doctor`, `system`; empty where the house asks
    itself. `needs` is the kind of record that the subject must have.
    """

    name: str
    who: str
    ask: Callable[[Ask], object]
    needs: str = ""


class _UndoneError(Exception):
    """Ends a unit of which nothing is to stay."""

    def __init__(self, told: object) -> None:
        super().__init__()
        self.told = told


def take(look: Look, place: Place, subject: Subject) -> int:
    """Ask it once, as a door would: with rights and audit. How many rows it told of.

    What the clock looks at is looked at in a unit that is undone, so that it finds the same the next time.
    """
    actor = place.actor(look.who or "system", subject)
    if not look.who:
        with place.office.read(NOW) as unit:
            return _length(look.ask(Ask(unit, actor, subject, place)))
    if look.who == "system":
        try:
            place.office.write(lambda unit: _undone(look, Ask(unit, actor, subject, place)), now=NOW)
        except _UndoneError as undone:
            return _length(undone.told)
    told = acting.as_actor(place.office, actor, lambda unit, who: look.ask(Ask(unit, who, subject, place)), now=NOW)
    return _length(told)


def _undone(look: Look, ask: Ask) -> None:
    raise _UndoneError(look.ask(ask))


def _length(told: object) -> int:
    return len(told) if isinstance(told, Sized) and not isinstance(told, str) else int(told is not None)
