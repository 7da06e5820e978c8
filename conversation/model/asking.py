"""Asks a model for what the rules left open. It is waited for until a deadline, and what it says is only a proposal."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as LateError
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date

import structlog

from conversation.breaker import Breaker
from conversation.extractors.entities import Context, Understanding
from conversation.model.budget import Budget
from conversation.model.client import Call, Client, ModelError, Said
from conversation.model.gaps import Errand, Gap, find_gaps
from conversation.model.merging import Answer, answer_of, merge_proposal
from conversation.model.prompt import Inquiry, inquire
from conversation.model.pseudonyms import Pseudonyms
from conversation.model.schema import Proposal, parse

TEXT_SECONDS, VOICE_SECONDS = 8.0, 4.0
"""How long a turn waits for a model at most, in writing and on the phone."""
OPEN_SECONDS = 15.0
LONGEST_REST = 300.0
"""How long a server that asks to be left alone is left alone, at most."""
THREADS = 6
"""Calls at once: half as many as there are turns, so that a slow model never takes them all."""
RENEW_SECONDS = 1.5
ANSWERS_KEPT = 500
KEPT_SECONDS = 120.0
"""How long an answer is kept for a turn that is begun again: it quotes the patient."""

log = structlog.get_logger("model")


class _LeftError(Exception):
    """Nobody waits for the answer any more; the server is not to blame."""


def _nobody() -> Iterable[str]:
    return ()


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Occasion:
    """The message that a model may be asked about."""

    key: Hashable
    """Names the message: whoever asks again for the same one gets the same answer, and no second call is made."""
    conversation: str
    day: date
    is_voice: bool = False
    errand: Errand = field(default_factory=Errand)
    names: Callable[[], Iterable[str]] = _nobody
    """Names of people that the conversation knows of; looked up only when a model is to be asked."""
    goes_on: Callable[[], bool] = _always
    """Called every now and then while it is waited; False ends the waiting."""


class Model:
    """A model that may help, with everything that keeps it from harming."""

    def __init__(
        self, client: Client, budget: Budget, *, seconds: float = TEXT_SECONDS, threads: int = THREADS
    ) -> None:
        self.client = client
        self._budget = budget
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(threads)
        self._breaker = Breaker(OPEN_SECONDS)
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[float, Answer | None]] = OrderedDict()
        self.on_outcome: Callable[[str], object] = lambda outcome: None
        """Told what became of each question: `filled`, `nothing`, `refused`, `invalid`, `busy`, `resting`, `spent`, or
        the reason of a ModelError."""
        self.meanwhile: Callable[[], AbstractContextManager[object]] = nullcontext
        """Entered for as long as a thread waits for the server."""

    def fill(self, read: Understanding, context: Context, occasion: Occasion) -> Understanding:
        """The understanding with gaps filled, or as it was. Never raises for anything that a server does."""
        is_known, answer = self._recall(occasion.key)
        gaps = find_gaps(read, context, occasion.errand)
        if not gaps:
            return read
        if not is_known:
            answer = self._answer(read, context, gaps, occasion)
            self._keep(occasion.key, answer)
        if answer is None:
            return read
        filled = merge_proposal(read, context, gaps, answer)
        if not is_known:
            self.on_outcome("nothing" if filled is read else "filled")
        return filled

    def _recall(self, key: Hashable) -> tuple[bool, Answer | None]:
        """Whether a message was asked about a moment ago, and what was said; older answers are forgotten."""
        with self._lock:
            while self._kept and next(iter(self._kept.values()))[0] <= time.monotonic():
                self._kept.popitem(last=False)
            return key in self._kept, self._kept.get(key, (0.0, None))[1]

    def _keep(self, key: Hashable, answer: Answer | None) -> None:
        with self._lock:
            self._kept[key] = (time.monotonic() + KEPT_SECONDS, answer)
            if len(self._kept) > ANSWERS_KEPT:
                self._kept.popitem(last=False)

    def _answer(self, read: Understanding, context: Context, gaps: frozenset[Gap], occasion: Occasion) -> Answer | None:
        """What is asked and what was said; None where there is no answer to go by."""
        until = time.monotonic() + min(self._seconds, VOICE_SECONDS if occasion.is_voice else TEXT_SECONDS)
        if not self._places.acquire(blocking=False):
            self.on_outcome("busy")
            return None
        said = Future[Said]()
        begun = None
        try:
            begun = self._begin(read, context, gaps, occasion, until, said)
        finally:
            if begun is None:
                self._places.release()
        if begun is None:
            return None
        asked, call = begun
        proposal = self._heard(call, said, until, occasion.goes_on)
        return answer_of(asked, proposal) if proposal is not None else None

    def _begin(
        self,
        read: Understanding,
        context: Context,
        gaps: frozenset[Gap],
        occasion: Occasion,
        until: float,
        said: Future[Said],
    ) -> tuple[Inquiry, Call] | None:
        """Put the question, in a thread that gives the place back however long it takes; None where it may not be."""
        if not self._breaker.lets_through():
            self.on_outcome("resting")
            return None
        pseudonyms = Pseudonyms(read.message, occasion.names(), context)
        if not pseudonyms.leaves_words:
            return None
        if not self._budget.allows(occasion.day, occasion.conversation):
            self.on_outcome("spent")
            return None
        asked = inquire(gaps, pseudonyms, context)
        try:
            # what was spent on looking up names and counting is gone from the server's time
            call = self.client.open(max(until - time.monotonic(), 0.01))
            threading.Thread(target=self._work, args=(call, asked, said), name="model", daemon=True).start()
        except Exception as error:
            # no thread is left, the address is none: the rules answer all the same
            log.warning("model_not_asked", error=type(error).__name__)
            self.on_outcome("broken")
            return None
        return asked, call

    def _work(self, call: Call, asked: Inquiry, said: Future[Said]) -> None:
        try:
            said.set_result(call.ask(asked.messages, asked.schema))
        except BaseException as error:
            said.set_exception(error)
        finally:
            self._places.release()

    def _heard(self, call: Call, said: Future[Said], until: float, goes_on: Callable[[], bool]) -> Proposal | None:
        """What was said, once it is checked; the breaker hears what came of it."""
        try:
            with self.meanwhile():
                answer = self._awaited(call, said, until, goes_on)
        except _LeftError:
            return None
        except ModelError as error:
            rest = min(error.retry_after, LONGEST_REST) if error.retry_after is not None else OPEN_SECONDS
            self._breaker.trip(max(rest, 1.0))
            self.on_outcome(error.reason)
            log.info("model_failed", reason=error.reason, detail=error.detail)
            return None
        self._breaker.reset()
        proposal = parse(answer.text) if answer.text is not None else None
        if proposal is None:
            self.on_outcome("refused" if answer.text is None else "invalid")
        return proposal

    def _awaited(self, call: Call, said: Future[Said], until: float, goes_on: Callable[[], bool]) -> Said:
        """The answer, waited for until the deadline and no longer, whatever drips in. Raises ModelError."""
        while (left := until - time.monotonic()) > 0:
            try:
                return said.result(min(left, RENEW_SECONDS))
            except ModelError:
                raise
            except LateError:
                if said.done():
                    break
                if not goes_on():
                    _hang_up(call)
                    raise _LeftError from None
            except Exception as error:
                raise ModelError("garbled", type(error).__name__) from None
        _hang_up(call)
        raise ModelError("late")


def _hang_up(call: Call) -> None:
    try:
        call.cut()
    except Exception as error:
        log.info("model_call_stays", error=type(error).__name__)
