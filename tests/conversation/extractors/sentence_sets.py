"""The sets of sentences that the tests of emergencies read, and that weights are learnt from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SETS = Path(__file__).with_name("sentences")


def sentences(name: str) -> list[dict[str, Any]]:
    """The rows of a set: a text, its language, whether it is an emergency, and its class."""
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
