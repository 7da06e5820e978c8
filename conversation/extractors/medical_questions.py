"""Questions about a medicine that only a clinician answers, and those that one's own prescription does."""

from __future__ import annotations

import re

from conversation.extractors.medicines import names_medicine, names_medicine_itself
from conversation.extractors.products import asks_dose
from conversation.extractors.text import Message

_TAKEN = r"(?:tak(?:e|ing)|us(?:e|ing)|giv(?:e|ing)|drink(?:ing)?|swallow|mix(?:ing)?|combin(?:e|ing))"
_BODY = r"(?:pregnan\w+|breast ?-?feed\w*|nursing|embaraz\w+|lactancia|dando (?:el )?pecho)"
_DRINK = r"(?:alcohol|beer|wine|booze|cerveza|vino)"
_MAY = r"(?:can|could|should|may|must|shall)"
_SAFE = (
    r"\b(?:safe|dangerous|harmful|addictive|toxic|interacts?|interactions?|mix|mixing)\b"
    rf"|\b(?:ok|okay|fine|alright|all right) (?:to {_TAKEN}|with|during|while|if i)\b"
    r"|\b(?:is|are) (?!it\b|this\b|that\b|today\b|tomorrow\b|\w+day\b)\w+ (?:ok|okay|good|bad|fine) (?:for|with|in)\b"
    rf"|\b{_MAY} (?:i|we|he|she|my \w+)\b.{{0,20}}\b{_TAKEN}\b.{{0,60}}\b(?:together|{_BODY})"
    rf"|\b{_BODY}.{{0,30}}\b(?:{_MAY} i (?:still )?{_TAKEN}|puedo (?:tomar|usar))\b"
    rf"|\b(?:with|con|drink|drinking|tomar|tomo|beber) (?:\w+ )?{_DRINK}\b|\b{_DRINK} (?:with|on|con)\b"
    r"|\b(?:es|son|sera|seria) (?:muy )?(?:segur[oa]s?|mal[oa]s?|buen[oa]s?|peligros[oa]s?|danin[oa]s?)\b"
    r"|\b(?:mezcl\w+|combinar\w*|combino|interactuan?|interacciones|contraindica\w+|adictiv[oa]s?|peligros[oa]s?)\b"
    rf"|\b(?:tom|us)(?:o|ar|arme|ando|a)\b.{{0,60}}\b{_BODY}"
)
_DOES = (
    r"\bwhat(?:'?s| is| are) .{0,40}\b(?:used )?for\W*$"
    r"|\bwhat (?:does|do) (?!i\b|we\b|you\b|ye\b)(?:the |my |this |these )?\w+ (?:\w+ )?do\b"
    r"|\b(?:does|do|will|can|could) (?!you\b|ye\b|we\b|they\b|i\b).{0,40}"
    r"\b(?:make|cause) (?:you|me|one|people|him|her)\b"
    r"|\b(?:drive|driving|swim|sunbathe)\b.{0,20}\b(?:on|with|while|when|after)\b"
    r"|\b(?:which|what)(?:'?s| is| one is)? (?:\w+ )?(?:better|stronger)\b|\bbetter (?:than|or)\b|\bmejor (?:que|o)\b"
    r"|\bpara que (?:es|son|sirven?|se (?:usa|toma)n?|vale)\b|\bque efectos? tienen?\b"
    r"|\b(?:da|dan|produce|producen|provoca|provocan|causa|causan|quita|quitan)\b.{0,12}\b(?:sueno|mareos?|nauseas|"
    r"vomitos|diarrea|dolor\w*|alergias?|tos|sed|hambre|cansancio|somnolencia|taquicardia|reaccion\w*|estrenimiento)\b"
    r"|\b(?:conducir|manejar|beber)\b.{0,20}\b(?:con|tomando|si tomo|despues)\b"
)
_HOW = (
    rf"\b{_MAY} (?:i|we|he|she|my \w+) (?:just )?(?:stop|quit|come off|skip|halve|crush|split|double)\b"
    r"|\b(?:missed|miss|skipped)\b.{0,20}\b(?:doses?|tablets?|pills?)\b|\b(?:forgot|forgotten) to take\b"
    r"|\b(?:took|taken) (?:two|double|twice|too many|too much)\b"
    r"|\b(?:puedo|debo|podria|deberia) (?:dejar(?! (?:mi|la|una) recetas?)|parar|suspender|partir|triturar|machacar"
    r"|saltarme|duplicar)\b|\b(?:se me (?:olvido|paso)|olvide|me salte)\b.{0,12}\b(?:tomar\w*|dosis|una toma)\b"
    r"|\bevery \w+ hours?\b.{0,15}\b(?:ok|okay|fine|alright|safe)\b|\b(?:can|should|may) i .{0,40}\bevery \w+ hours?\b"
    r"|\bcada \w+ horas\b.{0,20}\b(?:esta bien|vale|puedo|seguro)\b|\bpuedo\b.{0,40}\bcada \w+ horas\b"
    r"|\b(?:en ayunas|estomago vacio|empty stomach|se toman?)\b"
)
_EFFECTS = re.compile(f"{_SAFE}|{_DOES}|{_HOW}")
"""What a medicine does, what it goes with, what to do with it. Counts only where a medicine is named."""
_OWN = re.compile(
    r"\b(?:do|did) (?:i|we) (?:have to |need to |still )?(?:take|use|inject|apply|put)\b"
    r"|\b(?:am i|i ?'?a?m|was i|were we) (?:still )?(?:on|taking|supposed|meant|told|prescribed|put on|given)\b"
    r"|\bdoes (?:my \w+|he|she) (?:have to |need to |still )?(?:take|use)\b"
    r"|\b(?:me )?tomo\b|\btoma (?:mi|su)\b|\b(?:tengo|tenia) que (?:tomar|usar|ponerme|inyectarme)\w*"
    r"|\b(?:me|le) (?:toca|tocan|receto|recetaron|mando|mandaron|dijo|dijeron|indico|indicaron|puso|pusieron)\b"
)
"""How somebody who was prescribed it asks what was said to them."""
_WHEN = re.compile(
    r"\b(?:how (?:many|much|often|long)|when|what time|what dose|which dose|what strength|with food|cuant[oa]s?"
    r"|cada cuanto|cuando|a que hora|que dosis|con (?:la )?comida)\b"
)
_AGAINST = re.compile(r"(?<!how )(?<!what )\b(?:for|against|contra|para) (?!how\b|que\b)")


def asks_own_dose(message: Message) -> bool:
    """Whether it is asked how a medicine of one's own is to be taken: "how often do I take metformin?".

    "How much do I take for a headache?" asks for advice.
    """
    folded = message.folded
    is_asked = _WHEN.search(folded) is not None or asks_dose(message)
    return is_asked and _OWN.search(folded) is not None and _AGAINST.search(folded) is None and names_medicine(folded)


def is_allergic(message: Message) -> bool:
    """Whether somebody tells that they do not bear a medicine, which is named."""
    return _ALLERGIC.search(message.folded) is not None and names_medicine_itself(message.folded)


_ALLERGIC = re.compile(
    r"\b(?:allergic|allerg(?:y|ies) to|(?:bad )?reaction to|came out in a rash|intolerant|alergic[oa]|alergias? al?|"
    r"reaccion al?|intolerante|me (?:da|dio|sienta|cayo|sento) (?:mal|alergia)|(?:sarpullido|ronchas) (?:con|por))\b"
)


def asks_what_it_does(message: Message) -> bool:
    """Whether words ask what something does, what it goes with, or what to do with it."""
    return _EFFECTS.search(message.folded) is not None


def asks_of_medicine(message: Message) -> bool:
    """Whether that is asked of a medicine: nothing that a desk or a prescription answers."""
    return asks_what_it_does(message) and names_medicine(message.folded)
