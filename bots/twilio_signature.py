"""Whether a request really comes from the account at Twilio: the vendor's own check, against the address we published.

Every webhook of messages and of the telephone goes through here. Whatever is odd about a request is refused before
anything of it is believed, and nothing of its body is ever logged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request

from bots.bodies import CutOffError, TooLongError, body_of

HEADER, SETTINGS_HEADER = "x-twilio-signature", "x-twilio-webhooks-signature-settings"
ALGORITHMS = frozenset({"HMAC_SHA1", "HMAC_SHA256"})
BODY_LIMIT = 128 * 1024
BODY_SECONDS = 10.0
FIELDS_LIMIT = 300
RETRIES = "#rc=5&rp=all"
"""What is added to the addresses that Twilio is told: without it a message, or a report of how far one came, is offered
once; with it up to five times again. A signature counts with it and without it. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""
UNSIGNED_AT_TIMES = ("CallToken", "StirVerstat")
"""Parameters that are said to be added after a request was signed."""
SIGNATURE_LIMIT = 100
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.\[\]-]{0,99}")

log = structlog.get_logger("twilio")


class UnsignedError(Exception):
    """A request that is not believed; `status` is what it is answered with."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True)
class Signatures:
    """Checks the signatures of one account."""

    auth_token: str
    public_url: str
    """The address that Twilio was told: the only one that signatures are checked against."""

    def url(self, path: str, query: str = "", *, scheme: str | None = None) -> str:
        """A path of ours as Twilio calls it. `scheme` is `wss` for a websocket."""
        base = self.public_url.rstrip("/")
        if scheme is not None:
            base = f"{scheme}{base[base.index(':') :]}"
        return f"{base}{path}?{query}" if query else f"{base}{path}"

    def is_genuine(self, url: str, params: Mapping[str, str] | str | None, headers: Mapping[str, str]) -> bool:
        """Whether a request to this URL with these parameters, or this JSON text, was signed by Twilio."""
        from twilio.request_validator import RequestValidator, get_signature_algorithm

        signature, settings = headers.get(HEADER, ""), headers.get(SETTINGS_HEADER, "")
        is_plausible = 0 < len(signature) <= SIGNATURE_LIMIT and signature.isascii() and bool(self.public_url)
        algorithm = get_signature_algorithm(settings).upper()
        is_plausible = is_plausible and settings.count("algorithm=") <= 1
        if not is_plausible or algorithm not in ALGORITHMS or not self.auth_token:
            return False
        if isinstance(params, str) and not _has_one_digest(url):
            return False
        validator = RequestValidator(self.auth_token)
        try:
            addresses = (url, url + RETRIES)
            readings = list(_readings(params))
            return any(validator.validate(at, each, signature, algorithm) for at in addresses for each in readings)
        except Exception as error:
            # the vendor's check raises on some rubbish; which is no reason to answer with an error of ours
            log.warning("signature_check_failed", error=type(error).__name__)
            return False

    async def read(self, request: Request) -> dict[str, str]:
        """The parameters of a genuine request. Raises UnsignedError."""
        try:
            body = await body_of(request, BODY_LIMIT, BODY_SECONDS)
        except TooLongError:
            raise UnsignedError(413, "too long") from None
        except CutOffError:
            raise UnsignedError(408, "cut off") from None
        url = self.url(_path(request), _query(request))
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            raise UnsignedError(403, "not UTF-8") from None
        if kind == "application/json":
            if not self.is_genuine(url, text, _headers(request)):
                raise UnsignedError(403, "signature")
            return _of_json(text)
        if kind not in ("application/x-www-form-urlencoded", ""):
            raise UnsignedError(415, "content type")
        form = _of_form(text)
        if not self.is_genuine(url, form, _headers(request)):
            raise UnsignedError(403, "signature")
        return form


def _readings(params: Mapping[str, str] | str | None) -> Iterator[Mapping[str, str] | str | None]:
    """What may have been signed: everything and, where they are there, all without what may have come afterwards."""
    yield params
    if isinstance(params, Mapping) and any(name in params for name in UNSIGNED_AT_TIMES):
        yield {name: value for name, value in params.items() if name not in UNSIGNED_AT_TIMES}


def _has_one_digest(url: str) -> bool:
    return len(parse_qs(urlsplit(url).query, keep_blank_values=True).get("bodySHA256", [])) == 1


def _headers(request: Request) -> Mapping[str, str]:
    """The headers, where none that counts comes twice. Raises UnsignedError."""
    headers: Headers = request.headers
    if len(headers.getlist(HEADER)) > 1 or len(headers.getlist(SETTINGS_HEADER)) > 1:
        raise UnsignedError(403, "signature twice")
    return headers


def _path(request: Request) -> str:
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.partition(b"?")[0].decode("latin-1")


def _query(request: Request) -> str:
    query: bytes = request.scope.get("query_string") or b""
    return query.decode("latin-1")


def _of_form(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_LIMIT, errors="strict")
    except ValueError:
        raise UnsignedError(403, "not a form") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        # what is signed has no seams: the same name twice is how one request is cut into another
        raise UnsignedError(403, "a parameter twice")
    return form


def _of_json(text: str) -> dict[str, str]:
    try:
        given: Any = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise UnsignedError(400, "not an object")
    return {str(name): value for name, value in given.items() if isinstance(value, str)}


# --- what a signature does not tell ---------------------------------------------------------------


def has_names_of_parameters(form: Mapping[str, str]) -> bool:
    """Whether every parameter has a name such as the vendor gives: another is a sign of a request cut up anew."""
    return all(_NAME.fullmatch(name) for name in form)


def is_one_of(form: Mapping[str, str], names: frozenset[str], shape: str) -> bool:
    """Whether what has this shape and follows one of these names in the signed text stands there as it is here.

    The signed text is names and values without seams: where somebody had their own words signed, the true id of the
    request stands in it a second time, within a name or a value.
    """
    text = "".join(f"{name}{form[name]}" for name in sorted(form))
    ending = "|".join(sorted({re.sub(r"^(Sms|OriginalReplied)", "", name) for name in names}))
    told = sum(1 for name in names if re.fullmatch(shape, form.get(name, "")))
    return len(re.findall(f"(?:{ending}){shape}", text)) == told
