"""Which language a page is in."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request

from web.words import WORDS

COOKIE = "frontdesk_language"


def language_of(request: Request, preferred: Sequence[str] = ()) -> str:
    """The language that the reader chose; else their browser's best among those that pages have; else of `preferred`.

    Choosing one is to follow a link with `?lang=`; a cookie keeps it.
    """
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if chosen is not None and chosen in WORDS:
            return chosen
    for _, language in sorted(_accepted(request.headers.get("accept-language", "")), reverse=True):
        if language in WORDS:
            return language
    return next((language for language in preferred if language in WORDS), "en")


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
