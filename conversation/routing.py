"""Which skills a message needs, in order. Decides by what was said and what is open; looks nothing up."""

from __future__ import annotations

import re

from conversation.agendas import ABOUT_OTHERS, ANSWERED, ASIDES, COURTESIES, ORDERS, PICKS, SOFT, SURE, TASKS
from conversation.asides import ASKED_OF_DOCTORS, asides_of, may_invite, only_beside, sure_intents
from conversation.asking import inquiry
from conversation.asking_of_bills import BESIDE as BESIDE_BILLS
from conversation.asking_of_bills import goes_on_about_bills
from conversation.asking_of_results import (
    asks_for_another,
    asks_for_their_link,
    only_asks_for_results,
    wants_verdict,
)
from conversation.beginning import TASK_OF, Routed, begin, book, is_active, wait
from conversation.errands import find_errand
from conversation.extractors.acquaintances import (
    answers_whose,
    asks_after_another,
    asks_whether_has,
    says_he_or_she,
)
from conversation.extractors.entities import Intent
from conversation.extractors.medicines import find_named
from conversation.extractors.moods import Mood
from conversation.extractors.papers import find_paper, names_prescription_paper, wants_it_on_paper
from conversation.extractors.persons import tells_who
from conversation.extractors.products import asks_pharmacy_hours, asks_pharmacy_place
from conversation.extractors.questions import Ask, is_question
from conversation.extractors.reference_codes import find_bare_reference, kind_of
from conversation.extractors.refill_wishes import asks_whether_ready, calls_off, takes_back
from conversation.extractors.together_asked import asks_for_all
from conversation.extractors.waiting import find_about_list, wants_off_it
from conversation.feelings import skill_for_feelings
from conversation.household import named_people
from conversation.merging_whom import is_no_visits_day
from conversation.recovering import is_recovered, recovered
from conversation.skills.whose import CONFIRM, WHICH_ONE, WHOSE
from conversation.state import TEXT_KEPT, BookingState
from conversation.turn import Desk, Heard
from conversation.wishing import PERSONAL


def route(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed:
    """The errand to go on with, begun or resumed where the message asks for it, and the skills to run."""
    return (
        _about_records(before, state, desk, heard)
        or _by_choice(before, state, desk, heard)
        or _about_list(before, state, desk, heard)
        or _about_papers(before, state, desk)
        or _by_reference(before, desk)
        or _about_bills(before, state, desk)
        or _about_refills(before, state, desk)
        or _about_pharmacy(before, state, desk)
        or _by_form(before, state, desk, heard)
        or _by_mood(before, state, desk, heard)
        or _about_results(before, state, desk, heard)
        or _by_intents(before, state, desk, heard)
    )


def _about_records(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed | None:
    """What answers whose record was meant, or which one: the skill that asked goes on."""
    looking, picked = before.looking, heard.picked
    if looking is None:
        return None
    if picked is not None:
        is_answer = picked.kind in ("whose", "record") or (picked.kind in ("yes", "no") and before.question == CONFIRM)
        # "how often do I take the second one?" chooses nothing
        is_answer &= picked.kind != "record" or not _asks_something_else(desk, looking.skill)
    elif before.question == CONFIRM:
        is_answer = heard.answer in ("yes", "no")
    else:
        is_answer = before.question == WHOSE and _tells_whose(desk)
        is_answer |= before.question == WHICH_ONE and desk.message.choice is None and not sure_intents(desk)
    untouched = before.beside(state)
    return (untouched, (looking.skill,)) if is_answer else None


def _asks_something_else(desk: Desk, skill: str) -> bool:
    """Whether words that may choose ask another skill; a tap asks none."""
    asked = {ASIDES.get(mention.intent, skill) for mention in sure_intents(desk)}
    return desk.message.choice is None and bool(asked - {skill})


def _about_results(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed | None:
    """What a result means is asked of a doctor; where one is only asked for, nothing in the words is an errand's."""
    untouched = before.beside(state)
    if wants_verdict(before, desk, heard):
        return untouched, ("ask_doctor",)
    is_of_those = asks_for_another(before, desk, heard) or asks_for_their_link(before, desk)
    if is_of_those or only_asks_for_results(before, desk, heard):
        return untouched, ("reports",)
    return None


def _tells_whose(desk: Desk) -> bool:
    said = desk.understanding
    told = bool(named_people(desk, "who")) or answers_whose(said) is not None or asks_for_all(said, is_answer=True)
    return told and not any(mention.certainty >= SURE for mention in desk.understanding.intents)


def _by_choice(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed | None:
    """What was chosen leads to a skill of its own, or to an errand."""
    picked = heard.picked
    if picked is None:
        return (state, ("stale_choice",)) if heard.is_stale else None
    if picked.kind == "resend_code" and before.proving is not None:
        return before.with_(user_input=state.user_input), ("prove", before.proving.skill)
    if picked.kind in PICKS:
        return state, (PICKS[picked.kind],)
    if picked.kind == "start_book" and before.question == "after_cancel":
        return state, ("after_cancel",)
    if picked.kind in TASK_OF:
        begun, agenda = begin(before, state, TASK_OF[picked.kind], desk)
        return begun.with_(visit=picked.visit or begun.visit), agenda
    return None


def _by_form(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed | None:
    """What settles a message before its words do: a lone 0, nothing at all, another language, the number asked for."""
    said = desk.understanding
    if desk.message.choice is None and desk.message.text.strip() == "0" and heard.picked is None:
        return state, ("handoff",)
    if said.empty and desk.lays_by:
        # all of it was about a further visit, which is for later
        return state, ("handle_booking",)
    if said.empty and desk.message.choice is None and heard.answer is None:
        return state, ("reprompt",)
    if said.foreign is not None and heard.picked is None:
        return _foreign(before, state, desk, heard)
    if is_no_visits_day(before, said.person) and before.task is not None and not heard.changed:
        return state, ("no_visits_day", TASKS[before.task])
    if before.question == "callback" and said.person is not None and said.person.phone:
        return state, ("handoff",)
    if said.person is not None and _is_who_it_is(before, desk):
        return before.beside(state), ("find_mine",)
    return None


def _is_who_it_is(before: BookingState, desk: Desk) -> bool:
    """Whether nothing but who somebody is answers that their visits are found once that is known."""
    said, person = desk.understanding, desk.understanding.person
    is_offered = any(option.kind == "find_mine" for option in before.offered)
    tells = person is not None and bool(person.name or person.date_of_birth) and person.relation in (None, "self")
    more = (
        said.whens
        or said.doctors
        or said.specialities
        or said.complaint
        or any(m.certainty >= SURE for m in said.intents)
    )
    return is_offered and tells and not more


def _by_mood(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed | None:
    """Ways of speaking that say more than the words: "don't cancel it", "all of them", "it has gone", anger, grief."""
    if is_recovered(before, desk, heard):
        return recovered(before, state, desk)
    is_of_visit = Mood.ABOUT_VISIT in desk.moods and before.task is None
    if Mood.NOT_CANCEL in desk.moods or (is_of_visit and not _is_of_money(desk)):
        return state, ("cancel",) if before.question == "confirm_cancel" else ("my_appointments",)
    if Mood.ASKS_OF_OWN in desk.moods and desk.understanding.emergency is None:
        untouched = before.beside(state)
        return untouched, ("my_appointments",)
    is_told = before.last_act is not None and not is_active(before)
    asks_where = desk.inquiry.asks_for(Ask.PLACE, Ask.ROOM)
    if Mood.ASKS_WHAT_STANDS in desk.moods and is_told and not asks_where and not desk.understanding.doctors:
        return before.beside(state), ("again",)
    if before.task == "cancel" and before.question == "visit" and Mood.ALL in desk.moods:
        return state, ("cancel",)
    feeling = skill_for_feelings(before, desk, heard)
    if feeling is not None:
        return before.beside(state), (feeling,)
    return None


def _is_of_money(desk: Desk) -> bool:
    """ "Where is my refund?", "when is my bill due?": of no visit."""
    return {mention.intent for mention in sure_intents(desk)} == {Intent.BILLING}


def _foreign(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed:
    """Words of another language: which are spoken here; a doctor named in them is one to go on with."""
    if any(mention.codes for mention in desk.understanding.doctors):
        state, agenda = book(before, state, desk, heard)
        return state, ("foreign", *agenda)
    state = before.with_(user_input=state.user_input)
    return state, ("foreign", "remind") if before.question not in {None, *SOFT} else ("foreign",)


def _by_intents(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed:
    intents = sure_intents(desk)
    asides = asides_of(before, heard, intents)
    outright = _outright(before, state, desk, asides, {mention.intent for mention in intents})
    if outright is not None:
        return outright
    # "I've changed my phone number" does not ask for ours
    asked = None if Mood.CHANGES_DETAILS in desk.moods else inquiry(before, desk, heard, intents)
    if asked is not None:
        asides = asked.among(asides)
    aside = only_beside(before, state, desk, heard, intents, asked)
    main: tuple[str, ...] = ()
    if aside is None:
        state, main = find_errand(before, state, desk, heard, intents)
    else:
        state, is_of_doctors = aside
        if is_of_doctors:
            asides = (*(name for name in asides if name not in ASKED_OF_DOCTORS), "directory")
    if main:
        if main == ("resume",):
            asides = tuple(name for name in asides if name != "repeat")
        # "no, wait" answers; only a "wait" by itself asks for time
        return state, tuple(dict.fromkeys((*(name for name in asides if name != "moment"), *main)))
    if asides:
        if len(asides) > 1:
            # "one moment, who is it with?" is answered, and what was asked comes after it
            asides = tuple(name for name in asides if name != "moment")
        quiet = {"handoff", "moment", "repeat", "status", "take_back", "refuse"}
        is_open = before.question is not None and before.question not in SOFT
        follow = ("remind",) if is_open and not quiet & set(asides) else ()
        if not follow and not is_active(before) and may_invite(before, asides):
            follow = ("invite",)
        return state, (*asides, *follow)
    return state, _leftover(before, state, desk, heard)


def _outright(
    before: BookingState, state: BookingState, desk: Desk, asides: tuple[str, ...], said: set[Intent]
) -> Routed | None:
    """What settles a message whatever else it says: a person asked for, a call, somebody else's visit asked after."""
    answered = tuple(name for name in asides if name in ANSWERED)
    if Intent.HANDOFF in said:
        # whoever asks for a person asks that person for the rest
        return state, (*answered, "handoff")
    untouched = before.beside(state)
    if _tells_who_asks(before, desk, said):
        return untouched, ("find_mine",)
    if Intent.CALLBACK in said and not said & ORDERS:
        # "call me tomorrow at five" wishes for no visit then
        return untouched.with_(phone=state.phone), (*answered, "handoff")
    asks_after = Mood.ASKS_AFTER_VISIT in desk.moods or Intent.APPOINTMENTS in said
    if asks_after and not said & ((ORDERS - {Intent.BOOK}) | ABOUT_OTHERS) and asks_whether_has(desk.understanding):
        return untouched, ("my_appointments",)
    if asks_after and not said & (ORDERS | ABOUT_OTHERS) and asks_after_another(desk.understanding):
        # whoever is asked after is not whom a visit is wanted for
        return untouched, ("my_appointments",)
    if asks_after and not said & ORDERS and _means_patient_by_pronoun(before, desk):
        return untouched, ("my_appointments",)
    return None


def _means_patient_by_pronoun(before: BookingState, desk: Desk) -> bool:
    """ "When is her next visit?", after one for a daughter: hers, and no doctor's free times."""
    said = desk.understanding
    is_anothers = before.patient_id is not None and before.patient_id != before.own_id
    names_else = said.whens or said.doctors or said.specialities or said.person
    return is_anothers and not is_active(before) and not names_else and says_he_or_she(said)


def _tells_who_asks(before: BookingState, desk: Desk, said: set[Intent]) -> bool:
    """Whether somebody whom no channel vouches for says who they are, to see their visits."""
    person = desk.understanding.person
    if desk.vouched_phone is not None or person is None or person.relation not in (None, "self"):
        return False
    is_offered = before.task is None and any(option.kind == "find_mine" for option in before.offered)
    return bool(person.name or person.date_of_birth) and (Intent.APPOINTMENTS in said or (is_offered and not said))


def _about_list(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed | None:
    """What a message says about the waiting list other than joining it in words: by tap, coming off it, asking."""
    if heard.picked is not None and heard.picked.kind == "waitlist":
        return wait(before, state, desk)
    about = find_about_list(desk.understanding.message) if desk.message.choice is None else None
    if about is None and desk.message.choice is None and before.list_told == desk.turn_number - 1 > 0:
        about = "leaves" if wants_off_it(desk.understanding.message) else None
    if about is None or (before.question in PERSONAL and desk.understanding.person is not None):
        return None
    if about == "stays" and not (before.is_waiting and before.question == "slot"):
        return None
    # whom the list is asked about is kept for "yes, put me on it"
    kept = state if about == "explains" and not is_active(before) else before
    return kept.with_(user_input=state.user_input, language=state.language), (_ABOUT_LIST[about],)


_ABOUT_LIST = {
    "leaves": "leave_waitlist",
    "asks": "waitlist_status",
    "explains": "explain_waitlist",
    "stays": "stay_on_list",
}


def _by_reference(before: BookingState, desk: Desk) -> Routed | None:
    """Whether nothing but a reference is written, where none was asked for."""
    named = find_bare_reference(desk.understanding.message) if desk.message.choice is None else None
    if named is None or before.question in PERSONAL or (is_active(before) and kind_of(named) in _OF_ERRANDS):
        return None
    follow = ("remind",) if before.question not in {None, *SOFT} else ()
    return before.beside(before.with_(user_input=desk.message.text[:TEXT_KEPT])), ("reference", *follow)


_OF_ERRANDS = frozenset({"A"})
"""What a reference may answer while a visit is being moved or cancelled."""


def _about_bills(before: BookingState, state: BookingState, desk: Desk) -> Routed | None:
    """Whether a message is about the bills told before it."""
    if not goes_on_about_bills(before, desk):
        return None
    follow = ("remind",) if before.question not in {None, *SOFT, WHOSE, WHICH_ONE, CONFIRM} else ()
    return before.beside(state), ("bills", *follow)


def _about_papers(before: BookingState, state: BookingState, desk: Desk) -> Routed | None:
    """Whether a message asks for nothing but a paper: the day or the month in it is the paper's."""
    said = desk.understanding
    if desk.message.choice is not None or said.emergency is not None or said.doctors:
        return None
    others = {mention.intent for mention in said.intents if mention.certainty >= SURE}
    follow = ("remind",) if before.question not in {None, *SOFT} else ()
    if not others - _BESIDE_PAPERS and find_paper(said.message) is not None:
        return before.beside(state), ("bills", *follow)
    is_told_of = before.prescriptions_told == desk.turn_number - 1 > 0 and wants_it_on_paper(said.message)
    if not others - _BESIDE_REFILLS and (names_prescription_paper(said.message) or is_told_of):
        return before.beside(state), ("prescriptions", *follow)
    return None


_BESIDE_PAPERS = BESIDE_BILLS | {Intent.INSURANCE, Intent.REPORTS, Intent.REPEAT}


def _about_refills(before: BookingState, state: BookingState, desk: Desk) -> Routed | None:
    """Whether a message after medicines were asked for again is about those: "and the ... too", "are they ready?"."""
    said, words = desk.understanding, desk.message.text
    is_of_words = desk.message.choice is None and not (said.doctors or said.whens)
    is_just_told = before.refills_told and before.refills_told == desk.turn_number - 1 and not is_active(before)
    others = {mention.intent for mention in said.intents if mention.certainty >= SURE}
    is_alone = not others & _FOR_A_PERSON
    if is_of_words and is_alone and (calls_off(words) or (is_just_told and takes_back(words))):
        # "cancel the metformin one" cancels no visit
        return before.beside(state), ("refill",)
    is_lately = 0 < desk.turn_number - before.refills_told <= _LATELY and before.refills_told
    if not is_lately or not is_of_words:
        return None
    is_more = _AS_WELL.search(said.message.folded) is not None and bool(find_named(words, ()).unknown)
    if others - _BESIDE_REFILLS or not (is_more or asks_whether_ready(words)):
        return None
    return before.beside(state), ("refill",)


_LATELY = 3  # turns
_FOR_A_PERSON = frozenset({Intent.HANDOFF, Intent.CALLBACK})
_AS_WELL = re.compile(r"^\W*(?:and|also|plus|y|tambien)\b|\b(?:too|as well|tambien)\W*$")
_BESIDE_REFILLS = frozenset({Intent.REFILL, Intent.PRESCRIPTIONS, Intent.PHARMACY, Intent.REPORTS, *COURTESIES})


def _about_pharmacy(before: BookingState, state: BookingState, desk: Desk) -> Routed | None:
    """Whether a message asks where the pharmacy is or when it is open, of which the hospital's file says nothing."""
    message = desk.understanding.message
    if desk.message.choice is not None or desk.understanding.topic or desk.understanding.emergency is not None:
        return None
    if not (asks_pharmacy_place(message) or asks_pharmacy_hours(message)):
        return None
    others = {mention.intent for mention in desk.understanding.intents if mention.certainty >= SURE}
    if others & (_FOR_A_PERSON | ORDERS):
        return None
    follow = ("remind",) if before.question not in {None, *SOFT} else ()
    return before.beside(state), ("pharmacy", *follow)


def _beyond_us(desk: Desk) -> str | None:
    """What is said to a message that is understood well enough to know that it is nothing the desk can answer."""
    if any(m.intent is Intent.OTHER and m.certainty >= SURE for m in desk.understanding.intents):
        return "off_topic"
    return "unanswered" if is_question(desk.understanding.message) else None


def _leftover(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> tuple[str, ...]:
    """Courtesies, a yes or no to nothing, words that nothing here understands."""
    if desk.lays_by and is_active(before):
        return (TASKS["book"],)
    for mention in desk.understanding.intents:
        if mention.intent in COURTESIES:
            again = ("remind",) if before.question and mention.intent is Intent.GREETING else ()
            return (COURTESIES[mention.intent], *again)
    unsure = [m for m in desk.understanding.intents if m.intent in ASIDES and m.certainty < SURE]
    if unsure and before.question is None and not is_question(desk.understanding.message):
        return ("clarify",)
    if before.question is None and heard.answer == "yes" and before.is_done:
        return ("again",)
    if before.question is None and heard.answer is not None:
        return ("goodbye",) if heard.answer == "no" else ("help",)
    if desk.understanding.says(Intent.RESUME):
        return ("remind",) if before.question is not None else ("reprompt",)
    aside = _beyond_us(desk)
    if aside is not None:
        return (aside, "remind") if before.question not in {None, *SOFT} else (aside,)
    is_new_reason = before.question == "reason" and before.diagnosis_condition is None
    is_new_reason = is_new_reason and not tells_who(desk.understanding.message)
    if before.task is not None and not before.is_done and is_new_reason and len(desk.understanding.message.tokens) > 1:
        return (TASKS[before.task],)
    return ("reprompt",)
