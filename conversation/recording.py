"""Recording: what a turn said and did, written down in its transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conversation.apologies import is_urgent
from conversation.messages import Asked, InboundMessage, Reply
from conversation.output import ADVICE, GOODBYES
from conversation.state import BookingState
from conversation.turn import Turn
from hospital import inbox, outbox
from hospital.office import Unit
from hospital.threads import Thread, Waiting


@dataclass(frozen=True, slots=True)
class Said:
    """What a turn says and does, and the state after it, as they are kept."""

    replies: list[dict[str, Any]]
    state: str
    events: list[dict[str, Any]]
    carried: tuple[dict[str, Any], ...] = ()
    """What the desk had written unasked and that goes with the answer."""
    language: str | None = None
    ends_messages: bool = False
    """It is the last that somebody gets, who wants no more."""
    is_advice: bool = False
    """It says whom to call in an emergency, for the first time or once more."""


def said(turn: Turn) -> Said:
    """What a turn comes to."""
    replies = [reply.as_json() for reply in turn["replies"]]
    events = [event.as_json() for event in turn["events"]]
    is_last = any(outcome.say in GOODBYES for outcome in turn["outcomes"])
    is_advice = any(outcome.say in ADVICE for outcome in turn["outcomes"])
    state = turn["state"]
    kept = state.model_dump_json()
    return Said(replies, kept, events, language=state.language, ends_messages=is_last, is_advice=is_advice)


def only(words: str, state: BookingState) -> Said:
    """Words, and nothing done; without any, silence."""
    replies = [Reply(words).as_json()] if words else []
    return Said(replies, state.model_dump_json(), [], language=state.language)


def record(
    unit: Unit,
    thread: Thread,
    message: InboundMessage,
    taken: Sequence[Waiting],
    told: Said,
    *,
    pulled: bool,
    apology_reference: str | None = None,
) -> dict[int, str]:
    """Write down what is said to the messages taken together: to the last of them. Their answers.

    `pulled`: the waiting request carries the replies back; otherwise they are left to be sent. With a reference it is
    the apology for messages that are given up: their own answer may come after all.
    """
    last, dead = taken[-1].inbox_id, apology_reference is not None
    name = f"apology-{apology_reference}" if dead else f"reply-{last}"
    address = inbox.key(message.conversation)
    kind = _kind(message, told, dead=dead)
    # a channel that adds words of its own needs to know in which language
    payloads = [payload(reply if pulled else {**reply, "language": told.language}) for reply in told.replies]
    until = unit.now + outbox.TALK_LIFE
    replies = [
        outbox.Outgoing(f"{name}-{n}", thread.id, message.channel, address, kind, each, inbox_id=last, use_until=until)
        for n, each in enumerate(payloads)
    ]
    outbox.put(unit, replies, handed_over=pulled)
    silent = answer_of(Said([], told.state, []))
    answers = {waiting.inbox_id: silent for waiting in taken} | {last: answer_of(told)}
    inbox.finish(unit, list(answers.items()), dead=dead)
    return answers


def _kind(message: InboundMessage, told: Said, *, dead: bool) -> str:
    """What the replies are, and so whether they leave for somebody who wants no messages."""
    if told.ends_messages:
        return outbox.OPT_OUT
    return outbox.EMERGENCY if told.is_advice or (dead and is_urgent(message)) else "reply"


def answer_of(told: Said) -> str:
    """What a turn says, as it is kept with its message: the state in it is JSON already."""
    replies, events = payload([*told.carried, *told.replies]), payload(told.events)
    return f'{{"replies": {replies}, "state": {told.state}, "events": {events}}}'


def payload(value: Any) -> str:
    """Something that is said, as the outbox keeps it."""
    return json.dumps(value, ensure_ascii=False)


def asked(unit: Unit, thread: Thread) -> tuple[Asked, ...]:
    """What the desk wrote unasked in this conversation and that is still open."""
    if not thread.has_unprompted:
        return ()
    rows = outbox.unprompted(unit, thread.id)
    return tuple(Asked(r.id, r.kind, r.asks, json.loads(r.payload), r.is_delivered, r.created_at) for r in rows)


def carried(unit: Unit, thread: Thread) -> tuple[dict[str, Any], ...]:
    """What waits to be fetched and was not settled by this very turn: it goes with this answer, before the reply."""
    waiting = {row.id: row for row in outbox.unprompted(unit, thread.id) if not row.is_delivered}
    fetched = (waiting[each] for each in outbox.deliver(unit, list(waiting)))
    # with its id, so that whoever fetches it at the same moment shows it once
    return tuple({**json.loads(row.payload), "id": row.id, "asks": row.asks is not None} for row in fetched)
