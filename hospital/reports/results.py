"""Values and what they mean: usual, abnormal, or so far off that somebody must hear of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from hospital.reports.errors import ReportError

FLAGS = ("N", "L", "H", "A", "LL", "HH", "AA")
"""HL7's observation interpretations that we use: normal, low, high, abnormal, and the critical ones of the three."""
CRITICAL = frozenset({"LL", "HH", "AA"})
ABNORMAL = frozenset({"L", "H", "A"}) | CRITICAL
MOST_RESULTS = 200
_LONGEST = {"name": 200, "code": 64, "unit": 32, "value": 64}


@dataclass(frozen=True)
class Result:
    """One value as it was told: `value` and the limits are texts, in which every digit means something.

    Limits are decimal numbers with a point; those that are given make the flag of a number. A value that is no number
    needs its `flag` said where there are limits.
    """

    name: str
    value: str
    unit: str | None = None
    low: str | None = None
    high: str | None = None
    critical_low: str | None = None
    critical_high: str | None = None
    code: str | None = None
    flag: str | None = None

    @property
    def is_critical(self) -> bool:
        """Whether somebody must hear of it at once."""
        return self.flag in CRITICAL

    @property
    def is_abnormal(self) -> bool:
        """Whether it is not what is usual."""
        return self.flag in ABNORMAL


def checked(results: Sequence[Result]) -> list[Result]:
    """Results as they are kept, each with its flag. Raises ReportError for what makes no sense."""
    if len(results) > MOST_RESULTS:
        raise ReportError("results")
    return [_checked(result) for result in results]


def _checked(result: Result) -> Result:
    texts = {name: _text(getattr(result, name), name) for name in ("name", "value", "unit", "code")}
    if texts["name"] is None or texts["value"] is None:
        raise ReportError("name" if texts["name"] is None else "value")
    limits = {name: _limit(getattr(result, name), name) for name in _LIMITS}
    _check_order(limits)
    number = _number(texts["value"])
    if number is None and any(limit is not None for limit in limits.values()) and result.flag is None:
        raise ReportError("flag")  # a number that is not understood must not pass for a usual one
    flag = _flag(number, limits, result.flag)
    told = {name: None if limit is None else f"{limit:f}" for name, limit in limits.items()}
    return Result(**{**texts, **told, "flag": flag})  # type: ignore[arg-type]


_LIMITS = ("critical_low", "low", "high", "critical_high")


def _text(told: str | None, field: str) -> str | None:
    text = " ".join((told or "").split())
    if len(text) > _LONGEST[field]:
        raise ReportError(field)
    return text or None


def _limit(told: str | None, field: str) -> Decimal | None:
    if told is None:
        return None
    number = _number(told.strip())
    if number is None:
        raise ReportError(field)
    return number


def _number(text: str) -> Decimal | None:
    """The number that a text is; None for one that is none, or not finite, or too long."""
    if len(text) > _LONGEST["value"] or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST["value"]:
        return None  # written out, 1e9999999999 fills the memory
    return number if len(f"{number:f}") <= _LONGEST["value"] else None


def _check_order(limits: dict[str, Decimal | None]) -> None:
    given = [limit for name in _LIMITS if (limit := limits[name]) is not None]
    if given != sorted(given):
        raise ReportError("limits")


def _flag(number: Decimal | None, limits: dict[str, Decimal | None], told: str | None) -> str | None:
    if told is not None and told not in FLAGS:
        raise ReportError("flag")
    if number is None or all(limit is None for limit in limits.values()):
        return told
    made = _of_number(number, limits)
    if made is None:
        return told
    if told is not None and told != made:
        raise ReportError("flag")
    return made


def _of_number(number: Decimal, limits: dict[str, Decimal | None]) -> str | None:
    """The flag that limits make of a number; None where they only say what is dangerous, and it is not."""
    low, high, lowest, highest = (limits[name] for name in ("low", "high", "critical_low", "critical_high"))
    if lowest is not None and number < lowest:
        return "LL"
    if highest is not None and number > highest:
        return "HH"
    if low is not None and number < low:
        return "L"
    if high is not None and number > high:
        return "H"
    return None if low is None and high is None else "N"


def fresh_critical(before: Sequence[Result], after: Sequence[Result]) -> bool:
    """Whether a dangerous value is among results that was not among them before."""
    known = {(result.name, result.value) for result in before if result.is_critical}
    return any(result.is_critical and (result.name, result.value) not in known for result in after)


def rows(results: Sequence[Result], report_id: int, version: int) -> list[dict[str, Any]]:
    """Results as rows of a version."""
    return [
        {"report_id": report_id, "version": version, "position": position, **vars(result)}
        for position, result in enumerate(results)
    ]
