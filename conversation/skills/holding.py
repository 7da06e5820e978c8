"""Keeping a chosen time for this conversation while its patient is asked something."""

from __future__ import annotations

from datetime import datetime, timedelta

from conversation.pen import Pen
from conversation.state import Held
from conversation.turn import Desk
from hospital import slots
from hospital.errors import BeyondHorizonError, SlotTakenError, TooSoonError


def is_held(desk: Desk, pen: Pen) -> bool:
    """Whether the chosen time is reserved for this conversation at the turn's moment."""
    held, state = pen.state.held, pen.state
    return (
        held is not None
        and held.doctor == state.selected_doctor
        and held.starts_at == state.selected_slot
        and held.until > desk.unit.now
    )


def held_until(desk: Desk) -> datetime:
    """When a hold made now ends: to the second, as the state keeps it, which tells it from an offer's."""
    minutes = desk.hospital.booking.hold_minutes_on(desk.message.channel)
    return desk.now.replace(microsecond=0) + timedelta(minutes=minutes)


def reserve(desk: Desk, pen: Pen) -> bool:
    """Hold the chosen time while the patient is asked something. False when it is gone."""
    state = pen.state
    if is_held(desk, pen):
        return True
    if desk.understanding.proposed:
        # a model's guess keeps no time from others: it is held once the patient goes on with it
        return True
    assert state.selected_slot is not None and state.selected_doctor is not None
    held_before = state.held
    until = held_until(desk)
    doctor = desk.hospital.doctor(state.selected_doctor)
    try:
        slots.hold(desk.unit, desk.hospital, doctor, state.selected_slot, desk.conversation_id, until)
    except (SlotTakenError, TooSoonError, BeyondHorizonError):
        return False
    if held_before is not None and (held_before.doctor, held_before.starts_at) != (doctor.code, state.selected_slot):
        release(desk, pen)
    pen.keep(held=Held(doctor=doctor.code, starts_at=state.selected_slot, until=until))
    return True


def drop_old_hold(desk: Desk, pen: Pen) -> None:
    """Let go of a held time that is no longer the chosen one."""
    state = pen.state
    if state.held is not None and (state.held.doctor, state.held.starts_at) != (
        state.selected_doctor,
        state.selected_slot,
    ):
        release(desk, pen)


def release(desk: Desk, pen: Pen) -> None:
    """Let go of the time held for this conversation, if any."""
    held = pen.state.held
    if held is None:
        return
    doctor = desk.hospital.schedule_of(held.doctor)
    # what ran out is let go by the clock; by now the same time may be kept for an offer made here
    if doctor is not None and held.until > desk.unit.now:
        slots.release(desk.unit, desk.hospital, doctor, held.starts_at, desk.conversation_id, held.until)
    pen.keep(held=None)
