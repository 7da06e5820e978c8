"""The pages around the chat, and what machines ask the server."""

import dataclasses
import re
import string
from contextlib import closing

import httpx2
import pytest

from bots.webchat.words import Word
from bots.webchat.words import en as chat_en
from tests.web.desk import HOSPITAL, Browser, ServedDesk, run
from web.words import WORDS, en
from web.words.page import Page

BROWSER = {"Accept": "text/html"}


def get(desk: ServedDesk, path: str, **headers: str) -> httpx2.Response:
    return httpx2.get(desk.address + path, headers={**BROWSER, **headers})


# --- pages ----------------------------------------------------------------------------------------


def test_the_first_page_names_the_hospital_its_numbers_and_the_way_to_the_chat(desk):
    page = get(desk, "/")
    assert page.status_code == 200
    assert "<title>Alder Road Clinic</title>" in page.text
    assert 'href="/chat"' in page.text
    assert 'href="tel:112"' in page.text
    assert "+353 1 555 0140" in page.text


@pytest.mark.parametrize("path", ["/portal", "/admin"])
def test_what_is_not_built_says_so_and_what_works_instead(desk, path):
    page = get(desk, path)
    assert page.status_code == 200
    assert "still being built" in page.text
    assert "What works today" in page.text
    assert 'href="/chat"' in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/staff",
        "/fhir/R4/Patient",
        "/webhooks/telegram",
        "/slack/events",
    ],
)
def test_parts_to_come_answer_404_with_a_sentence(desk, path):
    assert get(desk, path).status_code == 404
    assert en.PAGE.not_built in get(desk, path).text
    machine = httpx2.post(desk.address + path, json={})
    assert machine.status_code == 404
    assert machine.json() == {"error": en.PAGE.not_built}


def test_other_addresses_answer_404_with_a_sentence_and_repeat_nothing(desk):
    page = get(desk, "/nowhere/<script>")
    assert page.status_code == 404
    assert en.PAGE.not_found in page.text
    assert "nowhere" not in page.text


def test_a_wrong_method_is_told_which_are_right(desk):
    answer = httpx2.get(f"{desk.address}/chat/messages")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json() == {"error": en.PAGE.wrong_method}


@pytest.mark.parametrize("path", ["/", "/chat", "/portal", "/nowhere", "/healthz", "/readyz", "/chat/history"])
def test_every_answer_tells_browsers_to_be_strict(desk, path):
    headers = get(desk, path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_pages_load_nothing_from_elsewhere_and_carry_no_inline_script(desk):
    for path in ("/", "/chat", "/portal", "/admin", "/nowhere"):
        text = get(desk, path).text
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!alderroad\.example/privacy)', text), path
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|style=", text), path


def test_files_are_kept_by_browsers_until_they_change(desk):
    found = re.search(r'src="(/static/chat\.js\?v=\w+)"', get(desk, "/chat").text)
    assert found
    marked = get(desk, found[1])
    assert "immutable" in marked.headers["cache-control"]
    assert marked.headers["content-type"].startswith("text/javascript")
    plain = get(desk, "/static/chat.js")
    assert plain.headers["cache-control"] == "no-cache"
    assert get(desk, "/static/chat.js", **{"If-None-Match": plain.headers["etag"]}).status_code == 304
    for missing in ("/static/nothing.js", "/static/..%2fpages.py", "/static/"):
        assert get(desk, missing).status_code == 404


# --- words ----------------------------------------------------------------------------------------


def placeholders(value: object) -> list[set[str]]:
    if isinstance(value, tuple):
        return [names for each in value for names in placeholders(each)]
    return [{name for _, name, _, _ in string.Formatter().parse(str(value)) if name}]


@pytest.mark.parametrize("language", sorted(WORDS))
def test_no_page_is_mute_in_any_language(language):
    for field in dataclasses.fields(Page):
        said, model = getattr(WORDS[language], field.name), getattr(en.PAGE, field.name)
        texts = said if isinstance(said, tuple) else (said,)
        assert texts and all(texts), field.name
        assert len(texts) == (len(model) if isinstance(model, tuple) else 1), field.name
        assert placeholders(said) == placeholders(model), field.name


def test_languages_do_not_share_their_sentences():
    for field in dataclasses.fields(Page):
        said = [getattr(words, field.name) for words in WORDS.values()]
        assert len(set(said)) == len(said) or field.name == "chat_title", field.name


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("de-DE,es;q=0.3,en;q=0.7", "en"),
        ("fr,de", "en"),
        ("es;q=0,en;q=0.1", "en"),
        ("", "en"),
        (";;;,,q=,es;q=x", "en"),
        ("x" * 100_000, None),
    ],
)
def test_the_page_is_in_the_readers_best_language(desk, accepted, language):
    page = get(desk, "/", **{"Accept-Language": accepted})
    if language is not None:
        assert page.headers["content-language"] == language
        assert f'<html lang="{language}">' in page.text
    else:
        assert page.status_code in (200, 400, 431)


def test_a_hospital_that_speaks_english_alone_has_pages_in_english_alone(tmp_path):
    file = tmp_path / "english.yaml"
    file.write_text(HOSPITAL.read_text().replace("languages: [en, es]", "languages: [en]"))
    loaded = run("load", str(file), directory=tmp_path)
    assert loaded.returncode == 0, loaded.stderr
    desk = ServedDesk(tmp_path).start()
    try:
        for path in ("/chat?lang=es", "/", "/nowhere"):
            page = get(desk, path, **{"Accept-Language": "es", "Cookie": "frontdesk_language=es"})
            assert '<html lang="en">' in page.text, path
        with closing(Browser(desk.address, language="es")) as somebody:
            assert somebody.post({}).json() == {"error": chat_en.WORDS[Word.NOT_UNDERSTOOD]}
    finally:
        desk.kill()


# --- probes ---------------------------------------------------------------------------------------


def test_alive_and_ready_are_told_part_by_part(desk):
    assert httpx2.get(f"{desk.address}/healthz").text == "ok\n"
    ready = httpx2.get(f"{desk.address}/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "ready": True,
        "parts": {"database": "ok", "hospital": "ok", "jobs": "ok", "state": "embedded"},
    }


def figures(desk: ServedDesk) -> dict[str, float]:
    lines = httpx2.get(f"{desk.address}/metrics").text.splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def test_the_figures_count_turns_repeats_and_what_waits(desk):
    before = figures(desk)
    with closing(Browser(desk.address)) as browser:
        browser.say("hello", message_id="once")
        browser.say("hello", message_id="once")
    after = figures(desk)

    def grown(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert grown('frontdesk_turns_total{channel="webchat",outcome="answered"}') == 2
    assert grown('frontdesk_turn_seconds_count{channel="webchat"}') == 2
    assert grown('frontdesk_dedupe_hits_total{channel="webchat"}') == 1
    assert after["frontdesk_database_up"] == 1
    for box in ("inbox", "outbox"):
        assert grown(f"frontdesk_{box}_pending") == grown(f"frontdesk_{box}_dead") == 0
        assert {f"frontdesk_{box}_pending", f"frontdesk_{box}_dead"} <= after.keys()
        is_empty = after[f"frontdesk_{box}_pending"] == 0
        assert (after[f"frontdesk_{box}_oldest_age_seconds"] == 0) == is_empty
    assert after['frontdesk_jobs_total{job="catch_up",outcome="done"}'] >= 1
