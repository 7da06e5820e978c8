"""Whether a message wants to hear what a result means: "is it cancer?", "just tell me if it's bad"."""

from __future__ import annotations

import re

from conversation.extractors.text import Message
from conversation.extractors.words import words_of

_GRAVE_EN = (
    r"cancer\w*|malignan\w+|benign|tumou?rs?|carcinoma\w*|lymphoma|leuk\w+|metasta\w+|terminal|fatal|dying|"
    r"growths?|ms|hiv"
)
_PLAIN_EN = (
    r"bad|worse|wrong|serious|dangerous|positive|negative|abnormal|normal|ok|okay|fine|clear|good|all ?right|"
    r"worr(?:y|ied|ying|isome)|concern(?:ed|ing)|scary|news"
)
_MINE_EN = (
    r"results?|reports?|scans?|mri|ct|x-?rays?|tests?|biops(?:y|ies)|bloods?|blood (?:tests?|count|work)|lump|mass|"
    r"mole|knee|liver|heart|labs?|news|values?|findings"
)
_WHAT_EN = (
    rf"it|its|they|that|this|these|those|(?:my|the|our) (?:{_MINE_EN})|anything|something|everything|all|i|we|he|she|"
    r"results?|scans?|there|you"
)
_SAYS_EN = r"say|said|show\w*|mean\w*|find|found|in it|wrong"
_EN = (
    re.compile(
        rf"\b(?:is|isn'?t|are|aren'?t|was|were|does|do|did|could|might|can|should|have|has|am|will|would)\s+"
        rf"(?:{_WHAT_EN})\b(?:\W+\w+){{0,6}}?\W+(?:{_GRAVE_EN}|{_PLAIN_EN})\b"
    ),
    re.compile(
        rf"\b(?:if|whether|that) (?:it|its|it's|they|they're|i|i've|there|there's)\b.{{0,40}}"
        rf"\b(?:{_GRAVE_EN}|{_PLAIN_EN})\b"
    ),
    re.compile(rf"\b(?:have|got|has|having)\b.{{0,12}}\b(?:{_GRAVE_EN})\b"),
    re.compile(rf"\bwhat (?:do|does|did|is|are|was|were|has|have)\b.{{0,30}}\b(?:{_SAYS_EN})\b"),
    re.compile(r"\bwhat(?:'?s| is| was)? (?:in|wrong with|up with) (?:it|them|the report|my \w+)\b"),
    re.compile(
        r"\b(?:explain|interpret|read me) (?:it|them|the|my)\b.{0,20}"
        r"\b(?:results?|report|findings|scan|diagnosis)\b"
    ),
    re.compile(r"\b(?:did|have|has) (?:they|you|he|she|the doctors?)\b.{0,12}\b(?:find|found|see|seen|spot)\b"),
    re.compile(r"\b(?:a|one|any|some) (?:little |small )?(?:hint|clue|idea)\b|\byes or no\b|\bbetween us\b"),
)
_GRAVE_ES = r"cancer\w*|malign\w+|benign\w+|tumor\w*|carcinoma\w*|linfoma|leucemia|metastasis|terminal|mortal"
_PLAIN_ES = (
    r"mal[oa]?s?|peor|grav\w+|seri[oa]s?|peligros[oa]s?|positiv[oa]s?|negativ[oa]s?|anormal\w*|normal\w*|bien|"
    r"buen[oa]s?|preocup\w+|raro"
)
_ES = (
    re.compile(
        rf"\b(?:es|son|sera|seria|esta|estan|tengo|tiene|tendre|hay|salio|salieron|ha salido|han salido|dio|dieron|"
        rf"debo|deberia|puede ser|podria ser|se ve|he de)\b(?:\W+\w+){{0,5}}?\W+(?:{_GRAVE_ES})\b"
    ),
    re.compile(
        rf"\b(?:es|son|sera|seria|esta|estan|salio|salieron|ha salido|han salido|dio|dieron|debo|deberia|tengo que|"
        rf"puede ser|podria ser|he de|hay)\b(?:\W+\w+){{0,5}}?\W+(?:{_PLAIN_ES})\b"
    ),
    re.compile(rf"\bsi (?:es|son|esta|estan|tengo|hay|salio|salieron)\b.{{0,30}}\b(?:{_GRAVE_ES}|{_PLAIN_ES})\b"),
    re.compile(r"\bque (?:dice|dicen|muestra\w*|sale|salio|salieron|pone|encontr\w+|vieron|significa\w*|tengo)\b"),
    re.compile(r"\b(?:una|alguna) (?:pista|idea|senal)\b|\bsi o no\b|\bentre nosotros\b"),
)
_SURE = re.compile(rf"\b(?:{_GRAVE_EN}|{_GRAVE_ES})\b")
_PLAIN = re.compile(rf"\b(?:{_PLAIN_EN}|{_PLAIN_ES})\b")
_SHORT, _LONG = 4, 14  # words


_PRESSES = re.compile(
    r"\W*(?:(?:please|just|then|but|so|come on|por favor|solo|pero|venga)\W+)*"
    r"(?:tell me|say it|digame|digamelo|dime|dimelo)"
    r"(?:\W+(?:please|then|now|the truth|anyway|por favor|ya|la verdad))*\W*"
)


def asks_verdict(message: Message) -> bool:
    """Whether a message asks what a result means, in words that only follow on a talk about results."""
    folded = message.folded
    if any(pattern.search(folded) for pattern in _EN) or _PRESSES.fullmatch(folded):
        return True
    if _ES[0].search(folded) or any(pattern.search(folded) for pattern in _ES[2:]):
        return True
    is_question = "?" in folded
    if _ES[1].search(folded) and is_question:
        return True
    if not is_question:
        return False
    length = len(words_of(message).read)
    return bool(length <= _LONG and _SURE.search(folded)) or bool(length <= _SHORT and _PLAIN.search(folded))


def asks_grave_verdict(message: Message) -> bool:
    """Whether it asks after a grave illness by its name: that is about a result also by itself."""
    return asks_verdict(message) and bool(_SURE.search(message.folded))
