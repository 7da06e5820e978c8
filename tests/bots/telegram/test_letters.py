"""What leaves by Telegram, and what is made of the vendor's answers; no desk, the real client library."""

import asyncio
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bots.telegram import keyboards
from bots.telegram.channel import Telegram
from bots.telegram.opening import open_up
from bots.telegram.typing_signs import Typing
from conversation.media import FetchError
from conversation.messages import (
    OWN_PHONE,
    InboundMessage,
    Kind,
    Letter,
    Media,
    Option,
    RefusedError,
    Reply,
    SendError,
    TryLaterError,
    UncertainError,
)
from conversation.papers import Paper
from tests.services.telegram.peer import TOKEN, ApiError, BotApi
from tests.services.telegram.person import Person, buttons, labels


@pytest.fixture(scope="module")
def bot(peer: BotApi) -> Iterator[Telegram]:
    running = Telegram(TOKEN, peer.url)
    yield running
    running.line.close()


@pytest.fixture
def ines(peer: BotApi) -> Iterator[Person]:
    yield Person(peer)
    peer.on.clear()


def letter(person: Person, text: str, *choices: Option, **more: object) -> Letter:
    reply = Reply(text, choices, wants=more.pop("wants", None), replaces=bool(more.pop("replaces", False)))  # type: ignore[arg-type]
    return Letter(str(person.id), reply, "reply", **more)  # type: ignore[arg-type]


def tap(person: Person, reference: str) -> InboundMessage:
    return InboundMessage(
        channel="telegram",
        conversation=str(person.id),
        external_id=f"t{reference}",
        kind=Kind.CHOICE,
        choice="1.6",
        reference=reference,
        received_at=datetime.now(UTC),
    )


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 4096, 4097, 12_000])
@pytest.mark.parametrize("piece", ["word ", "नमस्ते ", "👩‍👩‍👧‍👦", "x"])
def test_16_no_length_is_refused_and_the_buttons_stand_under_the_last_part(peer, bot, ines, length, piece):
    text = (piece * length)[:length].strip() or "x"
    sent = bot.sender.send(letter(ines, text, Option("Yes", "1.1")))
    assert peer.wrong == []
    assert sent == str(ines.shown[-1]["message_id"])
    assert [labels(each) for each in ines.shown] == [[]] * (len(ines.shown) - 1) + [["Yes"]]
    assert all(each["link_preview_options"] == {"is_disabled": True} for each in peer.asked("sendMessage")[-3:])


def test_16_values_longer_than_a_button_carries_are_found_again(peer, bot, ines):
    values = ["1.1", "offer:" + "नमस्ते" * 20, "مرحبا" * 30, "x" * 64, "x" * 63]
    bot.sender.send(letter(ines, "Which?", *(Option(f"no {n}", value) for n, value in enumerate(values))))
    data = [button["callback_data"] for button in buttons(ines.shown[-1])]
    assert all(1 <= len(each.encode()) <= 64 for each in data)
    assert len(set(data)) == len(values)
    for value, each in zip(values, data, strict=True):
        found = keyboards.value_of(each, values) if each.startswith(keyboards.DIGEST) else each[1:]
        assert found == value


def test_files_follow_on_the_words_and_what_may_not_be_had_any_more_is_not_promised(peer, ines):
    papers = {"/files/a": Paper("knee.pdf", "application/pdf", b"%PDF-1.5 knee"), "/files/gone": None}
    bot = Telegram(TOKEN, peer.url, papers.get)
    reply = Reply("Here it is: Knee MRI.", (Option("Thanks", "1.1"),), attachments=("/files/a",))
    bot.sender.send(Letter(str(ines.id), reply, "reply"))
    assert [each["text"] for each in ines.shown] == [reply.text, "[knee.pdf, 13 bytes]"]
    with pytest.raises(RefusedError):
        bot.sender.send(Letter(str(ines.id), replace(reply, attachments=("/files/gone",)), "reply"))
    assert len(ines.shown) == 2 and peer.wrong == []
    bot.line.close()


def test_a_colleagues_words_stand_under_their_name(bot, ines):
    bot.sender.send(letter(ines, "Bring your card, please.", author="Moira Kent"))
    assert ines.last == "Moira Kent:\nBring your card, please."


def test_ones_own_number_is_a_button_away_and_the_button_goes_with_the_next_message(peer, bot, ines):
    bot.sender.send(letter(ines, "Which number?", wants=Option("Share my number", OWN_PHONE)))
    assert peer.asked("sendMessage")[-1]["reply_markup"]["keyboard"] == [
        [{"text": "Share my number", "request_contact": True}]
    ]
    bot.sender.send(letter(ines, "Thank you."))
    assert peer.asked("sendMessage")[-1]["reply_markup"] == {"remove_keyboard": True}


def test_what_replaces_a_message_is_written_over_it(peer, bot, ines):
    first = bot.sender.send(letter(ines, "Nine or ten?", Option("9", "1.1"), Option("Other times", "1.6")))
    other = letter(ines, "Two or three?", Option("2", "2.1"), replaces=True, answers=tap(ines, first))
    assert bot.sender.send(other) == first
    assert bot.sender.send(other) == first, "an edit that was made before is made"
    assert [each["text"] for each in ines.shown] == ["Two or three?"]
    del peer.messages[ines.id][int(first)]
    again = bot.sender.send(other)
    assert again != first and ines.last == "Two or three?"


# --- what goes wrong ------------------------------------------------------------------------------


def failing(status: int, description: str, **parameters: int):
    def fail(_given: dict) -> None:
        raise ApiError(status, description, **parameters)

    return fail


@pytest.mark.parametrize(
    ("status", "description", "parameters", "error", "seconds"),
    [
        (429, "Too Many Requests: retry after 7", {"retry_after": 7}, TryLaterError, 7),
        (403, "Forbidden: bot was blocked by the user", {}, RefusedError, None),
        (403, "Forbidden: user is deactivated", {}, RefusedError, None),
        (400, "Bad Request: chat not found", {}, RefusedError, None),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100}, RefusedError, None),
        (400, "Bad Request: something new", {}, RefusedError, None),
        (401, "Unauthorized", {}, TryLaterError, 60),
        (500, "Internal Server Error", {}, UncertainError, None),
        (502, "Bad Gateway", {}, UncertainError, None),
    ],
)
def test_10_what_the_vendor_answers_says_whether_and_when_to_try_again(
    peer, bot, ines, status, description, parameters, error, seconds
):
    peer.on["sendMessage"] = failing(status, description, **parameters)
    with pytest.raises(SendError) as raised:
        bot.sender.send(letter(ines, "Hello"))
    assert type(raised.value) is error
    assert "Hello" not in raised.value.reason
    if seconds is not None:
        assert isinstance(raised.value, TryLaterError) and raised.value.seconds == seconds
        assert raised.value.is_channel is (status == 401)


def test_a_vendor_that_cannot_be_reached_has_surely_got_nothing(ines):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        bot = Telegram(TOKEN, f"http://127.0.0.1:{taken.getsockname()[1]}")
        try:
            with pytest.raises(TryLaterError):
                bot.sender.send(letter(ines, "Hello"))
        finally:
            bot.line.close()


def test_a_vendor_that_does_not_answer_may_have_got_it(peer, bot, ines, monkeypatch):
    monkeypatch.setattr("bots.telegram.letters.SECONDS", 0.05)
    peer.on["sendMessage"] = lambda given: time.sleep(0.3)
    with pytest.raises(UncertainError):
        bot.sender.send(letter(ines, "Hello"))


def test_parts_that_arrived_are_not_repeated(peer, bot, ines):
    long = letter(ines, "word " * 2000, id=7)
    done = []

    def slow_down_at_the_second(_given: dict) -> None:
        done.append(1)
        if len(done) == 2:
            raise ApiError(429, "Too Many Requests: retry after 3", retry_after=3)

    peer.on["sendMessage"] = slow_down_at_the_second
    with pytest.raises(TryLaterError):
        bot.sender.send(long)
    bot.sender.send(long)
    assert [each["text"][:5] for each in ines.shown] == ["(1/3)", "(2/3)", "(3/3)"]
    bot.sender.send(letter(ines, "word " * 2000, id=8))
    assert len(ines.shown) == 6, "the same words once more are another letter"


def test_no_further_part_leaves_from_whoever_lost_the_message_to_another(peer, bot, ines):
    with pytest.raises(UncertainError):
        bot.sender.send(replace(letter(ines, "word " * 2000), goes_on=lambda: False))
    assert [each["text"][:5] for each in ines.shown] == ["(1/3)"]


# --- files ----------------------------------------------------------------------------------------


def test_a_file_is_fetched_from_where_the_vendor_keeps_it_and_nowhere_else(peer, bot, ines, monkeypatch):
    name = ines.keep(b"x" * 600_000)
    assert b"".join(bot.keeper.fetch(Media(source=name))) == b"x" * 600_000
    with pytest.raises(FetchError):
        list(bot.keeper.fetch(Media(source="unknown")))
    for elsewhere in ("http://127.0.0.1:1/x", "/etc/passwd", "../../bot/x", ""):
        told = {"file_id": name, "file_unique_id": "u", "file_path": elsewhere}
        monkeypatch.setattr(peer, "_get_file", lambda given, told=told: told)
        with pytest.raises(FetchError) as raised:
            list(bot.keeper.fetch(Media(source=name)))
        assert TOKEN not in raised.value.reason


def test_a_file_that_hardly_comes_is_given_up(peer, bot, ines):
    name = ines.keep(b"x" * 600)
    peer.slow_files.add(name)
    begun = time.monotonic()
    with pytest.raises(FetchError, match="too long"):
        list(bot.keeper.fetch(Media(source=name), 0.1))
    assert time.monotonic() - begun < 1


# --- typing ---------------------------------------------------------------------------------------


def shown(peer: BotApi, person: Person) -> int:
    return peer.asked("sendChatAction").count({"chat_id": str(person.id), "action": "typing"})


def test_typing_is_shown_while_a_turn_takes_its_time_and_only_then(peer, bot, ines, monkeypatch):
    monkeypatch.setattr("bots.telegram.typing_signs.FIRST_AFTER_S", 0.05)
    monkeypatch.setattr("bots.telegram.typing_signs.EVERY_S", 0.05)
    before = len(peer.asked("sendChatAction"))
    typing = Typing(bot.line, lambda number: ("telegram", str(ines.id)) if number == 7 else ("whatsapp", "+1"))
    with typing.during(7):
        pass
    with typing.during(8):
        time.sleep(0.15)
    assert len(peer.asked("sendChatAction")) == before, "a quick turn, and one elsewhere"
    with typing.during(7):
        peer.wait_until(lambda: shown(peer, ines) >= 2)
    time.sleep(0.05)  # what was on its way
    told = shown(peer, ines)
    time.sleep(0.15)
    assert shown(peer, ines) == told


def test_a_turn_that_ends_while_its_sign_is_on_the_way_costs_no_connection(peer, bot, ines, monkeypatch):
    monkeypatch.setattr("bots.telegram.typing_signs.FIRST_AFTER_S", 0.01)
    monkeypatch.setitem(peer.on, "sendChatAction", lambda given: time.sleep(0.1))
    typing = Typing(bot.line, lambda number: ("telegram", str(ines.id)))
    bot.sender.send(letter(ines, "hello"))
    before = peer.connections
    for number in range(5):
        with typing.during(number):
            told = shown(peer, ines)
            peer.wait_until(lambda told=told: shown(peer, ines) > told)
        time.sleep(0.15)  # the vendor's answer is there
    assert peer.connections - before <= 1


def test_a_turn_goes_on_while_the_vendor_is_away(monkeypatch):
    monkeypatch.setattr("bots.telegram.typing_signs.FIRST_AFTER_S", 0.01)
    bot = Telegram(TOKEN, "http://127.0.0.1:9")
    with Typing(bot.line, lambda number: ("telegram", "1")).during(1):
        time.sleep(0.1)
    bot.line.close()


# --- opening --------------------------------------------------------------------------------------


def test_a_part_that_the_vendor_does_not_take_keeps_no_other_from_being_told(peer, bot, monkeypatch):
    monkeypatch.setattr("bots.telegram.opening.FIRST_WAIT_S", 0.05)
    refusals = [ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")] * 2
    names: list[str | None] = []

    def refuse(_given: dict) -> None:
        if refusals:
            raise refusals.pop()

    peer.on["setWebhook"] = refuse
    address = "https://desk.example/webhooks/telegram"
    try:
        asyncio.run(open_up(bot.line, ("es",), (address, "a-secret"), names.append))
    finally:
        peer.on.clear()
    assert names == ["alder_road_bot"]
    assert peer.webhook["url"] == address and not refusals
    told = peer.asked("setMyCommands")[-2:]
    assert [each.get("language_code") for each in told] == [None, "es"]
    assert told[0]["commands"][0] == {"command": "book", "description": "Pedir cita"}
