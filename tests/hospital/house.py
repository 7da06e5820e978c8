"""The hospital with everybody who works with records, and actors for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import pytest

from db.models import Base
from hospital import access, acting, colleagues, visits
from hospital.access import Actor
from hospital.encounters import Encounter
from hospital.office import Unit
from tests.hospital.clinic import NOW, SMALL, Clinic

T = TypeVar("T")

NURSE, DESK, DESK_TOO = "orla.nugent", "tadhg.moran", "bea.lopez"
WARDS, PHARMACIST, PHARMACIST_TOO = "ines.prado", "padma.rao", "jan.vos"
BILLING, BILLING_TOO, AUDITOR, ADMIN = "mark.stone", "lena.hart", "paul.oduya", "sam.admin"
ADLER, BRANDT, RYAN = "vera.adler", "jonas.brandt", "sile.ryan"


class House(Clinic):
    """The hospital of `records.yaml`. Colleagues are named by what stands before the @ of their address."""

    FILE = SMALL.with_name("records.yaml")

    def actor(self, name: str) -> Actor:
        """A colleague, as rights see them."""
        return self.read(lambda unit: access.of_colleague(colleagues.colleague(unit, f"{name}@rosehill.example")))

    def himself(self, number: str, level: int = 3) -> Actor:
        """A patient who has proven who they are up to a level."""
        return access.of_patient(self.patient(number), level=level)

    def as_(self, name: str, work: Callable[[Unit, Actor], T], now: datetime = NOW) -> T:
        """Do a unit of work as a colleague."""
        return acting.as_colleague(self.office, f"{name}@rosehill.example", work, now=now)

    @contextmanager
    def refused(self, *errors: type[Exception]) -> Iterator[pytest.ExceptionInfo[Any]]:
        """What is done inside is refused with one of these errors, and every record stays as it was."""
        before = self.everything()
        with pytest.raises(errors) as told:
            yield told
        assert self.everything() == before

    def everything(self) -> dict[str, list[Any]]:
        """Every record but the audit trail, which tells of refusals too."""
        tables = [table for table in Base.metadata.sorted_tables if not table.name.startswith("audit")]
        return {
            table.name: self.read(lambda unit, table=table: list(unit.connection.execute(table.select()).all()))  # type: ignore[misc]
            for table in tables
        }

    def seen(self, number: str, doctor: str = "adler", at: str = "2026-06-08 09:30") -> tuple[str, Encounter]:
        """A visit of a patient who is with the doctor now: its reference, and the encounter."""
        self.ensure()
        reference = self.book(number, doctor, at).reference
        encounter = self.as_(DESK, lambda unit, actor: visits.call_in(unit, self.hospital, actor, reference))
        return reference, encounter
