"""What a message asks for decides which skills run; an errand in progress is kept, gone on with or laid aside."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from conversation.extractors.entities import Chosen, Emergency, Field, Intent, IntentMention, Span, Understanding, Wish
from conversation.skills import SKILLS
from conversation.state import SUSPENDED_KEPT, Act, BookingState, Held, Suspended, Wanted
from conversation.updater import update_state_from_input
from tests.conversation.paper import NOW, TUESDAY, ZONE, desk, doctor, on, option, person, read, slot, speciality

TEN = datetime.combine(TUESDAY, time(10), ZONE)
ACT = Act(kind="booked", reference="A-7K3QX2", doctor="adler", starts_at=TEN)
EMPTY = BookingState(language="en")
BOOKING = BookingState(
    language="en", task="book", errand=1, speciality="cardiology", question="slot", offered=(slot(), slot("2.2"))
)
CONFIRMING = BOOKING.with_(selected_doctor="adler", selected_slot=TEN, question="confirm")
DONE = CONFIRMING.with_(is_done=True, question=None, last_act=ACT, booked_here=("A-7K3QX2",), offered=())
CANCELLING = BookingState(language="en", task="cancel", errand=1, visit="A-7K3QX2", question="confirm_cancel")
MOVING = BookingState(
    language="en", task="reschedule", errand=1, visit="A-7K3QX2", selected_doctor="adler", question="slot"
)
GUESS = IntentMention(Intent.BOOK, 0.4)
"""A booking that the words only may mean."""


def agenda(state: BookingState, understanding: Understanding, **more: Any) -> tuple[str, ...]:
    return update_state_from_input(state, desk(understanding, **more))[2]


def after(state: BookingState, understanding: Understanding, **more: Any) -> BookingState:
    return update_state_from_input(state, desk(understanding, **more))[0]


# --- errands --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "intent", "skill", "task"),
    [
        (EMPTY, Intent.BOOK, "handle_booking", "book"),
        (EMPTY, Intent.FIND_DOCTOR, "handle_booking", "book"),
        (EMPTY, Intent.REGISTER, "register", "register"),
        (EMPTY, Intent.RESCHEDULE, "reschedule", "reschedule"),
        (EMPTY, Intent.CANCEL, "cancel", "cancel"),
        (EMPTY, Intent.WAITLIST, "waitlist", "book"),
        (BOOKING, Intent.BOOK, "handle_booking", "book"),
        (BOOKING, Intent.WAITLIST, "waitlist", "book"),
        (MOVING, Intent.RESCHEDULE, "reschedule", "reschedule"),
        (MOVING, Intent.CANCEL, "cancel", "cancel"),
        (CANCELLING, Intent.RESCHEDULE, "reschedule", "reschedule"),
        (DONE, Intent.BOOK, "handle_booking", "book"),
        (DONE, Intent.RESCHEDULE, "reschedule", "reschedule"),
        (DONE, Intent.CANCEL, "cancel", "cancel"),
    ],
)
def test_an_errand_asked_for_by_name_is_begun_or_gone_on_with(
    state: BookingState, intent: Intent, skill: str, task: str | None
) -> None:
    said = read("...", intent)
    assert agenda(state, said)[-1] == skill
    assert after(state, said).task == task


def test_a_new_errand_has_a_number_of_its_own_and_the_facts_of_this_message_alone() -> None:
    state = after(DONE.with_(phone="+353861230001"), read("book Dr Costa too", Intent.BOOK, doctors=(doctor("costa"),)))
    assert (state.task, state.errand, state.is_done) == ("book", 2, False)
    assert (state.selected_doctor, state.speciality, state.selected_slot, state.wanted) == (
        "costa",
        "dermatology",
        None,
        None,
    )
    assert (state.phone, state.last_act, state.booked_here) == ("+353861230001", ACT, ("A-7K3QX2",))


@pytest.mark.parametrize(
    "facts",
    [
        {"whens": (on(TUESDAY),)},
        {"doctors": (doctor("adler"),)},
        {"specialities": (speciality("cardiology"),)},
        {"wishes": frozenset({Wish.SOONEST})},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_facts_of_a_booking_alone_begin_one(facts: dict[str, Any]) -> None:
    state, _, skills = update_state_from_input(EMPTY, desk(read("...", GUESS, **facts)))
    assert (skills, state.task, state.errand) == (("handle_booking",), "book", 1)


def test_another_time_in_the_middle_of_a_booking_is_part_of_it() -> None:
    later = read("make it Friday", Intent.RESCHEDULE, whens=(on(date(2026, 6, 12)),))
    state, _, skills = update_state_from_input(CONFIRMING, desk(later))
    assert (skills, state.task, state.errand, state.selected_slot) == (("handle_booking",), "book", 1, None)


def test_a_visit_to_be_moved_in_the_middle_of_a_booking_is_understood() -> None:
    asked = read("I'd rather move my appointment", Intent.RESCHEDULE)
    assert agenda(BOOKING, asked) == ("reschedule",)
    assert [each.task for each in after(BOOKING, asked).suspended] == ["book"]


def test_an_answer_goes_on_with_the_errand_in_progress() -> None:
    chosen = read("the first", chosen=Chosen(Span(), ("2.1",)))
    assert agenda(BOOKING, chosen) == ("handle_booking",)
    assert agenda(CONFIRMING, read("yes", Intent.YES)) == ("handle_booking",)
    assert agenda(CONFIRMING, read("no", Intent.NO)) == ("handle_booking",)
    assert agenda(CANCELLING, read("yes", Intent.YES)) == ("cancel",)
    assert agenda(MOVING, read("Friday", GUESS, whens=(on(date(2026, 6, 12)),))) == ("reschedule",)
    assert agenda(BOOKING, read("change the doctor", cleared=frozenset({Field.DOCTOR}))) == ("handle_booking",)
    assert agenda(BOOKING.with_(question="name"), read("Iris", person=person(name="Iris"))) == ("handle_booking",)


def test_another_time_after_a_booking_means_that_booking_and_is_read_back_when_only_guessed() -> None:
    friday = (on(date(2026, 6, 12)),)
    state, _, skills = update_state_from_input(DONE, desk(read("Friday instead", GUESS, whens=friday)))
    assert (skills, state.task, state.visit, state.errand) == (("reschedule",), "reschedule", "A-7K3QX2", 2)
    assert "meant" in state.inferred
    assert state.wanted is not None
    assert state.wanted.day == date(2026, 6, 12)
    explicit = read("book Friday too", Intent.BOOK, whens=friday)
    assert agenda(DONE, explicit) == ("handle_booking",)


def test_a_visit_cancelled_last_is_not_the_one_to_move_or_cancel() -> None:
    gone = DONE.with_(last_act=ACT.model_copy(update={"kind": "cancelled"}))
    assert after(gone, read("cancel", Intent.CANCEL)).visit is None
    assert agenda(gone, read("Friday", GUESS, whens=(on(date(2026, 6, 12)),))) == ("handle_booking",)


def test_an_errand_interrupted_by_another_is_laid_aside_with_its_facts() -> None:
    state = after(BOOKING, read("book... no, cancel my appointment on Friday", Intent.CANCEL, whens=(on(TUESDAY),)))
    assert (state.task, state.errand) == ("cancel", 2)
    assert [(each.task, each.facts["speciality"]) for each in state.suspended] == [("book", "cardiology")]
    assert (state.question, state.offered) == (None, ())


def test_only_a_few_errands_are_laid_aside_the_oldest_go() -> None:
    stack = tuple(Suspended(task="book", facts={"errand": n}, at=NOW) for n in range(SUSPENDED_KEPT))
    state = after(MOVING.with_(suspended=stack), read("book", Intent.BOOK, doctors=(doctor("costa"),)))
    assert len(state.suspended) == SUSPENDED_KEPT
    assert state.suspended[-1].task == "reschedule"
    assert state.suspended[:-1] == stack[1:]


def test_cancel_in_the_middle_of_a_booking_asks_which_and_touches_nothing() -> None:
    state, _, skills = update_state_from_input(CONFIRMING, desk(read("cancel that", Intent.CANCEL)))
    assert skills == ("cancel_scope",)
    assert state == CONFIRMING.with_(user_input="cancel that")


def test_cancel_while_moving_a_visit_means_that_visit() -> None:
    state = after(
        MOVING.with_(wanted=Wanted(first_day=TUESDAY), inferred=("about",)), read("just cancel", Intent.CANCEL)
    )
    assert (state.task, state.visit, state.wanted, state.inferred, state.question) == (
        "cancel",
        "A-7K3QX2",
        None,
        (),
        None,
    )


def test_what_cancelling_costs_is_a_question_and_no_cancellation() -> None:
    asked = read("what does it cost to cancel?", Intent.PRICE, Intent.CANCEL)
    assert agenda(DONE, asked) == ("policy",)
    assert agenda(CONFIRMING, asked) == ("policy", "remind")
    assert after(CONFIRMING, asked).task == "book"


def test_stop_and_continue() -> None:
    assert agenda(BOOKING, read("never mind", Intent.STOP)) == ("stop",)
    aside = EMPTY.with_(suspended=(Suspended(task="book", facts={}, at=NOW),))
    assert agenda(aside, read("let's continue", Intent.RESUME)) == ("resume",)
    # where nothing was laid aside here, it may have been elsewhere
    assert agenda(EMPTY, read("let's continue", Intent.RESUME)) == ("resume",)


# --- choices --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "skill"),
    [
        ("human", "handoff"),
        ("waitlist", "waitlist"),
        ("stop", "stop"),
        ("status", "status"),
        ("my_appointments", "my_appointments"),
        ("no_thanks", "goodbye"),
        ("start_book", "handle_booking"),
        ("start_cancel", "cancel"),
        ("start_reschedule", "reschedule"),
        ("slot", "handle_booking"),
        ("more", "handle_booking"),
    ],
)
def test_a_tap_leads_where_its_label_says(kind: str, skill: str) -> None:
    shown = slot("2.1") if kind == "slot" else option("2.1", kind)
    assert agenda(BOOKING.with_(offered=(shown,)), read(), choice="2.1") == (skill,)


def test_a_tap_that_is_out_of_date_says_so_and_does_nothing() -> None:
    state, _, skills = update_state_from_input(CONFIRMING, desk(read(), choice="1.7"))
    assert skills == ("stale_choice",)
    assert state == CONFIRMING.with_(user_input="1.7")


def test_zero_brings_a_person_wherever_one_is() -> None:
    for state in (EMPTY, BOOKING, CONFIRMING, DONE):
        assert agenda(state, read("0")) == ("handoff",)
    assert agenda(BOOKING, read(" 0 ")) == ("handoff",)


# --- asides ---------------------------------------------------------------------------------------


def test_an_aside_is_answered_and_the_open_question_comes_back() -> None:
    assert agenda(BOOKING, read("where do I park?", Intent.INFORMATION)) == ("information", "remind")
    assert agenda(EMPTY, read("where do I park?", Intent.INFORMATION)) == ("information", "invite")
    assert agenda(EMPTY.with_(question="help"), read("where do I park?", Intent.INFORMATION)) == ("information",)


@pytest.mark.parametrize(
    ("intent", "skills"),
    [
        (Intent.HANDOFF, ("handoff",)),
        (Intent.MOMENT, ("moment",)),
        (Intent.REPEAT, ("repeat",)),
        (Intent.STATUS, ("status",)),
        (Intent.REFUSE, ("refuse",)),
        (Intent.UNDO, ("take_back",)),
        (Intent.WHY, ("why", "remind")),
        (Intent.PRICE, ("price", "remind")),
        (Intent.MEDICAL_ADVICE, ("medical_advice", "remind")),
        (Intent.INJECTION, ("injection", "remind")),
    ],
)
def test_asides_that_ask_themselves_are_not_followed_by_the_question(intent: Intent, skills: tuple[str, ...]) -> None:
    state, _, run = update_state_from_input(BOOKING, desk(read("...", intent)))
    assert run == skills
    assert state == BOOKING.with_(user_input="...")


def test_an_aside_and_an_errand_in_one_message_are_both_done_in_order() -> None:
    both = read("how much is it, and book Dr Adler", Intent.PRICE, Intent.BOOK, doctors=(doctor("adler"),))
    assert agenda(EMPTY, both) == ("price", "handle_booking")
    assert agenda(EMPTY, read("my bill, and take back my consent", Intent.BILLING, Intent.CONSENT)) == (
        "bills",
        "not_here_yet",
    )


@pytest.mark.parametrize(
    ("intent", "skill"),
    [(Intent.GREETING, "greeting"), (Intent.THANKS, "thanks"), (Intent.GOODBYE, "goodbye")],
)
def test_courtesies_are_answered_when_nothing_else_was_said(intent: Intent, skill: str) -> None:
    assert agenda(EMPTY, read("...", intent)) == (skill,)
    assert skill not in agenda(EMPTY, read("...", intent, Intent.BOOK))
    again = ("remind",) if intent is Intent.GREETING else ()
    assert agenda(BOOKING, read("...", intent)) == (skill, *again)


# --- what nothing understands ---------------------------------------------------------------------


def test_nothing_to_understand_asks_again() -> None:
    for state in (EMPTY, BOOKING):
        assert agenda(state, read("🙂", empty=True)) == ("reprompt",)
        assert agenda(state, read("qwerty")) == ("reprompt",)


def test_a_lone_word_that_may_mean_something_is_clarified() -> None:
    assert agenda(EMPTY, read("report", IntentMention(Intent.REPORTS, 0.5))) == ("clarify",)
    assert agenda(BOOKING, read("report", IntentMention(Intent.REPORTS, 0.5))) == ("reprompt",)


def test_a_yes_to_nothing_is_taken_for_what_was_done_last() -> None:
    assert agenda(DONE, read("yes", Intent.YES)) == ("again",)
    assert agenda(EMPTY, read("yes", Intent.YES)) == ("help",)
    assert agenda(EMPTY, read("no", Intent.NO)) == ("goodbye",)


def test_misses_are_counted_only_while_nothing_is_understood() -> None:
    missed = BOOKING.with_(misses=1)
    assert after(missed, read("qwerty")).misses == 1
    assert after(missed, read("the first", chosen=Chosen(Span(), ("2.1",)))).misses == 0


# --- always ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [EMPTY, BOOKING, CONFIRMING, DONE], ids=["empty", "booking", "confirming", "done"])
def test_an_emergency_goes_before_everything_and_leaves_the_errand_as_it_is(state: BookingState) -> None:
    held = state.with_(held=Held(doctor="adler", starts_at=TEN, until=NOW + timedelta(minutes=20)))
    words = "chest pain now, cancel everything"
    flag = Emergency(Span(words="chest pain now"), "chest-pain")
    told = read(words, Intent.CANCEL, emergency=flag, whens=(on(TUESDAY),), doctors=(doctor("costa"),))
    after_it, _, skills = update_state_from_input(held, desk(told))
    assert skills == ("emergency",)
    assert after_it == held.with_(user_input=words)


@pytest.mark.parametrize("certainty", [0.3, 0.7, 1.0])
def test_every_intent_leads_to_skills_that_exist_in_every_state(certainty: float) -> None:
    states = (EMPTY, BOOKING, CONFIRMING, DONE, CANCELLING, MOVING, BOOKING.with_(question="offer_human"))
    for intent in Intent:
        for state in states:
            skills = agenda(state, read("...", IntentMention(intent, certainty)))
            assert skills, intent
            assert set(skills) <= SKILLS.keys(), intent


@pytest.mark.parametrize(
    ("known", "spoken", "is_sure", "language"),
    [
        (None, "es", False, "es"),
        (None, "fr", True, "en"),
        ("en", "es", False, "en"),
        ("en", "es", True, "es"),
        ("es", "fr", True, "es"),
        ("es", "en", True, "en"),
    ],
)
def test_the_first_words_set_the_language_and_later_only_a_sure_change_does(
    known: str | None, spoken: str, is_sure: bool, language: str
) -> None:
    said = read("...", language=spoken, language_sure=is_sure)
    assert after(BookingState(language=known), said).language == language


def test_the_patients_words_are_kept_up_to_a_length() -> None:
    assert after(EMPTY, read("x"), text="x" * 9000).user_input == "x" * 4096
    assert after(BOOKING, read(), choice="2.1").user_input == "2.1"
