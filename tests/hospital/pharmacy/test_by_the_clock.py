"""What the clock does at the pharmacy, with nobody asking."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from db.models import DispenseRow, TaskRow
from hospital.directory_rows import Directory
from hospital.office import Office
from notifications.timetable import Stop, see_to_pharmacy
from tests.hospital.clinic import AUDIT_KEY, NOW
from tests.hospital.house import House
from tests.hospital.pharmacy.counter import prepare, prescribed, there


class At:
    """A clock that stands."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_nobody_came_for_goes_back_and_what_runs_low_is_a_task_once(house: House) -> None:
    prepare(house, prescribed(house))
    for days in (1, 15, 15):
        office = Office(house.engine, At(NOW + timedelta(days=days)), AUDIT_KEY)
        see_to_pharmacy(office, Directory(), Stop())
        assert [row.kind for row in house.rows(TaskRow)] == ["low_stock"]
    assert house.rows(DispenseRow)[0].status == "cancelled"
    assert sum(there(house, "ATORV-20").values()) == 400
