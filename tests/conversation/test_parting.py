"""A message full of blanks is parted into its wishes as any other: it holds up nobody."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk


@pytest.mark.parametrize(
    "words", ["I need physio{}please and a hearing test", "I have a cough{}for days and my son has a fever"]
)
def test_a_message_of_blanks_is_answered_as_the_same_without_them(talk: Talk, words: str) -> None:
    told = talk.say(words.format(" " * 3900), conversation="blanks")
    assert told.replies == talk.say(words.format(" "), conversation="none").replies
