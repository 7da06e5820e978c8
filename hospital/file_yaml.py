"""YAML into plain lists and maps of text that know their lines.

Scalars stay the text that stands in the file: what `09:00`, `no` or `+353860000001` mean is for the field to say,
not for YAML, which would read a number of minutes, a False and an integer. Only safe YAML is read: no tags, and
aliases only as far as they stay small.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from hospital.errors import FileProblem

MAX_BYTES = 20 * 1024 * 1024
MAX_VALUES = 3_000_000
"""A file of the greatest size with short values; also what aliases may grow it to."""
MAX_DEPTH = 30

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "timestamp", "map", "seq")
)
_NO_BREAKS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""Breaks lines in YAML and in hardly any editor, so that lines would be counted differently."""
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class UnreadableError(Exception):
    """Text that is not YAML at all, with the line at which that shows."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.problem = FileProblem(line, text)


class Block(dict[str, Any]):
    """A map: `line` is where it starts, `lines` where each of its keys stands."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.weight = 1


class Rows(list[Any]):
    """A list: `line` is where it starts, `lines` where each of its values stands."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []
        self.weight = 1


Value = Block | Rows | str | None


def read(source: str | bytes) -> tuple[Value, list[FileProblem]]:
    """The document and what is wrong in it apart from its meaning. Raises UnreadableError."""
    text = _text(source)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise UnreadableError(line, f"This is not valid YAML: {_what(error, text, line)}.") from error
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise UnreadableError(line, "This is not valid YAML: a character that no text file has.") from error
    return builder.document, builder.problems


def _what(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    written = "".join(text.split("\n")[line - 1 : line])
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return "a tab stands before the first word; indent with spaces"
    return error.problem or error.context or "it cannot be read"


def _text(source: str | bytes) -> str:
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise UnreadableError(1, f"The file is too large: {size >> 20} MB, and {MAX_BYTES >> 20} MB is the most.")
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UnreadableError(_line_of(error.object, error.start), "The file is not UTF-8 text.") from error
    position = text.find("\0")
    if position >= 0:
        line = text.count("\n", 0, position) + 1
        raise UnreadableError(line, "The file is not text: it has a zero byte.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise UnreadableError(line, "The file is not UTF-8 text.") from error
    return text if text.isascii() else text.translate(_NO_BREAKS)


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


@dataclass
class _Open:
    """A list or map that is being read. `key` is the map's key that waits for its value."""

    value: Block | Rows
    anchor: str | None
    key: str | None = None
    key_line: int = 0
    expects_key: bool = True


@dataclass
class _Builder:
    """Puts a document together from the parser's events, with a stack of its own: depth costs no recursion."""

    document: Value = None
    problems: list[FileProblem] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _anchors: dict[str, Value] = field(default_factory=dict)
    _documents: int = 0
    _values: int = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._check_tag(event, line)
            plain_null = not event.style and not event.tag and event.value in _NULLS
            value = None if plain_null else event.value
            if event.anchor:
                self._anchors[event.anchor] = value
            self._put(value, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check_tag(event, line)
            self._start(Block(line) if isinstance(event, yaml.MappingStartEvent) else Rows(line), event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(str(event.anchor), line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise UnreadableError(line, "A second document starts here; a hospital file is one document.")

    def _start(self, value: Block | Rows, anchor: str | None) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise UnreadableError(value.line, "This is nested too deeply.")
        self._stack.append(_Open(value, anchor))

    def _end(self) -> None:
        closed = self._stack.pop()
        if closed.anchor:
            self._anchors[closed.anchor] = closed.value
        self._put(closed.value, closed.value.line, weight=closed.value.weight)

    def _alias(self, name: str, line: int) -> None:
        if name not in self._anchors:
            raise UnreadableError(line, f"*{name} stands for nothing: no &{name} comes before it.")
        value = self._anchors[name]
        weight = 1 if value is None or isinstance(value, str) else value.weight
        self._count(weight, line)
        self._put(value, line, weight=weight)

    def _count(self, weight: int, line: int) -> None:
        self._values += weight
        if self._values > MAX_VALUES:
            raise UnreadableError(line, "The file holds too much: too many values, or aliases that multiply them.")

    def _put(self, value: Value, line: int, *, weight: int = 1) -> None:
        if isinstance(value, str) or value is None:
            self._count(1, line)
        if not self._stack:
            self.document = value
            return
        top = self._stack[-1]
        top.value.weight += weight
        if isinstance(top.value, Rows):
            top.value.append(value)
            top.value.lines.append(line)
        elif top.expects_key:
            self._key(top, value, line)
        else:
            self._pair(top, top.value, value)

    def _key(self, top: _Open, key: Value, line: int) -> None:
        top.expects_key = False
        top.key, top.key_line = (key, line) if isinstance(key, str) else (None, line)
        if not isinstance(key, str):
            self.problems.append(FileProblem(line, "A key must be a word."))

    def _pair(self, top: _Open, block: Block, value: Value) -> None:
        top.expects_key = True
        key = top.key
        if key is None:
            return
        if key in block:
            first = block.lines[key]
            self.problems.append(FileProblem(top.key_line, f"`{key}` is given twice, first in line {first}."))
        else:
            block.lines[key] = top.key_line
            block[key] = value

    def _check_tag(self, event: Any, line: int) -> None:
        if event.tag and event.tag not in _PLAIN_TAGS and event.tag != "!":
            self.problems.append(FileProblem(line, f"The tag {event.tag} is not supported: write a plain value."))
