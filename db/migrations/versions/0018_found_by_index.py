"""What is looked for by e-mail address, among alerts and among decisions of late is found along an index.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _index("patients", "email")
    _index("consents", "address")
    _index("outbox", "kind", "status", "created_at")
    _index("refill_requests", "decided_at")


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns))
