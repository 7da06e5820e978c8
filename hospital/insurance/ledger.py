"""What of each policy's deductible and limit is used in a year: lines that are only ever added, and their sums.

An invoice uses, a credit note gives back. A year's row is locked before it is read; what a share was worked out from
must still stand when it is used, so that nothing is used twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from db.models import AuthorisationRow, CoverageRow, CoverageUseRow, CoverageYearRow
from hospital import audit, people
from hospital.file_merge import add, rows_in
from hospital.insurance.errors import StaleShareError, TooMuchError, UsedTwiceError
from hospital.insurance.shares import ZERO, Line, Part, Share, Used, Year
from hospital.office import Unit

USE, RETURN = "use", "return"


@dataclass(frozen=True)
class Difference:
    """A year whose sums are not those of its lines."""

    coverage_id: int
    year: int
    kept: Used
    summed: Used


def used(unit: Unit, year: Year) -> Used:
    """What is used of a policy in a year."""
    row = unit.connection.execute(_YEAR.where(*_of(year))).one_or_none()
    return Used() if row is None else Used(*row)


def locked(unit: Unit, year: Year) -> Used:
    """The same under the lock of the year's row, which is made where it is not there."""
    coverage_id, number = year
    row = {"coverage_id": coverage_id, "year": number, "deductible_used": ZERO, "paid": ZERO}
    unit.connection.execute(insert(CoverageYearRow).prefix_with(unit.insert_ignore()), row)
    return Used(*unit.connection.execute(_YEAR.where(*_of(year)).with_for_update()).one())


def use(unit: Unit, share: Share, source: str) -> None:
    """An invoice uses what its share says, in the transaction that issues it.

    Raises StaleShareError where something was used since the share was worked out, UsedTwiceError for a charge that
    uses its policy on another invoice.
    """
    people.lock(unit, share.patient_id)
    if any(locked(unit, year) != seen for year, seen in sorted(share.seen.items())):
        raise StaleShareError
    uses = [
        (line, part)
        for line in share.lines
        for part in line.parts
        if part.pays or part.deductible or part.authorisation_id is not None
    ]
    rows = [_row(unit, line, part, source) for line, part in uses]
    if rows_in(unit, select(CoverageUseRow.id), CoverageUseRow.open_key, [row["open_key"] for row in rows]):
        raise UsedTwiceError
    add(unit, CoverageUseRow, rows)
    for year, parts in _by_year([part for _, part in uses]).items():
        _add(unit, year, sum((part.deductible for part in parts), ZERO), sum((part.pays for part in parts), ZERO))
    for _, part in uses:
        if part.authorisation_id is not None:
            _draw(unit, part.authorisation_id, part.pays, 1)
    told = {"insurer": str(share.insurer), "patient": str(share.patient)}
    audit.append(unit, audit.Entry("coverage.use", source, told), chain_of=share.patient_id)


def _row(unit: Unit, line: Line, part: Part, source: str) -> dict[str, Any]:
    charge_id = line.item.charge_id
    assert charge_id is not None, "what is used belongs to a charge"
    return {
        "coverage_id": part.coverage_id,
        "year": part.year,
        "charge_id": charge_id,
        "source": source,
        "kind": USE,
        "deductible": part.deductible,
        "paid": part.pays,
        "authorisation_id": part.authorisation_id,
        "open_key": f"{charge_id} {part.coverage_id}",
        "noted_at": unit.now,
    }


def _by_year(parts: Sequence[Part]) -> dict[Year, list[Part]]:
    found: dict[Year, list[Part]] = {}
    for part in parts:
        found.setdefault((part.coverage_id, part.year), []).append(part)
    return found


def is_used_by(unit: Unit, source: str) -> bool:
    """Whether an invoice used something, given back or not."""
    return unit.connection.scalar(select(CoverageUseRow.id).where(CoverageUseRow.source == source).limit(1)) is not None


def give_back(unit: Unit, source: str, charge_ids: Collection[int] | None = None) -> None:
    """A credit note gives back what is left of an invoice's uses, or of these charges'; again it gives nothing."""
    for row in _open(unit, source):
        if charge_ids is None or row.charge_id in charge_ids:
            _return(unit, row, source, row.deductible, row.paid, is_last=True)


def standing(unit: Unit, source: str, coverage_id: int, charge_id: int) -> Decimal:
    """What of an insurer's part of a charge counts towards its limit."""
    found = _of_charge(unit, source, coverage_id, charge_id)
    return found[0].paid if found else ZERO


def stands(unit: Unit, source: str, coverage_id: int, charge_id: int) -> bool:
    """Whether a charge of an invoice was not credited."""
    return bool(_of_charge(unit, source, coverage_id, charge_id))


def give_back_part(unit: Unit, source: str, coverage_id: int, charge_id: int, amount: Decimal) -> None:
    """What an insurer turned down for good does not count towards its limit. Raises TooMuchError."""
    found = _of_charge(unit, source, coverage_id, charge_id)
    left = found[0].paid if found else ZERO
    if amount > left:
        raise TooMuchError(left)
    if amount:
        _return(unit, found[0], source, ZERO, amount, is_last=False)


def use_again(unit: Unit, source: str, coverage_id: int, charge_id: int, amount: Decimal) -> None:
    """What was given back in part of a use that stands counts once more: the insurer may pay it yet."""
    row = _of_charge(unit, source, coverage_id, charge_id)[0]
    again = {
        "coverage_id": row.coverage_id,
        "year": row.year,
        "charge_id": row.charge_id,
        "source": source,
        "kind": USE,
        "deductible": ZERO,
        "paid": amount,
        "authorisation_id": row.authorisation_id,
        "noted_at": unit.now,
    }
    unit.connection.execute(insert(CoverageUseRow), again)
    _add(unit, (row.coverage_id, row.year), ZERO, amount)
    if row.authorisation_id is not None:
        _draw(unit, row.authorisation_id, amount, 0)
    patient_id = unit.connection.scalar(select(CoverageRow.patient_id).where(CoverageRow.id == row.coverage_id))
    audit.append(unit, audit.Entry("coverage.use_again", source, {"paid": str(amount)}), chain_of=patient_id or 0)


def _of_charge(unit: Unit, source: str, coverage_id: int, charge_id: int) -> Sequence[Row[Any]]:
    return [row for row in _open(unit, source) if (row.coverage_id, row.charge_id) == (coverage_id, charge_id)]


def _open(unit: Unit, source: str) -> Sequence[Row[Any]]:
    """The uses of an invoice that stand, each with what of it was not given back, under their locks."""
    u = CoverageUseRow
    patients = select(CoverageRow.patient_id).join(u, u.coverage_id == CoverageRow.id).where(u.source == source)
    for patient_id in sorted(set(unit.connection.scalars(patients))):
        people.lock(unit, patient_id)
    years = select(u.coverage_id, u.year).where(u.source == source).distinct()
    for row in sorted(unit.connection.execute(years).all()):
        locked(unit, (row.coverage_id, row.year))
    return unit.connection.execute(_net().where(u.source == source).order_by(func.min(u.id))).all()


def _return(unit: Unit, row: Row[Any], source: str, deductible: Decimal, paid: Decimal, *, is_last: bool) -> None:
    back = {
        "coverage_id": row.coverage_id,
        "year": row.year,
        "charge_id": row.charge_id,
        "source": source,
        "kind": RETURN,
        "deductible": -deductible,
        "paid": -paid,
        "authorisation_id": row.authorisation_id,
        "noted_at": unit.now,
    }
    unit.connection.execute(insert(CoverageUseRow), back)
    _add(unit, (row.coverage_id, row.year), -deductible, -paid)
    if row.authorisation_id is not None:
        _draw(unit, row.authorisation_id, -paid, -1 if is_last else 0)
    if is_last:
        mine = CoverageUseRow.open_key == f"{row.charge_id} {row.coverage_id}"
        unit.connection.execute(update(CoverageUseRow).where(mine).values(open_key=None))
    patient_id = unit.connection.scalar(select(CoverageRow.patient_id).where(CoverageRow.id == row.coverage_id))
    entry = audit.Entry("coverage.give_back", source, {"deductible": str(deductible), "paid": str(paid)})
    audit.append(unit, entry, chain_of=patient_id or 0)


def _add(unit: Unit, year: Year, deductible: Decimal, paid: Decimal) -> None:
    before = used(unit, year)
    values = {"deductible_used": before.deductible + deductible, "paid": before.paid + paid}
    unit.connection.execute(update(CoverageYearRow).where(*_of(year)).values(**values))


def _draw(unit: Unit, authorisation_id: int, amount: Decimal, uses: int) -> None:
    mine = AuthorisationRow.id == authorisation_id
    columns = (AuthorisationRow.used, AuthorisationRow.uses, AuthorisationRow.amount)
    before = unit.connection.execute(select(*columns).where(mine).with_for_update()).one()
    used = max(before.used + amount, ZERO)
    # what is used again may find its room taken by other charges meanwhile; the insurer pays what it pays
    values = {"used": used if before.amount is None else min(used, before.amount), "uses": before.uses + uses}
    unit.connection.execute(update(AuthorisationRow).where(mine).values(**values))


def differences(unit: Unit) -> Sequence[Difference]:
    """Years whose sums are not those of their lines: none, ever."""
    u, y = CoverageUseRow, CoverageYearRow
    sums = select(u.coverage_id, u.year, func.sum(u.deductible).label("d"), func.sum(u.paid).label("p"))
    summed = {
        (row.coverage_id, row.year): Used(row.d, row.p)
        for row in unit.connection.execute(sums.group_by(u.coverage_id, u.year))
    }
    rows = unit.connection.execute(select(y.coverage_id, y.year, y.deductible_used, y.paid))
    kept = {(row.coverage_id, row.year): Used(row.deductible_used, row.paid) for row in rows}
    return [
        Difference(*year, kept.get(year, Used()), summed.get(year, Used()))
        for year in sorted(kept.keys() | summed.keys())
        if kept.get(year, Used()) != summed.get(year, Used())
    ]


_YEAR = select(CoverageYearRow.deductible_used, CoverageYearRow.paid)


def _of(year: Year) -> tuple[Any, Any]:
    return CoverageYearRow.coverage_id == year[0], CoverageYearRow.year == year[1]


def _net() -> Select[*tuple[Any, ...]]:
    u = CoverageUseRow
    # a use that was given back whole has lost its key; partial returns leave it
    keyed = select(u.source, u.charge_id, u.coverage_id).where(u.open_key.is_not(None)).subquery()
    return (
        select(
            u.coverage_id,
            u.year,
            u.charge_id,
            u.authorisation_id,
            func.sum(u.deductible).label("deductible"),
            func.sum(u.paid).label("paid"),
        )
        .join(
            keyed,
            (keyed.c.source == u.source) & (keyed.c.charge_id == u.charge_id) & (keyed.c.coverage_id == u.coverage_id),
        )
        .group_by(u.coverage_id, u.year, u.charge_id, u.authorisation_id)
    )
