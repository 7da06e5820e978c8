"""The language model of the settings: built, told of and tried out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conversation.store import HotStore, RedisStore
from doors.settings import Llm, Settings

if TYPE_CHECKING:
    from conversation.model.asking import Model
    from conversation.model.client import ModelError

NAME = "language model"
OFF = "llm.base_url is not set: the rules understand alone"


def build(settings: Settings, store: HotStore | None = None) -> Model | None:
    """The model that may help to understand; None where none is configured."""
    llm = settings.llm
    if not llm.is_configured:
        return None
    from conversation.model.asking import Model
    from conversation.model.budget import Budget, Counts, FileCounts, SharedCounts
    from conversation.model.client import OpenAIClient

    counts: Counts = SharedCounts(store) if isinstance(store, RedisStore) else FileCounts(settings.data_dir)
    return Model(
        OpenAIClient(llm.base_url, llm.api_key, llm.model),
        Budget(counts, llm.daily_budget),
        seconds=llm.timeout_s,
    )


def described(llm: Llm) -> str:
    """Which model is asked, where, and how often at most."""
    limit = f"{llm.daily_budget} calls a day at most" if llm.daily_budget else "no daily limit"
    return f"{llm.model} at {_where(llm)}, asked where the rules leave gaps; {limit}"


def _where(llm: Llm) -> str:
    parts = urlsplit(llm.base_url)
    return parts.netloc.rpartition("@")[2] or "OpenAI"


def tried(llm: Llm) -> tuple[bool, str]:
    """Ask the server which models it has, which costs nothing: whether it answers, and what to do where it does not."""
    from conversation.model.asking import TEXT_SECONDS
    from conversation.model.client import ModelError, OpenAICall, OpenAIClient, within
    from conversation.model.prompt import SAMPLE

    client, seconds = OpenAIClient(llm.base_url, llm.api_key, llm.model), min(llm.timeout_s, TEXT_SECONDS)
    begun, names = time.perf_counter(), [llm.model]
    try:
        try:
            names = within(client.open(seconds), OpenAICall.models, seconds)
        except ModelError as error:
            if error.detail not in ("HTTP 404", "HTTP 405"):
                raise
            # not every server has a list; a made-up message tells as well
            within(client.open(seconds), lambda call: call.ask(*SAMPLE), seconds)
    except ModelError as error:
        return False, f"{_where(llm)} {_why(error)}"
    known = "" if llm.model in names else f"; it does not name {llm.model} among its models"
    return True, f"answers in {time.perf_counter() - begun:.1f} s{known}; {described(llm)}"


def _why(error: ModelError) -> str:
    return {
        "late": "does not answer in time: look at llm.timeout_s and at the server",
        "unreachable": "does not answer: look at llm.base_url and at the server",
        "limited": "answers that it is asked too often (HTTP 429)",
        "denied": f"does not let us in ({error.detail}): look at llm.api_key",
        "garbled": "does not answer as an OpenAI-compatible server does: look at llm.base_url",
    }.get(error.reason, f"answers {error.detail}: look at llm.base_url, which mostly ends in /v1")
