"""What a model may answer: a few fields, closed lists, short texts. Whatever else it says is no answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from conversation.extractors.entities import Intent
from conversation.model.gaps import Gap

LONGEST_QUOTE = 200
MOST_SPECIALITIES = 3
LONGEST_ANSWER = 8_000

INTENTS: Mapping[str, Intent] = {each.value: each for each in (Intent.BOOK, Intent.FIND_DOCTOR, Intent.RESCHEDULE)}
"""What a model may take a message for: what begins by asking. It agrees to nothing and takes nothing from anybody."""

_Label = Annotated[str, Field(max_length=8)]
_Quote = Annotated[str, Field(max_length=LONGEST_QUOTE)]


class Proposal(BaseModel):
    """What a model makes of a message. Labels are those that it was shown, words are quoted from the message."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    intent: Annotated[str, Field(max_length=20)] | None = None
    complaint_words: _Quote | None = None
    specialities: Annotated[tuple[_Label, ...], Field(max_length=MOST_SPECIALITIES, strict=False)] = ()


FIELDS: Mapping[Gap, tuple[str, ...]] = {
    Gap.INTENT: ("intent",),
    Gap.COMPLAINT: ("complaint_words", "specialities"),
}
"""The fields that fill each gap; those of other gaps are neither asked for nor read."""


def fields_of(gaps: frozenset[Gap]) -> tuple[str, ...]:
    """The fields that are asked for, in the order of the schema."""
    wanted = {field for gap in gaps for field in FIELDS[gap]}
    return tuple(name for name in Proposal.model_fields if name in wanted)


def json_schema(gaps: frozenset[Gap], specialities: Sequence[str]) -> dict[str, Any]:
    """The strict JSON schema of the answer: every field required, null where there is nothing to say."""
    shapes: dict[str, dict[str, Any]] = {
        "intent": {"type": ["string", "null"], "enum": [*INTENTS, None]},
        "complaint_words": {"type": ["string", "null"]},
        "specialities": {"type": "array", "items": {"type": "string", "enum": list(specialities)}},
    }
    fields = fields_of(gaps)
    return {
        "type": "object",
        "properties": {name: shapes[name] for name in fields},
        "required": list(fields),
        "additionalProperties": False,
    }


def parse(text: str) -> Proposal | None:
    """The answer in a model's words; None where it does not have the form that was asked for."""
    if len(text) > LONGEST_ANSWER:
        return None
    # servers that ignore the form like to wrap it into a fence or a sentence
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        return Proposal.model_validate(json.loads(text[start : end + 1]))
    except (ValidationError, ValueError, RecursionError):
        return None
