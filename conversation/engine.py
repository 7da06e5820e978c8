"""One turn is one transaction: receive, understand, decide and record.

A message is written to the inbox first. Whoever gets the conversation's lease runs the turn for everything that
waits in it; the others wait for their answer. What the turn does, says and remembers is committed at once.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import structlog
from pydantic import ValidationError

from conversation import acquainted, household
from conversation.extractors.emergency import find_emergency
from conversation.extractors.pipeline import understand
from conversation.extractors.text import Message
from conversation.graph import RunTurn
from conversation.messages import Answer, Asked, InboundMessage, Kind, Reply
from conversation.model.asking import Model, Occasion
from conversation.offers import Offers
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.roster import Rosters, context
from conversation.spool import AwayError
from conversation.state import BookingState
from conversation.store import HotStore
from conversation.turn import Desk, Turn
from hospital import inbox, outbox, slots, threads
from hospital.directory import Directory, Hospital
from hospital.errors import BusyError, NoHospitalError
from hospital.office import Office, Unit, is_unreachable
from hospital.slots import NotEnsuredError
from hospital.threads import StaleTurnError, Thread, Waiting

log = structlog.get_logger("engine")
TURN_TRIES = 8
BUSY_TRIES = 2
"""How often a turn that the database could not finish is begun again; each time it has been tried several times."""
WAIT_SECONDS = 30.0
PULLED = frozenset({"webchat", "voice", "terminal"})
"""Channels whose waiting request carries the reply back."""


class NoAnswerError(TimeoutError):
    """The turn did not end in time; the message is kept and will be answered."""


@dataclass(frozen=True)
class Parts:
    """What an engine is made of."""

    office: Office
    directory: Directory
    store: HotStore
    run_turn: RunTurn
    owner: str
    """Names this process in leases."""
    pulled: Callable[[str], bool] = PULLED.__contains__
    model: Model | None = None
    """Fills what the rules leave open, where one is configured."""


class Engine:
    """Takes messages of every channel through their turns."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._keys = threads.Keys()
        self._rosters = Rosters()
        self._lines = _Lines()
        self.offers = Offers(parts.office, parts.directory)
        """What the desk offers unasked."""

    def handle(self, message: InboundMessage) -> Answer:
        """Receive a message and run or await its turn. Raises AwayError, NoAnswerError, NoHospitalError."""
        try:
            received, thread = self._receive(message)
            answer = received.answer or self._await(received, thread)
        except Exception as error:
            if is_unreachable(error):
                raise AwayError from error
            raise
        return Answer(**json.loads(answer))

    def _await(self, received: inbox.Received, thread: Thread | None) -> str:
        try:
            with self._lines.of(received.conversation_id) as waited:
                # whoever stood in line finds the conversation moved on
                return self._see_through(received, None if waited else thread)
        except BusyError as error:
            raise NoAnswerError from error

    def urgent_words(self, message: InboundMessage, language: str) -> str | None:
        """What to say to an emergency when nothing else can be done, the database and all else being away."""
        if find_emergency(Message.read(message.text, None)) is None:
            return None
        hospital, voice = self._parts.directory.last, Voice(language)
        number = hospital.emergency_number if hospital else voice.say(Say.EMERGENCY_NUMBER)
        return voice.say(Say.EMERGENCY_ALONE, {"number": number})

    def note(self, message: InboundMessage) -> inbox.Received:
        """Write a message down and leave its turn to whoever catches up, or to the next one. Raises AwayError."""
        return self._noted(message, lambda unit: self._write_down(unit, message))

    def hold(self, message: InboundMessage) -> inbox.Received:
        """Write a message down of which more is to come. Raises AwayError.

        Nobody else runs its turn while the lease lasts, so that the rest can be taken with it.
        """

        def work(unit: Unit) -> inbox.Received:
            received = self._write_down(unit, message)
            if received.is_new:
                threads.lease(unit, received.conversation_id, self._parts.owner, self._machine_now())
            return received

        return self._noted(message, work)

    def _noted(self, message: InboundMessage, work: Callable[[Unit], inbox.Received]) -> inbox.Received:
        try:
            return self._parts.office.write(work, now=message.clock)
        except Exception as error:
            if is_unreachable(error) or isinstance(error, BusyError):
                raise AwayError from error
            raise

    def catch_up(self, conversation_id: int) -> None:
        """Run the turns that a process left behind."""
        with self._lines.of(conversation_id):
            for _ in range(TURN_TRIES):
                if not (self._lease(conversation_id) and self._turn(conversation_id)):
                    break

    # --- receive ----------------------------------------------------------------------------------

    def _receive(self, message: InboundMessage) -> tuple[inbox.Received, Thread | None]:
        """Write the message down; the conversation too, as it then stands, when this process may run its turn."""
        known = self._known(message)
        hot = self._hot(known) if known is not None else None

        def work(unit: Unit) -> tuple[inbox.Received, Thread | None]:
            received = self._write_down(unit, message)
            conversation_id = received.conversation_id
            if received.is_new and threads.lease(unit, conversation_id, self._parts.owner, self._machine_now()):
                return received, threads.read(unit, conversation_id, hot=hot)
            return received, None

        try:
            received, thread = self._parts.office.write(work, now=message.clock)
        except BusyError as error:
            if not self._parts.office.locks_rows:
                raise AwayError from error
            # a process that stands still has the conversation's row: the message is written down all the same
            received, thread = self.note(message), None
            if received.answer is None:
                raise NoAnswerError from error
        self._keys.put(message.channel, inbox.key(message.conversation), received.conversation_id)
        return received, thread

    def _known(self, message: InboundMessage) -> int | None:
        return self._keys.get(message.channel, inbox.key(message.conversation))

    def _write_down(self, unit: Unit, message: InboundMessage) -> inbox.Received:
        address = inbox.key(message.conversation)
        return inbox.record(
            unit,
            channel=message.channel,
            external_id=inbox.key(message.external_id),
            conversation_id=self._known(message) or threads.find_or_open(unit, message.channel, address),
            payload=message.model_dump_json(),
            received_at=message.received_at,
        )

    def _machine_now(self) -> datetime:
        return datetime.now(UTC)

    def _lease(self, conversation_id: int) -> bool:
        owner, now = self._parts.owner, self._machine_now()
        return self._parts.office.write(lambda unit: threads.lease(unit, conversation_id, owner, now))

    # --- run or await -----------------------------------------------------------------------------

    def _see_through(self, received: inbox.Received, thread: Thread | None) -> str:
        """Run turns until this message has its answer."""
        deadline = time.monotonic() + WAIT_SECONDS
        pause = 0.005
        if thread is not None:
            answers = self._turn(received.conversation_id, thread)
            if received.id in answers:
                return answers[received.id]
        while time.monotonic() < deadline:
            with self._parts.office.read() as unit:
                answer = inbox.answer_of(unit, received.id)
            if answer is not None:
                return answer
            if self._lease(received.conversation_id):
                answers = self._turn(received.conversation_id)
                if received.id in answers:
                    return answers[received.id]
            time.sleep(pause)
            pause = min(pause * 2, 0.2)
        raise NoAnswerError

    def _turn(self, conversation_id: int, thread: Thread | None = None) -> dict[int, str]:
        """Run one turn over what waits, if this thread has the lease; the answers given, by message."""
        busy = 0
        for _ in range(TURN_TRIES):
            thread = thread or self._read(conversation_id)
            if thread is None or not thread.waiting:
                break
            thread = self._with_offers(thread)
            unreadable = [each for each in thread.waiting if not _is_readable(each.payload)]
            try:
                return self._settle_unreadable(thread, unreadable) if unreadable else self._run(thread)
            except StaleTurnError:
                return {}
            except NotEnsuredError as lacking:
                self._ensure(lacking, thread)
            except BusyError:
                busy += 1
                if busy == BUSY_TRIES:
                    raise
            except Exception as error:
                if is_unreachable(error) or isinstance(error, NoHospitalError):
                    raise
                return self._set_aside(thread, error)
            thread = None
        self._parts.office.write(lambda unit: threads.give_back(unit, conversation_id, self._parts.owner))
        return {}

    def _with_offers(self, thread: Thread) -> Thread:
        """The conversation as it is after what was due by the clock of its message.

        Only where a message brings its own clock: no job runs by it. Whoever has something to answer is heard first.
        """
        message = InboundMessage.model_validate_json(thread.waiting[0].payload) if _clocked(thread) else None
        if message is None or message.clock is None or thread.has_unprompted:
            return thread
        made = self._offer(lambda: self.offers.look_when_due(message.clock or message.received_at))
        return (self._read(thread.id) or thread) if made else thread

    def _offer(self, look: Callable[[], int]) -> int:
        """Look after what the desk offers. Its trouble is nobody's answer: what came free stays noted."""
        try:
            return look()
        except Exception as error:
            log.error("offers_failed", exc_info=error)
            return 0

    def _read(self, conversation_id: int) -> Thread | None:
        with self._parts.office.read() as unit:
            return threads.read(unit, conversation_id, hot=self._hot(conversation_id))

    def _settle_unreadable(self, thread: Thread, waiting: Sequence[Waiting]) -> dict[int, str]:
        """Messages that another version wrote and this one cannot read must not end their conversation."""
        log.error("message_unreadable", inbox=[each.inbox_id for each in waiting])
        state = self._state(thread)
        reply = json.dumps(Reply(Voice(state.language or "en").say(Say.APOLOGY, {"reference": "-"})).as_json())
        answer = f'{{"replies": [{reply}], "state": {state.model_dump_json()}, "events": []}}'
        answers = {each.inbox_id: answer for each in waiting}

        def work(unit: Unit) -> None:
            threads.lock(unit, thread, self._parts.owner)
            inbox.finish(unit, list(answers.items()), dead=True)
            threads.give_back(unit, thread.id, self._parts.owner)

        self._parts.office.write(work)
        return answers

    def _set_aside(self, thread: Thread, error: Exception) -> dict[int, str]:
        """A turn that raises must not end its conversation: what it was about is settled with an apology."""
        reference = secrets.token_hex(4).upper()
        log.error("turn_failed", reference=reference, conversation=thread.id, exc_info=error)
        message, taken = together(thread.waiting)
        state = self._state(thread)
        language = state.language or "en"
        words = self.urgent_words(message, language) or Voice(language).say(Say.APOLOGY, {"reference": reference})
        apology = _Said([Reply(words).as_json()], state.model_dump_json(), [])

        def work(unit: Unit) -> dict[int, str]:
            threads.lock(unit, thread, self._parts.owner)
            answers = self._record(unit, thread, message, taken, apology, dead=True)
            threads.give_back(unit, thread.id, self._parts.owner)
            return answers

        try:
            return self._parts.office.write(work)
        except StaleTurnError:
            return {}

    def _hot(self, conversation_id: int) -> tuple[int, str] | None:
        last = self._parts.directory.last
        return self._parts.store.get(last.key, conversation_id) if last is not None else None

    def _hospital(self, thread: Thread) -> Hospital:
        last = self._parts.directory.last
        if last is not None and last.revision == thread.revision:
            return last
        with self._parts.office.read() as unit:
            return self._parts.directory.current(unit)

    def _ensure(self, lacking: NotEnsuredError, thread: Thread) -> None:
        message, _ = together(thread.waiting)
        hospital = self._hospital(thread)
        self._parts.office.write(
            lambda unit: slots.ensure(unit, hospital, lacking.doctors, lacking.first, lacking.end), now=message.clock
        )

    def _run(self, thread: Thread) -> dict[int, str]:
        hospital = self._hospital(thread)
        message, taken = together(thread.waiting)
        state = self._state(thread)
        now = message.clock or self._parts.office.clock.now()
        told = context(hospital, self._rosters.of(hospital), state, now, message.language)
        understanding = understand(message.text if message.choice is None else "", told)
        if self._parts.model is not None and message.choice is None and thread.owner != threads.PERSON:
            occasion = self._occasion(thread, taken, message, state, hospital)
            understanding = self._parts.model.fill(understanding, told, occasion)

        def work(unit: Unit) -> tuple[dict[int, str], str, list[int]]:
            answers_here = threads.lock(unit, thread, self._parts.owner)
            asked = _asked(unit, thread)
            desk = Desk(
                unit,
                hospital,
                message,
                understanding,
                told,
                thread.id,
                thread.version + 1,
                asked=asked,
                is_with_person=answers_here == threads.PERSON,
            )
            turn = self._parts.run_turn(state, desk)
            household.keep_handle(desk, turn["state"])
            said = _said(turn)
            threads.write(unit, thread, said.state)
            if (asked or desk.is_with_person) and self._parts.pulled(message.channel):
                said = replace(said, carried=_carried(unit, thread))
            return self._record(unit, thread, message, taken, said), said.state, unit.opened

        answers, kept, opened = self._parts.office.write(work, now=now, actor=f"conversation:{thread.id}")
        self._parts.store.put(hospital.key, thread.id, thread.version + 1, kept)
        if opened:
            self._offer(lambda: self.offers.look_at_opened(opened, now))
        return answers

    def _occasion(
        self, thread: Thread, taken: Sequence[Waiting], message: InboundMessage, state: BookingState, hospital: Hospital
    ) -> Occasion:
        """The message as a model may be asked about it, once, however often its turn is begun again."""
        now = message.clock or self._parts.office.clock.now()

        def names() -> frozenset[str]:
            with self._parts.office.read(now) as unit:
                return acquainted.names(unit, hospital, message, state)

        def goes_on() -> bool:
            try:
                return self._lease(thread.id)
            except BusyError:
                return True  # whether it is lost is seen when the turn is written down

        return Occasion(
            key=tuple(each.inbox_id for each in taken),
            conversation=str(thread.id),
            # money is spent by the day of the house, whatever clock a message brings
            day=hospital.local(self._parts.office.clock.now()).date(),
            is_voice=message.channel == "voice",
            errand=acquainted.errand(state),
            names=names,
            goes_on=goes_on,
        )

    def _state(self, thread: Thread) -> BookingState:
        """The state as kept. What a cache garbled is read from the database again; what cannot be read, begins anew."""
        try:
            return _parsed(thread.state)
        except ValidationError:
            with self._parts.office.read() as unit:
                again = threads.read(unit, thread.id)
        try:
            return _parsed(again.state if again else None)
        except ValidationError:
            log.error("state_unreadable", conversation=thread.id)
            return BookingState()

    def _record(
        self,
        unit: Unit,
        thread: Thread,
        message: InboundMessage,
        taken: Sequence[Waiting],
        said: _Said,
        *,
        dead: bool = False,
    ) -> dict[int, str]:
        """Write down what is said to the messages taken together: to the last of them. Their answers."""
        texts = [json.dumps(reply, ensure_ascii=False) for reply in said.replies]
        events = json.dumps(said.events, ensure_ascii=False)
        last = taken[-1].inbox_id
        silent = f'{{"replies": [], "state": {said.state}, "events": []}}'
        answers = {waiting.inbox_id: silent for waiting in taken}
        told = [*(json.dumps(reply, ensure_ascii=False) for reply in said.carried), *texts]
        answers[last] = f'{{"replies": [{", ".join(told)}], "state": {said.state}, "events": {events}}}'
        outbox.put(
            unit,
            [
                outbox.Outgoing(
                    f"reply-{last}-{n}",
                    thread.id,
                    message.channel,
                    inbox.key(message.conversation),
                    "reply",
                    text,
                    inbox_id=last,
                )
                for n, text in enumerate(texts)
            ],
            handed_over=self._parts.pulled(message.channel),
        )
        inbox.finish(unit, list(answers.items()), dead=dead)
        return answers


@dataclass(frozen=True, slots=True)
class _Said:
    """What a turn says and does, and the state after it, as they are kept."""

    replies: list[dict[str, Any]]
    state: str
    events: list[dict[str, Any]]
    carried: tuple[dict[str, Any], ...] = ()
    """What the desk had written unasked and that goes with the answer."""


def _asked(unit: Unit, thread: Thread) -> tuple[Asked, ...]:
    """What the desk wrote unasked in this conversation and that is still open."""
    if not thread.has_unprompted:
        return ()
    rows = outbox.unprompted(unit, thread.id)
    return tuple(Asked(r.id, r.kind, r.asks, json.loads(r.payload), r.is_delivered, r.created_at) for r in rows)


def _carried(unit: Unit, thread: Thread) -> tuple[dict[str, Any], ...]:
    """What waits to be fetched and was not settled by this very turn: it goes with this answer, before the reply."""
    waiting = {row.id: row for row in outbox.unprompted(unit, thread.id) if not row.is_delivered}
    fetched = (waiting[each] for each in outbox.deliver(unit, list(waiting)))
    # with its id, so that whoever fetches it at the same moment shows it once
    return tuple({**json.loads(row.payload), "id": row.id, "asks": row.asks is not None} for row in fetched)


def _said(turn: Turn) -> _Said:
    replies = [reply.as_json() for reply in turn["replies"]]
    events = [event.as_json() for event in turn["events"]]
    return _Said(replies, turn["state"].model_dump_json(), events)


def _parsed(state: str | None) -> BookingState:
    return BookingState.model_validate_json(state) if state else BookingState()


def together(waiting: Sequence[Waiting]) -> tuple[InboundMessage, Sequence[Waiting]]:
    """The messages to take as one: texts that came while a turn ran are one thought; a tap stands alone."""
    messages = [InboundMessage.model_validate_json(each.payload) for each in waiting]
    first = messages[0]
    if first.kind is not Kind.TEXT:
        return first, waiting[:1]
    count = 1
    while count < len(messages) and _belongs(first, messages[count]):
        count += 1
    taken = messages[:count]
    text = "\n".join(message.text for message in taken)
    attachments = tuple(attachment for message in taken for attachment in message.attachments)
    return taken[-1].model_copy(update={"text": text, "attachments": attachments}), waiting[:count]


def _belongs(first: InboundMessage, later: InboundMessage) -> bool:
    """Whether a later message goes on with the first: the same person's words, at the same clock."""
    return later.kind is Kind.TEXT and (later.clock, later.sender, later.is_vouched) == (
        first.clock,
        first.sender,
        first.is_vouched,
    )


def _clocked(thread: Thread) -> bool:
    """Whether its message may bring a clock of its own, told without reading it."""
    return '"clock":null' not in thread.waiting[0].payload and _is_readable(thread.waiting[0].payload)


def _is_readable(payload: str) -> bool:
    try:
        InboundMessage.model_validate_json(payload)
    except ValidationError:
        return False
    return True


class _Lines:
    """One line a conversation: threads of this process take turns without asking the database."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._lines: dict[int, tuple[threading.Lock, int]] = {}

    @contextmanager
    def of(self, conversation_id: int) -> Iterator[bool]:
        """Stand in a conversation's line; whether others were there first."""
        with self._guard:
            lock, users = self._lines.get(conversation_id, (threading.Lock(), 0))
            self._lines[conversation_id] = (lock, users + 1)
        try:
            with lock:
                yield users > 0
        finally:
            with self._guard:
                lock, users = self._lines[conversation_id]
                if users == 1:
                    del self._lines[conversation_id]
                else:
                    self._lines[conversation_id] = (lock, users - 1)
