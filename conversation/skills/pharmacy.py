"""The pharmacy: whether it has something, what that costs, whether it needs a prescription, and where it is.

In or out of stock, never how many; nothing of what a product is for or how much of it to take; nothing is kept aside.
"""

from __future__ import annotations

from collections.abc import Callable

from conversation.agendas import SOFT
from conversation.extractors.medical_questions import asks_what_it_does
from conversation.extractors.products import (
    asks_dose,
    asks_pharmacy_hours,
    asks_pharmacy_place,
    asks_to_keep,
    find_products,
    is_of_own_order,
)
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.talk import medical_advice, not_here_yet
from conversation.turn import Desk
from hospital.access import Actor, Role
from hospital.errors import NotFoundError
from hospital.pharmacy import lookup, places
from hospital.pharmacy.lookup import Answer, Availability

SHOWN, SHOWN_ALOUD = 6, 2
_BARE = 2  # words
_ANYBODY = Actor("anybody", Role.PATIENT)
"""Whoever asks: what a pharmacy has is no secret."""
_STANDS = {
    Availability.AVAILABLE: Say.PRODUCT_IN,
    Availability.LOW: Say.PRODUCT_LOW,
    Availability.OUT: Say.PRODUCT_OUT,
}


def pharmacy(desk: Desk, pen: Pen) -> None:
    """Answer about products and about the pharmacy itself, or say honestly that it is not known."""
    message = desk.understanding.message
    if asks_dose(message):
        medical_advice(desk, pen)
    elif is_about_products(desk, pen):
        _tell_of_products(desk, pen)
    elif asks_pharmacy_place(message) or (asks_pharmacy_hours(message) and not is_of_own_order(message)):
        _tell_place(desk, pen)
    elif is_of_own_order(message):
        not_here_yet(desk, pen)
    elif unknown := find_products(message):
        pen.tell(Say.PRODUCT_UNKNOWN, said=pen.voice.one_of(unknown), phone=desk.hospital.phone or "")
    else:
        pen.tell(Say.PRODUCT_WHICH)


def unless_products(answer: Callable[[Desk, Pen], None]) -> Callable[[Desk, Pen], None]:
    """A skill for what the desk has no answer to; where a product of the pharmacy is named, that is told instead."""

    def skill(desk: Desk, pen: Pen) -> None:
        is_open = pen.state.question not in {None, *SOFT}
        message = desk.understanding.message
        is_short = is_open and len(message.tokens) <= _BARE  # rather an answer than a question after a product
        if not is_short and is_about_products(desk, pen) and not asks_dose(message):
            _tell_of_products(desk, pen)
        else:
            answer(desk, pen)

    return skill


def is_about_products(desk: Desk, pen: Pen) -> bool:
    """Whether a message names something of the pharmacy's list, and nobody whom a visit would be to."""
    said = desk.understanding
    if said.doctors or said.specialities or desk.message.choice is not None:
        return False
    return any(_look_up(desk, pen, each) for each in find_products(said.message))


def _tell_of_products(desk: Desk, pen: Pen) -> None:
    if asks_what_it_does(desk.understanding.message):
        medical_advice(desk, pen)
    else:
        tell_products(desk, pen)


def tell_products(desk: Desk, pen: Pen) -> None:
    """Every product named: in or out, the price, the rule for prescriptions; and names that are not on the list."""
    message = desk.understanding.message
    found: dict[str, Answer] = {}
    unknown = []
    for name in find_products(message):
        answers = _look_up(desk, pen, name)
        found |= {answer.sku: answer for answer in answers}
        if not answers:
            unknown.append(name)
    shown = SHOWN_ALOUD if desk.message.channel == "voice" else SHOWN
    for answer in list(found.values())[:shown]:
        rule = Say.PRODUCT_ON_PRESCRIPTION if answer.needs_prescription else Say.PRODUCT_FREE
        facts = {"product": answer.name, "price": answer.price, "unit": _unit(pen, answer)}
        pen.tell(Say.QUOTE, words=pen.voice.say_all([(_STANDS[answer.availability], facts), (rule, {})]))
    if len(found) > shown:
        pen.tell(Say.PRODUCTS_MORE)
    if unknown and len(unknown) < len(find_products(message)) and _is_asked_with(unknown):
        pen.tell(Say.PRODUCT_UNKNOWN, said=pen.voice.one_of(unknown), phone=desk.hospital.phone or "")
    if asks_to_keep(message):
        pen.tell(Say.PRODUCT_NOT_KEPT, phone=desk.hospital.phone or "")


def _is_asked_with(unknown: list[str]) -> bool:
    """Whether what is not on the list was asked for as one thing, and is no part of another sentence."""
    return all(len(name.split()) <= 2 for name in unknown)


def _look_up(desk: Desk, pen: Pen, said: str) -> list[Answer]:
    return list(lookup.look_up(desk.unit, desk.hospital, _ANYBODY, said, pen.language))


def _unit(pen: Pen, answer: Answer) -> str:
    units = pen.voice.grammar.units
    return units.get(answer.unit, units["piece"])


def _tell_place(desk: Desk, pen: Pen) -> None:
    """Where the pharmacy is, as far as it is known; its hours are for the hospital's own words to say."""
    hospital = desk.hospital
    try:
        place = places.get(desk.unit, places.MAIN)
    except NotFoundError:
        pen.tell(Say.NOT_KNOWN, phone=hospital.phone or "")
        return
    site = hospital.locations_by_id.get(place.location_id) if place.location_id is not None else None
    if site is None and len(hospital.locations) == 1:
        site = next(iter(hospital.locations.values()))
    if site is not None and asks_pharmacy_place(desk.understanding.message):
        address = ", ".join(filter(None, (site.name, site.address, site.city)))
        pen.tell(Say.PHARMACY_AT, place=address)
    if site is None or asks_pharmacy_hours(desk.understanding.message):
        pen.tell(Say.NOT_KNOWN, phone=hospital.phone or "")
