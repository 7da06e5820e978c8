"""A choice corrected after it was taken: "no, the first one instead", while the name is asked for or later."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from conversation.extractors.choices import find_pointing
from conversation.extractors.entities import Intent, Span, Understanding
from conversation.extractors.moods import Mood
from conversation.extractors.second_thoughts import is_plain_number, points_at_other
from conversation.roster import choices
from conversation.state import BookingState, Offered
from conversation.turn import Desk


def hear_correction(state: BookingState, desk: Desk) -> tuple[Offered | None, tuple[Offered, ...]]:
    """Another time of the list that one was chosen from, or that one turned down: "no, the first one", "el otro".

    The list is no longer on show by then: something about the patient is asked, or a yes.
    """
    shown = tuple(option for option in state.offered_before if option.kind == "slot")
    taken = next((option for option in shown if option.starts_at == state.selected_slot), None)
    is_corrected = desk.understanding.says(Intent.NO) or Mood.CORRECTS in desk.moods
    # "no, the second one" to "who is it for?" turns down nobody, but the time just taken
    on_show = _REAL - {"person"} if is_corrected else _REAL
    is_over = any(option.kind in on_show for option in state.offered) or state.task not in ("book", "reschedule")
    if taken is None or is_over or is_plain_number(desk.understanding.message):
        return None, ()
    chosen = find_pointing(desk.understanding.message, replace(desk.context, choices=choices(shown), question="slot"))
    by_value = {option.value: option for option in shown}
    meant = [by_value[value] for value in chosen.values if value in by_value] if chosen is not None else []
    if chosen is not None and meant:
        # "I meant the first" names no first of the month
        whens = tuple(when for when in desk.understanding.whens if not _overlap(when.span, chosen.span))
        is_meant = meant[0] != taken and is_then(meant[0], replace(desk.understanding, whens=whens))
        return (meant[0] if is_meant else None), ()
    if not points_at_other(desk.understanding.message):
        return None, ()
    others = [option for option in shown if option != taken]
    return (others[0], ()) if len(others) == 1 else (None, (taken,))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def corrects_choice(state: BookingState, desk: Desk) -> bool:
    """Whether a message after a booking that was chosen from a list means another time of that list."""
    if not state.is_done or state.task != "book" or desk.message.choice is not None:
        return False
    picked, others = hear_correction(state, desk)
    return picked is not None or bool(others)


_REAL = frozenset({"slot", "doctor", "speciality", "person", "visit"})


def is_then(option: Offered, understanding: Understanding) -> bool:
    """Whether a shown time is on the day and at the hour that the message names, if it names them."""
    if option.starts_at is None:
        return True
    said = [when for when in understanding.whens if not when.rejected and not when.past]
    days = [each.dates for when in said for each in (when, *when.alternatives, *when.also) if each.dates]
    day = option.starts_at.date()
    if days and not any((d.first is None or d.first <= day) and (d.end is None or day < d.end) for d in days):
        return False
    times = [when.times for when in said if when.times and when.times.exact]
    hour = option.starts_at.time().replace(tzinfo=None)
    return not times or any(hour in (each.first, _half_a_day_later(each.first)) for each in times)


def _half_a_day_later(at: time | None) -> time | None:
    return None if at is None else at.replace(hour=(at.hour + 12) % 24)
