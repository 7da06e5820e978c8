"""A call and where it stands. What a step knows travels in the address to which the vendor brings the next one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from conversation.messages import Answer

CALL_SID = re.compile(r"CA[0-9a-f]{32}")
_E164 = re.compile(r"\+[1-9][0-9]{5,14}")
_MOST_STEPS = 10_000


@dataclass(frozen=True)
class Call:
    """A call: the vendor's id of it, and the number that it says it comes from, which proves nothing."""

    sid: str
    caller: str | None

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Self | None:
        """The call that a request is about; None where it names none."""
        sid = form.get("CallSid", "")
        return cls(sid, known_number(form.get("From", ""))) if CALL_SID.fullmatch(sid) else None


def known_number(given: str) -> str | None:
    """A caller's number; None for "anonymous" and the like, also where it stands there as keys of a telephone."""
    return given if _E164.fullmatch(given) and given.removeprefix("+").removeprefix("1") not in _WITHHELD else None


_KEYPAD = {
    letter: key
    for key, letters in enumerate(("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), 2)
    for letter in letters
}
_WITHHELD = frozenset(
    "".join(str(_KEYPAD[letter]) for letter in word)
    for word in ("anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld")
)
"""What carriers tell in the place of a number that is withheld: such a word on the keys, +266696687 for one."""


@dataclass(frozen=True)
class Step:
    """Where a call stands. It holds counts alone, nothing that was said."""

    number: int = 0
    """Counts what the caller did: with the call's id it names a message."""
    said: str = "0"
    """The step whose answer was last spoken."""
    first: int = 0
    """The first option read out last."""
    silences: int = 0
    failures: int = 0
    """How often in a row nothing could be made of what was heard."""
    is_slow: bool = False
    is_waiting: bool = False
    """The caller waits for the answer to what they said already."""
    is_greeting: bool = False
    """Nothing was said to the caller yet: the greeting comes first, however long it takes."""
    language: str = ""
    """What the call is spoken in, for whatever must be said without looking anything up."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """The step that an address names; what does not read as one stands at the beginning."""
        said = query.get("s", "")
        return cls(
            _count(query.get("n", "")),
            said if re.fullmatch(r"\d{1,5}[a-z]?", said) else "0",
            _count(query.get("o", "")),
            _count(query.get("q", "")),
            _count(query.get("f", "")),
            query.get("slow") == "1",
            query.get("w") == "1",
            query.get("g") == "1",
            language if re.fullmatch(r"[a-z]{2}", language := query.get("l", "")) else "",
        )

    def query(self, **more: str) -> str:
        """The step as part of an address."""
        counts = {"n": self.number, "s": self.said, "o": self.first, "q": self.silences, "f": self.failures}
        known = (("slow", self.is_slow), ("w", self.is_waiting), ("g", self.is_greeting))
        flags = {name: "1" for name, value in known if value}
        told = {**counts, "l": self.language}
        return urlencode(
            {**{name: value for name, value in told.items() if value not in (0, "0", "")}, **flags, **more}
        )

    def on(self, said: str | None = None) -> Step:
        """The next step, after something was heard; `said` is the answer that is spoken then."""
        heard = replace(
            self, number=self.number + 1, silences=0, failures=0, first=0, is_waiting=False, is_greeting=False
        )
        return replace(heard, said=said) if said is not None else heard


def _count(text: str) -> int:
    return min(int(text), _MOST_STEPS) if text.isascii() and text.isdigit() and len(text) < 7 else 0


@dataclass(frozen=True)
class Said:
    """What a caller did at a step: words with how sure the recogniser is of them, or keys; or nothing."""

    words: str = ""
    sureness: float | None = None
    keys: str = ""
    is_cut_in: bool = False
    """They spoke before the desk's question was out."""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was heard."""
        return not (self.words.strip() or self.keys.strip())


@dataclass(frozen=True)
class Standing:
    """The answer that was last spoken, as what comes next is measured by it."""

    answer: Answer

    @property
    def question(self) -> str | None:
        """What the desk waits for."""
        question: str | None = self.answer.state.get("question")
        return question

    @property
    def is_alarmed(self) -> bool:
        """Whether an emergency was told of, and nothing else since."""
        return self.answer.state.get("alarm") is not None

    @property
    def is_in_crisis(self) -> bool:
        """Whether they want to harm themselves."""
        return bool((self.answer.state.get("alarm") or {}).get("is_crisis"))

    def language(self, default: str) -> str:
        """The language of the call."""
        return self.answer.state.get("language") or default
