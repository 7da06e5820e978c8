"""Showing free times to choose from, and what to do when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.services import fee_of
from conversation.skills.explaining import whose
from conversation.skills.searching import (
    FAR,
    SHOWN,
    anchor_of,
    free,
    nearest,
    ruled_out,
    search_for,
    within,
)
from conversation.state import Offered, Wanted
from conversation.turn import Desk
from hospital import slots
from hospital.directory import Doctor
from hospital.schedule import day_bounds
from hospital.slots import Search, Slot

NEAREST = 3


def offer_around(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted) -> bool:
    """Around a day that does not work: what comes last before it and first after it."""
    anchor = anchor_of(pen, wish)
    begin = day_bounds(anchor.date(), desk.hospital.zone)[0]
    anyhow = search_for(pen, doctors, None)
    for left in (ruled_out(pen), None):
        before = free(pen, within(anyhow, anyhow.first, begin), 1, left, latest=True)
        after = free(pen, within(anyhow, anchor.astimezone(UTC), FAR), NEAREST, left)
        if before or after:
            return show(desk, pen, [*before, *after], Say.NEAREST_TIMES, doctor=whose(pen, doctors))
    return nothing_free(desk, pen, doctors)


def headline(wish: Wanted | None, doctors: Sequence[Doctor]) -> Say:
    """How a list of times is introduced."""
    one = len(doctors) == 1
    if wish is not None and wish.day is not None:
        return Say.TIMES_THAT_DAY if one else Say.TIMES_THAT_DAY_SEVERAL
    return Say.TIMES_OF_DOCTOR if one else Say.TIMES_OF_SEVERAL


def headline_facts(pen: Pen, wish: Wanted | None, doctors: Sequence[Doctor]) -> dict[str, object]:
    """What that introduction names."""
    facts: dict[str, object] = {"doctor": whose(pen, doctors), "speciality": doctors[0].speciality.named(pen.language)}
    if wish is not None and wish.day is not None:
        facts["day"] = wish.day
    return {**facts, "fee": _fee(pen, doctors)}


def _fee(pen: Pen, doctors: Sequence[Doctor]) -> str:
    """What a visit costs, where all fees are known."""
    fees = sorted({doctor.fee for doctor in doctors if doctor.fee is not None})
    if not fees or any(doctor.fee is None for doctor in doctors):
        return ""
    if len(fees) == 1:
        return pen.voice.say(fee_of(doctors[0]), {"fee": fees[0]})
    return pen.voice.say(Say.FEES, {"low": fees[0], "high": fees[-1]})


def offer(desk: Desk, pen: Pen, doctors: Sequence[Doctor], search: Search, say: Say) -> bool:
    """Offer the first free times of a search. Always asks."""
    found = free(pen, search, SHOWN, ruled_out(pen)) or slots.find(desk.unit, desk.hospital, search, SHOWN)
    if not found:
        return nothing_free(desk, pen, doctors)
    return show(desk, pen, found, say, doctor=whose(pen, doctors))


def offer_near(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wanted: datetime, say: Say) -> bool:
    """Offer what is free nearest to a moment. Always asks."""
    found = nearest(pen, search_for(pen, doctors, None), wanted, NEAREST)
    if not found:
        return nothing_free(desk, pen, doctors)
    return show(desk, pen, found, say, doctor=whose(pen, doctors))


def show(desk: Desk, pen: Pen, found: Sequence[Slot], say: Say, **facts: object) -> bool:
    """Ask for a choice among free times, with a way to others."""
    local = desk.hospital.local
    several = len({slot.doctor.code for slot in found}) > 1 or pen.state.selected_doctor is None
    sites = {slot.location_id for slot in found}
    options = []
    for slot in found:
        label = pen.voice.label(local(slot.starts_at))
        site = desk.hospital.locations_by_id.get(slot.location_id or 0) if len(sites) > 1 else None
        label = f"{label}, {pen.voice.tell(slot.doctor.name)}" if several else label
        options.append(
            pen.option(
                f"{label} ({site.name})" if site is not None else label,
                "slot",
                doctor=slot.doctor.code,
                speciality=slot.doctor.speciality.code,
                starts_at=local(slot.starts_at),
            )
        )
    pen.keep(
        available_slots=tuple(option.starts_at for option in options),
        available_doctors=tuple(dict.fromkeys(slot.doctor.code for slot in found)),
    )
    options.append(pen.option(pen.voice.say(Say.LABEL_MORE_TIMES), "more"))
    pen.ask("slot", say, tuple(options), **facts)
    return True


def all_shown(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """Everything that is free was on offer: say so, instead of that nothing is."""
    return _offer_waitlist(desk, pen, doctors, Say.ALL_TIMES_SHOWN)


def nothing_free(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """Nothing free as far as patients may book: say so, offer the waiting list; nothing is invented."""
    return _offer_waitlist(desk, pen, doctors, Say.NOTHING_FREE)


def _offer_waitlist(desk: Desk, pen: Pen, doctors: Sequence[Doctor], say: Say) -> bool:
    ways = (waitlist_option(pen), human_option(pen))
    pen.ask("offer_waitlist", say, ways, doctor=whose(pen, doctors), days=desk.hospital.booking.horizon_days)
    return True


def waitlist_option(pen: Pen) -> Offered:
    """The way to the waiting list."""
    return pen.option(pen.voice.say(Say.LABEL_WAITLIST), "waitlist")


def human_option(pen: Pen) -> Offered:
    """The way to a person."""
    return pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")


def stop_option(pen: Pen) -> Offered:
    """The way out of the errand."""
    return pen.option(pen.voice.say(Say.LABEL_STOP), "stop")
