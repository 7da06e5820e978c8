"""Words of somebody who asked for a person about how to go on: with the assistant after all, waiting, by phone."""

from __future__ import annotations

import re
from typing import Literal

from conversation.extractors.text import Message

Way = Literal["back", "wait", "drop"]
"""`drop` only lets the matter go, which means the assistant while nobody has taken it."""

_BOT = r"(?:the |this |your )?(?:bot|chat ?bot|assistant|robot|machine|computer|automat\w*)"
_BOT_ES = r"(?:el |la |este |esta )?(?:bot|chatbot|asistente|robot|maquina)"
_PERSON = r"(?:an? |the |any )?(?:real |other )?(?:person|human|colleague|agent|operator|receptionist|someone|somebody)"
_PERSON_ES = r"(?:una? |la |el |ninguna? )?(?:persona|human[oa]|companer[oa]|agente|operador[a]?|nadie)"
_ASKED = r"(?:request|hand-?over|handoff|ticket|callback|transfer)"
_ASKED_ES = r"(?:peticion|solicitud|aviso|pedido|traspaso)"
_BACK = re.compile(
    rf"\b(?:go|carry|going|move|continue|proceed|keep going|keep on|resume|stay|switch back|back|return)"
    rf"(?: (?:on|back|it|this))? (?:with|to) (?:you|me|{_BOT})\b(?! (?:have|had|were|said))"
    rf"|\b(?:talk|chat|speak|write) (?:to|with) (?:{_BOT}|you) (?:again|instead|after all)\b"
    rf"|\brather (?:have )?(?:you|{_BOT})\b"
    rf"|\b(?:cancel|forget|drop|withdraw|stop|scrap|close|undo) (?:that|the|my|this|about (?:that|the"
    rf"|my)) (?:\w+ )?(?:{_ASKED}|{_PERSON})\b"
    rf"|^\W*{_BOT}(?: please| again)?\W*$|\byou (?:\w+ ){{0,4}}(?:instead|after all)\b|\byou take over\b"
    rf"|\b(?:don't|dont|do not|no longer) (?:need|want)(?: to (?:talk|speak|chat|wait)(?: (?:to|with"
    rf"|for))?)? {_PERSON}\b"
    rf"|\bno (?:need for|longer need) {_PERSON}\b|\bwithout (?:them|{_PERSON})\b"
    rf"|\b(?:sig(?:o|ue|a|amos)|segui(?:r|mos)|continu(?:o|a|e|ar|emos))(?: mejor)? (?:tu|usted"
    rf"|contigo|conmigo|con usted|con {_BOT_ES})\b"
    rf"|\b(?:vuelve|vuelva|vuelvo|volver|volvamos|regresar?) (?:al|a|con) {_BOT_ES}\b"
    rf"|\b(?:prefiero|mejor) (?:seguir |sigo )?(?:contigo|con usted|con {_BOT_ES})\b"
    rf"|\b(?:cancel[ae]|cancelar|anul[ae]|anular|olvid[ae]|retir[ae]) (?:es[ea]|la|el|mi|est[ea]) {_ASKED_ES}\b"
    rf"|\bya no (?:necesito|quiero|hace falta|me hace falta)(?: (?:hablar|esperar)(?: (?:con|a))?)? {_PERSON_ES}\b"
)
_WAIT = re.compile(
    r"\b(?:keep|continue|go on|carry on) waiting\b|\b(?:i'll|ill|i will|i can|i would|i'd|we'll|can) (?:\w+ )?wait\b"
    r"|^\W*wait\W*$|\bno (?:hurry|rush)\b|\bstill waiting\b"
    r"|\b(?:sigo|seguir|seguire|sigamos) esperando\b|\b(?:espero|esperare|puedo esperar|esperamos)\b(?! que)"
    r"|\bno (?:hay|tengo|corre) prisa\b"
)
_DROP = re.compile(
    r"^\W*(?:(?:oh|ok|okay|no|actually|well|bueno|pues|vale|mejor)\W+)*(?:never ?mind|forget (?:it|about it)|leave it"
    r"|don't bother|dejal[oa]|dejel[oa]|olvidal[oa]|olvidel[oa]|da igual|no importa)\b"
)


def find_way(message: Message) -> Way | None:
    """How the message wants to go on, where it says so."""
    folded = message.folded
    if _BACK.search(folded):
        return "back"
    if _DROP.search(folded):
        return "drop"
    return "wait" if _WAIT.search(folded) else None
