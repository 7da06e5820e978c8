"""The understanding alone, as JSON lines: one request a line in, one answer a line out; no database.

No network either, unless a model is to help.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO
from zoneinfo import ZoneInfo

from conversation.extractors.dates.protocol import as_protocol
from conversation.extractors.entities import Doctor, Roster, Speciality
from conversation.extractors.memory import Conversation, Read
from conversation.extractors.pipeline import understand
from conversation.extractors.specialities import vocabulary
from conversation.extractors.warming import warm_up
from doors.lines import parse

if TYPE_CHECKING:
    from conversation.model.asking import Model
    from doors.settings import Settings

_KEPT = 10_000
"""Conversations remembered at once; the one that spoke longest ago is forgotten first."""
_ROSTERS = 64
EARLIEST, LATEST = 1971, 2999
"""Years outside of these come too near to the ends of the calendar."""


class Extractor:
    """Answers requests, and remembers each conversation for its run."""

    def __init__(self, model: Model | None = None) -> None:
        self._conversations: dict[str, Conversation] = {}
        self._rosters: dict[str, Roster] = {}
        self._model = model
        self._asked = 0

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to one request. Raises ValueError with words for its sender when it cannot be read."""
        text = _text(request, "text")
        if text is None:
            raise ValueError("`text` is missing")
        now = _now(request.get("now"), _zone(request))
        conversation = self._conversation(request.get("conversation_id"))
        begun = time.perf_counter()
        heard = conversation.hear(
            text,
            _text(request, "previous_bot_text") or "",
            now,
            self._roster(request.get("doctors")),
            self._reader(conversation, request.get("conversation_id")),
        )
        understood = heard.understanding
        complaint = understood.complaint
        return {
            "id": request.get("id"),
            "intent": heard.intent,
            "fields": heard.fields,
            "when": as_protocol(understood.whens, now),
            "ambiguous": heard.ambiguous,
            "specialities": [code for code, _ in complaint.specialities] if complaint else [],
            "language": understood.language,
            "emergency": understood.emergency is not None,
            "ms": round(1000 * (time.perf_counter() - begun), 3),
        }

    def _reader(self, conversation: Conversation, key: object) -> Read:
        model = self._model
        if model is None:
            return understand
        from conversation.model.asking import Occasion
        from conversation.model.gaps import Errand

        self._asked += 1
        held = conversation.held
        occasion = Occasion(
            key=self._asked,
            # a line without a conversation is one of its own
            conversation=key if isinstance(key, str) else f"line {self._asked}",
            day=datetime.now(UTC).date(),
            errand=Errand(
                is_active=bool(conversation.task),
                takes_complaint=not (held.get("doctor_id") or held.get("speciality")),
            ),
            names=lambda: conversation.patients,
        )
        return lambda text, context: model.fill(understand(text, context), context, occasion)

    def _conversation(self, key: object) -> Conversation:
        if not isinstance(key, str):
            return Conversation()
        conversation = self._conversations.pop(key, None) or Conversation()
        self._conversations[key] = conversation
        if len(self._conversations) > _KEPT:
            del self._conversations[next(iter(self._conversations))]
        return conversation

    def _roster(self, doctors: object) -> Roster:
        key = json.dumps(doctors, sort_keys=True)
        roster = self._rosters.get(key)
        if roster is None:
            roster = self._rosters[key] = read_roster(doctors)
            if len(self._rosters) > _ROSTERS:
                del self._rosters[next(iter(self._rosters))]
        return roster


def run_with_model(lines: Iterable[bytes], out: TextIO, settings: Settings) -> None:
    """Answer each line with the help of the configured model. Raises SettingsError without one."""
    from doors import logs
    from doors.errors import SettingsError
    from doors.modelling import build

    logs.configure(level=logging.WARNING)
    model = build(settings)
    if model is None:
        raise SettingsError("--llm: no model is configured: set llm.base_url (or llm.api_key), or leave the option out")
    outcomes: Counter[str] = Counter()
    model.on_outcome = lambda outcome: outcomes.update([outcome])
    run(lines, out, model)
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()) or "not asked"
    sys.stderr.write(f"frontdesk: what became of questions to the model: {told}\n")


def run(lines: Iterable[bytes], out: TextIO, model: Model | None = None) -> None:
    """Answer each line; one that cannot be read gets an error and the rest go on."""
    warm_up()
    extractor = Extractor(model)
    for line in lines:
        if line.strip():
            out.write(json.dumps(_answer_line(extractor, line), ensure_ascii=True) + "\n")
            out.flush()


def _answer_line(extractor: Extractor, line: bytes) -> dict[str, Any]:
    request: dict[str, Any] = {}
    try:
        request = parse(line)
        return extractor.answer(request)
    except ValueError as error:
        words = str(error)
    except Exception as error:
        # one line must not end the run for all that follow
        words = f"this line could not be understood ({type(error).__name__})"
    return {"error": words, "id": request.get("id")}


def read_roster(doctors: object) -> Roster:
    """A roster of the doctors of a request; without any, a hospital that has every standard speciality."""
    if doctors is None:
        return Roster(specialities=tuple(_standard(key) for key in vocabulary()))
    if not isinstance(doctors, list) or not all(isinstance(doctor, dict) for doctor in doctors):
        raise ValueError("`doctors` is a list of objects")
    read = tuple(
        Doctor(
            str(doctor.get("id") or doctor.get("name")),
            str(doctor.get("name") or doctor.get("id")),
            str(doctor["speciality"]) if doctor.get("speciality") else None,
        )
        for doctor in doctors
        if doctor.get("id") or doctor.get("name")
    )
    names = dict.fromkeys(str(doctor.speciality) for doctor in read if doctor.speciality)
    return Roster(doctors=read, specialities=tuple(Speciality(name, name.replace("_", " ")) for name in names))


def _standard(key: str) -> Speciality:
    return Speciality(key, key.replace("-", " "), default=key == "general-medicine")


def _text(request: Mapping[str, Any], name: str) -> str | None:
    value = request.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"`{name}` is not text")
    return value


def _zone(request: Mapping[str, Any]) -> ZoneInfo | None:
    name = _text(request, "timezone")
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"`timezone` {name[:60]!r} is not a time zone: write it as Europe/Dublin") from None


def _now(value: object, zone: ZoneInfo | None) -> datetime:
    """The clock of a request as wall-clock time of its zone; the machine's where it names none."""
    if value is None:
        return datetime.now(zone).replace(tzinfo=None)
    try:
        now = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError("`now` is not a time: write it as 2026-03-05T09:00:00") from None
    if not EARLIEST <= now.year < LATEST:
        raise ValueError(f"`now` must lie between {EARLIEST} and {LATEST}")
    if now.tzinfo is not None and zone is not None:
        now = now.astimezone(zone)
    return now.replace(tzinfo=None)
