"""Polling, for a desk that the vendor cannot reach; and what `check` says of the bot."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bots.telegram.channel import Telegram
from bots.telegram.failures import retry_after
from bots.telegram.polling import TRIES, Poller
from bots.telegram.updates import ALLOWED
from doors.checking import check
from doors.errors import SettingsError
from doors.settings import Settings, read
from doors.settings import Telegram as TelegramSettings
from doors.telegram import tried, webhook_secret
from tests.bots.telegram.conftest import served
from tests.services.telegram.peer import TOKEN, ApiError, BotApi
from tests.services.telegram.person import Person
from tests.web.desk import environment


@pytest.fixture
def peer() -> Iterator[BotApi]:
    running = BotApi()
    yield running
    running.close()
    assert running.wrong == []


def poll(
    peer: BotApi,
    turn: Path,
    receive: Callable[[dict[str, Any]], Awaitable[bool]],
    until: Callable[[], bool],
    count: int = 1,
) -> None:
    """Let pollers run until something is so, ten seconds at most."""

    async def run() -> None:
        bots = [Telegram(TOKEN, peer.url) for _ in range(count)]
        tasks = [asyncio.create_task(Poller(bot.line, receive, turn).run()) for bot in bots]
        async with asyncio.timeout(10):
            while not until():
                await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for bot in bots:
            bot.line.close()

    asyncio.run(run())


def test_what_could_not_be_kept_is_asked_for_again_and_nothing_before_it(peer, tmp_path, monkeypatch):
    monkeypatch.setattr("bots.telegram.polling.FIRST_WAIT_S", 0.05)
    ada, ben = Person(peer), Person(peer)
    for text in ("one", "two", "three"):
        ada.say(text)
        ben.say(text)
    numbers = [update["update_id"] for update in peer.updates]
    taken: list[tuple[int, str]] = []
    failures = [True, True]

    async def receive(update: dict[str, Any]) -> bool:
        message = update["message"]
        if message["text"] == "two" and message["from"]["id"] == ada.id and failures:
            failures.pop()
            return False
        taken.append((message["from"]["id"], message["text"]))
        return True

    poll(peer, tmp_path / "turn", receive, lambda: (ada.id, "three") in taken)
    of_ada = [text for who, text in taken if who == ada.id]
    assert of_ada == ["one", "two", "three"], "in order, and what came after the lost one only after it"
    assert {text for who, text in taken if who == ben.id} == {"one", "two", "three"}
    asked = peer.asked("getUpdates")
    assert asked[0].get("offset") is None and asked[0]["allowed_updates"] == list(ALLOWED)
    assert asked[1]["offset"] == asked[2]["offset"] == numbers[2]


def test_a_fault_of_ours_ends_neither_the_polling_nor_what_others_write(peer, tmp_path, monkeypatch):
    monkeypatch.setattr("bots.telegram.polling.FIRST_WAIT_S", 0.02)
    ada, ben = Person(peer), Person(peer)
    ada.say("the one that fails")
    ada.say("after it")
    ben.say("hello")
    taken: list[str] = []
    tried: list[str] = []

    async def receive(update: dict[str, Any]) -> bool:
        text = update["message"]["text"]
        tried.append(text)
        if text == "the one that fails":
            raise LookupError("a fault of ours")
        taken.append(text)
        return True

    poll(peer, tmp_path / "turn", receive, lambda: "after it" in taken)
    assert tried.count("the one that fails") == TRIES and "hello" in taken


def test_how_the_polling_stands_can_be_told(peer, tmp_path, monkeypatch):
    monkeypatch.setattr("bots.telegram.polling.TOKEN_S", 0.02)
    stood: list[str] = []

    async def receive(_update: dict[str, Any]) -> bool:
        return True

    async def run() -> None:
        bot = Telegram(TOKEN, peer.url)
        poller = Poller(bot.line, receive, tmp_path / "turn")
        task = asyncio.create_task(poller.run())
        for expected in ("the token is not taken", "ok"):
            async with asyncio.timeout(5):
                while poller.standing != expected:
                    await asyncio.sleep(0.01)
            stood.append(poller.standing)
            refusals.clear()
            Person(peer).say("hello")
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        bot.line.close()

    refusals = [ApiError(401, "Unauthorized")]

    def refuse(_given: dict[str, Any]) -> None:
        if refusals:
            raise refusals[0]

    peer.on["getUpdates"] = refuse
    asyncio.run(run())
    assert stood == ["the token is not taken", "ok"]


def test_a_webhook_set_before_is_taken_away_and_what_waits_there_stays(peer, tmp_path):
    peer.webhook = {"url": "http://127.0.0.1:1/x"}
    peer.updates.append({"update_id": 5, "message": Person(peer).message(text="hello")})
    taken = []

    async def receive(update: dict[str, Any]) -> bool:
        taken.append(update["update_id"])
        return True

    poll(peer, tmp_path / "turn", receive, lambda: taken == [5])
    assert peer.asked("deleteWebhook") == [{"drop_pending_updates": False}]


def test_of_several_processes_here_one_polls(peer, tmp_path):
    ada = Person(peer)
    taken = []

    async def receive(update: dict[str, Any]) -> bool:
        taken.append(update["message"]["text"])
        return True

    def is_done() -> bool:
        if not taken and not peer.updates and peer.asked("getUpdates"):
            ada.say("hello")
        return bool(taken) and len(peer.asked("getUpdates")) >= 2

    poll(peer, tmp_path / "turn", receive, is_done, count=3)
    assert taken == ["hello"]
    assert len(peer.asked("deleteWebhook")) == 1


def test_when_another_machine_polls_it_waits_and_comes_back(peer, tmp_path, monkeypatch):
    monkeypatch.setattr("bots.telegram.polling.CONFLICT_S", 0.05)
    monkeypatch.setattr("bots.telegram.polling.retry_after", lambda error: retry_after(error) / 20)
    ada = Person(peer)
    ada.say("hello")
    refusals = [ApiError(409, "Conflict: terminated by other getUpdates request"), ApiError(429, "slow", retry_after=1)]
    taken = []

    def refuse(_given: dict[str, Any]) -> None:
        if refusals:
            raise refusals.pop(0)

    async def receive(update: dict[str, Any]) -> bool:
        taken.append(update["message"]["text"])
        return True

    peer.on["getUpdates"] = refuse
    poll(peer, tmp_path / "turn", receive, lambda: bool(taken))
    assert taken == ["hello"] and not refusals


def test_a_desk_that_polls_books_and_forgets_nothing_while_it_is_down(peer, tmp_path):
    desk = served(tmp_path, peer, "polling")
    try:
        assert "Telegram" in desk.log and "by polling" in desk.log
        assert httpx2.get(f"{desk.address}/readyz").json()["parts"]["telegram"] == "ok"
        ines = Person(peer)
        ines.ask("I need a cardiologist tomorrow at 2:20 pm. Olga Reyes, born 5 May 1990, +353860002101")
        assert "Booked" in ines.choose("Yes")
        # what cannot be read must not keep the others from being taken
        peer.bring({"message": {"hello": 1}}, is_checked=False)
        assert "forty places" in ines.ask("where can I park?")
        desk.end()
        ines.say("thank you")
        desk.start()
        assert ines.wait()
        assert "secret" not in desk.log and TOKEN not in desk.log
    finally:
        desk.kill()


# --- `check` --------------------------------------------------------------------------------------


OURS, ELSEWHERE = "https://desk.example/webhooks/telegram", "https://old.example/hook/a-secret-path"
AT_TWO = "by webhook at https://desk.example/webhooks/telegram; its last error, of 2026-05-28 20:26 UTC: Wrong response"


@pytest.mark.parametrize(
    ("mode", "public", "hook", "is_well", "said"),
    [
        ("polling", "", "", True, "@alder_road_bot answers, by polling"),
        ("polling", "", ELSEWHERE, True, "; a webhook is set, at old.example: `serve` takes it away"),
        ("webhook", "https://desk.example/", "", True, "; none is set yet: `serve` sets it"),
        ("webhook", "https://desk.example/", OURS, True, AT_TWO),
        (
            "webhook",
            "https://desk.example",
            ELSEWHERE,
            False,
            "; but Telegram posts to another address, at old",
        ),
        ("webhook", "", ELSEWHERE, True, "nobody tells Telegram where to post"),
    ],
)
def test_check_says_how_the_bot_stands(peer, tmp_path, mode, public, hook, is_well, said):
    peer.webhook = {"url": hook} if hook else {}
    telegram = TelegramSettings(token=TOKEN, base_url=peer.url, mode=mode, webhook_secret="x" * 32)
    told = tried(Settings(data_dir=tmp_path, public_url=public, telegram=telegram))
    assert told[0] is is_well and said in told[1]
    assert TOKEN not in told[1] and "a-secret-path" not in told[1]


def test_check_says_that_a_token_is_not_taken(peer, tmp_path):
    telegram = TelegramSettings(token="1:another", base_url=peer.url)
    told = tried(Settings(data_dir=tmp_path, telegram=telegram))
    assert told == (False, "telegram.token is not taken: @BotFather's /token shows it once more")


@pytest.mark.parametrize(
    ("secret", "public", "fault"),
    [
        ("", "https://desk.example", "must be set"),
        ("short", "https://desk.example", "at least 32"),
        ("has spaces and so is no header value", "", "letters, digits"),
        ("x" * 257, "", "1 to 256"),
    ],
)
def test_a_webhook_secret_that_will_not_do_is_refused_with_a_reason(tmp_path, secret, public, fault):
    telegram = {"token": TOKEN, "webhook_secret": secret, "mode": "webhook"}
    settings = Settings(data_dir=tmp_path, public_url=public, telegram=TelegramSettings(**telegram))
    with pytest.raises(SettingsError, match=fault):
        webhook_secret(settings)


def test_check_says_when_telegram_is_away(tmp_path, monkeypatch, capsys):
    settings = {"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__BASE_URL": "http://127.0.0.1:9"}
    for name, value in environment(tmp_path, **settings).items():
        monkeypatch.setenv(name, value)
    assert check(read()) == 1
    assert "Telegram does not answer" in capsys.readouterr().out
