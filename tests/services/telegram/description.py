"""The vendor's API as data: the methods and types that we use, to judge every request and every update by.

`python -m tests.services.telegram.description FULL.json` writes `api.json` anew from the whole description of the API
(github.com/PaulSonOfLars/telegram-bot-api-spec, `api.json`); a test compares the two where FRONTDESK_TELEGRAM_API names
that file.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
METHODS = """
    getMe getUpdates setWebhook deleteWebhook getWebhookInfo setMyCommands sendMessage editMessageText
    editMessageReplyMarkup answerCallbackQuery sendChatAction getFile
""".split()
TYPES = """
    Update User Chat Message InaccessibleMessage MaybeInaccessibleMessage MessageEntity CallbackQuery PhotoSize
    Document Voice Audio Video Animation Sticker Contact Location Venue Dice Poll PollOption
    InlineKeyboardMarkup InlineKeyboardButton ReplyKeyboardMarkup KeyboardButton ReplyKeyboardRemove
    LinkPreviewOptions ReplyParameters BotCommand BotCommandScope BotCommandScopeDefault File WebhookInfo
    ChatMemberUpdated ChatMember ChatMemberMember ChatMemberBanned ChatMemberOwner ChatMemberAdministrator
    ChatMemberRestricted ChatMemberLeft MessageOrigin MessageOriginUser MessageOriginHiddenUser
    MessageOriginChat MessageOriginChannel MessageReactionUpdated ReactionType ReactionTypeEmoji
    ReactionTypeCustomEmoji ReactionTypePaid VideoNote
""".split()
Fields = dict[str, str]
"""What each field holds, `String|Integer`; a required one ends with `*`."""


class NotAsDescribedError(AssertionError):
    """Something is not as the vendor describes it."""


@cache
def api() -> dict[str, Any]:
    """Our description: version, methods, types."""
    described: dict[str, Any] = json.loads((HERE / "api.json").read_text())
    return described


def derived(full: dict[str, Any]) -> dict[str, Any]:
    """Our description, from the whole one."""
    return {
        "version": full["version"],
        "methods": {name: _fields(full["methods"][name]) for name in METHODS},
        "types": {name: full["types"][name].get("subtypes") or _fields(full["types"][name]) for name in sorted(TYPES)},
    }


def _fields(described: dict[str, Any]) -> Fields:
    return {
        field["name"]: "|".join(field["types"]) + ("*" if field["required"] else "")
        for field in described.get("fields", ())
    }


def check_request(method: str, given: dict[str, Any]) -> None:
    """Raises NotAsDescribedError for a request that the vendor's description does not allow."""
    if method not in api()["methods"]:
        raise NotAsDescribedError(f"{method} is not described")
    _check_fields(method, api()["methods"][method], given)


def check(kind: str, value: Any, where: str = "") -> None:
    """Raises NotAsDescribedError where a value is not of a type."""
    where = where or kind
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            raise NotAsDescribedError(f"{where} is no list")
        for number, each in enumerate(value):
            check(kind.removeprefix("Array of "), each, f"{where}[{number}]")
        return
    if kind in _PLAIN:
        if not isinstance(value, _PLAIN[kind]) or (isinstance(value, bool) and kind != "Boolean"):
            raise NotAsDescribedError(f"{where} is no {kind}: {value!r}")
        return
    described = api()["types"].get(kind)
    if described is None:
        raise NotAsDescribedError(f"{where}: the type {kind} is not described here")
    if isinstance(described, list):
        _check_any(described, value, where)
    elif not isinstance(value, dict):
        raise NotAsDescribedError(f"{where} is no {kind}")
    else:
        _check_fields(where, described, value)


_PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
    "True": bool,
}


def _check_fields(where: str, fields: Fields, given: dict[str, Any]) -> None:
    if not fields and given:
        raise NotAsDescribedError(f"{where} takes nothing, and has {', '.join(given)}")
    unknown = given.keys() - fields.keys()
    if unknown:
        raise NotAsDescribedError(f"{where} has no {', '.join(sorted(unknown))}")
    missing = [name for name, kinds in fields.items() if kinds.endswith("*") and name not in given]
    if missing:
        raise NotAsDescribedError(f"{where} lacks {', '.join(missing)}")
    for name, value in given.items():
        _check_any(fields[name].rstrip("*").split("|"), value, f"{where}.{name}")


def _check_any(kinds: list[str], value: Any, where: str) -> None:
    found: list[str] = []
    for kind in kinds:
        try:
            return check(kind, value, where)
        except NotAsDescribedError as error:
            found.append(str(error))
    raise NotAsDescribedError("; ".join(found))


def main() -> None:
    """Write our description anew."""
    ours = derived(json.loads(Path(sys.argv[1]).read_text()))
    lines = [f'{{"version": {json.dumps(ours["version"])},']
    for part in ("methods", "types"):
        rows = [f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in ours[part].items()]
        lines += [f'"{part}": {{', ",\n".join(rows), "}," if part == "methods" else "}}"]
    (HERE / "api.json").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
