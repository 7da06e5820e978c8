"""Patients with their families, policies, and the ways in which they write."""

from __future__ import annotations

from datetime import date, timedelta

from bench.town.place import Patient, Town
from db.models import (
    AccountRow,
    ConsentRow,
    CoverageRow,
    CoverageVersionRow,
    DependantRow,
    HandlePatientRow,
    HandleRow,
    HelperRow,
    OneTimeCodeRow,
    PatientRow,
    RefusedClaimRow,
)
from hospital.consent import HELPER, REMINDERS
from hospital.demo.names import MEN, SURNAMES, WOMEN
from hospital.names import fold_name

CHILDREN, TWO_SURNAMES, SHARED_PHONE, MAIL, INSURED = 0.2, 0.5, 0.15, 0.3, 0.4
CHANNELS = {"whatsapp": 0.5, "telegram": 0.3, "webchat": 0.2}
_WORDING = "May we remind you of visits by message?"


def settle(town: Town, count: int) -> None:
    """So many patients come to live here."""
    adults: list[Patient] = []
    for number in range(1, count + 1):
        is_child = bool(adults) and number > 2 and town.shares.falls("child", CHILDREN)
        guardian = town.rng.choice(adults[-50:]) if is_child else None
        patient = _patient(town, number, guardian, adults[-1] if adults else None)
        town.people.append(patient)
        if guardian is None:
            adults.append(patient)
            _ways(town, patient)
        else:
            relation = town.rng.choice(("son", "daughter"))
            town.rows.add(DependantRow, guardian_id=guardian.id, patient_id=patient.id, relation=relation)
        town.rows.rest()
    _helpers(town, adults)
    _refusals(town)


def _patient(town: Town, number: int, guardian: Patient | None, neighbour: Patient | None) -> Patient:
    rng, shares = town.rng, town.shares
    surname = guardian.name.split()[1] if guardian is not None else rng.choice(SURNAMES)
    name = f"{rng.choice(WOMEN if rng.random() < 0.52 else MEN)} {surname}"
    if shares.falls("two surnames", TWO_SURNAMES):
        name = f"{name} {rng.choice(SURNAMES)}"
    phone = None
    if guardian is None:
        is_shared = neighbour is not None and shares.falls("shared phone", SHARED_PHONE)
        phone = neighbour.phone if is_shared and neighbour is not None else f"+4477{number:08d}"
    born = _born(town, is_child=guardian is not None)
    registered = town.now - timedelta(days=rng.randint(1, 1500))
    has_mail = guardian is None and shares.falls("mail", MAIL)
    row_id = town.rows.add(
        PatientRow,
        number=f"LQ-{number:06d}",
        name=name,
        name_folded=fold_name(name),
        date_of_birth=born,
        phone=phone,
        email=f"p{number}@mail.example" if has_mail else None,
        language="es" if number % 7 == 0 else "en",
        allergies=["penicillin"] if shares.falls("allergic", 0.1) else [],
        insurance={},
        created_at=registered,
    )
    conversation_id, channel, address = 0, "", None
    if phone is not None:
        channel = shares.one_of("channel", CHANNELS)
        address = {"whatsapp": phone, "telegram": f"tg-{number}"}.get(channel, f"browser-{number}")
        known = phone if channel != "webchat" else None
        conversation_id = town.conversation(channel, f"{address}-{number}", known, registered)
    coverage = _coverage(town, row_id) if shares.falls("insured", INSURED) else None
    return Patient(row_id, f"LQ-{number:06d}", name, born, phone, address, conversation_id, coverage)


def _born(town: Town, *, is_child: bool) -> date:
    days = town.rng.randint(30, 15 * 365) if is_child else town.rng.randint(19 * 365, 92 * 365)
    return town.now.date() - timedelta(days=days)


def _coverage(town: Town, patient_id: int) -> tuple[int, int]:
    plan = town.rng.choice(town.house.plans)
    at = town.now - timedelta(days=town.rng.randint(600, 1500))
    is_changed = town.shares.falls("policy changed", 0.1)
    reference = town.code("CV")
    row_id = town.rows.add(
        CoverageRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=patient_id,
        plan_id=plan.id,
        member_number=f"M-{patient_id:07d}",
        relationship="self",
        position=1,
        status="active",
        terms={},
        origin="people",
        version=2 if is_changed else 1,
        recorded_at=at,
        recorded_by=town.house.signature("outpatient_admin"),
    )
    if is_changed:
        by, facts = town.house.signature("billing"), {"member_number": "old"}
        kept = {"version": 1, "facts": facts, "changed_at": at, "changed_by": by, "reason": "new card"}
        town.rows.add(CoverageVersionRow, coverage_id=row_id, **kept)
    return row_id, plan.percent


def _ways(town: Town, patient: Patient) -> None:
    """The handle of an adult's phone, what they agreed to, and accounts that were proven to be theirs."""
    used = town.now - timedelta(days=town.rng.randint(0, 170))
    if patient.phone == f"+4477{patient.id:08d}" and town.shares.falls("handle", 0.6):
        handle_id = town.rows.add(
            HandleRow,
            channel="whatsapp",
            address=patient.phone,
            language="en",
            is_opted_out=town.shares.falls("opted out", 0.01),
            created_at=used,
            last_used_at=used,
        )
        link = {"relation": "self", "proof": "channel", "linked_at": used, "last_used_at": used}
        town.rows.add(HandlePatientRow, handle_id=handle_id, patient_id=patient.id, **link)
    if town.shares.falls("asked", 0.5):
        decision = {"is_given": town.rng.random() < 0.85, "channel": "whatsapp", "address": patient.phone}
        town.rows.add(
            ConsentRow, patient_id=patient.id, purpose=REMINDERS, wording=_WORDING, decided_at=used, **decision
        )
    if town.shares.falls("account", 0.05):
        proven = {"phone": patient.phone, "linked_at": used, "last_used_at": used}
        town.rows.add(AccountRow, channel="telegram", account=f"tg-{patient.id}", patient_id=patient.id, **proven)
    if town.shares.falls("code", 0.02):
        at = town.now - timedelta(days=town.rng.randint(0, 300))
        code = {"digest": f"{patient.id:064x}", "created_at": at, "expires_at": at + timedelta(minutes=10)}
        town.rows.add(OneTimeCodeRow, conversation_id=patient.conversation_id, patient_id=patient.id, **code)


def _helpers(town: Town, adults: list[Patient]) -> None:
    for patient in adults:
        if town.shares.falls("helper", 0.02):
            helper = town.rng.choice(adults)
            town.rows.add(HelperRow, patient_id=patient.id, name=helper.name, phone=helper.phone, may=["book", "move"])
            agreed = {"is_given": True, "channel": "whatsapp", "address": helper.phone, "decided_at": town.now}
            town.rows.add(ConsentRow, patient_id=patient.id, purpose=HELPER, wording=_WORDING, **agreed)


def _refusals(town: Town) -> None:
    for number in range(max(1, len(town.people) // 500)):
        at = town.now - timedelta(minutes=town.rng.randint(1, 1400))
        town.rows.add(RefusedClaimRow, digest=f"{number:064x}", refused_at=at)
