"""How a language sounds at the vendor's: the locale that is recognised, and the voice that speaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sound:
    """A locale and a voice that speaks it."""

    locale: str
    voice: str


_SOUNDS = {
    "en": {
        "": Sound("en-GB", "Polly.Amy-Neural"),
        "US": Sound("en-US", "Polly.Joanna-Neural"),
        "CA": Sound("en-US", "Polly.Joanna-Neural"),
        "MX": Sound("en-US", "Polly.Joanna-Neural"),
        "IE": Sound("en-IE", "Polly.Niamh-Neural"),
        "AU": Sound("en-AU", "Polly.Olivia-Neural"),
        "IN": Sound("en-IN", "Polly.Kajal-Neural"),
        "ZA": Sound("en-ZA", "Polly.Ayanda-Neural"),
    },
    "es": {
        "": Sound("es-ES", "Polly.Lucia-Neural"),
        "MX": Sound("es-MX", "Polly.Mia-Neural"),
        "US": Sound("es-US", "Polly.Lupe-Neural"),
    },
}


def sound_of(language: str, region: str) -> Sound:
    """How a language is spoken in a country."""
    sounds = _SOUNDS.get(language, _SOUNDS["en"])
    return sounds.get(region, sounds[""])
