"""What the extractors find in a message: values, the words they came from, and how certain they are.

Nothing here decides anything: doctors and specialities are codes of the hospital's roster, times are the
hospital's wall-clock time without a zone, and an ambiguity is kept as several candidates, never guessed away.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Literal

from conversation.extractors.text import Message

# --- what the extractors are told -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doctor:
    """A doctor of the roster. `speciality` is the code of one; `gender` is None where not recorded."""

    code: str
    name: str
    speciality: str | None = None
    gender: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Speciality:
    """A speciality with what people call it and its practitioners, by language, and extra complaint words."""

    code: str
    name: str
    practitioner: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    practitioners: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, Sequence[str]] = field(default_factory=dict)
    default: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A site of the hospital."""

    code: str
    name: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the hospital's own information, with what people ask, by language."""

    code: str
    asks: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Service:
    """A test or another service of the hospital."""

    code: str
    name: str
    kind: str = ""
    """As the hospital's file calls it: `laboratory`, `radiology`..."""
    is_bookable: bool = False


@dataclass(frozen=True, slots=True)
class Insurer:
    """An insurer on the hospital's list, with its plans: code and name."""

    code: str
    name: str
    plans: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Roster:
    """Whom and what the hospital has. Built once per revision of the hospital's data; indexes may be cached on it."""

    doctors: tuple[Doctor, ...] = ()
    specialities: tuple[Speciality, ...] = ()
    places: tuple[Place, ...] = ()
    topics: tuple[Topic, ...] = ()
    services: tuple[Service, ...] = ()
    insurers: tuple[Insurer, ...] = ()

    @cached_property
    def index(self) -> dict[str, object]:
        """A place for extractors to keep what they derive from this roster, by their own key."""
        return {}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the desk offered: an opaque `value`, the words shown, and what it stands for."""

    value: str
    label: str
    kind: str = ""
    """`slot`, `doctor`, `speciality`, `person`, `visit`, `yes`, `no`, or another skill's own."""
    doctor: str | None = None
    speciality: str | None = None
    starts_at: datetime | None = None
    """Wall-clock time of the hospital, without a zone."""
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the desk knows when a message comes in. `now` is the hospital's wall-clock time, without a zone."""

    now: datetime
    language: str = "en"
    languages: tuple[str, ...] = ("en", "es")
    roster: Roster = field(default_factory=Roster)
    question: str | None = None
    """What the desk last asked: `speciality`, `doctor`, `slot`, `day`, `who`, `name`, `date_of_birth`,
    `phone`, `reason`, `confirm`, `confirm_cancel`, `visit`, or a skill's own; None when nothing is open."""
    choices: tuple[Choice, ...] = ()
    """What is on offer, in the order shown."""
    household: tuple[str, ...] = ()
    """Names of those whose records the sender may ask for, where the desk looked."""
    spoken_of: str | None = None
    """Code of the one doctor whom the desk spoke of last."""
    previous: str = ""
    """The desk's last words (used by `extract`, where nothing else is known)."""
    current: datetime | None = None
    """The time of the visit talked about (chosen, or being moved): "same time", "an hour later"."""
    last_visit: datetime | None = None
    talked_day: date | None = None
    """The day wished for so far, or the first of several: "the Tuesday after that", "the 17th" said later."""
    holidays: tuple[tuple[str, date], ...] = ()
    """The hospital's holidays by name."""
    day_first: bool = True
    """Whether 05/06 is read as 5 June first; the other reading is kept as an alternative."""


# --- what they answer -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands: offsets in `Message.folded`, the sender's words, and a certainty from 0 to 1."""

    start: int = 0
    end: int = 0
    words: str = ""
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Dates:
    """A day or a run of days: `first` up to, not including, `end`. An open side is None (never both)."""

    first: date | None
    end: date | None
    grain: Literal["day", "week", "month"] = "day"

    @property
    def day(self) -> date | None:
        """The day, when exactly one is meant."""
        if self.first and self.end and (self.end - self.first).days == 1:
            return self.first
        return None


@dataclass(frozen=True, slots=True)
class Times:
    """A time of day or a stretch of it: `first` up to, not including, `end`.

    An exact time has `exact` True and `end` None. "after 8 pm" has `end` None and `exact` False, "before noon"
    `first` None. "morning" is a stretch with `part` set.
    """

    first: time | None
    end: time | None
    exact: bool = False
    part: str | None = None
    """`morning`, `afternoon`, `tarde` (the Spanish one), `evening`, `after_work`, ... when a part of day was named."""
    grain: Literal["minute", "hour"] = "minute"


@dataclass(frozen=True, slots=True)
class When:
    """A date, a time or both, as one mention. Several phrases of one message that belong together are one `When`."""

    span: Span
    dates: Dates | None = None
    times: Times | None = None
    approximate: bool = False
    """"around two", "about noon"."""
    inferred: bool = False
    """A convention decided: "next"/"this" + weekday, a numeric date, an hour that fits morning and evening."""
    alternatives: tuple[When, ...] = ()
    """Other readings of the same words (05/06; "at 8" as 20:00)."""
    also: tuple[When, ...] = ()
    """Further wishes of the same message: "Tuesday or Wednesday"."""
    rejected: bool = False
    """Said to be wrong or unwanted: "not the 5th"."""
    turned: bool = field(default=False, compare=False)
    """An open side that was turned down is read as what is left: "I can't before 11" as from 11 on."""
    shift: Literal["earlier", "later"] | None = None
    """"something earlier", "a later one": relative to what is on offer or chosen."""
    soonest: bool = False
    """"as soon as possible", "the first free time"."""
    past: bool = False
    """The day meant has passed ("on 1 June" on 8 June); `dates` then holds that past day."""
    other_zone: bool = False
    """The sender speaks of another time zone: "3pm my time"."""
    corrects: When | None = None
    """What this was said in place of: "Thursday at 10... no, Friday"."""
    weekly: bool = False
    """A mere weekday was named; turned down, every one of them is meant."""


@dataclass(frozen=True, slots=True)
class DoctorMention:
    """One or more doctors that the words fit. `similar` was found by likeness and must be read back."""

    span: Span
    codes: tuple[str, ...]
    """Best first; empty when the words name a doctor whom the hospital does not have."""
    similar: bool = False
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class SpecialityMention:
    """A speciality named as such or by its practitioner ("cardiology", "a skin doctor")."""

    span: Span
    code: str
    rejected: bool = False
    literal: bool = True
    """False for a way of speaking ("heart doctor", "someone for my knee"), which is read back."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What troubles the patient, in their words, and the specialities that fit, best first, with scores 0 to 1."""

    span: Span
    specialities: tuple[tuple[str, float], ...] = ()

    @property
    def likely(self) -> tuple[str, ...]:
        """The specialities that fit about as well as the best one, three at most: of several the patient chooses."""
        weights = [(code, score / (1 - score) if score < 1 else math.inf) for code, score in self.specialities]
        least = LIKELY * weights[0][1] if weights else 0.0
        return tuple(code for code, weight in weights if weight >= least)[:3]


LIKELY = 0.7
"""The share of the best speciality's weight from which on another one is as likely."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer to what is on offer: the values taken, or the values turned down ("not the former")."""

    span: Span
    values: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    beyond: bool = False
    """An ordinal or number that nothing on offer has ("the seventh" of three)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Facts about a person: whoever the visit is for, or the sender."""

    span: Span
    name: str | None = None
    date_of_birth: date | None = None
    phone: str | None = None
    """E.164 where it can be told, else the digits as given."""
    phone_ending: str | None = None
    """"my number ends 0197"."""
    relation: str | None = None
    """`self`, `child`, `son`, `daughter`, `mother`, `father`, `wife`, `husband`, `partner`, `other`: for whom it is."""
    age: int | None = None
    sender: str | None = None
    """Who writes, where they introduce themselves and the visit is for somebody else."""
    is_bare_date: bool = False
    """Whether the birth date is only a date of years ago: neither asked for nor called a birth, with no name beside."""
    is_other: bool = False
    """Whether it is another relative of the kind than the one spoken of before: "my other daughter"."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """A red flag. `rule` names the rule and so its source; `self_harm` asks for the crisis line."""

    span: Span
    rule: str
    self_harm: bool = False


class Intent(StrEnum):
    """What somebody wants; `PROTOCOL` maps it to the names that the `extract` command answers."""

    BOOK = "book"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    FIND_DOCTOR = "find_doctor"
    APPOINTMENTS = "appointments"
    PRESCRIPTIONS = "prescriptions"
    REFILL = "refill"
    REPORTS = "reports"
    BILLING = "billing"
    INSURANCE = "insurance"
    PHARMACY = "pharmacy"
    INFORMATION = "information"
    HANDOFF = "handoff"
    CALLBACK = "callback"
    COMPLAINT = "complaint"
    WAITLIST = "waitlist"
    REGISTER = "register"
    CONSENT = "consent"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    REPEAT = "repeat"
    HELP = "help"
    BOT_IDENTITY = "bot_identity"
    CHANGE_LANGUAGE = "change_language"
    SMALLTALK = "smalltalk"
    OTHER = "other"
    # finer than the protocol's names
    UNDO = "undo"
    """"take it back", "undo that"."""
    STOP = "stop"
    """"never mind", "forget it", "stop this"."""
    RESUME = "resume"
    """"ok let's continue"."""
    MOMENT = "moment"
    """"one moment please"."""
    STATUS = "status"
    """"what have you got so far?"."""
    WHY = "why"
    """"why do you need my date of birth?"."""
    REFUSE = "refuse"
    """"I'd rather not say"."""
    SKIP = "skip"
    MORE = "more"
    """"anything else?", "other times"."""
    NONE_FIT = "none_fit"
    """Turns down everything on offer."""
    PRICE = "price"
    POLICY = "policy"
    """"what does it cost to cancel?"."""
    MEDICAL_ADVICE = "medical_advice"
    DIAGNOSES = "diagnoses"
    """One's own diagnosis, or plan of treatment, as a doctor wrote it down."""
    OTHERS_DATA = "others_data"
    """Asks about somebody else's care."""
    INJECTION = "injection"
    """Tries to instruct the desk's software."""
    INSULT = "insult"
    """Abuses the desk and complains of nothing."""


PROTOCOL: Mapping[Intent, str] = {
    Intent.CALLBACK: "handoff", Intent.COMPLAINT: "handoff", Intent.UNDO: "cancel", Intent.STOP: "no",
    Intent.RESUME: "yes", Intent.MOMENT: "smalltalk", Intent.STATUS: "repeat", Intent.WHY: "help",
    Intent.REFUSE: "no", Intent.SKIP: "no", Intent.MORE: "find_doctor", Intent.NONE_FIT: "no",
    Intent.PRICE: "billing", Intent.POLICY: "information", Intent.MEDICAL_ADVICE: "other",
    Intent.DIAGNOSES: "other", Intent.OTHERS_DATA: "other", Intent.INJECTION: "other", Intent.INSULT: "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IntentMention:
    """One thing that the message asks for; a message may ask for several, in order."""

    intent: Intent
    certainty: float = 1.0
    span: Span = field(default_factory=Span)


class Wish(StrEnum):
    """A preference that narrows the search, said in passing."""

    ANY_DOCTOR = "any_doctor"
    SOONEST = "soonest"
    USUAL_DOCTOR = "usual_doctor"
    """"my usual doctor", "the lady I saw last time"."""
    FEMALE_DOCTOR = "female_doctor"
    MALE_DOCTOR = "male_doctor"
    SAME_TIME = "same_time"
    """"same time next week"."""
    WEEKDAYS = "weekdays"
    """"weekday afternoons"."""
    WEEKENDS = "weekends"
    """"weekends only": any of them."""
    ANYTIME = "anytime"
    """"I don't mind when"."""
    NO_REASON = "no_reason"
    """"I'd rather not say why"."""


class Field(StrEnum):
    """A fact that can be taken back without a new value: "change the doctor", "another day"."""

    DOCTOR = "doctor"
    SPECIALITY = "speciality"
    DATE = "date"
    TIME = "time"
    PERSON = "person"
    NAME = "name"
    DATE_OF_BIRTH = "date_of_birth"
    PHONE = "phone"
    REASON = "reason"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that one message says."""

    message: Message
    language: str = "en"
    language_sure: bool = False
    """True when three words or more (or the very first word of a conversation) speak for `language`."""
    language_asked: bool = False
    """True when the message asks for `language`."""
    emergency: Emergency | None = None
    intents: tuple[IntentMention, ...] = ()
    """In the order said; never empty (`OTHER` where nothing fits)."""
    chosen: Chosen | None = None
    whens: tuple[When, ...] = ()
    """In the order said; the last that is not rejected wins."""
    doctors: tuple[DoctorMention, ...] = ()
    specialities: tuple[SpecialityMention, ...] = ()
    lacking: tuple[SpecialityMention, ...] = ()
    """Specialities asked for that the hospital does not have; `code` is then a standard key (`neurology`)."""
    complaint: Complaint | None = None
    place: str | None = None
    """Code of a site."""
    elsewhere: str | None = None
    """A town beside the wish for a doctor that has no site, as it was written."""
    person: Person | None = None
    references: tuple[str, ...] = ()
    """Visit references as written in the message, upper-case ("FD-7K3QX2")."""
    wishes: frozenset[Wish] = frozenset()
    cleared: frozenset[Field] = frozenset()
    topic: str | None = None
    """Code of a topic of the hospital's information that the message asks about."""
    foreign: str | None = None
    """Code of a language that the desk does not speak and in which the message is written."""
    empty: bool = False
    """Nothing to understand: no letters or digits at all (emoji, "?")."""
    proposed: bool = False
    """Whether a language model filled in what the rules had left open: it is read back before anything is done."""

    @property
    def intent(self) -> Intent:
        """The first thing asked for."""
        return self.intents[0].intent if self.intents else Intent.OTHER

    def says(self, *wanted: Intent) -> bool:
        """Whether the message asks for any of these."""
        return any(mention.intent in wanted for mention in self.intents)
