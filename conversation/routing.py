"""Which skills a message needs, in order. Decides by what was said and what is open; looks nothing up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversation.extractors.entities import Intent, IntentMention, Understanding
from conversation.extractors.moods import Mood
from conversation.merging import apply_choice, merge
from conversation.state import SUSPENDED_KEPT, Act, BookingState, Suspended, Task, Wanted, change
from conversation.turn import Desk, Heard
from conversation.wishing import PERSONAL

SURE = 0.6
"""Intents less certain than this are taken for what they say only when nothing is open."""
EXPLICIT = 0.8
"""A booking asked for in so many words, as against words that only may mean one ("make it Thursday")."""

ASIDES: dict[Intent, str] = {
    Intent.STATUS: "status",
    Intent.WHY: "why",
    Intent.HELP: "help",
    Intent.REPEAT: "repeat",
    Intent.MOMENT: "moment",
    Intent.BOT_IDENTITY: "bot_identity",
    Intent.CHANGE_LANGUAGE: "change_language",
    Intent.SMALLTALK: "smalltalk",
    Intent.INFORMATION: "information",
    Intent.PRICE: "price",
    Intent.POLICY: "policy",
    Intent.MEDICAL_ADVICE: "medical_advice",
    Intent.OTHERS_DATA: "others_data",
    Intent.INJECTION: "injection",
    Intent.PRESCRIPTIONS: "not_here_yet",
    Intent.REFILL: "not_here_yet",
    Intent.REPORTS: "not_here_yet",
    Intent.BILLING: "not_here_yet",
    Intent.INSURANCE: "not_here_yet",
    Intent.PHARMACY: "not_here_yet",
    Intent.CONSENT: "not_here_yet",
    Intent.APPOINTMENTS: "my_appointments",
    Intent.HANDOFF: "handoff",
    Intent.CALLBACK: "handoff",
    Intent.COMPLAINT: "handoff",
    Intent.UNDO: "take_back",
    Intent.REFUSE: "refuse",
}
"""Errands that leave the one in progress where it is."""

COURTESIES: dict[Intent, str] = {
    Intent.GREETING: "greeting",
    Intent.THANKS: "thanks",
    Intent.GOODBYE: "goodbye",
}
"""Answered only when nothing else was said."""

PICKS: dict[str, str] = {
    "human": "handoff",
    "waitlist": "waitlist",
    "stop": "stop",
    "resume": "resume",
    "status": "status",
    "my_appointments": "my_appointments",
    "help": "help",
    "no_thanks": "goodbye",
}
"""Choices that lead to a skill of their own, whatever is open."""

SOFT = frozenset({"help", "offer_human", "nothing_yet", "clarify", "after_cancel"})
"""Questions that may go unanswered."""

OF_THEIR_OWN = frozenset({"cancel_scope", "offer_waitlist", "offer_human", "after_cancel", "clarify"})
"""Questions whose yes or no is not the errand's."""

TASKS: dict[str, str] = {"book": "handle_booking", "reschedule": "reschedule", "cancel": "cancel"}
BOOKING_FACTS = frozenset(
    "patient_name date_of_birth speciality selected_doctor doctor_options unknown_doctor wanted location "
    "diagnosis_condition any_doctor doctor_gender".split()
)


def route(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> tuple[BookingState, tuple[str, ...]]:
    """The errand to go on with, begun or resumed where the message asks for it, and the skills to run."""
    picked = heard.picked
    if picked is not None and picked.kind in PICKS:
        return state, (PICKS[picked.kind],)
    if picked is not None and picked.kind in _TASK_OF:
        begun, agenda = _begin(before, state, _TASK_OF[picked.kind], desk)
        return begun.with_(visit=picked.visit or begun.visit), agenda
    if heard.is_stale:
        return state, ("stale_choice",)
    if desk.message.choice is None and desk.message.text.strip() == "0" and picked is None:
        return state, ("handoff",)
    if desk.understanding.empty and desk.message.choice is None and heard.answer is None:
        return state, ("reprompt",)
    person = desk.understanding.person
    if before.question == "callback" and person is not None and person.phone:
        return state, ("handoff",)
    if Mood.NOT_CANCEL in desk.moods or (Mood.ABOUT_VISIT in desk.moods and before.task is None):
        return state, ("cancel",) if before.question == "confirm_cancel" else ("my_appointments",)
    if before.task == "cancel" and before.question == "visit" and Mood.ALL in desk.moods:
        return state, ("cancel",)
    return _by_intents(before, state, desk, heard)


def _by_intents(
    before: BookingState, state: BookingState, desk: Desk, heard: Heard
) -> tuple[BookingState, tuple[str, ...]]:
    intents = _sure_intents(desk)
    asides = _asides(before, heard, intents)
    said = {mention.intent for mention in intents}
    if said & _ABOUT_OTHERS and not said & _EXPLICIT and desk.understanding.complaint is None:
        # a doctor complained of or a patient asked after is not whom a visit is wanted with
        state, heard = before.with_(user_input=state.user_input, language=state.language), Heard()
        main: tuple[str, ...] = ()
    elif _asks_about_doctors(before, desk, heard, said):
        asides = (*(name for name in asides if name not in _ASKED), "directory")
        state, main = _kept(before, state, desk), ()
    elif said & _QUESTIONS and not said & _EXPLICIT and _only_asks(before, desk, heard):
        # asking what a visit costs asks for none yet; whom it was about is kept for "book me with her"
        state, main = _kept(before, state, desk), ()
    else:
        state, main = _main(before, state, desk, heard, intents)
    if main:
        if main == ("resume",):
            asides = tuple(name for name in asides if name != "repeat")
        # "no, wait" answers; only a "wait" by itself asks for time
        return state, tuple(dict.fromkeys((*(name for name in asides if name != "moment"), *main)))
    if asides:
        quiet = {"handoff", "moment", "repeat", "status", "take_back", "refuse"}
        is_open = before.question is not None and before.question not in SOFT
        follow = ("remind",) if is_open and not quiet & set(asides) else ()
        if not follow and not _is_active(before) and _may_invite(before, asides):
            follow = ("invite",)
        return state, (*asides, *follow)
    return state, _leftover(before, state, desk, heard)


_QUESTIONS = frozenset({Intent.PRICE, Intent.POLICY, Intent.INFORMATION})
_ANSWERED = frozenset({"price", "policy", "information", "directory"})
_ASKED = frozenset({"information", "others_data", "help", "bot_identity"})
"""What a question after the doctors may also be taken for."""
_WANTED = frozenset({Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL, Intent.WAITLIST, Intent.APPOINTMENTS, Intent.PRICE})


def _may_invite(before: BookingState, asides: tuple[str, ...]) -> bool:
    """Whether a booking is offered with the answer; who has just booked and asks for the rules wants none."""
    if before.question not in (None, "nothing_yet"):
        return False
    return set(asides) <= _ANSWERED and (before.task is None or bool({"price", "directory"} & set(asides)))


def _asks_about_doctors(before: BookingState, desk: Desk, heard: Heard, said: set[Intent]) -> bool:
    """Whether a message only asks who works here, which specialities there are, or what the doctor is called."""
    moods, asked = desk.moods, desk.understanding
    if Mood.ASKS_THE_NAME in moods:
        return True
    if asked.whens or asked.complaint or asked.wishes or asked.chosen or said & _WANTED or heard.answer:
        return False
    about = bool(asked.doctors or asked.specialities or asked.lacking)
    if Mood.ASKS_FIELDS in moods or (Mood.ASKS_WHO in moods and (about or Intent.FIND_DOCTOR in said)):
        return True
    return Mood.ASKS_WHETHER in moods and about and not asked.doctors and not _is_active(before)


_WHOM = frozenset({"speciality", "selected_doctor", "doctor_options", "unknown_doctor"})


def _only_asks(before: BookingState, desk: Desk, heard: Heard) -> bool:
    """Whether a question leaves the errand where it is: "how much is Dr Day?" takes no other doctor."""
    if not _is_active(before):
        return not desk.understanding.whens
    return before.selected_doctor is not None and bool(heard.changed) and heard.changed <= _WHOM


def _kept(before: BookingState, state: BookingState, desk: Desk) -> BookingState:
    """The state after a question: an errand in progress as it was, else with whom the question was about."""
    if _is_active(before):
        return before.with_(user_input=state.user_input, language=state.language)
    if before.task is None:
        return state.with_(unknown_doctor=None)
    fresh = before.without_errand().with_(user_input=state.user_input, language=state.language)
    fresh, _ = merge(fresh, desk)
    about = fresh.selected_doctor or fresh.speciality or fresh.doctor_options
    return fresh.with_(unknown_doctor=None) if about else before.with_(user_input=state.user_input)


def _asides(before: BookingState, heard: Heard, intents: list[IntentMention]) -> tuple[str, ...]:
    """What is answered beside the errand, in the order asked."""
    asides = list(dict.fromkeys(ASIDES[m.intent] for m in intents if m.intent in ASIDES))
    unmeant: set[str] = set()
    if len(asides) > 1:
        # "take it back again" asks for no repetition
        unmeant |= {"repeat"}
    if "wanted" in heard.changed:
        # "sorry, the 10th": a word of correction asks for nothing more
        unmeant |= {"repeat"}
    if heard.changed and _is_active(before):
        # "no wait, 6 May", "I made a mistake, it's 6 May": said with a new fact it corrects that
        unmeant |= {"moment", "take_back"}
    if heard.changed & _ANSWERS.get(before.question or "", frozenset()):
        # whoever says what was asked refuses nothing: "555, no, sorry, 556..."
        unmeant |= {"refuse"}
    return tuple(skill for skill in asides if skill not in unmeant)


_ANSWERS: dict[str, frozenset[str]] = {
    "name": frozenset({"patient_name"}),
    "date_of_birth": frozenset({"date_of_birth"}),
    "phone": frozenset({"phone"}),
    "reason": frozenset({"diagnosis_condition", "speciality", "selected_doctor"}),
}
"""The facts that settle a question."""


_STORY = 25  # words
_ABOUT_OTHERS = frozenset({Intent.OTHERS_DATA, Intent.COMPLAINT, Intent.INJECTION})
_EXPLICIT = frozenset({Intent.BOOK, Intent.FIND_DOCTOR, Intent.RESCHEDULE, Intent.CANCEL, Intent.WAITLIST})


def _sure_intents(desk: Desk) -> list[IntentMention]:
    """What the message asks for, as far as that is certain."""
    intents = [mention for mention in desk.understanding.intents if mention.certainty >= SURE]
    if len(desk.understanding.message.tokens) > _STORY and desk.understanding.complaint is not None:
        # whoever tells of boss, wife and daughter asks for nobody's record
        intents = [mention for mention in intents if mention.intent is not Intent.OTHERS_DATA]
    said = {mention.intent for mention in intents}
    if {Intent.PRICE, Intent.CANCEL} <= said:
        return [IntentMention(Intent.POLICY)]
    if _puts_back(desk):
        # "put it back to Thursday" says where to: that is a move
        intents = [IntentMention(Intent.RESCHEDULE) if m.intent is Intent.UNDO else m for m in intents]
    if Intent.CANCEL in said and Mood.INSTEAD in desk.moods and desk.understanding.whens:
        # "I can't make it on Thursday, could I come on Friday instead?"
        intents = [IntentMention(Intent.RESCHEDULE) if m.intent is Intent.CANCEL else m for m in intents]
    person = desk.understanding.person
    if person is not None and (person.phone or person.phone_ending):
        # "my phone number is ..." asks for nobody's number, nor does "call me on ..." for a call when it was asked for
        given = {Intent.INFORMATION, *(_CALLS if desk.context.question == "phone" else ())}
        return [mention for mention in intents if mention.intent not in given]
    return intents


_CALLS = (Intent.CALLBACK, Intent.HANDOFF)


def _puts_back(desk: Desk) -> bool:
    """Whether something is put back to a time that is named."""
    return bool(desk.understanding.whens) and Mood.PUTS_BACK in desk.moods


_TASK_OF: dict[str, Task] = {"start_book": "book", "start_cancel": "cancel", "start_reschedule": "reschedule"}


def _main(
    before: BookingState, state: BookingState, desk: Desk, heard: Heard, intents: list[IntentMention]
) -> tuple[BookingState, tuple[str, ...]]:
    """The errand that the message is about: one asked for by name, else the one in progress."""
    said = {mention.intent for mention in intents}
    named = _named(before, state, desk, heard, said)
    if named is not None:
        return named
    if before.question in OF_THEIR_OWN and heard.answer in ("yes", "no") and not heard.changed:
        return state, (_asker(before),)
    if (
        _is_active(before)
        and before.task is not None
        and _goes_on(before, heard, said, says_facts=_says_facts(desk.understanding))
    ):
        return state, (TASKS[before.task],)
    if before.question in _OFFERS and not _is_active(before) and heard.answer in ("yes", "no") and not heard.changed:
        return (
            _begin(before, state, "book", desk)
            if _is_only_booking(before, heard)
            else (state, _AFTER_OFFER[heard.answer])
        )
    if before.question in PERSONAL and heard.answer == "no":
        return state, ("refuse",)
    is_answer = heard.answer is not None and (before.question, heard.answer) not in _NO_ANSWERS
    if before.question is not None and before.question not in PERSONAL and (is_answer or heard.picked):
        return state, (_asker(before),)
    if heard.changed & BOOKING_FACTS or heard.notes & {"earlier", "later"} or _asks_for_whom(desk.understanding):
        return _book(before, state, desk, heard)
    return state, ()


_OFFERS = frozenset({"help", "nothing_yet"})
"""Questions that only show what the desk can do."""
_AFTER_OFFER: dict[str, tuple[str, ...]] = {"yes": ("remind",), "no": ("goodbye",)}


def _is_only_booking(before: BookingState, heard: Heard) -> bool:
    """Whether a yes can only mean the booking that was offered."""
    return heard.answer == "yes" and [option.kind for option in before.offered] == ["start_book"]


def _asks_for_whom(understanding: Understanding) -> bool:
    """Whether a message asks for a kind of doctor, be it one whom the hospital does not have."""
    return bool(understanding.wishes) or any(not mention.rejected for mention in understanding.lacking)


def _is_active(before: BookingState) -> bool:
    return before.task is not None and not before.is_done


def _named(
    before: BookingState, state: BookingState, desk: Desk, heard: Heard, said: set[Intent]
) -> tuple[BookingState, tuple[str, ...]] | None:
    if Intent.STOP in said and Intent.CANCEL not in said:
        return state, ("stop",)
    if Intent.RESUME in said and (taken_up := _take_up(before, state)) is not None:
        return state, (taken_up,)
    if before.question == "after_cancel" and heard.answer == "yes":
        return state, ("after_cancel",)
    is_instead = _is_instead(before, desk, heard, said)
    if Intent.CANCEL in said and before.question != "confirm_cancel" and not is_instead:
        return _cancel(before, state, desk, heard)
    is_booking = before.task == "book" and _is_active(before) and Mood.NAMES_A_VISIT not in desk.moods
    is_moved = before.last_act is not None and before.last_act.kind != "booked" and not _is_active(before)
    if is_moved and not desk.understanding.whens and Mood.MOVES_BACK in desk.moods:
        return state, ("take_back",)
    if Intent.RESCHEDULE in said and not (is_booking and (heard.changed or before.question == "confirm")):
        if before.task == "reschedule" and _is_active(before):
            return state, ("reschedule",)
        return _begin(before, state, "reschedule", desk)
    if Intent.WAITLIST in said and not _looks_for_earlier(before, desk):
        return state, ("waitlist",)
    return _named_booking(before, state, desk, heard, said)


def _is_instead(before: BookingState, desk: Desk, heard: Heard, said: set[Intent]) -> bool:
    """ "Cancel that and book Dr Day": one booking in place of the one in progress, not of a visit on file."""
    is_booking = before.task == "book" and _is_active(before) and Mood.NAMES_A_VISIT not in desk.moods
    return is_booking and {Intent.CANCEL, Intent.BOOK} <= said and bool(heard.changed & BOOKING_FACTS)


def _named_booking(
    before: BookingState, state: BookingState, desk: Desk, heard: Heard, said: set[Intent]
) -> tuple[BookingState, tuple[str, ...]] | None:
    if Intent.BOOK in said and before.task is None and state.suspended and _means_the_last(desk):
        return state, ("resume",)
    if said & {Intent.BOOK, Intent.FIND_DOCTOR, Intent.REGISTER}:
        return _book(before, state, desk, heard)
    return None


def _means_the_last(desk: Desk) -> bool:
    """ "Actually, book it again": the errand just stopped, when nothing else is said about what to book."""
    return Mood.TAKES_UP in desk.moods and not _says_facts(replace(desk.understanding, intents=()))


def _take_up(before: BookingState, state: BookingState) -> str | None:
    """What "let's go on" goes on with: the errand that nothing is asked about, else one laid aside."""
    if _is_active(before) and before.task is not None:
        return TASKS[before.task] if before.question is None else None
    return "resume" if state.suspended else None


def _looks_for_earlier(before: BookingState, desk: Desk) -> bool:
    """Whether "anything earlier" is a question about free times, not about a visit that is booked already."""
    has_visit = before.last_act is not None and before.last_act.kind != "cancelled"
    asks = Mood.EARLIER in desk.moods and Mood.WAITS not in desk.moods
    return asks and (before.question == "slot" or not has_visit)


def _says_facts(understanding: Understanding) -> bool:
    """Whether a message speaks of the visit at all, be it what is known already."""
    said = (
        understanding.doctors,
        understanding.whens,
        understanding.specialities,
        understanding.complaint,
        understanding.references,
        understanding.lacking,
    )
    return any(said) and not understanding.says(Intent.REPEAT)


def _goes_on(before: BookingState, heard: Heard, said: set[Intent], *, says_facts: bool) -> bool:
    """Whether a message takes the errand in progress further. A "no" to "your name?" does not."""
    if heard.changed or heard.picked or heard.turned_down or heard.notes - {"beyond"} or says_facts:
        return True
    return (before.question, heard.answer) not in _NO_ANSWERS and bool(
        before.question and before.question not in PERSONAL and heard.answer and not said & ASIDES.keys()
    )


_NO_ANSWERS = frozenset(
    (question, answer)
    for question, answers in {
        "slot": ("yes", "maybe"), "doctor": ("yes", "maybe"), "speciality": ("yes", "maybe"),
        "who": ("yes", "no", "maybe"), "visit": ("yes", "maybe"), "reason": ("yes",),
    }.items()
    for answer in answers
)  # fmt: skip
"""What chooses nothing among several: asking the same once more would not help."""


def _asker(before: BookingState) -> str:
    """The skill whose question is open when no errand is."""
    if before.question in ("after_cancel", "taken_back"):
        return "after_cancel"
    if before.question == "clarify":
        return "clarified"
    if before.question == "cancel_scope":
        return "cancel_scope"
    if before.question in ("offer_human", "offer_waitlist"):
        return "offered_help"
    if before.question == "resume":
        return "resume"
    if before.is_done:
        return "again"
    return TASKS.get(before.task or "", "remind")


def _cancel(
    before: BookingState, state: BookingState, desk: Desk, heard: Heard
) -> tuple[BookingState, tuple[str, ...]]:
    understanding = desk.understanding
    points_at_visit = bool(understanding.references or understanding.whens or understanding.doctors)
    if before.task == "book" and not before.is_done:
        if points_at_visit and Mood.SPEAKS_OF_VISIT in desk.moods:
            return _begin(before, state, "cancel", desk)
        return before.with_(user_input=state.user_input, language=state.language), ("cancel_scope",)
    if before.task in ("reschedule", "cancel") and not before.is_done:
        return state.with_(task="cancel", wanted=None, selected_slot=None, inferred=(), question=None), ("cancel",)
    return _begin(before, state, "cancel", desk)


def _book(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> tuple[BookingState, tuple[str, ...]]:
    mention = next((m for m in desk.understanding.intents if m.intent in (Intent.BOOK, Intent.FIND_DOCTOR)), None)
    is_explicit = mention is not None and mention.certainty >= EXPLICIT and mention.intent is Intent.BOOK
    if before.task == "book" and not before.is_done:
        return state, ("handle_booking",)
    if before.task in ("reschedule", "cancel") and not before.is_done and not is_explicit:
        return state, (TASKS[before.task],)
    is_further = Mood.FURTHER in desk.moods or "for_relation" in heard.changed
    if before.is_done and not is_explicit and not is_further and _is_change_of(before, heard):
        fresh, agenda = _begin(before, state, "reschedule", desk)
        is_guess = mention is None or mention.certainty < SURE
        return fresh.with_(inferred=(*fresh.inferred, "meant")) if is_guess else fresh, agenda
    return _begin(before, state, "book", desk)


def _like_the_last(state: BookingState, act: Act, desk: Desk) -> BookingState:
    """One visit more, said with a time at most, is on the day of the visit just booked and with its doctor."""
    said = desk.understanding
    wanted = state.wanted or Wanted()
    is_after = Mood.RIGHT_AFTER in desk.moods
    if said.doctors or said.specialities or said.complaint or wanted.first_day or not (wanted.has_time or is_after):
        return state
    day = act.starts_at.date()
    facts: dict[str, object] = {"first_day": day, "end_day": day + timedelta(days=1)}
    if not wanted.has_time:
        facts["first_time"] = (act.starts_at + timedelta(minutes=1)).time().replace(tzinfo=None)
    state = change(state, selected_doctor=act.doctor, wanted=wanted.model_copy(update=facts))
    return state.with_(speciality=desk.hospital.doctor(act.doctor).speciality.code, inferred=(*state.inferred, "day"))


def _in_its_place(state: BookingState, act: Act, desk: Desk) -> BookingState:
    """Only a time, right after a visit was cancelled or taken back, is with its doctor and for its patient."""
    said = desk.understanding
    names_else = said.doctors or said.specialities or said.lacking or said.complaint or said.wishes or state.location
    if names_else or state.wanted is None or state.selected_doctor is not None or state.speciality is not None:
        return state
    doctor = desk.hospital.doctors.get(act.doctor)
    if doctor is None or not doctor.is_active:
        return state
    state = change(state, speciality=doctor.speciality.code)
    state = change(state, selected_doctor=doctor.code)
    if state.for_relation is None and state.patient_name is None:
        state = state.with_(patient_id=act.patient_id)
    return state.with_(inferred=(*state.inferred, "in_its_place"))


def _is_change_of(before: BookingState, heard: Heard) -> bool:
    """Whether a message after a booking only says another time: then that booking is meant."""
    only_time = heard.changed <= {"wanted"} and bool(heard.changed or heard.notes & {"earlier", "later"})
    return only_time and before.last_act is not None and before.last_act.kind != "cancelled"


def _begin(before: BookingState, state: BookingState, task: Task, desk: Desk) -> tuple[BookingState, tuple[str, ...]]:
    """Start an errand with the facts of this message alone; one that was in progress is laid aside."""
    if before.task is not None and not before.is_done and before.task != task:
        laid_aside = Suspended(task=before.task, facts=before.errand_facts(), at=desk.now)
        before = before.with_(suspended=(*before.suspended, laid_aside)[-SUSPENDED_KEPT:])
    # what was said before there was an errand belongs to the first one
    base = _before_any_errand(before, task) if before.task is None else before.without_errand()
    fresh = base.with_(
        task=task,
        errand=before.errand + 1,
        question=None,
        user_input=state.user_input,
        language=state.language,
        said={},
        offered=(),
        offered_before=(),
    )
    if before.last_act is not None and task == "reschedule" and before.is_done and before.task != "cancel":
        fresh = fresh.with_(visit=before.last_act.reference)
    if task == "cancel" and before.is_done and before.last_act is not None and before.last_act.kind != "cancelled":
        fresh = fresh.with_(visit=before.last_act.reference)
    fresh, _ = merge(fresh, desk)
    if task == "book" and before.is_done and before.last_act is not None and before.last_act.kind != "cancelled":
        fresh = _like_the_last(fresh, before.last_act, desk)
    if task == "book" and before.last_act is not None and before.last_act.kind == "cancelled":
        fresh = _in_its_place(fresh, before.last_act, desk)
    shown = {option.value: option for option in (*before.offered, *before.offered_before)}
    picked = shown.get(desk.message.choice or "")
    if picked is not None and picked.kind in ("slot", "doctor", "speciality"):
        fresh = apply_choice(fresh, picked)
    return fresh, (TASKS[task],)


def _before_any_errand(before: BookingState, task: Task) -> BookingState:
    """What was said so far; a doctor who was only asked about is one to book with, not to move a visit to."""
    if task == "book":
        return before
    return before.with_(speciality=None, selected_doctor=None, selected_slot=None, doctor_options=())


def _leftover(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> tuple[str, ...]:
    """Courtesies, a yes or no to nothing, words that nothing here understands."""
    for mention in desk.understanding.intents:
        if mention.intent in COURTESIES:
            again = ("remind",) if before.question and mention.intent is Intent.GREETING else ()
            return (COURTESIES[mention.intent], *again)
    unsure = [m for m in desk.understanding.intents if m.intent in ASIDES and m.certainty < SURE]
    if unsure and before.question is None:
        return ("clarify",)
    if before.question is None and heard.answer == "yes" and before.is_done:
        return ("again",)
    if before.question is None and heard.answer is not None:
        return ("goodbye",) if heard.answer == "no" else ("help",)
    if desk.understanding.says(Intent.RESUME):
        return ("remind",) if before.question is not None else ("reprompt",)
    is_new_reason = before.question == "reason" and before.diagnosis_condition is None
    if before.task is not None and not before.is_done and is_new_reason and len(desk.understanding.message.tokens) > 1:
        return (TASKS[before.task],)
    return ("reprompt",)
