"""Joining the waiting list, within the bounds that were said."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.doctors import need_doctor
from conversation.skills.holding import release
from conversation.skills.patients import need_patient, settled_patient
from conversation.turn import Desk
from hospital import slots, waitlist


def join_waitlist(desk: Desk, pen: Pen) -> None:
    """Put the patient on the list for the doctor or speciality talked about; ask what is missing."""
    pen.keep(task="book", is_done=False, wants_waitlist=True)
    state = pen.state
    if state.selected_doctor is None and state.speciality is None:
        need_doctor(desk, pen)
        return
    if need_patient(desk, pen):
        return
    release(desk, pen)
    person = settled_patient(desk, pen)
    state = pen.state
    doctor = desk.hospital.doctor(state.selected_doctor) if state.selected_doctor else None
    speciality = None if doctor else desk.hospital.specialities[state.speciality or ""]
    earliest, latest = _bounds(desk, pen)
    waitlist.join(desk.unit, waitlist.Wait(person.id, doctor, speciality, earliest, latest, desk.conversation_id))
    whom = doctor.name if doctor else pen.voice.say(Say.OUR_DOCTORS, {"speciality": speciality.named(pen.language)})  # type: ignore[union-attr]
    local = desk.hospital.local
    pen.tell(Say.WAITLIST_JOINED, doctor=whom, patient=person.name, until=(local(latest) - timedelta(seconds=1)).date())
    pen.happened(
        "waitlist.joined",
        **({"doctor": doctor.code} if doctor else {"speciality": speciality.code if speciality else None}),
        **{"from": local(earliest).isoformat(timespec="seconds"), "to": local(latest).isoformat(timespec="seconds")},
    )
    pen.state = pen.state.without_errand().with_(question=None)


def _bounds(desk: Desk, pen: Pen) -> tuple[datetime, datetime]:
    first, end = slots.bookable(desk.unit, desk.hospital)
    wanted = pen.state.wanted
    zone = desk.hospital.zone
    if wanted is not None and wanted.first_day is not None:
        first = max(first, datetime.combine(wanted.first_day, time(), zone).astimezone(UTC))
    if wanted is not None and wanted.end_day is not None:
        end = min(end, datetime.combine(wanted.end_day, time(), zone).astimezone(UTC))
    return first, max(first, end)
