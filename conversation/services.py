"""A test or a treatment that is to be booked: it stands where a doctor would."""

from __future__ import annotations

from conversation.state import BookingState, change
from conversation.turn import Desk

LIKENESS = "likeness"


def merge_service(state: BookingState, desk: Desk) -> BookingState:
    """The one that is wanted in place of a doctor; several that the words may mean stay open. What was said by less
    than its name is read back.
    """
    wanted = [each.code for each in desk.services_wanted]
    if not wanted or state.selected_doctor in wanted:
        return state
    state = change(state, speciality=None)
    untold = {"unknown_doctor": None, "speciality_options": (), "any_doctor": False, "doctor_gender": None}
    if len(wanted) > 1:
        return change(state, selected_doctor=None).with_(doctor_options=tuple(wanted), **untold)
    left = tuple(reason for reason in state.inferred if reason not in ("picked", LIKENESS))
    told = (*left, LIKENESS) if desk.service.is_likely else left
    return change(state, selected_doctor=wanted[0]).with_(doctor_options=(), inferred=told, **untold)
