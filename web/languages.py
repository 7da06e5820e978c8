"""Which language a page is in."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request

from web.words import WORDS

COOKIE = "frontdesk_language"


class Languages:
    """The languages that readers may have: those of the hospital that pages have too, as soon as it is known."""

    def __init__(self) -> None:
        self._offered: Sequence[str] = tuple(WORDS)

    def offer(self, spoken: Sequence[str]) -> None:
        """Keep to the languages that the hospital speaks, its first one before all."""
        self._offered = tuple(language for language in spoken if language in WORDS) or ("en",)

    def of(self, request: Request) -> str:
        """The language that the reader chose; else their browser's best; else the hospital's first.

        Choosing one is to follow a link with `?lang=`; a cookie keeps it.
        """
        for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
            if chosen is not None and chosen in self._offered:
                return chosen
        for _, language in sorted(_accepted(request.headers.get("accept-language", "")), reverse=True):
            if language in self._offered:
                return language
        return self._offered[0]


def _accepted(header: str) -> list[tuple[float, str]]:
    """The languages of an Accept-Language header with their weights, without regions."""
    accepted = []
    for part in header[:500].split(","):
        tag, _, parameters = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        try:
            weight = float(parameters.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        if language and weight > 0:
            accepted.append((weight, language))
    return accepted
