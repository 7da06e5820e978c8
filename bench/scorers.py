"""Runs the scorers of a folder of test data over `run.py extract` and gives back what they counted."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
EXTRACT = f"{shlex.quote(sys.executable)} {shlex.quote(str(HOME / 'run.py'))} extract"

Json = dict[str, Any]


class ScorerError(RuntimeError):
    """A scorer did not end well; the message is its last words."""


@dataclass(frozen=True, slots=True)
class Data:
    """Where the scorers and the cases are, and which part of the cases is meant ("dev")."""

    tools: Path
    cases: Path
    part: str = "dev"

    def file(self, name: str) -> Path:
        """A file of cases: `file("star")` is star_dev.jsonl."""
        return self.cases / f"{name}_{self.part}.jsonl"

    def rows(self, name: str) -> Iterator[Json]:
        """The cases of a file, one after the other."""
        with self.file(name).open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)

    def score(self, scorer: str, cases: Path, *options: str) -> Json:
        """What a scorer reports of some cases. Raises ScorerError when it fails."""
        command = [sys.executable, str(self.tools / f"{scorer}.py"), "--command", EXTRACT, "--cases", str(cases)]
        ended = subprocess.run([*command, *options, "--json"], capture_output=True, text=True, cwd=HOME, check=False)
        if ended.returncode:
            raise ScorerError(f"{scorer}: {(ended.stderr.strip() or 'no words').splitlines()[-1]}")
        return dict(json.loads(ended.stdout))


def dialogues(data: Data, name: str) -> Iterator[tuple[Json, Json]]:
    """Each patient's turn of a file of dialogues, with the request that replays it."""
    for number, case in enumerate(data.rows(name)):
        said = ""
        shared: Json = {key: case[key] for key in ("now", "timezone", "doctors") if key in case}
        for turn in case["turns"]:
            if turn["speaker"] == "bot":
                said = turn["text"]
                continue
            yield (
                turn,
                {"conversation_id": f"{name}/{number}", "text": turn["text"], "previous_bot_text": said, **shared},
            )


def rate(report: Mapping[str, Any], *path: str) -> float:
    """A share in percent, found by its keys in a report."""
    found: Any = report
    for key in path:
        found = found[key]
    return 100 * float(found["rate"] if isinstance(found, dict) else found)
