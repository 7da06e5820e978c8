"""Loads the patients of a hospital file with their dependants, their helpers and the phones that they write from.

What the file leaves out of a patient stays as patient and desk have set it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from db.models import DependantRow, HandlePatientRow, HandleRow, HelperRow, PatientRow
from hospital import file_allergies, references
from hospital.file_merge import AnyRow, Counts, Values, add, change, chunks, columns, ids, merge, rows_in
from hospital.file_models import Dependant, Patient, stored
from hospital.names import fold_name
from hospital.office import Unit

PHONE_CHANNELS = ("whatsapp", "sms")
"""Channels on which a phone number is an address that the vendor's signature vouches for."""

_NAMES = [
    "id",
    "number",
    "name",
    "name_folded",
    "date_of_birth",
    "phone",
    "email",
    "language",
    "allergies",
    "insurance",
]
_NUMBER_TRIES = 10

Identity = tuple[str, Any, Any]


def load_patients(unit: Unit, patients: Sequence[Patient]) -> dict[str, Counts]:
    """Bring patients, dependants, helpers and linked phones to what the file says."""
    if not patients:
        return {}
    found = _match(unit, patients)
    was_empty = [before.get("allergies") == [] for before in found]
    counts = _merge_patients(unit, patients, found)
    numbers = [row["number"] for row in found]
    row_ids = ids(unit, PatientRow, "number", numbers)
    people = [row_ids[number] for number in numbers]
    said = {
        row_id: patient.allergies
        for row_id, patient, is_same in zip(people, patients, was_empty, strict=True)
        # an empty list of before says nothing new: it once stood for "nobody asked" too
        if "allergies" in patient.model_fields_set and (patient.allergies or not is_same)
    }
    return {
        "patients": counts,
        "allergies": file_allergies.load(unit, said),
        "dependants": _load_dependants(unit, dict(zip(people, patients, strict=True))),
        "helpers": _load_helpers(unit, dict(zip(people, patients, strict=True))),
        "phones": _load_phones(unit, {i: p.phone for i, p in zip(people, patients, strict=True) if p.phone}),
    }


# --- patients -------------------------------------------------------------------------------------


def _match(unit: Unit, patients: Sequence[Patient]) -> list[Values]:
    """For each patient of the file what the database has: a row's values, or only a number that is still free."""
    query = select(*columns(PatientRow, _NAMES))
    numbers = [patient.number for patient in patients if patient.number]
    by_number: dict[str, AnyRow] = {row.number: row for row in rows_in(unit, query, PatientRow.number, numbers)}
    others = [patient for patient in patients if patient.number not in by_number]
    named = rows_in(unit, query, PatientRow.name_folded, [fold_name(patient.name) for patient in others])
    by_identity: dict[Identity, AnyRow] = {}
    for row in named:
        if row.number not in by_number:
            by_identity.setdefault((row.name_folded, row.date_of_birth, row.phone), row)
    fresh = _fresh_numbers(unit, len(others))
    found = []
    for patient in patients:
        match: AnyRow | None = by_number.get(patient.number or "") or by_identity.pop(_identity(patient), None)
        found.append(dict(match._mapping) if match is not None else {"number": patient.number or next(fresh)})
    return found


def _identity(patient: Patient) -> Identity:
    return fold_name(patient.name), patient.date_of_birth, patient.phone


def _merge_patients(unit: Unit, patients: Sequence[Patient], found: list[Values]) -> Counts:
    new, changed = [], []
    for patient, before in zip(patients, found, strict=True):
        said = _said(patient)
        if "id" not in before:
            new.append({**_blank(unit), **before, **said})
        elif any(before[name] != value for name, value in said.items()):
            before.update(said)
            changed.append(dict(before))
    add(unit, PatientRow, new)
    change(unit, PatientRow, ["id"], changed)
    return Counts(len(new), len(changed), len(patients) - len(new) - len(changed))


def _said(patient: Patient) -> Values:
    """The columns that the file speaks of."""
    said = patient.model_fields_set
    values: Values = {"name": patient.name, "name_folded": fold_name(patient.name)}
    values |= {
        name: getattr(patient, name)
        for name in ("number", "phone", "email", "language", "date_of_birth", "allergies")
        if name in said
    }
    if patient.insurance is not None:
        values["insurance"] = stored(patient.insurance)
    return values


def _blank(unit: Unit) -> Values:
    return {
        "date_of_birth": None,
        "phone": None,
        "email": None,
        "language": None,
        "allergies": None,
        "insurance": {},
        "is_contact_verified": True,
        "created_at": unit.now,
    }


def _fresh_numbers(unit: Unit, count: int) -> Iterator[str]:
    """As many patient numbers as asked for that nobody has."""
    free: dict[str, None] = {}
    for _ in range(_NUMBER_TRIES):
        made = {references.new(references.PATIENT, 8) for _ in range(count - len(free))}
        made -= {row.number for row in rows_in(unit, select(PatientRow.number), PatientRow.number, sorted(made))}
        free |= dict.fromkeys(made)
        if len(free) == count:
            break
    return iter(free)


# --- dependants and helpers -----------------------------------------------------------------------


def _load_dependants(unit: Unit, families: Mapping[int, Patient]) -> Counts:
    """Each dependant is a patient too, found among the guardian's own by name and date of birth."""
    wanted = [
        (guardian_id, guardian, child) for guardian_id, guardian in families.items() for child in guardian.dependants
    ]
    if not wanted:
        return Counts()
    there = _children(unit, [guardian_id for guardian_id, _, _ in wanted])
    new: list[tuple[int, Patient, Dependant]] = []
    changed: list[Values] = []
    for guardian_id, guardian, child in wanted:
        row = there.get((guardian_id, fold_name(child.name), child.date_of_birth))
        if row is None:
            new.append((guardian_id, guardian, child))
        elif row.relation != child.relation or not row.is_vouched:
            changed.append({"id": row.link_id, "relation": child.relation, "is_vouched": True})
    _add_children(unit, new)
    change(unit, DependantRow, ["id"], changed)
    return Counts(len(new), len(changed), len(wanted) - len(new) - len(changed))


def _children(unit: Unit, guardians: Sequence[int]) -> dict[tuple[int, str, Any], AnyRow]:
    query = select(
        DependantRow.id.label("link_id"),
        DependantRow.guardian_id,
        DependantRow.relation,
        DependantRow.is_vouched,
        PatientRow.name_folded,
        PatientRow.date_of_birth,
    ).join(PatientRow, PatientRow.id == DependantRow.patient_id)
    rows = rows_in(unit, query, DependantRow.guardian_id, guardians)
    return {(row.guardian_id, row.name_folded, row.date_of_birth): row for row in rows}


def _add_children(unit: Unit, new: Sequence[tuple[int, Patient, Dependant]]) -> None:
    numbers = list(_fresh_numbers(unit, len(new)))
    rows = [
        # no phone of their own: the guardian is reached, and only for as long as they are guardian
        {
            **_blank(unit),
            "number": number,
            "name": child.name,
            "name_folded": fold_name(child.name),
            "date_of_birth": child.date_of_birth,
            "language": guardian.language,
        }
        for number, (_, guardian, child) in zip(numbers, new, strict=True)
    ]
    add(unit, PatientRow, rows)
    row_ids = ids(unit, PatientRow, "number", numbers)
    links = [
        {"guardian_id": guardian_id, "patient_id": row_ids[number], "relation": child.relation}
        for number, (guardian_id, _, child) in zip(numbers, new, strict=True)
    ]
    add(unit, DependantRow, links)


def _load_helpers(unit: Unit, families: Mapping[int, Patient]) -> Counts:
    rows = [
        {"patient_id": patient_id, "phone": helper.phone, "name": helper.name, "may": list(helper.may)}
        for patient_id, patient in families.items()
        for helper in patient.helpers
    ]
    return merge(unit, HelperRow, ["patient_id", "phone"], rows)


# --- phones ---------------------------------------------------------------------------------------


def _load_phones(unit: Unit, phones: Mapping[int, str]) -> Counts:
    """Link each patient's phone on the channels that vouch for it, and unlink a number that the file replaced."""
    handles = _handles(unit, list(dict.fromkeys(phones.values())))
    query = select(HandlePatientRow.id, HandlePatientRow.handle_id, HandlePatientRow.patient_id, HandlePatientRow.proof)
    there = rows_in(unit, query, HandlePatientRow.patient_id, list(phones))
    wanted = {
        (handles[channel, phone], patient_id) for patient_id, phone in phones.items() for channel in PHONE_CHANNELS
    }
    linked = {(row.handle_id, row.patient_id) for row in there}
    replaced = [row.id for row in there if row.proof == "file" and (row.handle_id, row.patient_id) not in wanted]
    for chunk in chunks(replaced):
        unit.connection.execute(delete(HandlePatientRow).where(HandlePatientRow.id.in_(chunk)))
    new = [
        {
            "handle_id": handle_id,
            "patient_id": patient_id,
            "relation": "self",
            "proof": "file",
            "linked_at": unit.now,
            "last_used_at": unit.now,
        }
        for handle_id, patient_id in sorted(wanted - linked)
    ]
    add(unit, HandlePatientRow, new)
    fresh = {row["patient_id"] for row in new}
    moved = {row.patient_id for row in there if row.id in set(replaced)}
    return Counts(len(fresh - moved), len(moved), len(phones) - len(fresh | moved))


def _handles(unit: Unit, phones: Sequence[str]) -> dict[tuple[str, str], int]:
    query = select(HandleRow.id, HandleRow.channel, HandleRow.address).where(HandleRow.channel.in_(PHONE_CHANNELS))
    known = {(row.channel, row.address) for row in rows_in(unit, query, HandleRow.address, phones)}
    new = [
        {
            "channel": channel,
            "address": phone,
            "language": None,
            "is_opted_out": False,
            "created_at": unit.now,
            "last_used_at": unit.now,
        }
        for channel in PHONE_CHANNELS
        for phone in phones
        if (channel, phone) not in known
    ]
    for chunk in chunks(new):
        # a patient may write for the first time at this very moment
        unit.connection.execute(insert(HandleRow).prefix_with(unit.insert_ignore()), list(chunk))
    return {(row.channel, row.address): row.id for row in rows_in(unit, query, HandleRow.address, phones)}
