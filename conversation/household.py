"""The people behind the sender's number, and which of them a message means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from conversation.extractors.acquaintances import may_name_somebody, named_as_patient
from conversation.extractors.entities import Intent
from conversation.extractors.entities import Person as Facts
from conversation.extractors.pipeline import understand
from conversation.state import BookingState
from conversation.turn import Desk
from hospital import handles, people
from hospital.names import fold_name
from hospital.people import Handle, Person

MINORS = frozenset({"child", "son", "daughter"})
_COUPLES = frozenset({"partner", "wife", "husband"})
_WIDER = {"child": MINORS, "partner": _COUPLES}
"""Words that say less of somebody than others do: a child is a son or a daughter."""
_BIRTHDAY = 1
"""Years by which an age that is told may be off a birth date."""


def known_people(desk: Desk) -> list[Person]:
    """Whom the sender's number may speak for; nobody where no channel vouches for it."""
    handle = _handle(desk)
    return list(handle.people) if handle is not None else []


def _handle(desk: Desk) -> Handle | None:
    phone = desk.vouched_phone
    if phone is None:
        return None
    if not desk.handles:
        age = desk.hospital.booking.guardian_until_age
        desk.handles.append(people.behind(desk.unit, desk.message.channel, phone, desk.now.date(), age))
    return desk.handles[0]


def keep_handle(desk: Desk, state: BookingState) -> None:
    """Write down that the sender's handle was used, where this turn looked for the people behind it."""
    phone = desk.vouched_phone
    if desk.handles and phone is not None:
        handles.keep(desk.unit, desk.message.channel, phone, desk.handles[0], state.language)


def acting_people(desk: Desk, state: BookingState) -> list[Person]:
    """Whom the conversation may act for: those behind the handle, and whoever it proved to be a while ago."""
    known = known_people(desk)
    have = {person.number for person in known}
    proven = [proof.person for proof in state.proofs if proof.until > desk.now and proof.person not in have]
    found = [people.by_number(desk.unit, number) for number in dict.fromkeys(proven)]
    return [*known, *(person for person in found if person is not None)]


def knowing_them(desk: Desk, state: BookingState) -> Desk:
    """The desk reading a message again that asks after somebody by name who is no stranger to the sender: "Ivy
    Thornbury's results", from her mother.
    """
    said = desk.understanding
    if desk.message.choice is not None or not said.says(Intent.OTHERS_DATA):
        return desk
    names = tuple(person.name for person in acting_people(desk, state) if person.relation != "helped")
    spoken = set(fold_name(said.message.raw.replace("'s", "").replace("\u2019s", "")).split())
    if spoken.isdisjoint(fold_name(name).split()[0] for name in names):
        return desk
    told = replace(desk.context, household=names)
    return replace(desk, context=told, understanding=understand(said.message.raw, told))


def named_people(desk: Desk, question: str | None) -> list[Person]:
    """Those behind the handle whom the message names as the patient: "for Sue", "can Hank see ...", "Finn's visit"."""
    known, said = known_people(desk), desk.understanding.person
    named = [known[n] for n in named_as_patient(desk.understanding, [person.name for person in known], question)]
    if said is None or said.name is None or len(said.name.split()) < 2:
        return named
    return [person for person in named if not _is_a_relative(person.name, said.name)]


def _is_a_relative(name: str, said: str) -> bool:
    """Whether a full name shares only family names with somebody's: Rosa Gil Mora is not Sergio Gil Mora."""
    first, have = fold_name(said).split()[:1], fold_name(name).split()
    return bool(first and have) and first[0] not in have and fuzz.ratio(first[0], have[0]) < _ALIKE


_ALIKE = 60.0  # of 100: Sofia and Sofiia, Jon and John, but not Rosa and Sergio


def merge_named(state: BookingState, desk: Desk) -> BookingState:
    """Take whom the message names for a visit that is being booked, if the sender's number speaks for them."""
    said = desk.understanding.person
    if desk.message.choice is not None or state.task != "book" or desk.vouched_phone is None:
        return state
    if _tells_of_a_stranger(desk, said):
        return state
    named = named_people(desk, state.question) if may_name_somebody(desk.understanding) else _of_age(desk, said)
    if not named and _is_none_of_theirs(desk, said):
        # "my 15-year-old", where the only child on file is nine: somebody else, to be asked for by name
        return state.with_(for_relation="other", patient_id=None)
    named = [person for person in named if "book" in person.may]
    if len(named) > 1 and state.patient_id is None and not _is_whole(state.patient_name, named):
        # "for Leo and Zoe": neither, until it is told who comes first
        are_children = all(person.relation == "dependant" for person in named)
        return state.with_(patient_name=None, for_relation="child" if are_children else state.for_relation)
    if len(named) != 1 or named[0].number == state.patient_id:
        return state
    facts: dict[str, str] = {"own_id": named[0].number} if named[0].relation == "self" else {}
    relation = state.for_relation if said is not None and said.relation is not None else None
    return state.with_(
        patient_id=named[0].number,
        patient_name=None,
        date_of_birth=None,
        is_minor=False,
        for_relation=relation or "chosen",
        **facts,
    )


def _is_whole(name: str | None, people: list[Person]) -> bool:
    """Whether a name is somebody's first and family name."""
    return name is not None and any(fold_name(name) == fold_name(person.name) for person in people)


def _of_age(desk: Desk, said: Facts | None) -> list[Person]:
    """The sender's children who are as old as the child that the message speaks of: "my 4-year-old"."""
    if said is None or said.age is None or said.relation not in MINORS:
        return []
    today = desk.now.date()
    children = [person for person in known_people(desk) if person.relation == "dependant"]
    return [each for each in children if each.date_of_birth and people.age_on(each.date_of_birth, today) == said.age]


def _is_none_of_theirs(desk: Desk, said: Facts | None) -> bool:
    """Whether a child's age is told that none of the sender's children on file has, all their ages being known."""
    if said is None or said.age is None or said.relation not in MINORS or _of_age(desk, said):
        return False
    children = relatives(known_people(desk), said.relation)
    return bool(children) and all(child.date_of_birth for child in children)


def is_same_person(state: BookingState, said: Facts, today: date) -> bool:
    """Whether another word for the patient means the same one: "my son Leo", then "my 6-year-old"."""
    before, now = state.for_relation or "", said.relation or ""
    if now not in _WIDER.get(before, ()) and before not in _WIDER.get(now, ()):
        return False
    if said.name is not None and state.patient_name is not None and not _may_be_one(state.patient_name, said.name):
        return False
    born = said.date_of_birth or state.date_of_birth
    if state.date_of_birth is not None and born != state.date_of_birth:
        return False
    return said.age is None or born is None or abs(people.age_on(born, today) - said.age) <= _BIRTHDAY


def _may_be_one(known: str, said: str) -> bool:
    return is_called(known, said) or is_called(said, known)


def closer(before: str | None, now: str) -> str:
    """The word that says more of two for one person."""
    return before if before is not None and before in _WIDER.get(now, ()) else now


def _tells_of_a_stranger(desk: Desk, said: Facts | None) -> bool:
    """Whether a full name or a birth date in the message is nobody's behind the handle."""
    if said is None:
        return False
    is_full = said.name is not None and len(said.name.split()) > 1
    if not is_full and said.date_of_birth is None:
        return False
    fitting = [person for person in known_people(desk) if said.name is None or is_called(person.name, said.name)]
    return all(said.date_of_birth not in (None, person.date_of_birth) for person in fitting)


def relatives(known: list[Person], relation: str | None) -> list[Person]:
    """Those behind a handle whom the sender calls so."""
    if relation == "self":
        return [person for person in known if person.relation == "self"]
    if relation in MINORS:
        minors = [person for person in known if person.relation == "dependant"]
        exact = [person for person in minors if person.kin == relation]
        return exact or [person for person in minors if relation == "child" or person.kin not in MINORS]
    return [person for person in known if person.relation == "helped"]


def is_called(name: str, said: str) -> bool:
    """Whether somebody of this name may be called so."""
    wanted, have = set(fold_name(said).split()), set(fold_name(name).split())
    return bool(wanted) and wanted <= have
