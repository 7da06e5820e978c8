"""What was said before the demo's hand-over: a patient's few lines, as a conversation keeps them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import insert

from db.models import InboxRow, OutboxRow
from hospital import inbox, outbox
from hospital.office import Unit

LINES = (
    (-9, "patient", "Hello, my father comes to see Dr Campbell on Friday. He uses a wheelchair."),
    (-9, "desk", "Hello, I am the hospital's automatic assistant. How can I help you both?"),
    (-7, "patient", "Where may the wheelchair taxi stop, and can somebody help him to the lift?"),
    (
        -7,
        "desk",
        "Blue-badge spaces are beside the entrance on Beacon Street. I cannot promise help to the lift.",
    ),
    (-6, "patient", "Then I would like to ask a person please"),
    (-6, "desk", "I've asked our front desk. They answer here, usually within 10 minutes."),
)
"""Minutes from now, who, and the words; each of the patient's has its answer after it."""


def add_conversation(unit: Unit, conversation_id: int, channel: str, address: str) -> None:
    """Write the lines down as said in this conversation."""
    message_id: int | None = None
    for number, (minutes, who, words) in enumerate(LINES):
        at = unit.now + timedelta(minutes=minutes)
        if who == "patient":
            message_id = _hear(unit, conversation_id, channel, address, number, words, at)
            continue
        told = {"text": words, "choices": [], "attachments": []}
        row = {
            "dedupe_key": f"demo-line-{number}",
            "conversation_id": conversation_id,
            "channel": channel,
            "address": address,
            "kind": "reply",
            "payload": json.dumps(told),
            "status": outbox.SENT,
            "tries": 1,
            "due_at": at,
            "created_at": at,
            "sent_at": at,
            "inbox_id": message_id,
            "is_open": False,
        }
        unit.connection.execute(insert(OutboxRow), row)


def _hear(
    unit: Unit, conversation_id: int, channel: str, address: str, number: int, words: str, at: datetime
) -> int | None:
    message = {
        "channel": channel,
        "conversation": address,
        "external_id": f"demo-line-{number}",
        "kind": "text",
        "text": words,
        "sender": address,
        "is_vouched": True,
        "received_at": at.isoformat(),
    }
    values = {
        "channel": channel,
        "external_id": message["external_id"],
        "conversation_id": conversation_id,
        "payload": json.dumps(message),
        "status": inbox.DONE,
        "tries": 0,
        "answer": json.dumps({"replies": [], "state": {}, "events": []}),
        "received_at": at,
    }
    key = unit.connection.execute(insert(InboxRow), values).inserted_primary_key
    return int(key[0]) if key else None
