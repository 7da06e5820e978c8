"""The words with which a message may name products of a pharmacy, one product after the other."""

from __future__ import annotations

import re

from conversation.extractors.language import is_small_word
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.text import Message, fold

_BETWEEN = re.compile(r"[,;/&?!.:]+(?!\d)|\b(?:and|or|y|e|o|u|plus|also|tambien|ni|nor)\b")
_ABOUT = frozenset(
    "you u ye they we he she "
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
    words = [word for word in _WORD.findall(part) if fold(word) not in _ABOUT and fold(word) not in RELATIONS]
    return " ".join(words) if any(not is_small_word(word) and not word.isdigit() for word in words) else ""


# --- what is asked of them ------------------------------------------------------------------------

_DOSE = re.compile(
    r"\b(?:dos(?:e|es|age|is)|overdose|how (?:many|much|often) .{0,40}\b(?:take|give|use|safe)|side effects?|safe to"
    r"|cuant[oa]s? .{0,40}\b(?:tomar|tomo|toma|dar|darle|doy)|cada cuanto|efectos? secundarios?)\b"
)
_RULE = re.compile(
    r"\bdo(?:es)? (?:\w+ ){1,3}?(?:need|require|take) (?:a |an |any )?(?:doctors? |doctor's )?(?:prescription|script)\b"
    r"|\b(?:with(?:out| no)|without) (?:a |any )?(?:prescription|script)\b"
    r"|\b(?:prescription|script)[- ](?:only|needed|required|necessary|free)\b|\bover the counter\b"
    r"|\b(?:necesit\w+|hace falta|requiere\w*|piden?|exigen?|lleva) receta\b|\b(?:sin|con o sin) receta\b"
    r"|\bsolo (?:con|bajo) receta\b"
)
_PRICE_OR_STOCK = re.compile(
    r"\b(?:in stock|sell|price|costs?|how much (?:is|are|does|do|for)|cuestan?|valen?|precio|venden?)\b"
)
_WHETHER_THERE = re.compile(
    r"\b(?:do|does|would|have|has|can|could) (?:you|ye|they|yous|the \w+) (?:\w+ )?(?:have|got|get|keep|carry|stock)\b"
    r"|\bhave you (?:got )?(?:any|it|some|that|them)\b|\b(?:got|is there|are there) any\b"
    r"|\b(?:you|ye) (?:have|got) (?:it|any)\b|\b(?:available|availability)\b"
    r"|\b(?:lo|la|los|las) (?:tienen?|tienes|teneis|hay)\b|\b(?:hay|tienen|teneis|tenes)\W*$"
    r"|\b(?:hay|tienen|teneis|tenes|queda|quedan) (?:en|ahi|algo|de|alguno?)\b|\b(?:disponibles?|existencias)\b"
)
_AGAIN = re.compile(
    r"\b(?:refill\w*|renew\w*|repeat\w*|more|again|another|r[au]n(?:ning)? (?:out|low)|finished|out of"
    r"|renov\w+|renuev\w+|repet\w+|repit\w+|mas|otra|otro|acab\w+|termin\w+|qued[eo] sin)\b"
)
_OWN_ORDER = re.compile(
    r"\b(?:my|mine|our|his|her|mi|mis|su) (?:\w+ )?(?:order|tablets|pills|meds|medicines?|medications?|prescriptions?"
    r"|scripts?|refills?|pedido|pastillas|medicinas?|medicamentos?|recetas?)\b|\bready\b|\bdeliver\w*|\bcollect\b"
    r"|\blist[oa]s?\b|\benvi(?:o|ar|an|en|enme)\b|\brecoger\b|\bdomicilio\b|\ba (?:mi )?casa\b"
    r"|\b(?:to my|at) home\b|\bwrong\b|\bequivocad[oa]s?\b"
)
_KEEP = re.compile(r"\b(?:reserv\w+|set aside|put (?:\w+ )?aside|keep|hold|apart(?:ar|en|e)\w*|guard(?:ar|en|e)\w*)\b")
_PHARMACY = r"(?:pharmacy|pharmacist|dispensary|chemists?|farmacia|botica)"
_PLACE = re.compile(
    rf"\b(?:where|wheres|which floor|what floor|find|get to|donde|que (?:piso|planta)|como llego)\b.*\b{_PHARMACY}\b"
    rf"|\b{_PHARMACY}\b.*\b(?:where|which floor|what floor|donde|que (?:piso|planta))\b"
)
_HOURS = re.compile(
    rf"\b(?:hours?|open|opens|opening|close[sd]?|closing|abren?|abierta|cierran?|horarios?)\b.*\b{_PHARMACY}\b"
    rf"|\b{_PHARMACY}\b.*\b(?:hours?|open|opens|opening|close[sd]?|closing|abren?|abierta|cierran?|horarios?)\b"
)


_WHERE_TO = re.compile(
    r"\b(?:where|donde)\b[^.?!]{0,30}\b(?:collect|pick ?up|fetch|recoger|recojo|retirar"
    r"|retiro)\b[^.?!]{0,20}\b(?:tablets"
    r"|pills|meds|medicines?|medications?|prescriptions?|scripts?|pastillas|medicinas?|medicamentos?|recetas?|medicacion)\b"
)


def asks_dose(message: Message) -> bool:
    """Whether it asks how much of something to take, or what it does: nothing of a pharmacy's counter."""
    return _DOSE.search(message.folded) is not None


def asks_rule(message: Message) -> bool:
    """Whether it asks if something needs a prescription, rather than for one."""
    return _RULE.search(message.folded) is not None


def asks_price_or_stock(message: Message) -> bool:
    """Whether it asks if something is there, or what it costs."""
    return _PRICE_OR_STOCK.search(message.folded) is not None


def asks_whether_sold(message: Message) -> bool:
    """Whether somebody who needs something asks if it is there or what it costs: no repeat of a prescription."""
    is_asked = _WHETHER_THERE.search(message.folded) is not None or asks_price_or_stock(message)
    return is_asked and _AGAIN.search(message.folded) is None


def is_of_own_order(message: Message) -> bool:
    """Whether it is about what somebody had ordered or was prescribed."""
    return _OWN_ORDER.search(message.folded) is not None


def asks_to_keep(message: Message) -> bool:
    """Whether something is to be kept aside."""
    return _KEEP.search(message.folded) is not None


def asks_pharmacy_place(message: Message) -> bool:
    """Whether it asks where the pharmacy is, or where medicines are to be had."""
    return _PLACE.search(message.folded) is not None or _WHERE_TO.search(message.folded) is not None


def asks_pharmacy_hours(message: Message) -> bool:
    """Whether it asks when the pharmacy is open."""
    return _HOURS.search(message.folded) is not None
