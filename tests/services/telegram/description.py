"""The vendor's API as data: the methods and types that we use, to judge every request and every update by.

Types come from its tables, limits from its sentences ("1-4096 characters after entities parsing"). Characters are
counted as the vendor counts them: in units of UTF-16.

`python -m tests.services.telegram.description FULL.json` writes `api.json` anew from the whole description of the API
(github.com/PaulSonOfLars/telegram-bot-api-spec, `api.json`); a test compares the two where FRONTDESK_TELEGRAM_API names
that file.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
METHODS = """
    getMe getUpdates setWebhook deleteWebhook getWebhookInfo setMyCommands sendMessage editMessageText
    editMessageReplyMarkup answerCallbackQuery sendChatAction getFile sendPhoto sendDocument
""".split()
"""Those that we use, and those with a caption: none is sent yet, and one that is too long is to be seen at once."""
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
    """Our description: version, methods, types, limits by `method.field` and `type.field`."""
    described: dict[str, Any] = json.loads((HERE / "api.json").read_text())
    return described


def derived(full: dict[str, Any]) -> dict[str, Any]:
    """Our description, from the whole one."""
    return {
        "version": full["version"],
        "methods": {name: _fields(full["methods"][name]) for name in METHODS},
        "types": {name: full["types"][name].get("subtypes") or _fields(full["types"][name]) for name in sorted(TYPES)},
        "limits": {
            **_limits({name: full["methods"][name] for name in METHODS}),
            **_limits({name: full["types"][name] for name in sorted(TYPES)}),
        },
    }


_LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)")
_RANGE = re.compile(r"(\d+)-(\d+)(?= are accepted|\. |$)")
_MOST = re.compile(r"[Aa]t most (\d+) \w+ can be")


def _limits(described: dict[str, Any]) -> dict[str, str]:
    """What the vendor says in words of how long, how great or how many, as `1-64 bytes`, `1-100` or `0-100 items`."""
    found = {}
    for name, about in described.items():
        for field in about.get("fields", ()):
            limit = _limit(field["types"], field["description"])
            if limit:
                found[f"{name}.{field['name']}"] = limit
    return found


def _limit(kinds: list[str], words: str) -> str:
    if "String" in kinds and (length := _LENGTH.search(words)):
        return length[0]
    if {"Integer", "Float"} & {*kinds} and (bounds := _RANGE.search(words)):
        return bounds[0]
    if kinds[0].startswith("Array of") and (most := _MOST.search(words)):
        return f"0-{most[1]} items"
    return ""


def _fields(described: dict[str, Any]) -> Fields:
    return {
        field["name"]: "|".join(field["types"]) + ("*" if field["required"] else "")
        for field in described.get("fields", ())
    }


def check_request(method: str, given: dict[str, Any]) -> None:
    """Raises NotAsDescribedError for a request that the vendor's description does not allow."""
    if method not in api()["methods"]:
        raise NotAsDescribedError(f"{method} is not described")
    _check_fields(method, api()["methods"][method], given, method)


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
        _check_plain(kind, value, where)
        return
    described = api()["types"].get(kind)
    if described is None:
        raise NotAsDescribedError(f"{where}: the type {kind} is not described here")
    if isinstance(described, list):
        _check_any(described, value, where)
    elif not isinstance(value, dict):
        raise NotAsDescribedError(f"{where} is no {kind}")
    else:
        _check_fields(where, described, value, kind)
        if kind == "InlineKeyboardButton" and len(value.keys() - LOOKS) != 1:
            raise NotAsDescribedError(f"{where} is to do one thing, and does {len(value.keys() - LOOKS)}")


SIGNIFICANT_BITS = 52
"""Of any number that the vendor uses."""
LOOKS = frozenset({"text", "icon_custom_emoji_id", "style"})
"""What a button shows. "Exactly one of the fields other than" these says what it does, by the vendor's word."""
_PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
    "True": bool,
}


def _check_plain(kind: str, value: Any, where: str) -> None:
    is_one = isinstance(value, _PLAIN[kind]) and isinstance(value, bool) == (kind in ("Boolean", "True"))
    if not is_one:
        raise NotAsDescribedError(f"{where} is no {kind}: {value!r}")
    if kind == "Integer" and abs(value) >= 2**SIGNIFICANT_BITS:
        raise NotAsDescribedError(f"{where} has more than {SIGNIFICANT_BITS} bits")


def _check_fields(where: str, fields: Fields, given: dict[str, Any], kind: str) -> None:
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
        limit = api()["limits"].get(f"{kind}.{name}")
        if limit is not None:
            _check_limit(limit, value, f"{where}.{name}")


_SIZE: dict[str, Callable[[Any], float]] = {
    "bytes": lambda text: len(text.encode()),
    "characters": lambda text: len(text.encode("utf-16-le")) // 2,
    "items": len,
    "": lambda number: float(number),
}


def _check_limit(limit: str, value: Any, where: str) -> None:
    bounds, _, unit = limit.partition(" ")
    least, most = map(int, bounds.split("-"))
    size = _SIZE[unit](value)
    if not least <= size <= most:
        raise NotAsDescribedError(f"{where} is to be {limit}, and is {size}")


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
    for part in ("methods", "types", "limits"):
        rows = [f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in ours[part].items()]
        lines += [f'"{part}": {{', ",\n".join(rows), "}}" if part == "limits" else "},"]
    (HERE / "api.json").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
