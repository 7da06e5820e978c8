"""How a language sounds at the vendor's: the locale that is recognised, and the voice that speaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sound:
    """A locale and a voice that speaks it."""

    locale: str
    voice: str


_HISPANIC = "AR BO CL CO CR CU DO EC GT HN NI PA PE PR PY SV UY VE".split()
_AMERICA = (*_HISPANIC, *"BR BZ CA GY HT JM SR TT US".split(), "BS", "BB", "MX")
_OF_AMERICA = {"en": Sound("en-US", "Polly.Joanna-Neural"), "es": Sound("es-US", "Polly.Lupe-Neural")}
"""How the languages are spoken there, where a country has no voice of its own."""
_SOUNDS = {
    "en": {
        "": Sound("en-GB", "Polly.Amy-Neural"),
        **dict.fromkeys(_AMERICA, _OF_AMERICA["en"]),
        "IE": Sound("en-IE", "Polly.Niamh-Neural"),
        "AU": Sound("en-AU", "Polly.Olivia-Neural"),
        "IN": Sound("en-IN", "Polly.Kajal-Neural"),
        "ZA": Sound("en-ZA", "Polly.Ayanda-Neural"),
    },
    "es": {
        "": Sound("es-ES", "Polly.Lucia-Neural"),
        **dict.fromkeys(_AMERICA, _OF_AMERICA["es"]),
        "MX": Sound("es-MX", "Polly.Mia-Neural"),
    },
}


def sound_of(language: str, region: str) -> Sound:
    """How a language is spoken in a country."""
    sounds = _SOUNDS.get(language, _SOUNDS["en"])
    return sounds.get(region, sounds[""])
