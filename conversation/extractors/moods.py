"""How something is said, where that decides what may be done about it: a question is no order, a "don't" is no "do"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from zoneinfo import available_timezones

from conversation.extractors.negation import is_kept
from conversation.extractors.text import Message
from conversation.extractors.words import words_of


class Mood(StrEnum):
    """A way of speaking that keeps the desk from acting at once."""

    WONDERS = "wonders"
    """Asks whether something is free, or speaks of it without asking for it."""
    NOT_CANCEL = "not_cancel"
    """Speaks of cancelling without asking for it: "don't cancel", "was it cancelled?"."""
    ABOUT_VISIT = "about_visit"
    """Asks about a visit that stands: "is my appointment still on?"."""
    INSTEAD = "instead"
    """One thing in place of another."""
    CANNOT = "cannot"
    """Says when it is not possible: "I can't before 11"."""
    OTHER_ZONE = "other_zone"
    """Speaks of the clock of another place."""
    ALL = "all"
    """Means every one of what is in question."""
    WAVERS = "wavers"
    """A yes with a no beside it."""
    NAMES_A_VISIT = "names_a_visit"
    """Speaks of a visit that one has."""
    SPEAKS_OF_VISIT = "speaks_of_visit"
    """Calls what it is about an appointment."""
    NODS = "nods"
    """Takes note of what was told, and asks for nothing."""
    PUTS_BACK = "puts_back"
    """Puts something back to a place in time."""
    MOVES_BACK = "moves_back"
    """Wants things as they were before a move."""
    FURTHER = "further"
    """Asks for one visit more, rather than for another time."""
    RIGHT_AFTER = "right_after"
    """Means the time that follows on another."""
    EARLIER = "earlier"
    """Asks for something sooner."""
    TAKES_UP = "takes_up"
    """Wants what was spoken of before: "book it", "again", "after all"."""
    ASKS_WHO = "asks_who"
    """Asks who works here, or what somebody is called."""
    ASKS_WHETHER = "asks_whether"
    """Asks whether there is a doctor of a kind."""
    ASKS_FIELDS = "asks_fields"
    """Asks which specialities there are."""
    ASKS_THE_NAME = "asks_the_name"
    """Asks what the doctor spoken of is called."""
    LATEST = "latest"
    """Means the last times of a day: "the last appointment on Wednesday", "late Wednesday"."""
    CORRECTS = "corrects"
    """Puts right what was said or done before."""
    ASKS_AFTER_VISIT = "asks_after_visit"
    """Asks when a visit is, or whether there is one."""
    PREFERS = "prefers"
    """Would have what was settled otherwise: "can it be ...?", "prefiero ..."."""
    CHANGES_DETAILS = "changes_details"
    """Has a new address or number."""
    DECLINES = "declines"
    """A polite no and nothing else."""
    SUPPOSES = "supposes"
    """Asks what would be if: "and if I'm late?"."""
    LATE = "late"
    """Speaks of coming late."""
    ASKS_OF_OWN = "asks_of_own"
    """Tells of a visit that stands and asks when or where it is."""
    ASKS_WHAT_STANDS = "asks_what_stands"
    """Asks what was booked, or when that is: "what did you book?", "when is it again?"."""
    WAITS = "waits"
    """Would be told when something comes free."""


_WONDERS = re.compile(
    r"\b(?:is|are|does|do|has|have|would|will)\b[^.!?\n]{0,60}\b(?:free|available|open|in|work|working|slots?|have)\b[^.!\n]{0,60}\?"
    r"|\bis there (?:anything|something|any|a)\b[^.!\n]{0,60}\?|\bhay (?:algo|algun[oa]?)\b[^!\n]{0,60}\?"
    r"|\b(?:tiene|hay|esta|estaria|trabaja)\b[^.!?\n]{0,60}\b(?:libre|disponible|hueco|horas?|consulta)\b"
    r"|\b(?:don't|do not|dont|not|without) (?:yet )?(?:book|booking|reserve|reserving)\b"
    r"|\bno (?:me )?(?:reserve|reserves|reservar)\b|\bsin reservar\b"
    r"|\bmy (?:friend|neighbou?r|colleague|boss)\b[^.!?\n]{0,40}\b(?:saw|sees|went|had|has|visited|likes)\b"
    r"|\b(?:just )?(?:asking|wondering|curious|checking)\b"
)
_ASKS_CANCELLED = re.compile(
    r"\b(?:was|is|has|have|did|been|got)\b[^.!\n]{0,40}\bcancel(?:l?ed)?\b[^.!\n]{0,60}\?"
    r"|\b(?:han|has|ha|esta|fue) (?:sido )?(?:cancelad|anulad)|\bme (?:cancelaron|anularon)\b[^.!\n]{0,60}\?"
)
_ABOUT_VISIT = re.compile(
    r"\bmy (?:appointment|visit|booking)\b[^.!\n]{0,80}"
    r"\b(?:still|confirmed|on|stand|right|when|what time)\b[^.!\n]{0,20}\?"
    r"|\b(?:when|what time|at what time|where) (?:is|was|do i have|have i) (?:my|the|an)\b"
    r"|\bmi cita\b[^.!\n]{0,80}\b(?:sigue|confirmada|en pie|cuando|a que hora)\b"
    r"|\b(?:cuando|a que hora) (?:es|tengo) (?:mi|la) cita\b"
)
_YES = re.compile(r"\b(?:yes|yeah|yep|ok|okay|sure|right|si|vale|claro)\b")
_NO = re.compile(
    r"\b(?:no|nah|nope|don't|dont|do not|wait|not|keep|hold on|rather not|mantengo|mantener|mantenla|espera|mejor no)\b"
)


_INSTEAD = re.compile(r"\b(?:instead|rather|en vez|en lugar|mejor (?:el|la|por))\b")
_OTHER_ZONE = re.compile(
    r"\b(?:another|different|other) time ?zone\b|\bmy (?:own |local )?time(?: ?zone)?\b"
    r"|\b(?:otra|mi) zona horaria\b|\bmi hora\b"
)
_CANNOT = re.compile(
    r"\b(?:can't|cant|cannot|can not|unable to|no puedo)(?: (?:make it|come|do|be there|ir|venir))?"
    r" (?:before|after|until|antes|despues|hasta)\b"
)
_ALL = re.compile(r"\b(?:all|both|every|everything|each|todas|todos|ambas|ambos|las dos|los dos)\b(?! right)")
_NAMES_A_VISIT = re.compile(r"\b(?:my|existing|other|mi|mis) (?:\w+ )?(?:appointment|visit|booking|cita|visita)s?\b")
_SPEAKS_OF_VISIT = re.compile(r"\b(?:appointments?|appt|visits?|citas?|visitas?)\b")
_NODS = re.compile(
    r"^(?:\W|\b(?:h+m+|oh|ah|ok|okay|right|i see|got it|understood|alright|thanks|thank you|vale|ya|ya veo|entiendo"
    r"|entendido|bueno|gracias)\b)+$"
)
_PUTS_BACK = re.compile(r"\b(?:put|move|change|set|go)\b[^.!?\n]{0,20}\bback (?:to|on|at)\b")
_MOVES_BACK = re.compile(
    r"\b(?:put|move|change|switch|bring)\b[^.!?\n]{0,20}\bback\b(?! by)|\bold (?:time|date|slot|appointment) back\b"
    r"|\bback (?:to )?(?:how|where|what) it was\b"
    r"|\b(?:vuelve|vuelva|dejala|dejelo|ponla|pongala)\b[^.!?\n]{0,20}\bcomo estaba\b"
)
_FURTHER = re.compile(r"\b(?:also|another|as well|too|one for|same for|tambien|otra cita|lo mismo para|una para)\b")
_RIGHT_AFTER = re.compile(
    r"\b(?:right|straight|directly|just|immediately) after\b|\bback to back\b|\bafter (?:that|her|him)\b"
    r"|\b(?:justo|inmediatamente) despues\b|\bdespues de (?:eso|ella|el)\b|\ba continuacion\b"
)
_EARLIER = re.compile(r"\b(?:earlier|sooner|before|antes)\b")
_WAITS = re.compile(
    r"\b(?:wait|waiting|espera|standby|cancel\w*|let|tell|notify|text|message|inform|avis\w*|opens|becomes|comes|frees"
    r"|apunt\w*|anot\w*|libera\w*)\b"
)
_TAKES_UP = re.compile(
    r"\b(?:book|reserve|do|make|take|schedule) (?:it|that|this|that one)\b|\bagain\b|\bafter all\b"
    r"|\b(?:de nuevo|otra vez|al final si|despues de todo)\b|\b(?:reserv|agend)\w*l[ao]\b"
)
_DOCTORS = r"(?:doctors?|docs?|physicians?|specialists?|surgeons?|consultants?|providers?)"
_FIELDS = r"(?:specialit(?:y|ies)|specialt(?:y|ies)|departments?|fields)"
_MEDICOS = r"(?:medic[oa]s?|doctor(?:a|as|es)?|especialistas?|profesionales|cirujan[oa]s?)"
_ASKS_WHO = re.compile(
    r"\bwho(?: all)? (?:are|is|works?|practi[cs]es?|do you have)\b|\bwho(?:'re|'s|s)\b"
    rf"|\b(?:which|what|how many) (?:\w+ )?{_DOCTORS}\b[^.!?\n]{{0,20}}"
    r"\b(?:do you|have you|you have|are there|works? (?:here|there|for|at|in)|are (?:women|female|men|male|ladies))\b"
    rf"|\bwhich of (?:your|the) {_DOCTORS}\b"
    rf"|\b(?:list|names?)\b(?: of)?(?: all)?(?: of)?(?: the| your)? {_DOCTORS}\b"
    r"|\bquien(?:es)? (?:son|es|trabajan?|atienden?)\b"
    r"|\bquien(?:es)? (?:me )?(?:puede|podria|pueden)(?: \w+)? (?:mirar|ver|atender|tratar|ayudar)\w*"
    rf"|\b(?:que|cuales|cuant[oa]s)(?: son)?(?: l[oa]s| sus)? {_MEDICOS}\b[^.!\n]{{0,20}}"
    r"(?:\b(?:tienen|tiene|teneis|hay|trabajan)\b|\?)"
)
_TIMES = (
    r"\b(?:free|available|openings?|slots?|times?|appointments?|libres?|disponibles?|huecos?|horas?|citas?|turnos?)\b"
)
_KIND = r" \w+(?: \w+){0,2}"
_ASKS_WHETHER = re.compile(
    rf"^(?!.*{_TIMES})(?:.*\b(?:do|does|have|has) (?:you|they|the hospital|the clinic)"
    rf"(?: guys| also)?(?: have| got| employ)? (?:an?|any){_KIND}(?: here| there)?\s*(?:\?|$)"
    rf"|.*\b(?:is|are) there (?:an?|any){_KIND}(?: (?:here|there))?\s*(?:\?|$)"
    rf"|.*\b(?:tienen|tiene|teneis|hay)(?: algun| alguna| un| una)?{_KIND}\s*(?:\?|$))"
)
_ASKS_FIELDS = re.compile(
    rf"\b(?:which|what|how many|list|all)\b(?: \w+){{0,2}} {_FIELDS}\b"
    r"|\b(?:que|cuales|cuantas)\b(?: \w+){0,3} (?:especialidades|departamentos)\b"
    r"|\bque (?:especialidades|departamentos)\b"
)
_ASKS_THE_NAME = re.compile(
    rf"\b(?:what|which)\b[^.!?\n]{{0,12}}\b(?:{_DOCTORS}'?s?'?|his|her|their) (?:first |last |full |sur)?name\b"
    rf"|\bname of (?:the|that|my) {_DOCTORS}\b"
    rf"|\b(?:what|how)(?:'s| is| was) (?:the|that|my) {_DOCTORS} (?:called|named)\b"
    rf"|\b(?:como se llama\w*|(?:cual|que) (?:es|era) el nombre)\b[^.!?\n]{{0,12}}\b{_MEDICOS}\b"
    rf"|\bnombre de(?:l| la) {_MEDICOS}\b"
)
_DAYS = (
    "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|lunes|martes|miercoles|jueves|viernes"
    "|sabado|domingo|hoy|manana|that day|the day|ese dia|dia)"
)
_LATEST = re.compile(
    r"\b(?:last|latest) (?:appointment|slot|time|one|opening|visit|available|thing|possible)s?\b[^.!?\n]{0,24}\b"
    + _DAYS
    + r"\b|\blate (?:on |in )?(?:the )?"
    + _DAYS
    + r"\b|\b"
    + _DAYS
    + r" (?:as late as|last thing|at the latest time)\b|\bas late as (?:possible|you can)\b|\blast thing\b"
    r"|\bultim[ao] (?:cita|hora|hueco|turno)\b[^.!?\n]{0,24}\b"
    + _DAYS
    + r"\b|\b(?:lo )?mas tarde (?:posible|que (?:se )?pueda)\b|\ba ultima hora\b"
)
_CORRECTS = re.compile(
    r"\b(?:sorry|oops|i meant|i mean|meant|actually|rather|instead|wrong|mistake|not for|perdon|perdona|queria decir"
    r"|digo|en realidad|me equivoque|error|mejor)\b"
)
_PREFERS = re.compile(
    r"\b(?:can|could|might|may) (?:it|that|this) (?:be|rather be)\b|\bmake (?:it|that)\b|\blet it be\b|\bbetter\b"
    r"|\b(?:i'?d|i would|we'?d|we would)? ?prefer\b|\bswap\b|\bswitch\b"
    r"|\bque (?:sea|fuera)\b|\b(?:puede|podria|pueda) ser\b|\bprefiero\b|\bpreferiria\b|\bpreferimos\b"
)
_CHANGES_DETAILS = re.compile(
    r"\b(?:update|change|changed|correct)\b[^.!?\n]{0,20}\bmy\b[^.!?\n]{0,12}"
    r"\b(?:address|phone|number|email|details|name|surname)\b|\bmy new (?:address|number|phone|email)\b"
    r"|\b(?:cambi|actualiz)\w*\b[^.!?\n]{0,16}\bmis? (?:direccion|telefono|numero|correo|datos|apellidos?)\b"
)
_ASKS_AFTER_VISIT = re.compile(
    r"\b(?:when|what time|does|has|did|is|if|whether|cuando|a que hora|tiene|si)\b[^.!\n]{0,60}"
    r"\b(?:appointments?|visits?|bookings?|booked|citas?|visitas?)\b"
)
_ASKS_OF_OWN = re.compile(
    r"\b(?:i have|i've got|ive got|i've|we have|have got|i got|there is|there's) (?:an?|my|our) (?:\w+ )?"
    r"(?:appointment|appt|visit|booking|checkup)\b[^!]{0,80}"
    r"\b(?:when|what time|which time|what day|where|which room|what room)\b[^,!]{0,30}$"
    r"|\b(?:tell me|know|check|see|sure|remember) (?:if|whether) (?:i|we) (?:still )?"
    r"(?:have|got|have got) (?:an?|any) (?:\w+ )?(?:appointment|appt|visit|booking)s?\b[^.!]{0,40}$"
    r"|\b(?:decirme|decir|saber|mirar|ver|comprobar) si (?:tengo|tenemos) (?:alguna |una )?"
    r"(?:cita|visita)\b[^.!]{0,40}$"
    r"|\b(?:tengo|tenemos) (?:una |la |mi )?(?:cita|visita|hora|consulta|turno)\b[^!]{0,80}"
    r"\b(?:a que hora|que hora|cuando|que dia|donde|en que consulta)\b[^,!]{0,30}$"
)
_LEADS = r"^\W*(?:(?:and|but|so|ok|okay|oh|also|well|y|e|pero|vale|oye|ah|bueno|entonces)\W+)*"
_SUPPOSES = re.compile(
    _LEADS
    + r"(?:(?:what|how about) (?:(?:happens|will happen|would happen|do i do|should i do) )?if|(?:and|but|y|e|pero)? ?"
    r"(?:que (?:pasa|pasaria|ocurre|sucede|hago|tengo que hacer) )si)\b(?! (?:we|possible))"
    r"|^\W*(?:and|but|y|e|pero)\W+(?:if|si)\b(?! (?:we|possible|es posible|puede ser|mejor))[^.!]*$"
    r"|\bhow late can (?:i|we) (?:be|come|arrive)\b"
    r"|\b(?:is|would) (?:it|that)(?: be)? (?:ok|okay|fine|alright|all right|a problem|bad) if\b|\bdoes it matter if\b"
    r"|\b(?:pasa algo|hay (?:algun )?problema|importa|me esperan|esta bien) si\b"
    r"|\b(?:can|could|may) (?:i|we) (?:still |always )?cancel\b[^.!?]*\b(?:later|afterwards|if)\b"
    r"|\b(?:puedo|podria|podre|podemos)\b[^.!?]*\b(?:cancel|anul)\w*[^.!?]*"
    r"\b(?:despues|luego|mas (?:tarde|adelante)|si)\b"
    r"|" + _LEADS + r"(?:if|si) (?:i|my|llego|no llego|me|tengo que|no puedo)\b[^,.!?]*\?\W*$"
)
_LATE = re.compile(r"\b(?:late|delayed|held up|tarde|retras\w*|demor\w*|atras\w*)\b")
_ASKS_WHAT_STANDS = re.compile(
    r"\bwhat (?:did|have) (?:you|we|i) (?:just )?(?:book|booked|reserve|reserved|arrange|arranged|make|made)\b"
    r"(?! me (?:wait|angry))|\bwhat (?:is|was|'s|has been) (?:it that (?:you|i) )?(?:booked|reserved)\b"
    r"|\b(?:what|which) (?:appointment|visit|time|day) (?:did|have) (?:you|we|i) (?:book|booked|get|take|choose|pick)\b"
    r"|\b(?:what|which)(?:'s| is| was) (?:my|the|our) (?:booking |confirmation |appointment )?"
    r"(?:reference|booking number|confirmation)\b|\b(?:lost|forgot|forgotten) (?:my|the) (?:booking )?reference\b"
    r"|\bcual (?:es|era) (?:mi|el|la) (?:(?:numero|codigo) de (?:la )?)?(?:referencia|reserva|confirmacion)\b"
    + _LEADS.replace("^", "|^")
    + r"(?:(?:when|where|what time|which day|what day|at what time)(?:'s| is| was) (?:it|that|this"
    r"|(?:the|my) (?:visit|appointment))(?: at)?(?: again| then| now)?"
    r"|who(?:'s| is| was) (?:it|that) with|remind me when (?:it|that) (?:is|was))\W*$"
    r"|\bque (?:ha|has|han|habeis|he)(?: \w+)? (?:reservado|agendado|apuntado)\b"
    r"|\bque (?:reservaste|reservo|agendaste|agendo)\b"
    r"|\bque (?:tienes?|tiene) (?:apuntado|reservado|agendado)\b"
    + _LEADS.replace("^", "|^")
    + r"(?:(?:cuando|a que hora|que dia|donde) (?:era|es|fue|seria|quedo)(?: (?:la cita|eso|esto))?"
    r"(?: (?:otra vez|entonces))?)\W*$"
)
_DECLINES = re.compile(r"^\W*(?:no|nope|nah)\W+(?:thanks?(?: you)?|thank u|thx|ty|(?:muchas )?gracias)\b[^\w?]*$")
_PATTERNS = {
    Mood.DECLINES: _DECLINES,
    Mood.SUPPOSES: _SUPPOSES,
    Mood.LATE: _LATE,
    Mood.ASKS_OF_OWN: _ASKS_OF_OWN,
    Mood.ASKS_WHAT_STANDS: _ASKS_WHAT_STANDS,
    Mood.ASKS_AFTER_VISIT: _ASKS_AFTER_VISIT,
    Mood.CORRECTS: _CORRECTS,
    Mood.PREFERS: _PREFERS,
    Mood.CHANGES_DETAILS: _CHANGES_DETAILS,
    Mood.TAKES_UP: _TAKES_UP,
    Mood.ASKS_WHO: _ASKS_WHO,
    Mood.ASKS_WHETHER: _ASKS_WHETHER,
    Mood.ASKS_FIELDS: _ASKS_FIELDS,
    Mood.ASKS_THE_NAME: _ASKS_THE_NAME,
    Mood.LATEST: _LATEST,
    Mood.NAMES_A_VISIT: _NAMES_A_VISIT,
    Mood.SPEAKS_OF_VISIT: _SPEAKS_OF_VISIT,
    Mood.NODS: _NODS,
    Mood.PUTS_BACK: _PUTS_BACK,
    Mood.MOVES_BACK: _MOVES_BACK,
    Mood.FURTHER: _FURTHER,
    Mood.RIGHT_AFTER: _RIGHT_AFTER,
    Mood.EARLIER: _EARLIER,
    Mood.WAITS: _WAITS,
    Mood.ALL: _ALL,
    Mood.CANNOT: _CANNOT,
    Mood.OTHER_ZONE: _OTHER_ZONE,
    Mood.INSTEAD: _INSTEAD,
    Mood.WONDERS: _WONDERS,
    Mood.NOT_CANCEL: _ASKS_CANCELLED,
    Mood.ABOUT_VISIT: _ABOUT_VISIT,
}


_CITY_TIME = re.compile(r"\b(?:([a-z]+ [a-z]+)|([a-z]+)) (?:local )?time\b|\bhora (?:local )?de ([a-z]+(?: [a-z]+)?)\b")


def find_city_of_zone(message: Message) -> str | None:
    """The city whose clock a message goes by ("3 pm Sydney time"), where a time zone is called after it."""
    for match in _CITY_TIME.finditer(message.folded):
        said = next(group for group in match.groups() if group)
        for city in (said, said.split()[-1], said.split()[0]):
            if city in _cities():
                return city
    return None


_BEING_IN = re.compile(
    r"\b(?:i'm|im|i am|we're|we are|i live|we live|calling|writing|texting|based|living|staying|travell?ing|estoy"
    r"|estamos|vivo|vivimos|llamo|escribo)(?: \w+){0,2}? (?:in|from|en|desde|de) ([a-z]+(?: [a-z]+)?)\b"
)


def find_zone_of_place(message: Message) -> str | None:
    """The time zone of the city where the sender says to be ("I'm in London")."""
    for match in _BEING_IN.finditer(message.folded):
        for city in (match[1], match[1].split()[0]):
            if city in _cities():
                return _cities()[city]
    return None


_AREAS = ("Africa", "America", "Asia", "Australia", "Europe")
_NO_CITIES = frozenset({"north", "south", "west"})


@cache
def _cities() -> Mapping[str, str]:
    """The cities that time zones are called after, each with its zone."""
    names = [name for name in available_timezones() if name.startswith(_AREAS) and name.count("/") == 1]
    zones = {name.split("/")[1].replace("_", " ").lower(): name for name in sorted(names)}
    return {city: zone for city, zone in zones.items() if city not in _NO_CITIES}


def find_moods(message: Message) -> frozenset[Mood]:
    """The ways of speaking in a message."""
    folded = message.folded
    found = {mood for mood, pattern in _PATTERNS.items() if pattern.search(folded)}
    if _YES.search(folded) and _NO.search(folded):
        found.add(Mood.WAVERS)
    if is_kept(words_of(message)):
        found.add(Mood.NOT_CANCEL)
    return frozenset(found)
