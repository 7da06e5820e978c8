"""Claims to be a patient that could not be proven: how often lately, whoever made them and wherever.

Whether there is such a patient makes no difference. A name and a birth date stand nowhere, only their keyed digest.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, timedelta

from sqlalchemy import delete, func, insert, select

from db.models import RefusedClaimRow
from hospital.names import fold_name
from hospital.office import Unit

MOST = 5
"""Refused claims within `WINDOW` after which none of this name and birth date is heard any more."""
WINDOW = timedelta(hours=24)


def is_exhausted(unit: Unit, name: str, date_of_birth: date) -> bool:
    """Whether so many claims to be this person were refused lately that no further one is heard."""
    recent = select(func.count()).where(
        RefusedClaimRow.digest == _digest(unit, name, date_of_birth), RefusedClaimRow.refused_at > unit.now - WINDOW
    )
    return (unit.connection.scalar(recent) or 0) >= MOST


def refuse(unit: Unit, name: str, date_of_birth: date) -> None:
    """Count a claim that was refused; what is too long ago to count is forgotten."""
    unit.connection.execute(delete(RefusedClaimRow).where(RefusedClaimRow.refused_at <= unit.now - WINDOW))
    row = {"digest": _digest(unit, name, date_of_birth), "refused_at": unit.now}
    unit.connection.execute(insert(RefusedClaimRow), row)


def _digest(unit: Unit, name: str, date_of_birth: date) -> str:
    told = f"claim {fold_name(name)} {date_of_birth.isoformat()}"
    return hmac.new(unit.audit_key, told.encode(), hashlib.sha256).hexdigest()
