"""Links to what is handed out: each opens one thing, for a while, and nobody else can make one.

A link says what it was given for, and when it ends, under a seal; whoever opens it asks again whether it still may be.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

from hospital.errors import NotFoundError
from hospital.office import Unit

LASTS = timedelta(minutes=15)
_LONGEST = 400  # characters of a token


def made(unit: Unit, key: bytes, kind: str, *about: Any) -> str:
    """The token that opens one thing of a kind, for `LASTS` from now; `about` says which, in what JSON holds."""
    until = int((unit.now + LASTS).timestamp())
    told = json.dumps([kind, *about, until], separators=(",", ":")).encode()
    return f"{_text(told)}.{_text(_seal(key, told))}"


def read(unit: Unit, key: bytes, token: str) -> tuple[str, list[Any]]:
    """The kind of what a token opens now, and which it is. Raises NotFoundError for every other token."""
    try:
        told, seal = (_bytes(part) for part in token[:_LONGEST].split("."))
        if not hmac.compare_digest(seal, _seal(key, told)):
            raise NotFoundError(token)
        kind, *about, until = json.loads(told)
    except (ValueError, binascii.Error):
        raise NotFoundError(token) from None
    if unit.now.timestamp() >= until:
        raise NotFoundError(token)
    return kind, about


def _seal(key: bytes, told: bytes) -> bytes:
    return hmac.new(key, b"file " + told, hashlib.sha256).digest()


def _text(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _bytes(told: str) -> bytes:
    return base64.b64decode(told + "=" * (-len(told) % 4), altchars=b"-_", validate=True)
