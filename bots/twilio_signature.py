"""Whether a request comes from Twilio: its signature over the public address and all form fields."""

from __future__ import annotations

from collections.abc import Mapping


def is_signed(token: str, public_url: str, path_with_query: str, form: Mapping[str, object], header: str) -> bool:
    """Whether the header is the signature of this request, as it was sent to our public address."""
    from twilio.request_validator import RequestValidator

    if not token or not header:
        return False
    return bool(RequestValidator(token).validate(public_url.rstrip("/") + path_with_query, form, header))
