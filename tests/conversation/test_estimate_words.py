"""An estimate in words: a price and who would pay it, in both languages, and never a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from conversation.phrases.estimates import UNTOLD, words
from conversation.phrases.voice import GRAMMARS, Voice
from hospital.insurance.estimates import UNTOLD as UNTOLD_BY_HOSPITAL
from hospital.insurance.estimates import Estimate, EstimateLine, Unsure
from hospital.insurance.shares import Item, Line, Part, Reason, Why

TODAY, TUESDAY = date(2026, 6, 8), date(2026, 6, 9)
EN, ES = (Voice(language, today=TODAY) for language in ("en", "es"))


def estimate(*reasons: Reason, unsure: tuple[Unsure, ...] = ()) -> Estimate:
    """120, of which the plan pays what the reasons leave."""
    item = Item("Dr Vera Adler", "visit", Decimal(120), TUESDAY)
    pays = item.amount - sum(each.amount for each in reasons)
    part = Part(1, "CV-1", "Laya", 2026, item.amount, pays, reasons)
    line = EstimateLine(item.description, item.amount, Line(item, [part]))
    return Estimate(TUESDAY, "EUR", [line], item.amount, pays, item.amount - pays, unsure, TUESDAY)


PLAIN = estimate(Reason(Why.OWN_PERCENT, Decimal(36)))


@pytest.mark.parametrize(
    ("voice", "told"),
    [
        (
            EN,
            "Price €120.00, your plan about €84.00, you about €36.00. An estimate, not a promise."
            " This is what we know today; after Tuesday 9 June please ask again.",
        ),
        (
            ES,
            "Precio 120,00 €, su seguro unos 84,00 €, usted unos 36,00 €. Es una estimación, no una promesa."
            " Esto es lo que sabemos hoy; después del martes 9 de junio vuelva a preguntar.",
        ),
    ],
    ids=["en", "es"],
)
def test_the_price_and_both_parts_are_told(voice: Voice, told: str) -> None:
    assert words(voice, PLAIN) == told


@pytest.mark.parametrize("why", sorted(UNTOLD_BY_HOSPITAL))
@pytest.mark.parametrize("language", sorted(GRAMMARS))
def test_with_anything_unknown_only_the_full_price_is_told_and_why(language: str, why: Unsure) -> None:
    voice = Voice(language, today=TODAY)
    unknown = replace(PLAIN, insurer=None, patient=None, unsure=[why])
    told = words(voice, unknown)
    assert voice.money(Decimal(120)) in told and voice.say(UNTOLD[why]) in told
    assert voice.money(Decimal(84)) not in told and voice.money(Decimal(36)) not in told


def test_what_surprises_in_the_patients_part_is_said() -> None:
    odd = estimate(
        Reason(Why.DEDUCTIBLE, Decimal(50)), Reason(Why.OVER_LIMIT, Decimal(20)), Reason(Why.COPAY, Decimal(10))
    )
    told = words(EN, odd)
    assert "your plan about €40.00, you about €80.00" in told
    assert "€50.00 of your part is what you pay yourself each year" in told
    assert "€20.00 of it is above what your plan pays in a year" in told
    assert "€10.00" not in told


def test_without_a_price_or_a_policy_nothing_is_made_up() -> None:
    line = EstimateLine("Dr Jonas Brandt", None, None)
    lacking = replace(PLAIN, lines=[line], total=None, insurer=None, patient=None, unsure=[Unsure.NO_PRICE])
    assert words(EN, lacking).startswith("I have no price for Dr Jonas Brandt, so")
    alone = replace(PLAIN, insurer=Decimal(0), patient=Decimal(120), unsure=[Unsure.NO_COVERAGE])
    assert words(ES, alone).startswith("Precio 120,00 €. No nos consta ningún seguro suyo para ese día.")


@pytest.mark.parametrize("language", sorted(GRAMMARS))
def test_it_is_never_a_promise_aloud_either(language: str) -> None:
    for voice in (Voice(language, today=TODAY), Voice(language, today=TODAY).aloud()):
        for each in (PLAIN, replace(PLAIN, insurer=None, patient=None, unsure=[Unsure.AUTHORISATION])):
            assert {"en": "not a promise", "es": "no una promesa"}[language] in words(voice, each)
