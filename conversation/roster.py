"""The hospital as the extractors need to know it."""

from __future__ import annotations

from datetime import datetime

from conversation.extractors import entities
from conversation.state import BookingState, Offered
from hospital.directory import Hospital


class Rosters:
    """Keeps the roster of the present revision, with whatever the extractors derived from it."""

    def __init__(self) -> None:
        self._made: tuple[Hospital, entities.Roster] | None = None

    def of(self, hospital: Hospital) -> entities.Roster:
        """The roster of a hospital, made once."""
        made = self._made
        if made is None or made[0] is not hospital:
            made = (hospital, _roster(hospital))
            self._made = made
        return made[1]


def _roster(hospital: Hospital) -> entities.Roster:
    return entities.Roster(
        doctors=tuple(
            entities.Doctor(d.code, d.name, d.speciality.code, d.gender, d.location.code if d.location else None)
            for d in hospital.doctors.values()
            if d.is_active
        ),
        specialities=tuple(
            entities.Speciality(s.code, s.name, s.practitioner, s.names, s.practitioners, s.complaints, s.is_default)
            for s in hospital.specialities.values()
        ),
        places=tuple(entities.Place(p.code, p.name, p.city) for p in hospital.locations.values()),
        topics=tuple(entities.Topic(t.code, t.asks) for t in hospital.topics.values()),
        services=tuple(
            entities.Service(s.code, s.name, s.kind, hospital.bookable(s.code) is not None)
            for s in hospital.services.values()
        ),
        insurers=tuple(
            entities.Insurer(i.code, i.name, tuple((plan.code, plan.name) for plan in i.plans))
            for i in hospital.insurers.values()
        ),
    )


def choices(offered: tuple[Offered, ...]) -> tuple[entities.Choice, ...]:
    """What is on offer, as the extractors know it."""
    return tuple(
        entities.Choice(
            value=option.value,
            label=option.label,
            kind=option.kind,
            doctor=option.doctor,
            speciality=option.speciality,
            starts_at=option.starts_at.replace(tzinfo=None) if option.starts_at else None,
            person=option.label if option.kind == "person" else None,
        )
        for option in offered
    )


_ASKS_FOR = {
    "prove_name": "name",
    "guardian_name": "name",
    "prove_birth": "date_of_birth",
    "resume_birth": "date_of_birth",
    "resume_name": "name",
    "helper_phone": "phone",
}
"""Questions that ask for the same kind of fact as a simpler one."""


def context(
    hospital: Hospital, roster: entities.Roster, state: BookingState, now: datetime, reads: str | None = None
) -> entities.Context:
    """What the extractors are told about the moment. `now` is the turn's instant; `reads` the sender's language."""
    spoken = reads if reads in hospital.languages else None
    language = state.language or spoken or hospital.languages[0]
    current = state.selected_slot or (state.last_act.starts_at if state.last_act else None)
    return entities.Context(
        now=hospital.local(now).replace(tzinfo=None),
        language=language,
        languages=hospital.languages,
        roster=roster,
        question=_ASKS_FOR.get(state.question or "", state.question),
        choices=choices(state.offered),
        previous=state.next_prompt,
        spoken_of=state.selected_doctor,
        current=hospital.local(current).replace(tzinfo=None) if current else None,
        talked_day=state.wanted.first_day if state.wanted else None,
        holidays=tuple((name, day) for day, name in hospital.holidays.items() if name),
        # in the United States the month comes first, but not to whoever is known to speak another language
        day_first=hospital.currency != "USD" or (state.language or spoken or "en") != "en",
    )
