"""What must hold between the parts of a hospital file: references, duplicates, hours that collide.

The checks read the file as it was written, so that a mistake elsewhere in a doctor does not hide one in the hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from pydantic import ValidationError

from hospital.file_fields import nearest
from hospital.file_models import Batch, Hours, Part, TimeOff, WorkingHours
from hospital.names import fold_name
from hospital.schedule import END_OF_DAY

Path = tuple[str | int, ...]
Finding = tuple[Path, str]
P = TypeVar("P", bound=Part)

UNIQUE = {
    "information": "topic",
    "locations": "code",
    "specialities": "code",
    "doctors": "code",
    "wards": "code",
    "services": "code",
    "insurers": "code",
    "products": "sku",
    "patients": "number",
}
"""The key of each section that names one thing only."""


MENTIONS = (
    ("doctors", "speciality", "specialities"),
    ("doctors", "location", "locations"),
    ("wards", "location", "locations"),
    ("staff", "ward", "wards"),
)
"""Keys that name a code of another section; a file without wards may name those of the database."""


def check(data: Mapping[str, Any], today: date) -> Iterator[Finding]:
    """Everything that is wrong between the parts of a file."""
    for section, key in UNIQUE.items():
        yield from _duplicates((((section, i, key), _text(item, key)) for i, item in _maps(data, section)), f"`{key}`")
    yield from _check_hospital(data)
    yield from _check_people_of_the_house(data)
    yield from _check_references(data)
    yield from _check_default(data)
    for i, doctor in _maps(data, "doctors"):
        yield from _check_schedule(("doctors", i), doctor)
        yield from _check_time_off(("doctors", i), doctor)
    for i, service in _maps(data, "services"):
        yield from _check_schedule(("services", i), service)
    for i, ward in _maps(data, "wards"):
        yield from _check_ward(("wards", i), ward)
    for i, insurer in _maps(data, "insurers"):
        yield from _duplicates(
            ((("insurers", i, "plans", j, "code"), _text(plan, "code")) for j, plan in _maps(insurer, "plans")),
            "`code`",
        )
    for i, product in _maps(data, "products"):
        yield from _check_product(("products", i), product)
    yield from _check_patients(data, today)


# --- reading what may be anything -----------------------------------------------------------------


def _maps(block: Any, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = block.get(key) if isinstance(block, Mapping) else None
    if isinstance(found, list):
        yield from ((i, item) for i, item in enumerate(found) if isinstance(item, Mapping))


def _text(block: Mapping[str, Any], key: str) -> str | None:
    found = block.get(key)
    return " ".join(found.split()) if isinstance(found, str) else None


def _texts(block: Mapping[str, Any], key: str) -> Iterator[tuple[int, str]]:
    found = block.get(key)
    if isinstance(found, list):
        yield from ((i, item) for i, item in enumerate(found) if isinstance(item, str))


def _parts(block: Any, key: str, model: type[P]) -> Iterator[tuple[int, P]]:
    """The maps of a list that are right in themselves; what is wrong with the others is told elsewhere."""
    for i, item in _maps(block, key):
        try:
            yield i, model.model_validate(item)
        except ValidationError:
            continue


def _duplicates(found: Iterator[tuple[Path, str | None]], what: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, value in found:
        if value in seen:
            yield path, f"{what} {value} is used twice"
        elif value:
            seen.add(value)


# --- the hospital and its people ------------------------------------------------------------------


def _check_hospital(data: Mapping[str, Any]) -> Iterator[Finding]:
    hospital = data.get("hospital")
    if not isinstance(hospital, Mapping):
        return
    days = ((("hospital", "holidays", i, "date"), _text(item, "date")) for i, item in _maps(hospital, "holidays"))
    yield from _duplicates(days, "the date")
    booking = hospital.get("booking")
    types = (
        (("hospital", "booking", "visit_types", i, "code"), _text(v, "code")) for i, v in _maps(booking, "visit_types")
    )
    yield from _duplicates(types, "`code`")
    for i, hours in _parts(hospital, "desk_hours", Hours):
        if hours.begin >= hours.end:
            yield ("hospital", "desk_hours", i, "to"), _wrong_way(hours)


def _check_people_of_the_house(data: Mapping[str, Any]) -> Iterator[Finding]:
    people = [(s, i, person) for s in ("doctors", "staff") for i, person in _maps(data, s)]
    emails = (((s, i, "email"), (_text(person, "email") or "").lower()) for s, i, person in people)
    yield from _duplicates(emails, "the e-mail address")
    accounts = (((s, i, "slack_user_id"), _text(person, "slack_user_id")) for s, i, person in people)
    yield from _duplicates(accounts, "the Slack account")
    for i, person in _maps(data, "staff"):
        for j, shift in _parts(person, "shifts", Hours):
            if shift.begin == shift.end:
                yield ("staff", i, "shifts", j, "to"), "a shift cannot end when it begins"


def _check_default(data: Mapping[str, Any]) -> Iterator[Finding]:
    defaults = [
        i for i, item in _maps(data, "specialities") if (_text(item, "default") or "").lower() in ("true", "yes")
    ]
    for i in defaults[1:]:
        yield ("specialities", i, "default"), "only one speciality can be the default"


# --- references -----------------------------------------------------------------------------------


def _check_references(data: Mapping[str, Any]) -> Iterator[Finding]:
    known = {
        section: [code for _, item in _maps(data, section) if (code := _text(item, UNIQUE[section]))]
        for section in ("specialities", "locations", "wards", "insurers")
    }
    for path, section, code in _references(data):
        if code not in known[section]:
            yield path, f'"{code}" is not one of the {section} of this file{nearest(code, known[section])}'
    yield from _check_insurance(data)


def _references(data: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """Every mention of another part's code: where it stands, the section it means, the code."""
    for section, key, target in MENTIONS:
        if target != "wards" or "wards" in data:
            for i, item in _maps(data, section):
                yield from _mention((section, i), item, key, target)
    yield from _deeper_references(data)


def _deeper_references(data: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    for section in ("doctors", "services"):
        for i, item in _maps(data, section):
            for j, hours in _maps(item, "schedule"):
                yield from _mention((section, i, "schedule", j), hours, "location", "locations")
    for i, insurer in _maps(data, "insurers"):
        for j, plan in _maps(insurer, "plans"):
            for k, code in _texts(plan, "locations"):
                yield ("insurers", i, "plans", j, "locations", k), "locations", code
    for i, patient in _maps(data, "patients"):
        if isinstance(cover := patient.get("insurance"), Mapping):
            yield from _mention(("patients", i, "insurance"), cover, "insurer", "insurers")


def _mention(path: Path, item: Mapping[str, Any], key: str, section: str) -> Iterator[tuple[Path, str, str]]:
    if code := _text(item, key):
        yield (*path, key), section, code


def _check_insurance(data: Mapping[str, Any]) -> Iterator[Finding]:
    plans = {
        _text(insurer, "code"): [code for _, plan in _maps(insurer, "plans") if (code := _text(plan, "code"))]
        for _, insurer in _maps(data, "insurers")
    }
    for i, patient in _maps(data, "patients"):
        cover = patient.get("insurance")
        if not isinstance(cover, Mapping):
            continue
        insurer, plan = _text(cover, "insurer"), _text(cover, "plan")
        if insurer in plans and plan and plan not in plans[insurer]:
            hint = nearest(plan, plans[insurer])
            yield ("patients", i, "insurance", "plan"), f'"{plan}" is not one of the plans of {insurer}{hint}'


# --- hours ----------------------------------------------------------------------------------------


def _check_schedule(path: Path, item: Mapping[str, Any]) -> Iterator[Finding]:
    fine: list[tuple[int, WorkingHours]] = []
    for i, hours in _parts(item, "schedule", WorkingHours):
        wrong = _wrong_hours(hours)
        if wrong:
            yield (*path, "schedule", i, wrong[0]), wrong[1]
            continue
        for j, other in fine:
            if days := _collide(hours, other):
                yield (*path, "schedule", i), f"overlaps schedule {j + 1} on {', '.join(days)}"
        fine.append((i, hours))


def _wrong_hours(hours: WorkingHours) -> tuple[str, str] | None:
    if hours.begin >= hours.end:
        return "to", _wrong_way(hours)
    if hours.begin.minute % 5:
        return "from", f"must begin at a multiple of 5 minutes, not at {hours.begin:%H:%M}"
    length = _minutes(hours.end) - _minutes(hours.begin)
    if length < hours.slot_minutes:
        return (
            "slot_minutes",
            f"{hours.slot_minutes} minutes do not fit between {hours.begin:%H:%M} and {_shown(hours.end)}",
        )
    if hours.valid_from and hours.valid_to and hours.valid_from > hours.valid_to:
        return "valid_to", f"{hours.valid_to} is before `valid_from`, {hours.valid_from}"
    return None


def _wrong_way(hours: Hours) -> str:
    if hours.begin == hours.end:
        return f"must be later than `from`, {hours.begin:%H:%M}"
    rest = f" on the one day and 00:00 to {hours.end:%H:%M} on the next" if hours.end != time() else ""
    return (
        f"must be later than `from`, {hours.begin:%H:%M}: hours end with the day, those that pass midnight are written "
        f"as {hours.begin:%H:%M} to 24:00{rest}"
    )


def _collide(one: WorkingHours, other: WorkingHours) -> list[str]:
    """The weekdays on which two stretches overlap at some date."""
    if one.begin >= other.end or other.begin >= one.end:
        return []
    begin = max(one.valid_from or date.min, other.valid_from or date.min)
    end = min(one.valid_to or date.max, other.valid_to or date.max)
    return [day for day in one.days if day in other.days] if begin <= end else []


def _minutes(clock: time) -> int:
    return 24 * 60 if clock == END_OF_DAY else clock.hour * 60 + clock.minute


def _shown(clock: time) -> str:
    return "24:00" if clock == END_OF_DAY else f"{clock:%H:%M}"


def _check_time_off(path: Path, doctor: Mapping[str, Any]) -> Iterator[Finding]:
    for i, off in _parts(doctor, "time_off", TimeOff):
        begin, end = off.begin, off.end
        if isinstance(begin, datetime) != isinstance(end, datetime):
            yield (*path, "time_off", i), "`from` and `to` must both be dates, or both have a time"
        elif end < begin or (isinstance(begin, datetime) and end == begin):
            yield (*path, "time_off", i, "to"), "must not be before `from`"


# --- wards, products, patients --------------------------------------------------------------------


def _check_ward(path: Path, ward: Mapping[str, Any]) -> Iterator[Finding]:
    rooms = (((*path, "rooms", i, "code"), _text(room, "code")) for i, room in _maps(ward, "rooms"))
    yield from _duplicates(rooms, "`code`")
    if ward.get("beds") is not None and ward.get("rooms"):
        yield (*path, "beds"), "is given by `rooms` already"


def _check_product(path: Path, product: Mapping[str, Any]) -> Iterator[Finding]:
    batches = [batch for _, batch in _parts(product, "batches", Batch)]
    stock, total = _text(product, "stock"), sum(batch.quantity for batch in batches)
    if batches and stock and stock.isdigit() and int(stock) != total and len(batches) == len(product["batches"]):
        yield (*path, "stock"), f"is {stock}, but the batches add up to {total}"


def _check_patients(data: Mapping[str, Any], today: date) -> Iterator[Finding]:
    unnumbered = (
        (("patients", i), _identity(patient)) for i, patient in _maps(data, "patients") if not patient.get("number")
    )
    for path, _ in _duplicates(unnumbered, ""):
        yield path, "the same name, date of birth and phone come twice"
    for i, patient in _maps(data, "patients"):
        yield from _check_birth(("patients", i), patient, today)
        if patient.keys() & {"helpers", "dependants"}:
            yield from _check_family(("patients", i), patient, today)


def _check_family(path: Path, patient: Mapping[str, Any], today: date) -> Iterator[Finding]:
    phones = (((*path, "helpers", j, "phone"), _text(h, "phone")) for j, h in _maps(patient, "helpers"))
    yield from _duplicates(phones, "the phone number")
    for j, dependant in _maps(patient, "dependants"):
        yield from _check_birth((*path, "dependants", j), dependant, today)
    family = (((*path, "dependants", j), _identity(d)) for j, d in _maps(patient, "dependants"))
    for where, _ in _duplicates(family, ""):
        yield where, "the same name and date of birth come twice"


def _identity(person: Mapping[str, Any]) -> str:
    phone = "".join((_text(person, "phone") or "").split())
    return f"{fold_name(_text(person, 'name') or '')}|{_text(person, 'date_of_birth')}|{phone}"


def _check_birth(path: Path, person: Mapping[str, Any], today: date) -> Iterator[Finding]:
    born = _text(person, "date_of_birth")
    # dates written as the file wants them compare as text
    if born and len(born) == 10 and born > today.isoformat():
        yield (*path, "date_of_birth"), f"{born} is in the future"
