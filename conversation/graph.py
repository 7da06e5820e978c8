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


def _in_order(before: tuple[Outcome, ...], pen: Pen) -> tuple[BookingState, tuple[Outcome, ...]]:
    """What is told by now. Whoever asks for a record first proves who they are: an errand's own question waits."""
    looking, asked = pen.state.looking, [outcome for outcome in pen.outcomes if outcome.question]
    is_first = any(outcome.question in _OF_RECORDS for outcome in before)
    if looking is None or not asked or not is_first or asked[-1].question in _OF_RECORDS:
        return pen.state, (*before, *pen.outcomes)
    waiting = looking.model_copy(update={"back": asked[-1].question, "back_offered": asked[-1].options})
    told = [outcome for outcome in pen.outcomes if outcome.question is None]
    return pen.state.with_(looking=waiting), (*told, *before)


_OF_RECORDS = WHICH | QUESTIONS | {WHOSE}
_AFTERWARDS = frozenset({"remind", "invite"})
"""What only comes back to a question."""


def _run_skill(turn: Turn, runtime: Any) -> dict[str, Any]:
    if turn["agenda"][0] in _AFTERWARDS and any(outcome.question for outcome in turn["outcomes"]):
        # something else was asked meanwhile: its answer comes first
        return {"agenda": turn["agenda"][1:]}
    pen = Pen(runtime.context, turn["state"], turn["heard"], turn["options"], turn["agenda"][0])
    SKILLS[turn["agenda"][0]](runtime.context, pen)
    state, outcomes = _in_order(turn["outcomes"], pen)
    return {
        "state": state,
        "agenda": turn["agenda"][1:],
        "outcomes": outcomes,
        "events": (*turn["events"], *pen.events),
        "options": pen.used_options,
    }
