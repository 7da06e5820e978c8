"""Words that turn from the one chosen to another of the row, without saying which."""

from __future__ import annotations

import re

from conversation.extractors.cardinals import ONES_EN, ONES_ES
from conversation.extractors.text import Message

_ONES = ONES_EN.keys() | ONES_ES.keys()
_OTHER = re.compile(
    r"^\W*(?:(?:no|oh|sorry|wait|actually|perdon|perdona|perdone|espera|mejor|ay|and|y|pero|but)\W+)*"
    r"(?:the|el|la|lo) (?:other|otr[oa])(?: one| time| slot| hora)?(?: instead| please| por favor| mejor)?\W*$"
    r"|^\W*(?:(?:no|oh|sorry|wait|actually|perdon|perdone|espera)\W+)+(?:not that(?: one)?|es[ea] no)\W*$"
)


def points_at_other(message: Message) -> bool:
    """Whether a message only says that another of the row is meant: "no, the other one", "no, el otro"."""
    return _OTHER.search(message.folded) is not None


def is_plain_number(message: Message) -> bool:
    """Whether a message has no word but numbers: as likely a phone number or a birth date as a place in the row."""
    return all(token.text in _ONES or not token.text.isalpha() for token in message.tokens)
