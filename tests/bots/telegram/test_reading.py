"""What an update is to the desk, whatever its kind and however broken."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from telegram import CallbackQuery, Update

from bots.telegram.line import Line
from bots.telegram.receiving import Receiver
from bots.telegram.updates import Beyond, Commanded, Said, read
from bots.telegram.words import LANGUAGES, Command, Word
from conversation.messages import InboundMessage
from tests.services.telegram.contents import BROKEN, OF_MESSAGES, URGENT, WHO, command, edited, file, message, pressed
from tests.services.telegram.description import check
from tests.services.telegram.peer import BOT

BOT_ID = str(BOT["id"])


@pytest.mark.parametrize("name", OF_MESSAGES)
def test_14_what_a_message_is_to_the_desk(name):
    content, expected = OF_MESSAGES[name]
    update = {"update_id": 1, **content}
    check("Update", update)
    found = read(Update.de_json(update, None), bot_id=BOT_ID, username="alder_road_bot")
    match found:
        case Said():
            assert found.text == expected
            assert bool(found.media) is (name in ("a voice note", "a photo", "a file"))
            assert (found.own_contact is not None) is (name == "own contact")
        case Beyond():
            assert found.word is expected
        case Commanded():
            assert expected is Commanded
        case _:
            assert found is None and expected is None


class Nothing:
    """Records in which nothing is found."""

    async def language(self, chat: str) -> None: ...
    async def value(self, chat: str, digest: str) -> None: ...
    async def name(self, kind: str, code: str, language: str) -> None: ...
    async def emergency_number(self) -> None: ...


class Still:
    """Presses that nobody is told of."""

    def answer(self, query: CallbackQuery) -> None: ...
    def marking(self, query: CallbackQuery) -> AbstractContextManager[Callable[[], None]]:
        return nullcontext(lambda: None)


def taken(*contents: dict) -> list[InboundMessage]:
    """What the desk is given of updates that come one after the other, none of which is to be sent again."""
    found: list[InboundMessage] = []

    async def take(message: InboundMessage, *, more_within: float = 0.0) -> bool:
        found.append(message)
        return True

    async def receive() -> None:
        for number, content in enumerate(contents, 1):
            # as they come over the line: half a character stands there as an escape
            assert await receiver.receive(json.loads(json.dumps({"update_id": number, **content})))

    receiver = Receiver(Line("7:x"), Still(), take, Nothing())  # type: ignore[arg-type]
    asyncio.run(receive())
    return found


@pytest.mark.parametrize("name", BROKEN)
def test_14_a_broken_update_is_passed_over_and_the_next_is_taken(name):
    assert [each.text for each in taken(BROKEN[name], message(text="hello"))] == ["hello"]


def test_14_half_a_character_can_be_kept_wherever_it_stands():
    (said,) = taken(message(text="hi \ud800", **{"from": {**WHO, "language_code": "\ud800"}}))
    assert (said.text, said.language) == ("hi ?", None)
    (sent,) = taken(file(file_name="a\ud800\x00.pdf"))
    assert sent.media[0].name == "a?\ufffd.pdf"
    (chosen,) = taken(pressed("=\ud800"))
    assert chosen.choice == "?"


@pytest.mark.parametrize("content", [message(text="parking " * 100_000), command("/book " + "parking " * 100_000)])
def test_more_words_than_anybody_writes_are_cut(content):
    (said,) = taken(content)
    assert len(said.text) == 20_000


def test_an_emergency_told_by_an_edit_is_a_message_of_its_own():
    first, urgent, again = taken(message(text="hello"), edited(text=URGENT), edited(text=f"{URGENT}!"))
    assert len({first.external_id, urgent.external_id, again.external_id}) == 3
    assert urgent.text == URGENT


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_the_channel_has_its_words_in_every_language(language):
    assert set(language.words) == set(Word) and all(language.words.values())
    assert set(language.says) == set(Command) - {Command.LANGUAGE}
    assert "{number}" in language.words[Word.EMERGENCY]
