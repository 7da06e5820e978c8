"""Finding out who a visit is for, and registering whom the desk does not know yet."""

from __future__ import annotations

from conversation.household import MINORS, is_called, known_people, named_people, relatives
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import level_of
from conversation.state import REGISTERED_HERE_KEPT
from conversation.turn import Desk
from hospital import audit, people, registering, tasks
from hospital.names import fold_name
from hospital.people import Person
from hospital.registering import NewPatient


def patient_of(desk: Desk, pen: Pen) -> Person | None:
    """The patient settled on, read afresh."""
    number = pen.state.patient_id
    return person_of(desk, number) if number is not None else None


def person_of(desk: Desk, number: str) -> Person | None:
    """The patient of a number, with what the sender is to them."""
    known = next((person for person in known_people(desk) if person.number == number), None)
    return known or people.by_number(desk.unit, number)


def need_patient(desk: Desk, pen: Pen) -> bool:
    """Settle who the visit is for. True when something was asked."""
    state = pen.state
    if state.patient_id is not None:
        return False
    known = [person for person in known_people(desk) if "book" in person.may and person.number != state.besides]
    if known and not (state.for_relation == "other" or _is_new(state.patient_name, known)):
        if _recognise(desk, pen, known):
            return False
        fitting = _eligible(known, pen.state.for_relation)
        if pen.state.for_relation in (None, "self", "chosen") or (len(fitting) > 1 and state.patient_name is None):
            return _which_person(pen, fitting or known)
    if state.own_id is not None and state.for_relation in (None, "self") and state.patient_name is None and not known:
        pen.keep(patient_id=state.own_id)
        return False
    return _ask_about_patient(desk, pen)


def _recognise(desk: Desk, pen: Pen, known: list[Person]) -> bool:
    """Match what was said about the person to those whom the handle may speak for."""
    state = pen.state
    named = [person for person in named_people(desk, pen.state.question) if person in known]
    if state.patient_name is not None:
        fitting = [person for person in known if is_called(person.name, state.patient_name)]
    elif named:
        fitting = named
    elif state.for_relation in (None, "chosen"):
        fitting = known
    else:
        fitting = relatives(known, state.for_relation)
    if len(fitting) != 1:
        return False
    person = fitting[0]
    pen.keep(patient_id=person.number)
    if person.relation == "self":
        pen.keep(own_id=person.number)
    return True


def _eligible(known: list[Person], relation: str | None) -> list[Person]:
    """Those who may be meant by what the sender calls them; one owner of a number may be the other's wife."""
    if relation in (None, "chosen"):
        return known
    owners = [person for person in known if person.relation == "self"]
    return relatives(known, relation) or (owners if relation not in MINORS and len(owners) > 1 else [])


def _is_new(said: str | None, known: list[Person]) -> bool:
    """Whether a full name was given that nobody behind the handle has."""
    return said is not None and len(said.split()) > 1 and not any(is_called(person.name, said) for person in known)


def _which_person(pen: Pen, known: list[Person]) -> bool:
    options = tuple(pen.option(person.name, "person", person=person.number) for person in known)
    other = pen.option(pen.voice.say(Say.LABEL_SOMEONE_ELSE), "someone_else")
    pen.ask("who", Say.FOR_WHOM, (*options, other))
    return True


def _ask_about_patient(desk: Desk, pen: Pen) -> bool:
    state = pen.state
    relation = _relation(pen)
    if state.patient_name is None:
        if relation is not None:
            _ask_name(pen, Say.ASK_NAME_OF, relation=relation)
        else:
            _ask_name(pen, Say.ASK_NAME)
        return True
    if not is_full_name(state.patient_name):
        _ask_name(pen, Say.ASK_FULL_NAME, name=state.patient_name)
        return True
    if state.date_of_birth is None:
        if relation is not None:
            pen.ask("date_of_birth", Say.ASK_BIRTH_OF, name=state.patient_name)
        else:
            pen.ask("date_of_birth", Say.ASK_BIRTH)
        return True
    if _needs_guardian(desk, pen):
        pen.keep(is_minor=True)
        pen.ask("guardian_name", Say.ASK_GUARDIAN)
        return True
    if reachable_on(desk, pen) is None:
        pen.ask("phone", Say.ASK_PHONE)
        return True
    return False


VAIN_BEFORE_PERSON = 2
"""After the name was asked for so often and not told, a person is offered beside the question."""


def name_in_vain(pen: Pen) -> bool:
    """Note that the name was asked for and not told, whatever else was; whether that is often enough for a person."""
    if pen.state.question == "name" and "patient_name" not in pen.heard.changed:
        pen.keep(in_vain=pen.state.in_vain + 1)
    return pen.state.question == "name" and pen.state.in_vain >= VAIN_BEFORE_PERSON


def _ask_name(pen: Pen, say: Say, **facts: str) -> None:
    options = (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),) if name_in_vain(pen) else ()
    pen.ask("name", say, options, **facts)


def is_full_name(name: str) -> bool:
    """Whether a name has a family name; scripts that put no space between the two have it in one word."""
    return len(name.split()) > 1 or (len(name) > 1 and all("\u2e80" <= character <= "\ud7ff" for character in name))


def _relation(pen: Pen) -> str | None:
    """How the desk speaks of whom the visit is for; None for the sender."""
    relation = pen.state.for_relation
    if relation in (None, "self", "chosen"):
        return None
    return pen.voice.grammar.relations.get(relation or "", pen.voice.grammar.relations["other"])


def reachable_on(desk: Desk, pen: Pen) -> str | None:
    """The number for calling back: the channel's where it vouches for one, else the one given."""
    return desk.vouched_phone or pen.state.phone or desk.message.sender


_ANOTHERS = frozenset({"mother", "father", "wife", "husband", "partner", "other", *MINORS})
"""Whom a visit is for when it is not for the sender; a child who has come of age is one of them."""


def is_anothers(desk: Desk, pen: Pen, person: Person) -> bool:
    """Whether a visit is for an adult who never said that the sender may book for them."""
    if pen.state.for_relation not in _ANOTHERS or pen.state.is_minor:
        return False
    return all(known.number != person.number for known in known_people(desk))


def _is_minor(desk: Desk, pen: Pen) -> bool:
    """Whether the visit is for a child for whom a guardian speaks: called so, or by the birth date alone."""
    born, today = pen.state.date_of_birth, desk.now.date()
    if born is None or not (pen.state.is_minor or pen.state.for_relation in (None, "self", "chosen")):
        return False
    return people.age_on(born, today) < desk.hospital.booking.guardian_until_age


def _own(desk: Desk, pen: Pen) -> Person | None:
    """Who writes, where that is known: as a patient, or as a guardian."""
    owner = next((known for known in known_people(desk) if known.relation == "self"), None)
    number = pen.state.own_id or pen.state.guardian_id
    return owner or (people.by_number(desk.unit, number) if number is not None else None)


def _needs_guardian(desk: Desk, pen: Pen) -> bool:
    name = pen.state.guardian_name
    return _is_minor(desk, pen) and (name is None or not is_full_name(name)) and _own(desk, pen) is None


def _guardian(desk: Desk, pen: Pen) -> Person | None:
    """Who speaks for the child; registered with a name alone where the desk has not met them yet."""
    owner, phone = _own(desk, pen), reachable_on(desk, pen)
    if owner is not None or pen.state.guardian_name is None or phone is None:
        return owner
    is_verified = desk.vouched_phone is not None
    is_theirs = phone == desk.message.sender
    named = NewPatient(pen.state.guardian_name, None, phone, pen.language, is_verified, is_from_phone=is_theirs)
    person, made = registering.register(desk.unit, named)
    pen.keep(guardian_id=person.number)
    if made:
        _registered(desk, pen, person)
    _keep_told_name(pen, person, named.name)
    return person


def settled_patient(desk: Desk, pen: Pen) -> Person:
    """The patient whom `need_patient` settled on, registered now if the desk has not met them yet."""
    person = patient_of(desk, pen)
    if person is not None:
        return person
    state = pen.state
    assert state.patient_name is not None and state.date_of_birth is not None
    is_minor = _is_minor(desk, pen)
    pen.keep(is_minor=is_minor)
    guardian = _guardian(desk, pen) if is_minor else None
    is_proven = guardian is not None and level_of(desk, state, guardian) >= 1
    new = NewPatient(
        name=state.patient_name,
        date_of_birth=state.date_of_birth,
        phone=reachable_on(desk, pen),
        language=pen.language,
        # whoever answers for another adult is not that adult: their number makes nobody its owner
        is_verified=is_proven
        or (desk.vouched_phone is not None and not (state.for_relation in _ANOTHERS and not is_minor)),
        guardian=guardian,
        relation=state.for_relation,
        named_here=state.registered_here,
        is_from_phone=reachable_on(desk, pen) == desk.message.sender,
    )
    person, made = registering.register(desk.unit, new)
    desk.handles.clear()
    known_people(desk)
    pen.keep(patient_id=person.number)
    if state.for_relation in (None, "self") and not is_minor:
        pen.keep(own_id=person.number)
    if made:
        _registered(desk, pen, person, guardian)
    _keep_told_name(pen, person, new.name)
    return person


def _keep_told_name(pen: Pen, person: Person, said: str) -> None:
    """Somebody on file under another name than the one that was said."""
    if fold_name(person.name) != fold_name(said):
        pen.keep(told_names={**pen.state.told_names, person.number: said})


def _registered(desk: Desk, pen: Pen, person: Person, guardian: Person | None = None) -> None:
    pen.keep(registered_here=(*pen.state.registered_here, person.number)[-REGISTERED_HERE_KEPT:])
    pen.happened("patient.registered", patient=person.name, patient_id=person.number)
    facts = {"is_vouched": desk.vouched_phone is not None, "guardian": guardian.number if guardian else None}
    audit.append(desk.unit, audit.Entry("patient.register", person.number, facts), chain_of=desk.conversation_id)
    _note_duplicates(desk, pen, person)


def _note_duplicates(desk: Desk, pen: Pen, person: Person) -> None:
    """Have the desk look whether somebody new is one on file; the patient hears nothing of it."""
    likely = registering.likely_duplicates(desk.unit, person)
    if not likely:
        return
    others = ", ".join(f"{other.number} {other.name}" for other in likely)
    task = tasks.NewTask(
        request_key=f"duplicate-{person.number}",
        queue="desk",
        kind=tasks.DUPLICATE,
        summary=pen.note(Say.NOTE_DUPLICATE, new=f"{person.number} {person.name}", others=others),
        patient_id=person.id,
    )
    tasks.create(desk.unit, desk.hospital, task)
