"""A turn updates the state, runs the skills that the message needs, in order, and puts what they found into words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from typing import Any

import pytest

from conversation import skills
from conversation.extractors.entities import Intent
from conversation.graph import RunTurn
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills import SKILLS
from conversation.state import BookingState, Held, Wanted
from conversation.turn import Desk
from tests.conversation.paper import NOW, TUESDAY, ZONE, desk, doctor, read

TEN = datetime.combine(TUESDAY, time(10), ZONE)
KNOWN = BookingState(language="en", is_introduced=True)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a skill of the test's own in the place of one."""

    def replace(name: str, skill: skills.Skill) -> None:
        monkeypatch.setitem(SKILLS, name, skill)

    return replace


def test_a_message_comes_out_as_state_words_and_events(run_turn: RunTurn) -> None:
    before = BookingState()
    turn = run_turn(before, desk(read("hello", Intent.GREETING)))
    assert isinstance(turn["state"], BookingState)
    assert (turn["state"].user_input, turn["state"].language, turn["state"].is_introduced) == ("hello", "en", True)
    assert turn["replies"][0].text.endswith(turn["state"].next_prompt)
    assert (turn["events"], turn["agenda"]) == ((), ())
    assert before == BookingState()


def test_skills_run_in_the_order_of_the_agenda_each_on_the_state_that_the_last_one_left(
    run_turn: RunTurn, stub: Any
) -> None:
    seen: list[tuple[str, int]] = []

    def noting(name: str) -> skills.Skill:
        def skill(_: Desk, pen: Pen) -> None:
            seen.append((name, pen.state.misses))
            pen.keep(misses=pen.state.misses + 1)
            pen.happened(f"{name}.ran")
            pen.tell(Say.QUOTE, words=name)

        return skill

    for name in ("price", "information", "handle_booking"):
        stub(name, noting(name))
    told = read("...", Intent.PRICE, Intent.INFORMATION, Intent.BOOK, doctors=(doctor("adler"),))
    turn = run_turn(KNOWN, desk(told))
    assert seen == [("price", 0), ("information", 1), ("handle_booking", 2)]
    assert turn["state"].misses == 3
    assert [event.name for event in turn["events"]] == ["price.ran", "information.ran", "handle_booking.ran"]
    assert turn["replies"][0].text == "price\ninformation\nhandle_booking"


def test_choices_made_by_several_skills_have_values_of_their_own(run_turn: RunTurn, stub: Any) -> None:
    made: list[str] = []

    def offering(_: Desk, pen: Pen) -> None:
        shown = pen.option("a", "slot", starts_at=TEN)
        made.append(shown.value)
        pen.ask("slot", Say.AGAIN_SLOT, (shown,))

    for name in ("price", "handle_booking"):
        stub(name, offering)
    run_turn(KNOWN, desk(read("...", Intent.PRICE, Intent.BOOK, doctors=(doctor("adler"),))))
    assert len(set(made)) == 2


def test_what_a_skill_clears_is_gone_and_not_filled_up_again(run_turn: RunTurn, stub: Any) -> None:
    before = KNOWN.with_(
        question="slot",
        selected_slot=TEN,
        held=Held(doctor="adler", starts_at=TEN, until=TEN),
        wanted=Wanted(first_day=TUESDAY),
        inferred=("about",),
        booked_here=("A-7K3QX2",),
    )

    def clearing(_: Desk, pen: Pen) -> None:
        pen.keep(question=None, selected_slot=None, held=None, wanted=None, inferred=(), booked_here=())

    stub("handle_booking", clearing)
    state = run_turn(before, desk(read("...", Intent.BOOK, doctors=(doctor("adler"),))))["state"]
    assert (state.question, state.selected_slot, state.held, state.wanted) == (None, None, None, None)
    assert (state.inferred, state.booked_here) == ((), ())


def test_every_skill_can_be_reached_by_its_name(run_turn: RunTurn, stub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    for name in SKILLS:
        stub(name, lambda _desk, _pen, name=name: ran.append(name))

    def plan(state: BookingState, *_: Any) -> tuple[BookingState, Any, tuple[str, ...]]:
        from conversation.turn import Heard

        return state, Heard(), tuple(SKILLS)

    monkeypatch.setattr("conversation.graph.update_state_from_input", plan)
    run_turn(KNOWN, desk(read("...")))
    assert ran == list(SKILLS)


def test_a_skill_that_fails_fails_the_turn(run_turn: RunTurn, stub: Any) -> None:
    def failing(_: Desk, __: Pen) -> None:
        raise ZeroDivisionError

    stub("greeting", failing)
    with pytest.raises(ZeroDivisionError):
        run_turn(KNOWN, desk(read("hello", Intent.GREETING)))
    assert run_turn(KNOWN, desk(read("thanks", Intent.THANKS)))["replies"][0].text == "You're welcome."


def test_nothing_of_one_turn_is_left_for_the_next(run_turn: RunTurn) -> None:
    first = run_turn(KNOWN, desk(read("hello", Intent.GREETING)))
    second = run_turn(KNOWN, desk(read("thanks", Intent.THANKS)))
    again = run_turn(KNOWN, desk(read("hello", Intent.GREETING)))
    assert len(second["outcomes"]) == 1
    assert (again["state"], again["replies"]) == (first["state"], first["replies"])


def test_turns_of_many_conversations_at_once_do_not_meet(run_turn: RunTurn) -> None:
    def one(number: int) -> tuple[str, str]:
        state = KNOWN.with_(patient_name=f"Patient {number}", question="name", offered_at=NOW)
        turn = run_turn(state, desk(read("what have you got so far?", Intent.STATUS)))
        return turn["state"].patient_name or "", turn["replies"][0].text

    with ThreadPoolExecutor(8) as pool:
        for number, (name, text) in enumerate(pool.map(one, range(64))):
            assert name == f"Patient {number}"
            assert f"for Patient {number}\n" in text
