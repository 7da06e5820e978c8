"""What a message asks or says beside the errand, and whether it is only that."""

from __future__ import annotations

import re

from conversation.agendas import (
    ABOUT_OTHERS,
    ANSWERED,
    ASIDES,
    BOOKING_FACTS,
    COURTESIES,
    EXPLICIT,
    ORDERS,
    SURE,
)
from conversation.asking import Inquiry, with_whom_alone
from conversation.at_the_counter import as_meant
from conversation.beginning import is_active
from conversation.extractors.bill_wishes import BillWish, find_bill_wish
from conversation.extractors.entities import Intent, IntentMention, Wish
from conversation.extractors.moods import Mood
from conversation.extractors.questions import Ask
from conversation.extractors.services import asks_of_own_tests
from conversation.extractors.waiting import speaks_of_list
from conversation.merging import merge
from conversation.state import BookingState
from conversation.turn import Desk, Heard


def only_beside(
    before: BookingState,
    state: BookingState,
    desk: Desk,
    heard: Heard,
    intents: list[IntentMention],
    asked: Inquiry | None,
) -> tuple[BookingState, bool] | None:
    """The state where a message takes no errand further, and whether it asks after the doctors; None where it does."""
    said = {mention.intent for mention in intents}
    is_turned = Intent.INJECTION in said and bool(said & {Intent.CANCEL, Intent.RESCHEDULE})
    if is_turned or (said & ABOUT_OTHERS and not said & ORDERS and desk.understanding.complaint is None):
        # a doctor complained of or a patient asked after is not whom a visit is wanted with
        return before.beside(state), False
    if asked is not None and asked.is_all:
        is_new = before.task is None
        return (
            with_whom_alone(before, _about_service(state, desk)) if is_new else kept_beside(before, state, desk)
        ), False
    if _only_talks(desk, heard, intents):
        return kept_beside(before, state, desk), False
    if _asks_about_doctors(before, desk, heard, said):
        # a site asked about is not where a visit is wanted
        return kept_beside(before, state, desk).with_(location=before.location), True
    if _is_only_of_bills(before, desk, heard, said):
        # "my bill of last month" wishes for no visit then
        return before.beside(state), False
    if said & _QUESTIONS and not (said & ORDERS or desk.services_wanted) and _only_asks(before, desk, heard):
        # asking what a visit costs asks for none yet; whom it was about is kept for "book me with her"
        return kept_beside(before, state, desk), False
    return None


def _is_only_of_bills(before: BookingState, desk: Desk, heard: Heard, said: set[Intent]) -> bool:
    """Whether a message asks about somebody's bills or payments alone, whatever day it names."""
    asked = desk.understanding
    if Intent.BILLING not in said or said - {Intent.BILLING, *COURTESIES} or is_active(before) or heard.picked:
        return False
    is_of_visit = asked.doctors or asked.specialities or asked.complaint or asked.lacking
    return not is_of_visit and find_bill_wish(asked.message) is not BillWish.METHOD


_TALK = frozenset({Intent.SMALLTALK, Intent.MEDICAL_ADVICE, Intent.INSULT, Intent.OTHER})


def _only_talks(desk: Desk, heard: Heard, intents: list[IntentMention]) -> bool:
    """Whether a message asks for advice or chats and orders nothing: the days and ills in it are no booking's."""
    said = {mention.intent for mention in intents}
    if not said & _TALK or heard.picked or heard.answer == "yes":
        return False
    if not said & _TALK - {Intent.OTHER} and (desk.understanding.complaint or desk.understanding.specialities):
        return False
    orders = any(m.intent in ORDERS and m.certainty >= EXPLICIT for m in intents)
    person = desk.understanding.person
    return not orders and not desk.understanding.doctors and (person is None or not person.date_of_birth)


_QUESTIONS = frozenset(
    {
        Intent.PRICE, Intent.POLICY, Intent.INFORMATION, Intent.INSURANCE, Intent.BILLING, Intent.PHARMACY,
        Intent.PRESCRIPTIONS, Intent.REFILL,
    }
)  # fmt: skip


ASKED_OF_DOCTORS = frozenset({"information", "others_data", "help", "bot_identity"})
"""What a question after the doctors may also be taken for."""


_WANTED = frozenset({Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL, Intent.WAITLIST, Intent.APPOINTMENTS, Intent.PRICE})


def may_invite(before: BookingState, asides: tuple[str, ...]) -> bool:
    """Whether a booking is offered with the answer; who has just booked and asks for the rules wants none."""
    if before.question not in (None, "nothing_yet"):
        return False
    return set(asides) <= ANSWERED and (before.task is None or bool({"price", "directory"} & set(asides)))


def _asks_about_doctors(before: BookingState, desk: Desk, heard: Heard, said: set[Intent]) -> bool:
    """Whether a message only asks who works here, which specialities there are, or what the doctor is called."""
    moods, asked = desk.moods, desk.understanding
    if Mood.ASKS_THE_NAME in moods:
        return True
    if asked.whens or asked.complaint or asked.wishes - _GENDERS or asked.chosen or said & _WANTED or heard.answer:
        return False
    if asked.wishes and is_active(before):
        return False  # "do you have a woman?" narrows what is being booked
    about = bool(asked.doctors or asked.specialities or asked.lacking or asked.wishes or asked.place)
    if Mood.ASKS_FIELDS in moods or (Mood.ASKS_WHO in moods and (about or Intent.FIND_DOCTOR in said)):
        return True
    return Mood.ASKS_WHETHER in moods and about and not asked.doctors and not is_active(before)


_GENDERS = frozenset({Wish.FEMALE_DOCTOR, Wish.MALE_DOCTOR})


_WHOM = frozenset({"speciality", "selected_doctor", "doctor_options", "unknown_doctor"})


def _only_asks(before: BookingState, desk: Desk, heard: Heard) -> bool:
    """Whether a question leaves the errand where it is: "how much is Dr Day?" takes no other doctor."""
    if not is_active(before):
        return not desk.understanding.whens
    return before.selected_doctor is not None and bool(heard.changed) and heard.changed <= _WHOM


def kept_beside(before: BookingState, state: BookingState, desk: Desk) -> BookingState:
    """The state after a question: an errand in progress as it was, else with whom the question was about."""
    if is_active(before):
        return before.beside(state)
    if before.task is None:
        return _about_service(state, desk).with_(unknown_doctor=None)
    fresh = before.without_errand().with_(user_input=state.user_input, language=state.language)
    fresh, _ = merge(fresh, desk)
    about = fresh.selected_doctor or fresh.speciality or fresh.doctor_options
    return fresh.with_(unknown_doctor=None) if about else before.with_(user_input=state.user_input)


def _about_service(state: BookingState, desk: Desk) -> BookingState:
    """With the one test or treatment that a question was about, for "book it for Friday"."""
    found = [each.code for code in desk.service.codes if (each := desk.hospital.bookable(code)) is not None]
    return state.with_(service_told=found[0], service_told_at=desk.turn_number) if len(found) == 1 else state


def asides_of(before: BookingState, heard: Heard, intents: list[IntentMention]) -> tuple[str, ...]:
    """What is answered beside the errand, in the order asked."""
    asides = list(dict.fromkeys(ASIDES[m.intent] for m in intents if m.intent in ASIDES))
    unmeant: set[str] = set()
    if len(asides) > 1:
        # "take it back again" asks for no repetition
        unmeant |= {"repeat"}
    if heard.changed & BOOKING_FACTS:
        # "sorry, the 10th", "he keeps being sick again": said with a fact it asks for no repetition
        unmeant |= {"repeat"}
    if heard.changed and is_active(before):
        # "no wait, 6 May", "I made a mistake, it's 6 May": said with a new fact it corrects that
        unmeant |= {"moment", "take_back"}
    if "reason_skipped" in heard.changed:
        unmeant |= {"refuse"}
    if heard.changed & _ANSWERS.get(before.question or "", frozenset()):
        # whoever says what was asked refuses nothing: "555, no, sorry, 556..."
        unmeant |= {"refuse"}
    return tuple(skill for skill in asides if skill not in unmeant)


_ANSWERS: dict[str, frozenset[str]] = {
    "name": frozenset({"patient_name"}),
    "date_of_birth": frozenset({"date_of_birth"}),
    "phone": frozenset({"phone"}),
    "reason": frozenset({"diagnosis_condition", "speciality", "selected_doctor", "reason_skipped"}),
}
"""The facts that settle a question."""


_STORY = 25  # words


def sure_intents(desk: Desk) -> list[IntentMention]:
    """What the message asks for, as far as that is certain."""
    intents = [mention for mention in desk.understanding.intents if mention.certainty >= SURE]
    intents = as_meant(desk.understanding.message, intents)
    if len(desk.understanding.message.tokens) > _STORY and desk.understanding.complaint is not None:
        # whoever tells of boss, wife and daughter asks for nobody's record
        intents = [mention for mention in intents if mention.intent is not Intent.OTHERS_DATA]
    if desk.context.question == "reason" and Wish.NO_REASON in desk.understanding.wishes:
        return [IntentMention(Intent.SKIP)]  # "prefiero no contarlo" wants no tale told
    intents = _of_services(desk, intents)
    said = {mention.intent for mention in intents}
    if Mood.CHANGES_DETAILS in desk.moods and said <= {Intent.INFORMATION, Intent.REGISTER}:
        return [IntentMention(Intent.REGISTER)]
    if Intent.PRICE in said and desk.inquiry.services:
        # "how much is the eye pressure test?" asks for no results of one
        intents = [mention for mention in intents if mention.intent is not Intent.REPORTS]
    if Intent.REPORTS in said and _TO_TALK.search(desk.understanding.message.folded):
        # "a visit to talk about my results" asks for a visit alone
        intents = [m for m in intents if m.intent not in (Intent.REPORTS, Intent.BOOK)]
        intents.append(IntentMention(Intent.BOOK, 0.9))
    if {Intent.PRICE, Intent.CANCEL} <= said or _asks_what_if(desk, said):
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


_TO_TALK = re.compile(
    r"\b(?:book|appointment|appt|visit|cita|turno|hora)\b.*\b(?:discuss|talk|go (?:over|through)|look at|explain|"
    r"hablar|comentar|revisar|ver|explique\w*)\b.*\b(?:results?|reports?|scans?|tests?|mri|xrays?|resultados?|informes?|"
    r"analisis|pruebas?|resonancia|radiografia)\b"
)


def _of_services(desk: Desk, intents: list[IntentMention]) -> list[IntentMention]:
    """Without the results that nobody asks for: "I need to get my bloods done", "when is my blood test?"."""
    if desk.service.codes and speaks_of_list(desk.understanding.message):
        # "the waiting list for the hearing test"
        rest = [mention for mention in intents if mention.intent not in (Intent.REPORTS, Intent.WAITLIST)]
        return [IntentMention(Intent.WAITLIST), *rest]
    if desk.services_wanted:
        return [m for m in intents if m.intent is not Intent.REPORTS or not desk.service.is_about(m.span)]
    message = desk.understanding.message
    if desk.inquiry.asks_for(Ask.SERVICES) and desk.inquiry.is_which and not asks_of_own_tests(message):
        # "which scans are there?"
        return [mention for mention in intents if mention.intent is not Intent.REPORTS]
    if desk.service.asks_when:
        return [IntentMention(Intent.APPOINTMENTS) if m.intent is Intent.REPORTS else m for m in intents]
    return intents


_SUPPOSED = frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.POLICY})
"""What "and if I'm late?" asks about and does not ask for."""


def _asks_what_if(desk: Desk, said: set[Intent]) -> bool:
    """Whether the rules for being late or not coming are asked for: "and if I'm late?", "can I cancel it later?"."""
    understanding = desk.understanding
    if Mood.SUPPOSES not in desk.moods or understanding.doctors:
        return False
    if any(when.dates or when.times for when in understanding.whens):
        return False
    return bool(said & _SUPPOSED) or Mood.LATE in desk.moods or "cancel" in understanding.message.folded


_CALLS = (Intent.CALLBACK, Intent.HANDOFF)


def _puts_back(desk: Desk) -> bool:
    """Whether something is put back to a time that is named."""
    return bool(desk.understanding.whens) and Mood.PUTS_BACK in desk.moods
