"""Digests of what is frozen, and codes over them that only this hospital can make."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from hospital.office import Unit


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of a content, in hexadecimal: the same content always has the same."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def code(unit: Unit, kind: str, name: str, content_hash: str) -> str:
    """The code over a digest, in hexadecimal: its key is not in the database."""
    return hmac.new(unit.audit_key, f"{kind} {name} {content_hash}".encode(), hashlib.sha256).hexdigest()
