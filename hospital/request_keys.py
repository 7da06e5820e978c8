"""The keys of requests: one that comes again is the same request, or is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from db.models import RequestRow
from hospital import seals
from hospital.errors import InvalidError, KeyUsedError
from hospital.office import Unit

MOST = 150
"""How long a key may be: whoever keeps it has room for what it is for."""


class KeyLengthError(InvalidError):
    """A request without a key, or with one that nobody can keep."""


def is_again(unit: Unit, act: str, key: str, **content: Any) -> bool:
    """Whether this very request came before; whoever asks has taken the locks of what it changes.

    `act` is the kind of request, `content` everything that it asks for: amounts, days, texts, and what consists of
    them. A request that fails leaves its key free. Raises KeyUsedError where the key stands for something else,
    KeyLengthError.
    """
    if not 0 < len(key) <= MOST:
        raise KeyLengthError
    content_hash = seals.digest({name: _plain(value) for name, value in content.items()})
    values = {"act": act, "request_key": key, "content_hash": content_hash, "made_at": unit.now}
    if unit.connection.execute(insert(RequestRow).prefix_with(unit.insert_ignore()), values).rowcount:
        return False
    before = select(RequestRow.content_hash).where(RequestRow.act == act, RequestRow.request_key == key)
    if unit.connection.scalar(before) != content_hash:
        raise KeyUsedError
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        # 75.0 asks for no other amount than 75.00
        return f"{value.normalize():f}" if value.is_finite() else str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value
