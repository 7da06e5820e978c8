"""Twilio's description of its API, as far as the desk calls it, in one piece for one server. Standard library alone.

The vendor describes each product in a file for a server of its own (github.com/twilio/twilio-oai); the desk can send
all of them to one address (`twilio.base_url`), and so does a test. Nothing of the vendor's is kept here: it is read
where npm put it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CALLED = {
    "twilio_api_v2010.json": (
        ("get", "/2010-04-01/Accounts/{Sid}.json"),
        ("post", "/2010-04-01/Accounts/{AccountSid}/Messages.json"),
        ("get", "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json"),
    ),
    "twilio_messaging_v2.json": (("get", "/v2/Channels/Senders"),),
    "twilio_content_v1.json": (("get", "/v1/Content"), ("post", "/v1/Content")),
}
"""What the desk calls, by the vendor's file. Any other call finds nobody, until it stands here."""
FORM = "application/x-www-form-urlencoded"


def ours(folder: Path) -> dict[str, Any]:
    """The description of what the desk calls."""
    paths: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    security: list[Any] = []
    for file, called in CALLED.items():
        described = json.loads((folder / file).read_text())
        security = described["security"]
        for method, path in called:
            paths.setdefault(path, {})[method] = described["paths"][path][method]
        for kind, named in described["components"].items():
            parts.setdefault(kind, {}).update(named)
    for operation in _operations(paths):
        _tell_how_lists_come(operation, parts["schemas"])
        _show_something(operation)
    info = {"title": "Twilio, as the desk calls it", "version": "1"}
    return {"openapi": "3.0.1", "info": info, "security": security, "paths": paths, "components": parts}


def _operations(paths: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in paths.values():
        yield from methods.values()


def _tell_how_lists_come(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Say outright what OpenAPI takes for granted: each value of a list is a field of the form.

    Prism reads a list of one value as no list where a description leaves that unsaid, and refuses it.
    """
    form = operation.get("requestBody", {}).get("content", {}).get(FORM)
    if form is None:
        return
    schema = form["schema"]
    schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    lists = [name for name, field in schema.get("properties", {}).items() if field.get("type") == "array"]
    form.setdefault("encoding", {}).update({name: {"style": "form", "explode": True} for name in lists})


def _show_something(operation: dict[str, Any]) -> None:
    """Answer with an example that has something in it, where the vendor has one: an empty list is no proof."""
    for response in operation["responses"].values():
        examples = response.get("content", {}).get("application/json", {}).get("examples", {})
        for name in [name for name in examples if "empty" in name.lower()][: max(0, len(examples) - 1)]:
            del examples[name]
