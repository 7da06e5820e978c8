"""Talking to the desk by Telegram, over its webhook: a Bot API server of our own judges every request.

One desk serves all of it.
"""

import json
import re
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx2
import pytest

from bots.telegram.webhook import HEADER, PATH
from tests.services.files import PDF, picture
from tests.services.telegram.contents import BESIDE_MESSAGES, BROKEN, FILE, OF_MESSAGES, UNKNOWN, URGENT
from tests.services.telegram.peer import BOT, DATE, ApiError, BotApi
from tests.services.telegram.person import Person, buttons, labels
from tests.web.billed import bill
from tests.web.desk import ServedDesk, run


def rows(desk: ServedDesk, query: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(desk.directory / "data/frontdesk.sqlite3")) as database:
        return database.execute(query, values).fetchall()


def visits(desk: ServedDesk, name: str) -> int:
    query = "SELECT COUNT(*) FROM appointments a JOIN patients p ON p.id = a.patient_id WHERE p.name = ?"
    return int(rows(desk, query, name)[0][0])


def first_free(person: Person) -> str:
    return labels(person.shown[-1])[0]


# --- booking --------------------------------------------------------------------------------------


def test_a_visit_in_one_message(desk, ines):
    said = ines.ask("I need a cardiologist tomorrow at 2:20 pm. Olga Reyes, born 5 May 1990, +353860002101")
    assert "Shall I book it?" in said and labels(ines.shown[-1]) == ["Yes", "No"]
    assert "Booked: Dr Petra Lind" in ines.choose("Yes")
    assert visits(desk, "Olga Reyes") == 1


def test_a_visit_in_five_steps_by_buttons(desk, peer, ines):
    assert "automatic assistant" in ines.ask("/start")
    ines.choose("Book an appointment")
    assert "Which suits you?" in ines.choose("Cardiology")
    ines.choose(first_free(ines))
    ines.ask("Ines Moreno")
    assert "phone" in ines.ask("5 May 1990")
    number = {"phone_number": "353860002102", "first_name": "Ines", "user_id": ines.id}
    ines.send(contact=number)
    assert "Booked: Dr Petra Lind" in ines.wait()
    assert visits(desk, "Ines Moreno") == 1
    assert rows(desk, "SELECT phone FROM patients WHERE name = 'Ines Moreno'") == [("+353860002102",)]
    pressed = [message for message in ines.shown if "✓" in message["text"]]
    assert [message["text"].rpartition("✓ ")[2] for message in pressed][:2] == ["Book an appointment", "Cardiology"]
    assert all(not buttons(message) for message in pressed)


def test_a_visit_in_five_steps_by_numbers(desk, ines):
    ines.ask("book an appointment with a cardiologist")
    ines.ask("2")
    ines.ask("Nils Berg")
    ines.ask("7 March 1981")
    assert "Booked" in ines.ask("+353860002103")
    assert visits(desk, "Nils Berg") == 1


def test_a_visit_in_spanish_from_the_first_press_on(desk, peer):
    rosa = Person(peer, language="es-419")
    assert "asistente automático" in rosa.ask("/start")
    rosa.choose("Pedir cita")
    rosa.choose("Cardiología")
    rosa.choose(first_free(rosa))
    rosa.ask("Rosa Vidal")
    assert "teléfono" in rosa.ask("5 de mayo de 1990")
    assert peer.asked("sendMessage")[-1]["reply_markup"]["keyboard"][0][0]["text"] == "Compartir mi número"
    assert "Reservad" in rosa.ask("+34600112233")


# --- buttons --------------------------------------------------------------------------------------


def test_other_times_take_the_place_of_those_shown(ines):
    ines.ask("I need a cardiologist")
    before, shown = len(ines.shown), first_free(ines)
    ines.press("Other times")
    ines.peer.wait_until(lambda: labels(ines.shown[-1])[:1] not in ([], [shown]))
    assert len(ines.shown) == before
    assert "Other times" in labels(ines.shown[-1])


def test_a_press_on_an_old_list_still_says_what_is_meant(ines):
    ines.ask("I need a cardiologist")
    old = dict(ines.shown[-1])
    ines.ask("tomorrow afternoon")
    chosen = labels(old)[1]
    ines.press(chosen, old)
    ines.wait()
    assert "name" in ines.last, "the time is taken, so the next question comes"


def test_a_press_on_something_long_gone_is_told_so(ines):
    ines.ask("I need a cardiologist")
    gone = {**ines.shown[-1], "message_id": ines.peer.number(), "date": 1_700_000_000}
    assert ines.press_data(gone, "=99.1") == 200
    assert ines.wait()
    assert ines.press_data({"chat": ines.chat, "message_id": 3, "date": 0}, "#" + "A" * 43) == 200
    assert ines.wait()


def test_a_double_press_books_once_and_says_so_once(desk, ines):
    ines.ask("I need a cardiologist tomorrow at 3:40 pm. Dora Lux, born 5 May 1990, +353860002104")
    shown = dict(ines.shown[-1])
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ines.press("Yes", shown), range(4)))
    assert answers == [200] * 4
    assert "Booked" in ines.wait()
    time.sleep(0.3)
    assert sum("Booked" in message["text"] for message in ines.shown) == 1
    assert visits(desk, "Dora Lux") == 1


# --- commands and links ---------------------------------------------------------------------------


def test_the_menu_is_registered_in_every_language(desk, peer):
    told = {each.get("language_code"): [c["command"] for c in each["commands"]] for each in peer.asked("setMyCommands")}
    names = ["book", "appointments", "cancel", "human", "language", "help"]
    assert told == {None: names, "en": names, "es": names}
    webhook = peer.asked("setWebhook")[-1]
    assert webhook["max_connections"] == 40
    assert webhook["allowed_updates"] == ["message", "edited_message", "callback_query"]


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("/start", "Tell me in your own words"),
        ("/help", "Tell me in your own words"),
        ("/start book", "What is the visit for?"),
        ("/start doctor-lind", "Dr Petra Lind, Cardiology: these are the next free times"),
        ("/start speciality-cardiology", "Dr Petra Lind, Cardiology"),
        ("/start doctor-nobody", "Tell me in your own words"),
        ("/start appointments", "Nothing was booked in this conversation"),
        ("/book", "What is the visit for?"),
        ("/book Dr Lind", "Dr Petra Lind, Cardiology"),
        ("/appointments@alder_road_bot", "Nothing was booked"),
        ("/cancel", "appointment"),
        ("/human", "I've asked our front desk"),
    ],
)
def test_a_command_or_a_link_begins_its_errand(ines, written, answered):
    assert answered in ines.ask(written)


def test_the_language_is_chosen_by_a_command(ines):
    ines.ask("hello")
    ines.say("/language")
    assert ines.wait() == "Which language shall we use?"
    ines.press("Español")
    assert "español" in ines.wait()
    assert "Dígamelo con sus palabras" in ines.ask("/help"), "commands go on in it"
    assert "English" in ines.ask("/language en")


# --- files ----------------------------------------------------------------------------------------


def test_a_photo_is_kept_in_its_largest_size(desk, peer, ines):
    ines.photo(picture(), caption="my referral")
    assert "D-" in ines.wait()
    kept = rows(desk, "SELECT content_type, size FROM documents ORDER BY id DESC LIMIT 1")
    assert kept == [("image/jpeg", len(picture()))]


def test_03_an_album_is_one_turn_and_what_follows_is_of_the_same_conversation(desk, peer):
    people = [Person(peer) for _ in range(2)]
    pictures = [picture(size=(40 + number, 30)) for number in range(3)]

    def sends(person: Person) -> None:
        # as the vendor does, once all of an album is with it
        with ThreadPoolExecutor(3) as album:
            list(album.map(lambda n: person.photo(pictures[n], media_group_id=f"g{person.id}"), range(3)))
        time.sleep(0.1)
        person.voice(b"OggS" + bytes(200))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sends, people))
    for person in people:
        person.wait()
        assert person.shown[0]["text"].count("D-") >= 3
        assert rows(desk, "SELECT COUNT(*) FROM conversations WHERE address = ?", str(person.id)) == [(1,)]
    time.sleep(0.3)
    assert all(len(person.shown) <= 2 for person in people), "the voice note may have come a turn later"


def test_a_file_too_large_is_not_even_fetched(peer, ines):
    ines.document(PDF, "scan.pdf", "application/pdf", size=30_000_000)
    assert "too large" in ines.wait()
    assert list(peer.files)[-1] not in [each["file_id"] for each in peer.asked("getFile")]


def test_typing_is_shown_while_a_file_is_fetched(peer, ines):
    typing = {"chat_id": str(ines.id), "action": "typing"}
    peer.on["getFile"] = lambda given: peer.wait_until(lambda: typing in peer.asked("sendChatAction"), 4)
    try:
        ines.photo(picture())
        assert "D-" in ines.wait()
        assert typing in peer.asked("sendChatAction")
    finally:
        del peer.on["getFile"]


# --- who writes -----------------------------------------------------------------------------------


def test_ones_own_number_is_linked_by_a_code_sent_to_it(desk, ines):
    ines.ask("hello")
    ines.send(contact={"phone_number": "+353860000071", "first_name": "Rosa", "user_id": ines.id})
    ines.wait()
    told = rows(desk, "SELECT payload FROM outbox WHERE kind = 'code' AND address = '+353860000071'")
    code = re.findall(r"\b\d{6}\b", told[-1][0])[0]
    ines.ask(code)
    linked = rows(desk, "SELECT phone FROM accounts WHERE channel = 'telegram' AND account = ?", str(ines.id))
    assert linked == [("+353860000071",)]


def test_an_invoice_comes_into_the_chat_as_a_document_for_whoever_proves_whose_it_is(desk, peer, ines):
    made = bill(desk, "+353860000071", "a bill for the chat")
    ines.ask("can I have the invoice as a pdf?")
    ines.ask("Rosa Quill")
    ines.ask("18 April 1979")
    told = rows(desk, "SELECT payload FROM outbox WHERE kind = 'code' ORDER BY id")
    before = len(peer.asked("sendDocument"))
    assert str(made.number) in ines.ask(re.findall(r"\b\d{6}\b", told[-1][0])[0])
    peer.wait_until(lambda: len(peer.asked("sendDocument")) > before)
    assert re.fullmatch(rf"\[Invoice {made.number}\.pdf, \d{{4,}} bytes\]", ines.shown[-1]["text"])


def test_somebody_elses_contact_links_nothing(desk, ines):
    ines.ask("hello")
    ines.send(contact={"phone_number": "+353860000071", "first_name": "Rosa", "user_id": 42})
    assert "isn't your own" in ines.wait()
    assert rows(desk, "SELECT 1 FROM accounts WHERE account = ?", str(ines.id)) == []


def test_a_colleague_answers_under_their_name(desk, ines):
    ines.ask("/human")
    reference = re.findall(r"H-\w+", ines.last)[0]
    kent = ("--as", "moira.kent@alderroad.example")
    assert run("tasks", "claim", reference, *kent, directory=desk.directory).returncode == 0
    answered = run("tasks", "answer", reference, "Bring your card.", *kent, directory=desk.directory)
    assert answered.returncode == 0, answered.stderr
    assert ines.wait() == "Moira Kent:\nBring your card."


# --- more at once ---------------------------------------------------------------------------------


def test_01_the_same_update_five_times_at_once_has_one_effect(desk, peer):
    people = [Person(peer) for _ in range(4)]

    def posts(person: Person) -> list[int]:
        update = {"update_id": peer.number(), "message": person.message(text="where can I park?")}
        with ThreadPoolExecutor(5) as pool:
            return list(pool.map(lambda _: peer.post(update), range(5)))

    with ThreadPoolExecutor(4) as pool:
        assert all(answers == [200] * 5 for answers in pool.map(posts, people))
    for person in people:
        assert "forty places" in person.wait()
    time.sleep(0.3)
    assert [len(person.shown) for person in people] == [1] * 4


def test_one_persons_messages_are_answered_in_their_order(ines):
    for text in ("hello", "where can I park?", "thank you"):
        ines.say(text)
    ines.peer.wait_until(lambda: any("forty places" in message["text"] for message in ines.shown))


def test_10_who_is_to_be_left_alone_is_and_nobody_else(peer, desk, ines):
    other = Person(peer)
    since: list[float] = []

    def slow_down(given: dict) -> None:
        if given["chat_id"] == str(ines.id) and not since:
            since.append(time.monotonic())
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)

    peer.on["sendMessage"] = slow_down
    try:
        ines.say("where can I park?")
        assert "forty places" in other.ask("where can I park?")
        assert time.monotonic() - since[0] < 0.95
        assert "forty places" in ines.wait()
        assert time.monotonic() - since[0] >= 1
    finally:
        del peer.on["sendMessage"]


def test_whoever_blocked_the_bot_is_not_written_to_again(desk, peer):
    gone = Person(peer)
    peer.blocked.add(gone.id)
    gone.say("where can I park?")
    address = str(gone.id)
    peer.wait_until(lambda: bool(peer.asked("sendMessage")))
    give_up_at = time.monotonic() + 10
    query = "SELECT status, failure FROM outbox WHERE address = ?"
    while rows(desk, query, address) != [("dead", "blocked by the person")] and time.monotonic() < give_up_at:
        time.sleep(0.1)
    assert rows(desk, query, address) == [("dead", "blocked by the person")]


# --- groups ---------------------------------------------------------------------------------------


def test_in_a_group_it_answers_only_when_spoken_to_and_asks_into_private(peer, desk, ines):
    group = {"id": -77, "type": "group", "title": "Neighbours"}
    peer.messages[-77] = {}

    def said(text: str, **more: object) -> None:
        message = {**ines.message(text=text), "chat": group, **more}
        assert peer.bring({"message": message}) == 200

    said("does anybody know a good doctor?")
    said("/help@another_bot")
    mention = [{"type": "mention", "offset": 0, "length": 15}]
    said("@alder_road_bot can you help?", entities=mention)
    peer.wait_until(lambda: bool(peer.messages[-77]))
    told = list(peer.messages[-77].values())
    assert len(told) == 1 and "in private" in told[0]["text"] and told[0]["from"] == BOT
    assert buttons(told[0])[0]["url"] == "https://t.me/alder_road_bot?start=book"
    assert rows(desk, "SELECT COUNT(*) FROM conversations WHERE address = '-77'") == [(0,)]


def test_an_emergency_is_heard_wherever_it_is_told(peer, desk, ines):
    first = ines.message(text="hello")
    assert peer.bring({"message": first}) == 200
    ines.wait()
    assert peer.bring({"edited_message": {**first, "text": URGENT, "edit_date": DATE + 1}}) == 200
    assert "112" in ines.wait()
    assert "112" in ines.ask(f"/help {URGENT}")
    group = {"id": -78, "type": "group", "title": "Neighbours"}
    peer.messages[-78] = {}
    mention = [{"type": "mention", "offset": 0, "length": 15}]
    told = {**ines.message(text=f"@alder_road_bot {URGENT}"), "chat": group, "entities": mention}
    assert peer.bring({"message": told}) == 200
    peer.wait_until(lambda: bool(peer.messages[-78]))
    assert "call 112 now" in next(iter(peer.messages[-78].values()))["text"]


# --- who may post ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shown",
    [
        None,
        b"",
        b"wrong",
        b"x" * 256,
        b"x" * 257,
        "contraseña".encode(),
        "contraseña".encode("latin-1"),
        b"\xff\xfe\x80",
    ],
)
def test_07_without_the_secret_nothing_is_taken(desk, peer, ines, shown):
    headers = {} if shown is None else {HEADER.encode(): shown}
    update = {"update_id": peer.number(), "message": ines.message(text="where can I park?")}
    answer = httpx2.post(desk.address + PATH, json=update, headers=headers)
    assert answer.status_code == 403
    assert answer.content == b""


def test_07_the_secret_does_for_this_bot_alone(desk, peer, ines):
    secret = peer.webhook["secret_token"].encode()
    assert peer.post({"update_id": 1}, secret + b"x") == 403
    assert peer.post({"update_id": 1}, secret[:-1]) == 403
    assert secret.swapcase() != secret and peer.post({"update_id": 1}, secret.swapcase()) == 403
    other = httpx2.post(f"{desk.address}{PATH}/7000000002", json={}, headers={HEADER.encode(): secret})
    assert other.status_code == 404
    assert peer.post({"update_id": 1}, secret) == 200
    time_of = (desk.directory / "data/telegram.webhook_secret.secret").stat()
    assert time_of.st_mode & 0o077 == 0
    assert peer.webhook["secret_token"] not in desk.log


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"7", b'"text"', b"[" * 100_000, b"\xff\xfe", b'{"a": NaN'])
def test_a_body_that_is_no_update_is_refused(desk, peer, body):
    headers = {HEADER: peer.webhook["secret_token"]}
    assert httpx2.post(desk.address + PATH, content=body, headers=headers).status_code == 400


def test_a_body_longer_than_any_update_is_not_read_to_its_end(desk, peer):
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {peer.webhook['secret_token']}\r\n"
    with socket.create_connection(("127.0.0.1", desk.port)) as connection:
        connection.sendall(f"{head}Content-Length: 1000000000\r\n\r\n".encode() + b"x" * 1_200_000)
        connection.settimeout(5)
        assert b" 413 " in connection.recv(200).split(b"\r\n")[0]


# --- what becomes of updates ----------------------------------------------------------------------


def test_14_every_kind_of_update_is_taken_and_none_ends_as_a_dead_letter(desk, peer: BotApi):
    ada = Person(peer)
    whose = {"chat": ada.chat, "from": ada.user}
    contents = [*(content for content, _ in OF_MESSAGES.values()), *BESIDE_MESSAGES.values(), *UNKNOWN.values()]
    contents += BROKEN.values()
    before = len(desk.log)
    for content in contents:
        told = json.loads(json.dumps(content))
        for part in told.values():
            if isinstance(part, dict) and (part.get("chat") or {}).get("id") == 5:
                part.update(whose if "from" in part else {"chat": ada.chat}, message_id=peer.number())
        assert peer.post({"update_id": peer.number(), **told}) == 200, content
    assert len(contents) >= 40
    # what is taken together is answered together, the emergency before all else
    peer.wait_until(lambda: any("112" in each["text"] for each in ada.shown))
    assert "forty places" in Person(peer).ask("where can I park?")
    since = desk.log[before:]
    assert '"dead_letter"' not in since and "turn_failed" not in since and "hello" not in since


def test_a_word_of_our_own_comes_once_however_much_is_sent(ines):
    sticker = {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    for _ in range(4):
        ines.send(sticker={**FILE, **sticker})
    assert "in words" in ines.wait()
    assert "forty places" in ines.ask("where can I park?")
    assert len(ines.shown) == 2


def test_a_peer_saw_nothing_that_the_vendor_does_not_take(peer: BotApi):
    assert peer.wrong == []
