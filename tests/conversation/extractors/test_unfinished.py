"""Sentences that stop in the middle, and such as only look like it."""

import pytest

from conversation.extractors.unfinished import is_unfinished


@pytest.mark.parametrize(
    "text",
    [
        "I need a", "I'd like", "Can I see", "my son has an appointment with", "Hello,", "I want", "and then...",
        "necesito un", "Quiero una cita con", "Buenas tardes,", "me gustaría", "es para mi",
    ],
)  # fmt: skip
def test_the_rest_is_still_to_come(text):
    assert is_unfinished(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "a", "1", "no", "sí", "si", "ok", "I need a cardiologist", "Monday at 2", "call me", "Hola", "Hi!",
        "¿para qué?", "tomorrow morning", "quiero una cita", "A-7K3QX2", "Dr Patel", "+353 86 000 1001", "?",
    ],
)  # fmt: skip
def test_it_is_all_said(text):
    assert not is_unfinished(text)
