"""Listing a person's coming visits."""

from __future__ import annotations

from conversation.agendas import SOFT
from conversation.extractors.acquaintances import asks_after_another, says_he_or_she
from conversation.household import acting_people, is_called, named_people, relatives
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.visits import visible
from conversation.turn import Desk
from hospital.appointments import Appointment

SHOWN = 8


def my_appointments(desk: Desk, pen: Pen) -> None:
    """Tell the visits that this conversation may see, soonest first."""
    visits, is_anothers = _asked_about(desk, pen, visible(desk, pen, "list"))
    if not visits and is_anothers:
        # neither that there is something to see nor that there is not
        pen.tell(Say.NO_OTHERS_DATA)
        return
    if not visits:
        is_known = bool(acting_people(desk, pen.state))
        find = () if is_known else (pen.option(pen.voice.say(Say.LABEL_FIND_MINE), "find_mine"),)
        options = (
            pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"),
            *find,
            pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),
        )
        say = Say.NO_VISITS if is_known else Say.NO_VISITS_HERE
        if pen.state.question in {None, *SOFT}:
            pen.ask("nothing_yet", say, options)
        else:
            pen.tell(say)  # what is asked goes on standing with its own choices
        return
    local = desk.hospital.local
    several = len({visit.patient for visit in visits}) > 1 or len(acting_people(desk, pen.state)) > 1
    lines = []
    for visit in visits[:SHOWN]:
        facts = {"at": local(visit.starts_at), "doctor": visit.doctor.name, "reference": visit.reference}
        line = pen.voice.say(Say.VISIT_LINE, facts)
        lines.append(line + f" ({visit.patient})" if several else line)
    pen.tell(Say.YOUR_VISITS, visits=pen.voice.lines(lines), count=len(visits))
    desk.note_read("appointments", *(visit.reference for visit in visits[:SHOWN]))
    pen.happened("records.shown", kind="appointments")
    return


def _asked_about(desk: Desk, pen: Pen, visits: list[Appointment]) -> tuple[list[Appointment], bool]:
    """The visits of whoever is asked about, and whether that is somebody whose visits are not the sender's to see."""
    referred = [visit for visit in visits if visit.reference in desk.understanding.references]
    if referred:
        return referred, False
    named = named_people(desk, None)
    if named:
        numbers = {person.number for person in named}
        return [v for v in visits if v.patient_number in numbers], not any("list" in each.may for each in named)
    if asks_after_another(desk.understanding):
        return _of_another(desk, pen, visits), True
    state = pen.state
    if not says_he_or_she(desk.understanding):
        return visits, False
    number = state.patient_id or (state.last_act.patient_id if state.last_act is not None else None)
    if number is None:
        # whoever is being booked for and is nobody's behind the handle
        is_another = state.for_relation not in (None, "self", "chosen")
        return ([], True) if is_another else (visits, False)
    person = next((each for each in acting_people(desk, state) if each.number == number), None)
    if person is not None and person.relation == "self":
        return visits, False
    return [visit for visit in visits if visit.patient_number == number], person is None or "list" not in person.may


def _of_another(desk: Desk, pen: Pen, visits: list[Appointment]) -> list[Appointment]:
    """Those of the visits that are the relative's, or the named one's, whom the message asks after."""
    said = desk.understanding.person
    if said is None:
        return []  # told by a name alone that is nobody's behind the handle
    if said.name is not None:
        return [visit for visit in visits if is_called(visit.patient, said.name)]
    acting = acting_people(desk, pen.state)
    numbers = {person.number for person in relatives(acting, said.relation)}
    if not numbers and said.relation == pen.state.for_relation:
        # booked here for a relative who is nobody's behind the handle
        numbers = {visit.patient_number for visit in visits} - {person.number for person in acting}
    return [visit for visit in visits if visit.patient_number in numbers]
