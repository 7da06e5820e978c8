"""Whether somebody who told of an emergency says that it is over, was none, or is being seen to.

Whoever wants to die says "it's over" and means it otherwise: there only "I'm safe", "I'm better" and "I'm not going to
do it" count, as a clause of their own and with nothing grim beside them.
"""

from __future__ import annotations

import re

from conversation.extractors.text import Message
from conversation.extractors.upset import WHOM, WHOM_ES

_SO = r"(?:(?:much|a lot|all|now|already|really|completely|feeling|doing|so) )*"
_WHO = (
    r"(?:i'm|im|i am|it's|its|it is|he's|hes|he is|she's|shes|she is|we're|we are|they're|they are|everything is"
    r"|all is)"
)
_OVER = re.compile(
    rf"\b{_WHO} {_SO}(?:better|ok|okay|fine|alright|all right|safe|over|good now|out of danger|passed)\b"
    r"|\b(?:feel|feels|feeling) (?:much |a lot |so much )?(?:better|fine|ok|okay)\b"
    r"|\b(?:false alarm|no emergency|not an emergency|wasn't an emergency|is no emergency)\b"
    r"|\b(?:it|that|the pain|everything|this)(?:'s| has| is)? (?:passed|gone|over|stopped|gone away)\b"
    r"|\b(?:was|were|am|i'm) (?:just |only )?(?:joking|kidding|testing)\b|\bjust a (?:test|joke)\b"
    r"|\b(?:is|he's|hes|she's|shes|i'm|was) (?:breathing|awake|conscious|responding)(?: fine| well)? (?:again|now)\b"
    r"|\b(?:he|she|i|it|baby|they|we) (?:is|am|are|was|has been|have been)? ?(?:at|in) (?:the )?(?:hospital|er|a&e"
    r"|emergency room) now\b"
    r"|\b(?:the )?(?:ambulance|paramedics) (?:is|are|has|have) (?:here|arrived|with us)\b"
    r"|\b(?:ya )?(?:estoy|esta|estamos|se siente|me siento) (?:ya |mucho |bastante )?(?:mejor|bien|a salvo"
    r"|fuera de peligro)\b"
    r"|\bya (?:paso|se (?:me |le )?paso|todo paso|termino|respira|desperto|reacciono|no (?:me|le) duele"
    r"|llego la ambulancia)\b"
    r"|\bse (?:me|le) (?:ha pasado|paso)\b|\b(?:falsa alarma|no (?:es|era|fue) (?:una )?emergencia|no era nada)\b"
    r"|\b(?:era|es) (?:una |solo una )?(?:broma|prueba)\b|\b(?:estaba|estoy) (?:bromeando|probando)\b"
    r"|\b(?:llego|esta aqui|ya esta) la ambulancia\b|\bla ambulancia (?:ya )?(?:llego|esta aqui|ha llegado)\b"
)
_NOT = re.compile(
    r"(?:n't|'d|\b(?:not?|would|never|ni|tampoco|nunca|will|if|si|when|cuando|until|hasta|unless))\b(?: [\w']+){0,2} $"
)
"""Before it, what makes it none: "it's not better", "I don't think he is ok", "if it's over"."""
_GOES_ON = re.compile(
    r"\b(?:dead|die|dies|dying|better off|(?<!my )back(?! (?:to normal|home|with us))|but|worse|again|started|returned"
    r"|(?<!i )(?<!we )still|muert[oa]s?|morir\w*|muriendo|pero|peor|vuelve|volvio(?! (?:en si|a respirar))|ha vuelto"
    r"|regres\w+|otra vez|de nuevo|empez\w+|empiez\w+|sigue)\b"
)
"""Beside it, what makes it none: "it passed and came back worse"."""
_AGAIN = re.compile(rf"(?:{_OVER.pattern})(?: again| otra vez| de nuevo)?")
_FOR_ME = re.compile(r"\b(?:over|finished|done) (?:for|with) (?:me|us|everything|life)\b")
_GRIM = re.compile(
    r"\b(?:dead|death|die|dies|dying|gone|over|ends?|ended|ending|better off|back|but|worse|again|pills?|goodbye|bye"
    r"|any ?more|tonight|without|if|when|until|till|unless|except|soon|yet|muert\w*|morir\w*|muriendo|pero|peor|vuelve"
    r"|volvi\w*|regres\w+|otra vez|de nuevo|acab\w+|termin\w+|pastillas|adios|sin|cuando|hasta|aunque|todavia)\b"
)
_TAIL = (
    rf"(?: (?:now|today|already|thanks|thank you|again|here|at home|in hospital|at the hospital|with my {WHOM}|ahora|ya"
    rf"|hoy|gracias|aqui|en casa|en el hospital|con mi {WHOM_ES}))*"
)
_SAFE = re.compile(
    r"(?:(?:ok|okay|yes|yeah|no|well|and|hi|hello|thanks|thank you|sorry|i promise|si|bueno|y|hola|gracias|lo prometo"
    r"|de verdad) )*"
    r"(?:(?:i'm|im|i am) (?:(?:really|much|a lot|now|feeling|completely) )*(?:safe|better)"
    r"|i feel (?:(?:really|much|a lot|so much) )*(?:better|safe|safer)"
    r"|(?:(?:i'm|im|i am) not going to|i won't|i will not) (?:do it|do anything(?: stupid| silly| to myself)?"
    r"|(?:hurt|harm|kill|cut) myself|(?:take|end) my (?:own )?life)"
    r"|(?:ya )?(?:estoy|me siento) (?:(?:ya|mucho|bastante|muy) )*(?:mejor|a salvo|segur[oa])"
    r"|ya no (?:me )?voy a hacerlo|no (?:me )?voy a (?:hacerlo|hacerme nada|hacer nada malo|(?:hacerme|hacer) dano"
    rf"|lastimarme|matarme|suicidarme|quitarme la vida)|(?:ya )?no lo voy a hacer){_TAIL}"
)
"""A clause of somebody who wanted to harm themselves and is safe."""
_END_LIFE = re.compile(r"\b(?:take|end) my (?:own )?life\b")
_ITSELF = re.compile(r"no |not |wasn't|is no")


def find_over(message: Message, *, is_crisis: bool = False) -> bool:
    """Whether the message says so, and does not ask it. `is_crisis`: what was told of is the wish to harm oneself."""
    folded = message.folded
    if is_crisis:
        return _is_safe(folded)
    if _FOR_ME.search(folded) or _GOES_ON.search(_AGAIN.sub(" ", folded)):
        return False
    for found in _OVER.finditer(folded):
        before = re.split(r"[.,;!?]", folded[: found.start()])[-1]
        after = re.search(r"[.,;!?]", folded[found.end() :])
        is_asked = after is not None and after.group() == "?"
        if not is_asked and (_ITSELF.match(found.group()) or not _NOT.search(before)):
            return True
    return False


def _is_safe(folded: str) -> bool:
    """Whether somebody says of themselves that they are safe, and nothing that sounds otherwise."""
    if "?" in folded or _GRIM.search(_END_LIFE.sub(" ", folded)):
        return False
    return any(_SAFE.fullmatch(clause.strip()) for clause in re.split(r"[.,;:!\n]", folded))
