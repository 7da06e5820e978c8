"""What something would cost, in words: a price and who would pay it, never a promise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from hospital.insurance.estimates import Estimate, Unsure
from hospital.insurance.shares import ZERO, Why

UNTOLD: Mapping[Unsure, Say] = {
    Unsure.NOT_CHECKED: Say.ESTIMATE_UNCHECKED,
    Unsure.AUTHORISATION: Say.ESTIMATE_TO_BE_ASKED,
    Unsure.SITE: Say.ESTIMATE_SITES,
}
"""Why nobody can tell what a plan pays."""
REASONS: Mapping[Say, tuple[Why, ...]] = {
    Say.ESTIMATE_DEDUCTIBLE: (Why.DEDUCTIBLE,),
    Say.ESTIMATE_OVER_LIMIT: (Why.OVER_LIMIT,),
    Say.ESTIMATE_NOT_COVERED: (Why.NOT_COVERED, Why.NOT_AT_THIS_SITE, Why.OVER_AUTHORISED),
}
"""What surprises in a patient's part; a copay and a percentage do not."""


def words(voice: Voice, estimate: Estimate) -> str:
    """An estimate as the desk says it; where anything is unknown, the full price and that nobody can tell the rest."""
    return voice.say_all([*_prices(voice, estimate), *_ending(estimate)])


def _prices(voice: Voice, estimate: Estimate) -> list[tuple[Say, Mapping[str, Any]]]:
    if estimate.total is None:
        things = [line.description for line in estimate.lines if line.price is None]
        return [(Say.ESTIMATE_NO_PRICE, {"things": things})]
    price: tuple[Say, Mapping[str, Any]] = (Say.ESTIMATE_PRICE, {"total": estimate.total})
    if estimate.insurer is None or estimate.patient is None:
        reasons = [voice.say(say) for why, say in UNTOLD.items() if why in estimate.unsure]
        return [price, (Say.ESTIMATE_CANNOT_TELL, {"reasons": reasons})]
    if Unsure.NO_COVERAGE in estimate.unsure:
        return [price, (Say.ESTIMATE_NO_COVERAGE, {})]
    facts = {"total": estimate.total, "insurer": estimate.insurer, "patient": estimate.patient}
    amounts = {say: sum((estimate.because(why) for why in whys), ZERO) for say, whys in REASONS.items()}
    return [(Say.ESTIMATE, facts), *((say, {"amount": amount}) for say, amount in amounts.items() if amount)]


def _ending(estimate: Estimate) -> list[tuple[Say, Mapping[str, Any]]]:
    return [(Say.ESTIMATE_NO_PROMISE, {}), (Say.ESTIMATE_UNTIL, {"day": estimate.valid_until})]
