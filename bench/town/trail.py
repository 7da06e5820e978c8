"""The audit trail of what happened in the town, chained as the house chains it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from bench.town.rows import Rows
from db.models import AuditHeadRow, AuditRow
from hospital import audit

_START = "0" * 64


class Trail:
    """Chains lines on; `close` writes where each chain has come to."""

    def __init__(self, engine: Engine, rows: Rows, key: bytes) -> None:
        self._engine = engine
        self._rows = rows
        self._key = key
        with engine.connect() as connection:
            heads = connection.execute(select(AuditHeadRow.chain, AuditHeadRow.sequence, AuditHeadRow.mac))
            self._heads: dict[int, tuple[int, str]] = {row.chain: (row.sequence, row.mac) for row in heads}

    def note(
        self, action: str, subject: str, at: datetime, actor: str, chain_of: int, facts: Mapping[str, Any]
    ) -> None:
        """One line more, about something of `chain_of`."""
        chain = chain_of % audit.CHAINS
        sequence, mac = self._heads.get(chain, (0, _START))
        row: dict[str, Any] = {
            "chain": chain,
            "sequence": sequence + 1,
            "happened_at": at,
            "actor": actor,
            "action": action,
            "subject": subject,
            "facts": dict(facts),
        }
        row["mac"] = audit.seal(self._key, mac, row)
        self._heads[chain] = sequence + 1, audit.head_of(self._key, row["mac"])
        self._rows.add(AuditRow, **row)

    def close(self) -> None:
        """The heads of the chains, once their lines are written."""
        heads = [{"chain": chain, "sequence": at, "mac": mac} for chain, (at, mac) in sorted(self._heads.items())]
        with self._engine.connect() as plain, plain.execution_options(writes=True).begin():
            plain.execute(delete(AuditHeadRow))
            plain.execute(insert(AuditHeadRow), heads)
