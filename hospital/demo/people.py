"""Invents patients for the demo hospital: as many as fill its days, the same ones for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from hospital.demo.names import MEN, SURNAMES, WOMEN
from hospital.file_models import Dependant, Patient

PLANS = (("meridian", "basic"), ("meridian", "family"), ("harbourline", "standard"), ("northway", "work"))
FIRST_NUMBER = 1001
FIRST_PHONE, LAST_PHONE = 447700900100, 447700900999
"""Numbers that are kept for fiction."""


@dataclass(frozen=True)
class Invented:
    """An invented patient, and who among them sees a gynaecologist."""

    patient: Patient
    is_woman: bool


def invent(rng: Random, count: int, today: date) -> list[Invented]:
    """So many adults, some of them with children; one in seven writes Spanish."""
    return [_adult(rng, index, today) for index in range(count)]


def _adult(rng: Random, index: int, today: date) -> Invented:
    is_woman = rng.random() < 0.52
    surname = rng.choice(SURNAMES)
    born = today - timedelta(days=rng.randint(19 * 366, 88 * 365))
    insurer, plan = rng.choice(PLANS)
    said: dict[str, Any] = {
        "name": f"{rng.choice(WOMEN if is_woman else MEN)} {surname}",
        "number": f"LQ-{FIRST_NUMBER + index:06d}",
        "phone": f"+{FIRST_PHONE + index % (LAST_PHONE - FIRST_PHONE + 1)}",
        "language": "es" if rng.random() < 0.15 else "en",
        "date_of_birth": born,
    }
    if rng.random() < 0.4:
        said["insurance"] = {
            "insurer": insurer,
            "plan": plan,
            "member_id": f"{insurer[:2].upper()}-{rng.randint(1000, 9999)}",
        }
    age = (today - born).days // 365
    if 24 <= age <= 48 and rng.random() < 0.35:
        said["dependants"] = [_child(rng, surname, today) for _ in range(rng.choice((1, 1, 2)))]
    return Invented(Patient.model_validate(said), is_woman)


def _child(rng: Random, surname: str, today: date) -> Dependant:
    is_girl = rng.random() < 0.5
    return Dependant(
        name=f"{rng.choice(WOMEN if is_girl else MEN)} {surname}",
        date_of_birth=today - timedelta(days=rng.randint(30, 14 * 365)),
        relation="daughter" if is_girl else "son",
    )
