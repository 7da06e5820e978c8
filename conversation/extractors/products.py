"""The words with which a message may name products of a pharmacy, one product after the other."""

from __future__ import annotations

import re

from conversation.extractors.language import is_small_word
from conversation.extractors.text import Message, fold

_BETWEEN = re.compile(r"[,;/&?!.:]+(?!\d)|\b(?:and|or|y|e|o|u|plus|also|tambien|ni|nor)\b")
_ABOUT = frozenset(
    "pharmacy pharmacies chemist dispensary drugstore stock available availability price prices cost costs much many "
    "need needs needed prescription prescriptions script buy sell sells get got have has there any some your our the "
    "box boxes pack packs packet bottle bottles strip tube counter over without with for one please tell know want "
    "like can could would does do did is are what whats how hello hi hey thanks thank still today now currently left "
    "carry keep reserve hold aside put generic brand medicine medicines medication medications drug drugs order at "
    "hospital shop store where open hours time come collect pick up me my it them this that in of on also about im i "
    "ask asking question looking searching good morning afternoon evening ok okay "
    "farmacia farmacias botica hay tienen teneis tiene venden vende vendeis precio precios cuesta cuestan vale valen "
    "cuanto cuanta cuantos receta recetas necesito necesita hace falta con sin para comprar caja cajas frasco bote "
    "disponible disponibles existencias queda quedan hola buenos buenas dias tardes noches gracias por favor quiero "
    "quisiera saber su sus el la los las un una unos unas de del en que medicamento medicamentos medicina medicinas "
    "pastillas generico marca reservar apartar guardar guardarme reservarme apartarme donde esta horario hora abre "
    "cierra mi mis me lo le les se si es son a al aqui ahi alli todavia aun ahora hoy hospital pregunta".split()
)
"""Words that say what is asked of a product, and name none."""
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_MOST = 6


def find_products(message: Message) -> tuple[str, ...]:
    """What may be names of products, as written, at most six."""
    parts = (_named(part) for part in _BETWEEN.split(message.folded))
    return tuple(dict.fromkeys(part for part in parts if part))[:_MOST]


def _named(part: str) -> str:
    words = [word for word in _WORD.findall(part) if fold(word) not in _ABOUT]
    return " ".join(words) if any(not is_small_word(word) and not word.isdigit() for word in words) else ""
