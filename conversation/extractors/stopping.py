"""Whether somebody asks in a sentence for no more messages at all: "please stop texting me".

Only a message that says nothing else counts, so that "don't text me the address" and "don't text, ring me" do not.
"""

from __future__ import annotations

import re
from typing import Literal

from conversation.extractors.text import Message

LONGEST = 20  # words
_BEFORE = frozenset(
    "please pls kindly hi hello hey ok okay just now and so can could would will you i want need like i'd id wish to "
    "must should por favor hola oiga oye ya y que quiero quisiera deseo necesito me gustaria puede pueden podria "
    "podrian le les pido ruego solicito".split()
)
_AFTER = frozenset(
    "please pls thanks thank you now right immediately again ever anymore any more at all here to this number on "
    "whatsapp by sms por favor gracias ya aqui nunca mas jamas a este numero".split()
)
"""Courtesies and emphasis around what is asked."""
_NOT = r"(?:don't|dont|do not|never|no longer)(?: ever)?"
_STOP = r"(?:stop|quit|cease|end)"
_THEM = r"(?: (?:any|all|of|the|these|those|your|more|further|other|so many))*"
_MESSAGES = r" (?:messages?|texts?|text messages|sms|spam)(?: from(?: here| the hospital| this hospital)?)?"
_TO_ME = r"(?: to)? (?:me|us|my (?:phone|number))"
_LOS = r"(?: (?:mas|tantos|estos|esos|sus|los|todos|ningun))*"
_MENSAJES = r" (?:mensajes?|sms)(?: (?:suyos|de ustedes|vuestros))?"
_ALL = re.compile(
    rf"{_STOP}{_THEM}(?: sending)?(?: me| us)?{_THEM}{_MESSAGES}"
    rf"|(?:{_NOT}|{_STOP}) (?:text|texting|messag(?:e|ing)|contact|contacting|spam|spamming|writ(?:e|ing)){_TO_ME}"
    rf"|{_STOP} (?:texting|messaging|contacting|spamming)"
    rf"|{_NOT} send(?: me| us)?{_THEM}(?:{_MESSAGES}| anything)"
    rf"|{_NOT} (?:want|wish|need)(?: to (?:get|receive|have|be sent))?(?: getting| receiving)?{_THEM}{_MESSAGES}"
    rf"|{_NOT} (?:want|wish) to be (?:texted|messaged|contacted)"
    rf"|no more{_MESSAGES}"
    rf"|(?:unsubscribe|opt)(?: me| us)?(?: out)?(?: (?:from|of)(?: all)?(?: these| the| your| this)?"
    r"(?: messages| texts| list| service)?)?"
    r"|(?:take|remove) (?:me|us|my number) (?:off|from) (?:the|your|this) (?:mailing|messaging|message|texting|text|sms"
    r"|contact) list"
    rf"|(?:deje|dejen|deja|dejad|pare|paren) (?:ya )?de (?:enviar|mandar)(?:me|nos)?{_LOS}{_MENSAJES}"
    r"|(?:deje|dejen|deja|dejad|pare|paren) (?:ya )?de (?:escribir|contactar|molestar)(?:me|nos)"
    rf"|no (?:me|nos) (?:envie[ns]?|mande[ns]?|escriba[ns]?){_LOS}{_MENSAJES}"
    r"|no (?:me|nos) (?:escriba[ns]?|contacte[ns]?|envie[ns]? nada|mande[ns]? nada)"
    rf"|no (?:quiero|deseo)(?: recibir| que me (?:envie[ns]?|mande[ns]?|escriba[ns]?))?{_LOS}{_MENSAJES}"
    r"|no (?:quiero|deseo) que me (?:escriba[ns]?|contacte[ns]?)"
    rf"|(?:no mas|basta de|ni un){_MENSAJES}"
    rf"|(?:detenga[ns]?|pare[ns]?|parar|detener){_LOS}{_MENSAJES}"
    r"|(?:dar|den|de|da|dad)(?:me|nos) de baja(?: (?:de|en) (?:los|estos|sus|este|el|la|su)"
    r"(?: (?:mensajes|servicio|lista(?: de mensajes)?))?)?"
)
_BARE = frozenset("stop pare paren basta".split())


def find_stop(message: Message) -> Literal["all", "bare"] | None:
    """`all`: it asks for no more messages; `bare`: for an end, of whatever is going on; None: for neither."""
    words = re.sub(r"[^\w' ]+", " ", message.folded).split()
    if len(words) > LONGEST:
        return None
    first, end = 0, len(words)
    while first < end and words[first] in _BEFORE:
        first += 1
    while end > first and words[end - 1] in _AFTER:
        end -= 1
    asked = " ".join(words[first:end])
    if _ALL.fullmatch(asked):
        return "all"
    return "bare" if asked in _BARE else None
