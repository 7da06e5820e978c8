"""What a conversation was offered, for understanding without a desk behind it (the `extract` command).

The desk's words are read by the same extractors as the patient's, so "the second one" and "yes, I'd like that" resolve.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from conversation.extractors.entities import (
    PROTOCOL,
    Choice,
    Context,
    DoctorMention,
    Field,
    Intent,
    Roster,
    Times,
    Understanding,
    When,
)  # fmt: skip
from conversation.extractors.intents import GUESS
from conversation.extractors.offers import Move, Offer, is_fallback, read_offer
from conversation.extractors.pipeline import understand
from conversation.extractors.spans import without
from conversation.extractors.tasks import settle
from conversation.extractors.text import fold
from conversation.extractors.towns import find_town
from conversation.extractors.words import words_of

Fields = dict[str, str | None]
Read = Callable[[str, Context], Understanding]


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as understood, with the facts that it gave or accepted (None takes one back)."""

    understanding: Understanding
    intent: str
    fields: Fields
    ambiguous: dict[str, list[str]]


@dataclass
class Conversation:
    """What one conversation was offered and has taken, over its lines."""

    doctors: tuple[str, ...] = ()
    """Codes of the doctors that the desk named last."""
    listed: tuple[Choice, ...] = ()
    """The last row of several things that the desk offered."""
    offer: Offer = field(default_factory=Offer)
    pending: Offer | None = None
    """The last offer of one time that the patient neither took nor turned down, over what was said beside it."""
    task: Intent | None = None
    held: dict[str, str] = field(default_factory=dict)
    patients: set[str] = field(default_factory=set)
    """Names of patients heard so far, folded: a doctor's first name may be a child's too."""

    def hear(self, text: str, previous: str, now: datetime, roster: Roster, read: Read = understand) -> Heard:
        """Read the desk's last words, then the patient's message in their light, which `read` does."""
        self._listen(previous, Context(now=now, roster=roster))
        context = Context(
            now=now,
            roster=roster,
            question=self.offer.question,
            choices=self.listed,
            previous=previous,
            spoken_of=self.doctors[0] if len(self.doctors) == 1 else None,
            current=self._current(),
        )
        understood = read(text, context)
        understood = replace(understood, doctors=tuple(m for m in understood.doctors if not self._is_patient(m)))
        fields: Fields = {}
        for cleared in understood.cleared:
            fields.update(dict.fromkeys(_CLEARED.get(cleared, ()), None))
        self._take_offered(understood, context, fields)
        ambiguous = self._take_said(understood, context, fields)
        intent, self.task = settle(self.task, self.offer, understood, fields)
        self._remember(understood, fields)
        name = "cancel" if intent == Intent.STOP and not previous else PROTOCOL.get(intent, intent.value)
        return Heard(understood, name, fields, ambiguous)

    # --- the desk's words ---

    def _listen(self, previous: str, context: Context) -> None:
        held = self.held.get("slot_time")
        self.offer = read_offer(previous, context, self.patients, time.fromisoformat(held) if held else None)
        self.doctors = self.offer.doctors or self.doctors
        if self.offer.times:
            self.pending = self.offer if len(self.offer.times) == 1 else None
        day = self.offer.day or self._day()
        if len(self.offer.times) > 1:
            starts = (datetime.combine(day or context.now.date(), at) for at in self.offer.times)
            self.listed = tuple(Choice(f"{at:%H:%M}", f"{at:%H:%M}", "slot", starts_at=at) for at in starts)
        elif len(self.offer.doctors) > 1:
            names = {doctor.code: doctor.name for doctor in context.roster.doctors}
            self.listed = tuple(Choice(code, names[code], "doctor", doctor=code) for code in self.offer.doctors)

    def _day(self) -> date | None:
        held = self.held.get("slot_date")
        return date.fromisoformat(held) if held else None

    def _current(self) -> datetime | None:
        day, at = self.offer.day or self._day(), self.held.get("slot_time")
        if day and self.offer.times:
            return datetime.combine(day, self.offer.times[0])
        return datetime.combine(day, time.fromisoformat(at)) if day and at else None

    # --- the patient's ---

    def _is_patient(self, mention: DoctorMention) -> bool:
        return fold(mention.span.words) in self.patients

    def _take_offered(self, understood: Understanding, context: Context, fields: Fields) -> None:
        """What the patient takes over from the desk's words."""
        chosen = understood.chosen
        if chosen and len(chosen.values) == 1:
            choice = next(choice for choice in self.listed if choice.value == chosen.values[0])
            if choice.doctor:
                _set_doctor(fields, choice.doctor, context.roster)
            else:
                self._take_time(fields, choice.value, context, understood)
        elif _accepts(understood):
            if len(self.doctors) == 1:
                _set_doctor(fields, self.doctors[0], context.roster)
            self._take_pending(fields, context, understood)
        elif self.offer.reports and not self.offer.times:
            self._take_pending(fields, context, understood)  # the desk took an aside for a yes

    def _take_pending(self, fields: Fields, context: Context, understood: Understanding) -> None:
        """The one time on offer: in the desk's last words, or in those before where it only asks again."""
        repeated = self.offer.move is Move.VISIT or self.offer.reports or _asks_to_book(understood)
        if self.pending and (self.pending is self.offer or repeated):
            self._take_time(fields, f"{self.pending.times[0]:%H:%M}", context, understood)

    def _take_time(self, fields: Fields, at: str, context: Context, understood: Understanding) -> None:
        """A time taken over, with its day; today where no day was ever spoken of ("as soon as possible")."""
        fields["slot_time"] = at
        pending = self.pending.day if self.pending else None
        day = self.offer.day or pending or self._day()
        if day is None and not any(when.dates for when in understood.whens):
            day = context.now.date()
        if day:
            fields["slot_date"] = day.isoformat()

    def _take_said(self, understood: Understanding, context: Context, fields: Fields) -> dict[str, list[str]]:
        """What the message says itself; what fits several doctors is returned instead."""
        ambiguous: dict[str, list[str]] = {}
        chosen = understood.chosen
        if chosen and len(chosen.values) > 1:
            several = [choice.doctor for choice in context.choices if choice.value in chosen.values and choice.doctor]
            ambiguous.update({"doctor": several} if several else {})
        named = [mention for mention in understood.doctors if not mention.rejected and mention.codes]
        if named and len(named[-1].codes) == 1:
            _set_doctor(fields, named[-1].codes[0], context.roster)
        elif named:
            ambiguous["doctor"] = list(named[-1].codes)
        named_too = (*understood.specialities, *understood.lacking)
        wanted = [mention for mention in named_too if not mention.rejected]
        if wanted:
            fields["speciality"] = wanted[-1].code
        if understood.complaint:
            fields["diagnosis_condition"] = understood.complaint.span.words
        _set_when(fields, self._wanted(understood))
        self._with_its_day(understood, fields)
        if understood.person and understood.person.name:
            fields["patient_name"] = understood.person.name
        searching = self.task == Intent.FIND_DOCTOR or understood.says(Intent.FIND_DOCTOR)
        explained = [mention.span for mention in understood.doctors] + [mention.span for mention in wanted]
        rest = without(understood.message, explained)
        if town := find_town(rest, context, searching=searching):
            fields["location"] = town.words
        return ambiguous

    def _wanted(self, understood: Understanding) -> When | None:
        """The time that counts: the last one wished for that does not only stand in ("at ten, otherwise at eleven")."""
        words = words_of(understood.message)
        live = [when for when in understood.whens if not when.rejected and (when.dates or when.times)]
        first = [when for when in live if not is_fallback(words, when)]
        held = self.held.get("slot_date") or self.held.get("slot_time")
        return next(reversed(first if first or held else live), None)

    def _with_its_day(self, understood: Understanding, fields: Fields) -> None:
        """The day of an offered time that the patient repeats without it ("would I be seen at nine?")."""
        offered, at = self.pending, fields.get("slot_time")
        if not offered or not offered.day or not at or "slot_date" in fields:
            return
        if at == f"{offered.times[0]:%H:%M}" and not understood.says(Intent.NO):
            fields["slot_date"] = offered.day.isoformat()

    def _remember(self, understood: Understanding, fields: Fields) -> None:
        refused = understood.says(Intent.NO, Intent.MORE, Intent.NONE_FIT, Intent.STOP) or understood.cleared
        day = fields.get("slot_date")
        moved = day is not None and date.fromisoformat(day) != ((self.pending and self.pending.day) or self._day())
        if refused or moved or "slot_time" in fields:
            self.pending = None
        for name, value in fields.items():
            if value is None:
                self.held.pop(name, None)
            else:
                self.held[name] = value
        if understood.person and understood.person.name:
            self.patients.add(fold(understood.person.name))


_CLEARED = {
    Field.DOCTOR: ("doctor_name", "doctor_id"), Field.SPECIALITY: ("speciality",), Field.DATE: ("slot_date",),
    Field.TIME: ("slot_time",), Field.LOCATION: ("location",), Field.REASON: ("diagnosis_condition",),
}  # fmt: skip


def _accepts(understood: Understanding) -> bool:
    """Whether the patient takes what was offered: says yes, or asks to book it."""
    if understood.says(Intent.NO, Intent.MORE, Intent.NONE_FIT, Intent.MAYBE, Intent.STOP, Intent.FIND_DOCTOR):
        return False
    if understood.cleared or (understood.chosen and understood.chosen.rejected):
        return False
    if _asks_to_book(understood):
        return True
    return understood.says(Intent.YES) and not understood.says(Intent.INFORMATION, Intent.PRICE)


def _asks_to_book(understood: Understanding) -> bool:
    """Whether a booking is asked for, rather than guessed at."""
    return any(mention.intent == Intent.BOOK and mention.certainty > GUESS for mention in understood.intents)


def _set_doctor(fields: Fields, code: str, roster: Roster) -> None:
    """Take a doctor, unless the roster of this message no longer has one whom the conversation remembers."""
    doctor = next((doctor for doctor in roster.doctors if doctor.code == code), None)
    if doctor is not None:
        fields["doctor_id"], fields["doctor_name"] = doctor.code, doctor.name


def _set_when(fields: Fields, when: When | None) -> None:
    if when is None or when.past:
        return
    if when.dates and when.dates.day:
        fields["slot_date"] = when.dates.day.isoformat()
    if when.times and (at := _bound(when.times)):  # "after 8 pm" gives its bound; `when.open` tells that it is one
        fields["slot_time"] = f"{at:%H:%M}"


def _bound(times: Times) -> time | None:
    """An exact time, or the only side of an open stretch; a part of the day is no time."""
    if times.exact:
        return times.first
    if times.part is not None or (times.first and times.end):
        return None
    return times.first or times.end
