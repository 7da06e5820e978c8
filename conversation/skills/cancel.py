"""Cancelling a visit: which one is read back, a late fee is said first, and only a yes to that cancels."""

from __future__ import annotations

from conversation.extractors.entities import Intent
from conversation.extractors.moods import Mood
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.book import handle_booking
from conversation.skills.holding import release
from conversation.skills.notices import tell_number_on_file
from conversation.skills.visits import meant_visits, need_visit, visible
from conversation.state import SUSPENDED_KEPT, Act, Suspended
from conversation.turn import Desk
from hospital import appointment_changes, appointments
from hospital.appointments import Appointment
from hospital.errors import TransitionError


def cancel(desk: Desk, pen: Pen) -> None:
    """Go on with cancelling a visit as far as what was said allows."""
    pen.keep(task="cancel", is_done=False)
    asked_about = pen.state.visit if pen.state.question == "confirm_cancel" else None
    only_nods = pen.state.terms_told and Mood.NODS in desk.moods
    pen.keep(terms_told=False)
    if asked_about is not None and pen.heard.answer == "no" and not pen.heard.changed:
        return _keep_it(desk, pen)
    release(desk, pen)
    if asked_about is not None and _contradicts(desk, pen):
        return _ask_again(desk, pen)
    if asked_about is None and Mood.ALL in desk.moods:
        _take_all(desk, pen)
    visit = need_visit(desk, pen, Say.WHICH_VISIT_TO_CANCEL, by_day=True)
    if visit is None:
        return None
    is_agreed = asked_about == visit.reference and pen.heard.answer == "yes" and not only_nods
    if is_agreed and not _has_become_late(desk, pen, visit):
        return cancel_now(desk, pen, visit)
    return _confirm(desk, pen, visit)


def _has_become_late(desk: Desk, pen: Pen, visit: Appointment) -> bool:
    """Whether cancelling costs something since it was asked: then the fee is said first."""
    late = appointments.is_late(desk.hospital, visit.starts_at, desk.unit.now)
    return late and bool(desk.hospital.booking.cancellation_fee) and pen.state.fee_told_for != visit.reference


def _take_all(desk: Desk, pen: Pen) -> None:
    """Several visits at once: they are asked about one by one."""
    references = [visit.reference for visit in meant_visits(desk, pen, "cancel")]
    if len(references) > 1:
        pen.tell(Say.ONE_BY_ONE)
        pen.keep(visit=references[0], to_cancel=tuple(references[1:]), wanted=None)


def _next(desk: Desk, pen: Pen) -> bool:
    """Go on to the next of several visits. True when one was asked about."""
    left = [v for v in visible(desk, pen, "cancel") if v.reference in pen.state.to_cancel]
    if not left:
        return False
    further = tuple(visit.reference for visit in left[1:])
    pen.keep(task="cancel", is_done=False, visit=left[0].reference, to_cancel=further)
    _confirm(desk, pen, left[0])
    return True


def _contradicts(desk: Desk, pen: Pen) -> bool:
    """A yes that names days or doctors may mean another visit than the one read back."""
    understanding = desk.understanding
    said = bool(understanding.whens or understanding.doctors or understanding.says(Intent.CANCEL))
    return said and pen.heard.answer == "yes" and bool(understanding.whens or understanding.doctors)


def _ask_again(desk: Desk, pen: Pen) -> None:
    options = []
    visits = visible(desk, pen, "cancel")[:6]
    desk.note_read("appointments", *(visit.reference for visit in visits))
    for visit in visits:
        label = f"{pen.voice.label(desk.hospital.local(visit.starts_at))}, {pen.voice.tell(visit.doctor.name)}"
        options.append(pen.option(label, "visit", visit=visit.reference))
    pen.keep(visit=None, wanted=None)
    pen.ask("visit", Say.WHICH_VISIT_REALLY, tuple(options))


def _confirm(desk: Desk, pen: Pen, visit: Appointment) -> None:
    late = appointments.is_late(desk.hospital, visit.starts_at, desk.unit.now)
    fee = desk.hospital.booking.cancellation_fee
    options = (
        pen.option(pen.voice.say(Say.LABEL_YES_CANCEL), "yes"),
        pen.option(pen.voice.say(Say.LABEL_MOVE_INSTEAD), "start_reschedule", visit=visit.reference),
        pen.option(pen.voice.say(Say.LABEL_NO_KEEP), "no"),
    )
    desk.note_read("appointments", visit.reference)
    facts = {"patient": visit.patient, "doctor": visit.doctor.name, "at": desk.hospital.local(visit.starts_at)}
    if late and fee:
        pen.ask("confirm_cancel", Say.CONFIRM_LATE_CANCEL, options, fee=fee, hours=_hours(desk), **facts)
    elif late:
        pen.ask("confirm_cancel", Say.CONFIRM_SHORT_CANCEL, options, hours=_hours(desk), **facts)
    else:
        pen.ask("confirm_cancel", Say.CONFIRM_CANCEL, options, **facts)
    pen.keep(fee_told_for=visit.reference if late else None)


def _hours(desk: Desk) -> int:
    return desk.hospital.booking.cancellation_notice_hours


def _keep_it(desk: Desk, pen: Pen) -> None:
    pen.tell(Say.KEPT)
    if _next(desk, pen):
        return
    pen.state = pen.state.without_errand().with_(question=None)


def cancel_now(desk: Desk, pen: Pen, visit: Appointment) -> None:
    """Cancel, tell of it, and ask once whether another time is wanted."""
    try:
        cancelled, late = appointment_changes.cancel(desk.unit, desk.hospital, visit.reference)
    except TransitionError:
        pen.tell(Say.CANNOT_CHANGE)
        pen.state = pen.state.without_errand().with_(question=None)
        return
    local = desk.hospital.local(cancelled.starts_at)
    tell_number_on_file(desk, pen, visit, Say.NOTICE_CANCELLED, at=local)
    act = Act(
        kind="cancelled",
        reference=visit.reference,
        doctor=visit.doctor.code,
        starts_at=local,
        patient_id=visit.patient_number,
    )
    pen.keep(
        is_done=True,
        last_act=act,
        selected_doctor=visit.doctor.code,
        speciality=visit.doctor.speciality.code,
        patient_id=visit.patient_number,
    )
    pen.happened("appointment.cancelled", appointment_id=visit.reference, late=late)
    facts = {"doctor": visit.doctor.name, "at": local, "patient": visit.patient}
    if pen.state.to_cancel:
        pen.tell(Say.CANCELLED_ONE, **facts)
        if _next(desk, pen):
            return
        pen.outcomes.pop()
    options = (
        pen.option(pen.voice.say(Say.LABEL_BOOK_ANOTHER), "start_book"),
        pen.option(pen.voice.say(Say.LABEL_WAITLIST), "waitlist"),
        pen.option(pen.voice.say(Say.LABEL_NO_THANKS), "no_thanks"),
    )
    pen.ask("after_cancel", Say.CANCELLED, options, **facts)


def after_cancel(desk: Desk, pen: Pen) -> None:
    """What to do with a yes, be it tapped, or a no to "another time instead?"."""
    picked = pen.heard.picked
    if pen.heard.answer == "yes" or (picked is not None and picked.kind == "start_book"):
        state = pen.state
        said = {name: getattr(state, name) for name in ("wanted", "wanted_also", "soonest", "inferred")}
        doctor, patient = state.selected_doctor, state.patient_id
        pen.state = state.without_errand().with_(question=None, errand=state.errand + 1, patient_id=patient)
        pen.change(speciality=desk.hospital.doctor(doctor).speciality.code if doctor else None)
        pen.change(selected_doctor=doctor)
        if "wanted" in pen.heard.changed:
            pen.keep(**said)
        handle_booking(desk, pen)
        return
    pen.tell(Say.ALL_RIGHT)
    pen.keep(question=None)


def cancel_scope(desk: Desk, pen: Pen) -> None:
    """ "Cancel that" in the middle of a booking: this booking, or a visit that stands? Nothing is cancelled yet."""
    state = pen.state
    if state.question == "cancel_scope" and pen.heard.answer == "yes":
        return stop(desk, pen)
    visits = visible(desk, pen, "cancel")[:4]
    if not visits:
        return stop(desk, pen)
    options = [pen.option(pen.voice.say(Say.LABEL_STOP_BOOKING), "stop")]
    desk.note_read("appointments", *(visit.reference for visit in visits))
    for visit in visits:
        label = pen.voice.say(
            Say.LABEL_CANCEL_VISIT,
            {"at": pen.voice.label(desk.hospital.local(visit.starts_at)), "doctor": visit.doctor.name},
        )
        options.append(pen.option(label, "start_cancel", visit=visit.reference))
    pen.ask("cancel_scope", Say.WHAT_TO_CANCEL, tuple(options))
    return None


def stop(desk: Desk, pen: Pen) -> None:
    """Lay the errand aside with its facts; the time held is let go."""
    state = pen.state
    release(desk, pen)
    if state.task is None or state.is_done:
        pen.tell(Say.ALL_RIGHT)
        pen.keep(question=None)
        return
    aside = Suspended(task=state.task, facts=state.errand_facts(), at=desk.now)
    pen.state = pen.state.without_errand().with_(
        suspended=(*state.suspended, aside)[-SUSPENDED_KEPT:], question=None, held=None
    )
    pen.tell(Say.STOPPED)
