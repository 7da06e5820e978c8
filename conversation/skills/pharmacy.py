"""The pharmacy: whether it has something, what that costs, whether it needs a prescription, and where it is.

In or out of stock, never how many; nothing of what a product is for or how much of it to take; nothing is kept aside.
"""

from __future__ import annotations

import re

from conversation.extractors.products import find_products
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.talk import medical_advice, not_here_yet
from conversation.turn import Desk
from hospital.access import Actor, Role
from hospital.errors import NotFoundError
from hospital.pharmacy import lookup, places
from hospital.pharmacy.lookup import Answer, Availability

SHOWN, SHOWN_ALOUD = 6, 2
_ANYBODY = Actor("anybody", Role.PATIENT)
"""Whoever asks: what a pharmacy has is no secret."""
_STANDS = {
    Availability.AVAILABLE: Say.PRODUCT_IN,
    Availability.LOW: Say.PRODUCT_LOW,
    Availability.OUT: Say.PRODUCT_OUT,
}
_DOSE = re.compile(
    r"\b(?:dos(?:e|es|age|is)|overdose|how (?:many|much|often) .{0,40}\b(?:take|give|use)\b|side effects?|safe to|mix"
    r"|together with|cuant[oa]s? .{0,40}\b(?:tomar|tomo|dar|doy|darle)\b|cada cuanto|efectos? secundarios?|mezclar)\b"
)
_OWN = re.compile(
    r"\b(?:my|mine|our|his|her|mi|mis|su) (?:\w+ )?(?:order|tablets|pills|meds|medicines?|medications?|prescriptions?"
    r"|scripts?|refills?|pedido|pastillas|medicinas?|medicamentos?|recetas?)\b|\bready\b|\bdeliver|\bcollect\b"
    r"|\blist[oa]s?\b|\benvi(?:o|ar|an)\b|\brecoger\b|\bdomicilio\b"
)
_ASIDE = re.compile(r"\b(?:reserv\w+|set aside|put (?:\w+ )?aside|keep|hold|apart(?:ar|en|e)\w*|guard(?:ar|en|e)\w*)\b")
_WHERE = re.compile(
    r"\b(?:where|wheres|which floor|what floor|find|get to|donde|que (?:piso|planta)|como llego)\b.*"
    r"\b(?:pharmacy|dispensary|chemist|farmacia|botica)\b"
)
_WHEN = re.compile(r"\b(?:hours?|open|opens|opening|close[sd]?|closing|abre|abren|abierta|cierra|cierran|horarios?)\b")


def pharmacy(desk: Desk, pen: Pen) -> None:
    """Answer about products and about the pharmacy itself, or say honestly that it is not known."""
    folded = desk.understanding.message.folded
    if _DOSE.search(folded):
        medical_advice(desk, pen)
    elif is_about_products(desk, pen):
        tell_products(desk, pen)
    elif _WHERE.search(folded) or (_WHEN.search(folded) and not _OWN.search(folded)):
        _tell_place(desk, pen)
    elif _OWN.search(folded):
        not_here_yet(desk, pen)
    elif unknown := find_products(desk.understanding.message):
        pen.tell(Say.PRODUCT_UNKNOWN, said=pen.voice.one_of(unknown), phone=desk.hospital.phone or "")
    else:
        pen.tell(Say.PRODUCT_WHICH)


def is_about_products(desk: Desk, pen: Pen) -> bool:
    """Whether a message names something of the pharmacy's list, and nobody whom a visit would be to."""
    said = desk.understanding
    if said.doctors or said.specialities or desk.message.choice is not None:
        return False
    return any(_look_up(desk, pen, each) for each in find_products(said.message))


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
    if _ASIDE.search(message.folded):
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
    if site is not None and _WHERE.search(desk.understanding.message.folded):
        address = ", ".join(filter(None, (site.name, site.address, site.city)))
        pen.tell(Say.PHARMACY_AT, place=address)
    if site is None or _WHEN.search(desk.understanding.message.folded):
        pen.tell(Say.PHARMACY_UNKNOWN, phone=hospital.phone or "")
