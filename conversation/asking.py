"""What a message asks about the hospital, and whether it only asks: then the errand stays where it is."""

from __future__ import annotations

from dataclasses import dataclass

from conversation.agendas import EXPLICIT
from conversation.extractors.doctor_hours import asks_doctor_hours
from conversation.extractors.entities import Intent, IntentMention
from conversation.extractors.questions import Ask, is_question
from conversation.extractors.services import asks_of_own_tests, asks_whether_ordered
from conversation.extractors.words import words_of
from conversation.state import BookingState
from conversation.turn import Desk, Heard

_ORDERS = frozenset({Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL, Intent.WAITLIST})
_TALK = frozenset({Intent.BOT_IDENTITY, Intent.SMALLTALK, Intent.OTHERS_DATA, Intent.INJECTION, Intent.REPORTS})
_SKILLS = {Ask.TREATS: "directory", Ask.COST: "price"}
_COVERED: dict[Ask, frozenset[str]] = {
    Ask.TREATS: frozenset({"help", "others_data"}),
    Ask.LANGUAGES: frozenset({"change_language", "not_here_yet", "cover", "pharmacy"}),
    Ask.INSURERS: frozenset({"cover"}),
    Ask.COST: frozenset({"cover", "pharmacy", "price"}),
    Ask.PRIVACY: frozenset({"policy", "not_here_yet", "help"}),
    Ask.PLACE: frozenset({"my_appointments", "help"}),
    Ask.ROOM: frozenset({"my_appointments", "help"}),
    Ask.ARRIVE: frozenset({"my_appointments"}),
    Ask.EMERGENCY_NUMBER: frozenset({"help", "handoff"}),
    Ask.PHONE: frozenset({"handoff", "help"}),
    Ask.PREPARE: frozenset({"not_here_yet", "help"}),
    Ask.SERVICES: frozenset({"not_here_yet", "help"}),
    Ask.BRING: frozenset({"help"}),
    Ask.FILE: frozenset({"help", "not_here_yet"}),
    # what is to be sent to us is not asked for
    Ask.SEND: frozenset({"reports", "prescriptions", "refill", "cover", "bills", "pharmacy", "help", "not_here_yet"}),
}
"""What else the words of a question may be taken for."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The skills that answer a question about the hospital, and what other skills it must not be taken for."""

    skills: tuple[str, ...]
    covered: frozenset[str]
    is_all: bool
    """Whether the message asks and does nothing else."""

    def among(self, asides: tuple[str, ...]) -> tuple[str, ...]:
        """The asides of the message with the answers in their place."""
        kept = [name for name in asides if name not in self.covered and name not in self.skills]
        return (*self.skills, *kept)


def inquiry(before: BookingState, desk: Desk, heard: Heard, intents: list[IntentMention]) -> Inquiry | None:
    """What the message asks about the hospital; None where it asks nothing such."""
    said = {mention.intent for mention in intents}
    question, topic = desk.inquiry, desk.understanding.topic
    if said & _ORDERS and not question.asks and not is_question(desk.understanding.message):
        topic = None  # "cancel my visit" asks for no visiting hours
    if heard.picked is not None and desk.message.choice is not None:
        return None
    if _wants_service(desk, said):
        return Inquiry(("service_wanted",), frozenset({"information", "help"}), is_all=True)
    if _asks_doctor_hours(desk, said):
        covered = frozenset({"information", "directory", "help"})
        return Inquiry(("doctor_hours",), covered, _is_all(desk, heard, intents, ()))
    talks = said & _TALK - ({Intent.REPORTS} if Ask.SEND in question.asks else frozenset())
    if talks or not (question.asks or topic or (Intent.PRICE in said and question.names_procedure)):
        return None
    asks = tuple(ask for ask in question.asks if _is_meant(ask, before, desk, said))
    skills = [_SKILLS.get(ask, "information") for ask in asks]
    skills += ["information"] if topic and "information" not in skills else []
    skills += ["price"] if Intent.PRICE in said and "price" not in skills else []
    if not skills:
        return None
    if Intent.PRICE in said and topic is None and not set(asks) - {Ask.COST, Ask.SERVICES}:
        skills = ["price"]
    covered = frozenset[str]().union(*(_COVERED.get(ask, frozenset()) for ask in asks))
    return Inquiry(tuple(dict.fromkeys(skills)), covered | {"information"}, _is_all(desk, heard, intents, asks))


def _wants_service(desk: Desk, said: set[Intent]) -> bool:
    """Whether a test is asked for that cannot be booked here, and is no visit to a doctor."""
    question, understanding = desk.inquiry, desk.understanding
    if any(desk.hospital.bookable(code) for code in desk.service.codes):
        return False  # it is booked here, or only spoken of
    is_wanted = question.wants_service or (desk.service.is_wanted and bool(desk.service.codes))
    if not is_wanted or question.asks or understanding.doctors or understanding.person:
        return False
    return said <= {Intent.BOOK, Intent.FIND_DOCTOR, Intent.YES, Intent.GREETING, Intent.THANKS}


def _is_meant(ask: Ask, before: BookingState, desk: Desk, said: set[Intent]) -> bool:
    """Whether a phrase asks what it seems to, in its place."""
    understanding = desk.understanding
    match ask:
        case Ask.HOURS:
            # "when does Dr Day open?" asks for her times
            return not (understanding.doctors or understanding.specialities or understanding.complaint)
        case Ask.COST:
            return Intent.POLICY not in said and (before.last_act is not None or before.task is not None)
        case Ask.TREATS:
            return bool(understanding.complaint or understanding.specialities) and not understanding.whens
        case Ask.GENDER:
            named = [each for each in understanding.doctors if each.codes and not each.rejected]
            is_of_field = bool(understanding.specialities) and not understanding.wishes
            return bool(named) or is_of_field or (desk.inquiry.is_one and before.selected_doctor is not None)
        case Ask.INSURERS | Ask.PHONE | Ask.PLACE:
            return understanding.person is None
        case Ask.LANGUAGES:
            return not said & {Intent.HANDOFF, Intent.CALLBACK}
        case Ask.SERVICES:
            message = understanding.message
            return asks_whether_ordered(message) or not asks_of_own_tests(message)
        case Ask.ROOM:
            return not said & {Intent.RESCHEDULE, Intent.CANCEL}
    return True


def _asks_doctor_hours(desk: Desk, said: set[Intent]) -> bool:
    """Whether the working hours of somebody are asked for, on no day that is named."""
    doctors = [mention for mention in desk.understanding.doctors if mention.codes and not mention.rejected]
    is_asked = desk.message.choice is None and asks_doctor_hours(desk.understanding.message)
    return bool(doctors) and is_asked and not desk.understanding.whens and not said & _TALK


def _is_all(desk: Desk, heard: Heard, intents: list[IntentMention], asks: tuple[Ask, ...]) -> bool:
    orders = {m.intent for m in intents if m.intent in _ORDERS and m.certainty >= EXPLICIT}
    if Ask.TREATS in asks or (Ask.LANGUAGES in asks and desk.inquiry.tongue is not None):
        orders -= {Intent.BOOK}  # "I need a doctor who speaks Hindi" must first know of one
    is_list = desk.inquiry.is_which and not desk.services_wanted
    is_of_list = set(asks) == {Ask.SERVICES} and (is_list or asks_whether_ordered(desk.understanding.message))
    if (is_of_list or (asks and set(asks) <= {Ask.DURATION, Ask.GENDER})) and not desk.understanding.whens:
        # "how long is an appointment with her?", "what tests can I book?" ask for none yet
        orders -= {Intent.BOOK}
    if orders or heard.picked is not None or heard.turned_down or heard.answer == "yes":
        return False
    person = desk.understanding.person
    if person is not None and (person.name or person.phone or person.date_of_birth):
        return False
    return _belongs_to_it(desk)


def _belongs_to_it(desk: Desk) -> bool:
    """Whether the days and doctors named are those asked about ("are you open on Saturday?"), not a wish beside it."""
    words, said, asked = words_of(desk.understanding.message), desk.understanding, desk.inquiry.spans
    facts = [when.span for when in said.whens] + [each.span for each in said.doctors]
    facts += [each.span for each in said.specialities]
    asking = {words.sentence[words.around(span.start, span.end)[0]] for span in asked}
    for span in facts:
        at = words.around(span.start, span.end)[0]
        if words.sentence[at] not in asking and not words.is_question(at):
            return False
    first_day = min((when.span.start for when in said.whens), default=None)
    is_before = bool(asked) and first_day is not None and first_day < asked[0].start
    return not is_before or words.is_question(0)


def with_whom_alone(before: BookingState, state: BookingState) -> BookingState:
    """The state after a question: whom it was about is kept for a booking to come, no day and no place."""
    whom: tuple[str, ...] = ("speciality", "selected_doctor", "doctor_options", "diagnosis_condition", "inferred")
    whom = (*whom, "service_told", "service_told_at")
    facts = {name: getattr(state, name) for name in whom}
    return before.with_(**facts, user_input=state.user_input, language=state.language)
