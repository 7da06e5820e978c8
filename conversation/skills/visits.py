"""Finding the visit that somebody speaks of, among those that they may see, move or cancel."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.patients import is_full_name, known_people
from conversation.state import Wanted
from conversation.turn import Desk
from hospital import appointments, people
from hospital.appointments import OPEN, Appointment

SHOWN = 6
PROOF_TRIES = 3


def visible(desk: Desk, pen: Pen, act: str) -> list[Appointment]:
    """The open visits that this conversation may `list`, `move` or `cancel`.

    Those of the people behind a vouched number, as far as they allow it, and those booked here.
    """
    known = [person for person in known_people(desk, pen) if act in person.may]
    found = appointments.upcoming(desk.unit, desk.hospital, people.ids(known)) if known else []
    have = {visit.reference for visit in found}
    here = [reference for reference in pen.state.booked_here if reference not in have]
    if here:
        booked = appointments.by_references(desk.unit, desk.hospital, here)
        found += [v for v in booked if v.status in OPEN and v.ends_at > desk.unit.now]
    return sorted(found, key=lambda visit: visit.starts_at)


def need_visit(desk: Desk, pen: Pen, say: Say, *, by_day: bool) -> Appointment | None:
    """The visit meant; None when something was asked or said instead.

    `by_day`: a day in the message tells which visit is meant (cancelling), rather than where it goes (moving).
    """
    visits = visible(desk, pen, "cancel" if by_day else "move")
    named = _named(desk, visits)
    if named is not None:
        pen.keep(visit=named.reference)
        return named
    if pen.state.visit is not None:
        settled = [visit for visit in visits if visit.reference == pen.state.visit]
        if settled and not (by_day and _points_elsewhere(desk, pen, settled[0], visits)):
            return settled[0]
    fitting = _fitting(desk, pen, visits, by_day=by_day)
    if len(fitting) == 1:
        pen.keep(visit=fitting[0].reference)
        return fitting[0]
    if not visits:
        return _by_proof(desk, pen, by_day=by_day)
    if desk.understanding.references:
        pen.tell(Say.VISIT_NOT_FOUND)
    _which(desk, pen, fitting or visits, say)
    return None


def _named(desk: Desk, visits: list[Appointment]) -> Appointment | None:
    wanted = set(desk.understanding.references)
    return next((visit for visit in visits if visit.reference in wanted), None)


def _fitting(desk: Desk, pen: Pen, visits: list[Appointment], *, by_day: bool) -> list[Appointment]:
    """The visits that the doctor, the person and (where it tells) the day of the message fit."""
    fitting = visits
    doctors = {code for m in desk.understanding.doctors if not m.rejected for code in m.codes}
    if doctors and any(visit.doctor.code in doctors for visit in visits):
        fitting = [visit for visit in fitting if visit.doctor.code in doctors]
    specialities = {m.code for m in desk.understanding.specialities if not m.rejected}
    if specialities and any(visit.doctor.speciality.code in specialities for visit in fitting):
        fitting = [visit for visit in fitting if visit.doctor.speciality.code in specialities]
    if pen.state.patient_name is not None:
        named = [visit for visit in fitting if pen.state.patient_name.casefold() in visit.patient.casefold()]
        fitting = named or fitting
    if by_day and pen.state.wanted is not None:
        wanted = pen.state.wanted
        exact = [visit for visit in fitting if is_within(desk, visit, wanted)]
        fitting = exact or [visit for visit in fitting if _is_weekday(desk, visit, wanted)]
    return fitting


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


def _points_elsewhere(desk: Desk, pen: Pen, visit: Appointment, visits: list[Appointment]) -> bool:
    if pen.heard.picked is not None and pen.heard.picked.visit == visit.reference:
        return False
    wanted = pen.state.wanted
    return wanted is not None and "wanted" in pen.heard.changed and not is_within(desk, visit, wanted)


def _which(desk: Desk, pen: Pen, visits: list[Appointment], say: Say) -> None:
    options = []
    for visit in visits[:SHOWN]:
        label = f"{pen.voice.label(desk.hospital.local(visit.starts_at))}, {visit.doctor.name}"
        if len({v.patient for v in visits}) > 1:
            label = f"{label} ({visit.patient})"
        options.append(pen.option(label, "visit", visit=visit.reference))
    pen.keep(visit=None, visit_options=tuple(visit.reference for visit in visits[:SHOWN]))
    pen.ask("visit", say, tuple(options))


def _by_proof(desk: Desk, pen: Pen, *, by_day: bool) -> Appointment | None:
    """Nobody vouches for the sender: name, birth date and the visit's day or reference together stand for it."""
    state = pen.state
    if desk.vouched_phone is not None and known_people(desk, pen):
        pen.tell(Say.NO_VISITS)
        pen.state = state.without_errand().with_(question=None)
        return None
    if state.failed_proofs >= PROOF_TRIES:
        pen.ask("offer_human", Say.PROOF_LOCKED, (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),))
        return None
    if desk.understanding.references:
        # a claim, not yet a right: it counts once name and birth date prove it
        pen.keep(visit=desk.understanding.references[0])
        state = pen.state
    if state.patient_name is None or not is_full_name(state.patient_name):
        pen.ask("name", Say.PROVE_NAME)
        return None
    if state.date_of_birth is None:
        pen.ask("date_of_birth", Say.PROVE_BIRTH)
        return None
    # when a visit is to be moved, a day said unasked is where it goes
    tells_visit = by_day or state.question == "visit_day"
    day = state.wanted.day if state.wanted is not None and tells_visit else None
    if state.visit is None and day is None:
        pen.ask("visit_day", Say.PROVE_VISIT)
        return None
    found = _proven(desk, pen, tells_visit=tells_visit)
    if found is None:
        pen.keep(failed_proofs=state.failed_proofs + 1, patient_name=None, date_of_birth=None, wanted=None, visit=None)
        pen.ask("name", Say.PROOF_FAILED, (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),))
        return None
    pen.keep(
        visit=found.reference,
        wanted=None if tells_visit else state.wanted,
        booked_here=(*state.booked_here, found.reference)[-10:],
    )
    return found


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
