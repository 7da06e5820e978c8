"""Words about the waiting list: coming off it, asking whether one is on it, days that never suit, answers to offers."""

from __future__ import annotations

import re
from typing import Literal

from conversation.extractors.text import Message

_LIST = r"(?:wait(?:ing)?[ -]?list|waitlist|cancell?ation list|standby list|list|lista(?: de espera)?)"
_THE = r"(?:the|your|that|this|my|la|esa|esta|su|vuestra|mi)"
_ANY = rf"(?:{_THE[3:-1]}|an?|any|some|una|alguna|ninguna|algun)"
_LEAVES = re.compile(
    rf"\b(?:take|remove|get|delete|drop|scratch|pull|strike)\b[^.!?\n]{{1,40}}\b(?:off|from|out of) {_THE}? ?{_LIST}\b"
    rf"|\b(?:off|leave|quit|out of) {_THE} {_LIST}\b"
    rf"|\b(?:no longer|not|don't|dont|do not|doesn't)\b[^.!?\n]{{0,30}}\b(?:on|need|want|wants|for) {_THE} {_LIST}\b"
    rf"(?! yet)[^?\n]*$"
    rf"|\bcancel (?:{_THE} )?(?:place |spot |entry |request )?(?:on |in |for |from )?(?:{_THE} )?{_LIST}\b"
    rf"|\b(?:quit|sac|borr|elimin|salir|sal|baj|retir)\w*\b[^.!?\n]{{0,40}}\bde {_THE} {_LIST}\b"
    rf"|\b(?:de|dar|dame|deme|darme)\w* (?:me )?de baja (?:de|en) {_THE} {_LIST}\b"
    rf"|\bya no\b[^.!?\n]{{0,30}}\b{_LIST}\b"
)
_KEEPS = re.compile(
    r"\b(?:don'?t|do not|never|not) (?:you )?(?:take|remove|get|delete|drop|pull|strike|cancel)\b"
    r"|\bno (?:me|nos|lo|la|le) \w+"
    r"|\b(?:put|add|get) (?:me|us|him|her|them) (?:back )?on\b"
)
_ASKS = re.compile(
    rf"\b(?:am i|are we|is (?:he|she|my \w+|\w+)) (?:still |already |now )?(?:on|in) {_ANY} {_LIST}\b"
    rf"|\bwhere am i (?:on|in) {_ANY} {_LIST}\b"
    rf"|\b(?:place|position|spot|number) (?:on|in) {_ANY} {_LIST} ?\?"
    rf"|\b(?:estoy|sigo|estamos|seguimos|esta|sigue|continuo)\b[^.!?\n]{{0,30}}\ben {_ANY} {_LIST}\b[^?\n]{{0,200}}\?"
    rf"|\?[^?\n]{{0,80}}\b(?:estoy|sigo)\b[^?\n]{{0,80}}\b{_LIST}\b"
)


_EXPLAINS = re.compile(
    rf"\bhow (?:long|many)\b[^.!\n]{{0,40}}\b{_LIST}\b|\bhow (?:does|do)\b[^.!\n]{{0,30}}\b{_LIST}\b"
    rf"|\b(?:is there|do you have|have you got|what is|what's) (?:an? |{_THE} )?(?:long )?{_LIST}\b"
    rf"|\b(?:cuant[oa]s?|como funciona|hay|tienen|que es)\b[^.!\n]{{0,40}}\blista\b[^?\n]{{0,200}}\?"
)
_STAYS = re.compile(
    r"\b(?:rather|keep|just|'?ll|will|can) wait(?:ing)?\b"
    r"|\b(?:stay|leave me|keep me|just) on (?:the|your) (?:wait\w*[ -]?)?list\b"
    r"|\b(?:prefiero|prefiere|sigo|mejor) esper\w+|^espero\b|\b(?:solo|dejame|dejeme) (?:en )?la lista\b"
)


_OFF_IT = re.compile(
    r"^\W*(?:(?:please|ok|okay|no|well|then|so|actually|can you|could you|por favor|pues|entonces|puede|puedes)\W+)*"
    r"(?:(?:take|remove|get|delete|drop|scratch|pull) (?:me|us|him|her|them|it|that)(?: off| out)?(?: of)?"
    r"(?: it| there)?"
    r"|cancel (?:it|that|this)|(?:quit|sac|borr|elimin|cancel|anul)[ae](?:me|nos|l[aeo]|melo|mela)(?: de (?:ahi|ella))?"
    r"|(?:quitar|sacar|borrar|eliminar|cancelar)(?:me|nos|l[aeo])(?: de (?:ahi|ella))?"
    r"|(?:dame|deme|denme) de baja)(?: now| then| please| por favor| ya| entonces)*\W*$"
)


_THE_LIST = re.compile(r"\b(?:wait(?:ing)?[ -]?list|waitlist|cancell?ation list|standby list|lista de espera)\b")


def speaks_of_list(message: Message) -> bool:
    """Whether a message speaks of the waiting list at all."""
    return _THE_LIST.search(message.folded) is not None


def wants_off_it(message: Message) -> bool:
    """Whether a message only wants off what was just spoken of: "take me off", "quíteme"."""
    return _OFF_IT.search(message.folded) is not None


def find_about_list(message: Message) -> Literal["leaves", "asks", "explains", "stays"] | None:
    """Whether somebody wants off the waiting list, asks whether they are on it or how it goes, or will rather wait."""
    words = message.folded
    if _ASKS.search(words):
        return "asks"
    if _EXPLAINS.search(words):
        return "explains"
    if _LEAVES.search(words) and not _KEEPS.search(words):
        return "leaves"
    return "stays" if _STAYS.search(words) else None


_DAYS = (
    ("mon", "monday", "mondays", "lunes"),
    ("tue", "tues", "tuesday", "tuesdays", "martes"),
    ("wed", "wednesday", "wednesdays", "miercoles"),
    ("thu", "thurs", "thursday", "thursdays", "jueves"),
    ("fri", "friday", "fridays", "viernes"),
    ("sat", "saturday", "saturdays", "sabado", "sabados"),
    ("sun", "sunday", "sundays", "domingo", "domingos"),
)
_WEEKDAY = {name: day for day, names in enumerate(_DAYS) for name in names}
_DAY = rf"(?:{'|'.join(sorted(_WEEKDAY, key=len, reverse=True))})"
_LISTED = (
    rf"(?:(?:on|for|the|los|el) )?{_DAY}(?:(?:,? (?:or|and|nor|ni|y|o|e|u)|,) (?:(?:on|not|the|los|el) )?{_DAY})*\b"
)
_NEVER_ON = re.compile(
    rf"\b(?:not|no|nor|never|except|excluding|but|besides|other than|can'?t do|cannot do|can'?t|menos|salvo|excepto"
    rf"|que no sean?)(?: (?:on|for|come|make|do|en))? (?P<before>{_LISTED})"
    rf"|\b(?P<after>{_LISTED}) (?:no\b|(?:don'?t|doesn'?t|won'?t|do not) (?:work|suit)|(?:are|is) (?:no good|out|bad))"
)


def weekdays_left_out(message: Message) -> frozenset[int]:
    """Days of the week that are said not to suit, every one of a list (Monday is 0)."""
    found = (each["before"] or each["after"] for each in _NEVER_ON.finditer(message.folded))
    return frozenset(_WEEKDAY[word] for listed in found for word in re.findall(rf"\b{_DAY}\b", listed))


_DECLINES = re.compile(
    r"\b(?:can'?t|cannot|can not|won'?t|couldn'?t) (?:make|do|manage|take|come)\b|\btoo (?:early|soon|late|short)\b"
    r"|\b(?:doesn'?t|won'?t|does not|will not) (?:work|suit|do)\b|\b(?:some|any)(?:one|body) else\b|\bi'?ll pass\b"
    r"|\bno (?:puedo|podre|podria|me (?:va|viene|sirve|encaja))\b|\b(?:otra|alguna otra) persona\b|\bimposible\b"
    r"|\bdemasiado (?:pronto|temprano|tarde)\b|\bpaso\b"
)
_TAKES = re.compile(
    r"\b(?:take|grab|want|have|accept|book|reserve) (?:it|that|this|that one|this one)\b|\bcount me in\b|\bmine\b"
    r"|\b(?:me )?(?:la|lo) (?:quedo|quiero|tomo|cojo|acepto|reservo|agarro)\b|\b(?:reserv|apunt)\w*l[ao]\b"
    r"|\bquedarmel[ao]\b"
)


def find_answer_to_offer(message: Message) -> Literal["yes", "no"] | None:
    """What plain words beside a yes or no say to a time on offer: "I can't make that", "me la quedo"."""
    if _DECLINES.search(message.folded):
        return "no"
    return "yes" if _TAKES.search(message.folded) and "?" not in message.folded else None
