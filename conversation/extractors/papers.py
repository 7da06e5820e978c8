"""Whether a paper itself is wanted: an invoice, a receipt, a statement, a credit note, a prescription; and of when."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum

from conversation.extractors.births import MONTHS
from conversation.extractors.text import Message
from conversation.extractors.words import words_of

YEAR = timedelta(days=365)


class PaperWish(StrEnum):
    """Which paper of somebody's account is wanted."""

    CREDIT_NOTE = "credit_note"
    STATEMENT = "statement"
    RECEIPT = "receipt"
    INVOICE = "invoice"


_SHORT = 12  # words
_NAMES = {
    PaperWish.CREDIT_NOTE: r"credit notes?|notas? de credito|(?:facturas? )?rectificativas?",
    PaperWish.STATEMENT: (
        r"(?:account |billing )?statements?(?: of (?:my |our )?account)?|account (?:history|summary)"
        r"|extractos?(?: de (?:mi |la )?cuenta)?|estados? de (?:mi |la )?cuenta"
    ),
    PaperWish.RECEIPT: (
        r"(?:payment )?receipts?|proof of payment|recibos?|comprobantes?(?! (?:de|del|que|medico)\b)"
        r"|(?:comprobantes?|justificantes?|constancias?) (?:de |del )(?:mi |el |los )?(?:pagos?|pagado)"
    ),
    PaperWish.INVOICE: r"bills?|invoices?|facturas?|boletas?",
}
_PRESCRIPTION = r"(?:e-?)?prescriptions?|scripts?|recetas?|formulas? medicas?|prescripcion(?:es)?"
_FORM = r"pdf|copy|copies|copia|copias|duplicado|duplicate|printout|paper|papel"
_GET = "|".join((
    r"(?:re)?send|(?:e-?)?mail|forward|give|text|download|(?:re)?print|get|need|want|require|like",
    r"(?:can|could|may|to) (?:i |we )?(?:please )?have",
    r"(?:re)?(?:mand|envi)(?:a|e|ar|as|an|en|eis)(?:me|nos|le|la|lo|melo|mela)*|pas(?:a|e|ar|as)(?:me|nos)?",
    r"dame|deme|denme|danos|denos|dar(?:me|nos)?|(?:me|nos) (?:da|das|dan|dais)",
    r"descargar?|imprim(?:a|e|ir|irme)|hace(?:r|n)?(?:me)?|hag(?:a|an)me|tener|obtener|recibir|conseguir|solicito",
    r"necesit(?:o|amos)|quier(?:o|e)|queremos|quisiera|querria",
))  # fmt: skip
"""How somebody asks to be given something."""
_BETWEEN = (
    r"(?:(?:me|us|him|her|it|to|an?|the|my|our|his|their|this|that|all|last|latest|recent|new|another|of|please|for"
    r"|official|proper|full|nos|le|el|las?|los|una?|un[oa]s|mis?|sus?|est[ae]|es[ae]|ultim[oa]s?|otr[oa]|nuev[oa]|del?"
    rf"|en|por|favor|porfa|{_FORM}|\w+'?s) ){{0,5}}?"
)
_ONLY = (
    r"(?:(?:and|ok|okay|also|y|tambien|hola|hi|hello|please|por|favor|thanks?|you|gracias) ){0,4}"
    r"(?:(?:an?|the|my|our|una?|el|las?|los|mis?) )?(?:cop(?:y|ia) (?:of|de) )?(?:(?:the|my|la|el|mi) )?"
)
_NOT_THEIRS = re.compile(
    r"\b(?:adjunt\w+|attach\w*|enclos\w*|here(?:'?s| is| are)|aqui (?:va|esta)|(?:already|ya) (?:sent|mande|envie)"
    r"|(?:i|we)(?:'?ve| have)? (?:sent|send|paid with)|(?:ma[dk]\w+|gave|giving|take|took) (?:a|my|your) statement"
    r"|(?:don'?t|do not|no) (?:want|need|quiero|necesito)|(?:police|witness|bank|personal) statement"
    r"|statement (?:for|from) (?:(?:my|the|a) )?(?:work|job|school|college|employer|boss|doctor)"
    r"|no recibo|recibo (?:mensajes|llamadas|correos|respuesta))\b"
)
"""What somebody gives, refuses, or says with the same words."""
_ELSEWHERE = re.compile(
    r"\b(?:to|at|a) (?:the|my|la|mi|el) (?:\w+ )?(?:pharmacy|chemist|drugstore|farmacia|botica)\b"
    r"|\b(?:did|has|have|hasn'?t|was|when will) (?:(?:my|the|your|dr) )?\w+ (?:\w+ )?(?:send|sent|give|text|mail)\b"
    r"|\b(?:(?:re)?fill(?:ed)?|renew(?:ed)?|new|nueva|renov\w+|surti[rd]\w*|again|otra vez|de nuevo|another|otra|ready"
    r"|listas?)\b"
)
"""What is to be sent to a pharmacy, was to be sent, or is to be written anew."""


def find_paper(message: Message) -> PaperWish | None:
    """The paper of an account that a message asks to be given; None where it only speaks of one, or of none."""
    said = _said(message)
    if _NOT_THEIRS.search(said):
        return None
    return next((wish for wish, found in _WANTED.items() if found.search(said)), None)


def named_paper(message: Message) -> PaperWish:
    """Which paper a message that asks for one names; the invoice where it names none."""
    said = _said(message)
    return next((wish for wish, name in _NAMED.items() if name.search(said)), PaperWish.INVOICE)


def wants_prescription(message: Message) -> bool:
    """Whether a prescription itself is to be given to whoever asks, not sent to a pharmacy nor written anew."""
    said = _said(message)
    return _OWN.search(said) is not None and _ELSEWHERE.search(said) is None


def wants_it_on_paper(message: Message) -> bool:
    """Whether what was just told of is wanted as a paper: "can you send me it as a pdf?", "mándemela en PDF"."""
    said = _said(message)
    return len(message.tokens) <= _SHORT and _IT_ON_PAPER.search(said) is not None and not _NOT_THEIRS.search(said)


def names_prescription_paper(message: Message) -> bool:
    """Whether it is a prescription's paper, named as such, that is wanted: no medicine is asked for by that."""
    return _ON_PAPER.search(_said(message)) is not None and wants_prescription(message)


def _said(message: Message) -> str:
    """The words as they are read, slips of the pen set right."""
    return " ".join(words_of(message).read)


def _given(name: str) -> str:
    """How a thing of a name is asked for."""
    return rf"\b(?:{_GET}) {_BETWEEN}(?:{name})\b|{_on_paper(name)}"


def _on_paper(name: str) -> str:
    """How a thing of a name is called where it is meant as a paper."""
    return rf"\b(?:{name})\b.{{0,30}}\b(?:{_FORM})\b|\b(?:{_FORM}) (?:of|de|del) {_BETWEEN}(?:{name})\b"


def _alone(name: str) -> str:
    """How it is asked for by its name alone, or by what it is of."""
    rest = "$| (?:please|por favor|porfa|too|as well|also|tambien)$| (?:for|of|from|de|del|para|desde) "
    return rf"|^{_ONLY}(?:{name})(?:{rest})"


_NAMED = {wish: re.compile(rf"\b(?:{name})\b") for wish, name in _NAMES.items()}
_WANTED = {
    wish: re.compile(_given(name) + (_alone(name) if wish is not PaperWish.INVOICE else ""))
    for wish, name in _NAMES.items()
}
"""A bill by its name alone is asked after, not for."""
_IT_ON_PAPER = re.compile(
    rf"\b(?:it|that|them|this|those|one|\w+l[ao]s?|l[ao]s?|me)\b.{{0,20}}\b(?:{_FORM})\b"
    rf"|^(?:(?:as|en|a|un|in|the) )*(?:{_FORM})(?: please| por favor)?$"
)
_OWN, _ON_PAPER = re.compile(_given(_PRESCRIPTION)), re.compile(_on_paper(_PRESCRIPTION))


# --- of when --------------------------------------------------------------------------------------

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_OF_MONTH = re.compile(
    rf"\b(?:of|for|from|in|de|del|en|para) (?:mes de )?(?P<month>{_MONTH})\b(?: (?:de |of )?(?P<year>20\d\d)\b)?"
)
_OF_YEAR = re.compile(r"\b(20\d\d)\b(?!-)")
_LAST_YEAR = re.compile(r"\b(?:last|previous) (?:(?:tax|calendar) )?year\b|\bano (?:pasado|anterior)\b")
_THIS_YEAR = re.compile(r"\bthis (?:(?:tax|calendar) )?year\b|\beste ano\b")
_LAST_MONTH = re.compile(r"\blast month\b|\bmes pasado\b")
_THIS_MONTH = re.compile(r"\bthis month\b|\beste mes\b")


def statement_days(message: Message, today: date) -> tuple[date, date]:
    """The days that a statement is asked of, up to today: a year, a month; without a word the year behind us."""
    said = message.folded
    first_of_month = today.replace(day=1)
    if _LAST_YEAR.search(said):
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if _THIS_YEAR.search(said):
        return date(today.year, 1, 1), today
    if _LAST_MONTH.search(said):
        last = first_of_month - timedelta(days=1)
        return last.replace(day=1), last
    if _THIS_MONTH.search(said):
        return first_of_month, today
    if told := _OF_MONTH.search(said):
        return _month(MONTHS[told["month"]], told["year"], today)
    years = [int(year) for year in _OF_YEAR.findall(said) if int(year) <= today.year]
    if years:
        return date(min(years), 1, 1), min(date(max(years), 12, 31), today)
    return today - YEAR, today


def _month(month: int, year: str | None, today: date) -> tuple[date, date]:
    """A month of a year, or the last one of that name."""
    in_year = int(year) if year else today.year - (month > today.month)
    first = min(date(in_year, month, 1), today.replace(day=1))
    following = (first + timedelta(days=31)).replace(day=1)
    return first, min(following - timedelta(days=1), today)
