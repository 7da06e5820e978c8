"""Whether a message asks what one's own insurance pays, and whether a price is asked for oneself."""

from __future__ import annotations

import re
from enum import StrEnum

from conversation.extractors.text import Message

_COVER = (
    r"(?:insurances?|insurers?|plans?|polic(?:y|ies)|cover|coverage|deductible|excess|copay|co-pay|copayment|co-insurance|coinsurance|limit|allowance"
    r"|seguros?|polizas?|cobertura|aseguradora|deducible|franquicia|copago|coaseguro|limite|tope)"
)
_OWN_COVER = re.compile(
    rf"\b(?:my|our|mi|mis|nuestro|nuestra)\b(?: \w+){{0,2}} {_COVER}\b"
    r"|\b(?:am|are) (?:i|we) (?:covered|insured)\b|\b(?:estoy|estamos) (?:cubiert|asegurad)"
    r"|\b(?:annual|yearly|year's) limit\b|\blimite anual\b|\b(?:deductible|copay|deducible|copago|franquicia)\b"
    r"|\b(?:limite|tope) (?:de |del )(?:mi |la |el )?(?:seguro|poliza|plan|cobertura)\b"
    r"|\b(?:my|an|any) excess(?: on my \w+)?\W*$"
    r"|\b(?:is|are|would|will) .{1,60}\b(?:be )?covered\b|\b(?:cubre|cubierta|cubierto|cubren)\b"
    r"|\b(?:insurance|plan|policy|insurer) (?:\w+ ){0,2}(?:cover|pay|covers|pays)\b"
    r"|\b(?:left|remain\w*|used|queda\w*|resta\w*|sobra|gastado|usado|consumido)\b[^.?!]{0,40}"
    r"\b(?:limit|allowance|cover|coverage|policy|insurance|limite|tope|cobertura|poliza|seguro)\b"
    r"|\b(?:limit|allowance|limite|tope)\b[^.?!]{0,30}\b(?:left|remain\w*|used|reached|queda\w*|resta\w*|gastado|usado)\b"
)
_BY_PEOPLE = re.compile(
    r"\bclaims?\b|\breimburs|\breembols|\breintegr|\bcashless\b|\bpre-? ?(?:auth|approv|cert)|\bautorizacion"
    r"|\b(?:changed|switched|new|moved|expired|update|cambie|cambiado|nuev[oa]|vencid[oa]|actualiz\w+)\b|\bcards?\b"
    r"|\btarjetas?\b|\bcarnet\b|\bpolicy (?:number|holder)\b|\bmember (?:id|number)\b|\bnetwork\b|\bnumero de poliza\b"
)
_FOR_ONESELF = re.compile(
    r"\bcosts? me\b|\b(?:i|we) (?:have|need|ll have|would have|d have|will) ?(?:to )?pay\b|\bset me back\b"
    r"|\b(?:would|will|do|must|should) (?:i|we) (?:have to )?pay\b|\bmy (?:share|part)\b"
    r"|\bme (?:va a costar|vaya a costar|van a cobrar)\b"
    r"|\bme (?:cuesta|costaria|costara|saldria|sale|saldra|cobrarian|cobran)\b|\bmi parte\b"
    r"|\b(?:tendria|tengo|tendre) que pagar\b|\bpagaria yo\b"
)


class Term(StrEnum):
    """A term of a policy that may be asked for by its name."""

    DEDUCTIBLE = "deductible"
    COPAY = "copay"
    LIMIT = "limit"


_TERMS = {
    Term.DEDUCTIBLE: re.compile(r"\b(?:deductibles?|excess|deducibles?|franquicia)\b"),
    Term.COPAY: re.compile(r"\b(?:co-? ?pay(?:s|ments?)?|copagos?)\b"),
    Term.LIMIT: re.compile(r"\b(?:limits?|allowance|maximum|limites?|tope|maximo)\b"),
}


def terms_asked(message: Message) -> frozenset[Term]:
    """The terms of a policy that a message asks for by name."""
    return frozenset(term for term, words in _TERMS.items() if words.search(message.folded))


def asks_own_cover(message: Message) -> bool:
    """Whether it is about what one's own policy pays: "is the MRI covered?", "how much of my limit is left?"."""
    return _OWN_COVER.search(message.folded) is not None and not is_for_people(message)


def is_for_people(message: Message) -> bool:
    """Whether it is about claims, cards, another insurer: what people of the hospital see to."""
    return _BY_PEOPLE.search(message.folded) is not None


def asks_for_oneself(message: Message) -> bool:
    """Whether a price is asked for as one's own: "what would the MRI cost me?"."""
    return _FOR_ONESELF.search(message.folded) is not None
