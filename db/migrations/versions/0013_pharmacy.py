"""The pharmacy's places, batches and ledger, what it gives out, counts, orders, and is alerted of.

What products had in stock is taken over into the ledger, which alone says it from now on. Every step looks first
whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
EXACT = sa.Numeric(14, 3).with_variant(sa.BigInteger(), "sqlite")
OPTIONS: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def upgrade() -> None:
    for column in (
        sa.Column("names", sa.JSON(), nullable=True),
        sa.Column("ingredient", sa.String(200), nullable=True),
        sa.Column("strength", sa.String(32), nullable=True),
        sa.Column("unit", sa.String(32), nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
    ):
        if column.name not in _columns("products"):
            op.add_column("products", column)
    _table("stock_places", _stock_places)
    _table("product_batches", _product_batches)
    _table("stock", _stock)
    _table("dispenses", _dispenses)
    _table("dispense_items", _dispense_items)
    _table("stock_movements", _stock_movements)
    _table("stock_counts", _stock_counts)
    _table("stock_count_lines", _stock_count_lines)
    _table("purchase_orders", _purchase_orders)
    _table("purchase_lines", _purchase_lines)
    _table("stock_alerts", _stock_alerts)
    _index("product_batches", "expires_on")
    _index("stock", "batch_id")
    _index("stock", "product_id", "place_id")
    _index("dispenses", "patient_id", "prepared_at")
    _index("dispenses", "place_id")
    _index("dispenses", "prescription_id")
    _index("dispenses", "status", "collect_by")
    _index("dispense_items", "prescription_item_id")
    _index("dispense_items", "product_id")
    _index("dispense_items", "substituted_product_id")
    _index("stock_movements", "batch_id", "place_id", "id")
    _index("stock_movements", "dispense_item_id")
    _index("stock_movements", "place_id")
    _index("stock_movements", "product_id", "moved_at")
    _index("stock_counts", "place_id", "status")
    _index("stock_count_lines", "batch_id")
    _index("purchase_orders", "place_id")
    _index("purchase_orders", "status", "drafted_at")
    _index("purchase_lines", "product_id")
    _index("stock_alerts", "batch_id")
    _index("stock_alerts", "closed_at", "kind")
    _index("stock_alerts", "product_id", "kind")
    if {"stock", "batches"} <= _columns("products"):
        _take_over()
    for name in ("stock", "batches"):
        if name in _columns("products"):
            op.drop_column("products", name)


# --- what was in stock ----------------------------------------------------------------------------


def _take_over() -> None:
    """What each product had becomes the first lines of its ledger, all of it in one transaction."""
    connection, now = op.get_bind(), datetime.now(UTC).replace(tzinfo=None)
    products = sa.table("products", sa.column("id"), sa.column("stock"), sa.column("batches", sa.JSON()))
    stock = sa.table("stock", *map(sa.column, ("place_id", "batch_id", "product_id", "quantity")))
    ledger = sa.table("stock_movements", *map(sa.column, _LEDGER), sa.column("moved_at", INSTANT))
    begun = set(connection.scalars(sa.select(ledger.c.product_id)))
    for product in connection.execute(sa.select(products).where(products.c.stock > 0)).all():
        if product.id in begun:
            continue
        lots = product.batches or [{"lot": "OPENING", "expires": None, "quantity": product.stock}]
        amounts = {lot["lot"]: 0 for lot in lots}
        for lot in lots:
            amounts[lot["lot"]] += lot["quantity"]
        expires = {lot["lot"]: lot["expires"] for lot in lots}
        for sequence, (lot, amount) in enumerate(((lot, n) for lot, n in amounts.items() if n > 0), 1):
            row = {
                "place_id": _pharmacy(),
                "batch_id": _batch(product.id, lot, expires[lot], now),
                "product_id": product.id,
                "quantity": amount,
            }
            connection.execute(sa.insert(stock), row)
            line = {"cause": f"opening {product.id}", "sequence": sequence, "kind": "received", "balance": amount}
            connection.execute(sa.insert(ledger), {**row, **line, "moved_at": now, "moved_by": "system"})


_LEDGER = "place_id batch_id product_id quantity cause sequence kind balance moved_by".split()


def _pharmacy() -> int:
    places = sa.table("stock_places", *map(sa.column, ("id", "code", "name", "kind")))
    query = sa.select(places.c.id).where(places.c.code == "pharmacy")
    found = op.get_bind().scalar(query)
    if found is None:
        op.get_bind().execute(sa.insert(places), {"code": "pharmacy", "name": "Pharmacy", "kind": "pharmacy"})
        found = op.get_bind().scalar(query)
    assert found is not None
    return int(found)


def _batch(product_id: int, lot: str, expires: str | None, now: datetime) -> int:
    batches = sa.table(
        "product_batches",
        *map(sa.column, ("id", "product_id", "lot")),
        sa.column("expires_on", sa.Date()),
        sa.column("created_at", INSTANT),
    )
    day = date.fromisoformat(expires) if expires else None
    values = {"product_id": product_id, "lot": lot, "expires_on": day, "created_at": now}
    op.get_bind().execute(sa.insert(batches), values)
    query = sa.select(batches.c.id).where(batches.c.product_id == product_id, batches.c.lot == lot)
    return int(op.get_bind().execute(query).scalar_one())


# --- tables ---------------------------------------------------------------------------------------


def _stock_places() -> None:
    op.create_table(
        "stock_places",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("location_id", BIG, nullable=True),
        sa.CheckConstraint("kind IN ('pharmacy', 'ward', 'store')", name=op.f("ck_stock_places_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_places")),
        sa.UniqueConstraint("code", name=op.f("uq_stock_places_code")),
        **OPTIONS,
    )


def _product_batches() -> None:
    op.create_table(
        "product_batches",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("lot", sa.String(64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_batches_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_batches")),
        sa.UniqueConstraint("product_id", "lot", name=op.f("uq_product_batches_product_id_lot")),
        **OPTIONS,
    )


def _stock() -> None:
    op.create_table(
        "stock",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_quantity")),
        sa.ForeignKeyConstraint(["place_id"], ["stock_places.id"], name=op.f("fk_stock_place_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["product_batches.id"], name=op.f("fk_stock_batch_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_stock_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock")),
        sa.UniqueConstraint("place_id", "batch_id", name=op.f("uq_stock_place_id_batch_id")),
        **OPTIONS,
    )


def _dispenses() -> None:
    op.create_table(
        "dispenses",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("prescription_id", BIG, nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("status_reason", sa.String(200), nullable=True),
        sa.Column("prepared_at", INSTANT, nullable=False),
        sa.Column("prepared_by", sa.String(191), nullable=False),
        sa.Column("collect_by", sa.Date(), nullable=False),
        sa.Column("handed_over_at", INSTANT, nullable=True),
        sa.Column("handed_over_by", sa.String(191), nullable=True),
        sa.CheckConstraint(
            "status <> 'completed' OR handed_over_at IS NOT NULL",
            name=op.f("ck_dispenses_handed_over"),
        ),
        sa.CheckConstraint(
            "status IN ('preparation', 'in-progress', 'cancelled', 'on-hold', 'completed',"
            " 'entered-in-error', 'stopped', 'declined', 'unknown')",
            name=op.f("ck_dispenses_status"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_dispenses_patient_id")),
        sa.ForeignKeyConstraint(["prescription_id"], ["prescriptions.id"], name=op.f("fk_dispenses_prescription_id")),
        sa.ForeignKeyConstraint(["place_id"], ["stock_places.id"], name=op.f("fk_dispenses_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispenses")),
        sa.UniqueConstraint("reference", name=op.f("uq_dispenses_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_dispenses_request_key")),
        **OPTIONS,
    )


def _dispense_items() -> None:
    op.create_table(
        "dispense_items",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("dispense_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("prescription_item_id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("substituted_product_id", BIG, nullable=True),
        sa.Column("substitution_reason", sa.String(200), nullable=True),
        sa.CheckConstraint(
            "quantity >= 0 AND owed >= 0 AND quantity + owed > 0",
            name=op.f("ck_dispense_items_quantity"),
        ),
        sa.CheckConstraint("returned >= 0 AND returned <= quantity", name=op.f("ck_dispense_items_returned")),
        sa.CheckConstraint(
            "substituted_product_id IS NULL OR substitution_reason IS NOT NULL",
            name=op.f("ck_dispense_items_substitution"),
        ),
        sa.ForeignKeyConstraint(["dispense_id"], ["dispenses.id"], name=op.f("fk_dispense_items_dispense_id")),
        sa.ForeignKeyConstraint(
            ["prescription_item_id"], ["prescription_items.id"], name=op.f("fk_dispense_items_prescription_item_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_dispense_items_product_id")),
        sa.ForeignKeyConstraint(
            ["substituted_product_id"], ["products.id"], name=op.f("fk_dispense_items_substituted_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispense_items")),
        sa.UniqueConstraint("dispense_id", "position", name=op.f("uq_dispense_items_dispense_id_position")),
        **OPTIONS,
    )


def _stock_movements() -> None:
    op.create_table(
        "stock_movements",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("cause", sa.String(191), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("dispense_item_id", BIG, nullable=True),
        sa.Column("moved_at", INSTANT, nullable=False),
        sa.Column("moved_by", sa.String(191), nullable=False),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_stock_movements_balance")),
        sa.CheckConstraint(
            "(kind IN ('received', 'returned') AND quantity > 0) OR (kind IN ('dispensed', 'wasted') AND"
            " quantity < 0) OR (kind IN ('moved', 'counted') AND quantity <> 0)",
            name=op.f("ck_stock_movements_sign"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["stock_places.id"], name=op.f("fk_stock_movements_place_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["product_batches.id"], name=op.f("fk_stock_movements_batch_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_stock_movements_product_id")),
        sa.ForeignKeyConstraint(
            ["dispense_item_id"], ["dispense_items.id"], name=op.f("fk_stock_movements_dispense_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
        sa.UniqueConstraint("cause", "sequence", name=op.f("uq_stock_movements_cause_sequence")),
        **OPTIONS,
    )


def _stock_counts() -> None:
    op.create_table(
        "stock_counts",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.String(191), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=True),
        sa.Column("entered_by", sa.String(191), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("approved_by", sa.String(191), nullable=True),
        sa.CheckConstraint(
            "status <> 'approved' OR (approved_by IS NOT NULL AND approved_by <> entered_by)",
            name=op.f("ck_stock_counts_approved"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('entered', 'approved') OR entered_by IS NOT NULL",
            name=op.f("ck_stock_counts_entered"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'entered', 'approved', 'cancelled')",
            name=op.f("ck_stock_counts_status"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["stock_places.id"], name=op.f("fk_stock_counts_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_counts")),
        sa.UniqueConstraint("reference", name=op.f("uq_stock_counts_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_stock_counts_request_key")),
        **OPTIONS,
    )


def _stock_count_lines() -> None:
    op.create_table(
        "stock_count_lines",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("count_id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.CheckConstraint("counted >= 0 AND expected >= 0", name=op.f("ck_stock_count_lines_sign")),
        sa.ForeignKeyConstraint(["count_id"], ["stock_counts.id"], name=op.f("fk_stock_count_lines_count_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["product_batches.id"], name=op.f("fk_stock_count_lines_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count_lines")),
        sa.UniqueConstraint("count_id", "batch_id", name=op.f("uq_stock_count_lines_count_id_batch_id")),
        **OPTIONS,
    )


def _purchase_orders() -> None:
    op.create_table(
        "purchase_orders",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("supplier", sa.String(200), nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("status_reason", sa.String(200), nullable=True),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("drafted_by", sa.String(191), nullable=False),
        sa.Column("ordered_at", INSTANT, nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'cancelled') OR ordered_at IS NOT NULL",
            name=op.f("ck_purchase_orders_ordered"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'ordered', 'partly-received', 'received', 'cancelled')",
            name=op.f("ck_purchase_orders_status"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["stock_places.id"], name=op.f("fk_purchase_orders_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_orders")),
        sa.UniqueConstraint("reference", name=op.f("uq_purchase_orders_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_purchase_orders_request_key")),
        **OPTIONS,
    )


def _purchase_lines() -> None:
    op.create_table(
        "purchase_lines",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("unit_cost", EXACT, nullable=False),
        sa.CheckConstraint("unit_cost >= 0", name=op.f("ck_purchase_lines_cost")),
        sa.CheckConstraint(
            "quantity > 0 AND received >= 0 AND received <= quantity",
            name=op.f("ck_purchase_lines_received"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_orders.id"], name=op.f("fk_purchase_lines_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_purchase_lines_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_lines")),
        sa.UniqueConstraint("order_id", "product_id", name=op.f("uq_purchase_lines_order_id_product_id")),
        **OPTIONS,
    )


def _stock_alerts() -> None:
    op.create_table(
        "stock_alerts",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("case_key", sa.String(191), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=True),
        sa.Column("task", sa.String(64), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint("(kind = 'low_stock') = (batch_id IS NULL)", name=op.f("ck_stock_alerts_batch")),
        sa.CheckConstraint("kind IN ('low_stock', 'expiring', 'expired')", name=op.f("ck_stock_alerts_kind")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_stock_alerts_product_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["product_batches.id"], name=op.f("fk_stock_alerts_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_alerts")),
        sa.UniqueConstraint("case_key", name=op.f("uq_stock_alerts_case_key")),
        **OPTIONS,
    )


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}


def _table(name: str, create: Callable[[], None]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        create()


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns))
