"""The references that a hospital gives to its things, and a message that says nothing but one of them."""

from __future__ import annotations

import re

from conversation.extractors.text import Message, fold

_CODE = r"[2-9acdefghjkmnpqrtuvwxyz]"
_WITH_DIGIT = r"(?=[a-z]*\d)[a-z0-9]"
_LETTERS = r"a|h|d|e|p|b|c|o|r|cp|rx|rf|ds|py|rd|pl|cl|au|cv"
_REFERENCE = re.compile(
    rf"(?<![a-z0-9-])(?:(?P<kind>{_LETTERS}) ?- ?(?P<code>{_CODE}{{6,10}})"
    rf"|(?P<loose>rx|rf|ds|py) ?(?P<digits>{_WITH_DIGIT}{{6,10}})"
    r"|(?P<series>inv|cn)[- ]?(?P<year>20\d\d)[- ]?(?P<number>\d{6})"
    rf"|(?P<like>[a-z]{{1,4}})-(?P<rest>{_WITH_DIGIT}{{5,10}}))(?![a-z0-9-])"
)
"""As they are made; with the dash left out where the letters before it are no word; and whatever looks like one."""
_AROUND = frozenset(
    "a an the my our your for of on about with is its it's it this that here hi hello hey please pls thanks ok "
    "okay and reference ref number no nr code request order prescription refill repeat bill invoice visit "
    "appointment booking payment report what whats what's status check look up where how was has been "
    "i have got happened el la los las mi su de del para por sobre con es esta este esto hola buenas favor "
    "gracias y referencia numero num codigo pedido peticion solicitud receta renovacion factura cita "
    "pago informe que pasa paso hay estado ver mirar consultar tengo como va".split()
)
_WORD = re.compile(r"[a-z']+|\d+")


def find_codes(message: Message) -> tuple[tuple[str, int, int], ...]:
    """Every reference that a message names, upper-case as it was made, with its place in `Message.folded`."""
    return tuple((_made(match), match.start(), match.end()) for match in _REFERENCE.finditer(message.folded))


def find_bare_reference(message: Message) -> str | None:
    """The one reference of a message that says nothing else: "RF-7K3QX2", "my reference is RX-..."."""
    found = find_codes(message)
    if len(found) != 1:
        return None
    reference, start, end = found[0]
    around = _WORD.findall(f"{message.folded[:start]} {message.folded[end:]}")
    return reference if all(word in _AROUND for word in around) else None


def without_codes(text: str) -> str:
    """The words without their references, whose letters name nothing."""
    return _REFERENCE.sub(" ", fold(text))


def kind_of(reference: str) -> str:
    """What stands before the dash, and tells what a reference is of."""
    return reference.partition("-")[0]


def _made(match: re.Match[str]) -> str:
    if match["series"]:
        return f"{match['series']}-{match['year']}-{match['number']}".upper()
    kind = match["kind"] or match["loose"] or match["like"]
    return f"{kind}-{match['code'] or match['digits'] or match['rest']}".upper()
