"""The words of the extractors, as data: one file a subject and language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> dict[str, Any]:
    """A lexicon (`intents.en`), read once. Raises ValueError when the file is not a mapping."""
    # The base loader makes plain strings of every scalar: "no", "on" and "off" are words here. Its C form, where it is
    # built, is ten times as quick.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=loader)  # noqa: S506 - it makes strings, lists and mappings only
    if not isinstance(data, dict):
        raise ValueError(f"lexicon {name} is not a mapping")
    return data


NAMES = ("emergency.en", "emergency.es", "specialities", "complaints.en", "complaints.es", "intents.en", "intents.es")
"""Every lexicon whose words a slip of the keyboard may have hit."""
