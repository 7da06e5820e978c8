"""A reply in the form of the channel: buttons or a list where a template is there for them, else numbered lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bots.authors import signed
from bots.splitting import label, split, units
from bots.whatsapp.inbound import VALUE_LIMIT
from conversation.messages import Letter, Option, Reply
from conversation.phrases.say import Say
from conversation.phrases.voice import DEFAULT, WORDS, Voice

BODY_LIMIT = 1600
TEMPLATE_LIMIT = 1024
APPROVED_LIMIT = 900
"""What is left of it beside an approved template's own words."""
BUTTONS, BUTTON_LIMIT = 3, 20
ROWS, ROW_LIMIT, DESCRIPTION_LIMIT = 10, 24, 72
NUMBERED = 10
"""Choices that are numbered at a time; who wants others says so."""


@dataclass(frozen=True)
class Form:
    """One request to the vendor: a text, a template and what to fill it with, or a file that it is to fetch."""

    body: str = ""
    media: str = ""
    """Where the vendor fetches it."""
    template: str = ""
    variables: str = ""


def plain(letter: Letter) -> list[Form]:
    """A letter as text alone, its choices as numbered lines."""
    return [Form(body=part) for part in split(numbered(signed(letter), letter.language), BODY_LIMIT)]


def media(letter: Letter) -> list[Form]:
    """The files that go with a letter."""
    return [Form(media=link) for link in letter.reply.attachments]


def numbered(reply: Reply, language: str | None = None) -> str:
    """The words of a reply with its choices numbered behind them."""
    if not reply.choices:
        return reply.text
    shown = reply.choices[:NUMBERED]
    lines = [f"{n}. {option.label}" for n, option in enumerate(shown, 1)]
    if len(shown) < len(reply.choices):
        lines.append(Voice(language if language is not None and language in WORDS else DEFAULT).say(Say.MORE_CHOICES))
    return "\n".join([reply.text, *lines])


def tappable(letter: Letter, templates: Mapping[str, str]) -> Form | None:
    """A reply with buttons or a list, within the window; None where no template fits it.

    Lists are for answers only: what we start ourselves has buttons or numbers.
    """
    reply, count = signed(letter), len(letter.reply.choices)
    if not count or units(reply.text) > TEMPLATE_LIMIT or any(len(o.value) > VALUE_LIMIT for o in reply.choices):
        return None
    fits = all(units(option.label) <= BUTTON_LIMIT for option in reply.choices)
    buttons = templates.get(f"buttons_{count}")
    if buttons and count <= BUTTONS and fits and _differ(reply.choices, BUTTON_LIMIT):
        return Form(template=buttons, variables=_filled(reply.text, reply.choices, BUTTON_LIMIT))
    rows = templates.get(f"list_{count}")
    if rows and count <= ROWS and letter.answers is not None and _differ(reply.choices, ROW_LIMIT):
        return Form(template=rows, variables=_rows(reply))
    return None


def _differ(choices: Sequence[Option], limit: int) -> bool:
    return len({label(option.label, limit) for option in choices}) == len(choices)


def _filled(text: str, choices: Sequence[Option], limit: int) -> str:
    """{{1}} is the text; {{2}} and {{3}} the first button's words and value, and so on."""
    filled = [text]
    for option in choices:
        filled += [label(option.label, limit), option.value]
    return json.dumps({str(n): value for n, value in enumerate(filled, 1)}, ensure_ascii=False)


def _rows(reply: Reply) -> str:
    """{{1}} is the text; {{2}}, {{3}} and {{4}} the first row's name, value and description, and so on."""
    filled = [reply.text]
    for option in reply.choices:
        filled += [label(option.label, ROW_LIMIT), option.value, label(option.label, DESCRIPTION_LIMIT)]
    return json.dumps({str(n): value for n, value in enumerate(filled, 1)}, ensure_ascii=False)


NEWS = frozenset({"result_news", "ready_news", "refill"})
"""Kinds of notices that go out on the template of a notice where they have none of their own."""


def approved(letter: Letter, templates: Mapping[str, str]) -> Form | None:
    """A message outside the window: its kind's approved template; None where there is none, or it does not fit.

    {{1}} is the text on one line, as the vendor wants it; {{2}} and on are the values of the choices, for the ids of
    the template's own buttons.
    """
    template = templates.get(letter.kind) or (templates.get("notice") if letter.kind in NEWS else None)
    text = " ".join(signed(letter).text.split())
    if not template or not text or units(text) > APPROVED_LIMIT:
        return None
    filled = [text, *(option.value for option in letter.reply.choices)]
    variables = json.dumps({str(n): value for n, value in enumerate(filled, 1)}, ensure_ascii=False)
    return Form(template=template, variables=variables)
