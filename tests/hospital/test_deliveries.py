"""Reports of how far messages came: late, twice, out of order or before our own note, they end in the same state."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations

import pytest
from sqlalchemy import insert, update

from db.models import DeliveryReportRow, OutboxRow
from hospital import deliveries, outbox, sending
from hospital.office import Unit
from tests.hospital.clinic import NOW, Clinic

MESSAGE = outbox.Outgoing("k1", 5, "sms", "+353861230001", "reminder", json.dumps({"text": "x"}))


def put(clinic: Clinic) -> sending.Due:
    clinic.write(lambda unit: outbox.put(unit, [MESSAGE], handed_over=False))
    due = clinic.write(lambda unit: sending.take(unit, 5, ["sms"], "p1", NOW))
    assert due is not None
    return due


def as_if_not_sent(unit: Unit) -> None:
    again = {"status": outbox.LEASED, "delivery": None, "failure": None, "external_id": None}
    unit.connection.execute(update(OutboxRow).values(again))


def reported(*stages: str) -> Callable[[Unit], None]:
    def work(unit: Unit) -> None:
        for stage in stages:
            deliveries.report(unit, "sms", "SM1", stage, "30008" if stage in deliveries.LOST else "")

    return work


def state(clinic: Clinic) -> tuple[str, str | None, str | None]:
    row = clinic.rows(OutboxRow)[0]
    return row.status, row.delivery, row.failure


@pytest.mark.parametrize("known_after", [0, 2, 4])
def test_w15_in_whatever_order_reports_come_the_end_is_the_same(clinic: Clinic, known_after: int) -> None:
    due = put(clinic)
    ends = set()
    for order in permutations(("delivered", "sent", "failed", "read")):
        clinic.write(reported(*order[:known_after]))
        clinic.write(lambda unit: sending.sent(unit, due, "SM1"))
        clinic.write(reported(*order[known_after:]))
        ends.add(state(clinic))
        clinic.write(as_if_not_sent)
    assert ends == {("failed", "failed", "30008")}
    assert clinic.rows(DeliveryReportRow) == []


@pytest.mark.parametrize("order", list(permutations(("queued", "sent", "delivered", "read"))))
def test_w15_what_was_read_stays_read(clinic: Clinic, order: tuple[str, ...]) -> None:
    due = put(clinic)
    clinic.write(lambda unit: sending.sent(unit, due, "SM1"))
    clinic.write(reported(*order))
    assert state(clinic) == ("sent", "read", None)


def test_a_report_that_slipped_in_between_is_applied_by_the_job(clinic: Clinic) -> None:
    due = put(clinic)
    clinic.write(lambda unit: sending.sent(unit, due, "SM1"))
    row = {"channel": "sms", "external_id": "SM1", "delivery": "undelivered:30003", "received_at": NOW}
    clinic.write(lambda unit: unit.connection.execute(insert(DeliveryReportRow).values(row)))
    assert clinic.read(deliveries.early) == [("sms", "SM1")]
    lost = clinic.write(lambda unit: deliveries.apply_to(unit, "sms", "SM1"))
    assert lost is not None
    assert (lost.outbox_id, lost.code) == (due.id, "30003")
    assert state(clinic) == ("failed", "undelivered", "30003")
    assert clinic.rows(DeliveryReportRow) == []


def test_reports_of_what_is_not_ours_are_kept_for_a_while_and_unknown_stages_not_at_all(clinic: Clinic) -> None:
    clinic.write(reported("sent", "something_new"))
    assert [row.delivery for row in clinic.rows(DeliveryReportRow)] == ["sent"]
    clinic.write(deliveries.forget_old, now=NOW + deliveries.KEPT * 2)
    assert clinic.rows(DeliveryReportRow) == []


def test_what_a_channel_lost_is_among_the_dead_letters_and_can_be_sent_again(clinic: Clinic) -> None:
    due = put(clinic)
    clinic.write(lambda unit: sending.sent(unit, due, "SM1"))
    clinic.write(reported("undelivered"))
    assert [each.failure for each in clinic.read(sending.dead_letters)] == ["30008"]
    assert clinic.write(sending.replay) == 1
    assert state(clinic) == ("pending", None, None)
