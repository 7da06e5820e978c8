"""Running a turn: understand what waits in a conversation, decide, and record it, all in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from conversation import acquainted, alarms, household, linking, recording
from conversation.apologies import is_distressed, is_urgent
from conversation.braking import Brake, Pause
from conversation.confirming import confirm
from conversation.elsewhere import number_now, without_taken_up
from conversation.extractors.entities import Context, Understanding
from conversation.extractors.pipeline import understand
from conversation.messages import InboundMessage, Kind, Media
from conversation.model.asking import Occasion
from conversation.offers import Offers
from conversation.parts import Parts
from conversation.phrases.say import Say
from conversation.phrases.voice import DEFAULT, Voice
from conversation.recalling import Memory
from conversation.roster import Rosters, context
from conversation.setting_aside import SettingAside
from conversation.state import BookingState
from conversation.taking import clocked, is_urgent_payload, only_files, together, unreadable, urgent_first
from conversation.turn import Desk
from hospital import inbox, slots, threads
from hospital.directory import Hospital
from hospital.errors import BusyError
from hospital.office import Unit
from hospital.slots import NotEnsuredError
from hospital.threads import StaleTurnError, Thread, Waiting

log = structlog.get_logger("engine")
TURN_TRIES = 8
BUSY_TRIES = 2
"""How often a turn that the database could not finish is begun again; each time it has been tried several times."""

RENEWED_AFTER = 0.4
"""The part of a lease after which, while files come in and are heard, it is taken anew."""
FETCHED_KEPT = 100
"""Messages whose files were fetched, kept in case their turn is begun again."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What a turn is about: messages taken as one, in a conversation as it stands."""

    thread: Thread
    hospital: Hospital
    message: InboundMessage
    taken: Sequence[Waiting]
    state: BookingState
    now: datetime
    late: Sequence[Media] = ()
    """Files that its words do not wait for."""


class OvertakenError(Exception):
    """Something came in that waits for nothing: the turn is begun again with it."""


class Runner:
    """Runs turns of conversations whose lease this process has, which `renew` takes anew."""

    def __init__(self, parts: Parts, memory: Memory, offers: Offers, renew: Callable[[int], bool]) -> None:
        self._parts, self._memory, self._offers, self._renew = parts, memory, offers, renew
        self._rosters = Rosters()
        self._fetched: dict[int, InboundMessage] = {}
        self._aside = SettingAside(parts, memory)
        self._put_off: dict[int, float] = {}
        """By conversation: in how many seconds its next message may be tried again."""
        self._emptied: set[int] = set()
        self._brake = Brake(parts.office)

    def run(self, conversation_id: int, thread: Thread | None = None) -> dict[int, str]:
        """Run one turn over what waits, if this process has the lease; the answers given, by message."""
        busy = 0
        self._emptied.discard(conversation_id)
        for _ in range(TURN_TRIES):
            thread = thread or self._memory.thread(conversation_id)
            if thread is None or not thread.waiting:
                break
            thread = self._with_offers(thread)
            lost = unreadable(thread.waiting)
            wait = 0.0 if lost else self._aside.seconds_to_wait(thread)
            if wait:
                self._put_off[conversation_id] = wait
                break
            try:
                return self._aside.unreadable(thread, lost) if lost else self._take(thread)
            except StaleTurnError:
                return {}
            except (NotEnsuredError, OvertakenError) as reason:
                # begun again with the thread as it is then: what fails is judged by that one
                self._make_ready(reason, thread)
            except BusyError:
                busy += 1
                if busy == BUSY_TRIES:
                    raise
            except Exception as error:
                if lost or not self._aside.is_to_blame(thread, error):
                    raise
                return self._failed(thread, error)
            thread = None
        self._parts.office.write(lambda unit: threads.give_back(unit, conversation_id, self._parts.owner))
        return {}

    def put_off(self, conversation_id: int) -> float | None:
        """In how many seconds a conversation's next message may be tried again, where the last run left one so."""
        return self._put_off.pop(conversation_id, None)

    def has_emptied(self, conversation_id: int) -> bool:
        """Whether the last run saw, as it gave the lease back, that nothing waited any more."""
        was_empty = conversation_id in self._emptied
        self._emptied.discard(conversation_id)
        return was_empty

    def _failed(self, thread: Thread, error: Exception) -> dict[int, str]:
        aside = self._aside.failed(thread, error)
        if aside.again_in is not None:
            self._put_off[thread.id] = aside.again_in
        return aside.answers

    # --- what is due before it --------------------------------------------------------------------

    def _with_offers(self, thread: Thread) -> Thread:
        """The conversation as it is after what was due by the clock of its message.

        Only where a message brings its own clock: no job runs by it. Whoever has something to answer is heard first.
        """
        message = clocked(thread)
        if message is None or message.clock is None or thread.has_unprompted:
            return thread
        made = self._offer(lambda: self._offers.look_when_due(message.clock or message.received_at))
        return (self._memory.thread(thread.id) or thread) if made else thread

    def _offer(self, look: Callable[[], int]) -> int:
        """Look after what the desk offers. Its trouble is nobody's answer: what came free stays noted."""
        try:
            return look()
        except Exception as error:
            log.error("offers_failed", exc_info=error)
            return 0

    def _make_ready(self, reason: NotEnsuredError | OvertakenError, thread: Thread) -> None:
        """Before a turn is begun again."""
        if isinstance(reason, OvertakenError):
            log.info("overtaken", conversation=thread.id)
        else:
            self._ensure(reason, thread)

    def _ensure(self, lacking: NotEnsuredError, thread: Thread) -> None:
        message, _ = together(thread.waiting)
        hospital = self._memory.hospital(thread)
        self._parts.office.write(
            lambda unit: slots.ensure(unit, hospital, lacking.doctors, lacking.first, lacking.end), now=message.clock
        )

    # --- the turn itself --------------------------------------------------------------------------

    def _take(self, thread: Thread) -> dict[int, str]:
        """Take what waits as one message through its turn; the answers. Raises OvertakenError."""
        hospital = self._memory.hospital(thread)
        message, taken = urgent_first(thread.waiting)
        message, late = self._with_files(thread, message, taken[-1].inbox_id)
        now = message.clock or self._parts.office.clock.now()
        case = _Case(thread, hospital, message, taken, self._memory.state(thread), now, late)
        paused = self._pause(case)
        if paused is not None:
            return self._say_pause(case, paused)
        told, understanding = self._understand(case)

        def work(unit: Unit) -> tuple[dict[int, str], str, list[int], bool]:
            answers, kept = self._decide(unit, case, told, understanding)
            return answers, kept, unit.opened, self._is_empty(unit, case)

        answers, kept, opened, is_empty = self._parts.office.write(work, now=now, actor=f"conversation:{thread.id}")
        self._memory.keep(hospital, thread, kept)
        self._ran(case, is_empty=is_empty)
        if late:
            # the answer leaves before they come in
            self._put_off[thread.id] = 0.0
        if opened:
            self._offer(lambda: self._offers.look_at_opened(opened, now))
        return answers

    def _is_empty(self, unit: Unit, case: _Case) -> bool:
        """Whether nothing waits in a conversation whose row this unit has locked to give the lease back.

        What another process wrote down before, and found the lease taken, is seen here; what it writes down later
        finds the lease free.
        """
        return not self._parts.pulled(case.message.channel) and not inbox.waits(unit, case.thread.id)

    def _ran(self, case: _Case, *, is_empty: bool) -> None:
        if not self._parts.pulled(case.message.channel):
            self._brake.answered(case.thread, case.taken)
        if is_empty:
            self._emptied.add(case.thread.id)

    def _with_files(
        self, thread: Thread, message: InboundMessage, inbox_id: int
    ) -> tuple[InboundMessage, Sequence[Media]]:
        """The message with what its channel still keeps for us, fetched once however often its turn is begun again.

        Words of an emergency are answered without it: then it comes second.
        """
        if not message.media or self._parts.bring_in is None:
            return message, ()
        fetched = self._fetched.get(inbox_id)
        if fetched is None and is_urgent(message):
            return message.model_copy(update={"media": ()}), message.media
        if fetched is None:
            fetched = self._parts.bring_in(message, self._unless_overtaken(thread))
            if len(self._fetched) >= FETCHED_KEPT:
                self._fetched.clear()
            self._fetched[inbox_id] = fetched
        return fetched, ()

    def _unless_overtaken(self, thread: Thread) -> Callable[[], bool]:
        """To be asked time and again while something takes long: whether it is still ours.

        Raises OvertakenError once words of an emergency wait in the conversation.
        """
        renewed_at = time.monotonic()

        def goes_on() -> bool:
            nonlocal renewed_at
            with self._parts.office.read() as unit:
                later = inbox.later_than(unit, thread.id, thread.waiting[-1].inbox_id)
            if any(is_urgent_payload(each) for each in later):
                raise OvertakenError
            if time.monotonic() - renewed_at < RENEWED_AFTER * threads.LEASE.total_seconds():
                return True
            renewed_at = time.monotonic()
            return self._goes_on(thread.id)

        return goes_on

    def _goes_on(self, conversation_id: int) -> bool:
        """Whether this process still has the conversation, the lease taken anew."""
        try:
            return self._renew(conversation_id)
        except BusyError:
            return True  # whether it is lost is seen when the turn is written down

    # --- senders that are no people ---------------------------------------------------------------

    def _pause(self, case: _Case) -> Pause | None:
        """Whether a sender is not to be answered now; None for people, and for whatever may be an emergency.

        Whoever told of one and begs for help again and again writes the same each time.
        """
        message = case.message
        is_asked = message.kind is Kind.TEXT and message.clock is None and not self._parts.pulled(message.channel)
        if not is_asked or case.thread.owner == threads.PERSON or alarms.stands(case.state, case.now):
            return None
        found = self._brake.pause(case.thread, case.taken)
        return None if found is None or is_urgent(message) or is_distressed(message) else found

    def _say_pause(self, case: _Case, paused: Pause) -> dict[int, str]:
        """Say once that nothing more is said, and then nothing."""
        log.warning("paused", conversation=case.thread.id, channel=case.message.channel, begins=paused.begins)
        voice, say = Voice(case.state.language or DEFAULT), Say.PAUSED_MANY if paused.is_many else Say.PAUSED
        words = str(voice.say(say, {"number": case.hospital.emergency_number})) if paused.begins else ""
        told = recording.only(words, case.state)

        def work(unit: Unit) -> tuple[dict[int, str], bool]:
            threads.lock(unit, case.thread, self._parts.owner)
            threads.give_back(unit, case.thread.id, self._parts.owner)
            answers = recording.record(unit, case.thread, case.message, case.taken, told, pulled=False)
            return answers, self._is_empty(unit, case)

        answers, is_empty = self._parts.office.write(work, now=case.now)
        self._ran(case, is_empty=is_empty)
        return answers

    # --- what it says and does --------------------------------------------------------------------

    def _understand(self, case: _Case) -> tuple[Context, Understanding]:
        """What the message says, with no transaction open, and what the extractors were told."""
        message, hospital = case.message, case.hospital
        told = context(hospital, self._rosters.of(hospital), case.state, case.now, message.language)
        understanding = understand(message.text if message.choice is None else "", told)
        # after an alarm nobody waits for a model
        is_asked = message.choice is None and case.thread.owner != threads.PERSON and case.state.alarm is None
        if self._parts.model is not None and is_asked:
            understanding = self._parts.model.fill(understanding, told, self._occasion(case))
        return told, understanding

    def _occasion(self, case: _Case) -> Occasion:
        """The message as a model may be asked about it, once, however often its turn is begun again."""

        def names() -> frozenset[str]:
            with self._parts.office.read(case.now) as unit:
                return acquainted.names(unit, case.hospital, case.message, case.state)

        return Occasion(
            key=tuple(each.inbox_id for each in case.taken),
            conversation=str(case.thread.id),
            # money is spent by the day of the house, whatever clock a message brings
            day=case.hospital.local(self._parts.office.clock.now()).date(),
            is_voice=case.message.channel == "voice",
            errand=acquainted.errand(case.state),
            names=names,
            goes_on=lambda: self._goes_on(case.thread.id),
        )

    def _decide(
        self, unit: Unit, case: _Case, told: Context, understanding: Understanding
    ) -> tuple[dict[int, str], str]:
        """Decide and record, under the conversation's lock; the answers and the state as kept."""
        thread, message = case.thread, linking.with_sender(unit, case.message)
        locked = threads.lock(unit, thread, self._parts.owner, case.state.errand)
        asked = recording.asked(unit, thread)
        desk = Desk(
            unit,
            case.hospital,
            message,
            understanding,
            told,
            thread.id,
            thread.version + 1,
            asked=asked,
            is_with_person=locked.owner == threads.PERSON,
            pays_by=self._parts.pays_by(case.hospital),
            papers=self._parts.papers,
        )
        before = without_taken_up(case.state) if locked.is_taken_up else case.state
        desk = household.knowing_them(desk, before)
        turn = self._parts.run_turn(before, desk)
        household.keep_handle(desk, turn["state"])
        confirm(unit, case.hospital, unit.to_confirm)
        said, pulled = recording.said(turn), self._parts.pulled(message.channel)
        threads.write(unit, thread, said.state, phone=number_now(desk, case.message, turn["state"]))
        if (asked or desk.is_with_person) and pulled:
            said = replace(said, carried=recording.carried(unit, thread))
        if case.late:
            self._keep_late(unit, case)
        return recording.record(unit, thread, message, case.taken, said, pulled=pulled), said.state

    def _keep_late(self, unit: Unit, case: _Case) -> None:
        """Write the files that its words did not wait for down as a message of their own."""
        left = only_files(case.message, case.late)
        inbox.record(
            unit,
            channel=left.channel,
            external_id=inbox.key(left.external_id),
            conversation_id=case.thread.id,
            payload=left.model_dump_json(),
            received_at=left.received_at,
        )
