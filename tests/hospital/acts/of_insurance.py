"""Policies, authorisations, estimates and claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hospital import charges, insured_invoices
from hospital.insurance import (
    answers,
    authorisations,
    changing,
    claim_codes,
    claim_records,
    claiming,
    coverages,
    estimates,
    recording,
    settling,
    sharing,
)
from hospital.insurance.answers import Decision, LineAnswer, Response, To
from hospital.insurance.authorisations import Answer, Authorisation
from hospital.insurance.changing import Change
from hospital.insurance.claim_records import Claim
from hospital.insurance.coverages import Coverage
from hospital.insurance.recording import NewCoverage
from hospital.office import Unit
from tests.hospital.acts.act import Act, nothing
from tests.hospital.clinic import IRIS, MONDAY
from tests.hospital.house import BILLING, DESK, House

LATER = date(2026, 12, 31)
VISIT = [estimates.Wanted(estimates.Kind.VISIT, "adler")]


def second(house: House) -> NewCoverage:
    """A policy beside the one of the hospital file."""
    return NewCoverage(house.patient(IRIS), "laya", "simple", "LY-2", position=2)


def told(house: House) -> Coverage:
    """A policy that nobody has checked."""
    new = NewCoverage(house.patient(IRIS), "laya", "simple", "LY-2", position=2, is_checked=False)
    return house.as_(DESK, lambda unit, actor: recording.record(unit, house.hospital, actor, new, key="told"))


def mine(house: House) -> Coverage:
    """The policy of the hospital file."""
    return house.read(lambda unit: coverages.all_of(unit, house.patient(IRIS)))[0]


def wanted(house: House) -> authorisations.Wanted:
    """Leave for a scan."""
    return authorisations.Wanted(house.patient(IRIS), mine(house).reference, "radiology", "MRI of the knee", "mri-knee")


def asked(house: House) -> Authorisation:
    """A request to the insurer."""
    want = wanted(house)
    return house.as_(BILLING, lambda unit, actor: authorisations.ask(unit, house.hospital, actor, want, key="scan"))


def drafted(house: House) -> Claim:
    """A claim of an invoice over 200."""

    def issue(unit: Unit) -> Claim:
        new = charges.NewCharge(
            "order O-1", house.patient(IRIS), "service", "Lipid", Decimal(200), category="laboratory"
        )
        share = sharing.share_of(unit, house.hospital, new.patient_id, [charges.add(unit, house.hospital, new)])
        return settling.issued(unit, house.hospital, share, "I-1")[0]

    return house.write(issue)


def sent(house: House) -> Claim:
    """The same, sent."""
    claim = drafted(house)
    return house.as_(BILLING, lambda unit, actor: claiming.send(unit, actor, claim.reference))


def nothing_paid(claim: Claim) -> Response:
    """An insurer that turns everything down."""
    return Response([LineAnswer(line.id, Decimal(0), "excluded") for line in claim.lines], "EUR")


def to_her(claim: Claim) -> list[Decision]:
    """A person has the patient pay something of it."""
    return [Decision(claim.lines[0].id, To.PATIENT, Decimal(1))]


def rejected(house: House) -> Claim:
    """The same, turned down."""
    claim = sent(house)
    answer = nothing_paid(claim)
    return house.as_(BILLING, lambda unit, actor: answers.answer(unit, house.hospital, actor, claim.reference, answer))


ACTS = {
    "hospital.insurance.coverages.of_patient": Act(
        "coverage.read",
        nothing,
        lambda unit, house, actor, made: coverages.of_patient(unit, actor, house.patient(IRIS)),
    ),
    "hospital.insurance.coverages.read": Act(
        "coverage.read", mine, lambda unit, house, actor, made: coverages.read(unit, actor, made.reference)
    ),
    "hospital.insurance.coverages.history": Act(
        "coverage.read_history", mine, lambda unit, house, actor, made: coverages.history(unit, actor, made.reference)
    ),
    "hospital.insurance.recording.record": Act(
        "coverage.write",
        second,
        lambda unit, house, actor, made: recording.record(unit, house.hospital, actor, made, key="second"),
    ),
    "hospital.insurance.recording.confirm": Act(
        "coverage.write", told, lambda unit, house, actor, made: recording.confirm(unit, actor, made.reference)
    ),
    "hospital.insurance.changing.amend": Act(
        "coverage.write",
        mine,
        lambda unit, house, actor, made: changing.amend(
            unit, house.hospital, actor, made.reference, Change(member_number="LY-9"), reason="new card"
        ),
    ),
    "hospital.insurance.changing.end": Act(
        "coverage.write",
        mine,
        lambda unit, house, actor, made: changing.end(unit, actor, made.reference, MONDAY, reason="left"),
    ),
    "hospital.insurance.changing.cancel": Act(
        "coverage.write",
        mine,
        lambda unit, house, actor, made: changing.cancel(unit, actor, made.reference, reason="left"),
    ),
    "hospital.insurance.changing.withdraw": Act(
        "coverage.write",
        mine,
        lambda unit, house, actor, made: changing.withdraw(unit, actor, made.reference, reason="another Iris"),
    ),
    "hospital.insurance.authorisations.ask": Act(
        "authorisation.ask",
        wanted,
        lambda unit, house, actor, made: authorisations.ask(unit, house.hospital, actor, made, key="scan"),
    ),
    "hospital.insurance.authorisations.grant": Act(
        "authorisation.decide",
        asked,
        lambda unit, house, actor, made: authorisations.grant(
            unit, house.hospital, actor, made.reference, Answer("N-1", LATER)
        ),
    ),
    "hospital.insurance.authorisations.refuse": Act(
        "authorisation.decide",
        asked,
        lambda unit, house, actor, made: authorisations.refuse(unit, actor, made.reference, reason="not needed"),
    ),
    "hospital.insurance.authorisations.call_off": Act(
        "authorisation.decide",
        asked,
        lambda unit, house, actor, made: authorisations.call_off(unit, actor, made.reference),
    ),
    "hospital.insurance.authorisations.of_patient": Act(
        "authorisation.read",
        nothing,
        lambda unit, house, actor, made: authorisations.of_patient(unit, actor, house.patient(IRIS)),
    ),
    "hospital.insurance.estimates.estimate_of": Act(
        "estimate.read",
        nothing,
        lambda unit, house, actor, made: estimates.estimate_of(
            unit, house.hospital, actor, house.patient(IRIS), VISIT, MONDAY
        ),
    ),
    "hospital.insurance.claim_records.of_patient": Act(
        "claim.read",
        nothing,
        lambda unit, house, actor, made: claim_records.of_patient(unit, actor, house.patient(IRIS)),
    ),
    "hospital.insurance.claim_records.read": Act(
        "claim.read", drafted, lambda unit, house, actor, made: claim_records.read(unit, actor, made.reference)
    ),
    "hospital.insurance.claim_codes.codes": Act(
        "diagnosis.read_codes",
        drafted,
        lambda unit, house, actor, made: claim_codes.codes(unit, actor, made.reference),
    ),
    "hospital.insurance.claiming.send": Act(
        "claim.write", drafted, lambda unit, house, actor, made: claiming.send(unit, actor, made.reference)
    ),
    "hospital.insurance.claiming.unanswered": Act(
        "clock.sweep", sent, lambda unit, house, actor, made: claiming.unanswered(unit, house.hospital, actor)
    ),
    "hospital.insurance.claiming.ask_after": Act(
        "clock.sweep",
        sent,
        lambda unit, house, actor, made: claiming.ask_after(unit, house.hospital, actor, made.reference),
    ),
    "hospital.insurance.claiming.cancel": Act(
        "claim.write",
        drafted,
        lambda unit, house, actor, made: claiming.cancel(unit, house.hospital, actor, made.reference, reason="no"),
    ),
    "hospital.insurance.claiming.locked": Act(
        "claim.write", drafted, lambda unit, house, actor, made: claiming.locked(unit, actor, made.reference)
    ),
    "hospital.insurance.answers.answer": Act(
        "claim.write",
        sent,
        lambda unit, house, actor, made: answers.answer(
            unit, house.hospital, actor, made.reference, nothing_paid(made)
        ),
    ),
    "hospital.insurance.answers.decide": Act(
        "claim.write",
        rejected,
        lambda unit, house, actor, made: answers.decide(
            unit,
            house.hospital,
            actor,
            made.reference,
            to_her(made),
            reason="agreed",
            key="once",
        ),
    ),
    "hospital.insurance.answers.correct": Act(
        "claim.write",
        rejected,
        lambda unit, house, actor, made: answers.correct(
            unit, house.hospital, actor, made.reference, nothing_paid(made), reason="letter", key="once"
        ),
    ),
    "hospital.insurance.answers.take_back": Act(
        "claim.write",
        rejected,
        lambda unit, house, actor, made: answers.take_back(
            unit, house.hospital, actor, made.reference, reason="letter", key="once"
        ),
    ),
    "hospital.insured_invoices.decide": Act(
        "claim.write",
        rejected,
        lambda unit, house, actor, made: insured_invoices.decide(
            unit, house.hospital, actor, made.reference, to_her(made), reason="agreed", key="once"
        ),
    ),
    "hospital.insured_invoices.correct": Act(
        "claim.write",
        rejected,
        lambda unit, house, actor, made: insured_invoices.correct(
            unit, house.hospital, actor, made.reference, nothing_paid(made), reason="letter", key="once"
        ),
    ),
    "hospital.insured_invoices.take_back": Act(
        "claim.write",
        rejected,
        lambda unit, house, actor, made: insured_invoices.take_back(
            unit, house.hospital, actor, made.reference, reason="letter", key="once"
        ),
    ),
    "hospital.insurance.answers.resubmit": Act(
        "claim.write",
        rejected,
        lambda unit, house, actor, made: answers.resubmit(unit, house.hospital, actor, made.reference),
    ),
}
