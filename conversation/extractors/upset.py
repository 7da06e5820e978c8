"""How somebody feels who writes: distress without danger, anger and abuse, a complaint with something to look into."""

from __future__ import annotations

import re
from enum import StrEnum

from conversation.extractors.text import Message


class Upset(StrEnum):
    """What an upset message is above all."""

    DISTRESS = "distress"
    """Somebody suffers, and is in no danger that the emergency rules know."""
    ANGER = "anger"
    """Swearing, insults or plain anger, with nothing that could be looked into."""


_VERY = r"(?:so |very |really |just |too |completely |absolutely |totally |all |feeling |quite )*"
_FELT = (
    r"(?:upset|desperate|devastated|heart ?broken|distraught|overwhelmed|terrified|despairing|petrified|frightened"
    r"|in (?:tears|pieces|bits|despair)|lost and alone|falling apart|breaking down|losing it"
    r"|at my wits? ?'?s? end|a wreck)"
)
_FELT_ES = (
    r"(?:angustiad|desesperad|agobiad|asustad|deshech|destrozad|hundid|aterrad|aterrorizad|desbordad|desconsolad"
    r"|disgustad|abrumad|desolad|devastad)[oa]"
)
_THEIRS = r"(?:my|our) (?:\w+ ){0,2}?"
WHOM = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|fiancee?|mother|father|mum|mom|dad|parents?|son|daughter|child|baby"
    r"|babies|boy|girl|sister|brother|twin|grandmother|grandfather|grandma|grandpa|nan|aunt|uncle|friend|best friend)"
)
WHOM_ES = (
    r"(?:marido|esposo|esposa|mujer|pareja|novi[oa]|madre|padre|mama|papa|hij[oa]|bebe|nin[oa]|herman[oa]|abuel[oa]"
    r"|ti[oa]|amig[oa])"
)
_OF_WHAT = r"(?! (?:of|from|with|in \d|when i was|(?:\w+ ){0,2}years ago|de(?! repente)|por|hace (?:\w+ )?anos))"
"""A death told with its cause or as long ago is a history for the doctor."""
_BEREFT = (
    rf"\b{_THEIRS}{WHOM} (?:has |have |had |just |suddenly )*(?:died|passed away|passed on){_OF_WHAT}"
    rf"|\b(?:i|we)(?:'ve)? (?:have |had |just )*(?:lost|buried) {_THEIRS}{WHOM}\b(?! (?:'s|at|in the))"
    r"|\b(?:i|we)(?:'ve)? (?:have |had |just )*(?:had a miscarriage|miscarried)\b(?! (?:\w+ ){0,2}years ago)"
    rf"|\b(?:mi|nuestr[oa]) (?:\w+ )?{WHOM_ES} (?:se )?(?:ha |acaba de )?"
    rf"(?:murio|morir|muerto|falleci(?:o|do)|fallecer){_OF_WHAT}"
    rf"|\b(?:se (?:me )?(?:ha )?(?:murio|muerto)|(?:ha )?falleci(?:o|do)|murio) "
    rf"(?:mi|nuestr[oa]) {WHOM_ES}\b{_OF_WHAT}"
    rf"|\b(?:he |hemos )?(?:perdi|perdimos|perdido) (?:a )?(?:mi|nuestr[oa]|al|el) {WHOM_ES}\b"
)
_DISTRESS = re.compile(
    rf"{_BEREFT}|"
    rf"\b(?:i'm|im|i am|we're|we are|i feel|feeling|i've been|been) {_VERY}{_FELT}\b"
    r"(?! (?:of|with|about|at|by) (?!everything|it all|life)\w+)"
    r"|\b(?:i'm|im|i am|i feel) (?:so |really |very )(?:scared|afraid|alone|lonely|lost)\b"
    r"|\b(?:can't|cant|cannot|can not|don't think i can) (?:take|cope|bear|stand|go on with) ?"
    r"(?:it|this|with (?:it|this|everything)|everything)?(?: (?:any ?more|any longer))?(?=\W*(?:$|[.,!]))"
    r"|\b(?:can't|cant|cannot|couldn't) stop crying\b|\b(?:i'm|im|i am|i keep|been) crying\b"
    r"|\bat the end of my (?:rope|tether)\b|\b(?:don't|dont|do not) know (?:what to do|where to turn) any ?more\b"
    rf"|\b(?:estoy|me siento|estamos) (?:muy |tan |totalmente |completamente )*{_FELT_ES}\b"
    r"|\b(?:tengo|me da) (?:mucho|muchisimo|tanto) miedo\b"
    r"|\b(?:ya )?no (?:puedo|aguanto|soporto) mas\b|\bno (?:paro|dejo|puedo parar|puedo dejar) de llorar\b"
    r"|\bestoy llorando\b|\b(?:ya )?no se que hacer(?=\W*(?:$|[.,!]))|\bme siento (?:muy |tan )sol[oa]\b"
)
_INSULT = (
    r"(?:useless|stupid|idiots?|idiotic|dumb|morons?|incompetent|pathetic|hopeless|worthless|trash|garbage|imbeciles?)"
)
_ANGER = re.compile(
    r"\b(?:f+u+c*k+\w*|wtf|shit\w*|bull ?shit|bitch\w*|ass ?holes?|arse ?holes?|bastards?|wankers?|dick ?heads?"
    r"|crap)\b"
    rf"|\b(?:you|you're|youre|ur|this|that|it|it's|what an?|such an?) (?:\w+ ){{0,3}}{_INSULT}\b|^\W*{_INSULT}\W*$"
    r"|\b(?:stupid|dumb|useless|bloody|damn|idiotic) (?:bot|machine|robot|computer|thing|assistant|people"
    r"|hospital|system)\b"
    r"|\bi hate (?:you|this|talking)\b|\bshut up\b|\bgo to hell\b|\bidiots?\b|\bscrew (?:you|this)\b|\bpiss off\b"
    r"|\b(?:i'm|im|i am|getting) (?:so |really |very |bloody )*(?:angry|furious|livid|fed up|pissed off|mad at)\b"
    r"|\b(?:ridiculous|this is a joke|waste of time)\b"
    r"|\b(?:mierda|joder|jodid\w*|put[oa]s?|tont[oa]s?|cabron\w*|gilipollas|imbecil\w*|idiotas?|estupid[oa]s?"
    r"|inutil(?:es)?|pendej\w+|boludos?|pelotudos?|mamon(?:es)?|incompetentes?|sinverguenzas?)\b|\bchinga\w*\b"
    r"|\bestoy (?:muy |tan |hasta )*(?:hart[oa]|enfadad[oa]|furios[oa]|cabread[oa]|enojad[oa])\b|\bvete a la\b"
    r"|\bridicul[oa]\b"
    r"|\bperdida de tiempo\b|\bcallate\b"
)
_ACCOUNT = re.compile(
    r"\bcomplain\w*|\bsue\b|\b(?:waited|waiting)\b|\bno ?(?:body|one)\b|\bnever (?:answers?|picks?|calls?|came"
    r"|called)\b"
    r"|\brude\b|\b(?:doctor|dr|nurse|staff|receptionist|surgeon|consultant)s?\b|\bquej\w+|\breclam\w+|\bdenunci\w+"
    r"|\bllevo\b|\bnadie\b|\besper(?:ando|e)\b|\b(?:medic[oa]|doctora?|enfermer[oa])s?\b"
)
"""What could be looked into: a complaint in so many words, a wait, somebody's behaviour."""


_DEATH = re.compile(_BEREFT)


def tells_of_a_death(message: Message) -> bool:
    """Whether somebody close to whoever writes has just died."""
    return _DEATH.search(message.folded) is not None


def find_upset(message: Message) -> Upset | None:
    """What an upset message is above all; None for a calm one and for a complaint that tells what went wrong."""
    folded = message.folded
    if _DISTRESS.search(folded):
        return Upset.DISTRESS
    return Upset.ANGER if _ANGER.search(folded) and not _ACCOUNT.search(folded) else None
