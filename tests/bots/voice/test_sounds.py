"""Voices and what recognises speech, by the country of the hospital's number."""

from __future__ import annotations

import pytest

from bots.voice.voices import sound_of


@pytest.mark.parametrize("region", ["CL", "AR", "CO", "PE", "US", "BR"])
def test_in_america_spanish_is_american(region):
    sound = sound_of("es", region)
    assert (sound.locale, sound.voice) == ("es-US", "Polly.Lupe-Neural")
    assert sound_of("en", region).locale == "en-US"


def test_mexico_and_spain_have_voices_of_their_own():
    assert sound_of("es", "MX").locale == "es-MX" and sound_of("es", "ES").locale == "es-ES"
