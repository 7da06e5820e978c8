"""Messages whose turn fails: tried again a few times, then set aside with an apology, and somebody is to see to it.

Only where nobody waits on the line is a turn tried again; whoever does hears the apology at once and can say it again.
So does an emergency, which overtakes what stands before it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from conversation import recording
from conversation.apologies import apology, is_urgent, urgent_words
from conversation.handing_over import alert
from conversation.messages import InboundMessage
from conversation.parts import Parts
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.recalling import Memory
from conversation.recording import Said
from conversation.state import BookingState
from conversation.taking import is_readable, is_urgent_payload, together, urgent_first
from hospital import inbox, outbox, task_clock, task_work, tasks, threads
from hospital.clocks import machine_now
from hospital.directory import Hospital
from hospital.errors import NoHospitalError
from hospital.office import Unit, is_refused, is_unreachable
from hospital.tasks import UNANSWERED
from hospital.threads import StaleTurnError, Thread, Waiting
from hospital.unreached import number_of

log = structlog.get_logger("engine")
TRIES = 5
"""So many turns over a message fail until it is given up."""
FIRST_WAIT_S = 1.0
"""Until a turn is tried again; doubled each time. Fifteen seconds in all: what waits behind it waits as long."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What became of a turn that failed: the answers given, or the seconds after which it is tried again."""

    answers: dict[int, str] = field(default_factory=dict)
    again_in: float | None = None


class SettingAside:
    """Decides what becomes of messages whose turn failed, and writes it down."""

    def __init__(self, parts: Parts, memory: Memory) -> None:
        self._parts, self._memory = parts, memory

    def is_to_blame(self, thread: Thread, error: Exception) -> bool:
        """Whether a turn failed by itself, as against a database that is away or a hospital that is not there.

        What a reachable database refused is the turn's own trouble, as far as it lets that be written down.
        """
        if isinstance(error, NoHospitalError):
            return False
        return not is_unreachable(error) or (is_refused(error) and not self._is_pulled(thread))

    def seconds_to_wait(self, thread: Thread) -> float:
        """How long the conversation's next message is still not to be tried; 0 where an emergency stands behind it."""
        try_at = thread.waiting[0].try_at
        if try_at is None:
            return 0.0
        left = (try_at - machine_now(self._parts.office.clock)).total_seconds()
        return left if left > 0 and not _is_any_urgent(thread.waiting) else 0.0

    def failed(self, thread: Thread, error: Exception) -> Aside:
        """A turn that raised must not end its conversation: it is tried again, or settled with an apology."""
        message, taken = urgent_first(thread.waiting)
        reference = secrets.token_hex(4).upper()
        tries = taken[0].tries + 1
        is_over = self._is_pulled(thread) or tries >= TRIES or is_urgent(message)
        facts = {"reference": reference, "conversation": thread.id, "tries": tries, "is_given_up": is_over}
        log.error("turn_failed", **facts, exc_info=error)
        if is_over and not self._is_pulled(thread):
            # what was taken with words of an emergency is not to blame for them: it is taken again by itself
            taken = [each for each in taken if is_urgent_payload(each.payload)] or taken
        try:
            if is_over:
                return Aside(self._give_up(thread, message, taken, reference, type(error).__name__))
            return Aside(again_in=self._try_later(thread, taken, FIRST_WAIT_S * 2.0 ** (tries - 1), error))
        except StaleTurnError:
            return Aside()

    def unreadable(self, thread: Thread, lost: Sequence[Waiting]) -> dict[int, str]:
        """Messages that another version wrote and this one cannot read must not end their conversation."""
        log.error("message_unreadable", inbox=[each.inbox_id for each in lost])
        reference, state = secrets.token_hex(4).upper(), self._memory.state(thread)
        told = recording.only(apology(state.language or "en", reference), state)

        def work(unit: Unit) -> dict[int, str]:
            threads.lock(unit, thread, self._parts.owner)
            channel, address = inbox.place_of(unit, thread.id) or ("", "")
            last = lost[-1].inbox_id
            payload = recording.payload(told.replies[0])
            key = f"apology-{reference}"
            words = outbox.Outgoing(key, thread.id, channel, address, "reply", payload, inbox_id=last)
            outbox.put(unit, [words], handed_over=self._parts.pulled(channel))
            answers = {each.inbox_id: recording.answer_of(told) for each in lost}
            inbox.finish(unit, list(answers.items()), dead=True)
            self._close(unit, thread, lost, reference, "unreadable")
            return answers

        return self._parts.office.write(work)

    # --- one or the other -------------------------------------------------------------------------

    def _is_pulled(self, thread: Thread) -> bool:
        return self._parts.pulled(together(thread.waiting)[0].channel)

    def _try_later(self, thread: Thread, taken: Sequence[Waiting], seconds: float, error: Exception) -> float:
        at = machine_now(self._parts.office.clock) + timedelta(seconds=seconds)

        def work(unit: Unit) -> None:
            threads.lock(unit, thread, self._parts.owner)
            inbox.try_later(unit, [each.inbox_id for each in taken], at, type(error).__name__)
            threads.give_back(unit, thread.id, self._parts.owner)

        self._parts.office.write(work)
        return seconds

    def _give_up(
        self, thread: Thread, message: InboundMessage, taken: Sequence[Waiting], reference: str, failure: str
    ) -> dict[int, str]:
        told = self._words(message, self._memory.state(thread), reference)
        pulled = self._parts.pulled(message.channel)

        def work(unit: Unit) -> dict[int, str]:
            threads.lock(unit, thread, self._parts.owner)
            answers = recording.record(unit, thread, message, taken, told, pulled=pulled, apology_reference=reference)
            self._close(unit, thread, taken, reference, failure, urgent=is_urgent(message))
            return answers

        return self._parts.office.write(work)

    def _words(self, message: InboundMessage, state: BookingState, reference: str) -> Said:
        language = state.language or "en"
        urgent = urgent_words(message, self._parts.directory.last, language)
        return recording.only(urgent or apology(language, reference), state)

    def _close(
        self,
        unit: Unit,
        thread: Thread,
        given_up: Sequence[Waiting],
        reference: str,
        failure: str,
        *,
        urgent: bool = False,
    ) -> None:
        """What a dead letter comes with, whatever it was: how it failed, the lease given back, somebody's task."""
        inbox.give_up(unit, [each.inbox_id for each in given_up], failure)
        threads.give_back(unit, thread.id, self._parts.owner)
        try:
            with unit.all_or_nothing():
                if urgent:
                    self._hand_to_those_on_call(unit, thread, reference)
                else:
                    self._hand_to_the_desk(unit, thread, reference)
        except Exception as error:
            if is_unreachable(error):
                raise
            # whatever else is wrong, the patient hears of it
            log.error("no_task_of_it", reference=reference, conversation=thread.id, exc_info=error)

    def _hand_to_those_on_call(self, unit: Unit, thread: Thread, reference: str) -> None:
        """A task of an emergency to which only the number was said: whoever answers for it is alerted at once."""
        hospital, state = self._memory.hospital(thread), self._memory.state(thread)
        voice = Voice.of(hospital, hospital.languages[0], hospital.local(unit.now).date())
        channel, address = inbox.place_of(unit, thread.id) or ("", "")
        phone = number_of(unit, thread.id, channel, address) or state.phone
        facts = {"phone": phone or voice.say(Say.NOTE_NO_NUMBER), "channel": channel, "reference": reference}
        new = tasks.NewTask(
            request_key=f"{UNANSWERED}-{reference}",
            # at night the desk is empty, and those on call are not
            queue="desk" if hospital.is_desk_open(unit.now) else tasks.ON_CALL,
            kind=tasks.EMERGENCY,
            summary=voice.say(Say.NOTE_UNANSWERED_URGENT, facts),
            conversation_id=thread.id,
            due_at=unit.now,
            phone=phone,
        )
        task, due = task_clock.look_at(unit, hospital, tasks.create(unit, hospital, new).reference)
        if "alert" in due:
            alert(unit, hospital, task, Say.ALERT_UNANSWERED)

    def _hand_to_the_desk(self, unit: Unit, thread: Thread, reference: str) -> None:
        """A task that the desk sees, one a conversation: its lead is alerted as soon as the desk is open."""
        hospital: Hospital = self._memory.hospital(thread)
        voice = Voice.of(hospital, hospital.languages[0], hospital.local(unit.now).date())
        note = voice.say(Say.NOTE_UNANSWERED, {"reference": reference})
        already = tasks.open_of(unit, thread.id, UNANSWERED)
        if already is not None:
            task_work.add_note(unit, already.reference, note)
            return
        key = f"{UNANSWERED}-{reference}"
        tasks.create(unit, hospital, tasks.NewTask(key, "desk", UNANSWERED, note, conversation_id=thread.id))


def _is_any_urgent(waiting: Sequence[Waiting]) -> bool:
    """Whether one of these messages tells of an emergency."""
    readable = (each.payload for each in waiting if is_readable(each.payload))
    return any(is_urgent(InboundMessage.model_validate_json(payload)) for payload in readable)
