"""Over a long conversation in which everything private is said, the model's server hears none of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conversation.model.asking import Model
from conversation.model.budget import Budget
from conversation.model.client import OpenAIClient
from tests.conversation.model.reading import STATE, THING, UNKNOWN
from tests.services.models import StandIn
from tests.situations.desk import RAVI, SITUATIONS, Frontdesk

SECRETS = (
    "ravi", "kumar", "fogarty", "dervla", "fiadh", "orla", "seamus", "861110001", "1110001", "0861237788", "1237788",
    "086 123", "7788", "1979", "9 may", "9/5", "nineteen", "seventy nine", "dervla.f", "post.example", "oak tree",
    "x2p4", "7k3qx2",
)  # fmt: skip


@pytest.fixture
def desk(database_url: str, tmp_path: Path, stand_in: StandIn) -> Iterator[Frontdesk]:
    opened = Frontdesk(database_url, tmp_path, SITUATIONS.read_text())
    stand_in.says({"intent": None, "complaint_words": None, "specialities": []})
    opened.with_model(Model(OpenAIClient(stand_in.url, "", "m"), Budget(None)))
    yield opened
    print(opened.transcript())
    opened.close()


def test_a_stranger_who_says_everything(desk: Frontdesk, stand_in: StandIn):
    chat = desk.chat()
    lines = (
        f"Dervla Fogarty here, {UNKNOWN}",
        f"im dervla fogarty and the old {THING} does be at it, ring 086 123 7788 or mail dervla.f@post.example",
        "Dr Chen on Thursday at 10",
        "Dervla Fogarty",
        "9 May 1979",
        f"dervla's {THING} does be {STATE}, says fogarty",
        f"our Fiadh and her {THING} shall come along with Dervla",
        f"the number be oh eight six one two three seven seven double eight and the {THING} is {STATE}",
        f"{STATE} ever since the ninth of may nineteen seventy nine in 12 oak tree road, D04 X2P4",
        f"me {THING} be that of FD-7K3QX2B and of 9/5/1979",
        f"orla has the {THING}, says seamus, and it be {STATE}",
        f"DERVLA FOGARTY HAS THE {THING.upper()}",
    )
    for line in lines:
        # a clear question in between, so that nobody is handed over
        chat.say(line, *([] if chat.answers and chat.last.question == "name" else ["when do you open?"]))
    assert desk.booked("Dervla Fogarty") == ["chen 2026-06-11 10:00"]
    assert len(stand_in.heard) >= 5
    heard = stand_in.journal.casefold()
    assert [secret for secret in SECRETS if secret in heard] == []
    assert "[person_1]" in heard


def test_whoever_is_on_file_is_hidden_before_they_say_a_name(desk: Frontdesk, stand_in: StandIn):
    chat = desk.chat(RAVI)
    chat.say(f"ravi kumar does be {STATE}", "when do you open?", f"KUMAR IS {STATE.upper()}", "when do you open?")
    chat.say(f"it be {STATE} like 9 may 1979 did with ravi")
    assert len(stand_in.heard) >= 2
    heard = stand_in.journal.casefold()
    assert [secret for secret in SECRETS if secret in heard] == []
