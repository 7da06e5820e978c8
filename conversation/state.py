"""BookingState: everything that a conversation knows, in one frozen value that is replaced whole.

A fact has one place here. What a skill still needs is what is empty; `booking_stage` is derived.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, computed_field

TEXT_KEPT = 4096
OPTIONS_KEPT = 12
SUSPENDED_KEPT = 3
BOOKED_HERE_KEPT = 10
REGISTERED_HERE_KEPT = 10

Stage = Literal["need_diagnosis", "choose_doctor", "choose_slot", "confirm", "done"]
Task = Literal["book", "reschedule", "cancel", "register"]


Moment = Annotated[datetime, PlainSerializer(lambda moment: moment.isoformat(timespec="seconds"), when_used="json")]
"""An instant, told with the hospital's offset and to the second."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Offered(_Frozen):
    """Something offered for choosing: the opaque value, the words shown, and what it stands for."""

    value: str
    label: str
    kind: str
    doctor: str | None = None
    speciality: str | None = None
    starts_at: Moment | None = None
    person: str | None = None
    visit: str | None = None
    record: str | None = None
    """Reference of a prescription, a report, an invoice, ..."""


class Wanted(_Frozen):
    """When somebody would like to come, on the hospital's clock; ends are not included, open sides are None."""

    first_day: date | None = None
    end_day: date | None = None
    first_time: time | None = None
    end_time: time | None = None
    is_exact: bool = False
    """One time of day is meant, `first_time`."""
    is_approximate: bool = False
    part: str | None = None
    """The part of day that was named."""
    other_time: time | None = None
    """The other reading of the hour ("at 8" as 20:00)."""
    other_day: date | None = None
    """The other reading of a numeric date."""
    not_days: tuple[date, ...] = ()
    not_weekdays: tuple[int, ...] = ()
    """Days that do not suit: one in particular, or every one of a weekday (Monday is 0)."""

    @property
    def day(self) -> date | None:
        """The day, when exactly one is meant."""
        if self.first_day and self.end_day and (self.end_day - self.first_day).days == 1:
            return self.first_day
        return None

    @property
    def has_time(self) -> bool:
        """Whether anything was said about the time of day."""
        return self.first_time is not None or self.end_time is not None


class Held(_Frozen):
    """A time reserved for this conversation until an instant."""

    doctor: str
    starts_at: Moment
    until: Moment
    is_prolonged: bool = False


class Act(_Frozen):
    """The last thing done here, so that it can be taken back."""

    kind: Literal["booked", "rescheduled", "cancelled"]
    reference: str
    doctor: str
    starts_at: Moment
    from_doctor: str | None = None
    from_starts_at: Moment | None = None
    at: Moment | None = None
    """When it was done."""
    words: str = ""
    """The message that did it."""
    patient_id: str | None = None
    """Number of the patient whose visit it was."""
    waits_ended: tuple[int, ...] = ()
    """The places on the waiting list that it ended: whoever takes it back is on the list again."""


class CallWanted(_Frozen):
    """When somebody would be called, while the number for it is asked for."""

    start: Moment
    end: Moment


class Alarm(_Frozen):
    """That an emergency was told of here, until it is over or long ago."""

    at: Moment
    words: str
    """What was recognised."""
    is_crisis: bool = False
    """Somebody wants to harm themselves."""


class Unmet(_Frozen):
    """What was asked for last that only a person can do, or that was not understood."""

    words: str
    at: Moment
    intent: str | None = None


class HoursAsked(_Frozen):
    """That the hours were asked for, so that "and on Monday?" asks for them again."""

    turn: int
    """Number of the turn that told them."""
    day: date | None = None
    """The day they were told for, where it was one."""


class Said(_Frozen):
    """Where a fact came from: the words and the moment."""

    words: str
    at: Moment


class Proof(_Frozen):
    """Who somebody proved to be: for one patient, and for a while."""

    person: str
    """The patient's number."""
    level: int
    method: Literal["date_of_birth", "code"]
    until: Moment


class Proving(_Frozen):
    """A proof in progress. Whether the hospital knows anybody of this name stands nowhere here."""

    skill: str
    """What goes on once it is proven."""
    name: str | None = None
    date_of_birth: date | None = None
    ending: str | None = None
    """How the number on file ends."""
    phone: str | None = None
    """The number that they handed over by the channel's button, to be confirmed by a code sent there."""
    person: str | None = None
    """Number of the one of those behind a handle who has to prove that it is them."""
    codes: int = 0
    """How many codes were asked for."""


class Looking(_Frozen):
    """What of somebody's records was asked for, while it is asked whose, who writes, or which one."""

    skill: str
    words: str
    """The message that asked for it: answers to what is asked in between are about that."""
    person: str | None = None
    """Number of the patient whose it is, once known."""
    also: tuple[str, ...] = ()
    """Numbers of those whose come after it, where several were asked for at once."""
    back: str | None = None
    """The question that was open when it was asked for: it is come back to."""
    back_offered: tuple[Offered, ...] = ()
    then: tuple[str, ...] = ()
    """Skills that the same message asked for, and that ask something themselves: they come after this one."""


class ResultsTold(_Frozen):
    """That somebody heard how far their examinations are: what they ask next may be about those."""

    turn: int
    person: str
    """Number of the patient whose they are."""
    report: str | None = None
    """The one that was told of, by reference, where it was one alone."""


class RemindersAsked(_Frozen):
    """That it was asked whether reminders may be sent; the choices name the turn, so that they can be tapped late."""

    turn: int
    person: str
    """The patient's number."""


class RemindersSettled(_Frozen):
    """That somebody agreed to reminders here: as long as nothing else was decided since, it is taken back here too."""

    person: str
    """The patient's number."""
    at: Moment


class Helping(_Frozen):
    """Somebody who is to act for a patient, or no longer, until that is agreed to."""

    patient: str
    name: str
    phone: str | None = None
    is_allowed: bool = True


class Suspended(_Frozen):
    """An errand laid aside with its facts."""

    task: Task
    facts: dict[str, Any]
    at: Moment
    is_next: bool = False
    """Whether it was asked for together with another one, and is gone on with by itself when that is done."""
    is_for_same: bool = False
    """Whether it is for whoever the one before it was for."""


class BookingState(_Frozen):
    """The single source of truth of a conversation. Instants are aware; days and times are the hospital's."""

    schema_version: int = 1

    # the errand
    patient_id: str | None = None
    """The patient's number, once it is known who the visit is for."""
    user_input: str = ""
    next_prompt: str = ""
    private_until: Moment | None = None
    """When what was said last, which tells of somebody's records, is not said again without a new proof."""
    """The desk's last words."""
    spoken_prompt: str = ""
    """The same for the ear, where they were heard."""
    follow_up_required: bool = False
    """Whether the desk waits for an answer."""
    diagnosis_condition: str | None = None
    speciality: Annotated[str | None, AfterValidator(lambda code: code or None)] = None
    """None also for a test or a treatment, which is of none."""
    selected_doctor: str | None = None
    """Code of a doctor, or of the timetable of a test or a treatment."""
    selected_slot: Moment | None = None
    available_doctors: tuple[str, ...] = ()
    available_slots: tuple[Moment, ...] = ()
    task: Task | None = None
    errand: int = 0
    """Counts errands: with the conversation it names the request that books."""
    is_done: bool = False
    wanted: Wanted | None = None
    wanted_also: tuple[Wanted, ...] = ()
    doctor_options: tuple[str, ...] = ()
    """Doctors whom the words fit, while it is open which one is meant."""
    not_doctors: tuple[str, ...] = ()
    """Doctors whom the patient does not want."""
    unknown_doctor: str | None = None
    speciality_options: tuple[str, ...] = ()
    is_by_complaint: bool = False
    """Whether the speciality was read from a complaint; a child's may then be another one."""
    any_doctor: bool = False
    soonest: bool = False
    doctor_gender: str | None = None
    location: str | None = None
    inferred: tuple[str, ...] = ()
    """What was read into the patient's words and so must be read back before it is done."""
    is_proposed: bool = False
    """Whether a language model had a part in the errand's facts: it is read back, whatever the hospital's rule."""
    reason_skipped: bool = False
    for_relation: str | None = None
    """Whom the visit is for, as the patient put it: `self`, `son`, `mother`, ..."""
    patient_name: str | None = None
    date_of_birth: date | None = None
    is_minor: bool = False
    besides: str | None = None
    """Number of a patient who is not meant: the visit is for another one than theirs."""
    guardian_name: str | None = None
    """Who speaks for a child, where nobody behind the handle does."""
    guardian_born: date | None = None
    """Their birth date, where it was told with the name: a visit of their own may come next."""
    visit: str | None = None
    """Reference of the visit that is being moved or cancelled."""
    visit_options: tuple[str, ...] = ()
    exchanges: str | None = None
    """Reference of the visit just booked that is to be somebody else's, while it is asked whose."""
    to_cancel: tuple[str, ...] = ()
    """References of further visits to be cancelled, each asked about in its turn."""
    fee_told_for: str | None = None
    terms_told: bool = False
    """Whether the last thing said was what cancelling costs: an "ok" to that cancels nothing."""
    in_vain: int = 0
    """How often what is needed to find somebody's visit, or the name to book for, was asked for and not told, or did
    not fit."""
    refusals: int = 0
    """How often everything on offer was turned down."""
    wants_waitlist: bool = False
    """The errand ends on the waiting list instead of in a slot."""
    is_waiting: bool = False
    """The patient is on the waiting list for what this errand is about: a booking takes them off it."""

    # the conversation
    language: str | None = None
    language_kept: int = 0
    """How many messages in another language the one that was asked for still withstands."""
    is_introduced: bool = False
    question: str | None = None
    offered: tuple[Offered, ...] = ()
    offered_before: tuple[Offered, ...] = ()
    offered_at: Moment | None = None
    held: Held | None = None
    own_id: str | None = None
    """Number of the patient who writes, once known."""
    guardian_id: str | None = None
    """Number of the patient who speaks for the children booked for here; a name and a phone make nobody `own_id`."""
    phone: str | None = None
    """A number given in this conversation (not the channel's)."""
    booked_here: tuple[str, ...] = ()
    registered_here: tuple[str, ...] = ()
    """Numbers of the patients whom this very conversation made known to the hospital."""
    told_names: dict[str, str] = {}
    """What those on file, by number, were called here by whoever nobody vouches for: they hear no other name."""
    last_act: Act | None = None
    suspended: tuple[Suspended, ...] = ()
    misses: int = 0
    failed_proofs: int = 0
    """Wrong answers to who one is, in this whole conversation, until they lapse."""
    failed_at: Moment | None = None
    """When the last one was given."""
    proofs: tuple[Proof, ...] = ()
    proving: Proving | None = None
    looking: Looking | None = None
    own_record: str | None = None
    """Number of the patient who last asked for what is their own, where several are behind one address."""
    results_told: ResultsTold | None = None
    helping: Helping | None = None
    asked_reminders: tuple[RemindersAsked, ...] = ()
    settled_reminders: tuple[RemindersSettled, ...] = ()
    topic: str | None = None
    """Whose errand it is that a person was offered for: a queue of the tasks."""
    hours_asked: HoursAsked | None = None
    list_told: int = 0
    """Number of the turn that last told of places on the waiting list, so that "take me off" means those."""
    prescriptions_told: int = 0
    """The turn in which somebody's prescriptions were read out: "send it to me as a PDF" right after it means those."""
    bills_told: int = 0
    """Number of the turn that last told of bills, so that "what is on it?" is about those."""
    bill_told: str | None = None
    """Reference of the one bill that was told of last."""
    refills_told: int = 0
    """Number of the turn that last told of medicines asked for again, for "are they ready?"."""
    service_told: str | None = None
    """The one test or treatment that a question was about, for "book it for Friday"."""
    service_told_at: int = 0
    """Number of that question's turn."""
    call_wanted: CallWanted | None = None
    unmet: Unmet | None = None
    """For whoever is asked for next: why they are."""
    alarm: Alarm | None = None
    calmed_at: Moment | None = None
    """When a person was last offered to somebody angry."""
    said: dict[str, Said] = {}

    @computed_field  # type: ignore[prop-decorator]
    @property
    def booking_stage(self) -> Stage:
        """How far the errand is, derived from what is known."""
        if self.is_done:
            return "done"
        if self.selected_slot is not None:
            return "confirm"
        if self.selected_doctor is not None:
            return "choose_slot"
        if self.speciality is not None or self.doctor_options or self.task in ("reschedule", "cancel"):
            return "choose_doctor"
        return "need_diagnosis"

    def beside(self, later: Self) -> Self:
        """This state after a message that changes no facts: only its words and its language are taken over."""
        return self.with_(user_input=later.user_input, language=later.language)

    def with_(self, **changes: Any) -> Self:
        """A copy with these fields changed, validated. Raises ValueError for a value or a name that does not fit."""
        unknown = changes.keys() - type(self).model_fields.keys()
        if unknown:
            raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
        checked = type(self).model_validate({name: changes[name] for name in changes})
        return self.model_copy(update={name: getattr(checked, name) for name in changes})

    def without_errand(self) -> Self:
        """A copy in which the errand's facts are forgotten; what belongs to the conversation stays."""
        return self.with_(**{name: type(self).model_fields[name].get_default() for name in ERRAND_FIELDS})

    def errand_facts(self) -> dict[str, Any]:
        """The errand's facts in the form in which they are laid aside."""
        facts = self.model_dump(mode="json", include=set(ERRAND_FIELDS))
        return {name: value for name, value in facts.items() if value not in (None, [], "", False)}


ERRAND_FIELDS = (
    "patient_id",
    "diagnosis_condition",
    "speciality",
    "selected_doctor",
    "selected_slot",
    "available_doctors",
    "available_slots",
    "task",
    "is_done",
    "wanted",
    "wanted_also",
    "doctor_options",
    "unknown_doctor",
    "not_doctors",
    "speciality_options",
    "is_by_complaint",
    "any_doctor",
    "soonest",
    "doctor_gender",
    "location",
    "inferred",
    "is_proposed",
    "reason_skipped",
    "for_relation",
    "patient_name",
    "date_of_birth",
    "is_minor",
    "besides",
    "guardian_name",
    "guardian_born",
    "visit",
    "visit_options",
    "exchanges",
    "to_cancel",
    "fee_told_for",
    "terms_told",
    "in_vain",
    "refusals",
    "wants_waitlist",
    "is_waiting",
)

DEPENDENTS: dict[str, tuple[str, ...]] = {
    "speciality": ("selected_doctor", "selected_slot", "doctor_options", "any_doctor", "is_by_complaint"),
    "selected_doctor": ("selected_slot", "doctor_options", "unknown_doctor"),
    "wanted": ("selected_slot",),
    "location": ("selected_slot",),
    "patient_name": ("patient_id",),
    "date_of_birth": ("patient_id",),
}
"""Which facts fall when another changes. The wish for a time stays when the doctor changes: it is looked up anew."""


def change(state: BookingState, **facts: Any) -> BookingState:
    """A copy with facts changed and everything that depends on them cleared."""
    fallen: dict[str, Any] = {}
    for name, value in facts.items():
        if getattr(state, name) != value:
            for dependent in DEPENDENTS.get(name, ()):
                fallen[dependent] = BookingState.model_fields[dependent].get_default()
    return state.with_(**{**fallen, **facts})


def without_day(wanted: Wanted | None) -> Wanted | None:
    """What is left of a wish when its day is taken back."""
    if wanted is None or not (wanted.has_time or wanted.not_days or wanted.not_weekdays):
        return None
    return wanted.model_copy(update={"first_day": None, "end_day": None, "other_day": None})


def without_time(wanted: Wanted | None) -> Wanted | None:
    """What is left of a wish when its time of day is taken back."""
    if wanted is None or (wanted.first_day is None and wanted.end_day is None):
        return None
    return without_hours(wanted)


def without_hours(wanted: Wanted) -> Wanted:
    """A wish with the time of day left open."""
    kept = ("first_day", "end_day", "other_day", "not_days", "not_weekdays")
    return Wanted.model_validate({name: getattr(wanted, name) for name in kept})
