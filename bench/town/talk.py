"""What was written to and fro around visits, and what of it waits or was lost."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from bench.town.place import Town, Visit
from db.models import DeliveryReportRow, InboxRow, OutboxPartRow, OutboxRow, RestRow, TakenUpRow
from hospital import outbox
from hospital.tasks import UNANSWERED

_REPLY = json.dumps({"text": "You are booked. " + "See you then. " * 8, "choices": []})
_SAID = json.dumps({"text": "Good morning, is Monday possible?", "attachments": []})
CHANNEL = "whatsapp"


def written(town: Town, visit: Visit) -> None:
    """A message, its answer, and a reminder; for a few an alert to staff."""
    who, at = visit.patient.conversation_id, visit.at - timedelta(days=3)
    if who:
        inbox_id = _heard(town, who, at, "done")
        _told(town, who, at, "reply", outbox.SENT, inbox_id=inbox_id)
        if town.shares.falls("parts", 0.1):
            number = town.rows.counts["outbox"]
            town.rows.add(OutboxPartRow, channel=CHANNEL, external_id=f"part-{number}", outbox_id=number)
        if town.shares.falls("reminder", 0.5):
            _told(town, who, at + timedelta(days=1), "reminder", outbox.SENT)
    if town.shares.falls("alert", 0.02):
        _alert(town, at, is_open=False)


def left_over(town: Town) -> None:
    """What waits, failed or hangs at this moment: so much in any town, and a little more in a large one."""
    some = max(2, len(town.people) // 2000)
    writers = [each for each in town.people if each.conversation_id][: some * 4]
    for number, patient in enumerate(writers):
        who, at = patient.conversation_id, town.now - timedelta(minutes=number % 50)
        if number % 4 == 0:
            _heard(town, who, at, "pending")
        elif number % 4 == 1:
            _told(town, who, at, "reminder", outbox.PENDING, asks=f"visit:{number}")
        elif number % 4 == 2:
            _told(town, who, at, "reminder", outbox.DEAD, failure="refused")
        else:
            _heard(town, who, at, "dead")
            town.task("desk", UNANSWERED, at, is_open=True, patient_id=patient.id, conversation_id=who)
    for _ in range(some):
        _alert(town, town.now - timedelta(minutes=20), is_open=True)
    _small(town, writers[0].conversation_id)


def _small(town: Town, conversation_id: int) -> None:
    """A row each of what is taken away again as soon as it is over."""
    town.rows.add(DeliveryReportRow, channel=CHANNEL, external_id="early", delivery="sent", received_at=town.now)
    town.rows.add(RestRow, channel=CHANNEL, address="+44770000", until=town.now + timedelta(minutes=1))
    taken = {"errand": 1, "by_conversation_id": conversation_id + 1, "taken_at": town.now}
    town.rows.add(TakenUpRow, conversation_id=conversation_id, **taken)


def _heard(town: Town, conversation_id: int, at: datetime, status: str) -> int:
    return town.rows.add(
        InboxRow,
        channel=CHANNEL,
        external_id=f"in-{town.rows.counts['inbox'] + 1}",
        conversation_id=conversation_id,
        payload=_SAID,
        status=status,
        answer="{}" if status == "done" else None,
        received_at=at,
        failure="error" if status == "dead" else None,
    )


def _told(
    town: Town,
    conversation_id: int,
    at: datetime,
    kind: str,
    status: str,
    *,
    payload: str = _REPLY,
    inbox_id: int | None = None,
    asks: str | None = None,
    failure: str | None = None,
) -> None:
    is_sent, number = status == outbox.SENT, town.rows.counts["outbox"] + 1
    town.rows.add(
        OutboxRow,
        dedupe_key=f"town-{number}",
        conversation_id=conversation_id,
        channel="mail" if conversation_id == town.office_id else CHANNEL,
        address=f"+4477{conversation_id:08d}",
        kind=kind,
        asks=asks,
        payload=payload,
        status=status,
        tries=0 if status == outbox.PENDING else 1,
        due_at=at,
        created_at=at,
        sent_at=at if is_sent else None,
        external_id=f"out-{number}" if is_sent else None,
        inbox_id=inbox_id,
        is_open=asks is not None,
        failure=failure,
        delivery="delivered" if is_sent else None,
    )


def _alert(town: Town, at: datetime, *, is_open: bool) -> None:
    """A task that nobody took in time, and the alert about it: one of those that are open was lost."""
    task = town.task("desk", "handoff", at, is_open=is_open)
    payload = json.dumps({"task": task, "text": "Somebody waits.", "choices": []})
    _told(town, town.office_id, at, outbox.ALERT, outbox.DEAD if is_open else outbox.SENT, payload=payload)
