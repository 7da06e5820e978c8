"""Claims: made with their invoice, answered line by line; only a person's decision brings a part to the patient."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest

from db.models import AuditRow
from hospital import audit
from hospital.errors import KeyUsedError
from hospital.insurance import answers, claim_records, claiming, ledger
from hospital.insurance.answers import Decision, LineAnswer, Response, To
from hospital.insurance.claim_records import Claim
from hospital.insurance.errors import CurrencyError, InsuranceError, InsuranceStatusError, TooMuchError
from hospital.insurance.shares import ZERO
from hospital.money import AmountError
from hospital.tasks import open_tasks
from tests.hospital.clinic import HUGO
from tests.hospital.house import BILLING, House
from tests.hospital.insured import charge, credit, euros, issue, policy, seen

_keys = count(1)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def drafted(house: House) -> Claim:
    """Hugo's plan pays 80 % of 100 and of 50: 80 and 40."""
    return issue(house, "I-1", charge(house, HUGO, "100.00"), charge(house, HUGO, "50.00", source="order O-2"))[0]


def send(house: House, claim: Claim) -> Claim:
    return house.as_(BILLING, lambda unit, actor: claiming.send(unit, actor, claim.reference))


def answer(house: House, claim: Claim, *approved: str, currency: str = "EUR", reason: str = "excluded") -> Claim:
    lines = [LineAnswer(line.id, Decimal(paid), reason) for line, paid in zip(claim.lines, approved, strict=True)]
    told = Response(lines, currency, "INS-9")
    return house.as_(BILLING, lambda unit, actor: answers.answer(unit, house.hospital, actor, claim.reference, told))


def decide(house: House, claim: Claim, *decisions: Decision, key: str | None = None) -> Claim:
    request = key or f"decide {next(_keys)}"
    return house.as_(
        BILLING,
        lambda unit, actor: answers.decide(
            unit, house.hospital, actor, claim.reference, decisions, reason="spoken to the patient", key=request
        ),
    )


def correct(house: House, claim: Claim, *approved: str, key: str | None = None) -> Claim:
    lines = [LineAnswer(line.id, Decimal(paid), "excluded") for line, paid in zip(claim.lines, approved, strict=True)]
    told, request = Response(lines, "EUR", "INS-10"), key or f"correct {next(_keys)}"
    return house.as_(
        BILLING,
        lambda unit, actor: answers.correct(
            unit, house.hospital, actor, claim.reference, told, reason="their letter", key=request
        ),
    )


def take_back(house: House, claim: Claim, reason: str = "the patient need not pay it") -> Claim:
    return house.as_(
        BILLING,
        lambda unit, actor: answers.take_back(unit, house.hospital, actor, claim.reference, reason=reason, key="back"),
    )


def resubmit(house: House, claim: Claim) -> Claim:
    return house.as_(BILLING, lambda unit, actor: answers.resubmit(unit, house.hospital, actor, claim.reference))


def cancel(house: House, claim: Claim) -> Claim:
    return house.as_(
        BILLING, lambda unit, actor: claiming.cancel(unit, house.hospital, actor, claim.reference, reason="not theirs")
    )


def tasks(house: House) -> list[str]:
    return [task.kind for task in house.read(lambda unit: open_tasks(unit, "billing"))]


def paid(house: House) -> Decimal:
    """What counts towards Hugo's limit."""
    mine = policy(house, HUGO).id
    return house.read(lambda unit: ledger.used(unit, (mine, 2026))).paid


def passed_on(house: House) -> list[Decimal]:
    return list(house.read(lambda unit: claim_records.passed_on(unit, "I-1")).values())


def adds_up(claim: Claim) -> bool:
    parts = [
        (line.approved or ZERO) + line.to_patient + line.written_off + line.resubmitted + line.undecided
        for line in claim.lines
        if line.approved is not None
    ]
    whole = [line.claimed for line in claim.lines if line.approved is not None]
    return parts == whole and sum((line.claimed for line in claim.lines), ZERO) == claim.claimed


# --- sent and answered ----------------------------------------------------------------------------


def test_a_claim_is_made_with_its_invoice_and_waits_to_be_sent(house: House) -> None:
    claim = drafted(house)
    assert (claim.status, claim.claimed, claim.invoice) == ("draft", euros("120.00"), "I-1")
    assert [(line.description, line.claimed) for line in claim.lines] == [
        ("order O-1", euros("80.00")),
        ("order O-2", euros("40.00")),
    ]
    assert tasks(house) == ["claim"]
    assert send(house, claim).status == "active"
    assert send(house, claim).status == "active"
    assert tasks(house) == []


def test_a_claim_paid_in_full_leaves_nothing_to_do(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "40.00")
    assert seen(claim.status, claim.approved, claim.undecided, claim.insurer_reference) == ("paid", 120, 0, "INS-9")
    assert tasks(house) == []
    assert answer(house, claim, "80.00", "40.00") == claim
    with pytest.raises(InsuranceStatusError):
        answer(house, claim, "80.00", "39.00")


def test_what_is_turned_down_waits_for_a_person_and_is_nobodys_until_then(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    assert seen(claim.status, claim.approved, claim.undecided) == ("partly-paid", 90, 30)
    assert claim.lines[1].reason == "excluded"
    assert seen(tasks(house), passed_on(house), paid(house)) == (["claim_rejected"], [], 120)


def test_a_person_shares_out_what_was_turned_down_to_the_last_coin(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "0.00", "0.00")
    assert claim.status == "rejected"
    first, second = claim.lines
    claim = decide(
        house, claim, Decision(first.id, To.PATIENT, Decimal(50)), Decision(first.id, To.HOSPITAL, Decimal(30))
    )
    assert seen(claim.undecided, tasks(house), adds_up(claim)) == (40, ["claim_rejected"], True)
    # what the insurer will not pay counts towards its limit no more: 120 less 80
    assert seen(passed_on(house), paid(house)) == ([50], 40)
    claim = decide(house, claim, Decision(second.id, To.PATIENT, Decimal(40)))
    assert seen(claim.undecided, tasks(house), adds_up(claim)) == (0, [], True)
    assert seen(sorted(passed_on(house)), paid(house)) == ([40, 50], 0)
    with pytest.raises(TooMuchError):
        decide(house, claim, Decision(second.id, To.PATIENT, Decimal("0.01")))
    assert house.read(ledger.differences) == []


def test_a_decision_that_is_sent_twice_is_decided_once_and_its_key_stands_for_no_other(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    line = claim.lines[1].id
    decided = decide(house, claim, Decision(line, To.PATIENT, Decimal(10)), key="k")
    assert decide(house, claim, Decision(line, To.PATIENT, Decimal("10.00")), key="k") == decided
    for other in (Decision(line, To.PATIENT, Decimal(11)), Decision(line, To.HOSPITAL, Decimal(10))):
        with pytest.raises(KeyUsedError):
            decide(house, claim, other, key="k")
    assert seen(passed_on(house), decided.undecided, paid(house)) == ([10], 20, 110)


def test_a_corrected_answer_takes_back_what_was_decided_about_the_lines_that_change(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "50.00", "10.00")
    _, second = claim.lines
    decide(house, claim, *(Decision(line.id, To.PATIENT, Decimal(30)) for line in claim.lines))
    assert seen(passed_on(house), paid(house), tasks(house)) == ([30, 30], 60, [])
    for _ in range(2):
        after = correct(house, claim, "50.00", "25.00", key="k")
        assert seen(after.approved, after.undecided, adds_up(after)) == (75, 15, True)
        assert seen(passed_on(house), paid(house), tasks(house)) == ([30], 90, ["claim_rejected"])
    with pytest.raises(KeyUsedError):
        correct(house, claim, "50.00", "26.00", key="k")
    decide(house, claim, Decision(second.id, To.HOSPITAL, Decimal(15)))
    assert seen(passed_on(house), paid(house), tasks(house)) == ([30], 75, [])
    # the insurer pays all of it after all, then nothing: each time it is known what waits
    assert seen(correct(house, claim, "80.00", "40.00").status, passed_on(house), paid(house)) == ("paid", [], 120)
    assert seen(correct(house, claim, "0.00", "0.00").undecided, tasks(house)) == (120, ["claim_rejected"])
    assert house.read(ledger.differences) == []
    assert house.read(audit.verify) is None


def test_what_is_claimed_again_is_corrected_at_the_newer_claim(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    again = resubmit(house, claim)
    with pytest.raises(TooMuchError):
        correct(house, claim, "80.00", "10.01")
    with pytest.raises(InsuranceStatusError):
        correct(house, again, "30.00")
    done = answer(house, send(house, again), "0.00")
    assert seen(correct(house, done, "30.00").status, paid(house)) == ("paid", 120)


def test_decisions_are_taken_back_with_a_reason_and_wait_again(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    decide(house, claim, Decision(claim.lines[1].id, To.PATIENT, Decimal(30)))
    with pytest.raises(InsuranceError):
        take_back(house, claim, reason=" ")
    for _ in range(2):
        assert seen(take_back(house, claim).undecided, passed_on(house), paid(house)) == (30, [], 120)
    assert tasks(house) == ["claim_rejected"]


def test_nothing_is_taken_back_or_corrected_once_the_invoice_is_credited(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    decide(house, claim, Decision(claim.lines[1].id, To.PATIENT, Decimal(30)))
    credit(house, "I-1")
    with pytest.raises(TooMuchError):
        take_back(house, claim)
    for approved in (("80.00", "40.00"), ("70.00", "10.00")):
        with pytest.raises(TooMuchError):
            correct(house, claim, *approved)
    assert seen(paid(house), tasks(house)) == (0, ["claim_repay"])


def test_what_was_turned_down_is_asked_for_again_once(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    again = resubmit(house, claim)
    assert (again.status, again.claimed, again.replaces_id) == ("draft", euros("30.00"), claim.id)
    assert resubmit(house, claim) == again
    before = house.read(lambda unit: claim_records.get(unit, claim.reference))
    assert seen(before.status, before.undecided, adds_up(before)) == ("partly-paid", 0, True)
    # it may still be paid, so it still counts
    assert seen(paid(house), tasks(house)) == (120, ["claim"])
    done = answer(house, send(house, again), "25.00")
    assert seen(done.status, done.undecided) == ("partly-paid", 5)
    third = resubmit(house, done)
    done = answer(house, send(house, third), "0.00")
    decide(house, done, Decision(done.lines[0].id, To.HOSPITAL, Decimal(5)))
    claims = house.read(lambda unit: claim_records.of_invoice(unit, "I-1"))
    assert sum((each.approved for each in claims), ZERO) == paid(house) == 115
    assert (all(adds_up(each) for each in claims), tasks(house), passed_on(house)) == (True, [], [])


# --- called off -----------------------------------------------------------------------------------


def test_a_claim_that_people_call_off_waits_for_a_decision_too(house: House) -> None:
    claim = cancel(house, drafted(house))
    assert seen(claim.status, claim.undecided, tasks(house)) == ("cancelled", 120, ["claim_rejected"])
    decide(house, claim, *(Decision(line.id, To.PATIENT, line.claimed) for line in claim.lines))
    assert seen(sorted(passed_on(house)), paid(house), tasks(house)) == ([40, 80], 0, [])


def test_a_credit_note_calls_off_what_is_not_answered(house: House) -> None:
    claim = send(house, drafted(house))
    credit(house, "I-1")
    credit(house, "I-1")
    after = house.read(lambda unit: claim_records.get(unit, claim.reference))
    assert seen(after.status, after.undecided, paid(house), tasks(house)) == ("cancelled", 0, 0, [])
    with pytest.raises(InsuranceStatusError):
        answer(house, after, "80.00", "40.00")


def test_what_was_paid_for_a_credited_invoice_is_given_back_by_a_person(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    credit(house, "I-1")
    assert seen(tasks(house), paid(house)) == (["claim_repay"], 0)
    # what was turned down is nobody's any more
    with pytest.raises(TooMuchError):
        decide(house, claim, Decision(claim.lines[1].id, To.PATIENT, Decimal(30)))
    with pytest.raises(TooMuchError):
        resubmit(house, claim)
    assert passed_on(house) == []


def test_a_claim_with_a_credited_charge_is_sorted_out_by_a_person(house: House) -> None:
    claim = drafted(house)
    credit(house, "I-1", [claim.lines[1].charge_id])
    assert seen(sorted(tasks(house)), paid(house)) == (["claim", "claim_repay"], 80)


# --- bad input ------------------------------------------------------------------------------------


def test_an_answer_that_makes_no_sense_changes_nothing(house: House) -> None:
    claim = send(house, drafted(house))
    refused: list[tuple[type[Exception], tuple[str, str], dict[str, str]]] = [
        (TooMuchError, ("80.01", "40.00"), {}),
        (AmountError, ("-1.00", "40.00"), {}),
        (AmountError, ("79.999", "40.00"), {}),
        (AmountError, ("NaN", "40.00"), {}),
        (CurrencyError, ("80.00", "40.00"), {"currency": "USD"}),
        (InsuranceError, ("80.00", "39.00"), {"reason": " "}),
    ]
    for refusal, approved, more in refused:
        with pytest.raises(refusal):
            answer(house, claim, *approved, **more)
    for lines in ([claim.lines[0].id], [claim.lines[0].id] * 2, [claim.lines[0].id, 999_999]):
        told = Response([LineAnswer(line, Decimal(1), "r") for line in lines], "EUR")
        with pytest.raises(InsuranceError):
            house.as_(
                BILLING,
                lambda unit, actor, told=told: answers.answer(unit, house.hospital, actor, claim.reference, told),  # type: ignore[misc]
            )
    assert house.read(lambda unit: claim_records.get(unit, claim.reference)) == claim


def test_nothing_is_decided_or_answered_before_its_time(house: House) -> None:
    claim = drafted(house)
    with pytest.raises(InsuranceStatusError):
        answer(house, claim, "80.00", "40.00")
    with pytest.raises(InsuranceStatusError):
        decide(house, claim, Decision(claim.lines[0].id, To.PATIENT, Decimal(1)))
    with pytest.raises(InsuranceStatusError):
        resubmit(house, claim)


def test_no_more_is_decided_than_was_turned_down_and_never_less_than_nothing(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    first, second = claim.lines
    for refusal, decision in [
        (TooMuchError, Decision(second.id, To.PATIENT, Decimal("30.01"))),
        (TooMuchError, Decision(first.id, To.PATIENT, Decimal("0.01"))),
        (TooMuchError, Decision(second.id, To.PATIENT, Decimal(0))),
        (AmountError, Decision(second.id, To.HOSPITAL, Decimal(-1))),
        (InsuranceError, Decision(999_999, To.PATIENT, Decimal(1))),
    ]:
        with pytest.raises(refusal):
            decide(house, claim, Decision(second.id, To.PATIENT, Decimal(1)), decision)
    with pytest.raises(InsuranceError):
        decide(house, claim)
    assert seen(passed_on(house), paid(house)) == ([], 120)


def test_every_step_of_a_claim_is_in_the_audit_trail_with_who_took_it(house: House) -> None:
    claim = answer(house, send(house, drafted(house)), "80.00", "10.00")
    decide(house, claim, Decision(claim.lines[1].id, To.PATIENT, Decimal(30)))
    house.as_(BILLING, lambda unit, actor: claim_records.read(unit, actor, claim.reference))
    steps = [row for row in house.rows(AuditRow) if row.action.startswith(("claim.", "coverage."))]
    assert [(row.action, row.actor.partition("@")[0]) for row in steps] == [
        ("coverage.use", "test"),
        ("claim.make", "test"),
        ("claim.move", "staff:mark.stone"),
        ("claim.move", "staff:mark.stone"),
        ("coverage.give_back", "staff:mark.stone"),
        ("claim.decide", "staff:mark.stone"),
        ("claim.read", "staff:mark.stone"),
    ]
    assert house.read(audit.verify) is None
