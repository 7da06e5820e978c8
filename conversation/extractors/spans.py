"""Places in a message: whether one lies in another, and the message with some of them left out."""

from __future__ import annotations

from collections.abc import Iterable

from conversation.extractors.entities import Span
from conversation.extractors.text import Message


def holds(outer: Span, inner: Span) -> bool:
    """Whether one place lies within another."""
    return outer.start <= inner.start and inner.end <= outer.end


def meets(one: Span, other: Span) -> bool:
    """Whether two places share a word or more."""
    return one.start < other.end and other.start < one.end


def without(message: Message, spans: Iterable[Span]) -> Message:
    """The message with some places blanked out, offsets unchanged."""
    folded = message.folded
    for span in spans:
        folded = folded[: span.start] + "_" * (span.end - span.start) + folded[span.end :]
    return message if folded == message.folded else Message(message.raw, folded, message.origin)


def unnamed(message: Message, names: Iterable[Span]) -> Message:
    """The message without its names: "María del Carmen" and "Dr. al Masri" are written in no language."""
    raw = message.raw
    for span in names:
        start, end = message.origin[span.start], message.origin[span.end]
        raw = raw[:start] + "_" * (end - start) + raw[end:]
    return message if raw == message.raw else Message.read(raw)
