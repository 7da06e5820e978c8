"""Whether a message names the one whose records it is about: "what does Nora Byrne owe?", "Tom's bill"."""

from __future__ import annotations

from conversation.extractors.acquaintances import may_be_a_name
from conversation.extractors.entities import Understanding
from conversation.extractors.words import Words, words_of

_TITLES = frozenset("dr dra doctor doctora".split())
_OWES = frozenset("owe owes owed debe deben debia".split())
_OWES_FIRST = frozenset("debe deben debia pagado abonado".split())
_PAYS = frozenset("pay paid pays settle settled".split())
_WHETHER = frozenset("did has have if whether does didn't hasn't".split())
_PAID_FIRST = frozenset("pago pagara abono".split())
_ARTICLES = frozenset("el un mi su tu del al este ese".split())
_PRESCRIBED_TO = [[verb, "a"] for verb in ("receto", "recetaron", "recetado", "mando", "mandaron")]
_OWNED = frozenset(
    "bill bills invoice invoices balance account debt insurance policy cover coverage plan prescription prescriptions "
    "medication medications medicines results result report reports records record statement receipt "
    "payment payments charges charge mri ct xray scan scans blood bloods lab labs test tests biopsy ultrasound".split()
)
_OF = frozenset("of de".split())
_THINGS = frozenset(
    "factura facturas recibo recibos cuenta deuda saldo seguro poliza receta recetas resultado resultados informe "
    "informes pago pagos deudas bill bills invoice invoices results prescription prescriptions insurance".split()
)


def name_of_owner(understanding: Understanding) -> str | None:
    """Whoever is named, by a name, as the one whose records are meant: the name."""
    words = words_of(understanding.message)
    doctors = [mention.span for mention in understanding.doctors if mention.codes]
    for at, token in enumerate(words.tokens):
        if any(span.start <= token.start < span.end for span in doctors) and not _pays(words, at):
            continue
        if may_be_a_name(words, at) and (first := _owner_at(words, at)) is not None:
            raw = understanding.message.raw[words.tokens[first].start : words.tokens[at].end]
            return raw.removesuffix("'s").removesuffix("’s")
    return None


def _owner_at(words: Words, at: int) -> int | None:
    """Where the name that ends at `at` begins, where it is an owner's."""
    first = at
    while first and may_be_a_name(words, first - 1):
        first -= 1
    texts = [token.text for token in words.tokens]
    if _TITLES & {text.strip(".") for text in texts[max(0, first - 1) : at + 1]}:
        return None
    after = texts[at + 1] if at + 1 < len(texts) else ""
    if after in _OWES or _pays(words, at) or (texts[at].endswith("'s") and (first < at or after in _OWNED)):
        return first
    if first and (texts[first - 1] in _OWES_FIRST or texts[max(0, first - 2) : first] in _PRESCRIBED_TO):
        return first
    if first and texts[first - 1] in _PAID_FIRST and not {*texts[max(0, first - 2) : first - 1]} & _ARTICLES:
        return first
    return first if first > 1 and texts[first - 1] in _OF and texts[first - 2] in _THINGS else None


def _pays(words: Words, at: int) -> bool:
    """Whether the one named is asked after as somebody who pays or owes, as no doctor is: "has Ravi paid?"."""
    if at and words.tokens[at - 1].text in _OWES_FIRST:
        return True
    after = {*words.read[at + 1 : at + 3]}
    return bool(after & _OWES) or bool(after & _PAYS and _WHETHER & {*words.read[max(0, at - _NAME) : at]})


_NAME = 3  # words
