"""One-time codes: sent to the number on file, said back once, bound to one conversation and one patient.

A code lives ten minutes and takes five wrong answers at most. A new one takes the place of the one before it and
inherits its wrong answers, so that asking for it again gives nobody more tries.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, insert, select, update

from db.models import OneTimeCodeRow
from hospital import outbox, people
from hospital.office import Unit

DIGITS = 6
LIFE = timedelta(minutes=10)
TRIES = 5
"""Wrong answers that a code takes."""
MOST = 3
"""Codes that a patient gets within `WINDOW`, over all conversations."""
WINDOW = timedelta(minutes=15)
LOOKED_BACK = timedelta(days=7)
"""How far back codes that ran out are looked for: as long as nothing may have run that looks after them."""
KIND = "code"
"""What its message is in the outbox: never sent again by itself."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A code just made: the digits, which are kept nowhere else, the key of the message that carries them, its end."""

    digits: str
    dedupe_key: str
    expires_at: datetime


def issue(unit: Unit, conversation_id: int, patient_id: int) -> Issued | None:
    """A new code for a patient, asked for in a conversation; None when the patient has had as many as allowed.

    Locks the patient. Whoever calls writes the message, under the key that comes back.
    """
    people.lock(unit, patient_id)
    recent = select(func.count()).where(
        OneTimeCodeRow.patient_id == patient_id, OneTimeCodeRow.created_at > unit.now - WINDOW
    )
    if (unit.connection.scalar(recent) or 0) >= MOST:
        return None
    before = unit.connection.execute(
        select(OneTimeCodeRow.id, OneTimeCodeRow.tries).where(*_live(unit, conversation_id, patient_id))
    ).all()
    tries = max((row.tries for row in before), default=0)
    if tries >= TRIES:
        return None
    _end(unit, [row.id for row in before])
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = {
        "conversation_id": conversation_id,
        "patient_id": patient_id,
        "digest": _digest(unit, conversation_id, patient_id, digits),
        "tries": tries,
        "created_at": unit.now,
        "expires_at": unit.now + LIFE,
    }
    key = unit.connection.execute(insert(OneTimeCodeRow), row).inserted_primary_key
    return Issued(digits, _message(key[0]), unit.now + LIFE)  # type: ignore[index]


def confirm(unit: Unit, conversation_id: int, patient_id: int, said: str) -> bool:
    """Whether these are the digits of the patient's live code in this conversation; the right ones use it up."""
    rows = unit.connection.execute(
        select(OneTimeCodeRow.id, OneTimeCodeRow.digest, OneTimeCodeRow.tries)
        .where(*_live(unit, conversation_id, patient_id))
        .order_by(OneTimeCodeRow.id)
        .with_for_update()
    ).all()
    digest = _digest(unit, conversation_id, patient_id, normalise(said))
    for row in rows:
        if row.tries >= TRIES:
            continue
        if hmac.compare_digest(row.digest, digest):
            used = update(OneTimeCodeRow).where(OneTimeCodeRow.id == row.id).values(used_at=unit.now)
            unit.connection.execute(used)
            outbox.withdraw(unit, [_message(row.id)])
            return True
        counted = update(OneTimeCodeRow).where(OneTimeCodeRow.id == row.id).values(tries=OneTimeCodeRow.tries + 1)
        unit.connection.execute(counted)
    return False


def normalise(said: str) -> str:
    """The digits of an answer, of whatever script, without what stands between them."""
    return "".join(str(unicodedata.decimal(c)) for c in said if unicodedata.decimal(c, None) is not None)


def withdraw_expired(unit: Unit) -> int:
    """Take back the messages of codes that no channel carried in time; how many."""
    expired = select(OneTimeCodeRow.id).where(
        OneTimeCodeRow.expires_at <= unit.now,
        OneTimeCodeRow.expires_at > unit.now - LOOKED_BACK,
        OneTimeCodeRow.used_at.is_(None),
    )
    return outbox.withdraw(unit, [_message(each) for each in unit.connection.scalars(expired)])


def _live(unit: Unit, conversation_id: int, patient_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeCodeRow.conversation_id == conversation_id,
        OneTimeCodeRow.patient_id == patient_id,
        OneTimeCodeRow.used_at.is_(None),
        OneTimeCodeRow.expires_at > unit.now,
        # a clock that was put back must not bring an old code to life
        OneTimeCodeRow.created_at <= unit.now,
    )


def _end(unit: Unit, ids: list[int]) -> None:
    """A code in whose place another one comes is over, and its message leaves no more."""
    if ids:
        over = update(OneTimeCodeRow).where(OneTimeCodeRow.id.in_(ids)).values(expires_at=unit.now)
        unit.connection.execute(over)
        outbox.withdraw(unit, [_message(each) for each in ids])


def _message(code_id: int) -> str:
    return f"{KIND}-{code_id}"


def _digest(unit: Unit, conversation_id: int, patient_id: int, digits: str) -> str:
    told = f"one-time code {conversation_id} {patient_id} {digits}"
    return hmac.new(unit.audit_key, told.encode(), hashlib.sha256).hexdigest()
