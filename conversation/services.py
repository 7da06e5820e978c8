"""A test or a treatment that is to be booked: it stands where a doctor would."""

from __future__ import annotations

import re

from conversation.phrases.say import Say
from conversation.state import BookingState, change
from conversation.turn import Desk
from hospital.directory import Doctor

LIKENESS = "likeness"


def fee_of(doctor: Doctor) -> Say:
    """The sentence with which a fee is told: a blood test is no visit."""
    return Say.FEE if doctor.service is None else Say.FEE_OF_SERVICE


def fee_paid_of(doctor: Doctor) -> Say:
    """The same, with when it is paid."""
    return Say.FEE_PAID if doctor.service is None else Say.FEE_OF_SERVICE_PAID


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


_LATELY = 2
"""Turns for which "book it" means the test that was asked about."""
_OF_A_DOCTOR = re.compile(r"\b(?:doctors?|dr|gp|medic[oa]s?|doctora?s?|somebody|someone|alguien)\b")


def with_told_of(before: BookingState, state: BookingState, desk: Desk) -> BookingState:
    """With the test that was asked about just now, where a booking begins and nothing says of what."""
    said, code = desk.understanding, told_of(before, desk)
    names_else = said.doctors or said.specialities or said.complaint or desk.service.codes
    if code is None or names_else or state.location or _OF_A_DOCTOR.search(said.message.folded):
        return state
    return change(change(state, speciality=None), selected_doctor=code).with_(doctor_options=())


def told_of(state: BookingState, desk: Desk) -> str | None:
    """The test that was asked about just now, by its timetable's code."""
    is_lately = 0 < desk.turn_number - state.service_told_at <= _LATELY
    known = desk.hospital.schedule_of(state.service_told or "") if is_lately else None
    return known.code if known is not None else None
