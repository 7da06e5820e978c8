"""What a conversation was offered, for understanding without a desk behind it (the `extract` command).

The desk's words are read by the same extractors as the patient's, so "the second one" and "yes, I'd like that" resolve.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from conversation.extractors.entities import (
    PROTOCOL, Choice, Context, Field, Intent, Roster, Times, Understanding, When,
)  # fmt: skip
from conversation.extractors.intents import GUESS, LEVELS, find_intents
from conversation.extractors.people import find_doctors
from conversation.extractors.pipeline import understand, without
from conversation.extractors.specialities import find_lacking
from conversation.extractors.text import Message
from conversation.extractors.towns import ASKED, find_town
from conversation.extractors.when import find_whens
from conversation.extractors.words import Words, words_of

SURE = LEVELS["sure"]
_TASKS = frozenset({Intent.BOOK, Intent.FIND_DOCTOR, Intent.RESCHEDULE, Intent.CANCEL})
_QUESTIONS = (
    (ASKED, "city town area where ciudad donde".split()),
    ("name", ["name", "nombre"]),
    ("date_of_birth", ["birth", "born", "nacimiento"]),
    ("phone", ["phone", "telefono"]),
    ("confirm", ["confirm", "correct", "right", "confirmar", "correcto"]),
    ("slot", ["time", "hour", "hora"]),
    ("day", ["date", "day", "when", "dia", "fecha", "cuando"]),
    ("speciality", ["kind", "type", "specialist", "speciality", "specialty", "especialidad"]),
    ("doctor", ["doctor", "dentist", "medico", "doctora"]),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as understood, with the facts that it gave or accepted (None takes one back)."""

    understanding: Understanding
    intent: str
    fields: dict[str, str | None]
    ambiguous: dict[str, list[str]]


@dataclass
class Conversation:
    """What one conversation was offered and has taken, over its lines."""

    doctors: tuple[str, ...] = ()
    """Codes of the doctors that the desk named last."""
    day: date | None = None
    times: tuple[time, ...] = ()
    asks: frozenset[Intent] = frozenset()
    """What the desk's last words offer to do."""
    asks_more: bool = False
    """Whether they end with "anything else?"."""
    task: Intent | None = None
    held: dict[str, str] = field(default_factory=dict)

    def hear(self, text: str, previous: str, now: datetime, roster: Roster) -> Heard:
        """Read the desk's last words, then the patient's message in their light."""
        context = Context(now=now, roster=roster)
        self.day_offered, self.times_offered = None, ()
        question = self._read_desk(previous, context) if previous else None
        context = Context(now=now, roster=roster, question=question, choices=self._choices(), previous=previous, current=self._current())
        understood = understand(text, context)
        fields, ambiguous = self._facts(understood, context)
        intent = self._intent(understood, fields, question)
        for name, value in fields.items():
            if value is None:
                self.held.pop(name, None)
            else:
                self.held[name] = value
        return Heard(understood, PROTOCOL.get(intent, intent.value), fields, ambiguous)

    day_offered: date | None = None
    times_offered: tuple[time, ...] = ()

    # --- the desk's words ---

    def _read_desk(self, previous: str, context: Context) -> str | None:
        message = Message.read(previous)
        mentions = find_doctors(message, context)
        codes = tuple(dict.fromkeys(m.codes[0] for m in mentions if len(m.codes) == 1))
        if codes:
            self.doctors = codes
        whens = _offered_whens(message, without(message, [m.span for m in mentions]), context)
        self.day_offered = next((w.dates.day for w in whens if w.dates and w.dates.day and not w.past), None)
        self.times_offered = tuple(dict.fromkeys(w.times.first for w in whens if w.times and w.times.exact and w.times.first))
        self.asks_more = bool({"else", "more", "anything", "further"} & set(words_of(message).read))
        self.asks = frozenset(mention.intent for mention in find_intents(message, context))
        return _question(message)

    def _choices(self) -> tuple[Choice, ...]:
        if len(self.times_offered) > 1:
            day = self.day_offered or self._day_held() or date.min
            return tuple(
                Choice(f"{at:%H:%M}", f"{at:%H:%M}", "slot", starts_at=datetime.combine(day, at)) for at in self.times_offered
            )
        if len(self.doctors) > 1:
            return tuple(Choice(code, code, "doctor", doctor=code) for code in self.doctors)
        return ()

    def _day_held(self) -> date | None:
        held = self.held.get("slot_date")
        return date.fromisoformat(held) if held else None

    def _current(self) -> datetime | None:
        day, at = self.day_offered or self._day_held(), self.held.get("slot_time")
        if day and self.times_offered:
            return datetime.combine(day, self.times_offered[0])
        return datetime.combine(day, time.fromisoformat(at)) if day and at else None

    # --- the patient's ---

    def _facts(self, understood: Understanding, context: Context) -> tuple[dict[str, str | None], dict[str, list[str]]]:
        fields: dict[str, str | None] = {}
        ambiguous: dict[str, list[str]] = {}
        for cleared in understood.cleared:
            fields.update(dict.fromkeys(_CLEARED.get(cleared, ()), None))
        self._accepted(understood, context, fields)
        self._said(understood, context, fields, ambiguous)
        return fields, ambiguous

    def _said(
        self, understood: Understanding, context: Context, fields: dict[str, str | None], ambiguous: dict[str, list[str]]
    ) -> None:
        named = [mention for mention in understood.doctors if not mention.rejected and mention.codes]
        if named:
            if len(named[-1].codes) == 1:
                _set_doctor(fields, named[-1].codes[0], context.roster)
            else:
                ambiguous["doctor"] = list(named[-1].codes)
        wanted = [mention for mention in understood.specialities if not mention.rejected]
        wanted += [mention for mention in find_lacking(understood.message, context) if not mention.rejected]
        if wanted:
            fields["speciality"] = wanted[-1].code
        if understood.complaint:
            fields["diagnosis_condition"] = understood.complaint.span.words
        for when in understood.whens:
            _set_when(fields, when)
        if understood.person and understood.person.name:
            fields["patient_name"] = understood.person.name
        explained = [mention.span for mention in (*understood.doctors, *wanted)]
        searching = self.task == Intent.FIND_DOCTOR or understood.says(Intent.FIND_DOCTOR)
        town = find_town(without(understood.message, explained), context, searching=searching)
        if understood.place:
            fields["location"] = next(p.name for p in context.roster.places if p.code == understood.place)
        elif town:
            fields["location"] = town.words

    def _accepted(self, understood: Understanding, context: Context, fields: dict[str, str | None]) -> None:
        """What the patient takes over from the desk's words."""
        chosen = understood.chosen
        if chosen and len(chosen.values) == 1:
            value = chosen.values[0]
            if value in self.doctors:
                _set_doctor(fields, value, context.roster)
            else:
                fields["slot_time"] = value
                self._take_day(fields)
            return
        if not _accepts(understood):
            return
        if len(self.doctors) == 1:
            _set_doctor(fields, self.doctors[0], context.roster)
        if len(self.times_offered) == 1 and understood.says(Intent.YES):
            fields["slot_time"] = f"{self.times_offered[0]:%H:%M}"
            self._take_day(fields)

    def _take_day(self, fields: dict[str, str | None]) -> None:
        if self.day_offered:
            fields["slot_date"] = self.day_offered.isoformat()

    def _intent(self, understood: Understanding, fields: dict[str, str | None], question: str | None) -> Intent:
        """The one intent to answer with: what is asked for, in the light of what the conversation is about."""
        intent, certainty = understood.intents[0].intent, understood.intents[0].certainty
        if intent in (Intent.YES, Intent.NO):
            intent = self._behind_answer(understood, fields)
        elif intent == Intent.BOOK and certainty <= GUESS and self.task and question not in ("slot", "day", "confirm"):
            intent = self.task
        elif intent == Intent.BOOK and certainty < SURE and fields.get("location") and not fields.get("slot_date"):
            intent = Intent.FIND_DOCTOR
        if intent in _TASKS:
            self.task = intent
        return intent

    def _behind_answer(self, understood: Understanding, fields: dict[str, str | None]) -> Intent:
        """What a yes or no comes to: the errand named with it, the booking it agrees to, or the end."""
        asked = next((m.intent for m in understood.intents if m.intent in _TASKS and m.certainty > GUESS), None)
        if asked:
            return asked
        if understood.intents[0].intent == Intent.NO:
            return Intent.BOOK if understood.whens and self.task == Intent.BOOK else self._refused(understood)
        offered = Intent.BOOK in self.asks or (understood.whens and self.task)
        return Intent.BOOK if offered and self.task else Intent.YES

    def _refused(self, understood: Understanding) -> Intent:
        return Intent.GOODBYE if self.asks_more or understood.says(Intent.GOODBYE) else Intent.NO


_CLEARED = {
    Field.DOCTOR: ("doctor_name", "doctor_id"), Field.SPECIALITY: ("speciality",), Field.DATE: ("slot_date",),
    Field.TIME: ("slot_time",), Field.LOCATION: ("location",), Field.REASON: ("diagnosis_condition",),
}  # fmt: skip


def _accepts(understood: Understanding) -> bool:
    """Whether the patient takes what was offered: says yes, "that one", asks to book it, or is content and leaves."""
    if understood.says(Intent.NO, Intent.MORE, Intent.NONE_FIT, Intent.MAYBE, Intent.STOP, Intent.FIND_DOCTOR):
        return False
    if understood.cleared or (understood.chosen and understood.chosen.rejected):
        return False
    if any(m.intent == Intent.BOOK and m.certainty > GUESS for m in understood.intents):
        return True
    return understood.says(Intent.YES) and not understood.says(Intent.INFORMATION, Intent.PRICE)


_UNAVAILABLE = frozenset("sorry unable unavailable no not isnt arent couldnt cannot cant wasnt booked fully lo siento".split())
_OFFERS = frozenset("how would instead but available can about what".split())


def _offered_whens(message: Message, rest: Message, context: Context) -> list[When]:
    """The times that the desk's words offer: not those said to be taken, and of several sentences the last."""
    words = words_of(message)
    offered: dict[int, list[When]] = {}
    for when in find_whens(rest, context):
        first, end = words.around(when.span.start, when.span.end)
        if end and not _is_unavailable(words, first):
            offered.setdefault(words.sentence[first], []).extend((when, *when.also))
    return offered[max(offered)] if offered else []


def _is_unavailable(words: Words, at: int) -> bool:
    """Whether the clause before word `at` says that the time is taken ("sorry, nothing at 10")."""
    said = [i for i in range(at) if words.sentence[i] == words.sentence[at]]
    taken = max((i for i in said if words.read[i] in _UNAVAILABLE), default=-1)
    offers = max((i for i in said if words.read[i] in _OFFERS), default=-1)
    return taken > offers


def _question(message: Message) -> str | None:
    """What the desk's words ask for, in the terms of `Context.question`."""
    words = words_of(message)
    if "?" not in message.raw and "please" not in words.read:
        return None
    read = set(words.read)
    return next((question for question, cues in _QUESTIONS if read & set(cues)), None)


def _set_doctor(fields: dict[str, str | None], code: str, roster: Roster) -> None:
    doctor = next(doctor for doctor in roster.doctors if doctor.code == code)
    fields["doctor_id"], fields["doctor_name"] = doctor.code, doctor.name


def _set_when(fields: dict[str, str | None], when: When) -> None:
    if when.rejected or when.past:
        return
    if when.dates and when.dates.first:
        day = when.dates.day
        if day:
            fields["slot_date"] = day.isoformat()
    times = when.times
    bound = _bound(times) if times else None
    if bound:  # "after 8 pm" gives its bound; `when.open` tells that it is one
        fields["slot_time"] = f"{bound:%H:%M}"


def _bound(times: Times) -> time | None:
    """An exact time, or the only side of an open stretch; a part of the day is no time."""
    if times.exact:
        return times.first
    if times.part is not None or (times.first and times.end):
        return None
    return times.first or times.end
