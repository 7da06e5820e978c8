"""The people behind the sender's number, and which of them a message means."""

from __future__ import annotations

from conversation.extractors.acquaintances import may_name_somebody, named_as_patient
from conversation.extractors.entities import Person as Facts
from conversation.state import BookingState
from conversation.turn import Desk
from hospital import people
from hospital.names import fold_name
from hospital.people import Person

MINORS = frozenset({"child", "son", "daughter"})


def known_people(desk: Desk) -> list[Person]:
    """Whom the sender's number may speak for; nobody where no channel vouches for it."""
    phone = desk.vouched_phone
    if phone is None:
        return []
    if not desk.known_people:
        age = desk.hospital.booking.guardian_until_age
        desk.known_people.extend(people.behind(desk.unit, phone, desk.now.date(), age))
    return desk.known_people


def named_people(desk: Desk, question: str | None) -> list[Person]:
    """Those behind the handle whom the message names as the patient: "for Sue", "can Hank see ...", "Finn's visit"."""
    known = known_people(desk)
    return [known[n] for n in named_as_patient(desk.understanding, [person.name for person in known], question)]


def merge_named(state: BookingState, desk: Desk) -> BookingState:
    """Take whom the message names for a visit that is being booked, if the sender's number speaks for them."""
    said = desk.understanding.person
    if desk.message.choice is not None or state.task != "book" or desk.vouched_phone is None:
        return state
    if not may_name_somebody(desk.understanding) or _tells_of_a_stranger(desk, said):
        return state
    named = [person for person in named_people(desk, state.question) if "book" in person.may]
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
