"""English phrases in full and contracted: who looks for "you are funny" looks for "you're funny" too, and back."""

from __future__ import annotations

from collections.abc import Iterator

_JOINED = {
    ("you", "are"): "youre", ("i", "am"): "im", ("it", "is"): "its", ("that", "is"): "thats", ("they", "are"): "theyre",
    ("he", "is"): "hes", ("she", "is"): "shes", ("there", "is"): "theres", ("what", "is"): "whats",
    ("who", "is"): "whos", ("where", "is"): "wheres", ("when", "is"): "whens", ("how", "is"): "hows",
    ("i", "will"): "ill", ("i", "would"): "id", ("i", "have"): "ive", ("we", "have"): "weve", ("let", "us"): "lets",
}  # fmt: skip
_APART = {joined: apart for apart, joined in _JOINED.items()}
_NEGATIVES = {
    "dont": "do", "doesnt": "does", "didnt": "did", "isnt": "is", "arent": "are", "wasnt": "was", "werent": "were",
    "wont": "will", "wouldnt": "would", "cant": "can", "couldnt": "could", "shouldnt": "should", "havent": "have",
    "hasnt": "has", "hadnt": "had",
}  # fmt: skip
_FULL = {full: negative for negative, full in _NEGATIVES.items()}


def spelled_both_ways(phrase: str) -> Iterator[str]:
    """A phrase of a lexicon, and the same with its contractions written out or its full forms drawn together."""
    yield phrase
    parts = phrase.replace("'", "").split()
    for at, part in enumerate(parts):
        before, after = parts[:at], parts[at + 1 :]
        words = part.split("|")
        if full := [_NEGATIVES[word] for word in words if word in _NEGATIVES]:
            yield " ".join([*before, "|".join(full), "not", *after])
        if len(words) == 1 and part in _APART:
            yield " ".join([*before, *_APART[part], *after])
        if not after:
            continue
        if after[0] == "not" and (drawn := [_FULL[word] for word in words if word in _FULL]):
            yield " ".join([*before, "|".join(drawn), *after[1:]])
        if (part, after[0]) in _JOINED:
            yield " ".join([*before, _JOINED[part, after[0]], *after[1:]])
