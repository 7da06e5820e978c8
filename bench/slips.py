"""Slips of the keyboard, made on purpose: how much is still understood when every message has one?

`python -m bench.slips CASES --seed 1 > SLIPPED` writes a file of cases again (JSON lines, with a `text` each or with
`turns`), with one slip in each text that a patient wrote; what is expected stays as it was. Scored like the file
itself, the two figures say what one slip a message costs.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

LEAST = 4  # letters of a word that a slip is made in
_WORD = re.compile(r"[^\W\d_]+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PATIENTS = frozenset({"user", "patient"})


def slip(text: str, random: Random) -> str:
    """The text with one slip in one of its words of at least four letters: never in digits, never to the same word.

    The slip is one of four, each as likely: two neighbours swapped, a letter dropped, doubled, or hit on the key
    beside it (QWERTY). A text without such a word is left as it is.
    """
    places = [match.span() for match in _WORD.finditer(text) if match.end() - match.start() >= LEAST]
    if not places:
        return text
    start, end = random.choice(places)
    word = text[start:end]
    made = word
    while made == word:
        made = random.choice(_KINDS)(word, random.randrange(len(word)), random)
    return text[:start] + made + text[end:]


def slip_case(case: dict[str, Any], random: Random) -> dict[str, Any]:
    """A case with a slip in everything that a patient wrote in it."""
    if "turns" in case:
        return {**case, "turns": [_slip_turn(turn, random) for turn in case["turns"]]}
    return {**case, "text": slip(case["text"], random)}


def _slip_turn(turn: dict[str, Any], random: Random) -> dict[str, Any]:
    is_patients = turn.get("speaker") in _PATIENTS
    return {**turn, "text": slip(turn["text"], random)} if is_patients else turn


def _swap(word: str, at: int, random: Random) -> str:
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _drop(word: str, at: int, random: Random) -> str:
    return word[:at] + word[at + 1 :]


def _double(word: str, at: int, random: Random) -> str:
    return word[: at + 1] + word[at:]


def _neighbour(word: str, at: int, random: Random) -> str:
    near = _beside(word[at].lower())
    if not near:
        return word
    key = random.choice(near)
    return word[:at] + (key.upper() if word[at].isupper() else key) + word[at + 1 :]


_KINDS: tuple[Callable[[str, int, Random], str], ...] = (_swap, _drop, _double, _neighbour)


def _beside(key: str) -> str:
    """The letter keys around a key: left and right of it, and the two that touch it above and below."""
    for row, keys in enumerate(_ROWS):
        at = keys.find(key)
        if at >= 0:
            above = _ROWS[row - 1][at : at + 2] if row else ""
            below = _ROWS[row + 1][max(0, at - 1) : at + 1] if row + 1 < len(_ROWS) else ""
            return keys[max(0, at - 1) : at] + keys[at + 1 : at + 2] + above + below
    return ""


def main() -> int:
    """Write the slipped cases to standard output."""
    parser = argparse.ArgumentParser(prog="python -m bench.slips", description=__doc__)
    parser.add_argument("cases", type=Path, help="cases as JSON lines")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other slips")
    given = parser.parse_args()
    random = Random(given.seed)
    for line in given.cases.read_text(encoding="utf-8").splitlines():
        if line.strip():
            sys.stdout.write(json.dumps(slip_case(json.loads(line), random), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
