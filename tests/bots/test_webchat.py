"""The web chat's API, as a browser's script and other programs meet it."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import httpx2
import pytest

from bots.webchat.browsers import COOKIE
from bots.webchat.limits import Buckets, Pace
from bots.webchat.requests import BODY_LIMIT
from bots.webchat.words import Word, en, es
from conversation.messages import InboundMessage, Kind
from hospital import inbox
from hospital.office import open_office
from tests.web.desk import Browser, ServedDesk, choices, words


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    served = ServedDesk(tmp_path_factory.mktemp("webchat")).load().start()
    yield served
    served.kill()


@pytest.fixture
def somebody(desk: ServedDesk) -> Iterator[Browser]:
    with closing(Browser(desk.address)) as browser:
        yield browser


def book(browser: Browser, name: str) -> dict:
    browser.say("I need a cardiologist tomorrow")
    browser.say("the first one")
    browser.say(name)
    browser.say("5 May 1990")
    return browser.say("+353860002001")


# --- the conversation of a browser ----------------------------------------------------------------


def test_the_cookie_is_signed_hidden_from_scripts_and_stays_with_this_site(desk, somebody):
    answer = somebody.post({"id": "1", "text": "hello"})
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/chat"} <= set(cookie.split("; "))
    name, _, value = cookie.partition(";")[0].partition("=")
    conversation, _, signature = value.partition(".")
    assert name == COOKIE and len(conversation) == 32 and len(signature) == 64
    assert answer.json()["is_new"] is True
    assert somebody.post({"id": "2", "text": "hello"}).json()["is_new"] is False


def test_on_https_the_cookie_travels_on_https_only(tmp_path):
    served = ServedDesk(tmp_path, PUBLIC_URL="https://desk.example", AUDIT__KEY="a" * 32, SESSION__SECRET="b" * 32)
    served.load().start()
    try:
        with closing(Browser(served.address)) as browser:
            answer = browser.http.get("/chat")
        assert "Secure" in answer.headers["set-cookie"]
        assert answer.headers["strict-transport-security"].startswith("max-age=")
    finally:
        served.kill()


@pytest.mark.parametrize("spoil", [lambda value: "0" * 32 + value[32:], lambda value: value[:-1], lambda value: "x"])
def test_a_forged_cookie_opens_nobodys_conversation(desk, somebody, spoil):
    somebody.say("hello")
    value = somebody.http.cookies[COOKIE]
    with closing(Browser(desk.address)) as forger:
        forger.http.cookies.set(COOKIE, spoil(value), domain="127.0.0.1", path="/chat")
        assert forger.history() == []
        with closing(Browser(desk.address)) as again:
            again.http.cookies.set(COOKIE, spoil(value), domain="127.0.0.1", path="/chat")
            assert again.post({"id": "1", "text": "hello"}).json()["is_new"] is True


def test_conversations_do_not_mix(desk, somebody):
    with closing(Browser(desk.address)) as other:
        somebody.say("I need a cardiologist tomorrow")
        other.say("where can I park?")
        assert [line["text"] for line in other.history() if line["from"] == "person"] == ["where can I park?"]
        assert [line["text"] for line in somebody.history() if line["from"] == "person"] == [
            "I need a cardiologist tomorrow"
        ]


def test_a_new_conversation_starts_from_nothing(somebody):
    somebody.say("I need a cardiologist tomorrow")
    assert somebody.http.post("/chat/new").status_code == 204
    assert somebody.history() == []


# --- messages -------------------------------------------------------------------------------------


def test_a_visit_is_booked_by_words_and_by_choices(somebody):
    offered = somebody.say("I need a cardiologist tomorrow")
    assert "Dr Petra Lind" in words(offered)
    assert "full name" in words(somebody.tap(choices(offered)[1]))
    somebody.say("Dee Ferris")
    somebody.say("5 May 1990")
    booked = words(somebody.say("+353860002002"))
    assert "Booked: Dr Petra Lind" in booked
    assert choices(offered)[1]["label"].split()[-1] in booked


def test_the_same_message_again_gets_the_first_answer_and_does_nothing(somebody):
    somebody.say("I need a cardiologist tomorrow")
    somebody.say("the first one")
    somebody.say("Eve Ferris")
    somebody.say("5 May 1990")
    answers = [somebody.say("+353860002003", message_id="the-same") for _ in range(3)]
    assert "Booked" in words(answers[0])
    assert answers[1:] == answers[:1] * 2
    assert sum("Booked" in line["text"] for line in somebody.history()) == 1


def test_an_answer_holds_nothing_but_what_the_person_may_see(somebody):
    assert set(somebody.say("hello")) == {"id", "replies", "language", "is_new"}


def test_nobody_is_known_by_what_a_browser_claims(desk, somebody):
    answer = somebody.post(
        {"id": "1", "text": "my appointments", "sender": "+353860000071", "is_vouched": True, "channel": "whatsapp",
         "now": "2020-01-01T00:00:00", "conversation": "x"}
    )  # fmt: skip
    assert "Rosa Quill" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        "", "nonsense", "[]", "null", '"text"', "{}", '{"id": "1"}', '{"id": "1", "text": "  "}', '{"text": "hello"}',
        '{"id": "", "text": "hello"}', '{"id": "a b", "text": "hello"}', '{"id": 1, "text": "hello"}',
        '{"id": "1", "text": 5}', '{"id": "1", "text": "a", "action": "b"}', '{"id": "1", "action": ""}',
        '{"id": "%s", "text": "a"}' % ("x" * 65), "[" * 30_000,
    ],
)  # fmt: skip
def test_a_body_that_makes_no_sense_gets_a_sentence(somebody, body):
    answer = somebody.http.post("/chat/messages", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json() == {"error": en.WORDS[Word.NOT_UNDERSTOOD]}


@pytest.mark.parametrize("text", ["\ud83d", "a\x00b", "\u202e\u200b", "😀" * 50, "ＨＥＬＬＯ", "' OR 1=1 --"])
def test_any_text_is_taken(somebody, text):
    answer = somebody.http.post(
        "/chat/messages", content=json.dumps({"id": "1", "text": text}), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 200
    assert answer.json()["replies"]
    assert "went wrong" not in answer.text


def test_a_form_of_another_site_cannot_write_in_somebodys_name(somebody):
    answer = somebody.http.post(
        "/chat/messages", content='{"id": "1", "text": "a"}', headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 415
    message = {"id": "1", "text": "hello"}
    assert somebody.post(message, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert somebody.post(message, **{"Sec-Fetch-Site": "same-site"}).status_code == 403
    assert somebody.post(message, Origin="https://elsewhere.example").status_code == 403
    for origin in ("null", "http://[", "//", "http://[::1"):
        assert somebody.post(message, Origin=origin).status_code == 403, origin
    assert somebody.http.post("/chat/new", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert somebody.history() == []
    assert somebody.post(message, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_the_own_page_may_write_also_behind_older_browsers(desk, somebody):
    assert somebody.post({"id": "1", "text": "hello"}, Origin=desk.address).status_code == 200


def test_a_body_that_is_too_large_is_refused_early_and_late(somebody):
    too_long = {"id": "1", "text": "x" * BODY_LIMIT}
    assert somebody.post(too_long).status_code == 413

    def chunks() -> Iterator[bytes]:
        yield b'{"id": "1", "text": "'
        for _ in range(70):
            yield b"x" * 1024

    answer = somebody.http.post("/chat/messages", content=chunks(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json() == {"error": en.WORDS[Word.TOO_LONG]}
    assert "too_long" not in answer.text


def test_who_writes_too_fast_is_asked_to_wait_and_can_go_on_afterwards(desk, somebody):
    somebody.http.get("/chat/history")
    answers = [somebody.post({"id": "same", "text": "hello"}) for _ in range(40)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert 1 <= len(refused) <= 10
    assert all(answer.status_code == 200 for answer in answers[:30])
    assert int(refused[0].headers["retry-after"]) >= 1
    assert refused[0].json() == {"error": en.WORDS[Word.TOO_FAST]}
    with closing(Browser(desk.address)) as other:
        assert other.post({"id": "1", "text": "hello"}).status_code == 200, "others are not held up"


def test_a_fresh_conversation_each_time_does_not_get_round_the_limit(desk):
    elsewhere = {"X-Forwarded-For": "203.0.113.7"}
    for path, method in (("/chat/history", "GET"), ("/chat/new", "POST")):
        with httpx2.Client(base_url=desk.address, headers=elsewhere) as http:
            answers = []
            for _ in range(400):
                http.cookies.clear()
                answers.append(http.request(method, path))
                if answers[-1].status_code == 429:
                    break
        assert answers[-1].status_code == 429, path
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert "set-cookie" not in answers[-1].headers
    with httpx2.Client(base_url=desk.address, headers=elsewhere) as http:
        pages: list[httpx2.Response] = []
        while not pages or (COOKIE in pages[-1].headers.get("set-cookie", "") and len(pages) < 400):
            http.cookies.clear()
            pages.append(http.get("/chat"))
    assert pages[-1].status_code == 200 and len(pages) < 400, "the page itself still comes, without a conversation"
    assert COOKIE in httpx2.get(f"{desk.address}/chat").headers["set-cookie"], "others are not held up"


def test_so_many_browsers_of_one_address_write_no_faster_than_that_address_may(desk):
    pace = Pace(Buckets(burst=3, per_second=1), Buckets(burst=5, per_second=2))
    assert [pace.take("a", "here") > 0 for _ in range(4)] == [False, False, False, True]
    assert [pace.take(who, "here") > 0 for who in "bcd"] == [False, False, True]
    assert pace.take("e", "elsewhere") == 0
    assert [pace.take("d", where) > 0 for where in ["here"] * 5 + ["elsewhere"] * 3] == [True] * 5 + [False] * 3, (
        "what others used up costs a browser nothing of its own"
    )


def test_refusals_come_in_the_persons_language(desk):
    with closing(Browser(desk.address, language="es-MX,en;q=0.5")) as browser:
        assert browser.post({}).json() == {"error": es.WORDS[Word.NOT_UNDERSTOOD]}


@pytest.mark.parametrize("language", [en.WORDS, es.WORDS], ids=["en", "es"])
def test_no_refusal_is_mute_in_any_language(language):
    assert set(language) == set(Word)
    assert all(sentence.strip().endswith(".") for sentence in language.values())


# --- history --------------------------------------------------------------------------------------


def test_the_history_has_both_sides_in_order_with_the_label_of_a_choice(somebody):
    offered = somebody.say("I need a cardiologist tomorrow", message_id="m-1")
    asked = somebody.tap(choices(offered)[2])
    lines = somebody.history()
    assert [line["from"] for line in lines] == ["person", "desk", "person", "desk"]
    assert lines[0] == {"from": "person", "id": "m-1", "text": "I need a cardiologist tomorrow", "answered": True}
    assert lines[1] == {"from": "desk", "text": words(offered), "choices": choices(offered), "language": "en"}
    assert lines[2]["text"] == choices(offered)[2]["label"]
    assert lines[3]["text"] == words(asked)


def test_the_history_ends_with_the_newest_fifty_lines(somebody):
    for n in range(28):
        somebody.say(f"where can I park? {n}")
    lines = somebody.history()
    assert len(lines) == 50
    assert [line["text"] for line in lines if line["from"] == "person"][-1] == "where can I park? 27"


def test_nothing_of_a_conversation_is_kept_by_caches(somebody):
    assert somebody.post({"id": uuid.uuid4().hex, "text": "hello"}).headers["cache-control"] == "no-store"
    assert somebody.http.get("/chat/history").headers["cache-control"] == "no-store"
    assert somebody.http.get("/chat").headers["cache-control"] == "no-store"


def test_what_was_promised_an_answer_gets_it_when_its_turn_is_over(desk, somebody):
    somebody.say("hello", message_id="answered")
    (conversation, _) = somebody.http.cookies[COOKIE].split(".")
    # written down and left, as while the database was away
    left = InboundMessage(
        channel="webchat",
        conversation=conversation,
        external_id=f"{conversation}\x1fleft",
        kind=Kind.TEXT,
        text="Where can I park?",
        received_at=datetime.now(UTC),
    )
    office = open_office(f"sqlite:///{desk.directory}/data/frontdesk.sqlite3")
    office.write(
        lambda unit: inbox.record(
            unit,
            channel="webchat",
            external_id=left.external_id,
            conversation_id=inbox.conversation_of(unit, "webchat", conversation) or 0,
            payload=left.model_dump_json(),
            received_at=left.received_at,
        )
    )
    office.engine.dispose()
    give_up_at = time.monotonic() + 40
    asked = {"kept": "left,unknown,no id,answered"}
    while "left" not in str(told := somebody.http.get("/chat/updates", params=asked).json()["answers"]):
        assert time.monotonic() < give_up_at
        time.sleep(0.6)
    by_id = {each["id"]: each for each in told}
    assert set(by_id) == {"left", "answered"}
    assert "forty places" in words(by_id["left"]) and by_id["left"]["language"] == "en"
    with closing(Browser(desk.address)) as other:
        other.say("hello")
        assert other.http.get("/chat/updates", params=asked).status_code == 204, "nobody else gets it"


# --- how fast somebody may write ------------------------------------------------------------------


def test_a_bucket_lets_a_burst_through_and_then_one_by_one():
    buckets = Buckets(burst=3, per_second=2)
    assert [buckets.take("a", now=10.0) for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a", now=10.0) == 0.5
    assert buckets.take("b", now=10.0) == 0, "everybody has a bucket of their own"
    assert buckets.take("a", now=10.5) == 0
    assert buckets.take("a", now=10.5) > 0
    assert [buckets.take("a", now=100.0) for _ in range(4)][3] > 0, "silence saves up no more than a burst"


def test_buckets_of_the_long_silent_are_forgotten():
    buckets = Buckets(burst=1, per_second=0.001, size=2)
    for key in ("a", "b", "c"):
        buckets.take(key, now=1.0)
    assert buckets.take("c", now=1.0) > 0
    assert buckets.take("a", now=1.0) == 0
