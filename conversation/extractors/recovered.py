"""Whether somebody only says that a trouble has gone: "ya se me pasó", "my knee doesn't hurt any more"."""

from __future__ import annotations

import re

from conversation.extractors.text import Message

_NOW = r"(?:now|already|by itself|on its own|completely|anymore|any more|any longer)"
_VERY = r"(?:(?:much|a lot|so much|all|completely|fully|quite|feeling|doing|now|already|really) )*"
_WHO = r"(?:i'm|im|i am|he's|hes|he is|she's|shes|she is|my (?:\w+ )?\w+ is)"
_TROUBLE = (
    r"(?:it|that|this|everything|(?:the|my|his|her) (?:\w+ ){0,2}?(?:pain|ache|headache|fever|cough|rash|itch|itching"
    r"|swelling|cold|flu|infection|toothache|stomach ?ache|back ?ache|sore throat|dizziness|temperature|problem"
    r"|trouble))"
)
_GONE = re.compile(
    rf"\b{_TROUBLE}(?:'s| is| has| have)?(?: now| already| all| just)? (?:gone|passed|cleared up|went away|gone away"
    r"|disappeared|healed|settled down|vanished)\b"
    rf"|\b{_WHO} {_VERY}(?:better(?! off)|recovered|cured|(?:well|fine|ok|okay) again|(?:fine|ok|okay) now)\b"
    rf"|\b(?:i|he|she|my (?:\w+ )?\w+) (?:already )?(?:feels?|am feeling|is feeling) {_VERY}"
    r"(?:better|fine now|well again)\b"
    rf"|\b(?:doesn't|does not|doesnt|don't|dont|no longer) (?:hurts?|aches?|itch(?:es)?)(?: me)?\b(?: {_NOW})?"
    r"|\b(?:i've|i have|he has|she has) (?:fully |completely )?recovered\b"
    r"|\bya (?:no )?se (?:me|le|nos) (?:paso|quito|fue|calmo|curo|alivio|ha (?:pasado|quitado|ido|calmado|curado))\b"
    r"|\bse (?:me|le) (?:paso|quito|fue|ha (?:pasado|quitado|ido)) (?:ya|(?:el|la|los|las) (?:dolor|fiebre|tos|mareo"
    r"|picor|molestia|gripe|catarro|resfriado|sarpullido|jaqueca|migrana)\w*)\b"
    r"|\bya (?:no (?:me|le) (?:duelen?|molestan?|pican?)|(?:estoy|esta|me siento|se siente|me encuentro|se encuentra)"
    r" (?:ya |mucho |bastante |del todo )*(?:mejor|bien|buen[oa]|recuperad[oa]|curad[oa]))\b"
    r"|\b(?:estoy|me siento|me encuentro|se siente|se encuentra) (?:ya |mucho |bastante )+mejor\b"
)
_MISSED = re.compile(
    r"\bse (?:me|le|nos) (?:paso|fue|ha (?:pasado|ido))(?: ya)? (?:(?:el|la|mi|su|lo de) )?(?:la )?"
    r"(?:citas?|turnos?|horas?|consultas?|fechas?|plazos?|dias?|ir|avisar\w*|llamar\w*|cancelar\w*|confirmar\w*|que"
    r"|decir\w*|el tiempo|bus|autobus|tren)\b"
)
"""What one forgets or misses goes by the same verb."""
_NOT = re.compile(
    r"(?:n't|\b(?:not|never|would|will|if|when|until|till|once|before|unless|hope|hopefully|si|cuando|hasta|aunque"
    r"|espero|ojala))\b(?: [\w']+){0,3} $"
)
_GOES_ON = re.compile(
    r"\b(?:but|still|back|again|worse|returns?|returned|though|although|pero|todavia|aun|sigue|peor|vuelve|volvio"
    r"|aunque|de nuevo|otra vez)\b"
)
_WELL_AGAIN = re.compile(r"\b(?:well|fine|ok|okay) again\b|\bback to normal\b")


def has_recovered(message: Message) -> bool:
    """Whether the message says so, asks nothing with it, and tells of nothing that goes on."""
    folded = message.folded
    if "?" in folded or _MISSED.search(folded) or _GOES_ON.search(_WELL_AGAIN.sub(" ", folded)):
        return False
    return any(not _NOT.search(folded[: found.start()]) for found in _GONE.finditer(folded))
