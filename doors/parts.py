"""The parts that can be configured, and which of them this version has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from doors.settings import Settings


@dataclass(frozen=True)
class Future:
    """A part whose settings are known already and that this version does not have yet."""

    name: str
    keys: tuple[str, ...]
    """Any of these settings asks for it; the first is named when none is set."""
    values: Callable[[Settings], tuple[str, ...]]
    instead: str
    """What happens without it."""

    def given(self, settings: Settings) -> list[str]:
        """Those of its settings that are set."""
        return [key for key, value in zip(self.keys, self.values(settings), strict=True) if value]


FUTURE = (
    Future(
        "Slack",
        ("slack.bot_token", "slack.signing_secret", "slack.app_token", "slack.base_url"),
        lambda s: (s.slack.bot_token, s.slack.signing_secret, s.slack.app_token, s.slack.base_url),
        "staff work without it",
    ),
)

JOBS_NOT_YET = (
    "jobs.url is set, but this version has no job queue yet and does not use it: the work is found in the database, "
    "and any number of `run.py worker` processes may look there side by side"
)


def listed(words: list[str]) -> str:
    """Words with commas and an "and"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
