"""Loads a hospital file into the database: all or nothing, and twice the same file changes nothing.

Things are matched by `code`, staff by `email`, patients by `number`, else by name, date of birth and phone. What a
file no longer names stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update

from db.models import (
    DoctorRow,
    HolidayRow,
    HospitalRow,
    InsurancePlanRow,
    InsurerRow,
    LocationRow,
    ProductRow,
    ScheduleRow,
    ServiceRow,
    SpecialityRow,
    StaffRow,
    TimeOffRow,
    TopicRow,
    WardRow,
)
from hospital import audit, timetables
from hospital.file_fields import WEEKDAYS
from hospital.file_merge import Counts, Values, add, ids, merge, rows_in
from hospital.file_models import Doctor, HospitalFile, HospitalPart, TimeOff, stored
from hospital.file_patients import load_patients
from hospital.insurance import from_file
from hospital.office import Unit
from hospital.pharmacy.opening import UNMARKED, Opening, take_over
from hospital.schedule import day_bounds

HOSPITAL_ID = 1
"""There is one hospital, and its row has one number, so that two loads at once cannot make two."""


@dataclass(frozen=True)
class Loaded:
    """What a load did, by kind (`doctors`, `patients`, ...), and the hospital's revision after it."""

    kinds: Mapping[str, Counts]
    revision: int

    @property
    def is_changed(self) -> bool:
        """Whether the load changed anything."""
        return any(counts.touched for counts in self.kinds.values())

    def __str__(self) -> str:
        """What changed, a line each kind."""
        if not self.is_changed:
            return f"Nothing changed; the data stand at revision {self.revision}."
        lines = [
            f"{kind.replace('_', ' ')}: {counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged"
            for kind, counts in self.kinds.items()
            if counts.touched
        ]
        return "\n".join([*lines, f"The data stand at revision {self.revision}."])


def load(unit: Unit, file: HospitalFile, *, is_demo: bool = False) -> Loaded:
    """Bring the database to what the file says, in this unit's transaction.

    `hospital.revision` grows by one when anything changed. A demo hospital into which a file is loaded is a demo no
    more, so that making the demo anew can never take it away.
    """
    kinds = {"hospital": _load_hospital(unit, file.hospital, is_demo)}
    kinds["holidays"] = merge(
        unit, HolidayRow, ["date"], [{"date": day.date, "name": day.name} for day in file.hospital.holidays]
    )
    kinds["information"] = _load_topics(unit, file)
    kinds["locations"] = _load_locations(unit, file)
    kinds["specialities"] = _load_specialities(unit, file)
    places = ids(unit, LocationRow, "code", [place.code for place in file.locations])
    kinds |= _load_doctors(unit, file, places)
    kinds["staff"] = _load_staff(unit, file)
    kinds["wards"] = _load_wards(unit, file, places)
    kinds["services"] = _load_services(unit, file)
    kinds["timetables"] = timetables.load(unit, file)
    kinds |= _load_insurers(unit, file)
    kinds["products"] = _load_products(unit, file)
    kinds["stock"] = _load_stock(unit, file)
    kinds |= load_patients(unit, file.patients)
    if any(patient.insurance is not None for patient in file.patients):
        from_file.take_over(unit, unit.now.astimezone(ZoneInfo(file.hospital.timezone)).date())
    return _conclude(unit, kinds)


def _conclude(unit: Unit, kinds: Mapping[str, Counts]) -> Loaded:
    revision: int = unit.connection.execute(select(HospitalRow.revision)).scalar_one()
    told = {kind: [counts.added, counts.changed] for kind, counts in kinds.items() if counts.touched}
    if not told:
        return Loaded(kinds, revision)
    if not kinds["hospital"].added:
        revision += 1
        unit.connection.execute(update(HospitalRow).values(revision=revision))
    audit.append(unit, audit.Entry("hospital.load", f"revision {revision}", told))
    return Loaded(kinds, revision)


# --- the hospital ---------------------------------------------------------------------------------


def _load_hospital(unit: Unit, hospital: HospitalPart, is_demo: bool) -> Counts:
    values = {**_hospital_values(hospital), "is_demo": is_demo}
    made = unit.connection.execute(
        insert(HospitalRow).prefix_with(unit.insert_ignore()),
        {"id": HOSPITAL_ID, "cache_key": secrets.token_hex(8), "revision": 1, **values},
    )
    # whoever loads at the same time waits here
    before = unit.connection.execute(select(HospitalRow.__table__).with_for_update()).one()
    if made.rowcount:
        return Counts(added=1)
    if all(before._mapping[name] == value for name, value in values.items()):
        return Counts(unchanged=1)
    unit.connection.execute(update(HospitalRow).values(values))
    return Counts(changed=1)


def _hospital_values(hospital: HospitalPart) -> Values:
    plain = {
        name: getattr(hospital, name)
        for name in (
            "name",
            "timezone",
            "currency",
            "languages",
            "phone",
            "emergency_number",
            "crisis_number",
            "handoff_phone",
            "privacy_url",
        )
    }
    parts = {name: stored(getattr(hospital, name)) for name in ("booking", "reminders", "digest", "billing", "slack")}
    return {**plain, **parts, "desk_hours": [stored(hours) for hours in hospital.desk_hours]}


def _load_topics(unit: Unit, file: HospitalFile) -> Counts:
    rows = [{"code": topic.topic, "asks": topic.asks, "answer": topic.answer} for topic in file.information]
    return merge(unit, TopicRow, ["code"], rows)


def _load_locations(unit: Unit, file: HospitalFile) -> Counts:
    rows = [
        {"code": place.code, "name": place.name, "city": place.city, "address": place.address}
        for place in file.locations
    ]
    return merge(unit, LocationRow, ["code"], rows)


def _load_specialities(unit: Unit, file: HospitalFile) -> Counts:
    rows = [
        {
            "code": item.code,
            "name": item.name,
            "practitioner": item.practitioner,
            "names": item.names,
            "practitioners": item.practitioners,
            "complaints": item.complaints,
            "is_default": item.default,
            "position": position,
        }
        for position, item in enumerate(file.specialities)
    ]
    counts = merge(unit, SpecialityRow, ["code"], rows)
    chosen = [item.code for item in file.specialities if item.default]
    if chosen:
        # there is one default: one that the file no longer names gives way
        others = SpecialityRow.is_default.is_(True), SpecialityRow.code.not_in(chosen)
        gone = unit.connection.execute(update(SpecialityRow).where(*others).values(is_default=False))
        counts += Counts(changed=gone.rowcount)
    return counts


# --- doctors --------------------------------------------------------------------------------------


def _load_doctors(unit: Unit, file: HospitalFile, places: Mapping[str, int]) -> dict[str, Counts]:
    specialities = ids(unit, SpecialityRow, "code", [item.code for item in file.specialities])
    rows = [
        {
            "code": doctor.code,
            "name": doctor.name,
            "speciality_id": specialities[doctor.speciality],
            "location_id": places[doctor.location] if doctor.location else None,
            "languages": doctor.languages,
            "gender": doctor.gender,
            "is_active": doctor.active,
            "fee": doctor.fee,
            "room": doctor.room,
            "email": doctor.email,
            "slack_user_id": doctor.slack_user_id,
        }
        for doctor in file.doctors
    ]
    counts = merge(unit, DoctorRow, ["code"], rows)
    numbers = ids(unit, DoctorRow, "code", [doctor.code for doctor in file.doctors])
    scheduled = {numbers[d.code]: _schedule(d, places) for d in file.doctors if "schedule" in d.model_fields_set}
    zone = ZoneInfo(file.hospital.timezone)
    away = {numbers[doctor.code]: [_absence(off, zone) for off in doctor.time_off] for doctor in file.doctors}
    return {
        "doctors": counts,
        "schedules": _replace(unit, ScheduleRow, scheduled, {}),
        "time_off": _replace(unit, TimeOffRow, away, {"is_from_file": True}),
    }


def _schedule(doctor: Doctor, places: Mapping[str, int]) -> list[Values]:
    return [
        {
            "weekday": WEEKDAYS.index(day),
            "from_time": hours.begin,
            "to_time": hours.end,
            "slot_minutes": hours.slot_minutes,
            "location_id": places[hours.location] if hours.location else None,
            "valid_from": hours.valid_from,
            "valid_to": hours.valid_to,
        }
        for hours in doctor.schedule
        for day in hours.days
    ]


def _absence(off: TimeOff, zone: ZoneInfo) -> Values:
    begin, end = _edges(off.begin, zone)[0], _edges(off.end, zone)[1]
    return {"starts_at": begin, "ends_at": end, "reason": off.reason}


def _edges(moment: date | datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if not isinstance(moment, datetime):
        return day_bounds(moment, zone)
    at = moment.replace(tzinfo=zone).astimezone(UTC)
    return at, at


def _replace(
    unit: Unit, model: type[ScheduleRow | TimeOffRow], wanted: Mapping[int, Sequence[Values]], own: Values
) -> Counts:
    """Give each doctor these rows instead of those there are (of those that have `own` values); counts doctors."""
    whose = [getattr(model, name) == value for name, value in own.items()]
    there: dict[int, list[Any]] = {}
    for row in rows_in(unit, select(model.__table__).where(*whose), model.doctor_id, list(wanted)):
        there.setdefault(row.doctor_id, []).append(row._mapping)
    new: list[Values] = []
    added, changed = 0, []
    for doctor_id, rows in wanted.items():
        before = there.get(doctor_id, [])
        if len(before) == len(rows) and all(any(_covers(b, row) for b in before) for row in rows):
            continue
        new += [{"doctor_id": doctor_id, **row, **own} for row in rows]
        if before:
            changed.append(doctor_id)
        else:
            added += 1
    if changed:
        unit.connection.execute(delete(model).where(model.doctor_id.in_(changed), *whose))
    add(unit, model, new)
    described = sum(1 for rows in wanted.values() if rows)
    return Counts(added, len(changed), max(described - added - len(changed), 0))


def _covers(row: Mapping[str, Any], values: Values) -> bool:
    return all(row[name] == value for name, value in values.items())


# --- staff, wards, services, insurers, products ---------------------------------------------------


def _load_staff(unit: Unit, file: HospitalFile) -> Counts:
    rows = [
        {
            "email": person.email,
            "name": person.name,
            "role": person.role,
            "slack_user_id": person.slack_user_id,
            "ward": person.ward,
            "qualifications": person.qualifications,
            "shifts": [stored(shift) for shift in person.shifts],
        }
        for person in file.staff
    ]
    return merge(unit, StaffRow, ["email"], rows, {"is_active": True})


def _load_wards(unit: Unit, file: HospitalFile, places: Mapping[str, int]) -> Counts:
    rows = [
        {
            "code": ward.code,
            "name": ward.name,
            "location_id": places[ward.location] if ward.location else None,
            "details": _without(stored(ward), "code", "name", "location"),
        }
        for ward in file.wards
    ]
    return merge(unit, WardRow, ["code"], rows)


def _load_services(unit: Unit, file: HospitalFile) -> Counts:
    rows = [
        {
            "code": service.code,
            "name": service.name,
            "kind": service.kind,
            "price": service.price,
            "details": _without(stored(service), "code", "name", "kind", "price"),
        }
        for service in file.services
    ]
    return merge(unit, ServiceRow, ["code"], rows)


def _load_insurers(unit: Unit, file: HospitalFile) -> dict[str, Counts]:
    insurers = [{"code": insurer.code, "name": insurer.name} for insurer in file.insurers]
    counts = merge(unit, InsurerRow, ["code"], insurers)
    numbers = ids(unit, InsurerRow, "code", [insurer.code for insurer in file.insurers])
    plans = [
        {
            "insurer_id": numbers[insurer.code],
            "code": plan.code,
            "name": plan.name,
            "covers_percent": plan.covers_percent,
            "details": _without(stored(plan), "code", "name", "covers_percent"),
        }
        for insurer in file.insurers
        for plan in insurer.plans
    ]
    return {"insurers": counts, "plans": merge(unit, InsurancePlanRow, ["insurer_id", "code"], plans)}


def _load_products(unit: Unit, file: HospitalFile) -> Counts:
    """Products; what a file does not say of one stays as it is known."""
    kept = ("names", "ingredient", "strength", "unit")
    query = select(ProductRow.sku, *(getattr(ProductRow, name) for name in kept))
    known = {row.sku: row for row in rows_in(unit, query, ProductRow.sku, [product.sku for product in file.products])}
    rows = [
        {
            "sku": product.sku,
            "name": product.name,
            "form": product.form,
            "price": product.price,
            "reorder_at": product.reorder_at,
            "is_prescription_only": product.prescription_only,
            "is_controlled": product.controlled,
            **{name: getattr(product, name) or getattr(known.get(product.sku), name, None) for name in kept},
        }
        for product in file.products
    ]
    return merge(unit, ProductRow, ["sku"], rows)


def _load_stock(unit: Unit, file: HospitalFile) -> Counts:
    """What there is of products that no stock was ever told of."""
    stock = {
        product.sku: [Opening(batch.lot, batch.expires, batch.quantity) for batch in product.batches]
        or [Opening(UNMARKED, None, product.stock or 0)]
        for product in file.products
    }
    return Counts(added=take_over(unit, stock))


def _without(details: Values, *names: str) -> Values:
    return {name: value for name, value in details.items() if name not in names}
