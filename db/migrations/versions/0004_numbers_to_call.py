"""A task's number to call; keys, checks and indexes that tasks and the waiting list lacked.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TASK_CHECKS = {
    "status": "status IN ('requested', 'accepted', 'completed', 'cancelled')",
    "queue": "queue IN ('desk', 'billing', 'pharmacy', 'ward', 'oncall')",
    "owner": "status <> 'accepted' OR owner_staff_id IS NOT NULL OR owner_doctor_id IS NOT NULL",
    "closed": "(status IN ('completed', 'cancelled')) = (closed_at IS NOT NULL)",
}
ENTRY_STATUSES = ("active", "offered", "fulfilled", "cancelled", "expired")
OFFER_STATUSES = ("open", "accepted", "declined", "expired")


def upgrade() -> None:
    _drop_what_points_nowhere()
    if "phone" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("tasks")}:
        op.add_column("tasks", sa.Column("phone", sa.String(32), nullable=True))
    _constrain("tasks", TASK_CHECKS, {"owner_doctor_id": "doctors"})
    with _offers_aside():
        _constrain("waitlist_entries", {"status": f"status IN {ENTRY_STATUSES}"}, {"location_id": "locations"})
        _constrain("waitlist_offers", {"status": f"status IN {OFFER_STATUSES}"}, {})
    _index("waitlist_entries", "conversation_id")
    _index("waitlist_entries", "appointment_id")


def _drop_what_points_nowhere() -> None:
    """What older code may have left that a row must not have from now on."""
    tasks = sa.table("tasks", sa.column("status"), sa.column("owner_staff_id"), sa.column("owner_doctor_id"))
    entries = sa.table("waitlist_entries", sa.column("status"), sa.column("location_id"))
    offers = sa.table("waitlist_offers", sa.column("status"))
    doctor, site = tasks.c.owner_doctor_id, entries.c.location_id
    is_lost = doctor.not_in(sa.select(sa.table("doctors", sa.column("id")).c.id))
    nobodys = (tasks.c.status == "accepted") & tasks.c.owner_staff_id.is_(None) & is_lost
    op.execute(tasks.update().where(nobodys).values(status="requested"))
    op.execute(tasks.update().where(is_lost).values(owner_doctor_id=None))
    is_nowhere = site.not_in(sa.select(sa.table("locations", sa.column("id")).c.id))
    op.execute(entries.update().where(is_nowhere).values(location_id=None))
    op.execute(entries.update().where(entries.c.status.not_in(ENTRY_STATUSES)).values(status="cancelled"))
    op.execute(offers.update().where(offers.c.status.not_in(OFFER_STATUSES)).values(status="expired"))


def _constrain(table: str, checks: Mapping[str, str], keys: Mapping[str, str]) -> None:
    """Add checks, and foreign keys from columns to tables. SQLite makes the table anew, and forgets its checks."""
    inspector, is_sqlite = sa.inspect(op.get_bind()), _is_sqlite()
    there = {str(check["name"]) for check in inspector.get_check_constraints(table)}
    has_keys = {str(key["name"]) for key in inspector.get_foreign_keys(table)}
    with op.batch_alter_table(table, recreate="always" if is_sqlite else "auto") as batch:
        for name, condition in checks.items():
            if is_sqlite or op.f(f"ck_{table}_{name}") not in there:
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
        for column, target in keys.items():
            if op.f(f"fk_{table}_{column}") not in has_keys:
                batch.create_foreign_key(op.f(f"fk_{table}_{column}"), target, [column], ["id"])


@contextmanager
def _offers_aside() -> Iterator[None]:
    """On SQLite no table can be made anew to which rows of another point: they are laid aside meanwhile."""
    if not _is_sqlite():
        yield
        return
    op.execute("CREATE TEMPORARY TABLE offers_aside AS SELECT * FROM waitlist_offers")
    op.execute("DELETE FROM waitlist_offers")
    yield
    op.execute("INSERT INTO waitlist_offers SELECT * FROM offers_aside")
    op.execute("DROP TABLE offers_aside")


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns))
