"""What is said about having a medicine again: that it is wanted, taken back, asked after."""

from __future__ import annotations

import re

from conversation.extractors.medicines import is_medicine_name, names_medicine
from conversation.extractors.text import fold

_STATE = re.compile(
    r"\b(?:approved|aproba\w+|status|decided|decidi\w+|autoriza\w+|authori[sz]ed|estado de|news (?:about|on|of)"
    r"|novedades|heard (?:back|anything)|what happened (?:to|with)|que paso con|que hay de|gone through|went through"
    r"|(?:how(?:'s| is| are| did)?|is|are|was|has|did|when (?:is|will)) (?:my|the|our) (?:refill|repeat|renewal)s?"
    r"|(?:como va|como anda|que tal|esta|estan|estara) (?:\w+ )?(?:mi|la|el|mis|las) (?:solicitud|renovacion|pedido)"
    r"|rf-\w+)\b"
    r"|\b(?:did|has|have|is|was)\b[^.?!]{0,40}\b(?:sign(?:ed)?|agreed?|granted|denied|rejected|refused|accepted?)\b"
    r"|\b(?:firmo|firmaron|firmado|acepto|aceptaron|aceptado|rechazo|rechazaron|concedio|concedieron)\b"
)
_CALLED_OFF = re.compile(
    r"\b(?:cancel|call off|withdraw|take back|drop|undo|cancela|cancelar|cancelen|anula|anular|anulen|retira|retirar)\b"
    r"(?: (?!and\b|then\b|but\b)\w+){0,3}? (?:refill|repeat|renewal|prescription request|renovacion|pedido de receta"
    r"|(?:solicitud|peticion) de (?:la )?(?:receta|renovacion)|rf-\w+)\b"
    r"|\b(?:don't|dont|do not|no longer) (?:need|want) (?:\w+ ){0,2}(?:refill|repeat)\b"
    r"|\b(?:ya no|no) (?:necesito|quiero) (?:\w+ ){0,2}(?:renovacion|renovar)\b"
)
_BACK = (
    r"(?:cancel|call off|withdraw|take back|drop|undo|remove|cancela\w*|cancel[oe]|cancelen|anul\w+|retir[ae]\w*"
    r"|quit[ae]\w*)"
)
_NO_MORE = r"(?:(?:don'?t|do not|no longer) (?:need|want)|(?:ya )?no (?:necesito|quiero))"
_OF_VISITS = re.compile(
    r"\b(?:appointments?|appts?|visits?|bookings?|slots?|check-?ups?|tests?|scans?|citas?|turnos?|hora|visitas?|consultas?"
    r"|reservas?|pruebas?|analitica|bills?|facturas?)\b"
)
_TAKES_BACK = re.compile(
    rf"\b{_BACK}\b(?: (?:the|my|a|el|la|los|las|mi|mis|de|del|lo|request|order|pedido|solicitud|peticion|for|para))*"
    r" ([a-z]+)"
    rf"|\b{_NO_MORE}(?: (?:the|my|any|any ?more|el|la|los|las|mi|mis|mas))* ([a-z]+)"
)
_IT = frozenset(
    "it that this them those these both one ones eso esa ese esto esta este esos esas ambas ambos todo".split()
)
_IT_BEHIND = re.compile(r"(?:no,? )?(?:mejor )?(?:cancel|anul|retir|quit)[a-z]*l[oa]s?(?:,? por favor)?")
_PAPER = re.compile(r"\b(?:pdf|copy|copies|print\w*|paper|document|copia|copias|imprim\w+|impres\w+|papel|documento)\b")


def asks_state(text: str) -> bool:
    """Whether a message asks what became of something asked for before."""
    return _STATE.search(fold(text)) is not None


_READY = re.compile(
    r"\b(?:(?:is|are) (?:it|they|those|these) ready|(?:pick|collect)\b.*\b(?:it|them)|esta[ns]? list[oa]s?"
    r"|(?:recoger|recoge)(?:l[oa]s?)?)\b"
)
_READY_OF = re.compile(
    r"\b(?:is|are|was|be|isn'?t|aren'?t|not|yet) ready\b|\b(?:is|are|will)\b[^.?!]{0,40}\bready\b|\bready\b"
    r"(?: (?:yet|now|today|to (?:collect|pick ?up)|for (?:me|collection|pick ?up)))*\W*$"
    r"|\b(?:can|could|may) (?:i|we|he|she) (?:now |come |go )*(?:and )?(?:pick ?up|collect|fetch)\b"
    r"|\b(?:esta|estan|estara|estaran|tienen|tienes)\b[^.?!]{0,40}\blist[oa]s?\b"
    r"|\blist[oa]s? (?:mi|mis|la|las|el|los)\b"
    r"|\blist[oa]s?\W*$|\b(?:ya|cuando) (?:esta|estan|estara|estaran) (?:mi|mis|la|las|el|los)\b"
    r"|\b(?:puedo|podemos|paso a|voy a|podria) (?:ir a |pasar a |pasar por )?(?:recoger|buscar|retirar)\b"
)
_SHORT = 60  # characters


def asks_whether_ready(text: str) -> bool:
    """Whether a short message asks for nothing but when something is to be had: "are they ready?"."""
    return len(text) <= _SHORT and _READY.search(fold(text)) is not None


def asks_if_ready(text: str) -> bool:
    """Whether it is asked if a medicine that is named, or "my tablets", is there to be collected."""
    folded = fold(text)
    is_of_medicine = names_medicine(folded) or _PAPERS.search(folded) is not None
    return is_of_medicine and _READY_OF.search(folded) is not None and _PLACE_OR_SENT.search(folded) is None


_PAPERS = re.compile(r"\b(?:prescriptions?|scripts?|refills?|repeats?|recetas?|renovacion)\b")
_PLACE_OR_SENT = re.compile(
    r"\b(?:where|which (?:pharmacy|floor)|deliver\w*|post(?:ed)?|sent home|donde|domicilio|envi(?:o|ar|an)|a casa)\b"
)


def calls_off(text: str) -> bool:
    """Whether a message takes back that something was asked for again: "cancel my refill", "cancel the metformin"."""
    folded = fold(text)
    if _CALLED_OFF.search(folded) is not None:
        return True
    said = (match[1] or match[2] for match in _TAKES_BACK.finditer(folded) if _OF_VISITS.search(folded) is None)
    return any(is_medicine_name(word) for word in said)


def takes_back(text: str) -> bool:
    """Whether a short message takes back what was just asked for, without naming it: "cancel that one"."""
    folded = fold(text)
    if len(folded) > _SHORT or _OF_VISITS.search(folded) is not None:
        return False
    match = _TAKES_BACK.search(folded)
    said = {match[1], match[2]} if match is not None else set()
    return bool(said & _IT) or _IT_BEHIND.fullmatch(folded.strip(" .!?¡¿")) is not None


_LEFT = re.compile(
    r"\b(?:how many|any|no|cuant[oa]s?|alguna?|que) (?:more )?(?:repeats?|refills?|renewals?|repeticiones|repeticion)\b"
    r"[^.?!]{0,30}\b(?:left|remaining|there|got|have|quedan?|tengo|hay)\b|\bquedan (?:\w+ )?repeticiones\b"
)
_VALID = re.compile(
    r"\b(?:when|how long|until when|till when|is|what date|cuando|hasta cuando)\b[^.?!]{0,40}"
    r"\b(?:prescriptions?|scripts?|recetas?)\b[^.?!]{0,20}\b(?:expires?|expiring|expired|runs? out|valid|good|ends?"
    r"|last|stands?|vencen?|vencida|caducan?|caducada|vale|valida|sirve)\b"
    r"|\bcuando (?:vencen?|caducan?|valen?|sirven?)\b[^.?!]{0,20}\brecetas?\b"
)


def asks_what_is_left(text: str) -> bool:
    """Whether it is asked how many repeats are left, or how long a prescription stands."""
    folded = fold(text)
    return _LEFT.search(folded) is not None or _VALID.search(folded) is not None


def asks_validity(text: str) -> bool:
    """Whether it is asked how long a prescription stands."""
    return _VALID.search(fold(text)) is not None


def wants_paper(text: str) -> bool:
    """Whether the prescription itself is wanted, not what it says."""
    return _PAPER.search(fold(text)) is not None


_WANTS = re.compile(
    r"\b(?:need|needs|want|wants|wanna|require|(?:would|i'?d) like|get|give|send|order"
    r"|necesit[ao]|quiero|quisiera|querria|ocupo|preciso|requiero|dame|deme|denme|mandeme|mandenme)"
    r"(?: (?:me|my|some|the|more|a|box|pack|of|another|again|to|get|order|have|mi|mis|la|el|los|las|una?|caja|de|mas))*"
    r" ([a-z]+)"
)


def wants_medicine(text: str) -> bool:
    """Whether somebody says that they need a medicine, by its name."""
    return any(is_medicine_name(match[1]) for match in _WANTS.finditer(fold(text)))
