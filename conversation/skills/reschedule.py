"""Moving a visit: the new time is taken before the old one is let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from conversation.extractors.entities import When
from conversation.extractors.moods import Mood
from conversation.extractors.when import find_whens
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.book import nobody, visit_facts, what_to_change
from conversation.skills.doctors import candidates, need_doctor
from conversation.skills.holding import drop_old_hold, reserve
from conversation.skills.notices import tell_number_on_file
from conversation.skills.times import need_time, note_beside_times, taken
from conversation.skills.visits import may_hear_of, need_visit
from conversation.skills.waitlist_served import served, tell_served
from conversation.state import Act, without_time
from conversation.turn import Desk, Outcome
from conversation.wishing import wish_for
from hospital import appointment_changes
from hospital.appointments import Appointment
from hospital.errors import BeyondHorizonError, OverlapError, SlotTakenError, TooSoonError, TransitionError
from hospital.waitlist_entries import Entry


def reschedule(desk: Desk, pen: Pen) -> None:
    """Go on with moving a visit as far as what is known allows."""
    pen.keep(task="reschedule", is_done=False)
    _go_on(desk, pen)
    drop_old_hold(desk, pen)


def _go_on(desk: Desk, pen: Pen) -> None:
    if pen.heard.answer == "no" and pen.state.question == "confirm" and not pen.heard.changed:
        return what_to_change(desk, pen)
    if Mood.SPEAKS_OF_VISIT not in desk.moods and note_beside_times(desk, pen):
        # the visit is settled on and has its patient: a name said now looks for no other
        pen.keep(patient_name=None)
        return None
    visit = _visit(desk, pen)
    if visit is None:
        return None
    if not _goes_elsewhere(pen, visit):
        pen.keep(selected_doctor=visit.doctor.code, speciality=visit.doctor.speciality.code)
        if visit.doctor.service is not None:
            pen.keep(doctor_options=(), unknown_doctor=None, speciality_options=())
    told, is_first = len(pen.outcomes), not pen.state.offered
    if need_doctor(desk, pen):
        return _say_what_moves(desk, pen, visit, told) if is_first and "meant" in pen.state.inferred else None
    doctors = candidates(desk, pen)
    if not doctors:
        return nobody(desk, pen)
    is_bare = pen.state.wanted is None and not pen.state.soonest and not pen.heard.notes
    told = len(pen.outcomes)
    if need_time(desk, pen, doctors):
        # whoever did not say "move" hears that this is one
        is_due = is_bare or "meant" in pen.state.inferred
        return _say_what_moves(desk, pen, visit, told) if is_first and is_due else None
    if _confirm(desk, pen, visit):
        return None
    return _move(desk, pen, visit)


def _say_what_moves(desk: Desk, pen: Pen, visit: Appointment, told: int) -> None:
    """Say which visit moves, and that it stands until then, before what is asked; `told` is what was said before."""
    desk.note_read("appointments", visit.reference)
    at = desk.hospital.local(visit.starts_at)
    facts = {"doctor": visit.doctor.name, "at": at, "patient": visit.patient}
    pen.outcomes.insert(told, Outcome(Say.MOVING, facts))


def _goes_elsewhere(pen: Pen, visit: Appointment) -> bool:
    """Whether a doctor was said, or another speciality than the visit's; a test or a treatment goes to none."""
    state = pen.state
    if visit.doctor.service is not None:
        return False
    if state.selected_doctor or state.doctor_options or state.unknown_doctor:
        return True
    return state.speciality not in (None, visit.doctor.speciality.code)


def _visit(desk: Desk, pen: Pen) -> Appointment | None:
    """The visit to move, with what was said about its new time read from there; None when something was said."""
    picked = pen.heard.picked
    if picked is not None and picked.kind == "start_reschedule" and picked.visit:
        pen.keep(visit=picked.visit)
    had_visit = pen.state.visit is not None
    visit = need_visit(desk, pen, Say.WHICH_VISIT_TO_MOVE, by_day=False)
    if visit is None:
        return None
    if not had_visit:
        _drop_the_old_time(desk, pen, visit)
    _relative_to_visit(desk, pen, visit)
    return None if _is_there_already(desk, pen, visit) else visit


def _drop_the_old_time(desk: Desk, pen: Pen, visit: Appointment) -> None:
    """In "move my Monday visit to Friday" the visit's own day is not where it goes."""
    wanted = pen.state.wanted
    old = desk.hospital.local(visit.starts_at)
    if wanted is not None and wanted.day == old.date() and not wanted.has_time:
        also = pen.state.wanted_also
        pen.keep(wanted=also[0] if also else None, wanted_also=also[1:])


def _relative_to_visit(desk: Desk, pen: Pen, visit: Appointment) -> None:
    """ "An hour later", "same time on Friday", "to 11": read again now that it is known which visit they start from."""
    if pen.heard.picked is not None or pen.state.selected_slot is not None or not desk.understanding.message.tokens:
        return
    if "day_kept" in pen.heard.notes:
        return
    old = desk.hospital.local(visit.starts_at)
    told = replace(desk.context, current=old.replace(tzinfo=None), question="slot")
    whens = find_whens(desk.understanding.message, told)
    kept = [when for when in whens if not when.rejected and (when.dates or when.times)]
    if kept and not _is_old_day(kept[-1], old):
        pen.state = wish_for(pen.state, kept[-1])
        pen.heard = replace(pen.heard, notes=pen.heard.notes | {"moved_from"})
    wanted = pen.state.wanted
    if wanted is not None and wanted.is_exact and wanted.first_day is None:
        day = old.date()
        pen.change(wanted=wanted.model_copy(update={"first_day": day, "end_day": day + timedelta(days=1)}))


def _is_old_day(when: When, old: datetime) -> bool:
    return when.times is None and when.dates is not None and when.dates.day == old.date()


def _is_there_already(desk: Desk, pen: Pen, visit: Appointment) -> bool:
    """Whether the visit is where it is to be moved: then nothing is to be done."""
    wanted, old = pen.state.wanted, desk.hospital.local(visit.starts_at)
    doctor = pen.state.selected_doctor
    same = wanted is not None and wanted.day == old.date() and wanted.is_exact and wanted.first_time == old.time()
    if not same or doctor not in (None, visit.doctor.code) or pen.state.not_doctors:
        return False
    desk.note_read("appointments", visit.reference)
    pen.tell(Say.IS_BOOKED, doctor=visit.doctor.name, at=old, reference=visit.reference)
    pen.state = pen.state.without_errand().with_(question=None)
    return True


def _confirm(desk: Desk, pen: Pen, visit: Appointment) -> bool:
    rule = desk.hospital.booking.confirm
    is_spoken = desk.message.channel == "voice" or desk.message.is_heard or "heard" in pen.state.inferred
    is_due = rule == "always" or (rule == "when_inferred" and pen.state.inferred) or is_spoken
    if not is_due and not pen.state.is_proposed:
        return False
    if pen.state.question == "confirm" and pen.heard.answer == "yes" and not pen.heard.changed:
        return False
    assert pen.state.selected_slot is not None
    if not reserve(desk, pen):
        return taken(desk, pen, [desk.hospital.doctor(pen.state.selected_doctor or "")], pen.state.selected_slot)
    options = (pen.option(pen.voice.say(Say.LABEL_YES), "yes"), pen.option(pen.voice.say(Say.LABEL_NO), "no"))
    pen.ask(
        "confirm",
        Say.CONFIRM_MOVE,
        options,
        patient=visit.patient,
        old=desk.hospital.local(visit.starts_at),
        at=desk.hospital.local(pen.state.selected_slot),
        doctor=desk.hospital.doctor(pen.state.selected_doctor or "").name,
    )
    return True


def _move(desk: Desk, pen: Pen, visit: Appointment) -> None:
    state = pen.state
    assert state.selected_slot is not None and state.selected_doctor is not None
    doctor = desk.hospital.doctor(state.selected_doctor)
    try:
        moved = appointment_changes.reschedule(
            desk.unit,
            desk.hospital,
            visit.reference,
            doctor,
            state.selected_slot,
            holder=desk.conversation_id,
        )
    except (SlotTakenError, TooSoonError, BeyondHorizonError):
        taken(desk, pen, [doctor], state.selected_slot)
        pen.tell(Say.OLD_TIME_STANDS, doctor=visit.doctor.name, at=desk.hospital.local(visit.starts_at))
        pen.outcomes.insert(0, pen.outcomes.pop())
    except OverlapError as overlap:
        pen.keep(selected_slot=None, wanted=without_time(pen.state.wanted))
        if not may_hear_of(desk, pen, overlap.reference):
            pen.ask("slot", Say.CANNOT_BOOK_THEN, (pen.option(pen.voice.say(Say.LABEL_MORE_TIMES), "more"),))
            return
        other = desk.hospital.doctor(overlap.doctor).name
        more = pen.option(pen.voice.say(Say.LABEL_MORE_TIMES), "more")
        pen.ask(
            "slot",
            Say.OVERLAPS,
            (more,),
            patient=visit.patient,
            doctor=other,
            at=desk.hospital.local(overlap.starts_at),
        )
    except TransitionError:
        pen.tell(Say.CANNOT_CHANGE)
        pen.state = pen.state.without_errand().with_(question=None)
    else:
        drop_old_hold(desk, pen)
        moved_to(desk, pen, visit, moved)


def moved_to(desk: Desk, pen: Pen, before: Appointment, after: Appointment, *, ended: tuple[Entry, ...] = ()) -> None:
    """Tell of a visit that has moved, and remember how to take it back.

    `ended` are places on the waiting list that ended with it already.
    """
    local, old = desk.hospital.local(after.starts_at), desk.hospital.local(before.starts_at)
    ended = (*ended, *served(desk, pen, after))
    pen.keep(
        is_done=True,
        selected_slot=local,
        selected_doctor=after.doctor.code,
        speciality=after.doctor.speciality.code,
        patient_id=after.patient_number,
        held=None,
        question=None,
        inferred=(),
        is_proposed=False,
        visit=after.reference,
        last_act=Act(
            kind="rescheduled",
            reference=after.reference,
            doctor=after.doctor.code,
            starts_at=local,
            from_doctor=before.doctor.code,
            from_starts_at=old,
            waits_ended=tuple(each.id for each in ended),
        ),
    )
    tell_number_on_file(desk, pen, before, Say.NOTICE_MOVED, at=local, old=old)
    pen.tell(Say.MOVED, **{**visit_facts(desk, pen, after), "old": old})
    tell_served(pen, ended)
    pen.happened(
        "appointment.rescheduled",
        appointment_id=after.reference,
        doctor=after.doctor.code,
        **{"from": old.isoformat(timespec="seconds")},
        starts_at=local.isoformat(timespec="seconds"),
    )
