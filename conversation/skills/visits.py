"""Finding the visit that somebody speaks of, among those that they may see, move or cancel."""

from __future__ import annotations

from conversation.extractors.visits import days_of_visits
from conversation.household import acting_people, is_called, named_people, relatives
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import is_locked, wrong_answer
from conversation.skills.patients import is_full_name
from conversation.state import Offered, Wanted
from conversation.turn import Desk
from hospital import appointments, audit, claims, people
from hospital.appointments import OPEN, Appointment
from hospital.people import Person

SHOWN = 6
_TOWARDS = frozenset("to a al con see ver".split())
"""Before a doctor to whom a visit is to go."""


def visible(desk: Desk, pen: Pen, act: str) -> list[Appointment]:
    """The open visits that this conversation may `list`, `move` or `cancel`.

    Those of the people behind a vouched number, as far as they allow it, and those booked here.
    """
    known = [person for person in acting_people(desk, pen.state) if act in person.may]
    found = appointments.upcoming(desk.unit, desk.hospital, people.ids(known)) if known else []
    have = {visit.reference for visit in found}
    here = [reference for reference in pen.state.booked_here if reference not in have]
    if here:
        booked = appointments.by_references(desk.unit, desk.hospital, here)
        found += [v for v in booked if v.status in OPEN and v.ends_at > desk.unit.now]
    return sorted(found, key=lambda visit: visit.starts_at)


def may_hear_of(desk: Desk, pen: Pen, reference: str) -> bool:
    """Whether this conversation may be told of a visit that is in the way, and when it is."""
    return reference in {visit.reference for visit in visible(desk, pen, "move")}


def need_visit(desk: Desk, pen: Pen, say: Say, *, by_day: bool) -> Appointment | None:
    """The visit meant; None when something was asked or said instead.

    `by_day`: a day in the message tells which visit is meant (cancelling), rather than where it goes (moving).
    """
    visits = visible(desk, pen, "cancel" if by_day else "move")
    named = _named(desk, visits)
    if named is not None:
        pen.keep(visit=named.reference)
        return named
    theirs = _of_whom(desk, pen, visits)
    settled = next((visit for visit in theirs if visit.reference == pen.state.visit), None)
    if settled is not None and not _points_elsewhere(desk, pen, settled, theirs, by_day=by_day):
        return settled
    fitting = _fitting(desk, pen, theirs, by_day=by_day)
    if pen.state.question == "visit" and not pen.heard.changed:
        # nothing new was said about which: those asked about stay the ones in question
        fitting = [visit for visit in fitting if visit.reference in pen.state.visit_options] or fitting
    if len(fitting) == 1:
        pen.keep(visit=fitting[0].reference)
        return fitting[0]
    if not theirs:
        return _nothing_of_theirs(desk, pen, by_day=by_day)
    if desk.understanding.references or (not fitting and pen.state.question != "visit"):
        pen.tell(Say.VISIT_NOT_FOUND)
    _which(desk, pen, fitting or theirs, say)
    return None


def meant_visits(desk: Desk, pen: Pen, act: str) -> list[Appointment]:
    """The visits of whoever is spoken of that this conversation may `move` or `cancel`, with the doctor if named."""
    theirs = _of_whom(desk, pen, visible(desk, pen, act))
    return _fitting(desk, pen, theirs, by_day=True) or theirs


def _named(desk: Desk, visits: list[Appointment]) -> Appointment | None:
    wanted = set(desk.understanding.references)
    return next((visit for visit in visits if visit.reference in wanted), None)


# --- whose it is ----------------------------------------------------------------------------------


def _of_whom(desk: Desk, pen: Pen, visits: list[Appointment]) -> list[Appointment]:
    """The visits of whoever is spoken of; all of them where nobody is."""
    state = pen.state
    people_meant = _meant(desk, pen)
    if people_meant:
        numbers = {person.number for person in people_meant}
        return [visit for visit in visits if visit.patient_number in numbers]
    if state.patient_name is not None:
        return [visit for visit in visits if is_called(visit.patient, state.patient_name)]
    if state.for_relation in (None, "chosen"):
        return visits
    known = acting_people(desk, pen.state)
    own = {person.number for person in known if person.relation == "self"} | {state.own_id}
    if state.for_relation == "self":
        return [visit for visit in visits if visit.patient_number in own]
    # a relative who is nobody's behind the handle: one of those booked for here, if anybody
    known_numbers = {person.number for person in known} | own
    return [visit for visit in visits if visit.patient_number not in known_numbers]


def _meant(desk: Desk, pen: Pen) -> list[Person]:
    """Those behind the handle who are spoken of, by name or as a relative."""
    state, known = pen.state, acting_people(desk, pen.state)
    named = named_people(desk, pen.state.question)
    if named and not (state.patient_name and len(state.patient_name.split()) > 1):
        pen.keep(patient_name=named[0].name if len(named) == 1 else state.patient_name)
        return named
    if state.patient_name is not None:
        return [person for person in known if is_called(person.name, state.patient_name)]
    if state.for_relation in (None, "chosen"):
        return []
    return relatives(known, state.for_relation)


def _nothing_of_theirs(desk: Desk, pen: Pen, *, by_day: bool) -> Appointment | None:
    """No visit to act on: none there, not the sender's to act on, or nobody vouches for the sender."""
    known, act = acting_people(desk, pen.state), "cancel" if by_day else "move"
    people_meant = _meant(desk, pen)
    speaks_of_others = pen.state.patient_name is not None or pen.state.for_relation not in (None, "self", "chosen")
    if not known or (speaks_of_others and not people_meant):
        return _by_proof(desk, pen, by_day=by_day)
    options: tuple[Offered, ...] = (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),)
    facts: dict[str, object] = {}
    barred = [person.name for person in people_meant or known if act not in person.may]
    if barred and len(barred) == len(people_meant or known):
        say = Say.MAY_NOT_CANCEL_FOR if by_day else Say.MAY_NOT_MOVE_FOR
        facts = {"patient": pen.voice.all_of(barred), "phone": desk.hospital.phone or ""}
    else:
        say = Say.VISIT_NOT_FOUND if desk.understanding.references else Say.NO_VISITS
        options = (pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"), *options)
    pen.state = pen.state.without_errand().with_(question=None)
    pen.ask("nothing_yet", say, options, **facts)
    return None


# --- which one ------------------------------------------------------------------------------------


def _fitting(desk: Desk, pen: Pen, visits: list[Appointment], *, by_day: bool) -> list[Appointment]:
    """The visits that the doctor and the day of the message fit; when moving, only a day that names a visit."""
    fitting = visits
    doctors = _doctors_of(desk, visits, by_day=by_day)
    if doctors:
        fitting = [visit for visit in fitting if visit.doctor.code in doctors]
    specialities = {m.code for m in desk.understanding.specialities if not m.rejected}
    if specialities and any(visit.doctor.speciality.code in specialities for visit in fitting):
        fitting = [visit for visit in fitting if visit.doctor.speciality.code in specialities]
    told = days_of_visits(desk.understanding.message, desk.understanding.whens)
    on_day = [visit for visit in fitting if desk.hospital.local(visit.starts_at).date() in told]
    if on_day and not by_day:
        fitting = on_day
    if by_day and pen.state.wanted is not None:
        wanted = pen.state.wanted
        exact = [visit for visit in fitting if is_within(desk, visit, wanted)]
        fitting = exact or [visit for visit in fitting if _is_weekday(desk, visit, wanted)]
    return fitting


def _doctors_of(desk: Desk, visits: list[Appointment], *, by_day: bool) -> set[str]:
    """The doctors named as those of the visit meant. To move one, a doctor may also be whom it goes to."""
    if by_day:
        named = {code for mention in desk.understanding.doctors if not mention.rejected for code in mention.codes}
        return named | _services_of(desk)
    tokens = desk.understanding.message.tokens
    found: set[str] = set()
    for mention in desk.understanding.doctors:
        before = [token.text for token in tokens if token.end <= mention.span.start][-1:]
        if mention.rejected or not _TOWARDS.intersection(before):
            found.update(mention.codes)
    found |= _services_of(desk)
    return found & {visit.doctor.code for visit in visits}


def _services_of(desk: Desk) -> set[str]:
    """The tests and treatments spoken of, as visits have them."""
    found = (desk.hospital.bookable(code) for code in desk.service.codes)
    return {each.code for each in found if each is not None}


def _is_weekday(desk: Desk, visit: Appointment, wanted: Wanted) -> bool:
    """Somebody with a visit on a Tuesday says "Tuesday", in whichever week it is."""
    return wanted.day is not None and desk.hospital.local(visit.starts_at).weekday() == wanted.day.weekday()


def is_within(desk: Desk, visit: Appointment, wanted: Wanted) -> bool:
    """Whether a visit lies where somebody pointed."""
    local = desk.hospital.local(visit.starts_at)
    if wanted.first_day is not None and local.date() < wanted.first_day:
        return False
    if wanted.end_day is not None and local.date() >= wanted.end_day:
        return False
    return not (wanted.is_exact and wanted.first_time is not None and local.time() != wanted.first_time)


def _points_elsewhere(desk: Desk, pen: Pen, visit: Appointment, visits: list[Appointment], *, by_day: bool) -> bool:
    """Whether the message means another visit than the one settled on."""
    if pen.heard.picked is not None and pen.heard.picked.visit == visit.reference:
        return False
    doctors = _doctors_of(desk, visits, by_day=by_day)
    if doctors and visit.doctor.code not in doctors and (by_day or pen.state.question is None):
        return True
    wanted = pen.state.wanted
    return by_day and wanted is not None and "wanted" in pen.heard.changed and not is_within(desk, visit, wanted)


def _which(desk: Desk, pen: Pen, visits: list[Appointment], say: Say) -> None:
    options = []
    for visit in visits[:SHOWN]:
        label = f"{pen.voice.label(desk.hospital.local(visit.starts_at))}, {pen.voice.tell(visit.doctor.name)}"
        if len({v.patient for v in visits}) > 1:
            label = f"{label} ({visit.patient})"
        at = desk.hospital.local(visit.starts_at)
        options.append(pen.option(label, "visit", visit=visit.reference, starts_at=at))
    shown = tuple(visit.reference for visit in visits[:SHOWN])
    desk.note_read("appointments", *shown)
    pen.keep(visit=None, visit_options=shown)
    pen.ask("visit", say, tuple(options))


def _by_proof(desk: Desk, pen: Pen, *, by_day: bool) -> Appointment | None:
    """Nobody vouches for the sender: name, birth date and the visit's day or reference together stand for it."""
    state = pen.state
    if is_locked(desk, state):
        _locked(pen)
        return None
    if _begins_again(desk, pen):
        pen.keep(wanted=None if "wanted" not in pen.heard.changed else state.wanted, visit=None)
        state = pen.state
    if desk.understanding.references:
        # a claim, not yet a right: it counts once name and birth date prove it
        pen.keep(visit=desk.understanding.references[0])
        state = pen.state
    if state.patient_name is None or not is_full_name(state.patient_name):
        _ask_for(pen, "name", Say.PROVE_NAME)
        return None
    if state.date_of_birth is None:
        if _ask_for(pen, "date_of_birth", Say.PROVE_BIRTH) and state.question != "date_of_birth":
            pen.happened("identity.challenged", method="date_of_birth")
        return None
    # when a visit is to be moved, a day said unasked is where it goes
    tells_visit = by_day or state.question == "visit_day"
    day = state.wanted.day if state.wanted is not None and tells_visit else None
    if state.visit is None and day is None:
        _ask_for(pen, "visit_day", Say.PROVE_VISIT)
        return None
    if state.visit is None and claims.is_exhausted(desk.unit, state.patient_name, state.date_of_birth):
        # days are guessed at elsewhere: whether there is such a patient makes no difference; who has the reference
        # guesses nothing, and is not locked out by those who do
        pen.keep(patient_name=None, date_of_birth=None, wanted=None, visit=None)
        _locked(pen)
        return None
    found = _proven(desk, pen, tells_visit=tells_visit)
    if found is None:
        claims.refuse(desk.unit, state.patient_name, state.date_of_birth)
        _does_not_fit(desk, pen, by_day=by_day)
        return None
    pen.happened("identity.confirmed", method="date_of_birth")
    facts = {"method": "visit", "channel": desk.message.channel}
    audit.append(desk.unit, audit.Entry("identity.confirmed", found.reference, facts), chain_of=desk.conversation_id)
    pen.keep(
        visit=found.reference,
        wanted=None if tells_visit else state.wanted,
        booked_here=(*state.booked_here, found.reference)[-10:],
    )
    return found


def _does_not_fit(desk: Desk, pen: Pen, *, by_day: bool) -> None:
    """One of the three is wrong: whichever is told again takes the place of what was told before."""
    wrong_answer(desk, pen, "date_of_birth")
    pen.keep(in_vain=pen.state.in_vain + 1)
    if pen.state.in_vain >= IN_VAIN:
        _leave_to_person(pen)
        return
    pen.keep(date_of_birth=None, patient_id=None, visit=None, wanted=pen.state.wanted if by_day else None)
    pen.ask("name", Say.PROOF_FAILED, (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),))


def _begins_again(desk: Desk, pen: Pen) -> bool:
    """Whether, after what was told did not fit, the name alone is told again: all three are asked for anew."""
    told = desk.understanding.person
    is_after = pen.state.in_vain > 0 and pen.state.question == "name"
    return is_after and told is not None and told.name is not None and told.date_of_birth is None


IN_VAIN = 2
"""After so many answers that did not help a person looks for the visit."""


def _ask_for(pen: Pen, question: str, say: Say) -> bool:
    """Ask for one of the three; False where it was asked in vain so often that a person is offered instead."""
    if pen.state.question == question:
        pen.keep(in_vain=pen.state.in_vain + 1)
    if pen.state.in_vain >= IN_VAIN and pen.state.question == question:
        _leave_to_person(pen)
        return False
    pen.ask(question, say)
    return True


def _leave_to_person(pen: Pen) -> None:
    """A person looks for it; on the phone, where this counts as not understood, at once."""
    pen.keep(misses=IN_VAIN, in_vain=0, wanted=None, visit=None, date_of_birth=None, patient_id=None)
    human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
    pen.ask("offer_human", Say.PROOF_TO_PERSON, (human,), phone=pen.desk.hospital.phone or "")


def _locked(pen: Pen) -> None:
    pen.ask("offer_human", Say.PROOF_LOCKED, (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),))


def _proven(desk: Desk, pen: Pen, *, tells_visit: bool) -> Appointment | None:
    state = pen.state
    assert state.patient_name is not None and state.date_of_birth is not None
    owners = people.matching(desk.unit, state.patient_name, state.date_of_birth)
    visits = appointments.upcoming(desk.unit, desk.hospital, people.ids(owners)) if owners else []
    for visit in visits:
        on_day = (
            tells_visit
            and state.wanted is not None
            and state.wanted.day is not None
            and is_within(desk, visit, state.wanted)
        )
        if visit.reference == state.visit or (state.visit is None and on_day):
            return visit
    return None
