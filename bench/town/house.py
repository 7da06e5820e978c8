"""The house itself: the demo's hospital, with a pharmacy of several hundred products and without its patients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

from sqlalchemy import Engine, func, select

from bench.town.rows import Rows
from db.migrate import upgrade
from db.models import (
    AuditRow,
    DoctorRow,
    HospitalRow,
    InsurancePlanRow,
    PatientRow,
    ProductRow,
    ServiceRow,
    StaffRow,
    StockPlaceRow,
)
from hospital import hospital_file, loading
from hospital.demo.making import DEMO_FILE
from hospital.directory import Doctor, Hospital
from hospital.directory_rows import read_hospital
from hospital.office import Office
from hospital.pharmacy.places import PHARMACY

NOW = datetime(2026, 6, 8, 11, tzinfo=UTC)
"""The town's present: a Monday, late in the morning."""
KEY = b"a" * 32
"""The audit key under which everything is sealed."""
PRODUCTS = 600
_SYLLABLES = ("ba", "cor", "dil", "fe", "gra", "lo", "mi", "nex", "pra", "ro", "sta", "tal", "vi", "xo", "zel", "tor")
_ENDINGS = ("olol", "april", "statin", "azole", "mycin", "idone", "ine", "amide")
_STRENGTHS = ("5 mg", "10 mg", "20 mg", "50 mg", "100 mg")
_FORMS = ("tablet", "capsule", "tablet", "ampoule")


@dataclass(frozen=True)
class Service:
    """Something that is ordered."""

    id: int
    code: str
    name: str
    kind: str
    price: Decimal


@dataclass(frozen=True)
class Product:
    """Something that is prescribed."""

    id: int
    sku: str
    name: str
    form: str
    price: Decimal
    is_controlled: bool


@dataclass(frozen=True)
class Plan:
    """What an insurer pays."""

    id: int
    percent: int


@dataclass(frozen=True)
class House:
    """Everything that does not grow with the number of patients."""

    hospital: Hospital
    doctors: Sequence[Doctor]
    staff: Mapping[str, Sequence[tuple[int, str]]]
    """Ids and addresses by role."""
    mail: Mapping[int, str]
    """The doctors' addresses by their ids."""
    services: Sequence[Service]
    products: Sequence[Product]
    plans: Sequence[Plan]
    pharmacy_id: int

    def signed(self, doctor: Doctor) -> str:
        """How a doctor signs."""
        return f"staff:{self.mail[doctor.id]}"

    def signature(self, role: str, number: int = 0) -> str:
        """How somebody of a role signs."""
        people = self.staff[role]
        return f"staff:{people[number % len(people)][1]}"


class NotEmptyError(Exception):
    """The database holds a hospital already."""


def build(engine: Engine, rows: Rows, rng: Random) -> House:
    """Load it into an empty database. Raises NotEmptyError."""
    upgrade(engine)
    office = Office(engine, audit_key=KEY)
    with office.read(NOW) as unit:
        if unit.connection.scalar(select(func.count()).select_from(HospitalRow)):
            raise NotEmptyError
    file = hospital_file.parse(DEMO_FILE.read_bytes(), NOW.date())
    file = file.model_copy(update={"patients": [], "products": []})
    office.write(lambda unit: loading.load(unit, file), now=NOW)
    rows.go_on(ProductRow, AuditRow)
    products = _products(rows, rng)
    rows.write()
    with office.read(NOW) as unit:
        assert unit.connection.scalar(select(func.count()).select_from(PatientRow)) == 0
        staff: dict[str, list[tuple[int, str]]] = {}
        for row in unit.connection.execute(select(StaffRow.id, StaffRow.role, StaffRow.email).order_by(StaffRow.id)):
            staff.setdefault(row.role, []).append((row.id, row.email))
        service = ServiceRow
        services = select(service.id, service.code, service.name, service.kind, service.price).order_by(service.id)
        plans = select(InsurancePlanRow.id, InsurancePlanRow.covers_percent).order_by(InsurancePlanRow.id)
        hospital = read_hospital(unit)
        return House(
            hospital,
            sorted(hospital.doctors.values(), key=lambda doctor: doctor.id),
            staff,
            {row.id: row.email or "" for row in unit.connection.execute(select(DoctorRow.id, DoctorRow.email))},
            [Service(*row) for row in unit.connection.execute(services)],
            products,
            [Plan(*row) for row in unit.connection.execute(plans)],
            unit.connection.execute(select(StockPlaceRow.id).where(StockPlaceRow.kind == PHARMACY)).scalars().one(),
        )


def _products(rows: Rows, rng: Random) -> list[Product]:
    made: list[Product] = []
    seen: set[str] = set()
    while len(made) < PRODUCTS:
        ingredient = f"{''.join(rng.sample(_SYLLABLES, 2))}{rng.choice(_ENDINGS)}"
        if ingredient in seen:
            continue
        seen.add(ingredient)
        form, is_controlled = rng.choice(_FORMS), len(made) % 40 == 0
        for strength in rng.sample(_STRENGTHS, 3):
            sku, price = f"SKU-{len(made):04d}", Decimal(rng.randint(5, 900)) / 100
            name = f"{ingredient.capitalize()} {strength} {form}s"
            number = rows.add(
                ProductRow,
                sku=sku,
                name=name,
                form=form,
                price=price,
                reorder_at=rng.choice((0, 50, 100, 200)),
                is_prescription_only=True,
                is_controlled=is_controlled,
                names={"es": f"{ingredient.capitalize()} {strength}"},
                ingredient=ingredient,
                strength=strength,
            )
            made.append(Product(number, sku, name, form, price, is_controlled))
    return made
