"""Advice in an emergency that did not get to whoever needs it: a person is told at once, and calls them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog

from conversation.handing_over import alert
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.speaking import state_of
from hospital import task_clock, tasks
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.unreached import whom

PATIENCE = timedelta(seconds=20)
"""So old such a message may become while it is tried again, before a person is told."""

log = structlog.get_logger("unreached")


def tell(
    unit: Unit,
    hospital: Hospital,
    outbox_id: int,
    next_try: datetime | None = None,
    *,
    channels: Collection[str] | None = None,
) -> str | None:
    """Make a task of it that an emergency's message did not get there, and alert whoever answers for it.

    The task's reference. `next_try`: it is to be tried again then; None is returned where that is soon enough. However
    many messages of a turn are lost, and however often, it is one task. `channels` are those that carry something,
    where that is known.
    """
    lost = whom(unit, outbox_id)
    if next_try is not None and next_try - lost.written_at < PATIENCE:
        return None
    # at night the desk is empty, and those on call are not
    queue = "desk" if hospital.is_desk_open(unit.now) else "oncall"
    voice = Voice.of(hospital, hospital.languages[0], hospital.local(unit.now).date())
    state = state_of(unit, lost.conversation_id)
    phone = lost.phone or state.phone
    facts = {
        "patient": ", ".join(lost.names) or state.patient_name or voice.say(Say.NOTE_NOBODY_KNOWN),
        "phone": phone or voice.say(Say.NOTE_NO_NUMBER),
        "channel": lost.channel,
    }
    new = tasks.NewTask(
        request_key=f"unreached-{lost.fact}",
        queue=queue,
        kind="emergency",
        summary=str(voice.say(Say.NOTE_UNREACHED, facts)),
        conversation_id=lost.conversation_id,
        patient_id=lost.patient_id,
        due_at=unit.now,
        phone=phone,
    )
    reference = tasks.create(unit, hospital, new).reference
    task, due = task_clock.look_at(unit, hospital, reference)
    if "alert" in due:
        log.error("emergency_not_reached", task=reference, outbox=outbox_id, channel=lost.channel)
        alert(unit, hospital, task, Say.ALERT_UNREACHED, channels)
    return reference
