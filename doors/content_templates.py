"""The content templates of WhatsApp's buttons and lists: named in the settings, and made at Twilio by a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field


def _mapping(given: Any) -> Any:
    """Names and values, also where the environment gives them as JSON."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise ValueError('is not a mapping: write it as {"buttons_2": "HX..."}') from None


_Name = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,29}(_[0-9]{1,2})?$")]
_Sid = Annotated[str, Field(pattern=r"^HX[0-9a-f]{32}$")]
Templates = Annotated[dict[_Name, _Sid], BeforeValidator(_mapping)]

CONTENT = "https://content.twilio.com/v1/Content"
PREFIX = "frontdesk_"
MOST_BUTTONS, MOST_ROWS = 3, 10


def wanted() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every template that choices are shown with, by its name in the settings."""
    for count in range(1, MOST_BUTTONS + 1):
        actions = [{"type": "QUICK_REPLY", "title": _slot(2 * n), "id": _slot(2 * n + 1)} for n in range(1, count + 1)]
        yield f"buttons_{count}", {"twilio/quick-reply": {"body": "{{1}}", "actions": actions}}
    for count in range(1, MOST_ROWS + 1):
        items = [
            {"item": _slot(3 * n - 1), "id": _slot(3 * n), "description": _slot(3 * n + 1)} for n in range(1, count + 1)
        ]
        yield f"list_{count}", {"twilio/list-picker": {"body": "{{1}}", "button": "Menu", "items": items}}


def _slot(number: int) -> str:
    return f"{{{{{number}}}}}"


def make(client: Any) -> dict[str, str]:
    """Have Twilio make those that it does not have yet; all of them, by name. Raises what the client raises."""
    made = {each.friendly_name: each.sid for each in client.content.v1.contents.list(limit=500)}
    return {name: made.get(f"{PREFIX}{name}") or _create(client, name, types) for name, types in wanted()}


def _create(client: Any, name: str, types: dict[str, Any]) -> str:
    samples = {str(n): "x" for n in range(1, 2 + 3 * int(name.rpartition("_")[2]))}
    told = {"friendly_name": f"{PREFIX}{name}", "language": "en", "variables": samples, "types": types}
    response = client.request("POST", CONTENT, data=told, headers={"Content-Type": "application/json"})
    answer = json.loads(response.text)
    if response.status_code >= 300:
        from twilio.base.exceptions import TwilioRestException

        raise TwilioRestException(response.status_code, CONTENT, code=answer.get("code"))
    return str(answer["sid"])


def tell(sids: dict[str, str]) -> None:
    """Write them on stdout as the settings want them."""
    lines = [f"    {name}: {sid}" for name, sid in sids.items()]
    sys.stdout.write("\n".join(["twilio:", "  templates:", *lines]) + "\n")
