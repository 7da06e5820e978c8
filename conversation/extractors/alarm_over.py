"""Whether somebody who told of an emergency says that it is over, was none, or is being seen to."""

from __future__ import annotations

import re

from conversation.extractors.text import Message

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
    r"(?:n't|\b(?:not?|never|ni|tampoco|nunca|will|if|si|when|cuando|until|hasta|unless))\b(?: [\w']+){0,2} $"
)
"""Before it, what makes it none: "it's not better", "I don't think he is ok", "if it's over"."""
_ITSELF = re.compile(r"no |not |wasn't|is no")


def find_over(message: Message) -> bool:
    """Whether the message says so, and does not ask it."""
    folded = message.folded
    for found in _OVER.finditer(folded):
        before = re.split(r"[.,;!?]", folded[: found.start()])[-1]
        after = re.search(r"[.,;!?]", folded[found.end() :])
        is_asked = after is not None and after.group() == "?"
        if not is_asked and (_ITSELF.match(found.group()) or not _NOT.search(before)):
            return True
    return False
