"""What the pages say around the conversation: one file a language."""

from __future__ import annotations

from collections.abc import Mapping

from web.words import demo_en, demo_es, en, es
from web.words.demo_page import DemoPage
from web.words.page import Page

WORDS: Mapping[str, Page] = {"en": en.PAGE, "es": es.PAGE}
DEMO_WORDS: Mapping[str, DemoPage] = {"en": demo_en.PAGE, "es": demo_es.PAGE}
