"""What insurers pay of charges and what the patient owes, charge by charge, with the reasons.

Of what is left of a charge, each policy in its order: nothing where the category, the site or a lacking authorisation
says so; else the year's deductible first, then the fixed copay, then the patient's percentage; and never more than was
authorised or than the year's limit has left. Terms as insurers explain them: https://www.healthcare.gov/glossary/
(deductible, copayment, coinsurance). A part is rounded to the smallest coin, the patient has the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from hospital import people
from hospital.charges import LATE_CANCELLATION, Charge
from hospital.directory import Hospital
from hospital.insurance import coverages, grants, ledger
from hospital.insurance.coverages import ACTIVE, Coverage
from hospital.insurance.errors import InsuranceError, SomebodyElsesPolicyError
from hospital.insurance.grants import Grant
from hospital.insurance.shares import ZERO, Item, Line, Part, Reason, Share, Used, Why, Year
from hospital.money import checked, rounded
from hospital.office import Unit


def share_of(
    unit: Unit, hospital: Hospital, patient_id: int, charges: Sequence[Charge], on: date | None = None
) -> Share:
    """Who owes what of a patient's charges, under the locks under which `ledger.use` may use it.

    `on` is the day whose cover counts; without one it is for each charge the day on which it came about. Nothing is
    used yet. Raises SomebodyElsesPolicyError for another patient's charge, InsuranceError for one that is there twice,
    money.AmountError.
    """
    if any(charge.patient_id != patient_id for charge in charges):
        raise SomebodyElsesPolicyError
    if len({charge.id for charge in charges}) < len(charges):
        raise InsuranceError("charges")
    people.lock(unit, patient_id)
    items = [item_of(hospital, charge, on) for charge in charges]
    return shared(unit, hospital, patient_id, items, read=ledger.locked)


def item_of(hospital: Hospital, charge: Charge, on: date | None = None) -> Item:
    """A charge as it is shared: at its own day and site, in its category or, without one, its kind."""
    site = hospital.locations_by_id.get(charge.location_id) if charge.location_id is not None else None
    return Item(
        charge.description,
        charge.category or charge.kind,
        charge.amount,
        on or hospital.local(charge.occurred_at).date(),
        charge.code,
        site.code if site is not None else None,
        charge.id,
    )


def shared(
    unit: Unit,
    hospital: Hospital,
    patient_id: int,
    items: Sequence[Item],
    *,
    read: Callable[[Unit, Year], Used] = ledger.used,
) -> Share:
    """Who owes what of some items, taken one after the other; for this package. Raises money.AmountError."""
    policies = [each for each in coverages.all_of(unit, patient_id) if each.status == ACTIVE]
    book = _Book(unit, hospital.currency, grants.of_policies(unit, [each.id for each in policies]), read)
    lines = []
    for item in items:
        exact = replace(item, amount=checked(item.amount, hospital.currency))
        # no plan pays for a visit that was called off
        open_to = () if item.code == LATE_CANCELLATION else policies
        lines.append(book.line(exact, [each for each in open_to if each.holds_on(item.day)]))
    return Share(patient_id, hospital.currency, lines, book.seen)


@dataclass
class _Book:
    """What is left of policies and authorisations while one charge after the other is worked out."""

    unit: Unit
    currency: str
    grants: list[Grant]
    read: Callable[[Unit, Year], Used]
    seen: dict[Year, Used] = field(default_factory=dict)
    now: dict[Year, Used] = field(default_factory=dict)

    def line(self, item: Item, policies: Sequence[Coverage]) -> Line:
        parts: list[Part] = []
        rest = item.amount
        for policy in policies:
            if rest:
                parts.append(self._part(policy, item, rest))
                rest -= parts[-1].pays
        return Line(item, parts)

    def _part(self, policy: Coverage, item: Item, rest: Decimal) -> Part:
        year = (policy.id, item.day.year)
        blank = Part(policy.id, policy.reference, policy.insurer, item.day.year, rest, ZERO, ())
        grant = grants.best(self.grants, policy.id, item)
        if (why := _against(policy, item, grant)) is not None:
            return replace(blank, reasons=(Reason(why, rest),))
        if not policy.terms.of(item.category).needs_authorisation:
            grant = None
        pays, reasons = self._split(policy, item, rest, grant, self._used(year))
        part = replace(blank, pays=pays, reasons=reasons, authorisation_id=grant.id if grant is not None else None)
        before = self._used(year)
        self.now[year] = Used(before.deductible + part.deductible, before.paid + pays)
        if grant is not None:
            self.grants[self.grants.index(grant)] = grant.drawn(pays)
        return part

    def _split(
        self, policy: Coverage, item: Item, rest: Decimal, grant: Grant | None, used: Used
    ) -> tuple[Decimal, Sequence[Reason]]:
        """What a policy pays of an amount, and what the rest is for."""
        terms, own = policy.terms, policy.terms.of(item.category)
        deductible = min(rest, max(self._coins(terms.deductible) - used.deductible, ZERO))
        copay = min(rest - deductible, self._coins(own.copay))
        base = rest - deductible - copay
        would = rounded(base * (100 - own.patient_percent) / 100, self.currency)
        granted = would if grant is None or grant.left is None else min(would, grant.left)
        limit = terms.annual_limit
        pays = granted if limit is None else min(granted, max(self._coins(limit) - used.paid, ZERO))
        told = {
            Why.DEDUCTIBLE: deductible,
            Why.COPAY: copay,
            Why.OWN_PERCENT: base - would,
            Why.OVER_AUTHORISED: would - granted,
            Why.OVER_LIMIT: granted - pays,
        }
        return self._coins(pays), tuple(Reason(why, self._coins(amount)) for why, amount in told.items() if amount)

    def _used(self, year: Year) -> Used:
        if year not in self.now:
            self.now[year] = self.seen[year] = self.read(self.unit, year)
        return self.now[year]

    def _coins(self, amount: Decimal) -> Decimal:
        return rounded(amount, self.currency)


def _against(policy: Coverage, item: Item, grant: Grant | None) -> Why | None:
    """What stands against a policy's paying anything."""
    own, sites = policy.terms.of(item.category), policy.terms.locations
    if not own.is_covered:
        return Why.NOT_COVERED
    if sites and item.location is not None and item.location not in sites:
        return Why.NOT_AT_THIS_SITE
    return Why.LACKS_AUTHORISATION if own.needs_authorisation and grant is None else None
