"""The turn as a LangGraph graph: update the state from the input, run the skills that it needs, put it into words.

The graph's state is `Turn`; `BookingState` in it is frozen and replaced whole, what skills work with comes as the
run's context, and nothing is checkpointed here: the conversation's row is the one truth.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from conversation.output import compose
from conversation.pen import Pen
from conversation.proofs import QUESTIONS
from conversation.several_people import first_of
from conversation.skills import SKILLS
from conversation.skills.whose import WHICH, WHOSE
from conversation.state import BookingState
from conversation.turn import Desk, Heard, Outcome, Turn
from conversation.updater import update_state_from_input

UPDATE, OUTPUT, TALK = "update_state_from_input", "output", "talk"
ERRANDS = ("handle_booking", "reschedule", "cancel", "take_back", "my_appointments", "emergency")
"""Skills with a node of their own; all others are talk. Every node costs a little in every turn."""
RunTurn = Callable[[BookingState, Desk], Turn]


@cache
def build() -> RunTurn:
    """The graph, compiled once a process; the result runs one turn at a time in any thread."""
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    # heavy: half a second of CPU, so only whoever runs turns pays for it
    from langgraph.graph import END, START, StateGraph

    graph: Any = StateGraph(Turn, context_schema=Desk)
    graph.add_node(UPDATE, _update)
    graph.add_node(OUTPUT, _output)
    for name in (*ERRANDS, TALK):
        graph.add_node(name, _run_skill)
        graph.add_conditional_edges(name, _next, [*ERRANDS, TALK, OUTPUT])
    graph.add_edge(START, UPDATE)
    graph.add_conditional_edges(UPDATE, _next, [*ERRANDS, TALK, OUTPUT])
    graph.add_edge(OUTPUT, END)
    compiled = graph.compile()

    def run(state: BookingState, desk: Desk) -> Turn:
        state, desk = first_of(state, desk)
        empty = Turn(state=state, heard=Heard(), agenda=(), outcomes=(), events=(), options=0, replies=())
        result: Turn = compiled.invoke(empty, context=desk)
        return result

    return run


def _update(turn: Turn, runtime: Any) -> dict[str, Any]:
    state, heard, agenda = update_state_from_input(turn["state"], runtime.context)
    return {"state": state, "heard": heard, "agenda": agenda}


def _output(turn: Turn, runtime: Any) -> dict[str, Any]:
    heard = turn["heard"]
    state, replies = compose(turn["state"], runtime.context, turn["outcomes"], turn["events"], heard.changed)
    if runtime.context.message.choice is not None and "more" in heard.notes:
        # tapped for others than those: the list that it stood under is of no use any more
        replies = [replace(reply, replaces=bool(reply.choices)) for reply in replies]
    return {"state": state, "replies": tuple(replies)}


def _next(turn: Turn) -> str:
    if not turn["agenda"]:
        return OUTPUT
    return turn["agenda"][0] if turn["agenda"][0] in ERRANDS else TALK


def _in_order(first: BookingState, before: tuple[Outcome, ...], pen: Pen) -> tuple[BookingState, tuple[Outcome, ...]]:
    """What is told by now. Whoever asks for a record first proves who they are: an errand's own question waits."""
    looking, proving = pen.state.looking, pen.state.proving
    if _breaks_in(first, before, pen):
        return _one_by_one(first, before, pen)
    asked = [outcome for outcome in pen.outcomes if outcome.question]
    is_first = any(outcome.question in _OF_RECORDS for outcome in before)
    is_elsewhere = proving is not None and looking is not None and proving.skill != looking.skill
    if looking is None or is_elsewhere or not asked or not is_first or asked[-1].question in _OF_RECORDS:
        return pen.state, (*before, *pen.outcomes)
    waiting = looking.model_copy(update={"back": asked[-1].question, "back_offered": asked[-1].options})
    told = [outcome for outcome in pen.outcomes if outcome.question is None]
    return pen.state.with_(looking=waiting), (*told, *before)


def _breaks_in(first: BookingState, before: tuple[Outcome, ...], pen: Pen) -> bool:
    """Whether a skill took the place of another that was asked for in the same message, and has asked something."""
    is_asked = any(outcome.question in _OF_RECORDS for outcome in before)
    begun = first.looking
    return is_asked and begun is not None and pen.skill != begun.skill and pen.state.looking != begun


def _one_by_one(first: BookingState, before: tuple[Outcome, ...], pen: Pen) -> tuple[BookingState, tuple[Outcome, ...]]:
    """What the first one asked stays open; the second comes after it, unless it has told all already."""
    assert first.looking is not None
    is_told = not any(outcome.question for outcome in pen.outcomes)
    then = first.looking.then if is_told else (*first.looking.then, pen.skill)
    waiting = first.looking.model_copy(update={"then": then})
    told = [outcome for outcome in pen.outcomes if outcome.question is None]
    return pen.state.with_(looking=waiting, proving=first.proving), (*told, *before)


def _goes_on(first: BookingState, state: BookingState, pen: Pen) -> tuple[BookingState, tuple[str, ...]]:
    """What waited for a skill that is done with now."""
    done = first.looking
    if done is None or not done.then or pen.skill != done.skill or state.looking is not None:
        return state, ()
    following, *rest = done.then
    if following in ERRANDS:
        return state, tuple(done.then)
    return state.with_(looking=done.model_copy(update={"skill": following, "then": tuple(rest)})), (following,)


_OF_RECORDS = WHICH | QUESTIONS | {WHOSE}
_AFTERWARDS = frozenset({"remind", "invite"})
"""What only comes back to a question."""


def _run_skill(turn: Turn, runtime: Any) -> dict[str, Any]:
    if turn["agenda"][0] in _AFTERWARDS and any(outcome.question for outcome in turn["outcomes"]):
        # something else was asked meanwhile: its answer comes first
        return {"agenda": turn["agenda"][1:]}
    pen = Pen(runtime.context, turn["state"], turn["heard"], turn["options"], turn["agenda"][0])
    SKILLS[turn["agenda"][0]](runtime.context, pen)
    state, outcomes = _in_order(turn["state"], turn["outcomes"], pen)
    state, following = _goes_on(turn["state"], state, pen)
    return {
        "state": state,
        "agenda": (*following, *turn["agenda"][1:]),
        "outcomes": outcomes,
        "events": (*turn["events"], *pen.events),
        "options": pen.used_options,
    }
