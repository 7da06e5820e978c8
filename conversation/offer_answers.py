"""What people say to a time that was offered to them: yes, no, the time itself, or something else altogether."""

from __future__ import annotations

from conversation.extractors.entities import Intent, Understanding
from conversation.extractors.moods import Mood
from conversation.extractors.waiting import find_answer_to_offer
from conversation.household import acting_people, is_called, relatives
from conversation.messages import Asked
from conversation.state import BookingState
from conversation.turn import Desk
from hospital import offers
from hospital.offers import Offer

_ELSE = frozenset({Intent.HANDOFF, Intent.UNDO, Intent.CALLBACK, Intent.WAITLIST, Intent.PRICE, Intent.COMPLAINT})
"""What is asked for beside an offer and answers it neither way."""


def heard_of_offer(state: BookingState, desk: Desk, asked: Asked) -> str | None:
    """`yes`, `no`, or None where the message is about something else."""
    offer = offers.get(desk.unit, desk.hospital, int((asked.asks or "").partition(":")[2]))
    if offer is None:
        return None
    if desk.message.choice is not None:
        return "yes" if _is_tapped(state, desk, offer) else None
    said = desk.understanding
    if any(said.says(intent) for intent in _ELSE) or said.complaint is not None or _names_another(desk, said, offer):
        return None
    if _is_for_another(state, desk, offer):
        return None
    plain = find_answer_to_offer(said.message)
    if plain is not None:
        return plain
    if said.says(Intent.NO):
        return None if _names_hour(said) else "no"
    if said.says(Intent.YES):
        return "yes"
    is_question = "?" in said.message.folded or Mood.WONDERS in desk.moods
    return "yes" if _names_hour(said) and not is_question else None


def _is_tapped(state: BookingState, desk: Desk, offer: Offer) -> bool:
    """Whether the very time on offer is chosen from a list on show."""
    shown = [option for option in (*state.offered, *state.offered_before) if option.value == desk.message.choice]
    return any(
        option.kind == "slot" and (option.doctor, option.starts_at) == (offer.slot.doctor.code, offer.slot.starts_at)
        for option in shown
    )


def _is_for_another(state: BookingState, desk: Desk, offer: Offer) -> bool:
    """Whether somebody else is spoken of than whoever the time is offered to."""
    person = desk.understanding.person
    if person is None:
        return False
    if person.name is not None:
        return not is_called(offer.entry.patient, person.name)
    if person.relation in (None, "self"):
        return False
    theirs = relatives(acting_people(desk, state), person.relation)
    return all(each.number != offer.entry.patient_number for each in theirs)


def _names_another(desk: Desk, said: Understanding, offer: Offer) -> bool:
    """Whether another doctor or another time than the one on offer is spoken of."""
    if any(not mention.rejected and offer.slot.doctor.code not in mention.codes for mention in said.doctors):
        return True
    at = desk.hospital.local(offer.slot.starts_at)
    for when in (each for each in said.whens if not each.rejected):
        readings = [reading for reading in (when, *when.alternatives) if not reading.rejected]
        days = [reading.dates for reading in readings if reading.dates is not None]
        hours = [reading.times for reading in readings if reading.times is not None]
        clock = at.time().replace(tzinfo=None)
        is_day = any(
            (day.first is None or day.first <= at.date()) and (day.end is None or at.date() < day.end) for day in days
        )
        is_hour = any(
            hour.first == clock
            if hour.exact
            else (hour.first is None or hour.first <= clock) and (hour.end is None or clock < hour.end)
            for hour in hours
        )
        if (days and not is_day) or (hours and not is_hour):
            return True
    return False


def _names_hour(said: Understanding) -> bool:
    """Whether an hour is named: the one on offer, since another one was ruled out before."""
    return any(when.times is not None and when.times.exact and not when.rejected for when in said.whens)
