"""One sentence written as several messages: one turn, in order; whoever finishes a sentence is answered at once."""

import threading
import time
from contextlib import closing
from typing import Any

from tests.web.desk import Browser, ServedDesk
from tests.web.test_chat_page import expect, person_lines, say


def say_in_pieces(desk: ServedDesk, browser: Browser, *pieces: str, pause: float) -> list[dict[str, Any]]:
    """Each piece sent a pause after the one before, without waiting for its answer; the answers."""
    browser.history()  # gives the browser its conversation, as opening the page does
    answers: dict[int, dict[str, Any]] = {}

    def send(n: int, piece: str) -> None:
        with closing(Browser(desk.address)) as own:
            own.http.cookies = browser.http.cookies
            answers[n] = own.say(piece)

    threads = [threading.Thread(target=send, args=each) for each in enumerate(pieces)]
    for thread in threads:
        thread.start()
        time.sleep(pause)
    for thread in threads:
        thread.join()
    return [answers[n] for n in range(len(pieces))]


def test_104_three_messages_that_form_one_sentence_are_one_turn_in_order(desk):
    with closing(Browser(desk.address)) as browser:
        answers = say_in_pieces(desk, browser, "I need a", "cardiologist", "tomorrow after 3 pm", pause=0.3)
        assert [bool(answer["replies"]) for answer in answers] == [False, False, True]
        (reply,) = answers[-1]["replies"]
        assert "Dr Petra Lind" in reply["text"]
        assert all(choice["label"][-5:] >= "15:" for choice in reply["choices"] if choice["label"][-3:-2] == ":")
        said = [line["text"] for line in browser.history() if line["from"] == "person"]
        assert said == ["I need a", "cardiologist", "tomorrow after 3 pm"]


def test_104_a_piece_whose_rest_never_comes_is_answered_all_the_same(desk):
    with closing(Browser(desk.address)) as browser:
        (answer,) = say_in_pieces(desk, browser, "I would like to see a", pause=0)
        assert answer["replies"]


def test_104_an_emergency_in_pieces_is_not_waited_for(desk):
    with closing(Browser(desk.address)) as browser:
        answers = say_in_pieces(desk, browser, "please help, my father has chest pain and", pause=0)
        assert "112" in answers[0]["replies"][0]["text"]


def test_104_the_page_sends_a_sentence_in_pieces_as_they_are_written(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    say(phone, "I need a")
    say(phone, "cardiologist")
    say(phone, "tomorrow")
    expect(phone, "Dr Petra Lind")
    phone.wait_for_selector(".person.waiting", state="detached")
    assert person_lines(phone) == ["I need a", "cardiologist", "tomorrow"]
    assert phone.locator(".desk").count() == 2, "the welcome, and one answer"
    assert phone.locator(".writing").count() == 0
