"""`python -m bench.danger --data FOLDER`: learn anew what words weigh towards danger, into `lexicons/danger.txt`.

Logistic regression over words and pairs of neighbours, by the adaptive gradient of Duchi, Hazan and Singer (2011). Only
words of our own sentences are weighed; the data sets add examples of talk without danger, and none of their words.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import Any

from conversation.extractors.emergency import has_sign
from conversation.extractors.hasty import hasty
from conversation.extractors.text import Message
from conversation.extractors.weighing import BIAS, features
from conversation.extractors.words import words_of

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "tests/conversation/extractors"
PLAINEST = "sentences/plain.jsonl"
OURS = ("sentences/emergencies.jsonl", "sentences/more_emergencies.jsonl", "sentences/harmless.jsonl")
ASKED = (
    "asked/messages.jsonl", "asked/more.jsonl", "asked/others.jsonl", "asked/further.jsonl", "asked/english.jsonl",
    "asked/spanish.jsonl",
)  # fmt: skip
QUIET = ("sentences/complaints.jsonl", "sentences/further_complaints.jsonl", *ASKED)
COMPLAINTS = "symptoms_dev"
THEIRS = (
    "intents_dev", "datetime_dev", "datetime_es_dev", "datetime_negative_dev", "datetime_es_negative_dev", "sgd_dev",
    "star_dev",
)  # fmt: skip
SELF_HARM = re.compile(r"suicid|self_?harm|hanging")
TABLE = ROOT / "conversation/extractors/lexicons/danger.txt"
HEAD = """\
# What words, and pairs of neighbours, weigh towards danger; then, where they do, towards harm to oneself.
# Learnt by bench/danger.py from our own sentences; see SOURCES.md.
"""
_ROUNDS, _STEP, _OFTEN, _PLAIN = 20, 0.5, 2, 4

Example = tuple[list[str], bool]


def main() -> None:
    """Learn from the sentences that are named above, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.danger", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the data sets")
    data: Path = parser.parse_args().data
    ours = [(read(row["text"]), row) for row in told_by_us()]
    quiet = [read(row["text"]) for name in QUIET for row in rows(SENTENCES / name)]
    known = often([said for said, _ in ours] + quiet)
    examples = [(said, row["fires"]) for said, row in ours]
    examples += [(said, False) for said in quiet + told_by_others(data)]
    danger = learn(known, examples + list(among_other_matters()))
    urgent = [(said, SELF_HARM.search(row["class"]) is not None) for said, row in ours if row["fires"]]
    self_harm = learn(sorted({feature for said, _ in urgent for feature in said} & set(known)), urgent)
    lines = (f"{each}\t{danger[each]:.2f}\t{told(self_harm.get(each, 0.0))}" for each in (BIAS, *known))
    TABLE.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def often(sentences: Sequence[list[str]]) -> list[str]:
    """The words and pairs that are said often enough to be weighed."""
    counted = Counter(feature for said in sentences for feature in said)
    return sorted(feature for feature, count in counted.items() if count >= _OFTEN)


def told_by_others(data: Path) -> list[list[str]]:
    """The talk of the data sets, none of it dangerous: of complaints, those without a sign of danger."""
    talk = {text for name in THEIRS for text in texts(data / f"{name}.jsonl")}
    talk |= {text for text in texts(data / f"{COMPLAINTS}.jsonl") if not has_sign(Message.read(text, None))}
    return [read(text) for text in sorted(talk)]


def among_other_matters() -> Iterator[Example]:
    """Emergencies before and behind other matters of the desk, and as many pairs of two such matters."""
    chance = random.Random(1)
    asked = [row["text"] for name in ASKED for row in rows(SENTENCES / name)]
    for row in told_by_us():
        parts = [row["text"], chance.choice(asked)]
        chance.shuffle(parts)
        yield read(chance.choice((". ", ", ", " and ")).join(parts)), row["fires"]


def told_by_us() -> Iterator[dict[str, Any]]:
    """Our sentences of danger and of none; the plainest, with which a sign is told in three words, several times."""
    for name in OURS:
        yield from rows(SENTENCES / name)
    for _ in range(_PLAIN):
        yield from rows(SENTENCES / PLAINEST)


def told(weight: float) -> str:
    """A weight, or nothing for none."""
    return f"{weight:.2f}" if abs(weight) >= 0.005 else ""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)


def texts(path: Path) -> Iterator[str]:
    """Everything that somebody says in a data set."""
    for row in rows(path):
        yield from _texts(row)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for each in data:
            yield from _texts(each)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in ("text", "user") and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)


def read(text: str) -> list[str]:
    """What is weighed of a message, as the gate reads it."""
    return features(hasty(words_of(Message.read(text, None))).read)


def learn(known: Sequence[str], examples: Sequence[Example]) -> dict[str, float]:
    """A weight for each feature; the examples of either kind count the same as a whole."""
    weights, steps = dict.fromkeys((BIAS, *known), 0.0), dict.fromkeys((BIAS, *known), 1e-8)
    seen = [([feature for feature in said if feature in weights], is_so) for said, is_so in examples]
    share = sum(not is_so for _, is_so in seen) / sum(is_so for _, is_so in seen)
    order = random.Random(1)
    for _ in range(_ROUNDS):
        order.shuffle(seen)
        for said, is_so in seen:
            part = 1 / sqrt(len(said) or 1)
            total = weights[BIAS] + part * sum(weights[feature] for feature in said)
            wrong = (1 / (1 + exp(-max(-30.0, min(30.0, total)))) - is_so) * (share if is_so else 1)
            for feature, pull in ((BIAS, wrong), *((feature, wrong * part) for feature in said)):
                steps[feature] += pull * pull
                weights[feature] -= _STEP * pull / sqrt(steps[feature])
    return weights


if __name__ == "__main__":
    main()
