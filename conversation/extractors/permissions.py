"""What somebody allows or forbids: reminders, another person acting for them, what is kept about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from conversation.extractors.relatives import RELATIONS
from conversation.extractors.text import Message
from conversation.extractors.words import span_of

Kind = Literal["reminders_on", "reminders_off", "helper_on", "helper_off", "privacy"]


@dataclass(frozen=True, slots=True)
class Permission:
    """Something allowed or forbidden. `name` is whom it is about; `by` is a channel that was named."""

    kind: Kind
    name: str | None = None
    by: str | None = None


_REMINDERS = r"(?:reminders?|reminder messages?|recordatorios?|avisos?)"
_BEFORE = (
    r"(?: (?:please|before|beforehand|before that|before it|the day before|a day before|of it|of that|about it|then"
    r"|of (?:the|my) (?:visit|appointment)|nearer the time|por favor|antes|un dia antes|el dia antes|unos dias antes"
    r"|de la (?:cita|hora)|de mi (?:cita|hora)|la cita|mi cita|la hora|mi hora))*"
)
_WISHED = (
    rf"^\W*(?:(?:and|y|ok|please|por favor)\W+)?(?:(?:can|could|will|would) (?:you|somebody|someone) (?:please )?"
    rf"remind me|remind me|(?:me|nos) (?:pueden?|podrian?|puedes|van a|va a) (?:avisar|recordar)(?:lo|la)?"
    rf"|(?:pueden?|podrian?|puedes) (?:avisar|recordar)(?:me|nos)(?:lo|la)?|(?:me|nos) (?:avisan?|recuerdan?)"
    rf"|(?:avisen|avise|recuerden|recuerde)(?:me|nos)(?:lo|la)?){_BEFORE}\W*$"
)
""" "Can you remind me before?", "¿me pueden avisar antes?": a reminder is asked for, and no earlier time."""
_OFF = re.compile(
    rf"\b(?:no|stop|without|don't want|dont want|do not want|not want|cancel|end|quit|turn off)\b"
    rf"(?: \w+){{0,4}}? {_REMINDERS}\b"
    r"|\b(?:stop|don't|dont|do not|please don't) (?:sending me |send me )?remind(?:ing)?(?: me)?\b"
    rf"|\b(?:no (?:quiero|deseo|me)|sin|quite|quita|quiten|dejen?|deja|pare|basta)\b(?: \w+){{0,4}}? {_REMINDERS}\b"
    r"|\b(?:no me|dejen de|deja de|deje de) (?:recuerde\w*|recorda\w*|avise\w*|avisa\w*)\b"
)
_ON = re.compile(
    rf"\b(?:send|want|get|have|like|give|text|e-?mail|turn on|start)\b(?: \w+){{0,4}}? {_REMINDERS}\b"
    rf"|\b{_REMINDERS} (?:by|via|per|on|through|here|por) ?"
    r"|\bremind me (?:by|via|per|on|through|here)\b"
    rf"|{_WISHED}"
    rf"|\b(?:mand\w+|envi\w+|quiero|deseo|active|activar|activa)\b(?: \w+){{0,4}}? {_REMINDERS}\b"
    r"|\b(?:recuerd\w+|recordar\w+|avis[ea]\w*) (?:por|aqui)\b"
)
_CHANNELS = (
    ("sms", re.compile(r"\b(?:sms|text messages?|text|texts|mensajes? de texto)\b")),
    ("mail", re.compile(r"\b(?:e[- ]?mails?|mail|correos?(?: electronicos?)?)\b")),
    ("here", re.compile(r"\b(?:here|aqui|this chat|whatsapp|telegram)\b")),
)
_PRIVACY = re.compile(
    r"\bwhat (?:do|does) (?:you|the hospital|this hospital) (?:know|have|keep|store|hold) (?:about|on) me\b"
    r"|\bwhat (?:data|information|personal data)\b[^.!?\n]{0,30}\b(?:about|on|of) me\b"
    r"|\b(?:delete|erase|remove|wipe)\b[^.!?\n]{0,20}"
    r"\b(?:my|all|personal) (?:\w+ )?(?:data|information|details|records?)\b"
    r"|\b(?:forget (?:everything|all) about me|right to be forgotten|gdpr|copy of my data)\b"
    r"|\b(?:borr|elimin|suprim)\w*\b[^.!?\n]{0,20}\bmis datos\b"
    r"|\bque (?:sabe|saben|sabes|datos|informacion)\b[^.!?\n]{0,30}\b(?:de mi|sobre mi|mios)\b"
)
_UNLINK = re.compile(
    r"(?:please )?(?:unlink|log ?out|sign out)(?: (?:me|this (?:chat|account)|my (?:number|phone|account)))?"
    r"(?: please)?"
    r"|(?:por favor )?(?:desvincul\w+|cerrar sesion)(?: (?:este chat|esta cuenta|mi (?:numero|telefono|cuenta)))?"
    r"(?: por favor)?"
)
_NAME = r"(?P<name>(?<![\w'-])[^\W\d_][\w'-]{0,40}(?: [^\W\d_][\w'-]{0,40}){0,3}?)"
_KIN = r"(?:(?:my|mi) (?:\w+ )?(?:daughter|son|wife|husband|partner|sister|brother|mother|father|mum|mom|dad|friend"
_KIN += r"|neighbou?r"
_KIN += r"|carer|hij[oa]|mujer|esposa|marido|esposo|pareja|herman[oa]|madre|padre|amig[oa]|vecin[oa]|cuidador[a]?),? )?"
_ACTS = (
    r"(?:book|make (?:appointments|bookings)|make an appointment|move|manage|arrange|reschedule|act"
    r"|handle (?:appointments|my appointments))"
)
_RESERVA = r"(?:reservar?|reserve|pedir|pida|gestion\w+|mover|mueva|cambi\w+)(?: (?:y \w+ )?(?:mis |las )?citas?)?"
_HELPER_OFF = (
    re.compile(
        rf"\b{_KIN}{_NAME} (?:may|can|should|is) (?:no longer|not|never)(?: any ?more)?"
        rf"(?: allowed to)? {_ACTS}\b"
    ),
    re.compile(
        rf"\b(?:don't|dont|do not|no longer|stop) (?:let(?:ting)?|allow(?:ing)?) {_KIN}{_NAME} (?:to )?{_ACTS}\b"
    ),
    re.compile(rf"\b(?:remove|revoke) {_KIN}{_NAME} (?:as|from) (?:my |being my )?helpers?\b"),
    re.compile(rf"\b{_KIN}{_NAME} ya no (?:puede|podra|debe) {_RESERVA}\b"),
    re.compile(rf"\bno (?:dejen?|permitan?|dejes|permita)(?: mas)? que {_KIN}{_NAME} {_RESERVA}\b"),
    re.compile(rf"\b(?:desautorizo|quito el permiso) a {_KIN}{_NAME}\s*(?:$|[.,!]| (?:a|para)\b)"),
)
_HELPER_ON = (
    re.compile(rf"\b(?:let|allow) {_KIN}{_NAME},? (?:to )?{_ACTS}\b(?=.*\b(?:for me|my|on my behalf)\b)"),
    re.compile(
        rf"\b{_KIN}{_NAME},? (?:may|can|is allowed to|should be able to|will) (?:also |now )?{_ACTS}\b"
        r"(?=.*\b(?:for me|my (?:appointments|visits)|on my behalf)\b)"
    ),
    re.compile(rf"\b(?:i (?:allow|authori[sz]e)|permission (?:for|to)) {_KIN}{_NAME} (?:to|can|may) {_ACTS}\b"),
    re.compile(rf"\b{_KIN}{_NAME} puede {_RESERVA}(?: \w+)? (?:por mi|en mi nombre|mis citas)\b"),
    re.compile(
        rf"\b(?:dejen?|permitan?|deje|permita|autorizo)(?: a| que)? {_KIN}{_NAME} (?:a |para |que )?{_RESERVA}\b"
    ),
)
_NOBODY = frozenset("i you we they it me he she who what that this anybody anyone yo usted".split())
_LEADING = frozenset("please hello hi and but so yes that my hola por favor que mi a".split())


def find_permission(message: Message) -> Permission | None:
    """What the message allows or forbids; None when it does neither."""
    folded = message.folded
    for kind, patterns in (("helper_off", _HELPER_OFF), ("helper_on", _HELPER_ON)):
        for pattern in patterns:
            match = pattern.search(folded)
            name = _name(message, match) if match else None
            if name is not None:
                return Permission("helper_off" if kind == "helper_off" else "helper_on", name)
    if _PRIVACY.search(folded):
        return Permission("privacy")
    by = next((channel for channel, pattern in _CHANNELS if pattern.search(folded)), None)
    if _OFF.search(folded):
        return Permission("reminders_off", by=by)
    if _ON.search(folded):
        return Permission("reminders_on", by=by)
    return None


def is_unlinking(message: Message) -> bool:
    """Whether it asks for no more than that this account is forgotten: "unlink", "please unlink this chat"."""
    return _UNLINK.fullmatch(message.folded.strip(" .!/")) is not None


def find_channel(message: Message) -> str | None:
    """The channel that a short answer names: `sms`, `mail` or `here`."""
    return next((channel for channel, pattern in _CHANNELS if pattern.search(message.folded)), None)


def _name(message: Message, match: re.Match[str]) -> str | None:
    """The name in the sender's own writing; None for "I", "you" and the like."""
    words = match["name"].split()
    start = match.start("name")
    while len(words) > 1 and words[0] in _LEADING:
        start += len(words[0]) + 1
        words = words[1:]
    if words[0] in _NOBODY or words[0] in _LEADING or words[0] in RELATIONS:
        return None
    said = span_of(message, start, match.end("name")).words
    return said if any(character.isupper() for character in said) else said.title()
