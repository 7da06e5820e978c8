"""What the pages say around the conversation: one file a language."""

from __future__ import annotations

from collections.abc import Mapping

from web.words import en, es
from web.words.page import Page

WORDS: Mapping[str, Page] = {"en": en.PAGE, "es": es.PAGE}
