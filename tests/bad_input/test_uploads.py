"""Uploads and connections of any kind over HTTP: bounded, answered politely, and the desk serves on."""

import asyncio
import contextlib
import json
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from sqlalchemy import select
from starlette.requests import Request

from bots.webchat import receiving
from bots.webchat.requests import RefusedError
from bots.webchat.words import Word, en, es
from conversation.files import Arrival
from db.models import DocumentRow
from doors import connections
from doors.pools import Pool
from hospital.office import open_office
from hospital.uploads import LIMIT_BYTES, Uploads
from tests.bad_input import pictures
from tests.services import files
from tests.services.servers import free_port
from tests.web.desk import Browser, ServedDesk, words


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    served = ServedDesk(tmp_path_factory.mktemp("bad-uploads")).load().start()
    yield served
    served.kill()


@pytest.fixture
def somebody(desk: ServedDesk) -> Iterator[Browser]:
    with closing(Browser(desk.address)) as browser:
        browser.history()
        yield browser
    assert "Traceback" not in desk.log and "Error" not in desk.log


def send(browser: Browser, content: Any, name: str = "file", **more: str) -> httpx2.Response:
    params, headers = {"id": uuid.uuid4().hex, **more}, {receiving.NAME: quote(name.encode("utf-8", "replace"))}
    return browser.http.post("/chat/files", params=params, headers=headers, content=content)


def kept(desk: ServedDesk) -> set[str]:
    """The files on the disk, each of which has a row; nothing else may lie there."""
    office = open_office(f"sqlite:///{desk.directory}/data/frontdesk.sqlite3")
    with office.read() as unit:
        rows = set(unit.connection.scalars(select(DocumentRow.path)))
    office.engine.dispose()
    folder = desk.directory / "data/uploads"
    give_up_at = time.monotonic() + 10
    while (there := {path.name for path in folder.glob("*")} if folder.exists() else set()) != rows:
        assert time.monotonic() < give_up_at, (there, rows)  # what was refused is removed after the answer
        time.sleep(0.02)
    return rows


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("video.mp4", bytes(30 * 1024 * 1024), "too large"),
        ("huge.png", files.huge_png(), "more pixels"),
        ("page.png", files.HTML, "kind I can't keep"),
        ("letter.pdf", files.EXE, "kind I can't keep"),
        ("drawing.svg", files.SVG, "kind I can't keep"),
        ("bomb.png", files.text_bomb(), "kind I can't keep"),
        ("empty.jpg", b"", "empty"),
        ("nearly.jpg", b"\xff\xd8\xff\xe0", "kind I can't keep"),
        ("letter.pdf", b"%PDF-1.4 and no more", "can't be opened"),
        ("page.pdf", pictures.pdf_bomb(1536), "takes too much to open"),
        ("locked.pdf", pictures.locked_pdf(), "wants a password"),
        ("slice.dcm", pictures.dicom()[:-4000], "can't be opened"),
        ("slices.dcm", pictures.dicom(NumberOfFrames=1_000_000), "more pages"),
        ("cut.jpg", files.picture(size=(800, 600))[:2000], "can't be opened"),
    ],
)
def test_what_cannot_be_kept_is_told_with_what_works_and_leaves_nothing_behind(desk, somebody, name, content, told):
    before = kept(desk)
    answer = send(somebody, content, name)
    assert answer.status_code == 200
    assert told in words(answer.json()) and name in words(answer.json())
    assert kept(desk) == before
    assert "forty places" in words(somebody.say("Where can I park?"))


def test_the_kind_is_what_the_content_says_and_the_limit_is_exact(desk, somebody):
    answer = send(somebody, files.picture("PNG"), "invoice.exe.html")
    assert "kept your file" in words(answer.json())
    just = files.PDF + bytes(LIMIT_BYTES - len(files.PDF))
    assert "kept your file" in words(send(somebody, just, "just.pdf").json())
    assert "too large" in words(send(somebody, just + b"x", "over.pdf").json())


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd", "a\x00b.jpg", "\u202egpj.exe", "x" * 4000, "=cmd|' /C calc'!A0", "a\r\nSet-Cookie: x=1",
        "<script>alert(1)</script>", "..", "", "\ud83d", "C:\\con", "emoji 😀.jpg",
    ],
)  # fmt: skip
def test_no_name_is_a_path_or_a_header(desk, somebody, name):
    answer = send(somebody, files.picture(), name)
    assert answer.status_code == 200, answer.text
    assert "set-cookie" not in answer.headers
    assert all(len(path) == 32 and path.isalnum() for path in kept(desk))
    (line,) = [line for line in somebody.history() if line["from"] == "person"]
    assert all("/" not in shown and "\x00" not in shown and len(shown) <= 100 for shown in line["files"])


@pytest.mark.parametrize(
    "params",
    [{}, {"id": ""}, {"id": "a b"}, {"id": "x" * 65}, {"id": "1", "size": "-1"}, {"id": "1", "size": "much"}],
)
def test_an_address_that_makes_no_sense_gets_a_sentence(somebody, params):
    answer = somebody.http.post("/chat/files", params=params, content=files.picture())
    assert (answer.status_code, answer.json()) == (400, {"error": en.WORDS[Word.NOT_UNDERSTOOD]})


def test_a_name_beyond_all_measure_gets_a_sentence(somebody):
    answer = send(somebody, files.picture(), "x" * 5000)
    assert (answer.status_code, answer.json()) == (400, {"error": en.WORDS[Word.NOT_UNDERSTOOD]})


def test_another_sites_page_cannot_send_files(desk, somebody):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        answer = somebody.http.post("/chat/files", params={"id": "1"}, content=files.picture(), headers=headers)
        assert answer.status_code == 403
    assert somebody.history() == []


def test_a_file_that_is_shorter_than_it_was_said_is_not_kept(desk, somebody):
    before = kept(desk)
    answer = send(somebody, files.picture(), size="100000")
    assert (answer.status_code, answer.json()) == (400, {"error": en.WORDS[Word.FILE_CUT_OFF]})
    assert kept(desk) == before
    assert somebody.history() == []


def test_the_same_file_sent_twice_is_kept_once(desk, somebody):
    before = kept(desk)
    first, again = (send(somebody, files.picture(), "a.jpg", id="same") for _ in range(2))
    assert first.json() == again.json()
    assert len(kept(desk) - before) == 1


def test_refusals_come_in_the_readers_language(desk):
    with closing(Browser(desk.address, language="es-MX")) as browser:
        assert send(browser, files.picture(), size="9").json() == {"error": es.WORDS[Word.FILE_CUT_OFF]}
        assert "demasiado grande" in words(send(browser, b"", size=str(LIMIT_BYTES + 1)).json())
        assert "contraseña" in words(send(browser, pictures.locked_pdf(), "informe.pdf").json())


def test_one_browser_cannot_fill_the_disk(desk, somebody):
    answers = [send(somebody, files.picture()) for _ in range(40)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 20
    assert all(int(answer.headers["retry-after"]) >= 1 and "wait" in answer.json()["error"] for answer in refused)
    with closing(Browser(desk.address)) as other:
        assert send(other, files.picture()).status_code == 200, "others are not held up"


def test_a_thousand_quick_messages_of_one_browser_are_held_up_and_nobody_elses(desk, somebody):
    answers = [somebody.post({"id": f"m{n}", "text": "hello"}) for n in range(300)]
    assert {answer.status_code for answer in answers} == {200, 429}
    assert all(int(a.headers["retry-after"]) >= 1 for a in answers if a.status_code == 429)
    with closing(Browser(desk.address)) as other:
        assert other.say("Where can I park?")["replies"]


@pytest.mark.parametrize(
    "cookie",
    ["x", f"{'a' * 32}.{'0' * 64}", f"{'a' * 32}", "a.b", "'; DROP TABLE conversations; --", f"{'Z' * 32}.{'0' * 64}",
     "x" * 6000, f"{'a' * 32}.{'0' * 64}; frontdesk_chat=y", '"quoted"', "%00%0d%0a"],
)  # fmt: skip
def test_a_forged_or_broken_cookie_opens_nothing_and_breaks_nothing(desk, cookie):
    headers = {"Cookie": f"frontdesk_chat={cookie}"}
    with httpx2.Client(base_url=desk.address) as http:
        assert http.get("/chat", headers=headers).status_code == 200
        assert http.get("/chat/history", headers=headers).json() == {"messages": []}
        assert http.get("/chat/updates", headers=headers).status_code == 204
        body = {"id": uuid.uuid4().hex, "text": "hello"}
        answer = http.post("/chat/messages", json=body, headers=headers)
        assert answer.status_code == 200
        assert answer.json()["is_new"]


# --- what never ends ------------------------------------------------------------------------------


def raw(desk: ServedDesk, head: str, body: bytes = b"") -> socket.socket:
    """A connection on which somebody sent this and nothing more."""
    own = socket.create_connection(("127.0.0.1", desk.port), timeout=30)
    own.sendall(head.replace("\n", "\r\n").encode() + body)
    return own


def test_an_upload_cut_off_in_the_middle_leaves_nothing_behind(desk, somebody):
    before = kept(desk)
    for length in ("100000", "999999999999", "-5", "ten"):
        head = f"POST /chat/files?id=cut HTTP/1.1\nHost: x\nContent-Length: {length}\n\n"
        raw(desk, head, files.picture()).close()
    assert kept(desk) == before
    assert somebody.say("Where can I park?")["replies"]


def test_hundreds_of_idle_connections_keep_nobody_out(desk, somebody):
    heads = ("", "GET /chat HT", "POST /chat/messages HTTP/1.1\nHost: x\nContent-Length: 50\n\n{")
    idle = [raw(desk, heads[n % 3]) for n in range(300)]
    try:
        assert "forty places" in words(somebody.say("Where can I park?"))
        assert "kept your file" in words(send(somebody, files.picture()).json())
    finally:
        for each in idle:
            each.close()


def request_of(pieces: list[bytes], pause: float, length: str = "") -> Request:
    """A request whose body comes piece by piece, and never ends where the last piece is missing."""
    left = iter(pieces)

    async def body() -> dict[str, Any]:
        await asyncio.sleep(pause)
        piece = next(left, None)
        if piece is None:
            await asyncio.sleep(3600)
        return {"type": "http.request", "body": piece, "more_body": True}

    headers = [(b"content-length", length.encode())] if length else []
    return Request({"type": "http", "method": "POST", "headers": headers, "query_string": b""}, body)


def receive(request: Request, folder: Path) -> None:
    pool = Pool("disk", 1, 10)
    into = receiving.Files(lambda name: Arrival(Uploads(folder), name), lambda path: None, pool)
    try:
        asyncio.run(receiving.receive(request, receiving.SentFile(id="1"), into))
    finally:
        pool.close(1)


def test_a_file_that_comes_in_drops_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(receiving, "GRACE_SECONDS", 0.2)
    with pytest.raises(RefusedError) as refused:
        receive(request_of([b"x"] * 1000, pause=0.01), tmp_path)
    assert (refused.value.status, refused.value.word) == (408, Word.FILE_CUT_OFF)
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_end_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(receiving, "DRAINED_BYTES", 20 * 1024 * 1024)
    with pytest.raises(RefusedError) as refused:
        receive(request_of([bytes(1024 * 1024)] * 100, pause=0), tmp_path)
    assert refused.value.status == 413
    with pytest.raises(RefusedError) as refused:
        receive(request_of([], 0, length=str(10**12)), tmp_path)
    assert refused.value.status == 413
    assert list(tmp_path.iterdir()) == []


def test_only_so_many_files_come_in_at_once(tmp_path):
    into = receiving.Files(lambda name: Arrival(Uploads(tmp_path), name), lambda path: None, Pool("disk", 1, 1))
    with contextlib.ExitStack() as stack:
        for _ in range(receiving.AT_ONCE_EACH):
            stack.enter_context(into.place("a", "here"))
        with pytest.raises(RefusedError) as refused, into.place("a", "here"):
            pass
        assert (refused.value.status, refused.value.retry_after) == (503, receiving.COME_BACK_SECONDS)
        for n in range(receiving.AT_ONCE_ADDRESS - receiving.AT_ONCE_EACH):
            stack.enter_context(into.place(f"b{n}", "here"))
        for browser in ("c", None):
            with pytest.raises(RefusedError), into.place(browser, "here"):
                pass
        for n in range(receiving.AT_ONCE - receiving.AT_ONCE_ADDRESS):
            stack.enter_context(into.place(f"d{n}", f"elsewhere {n}"))
        with pytest.raises(RefusedError), into.place("e", "anywhere"):
            pass
    with into.place("a", "here"):
        assert into.places == {"everybody": 1, "address here": 1, "browser a": 1}
    assert not into.places


def test_a_connection_on_which_no_request_comes_is_closed_and_a_quick_one_is_served(monkeypatch):
    import uvicorn

    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    port = free_port()
    config = uvicorn.Config(app, port=port, http=connections.Connection, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        for sent in (b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as idle:
                idle.sendall(sent)
                assert idle.recv(100) == b"", "closed, with nothing said"
        with httpx2.Client() as http:
            assert [http.get(f"http://127.0.0.1:{port}/").text for _ in range(3)] == ["ok"] * 3
    finally:
        server.should_exit = True
        thread.join()


def test_there_is_a_bound_to_open_connections():
    assert 100 <= connections.most_connections() <= connections.MOST


def test_the_terminal_sends_a_file(desk, tmp_path):
    from tests.web.desk import run

    path = tmp_path / "my letter.pdf"
    path.write_bytes(files.PDF)
    said = run("chat", stdin=f"/file {path}\n/file /nowhere.pdf\n/file\n", directory=desk.directory)
    assert said.returncode == 0
    assert "kept your file" in said.stdout
    assert "didn't arrive" in said.stdout


def test_files_of_a_line_are_kept_by_the_program_itself(desk, tmp_path):
    from tests.web.desk import run

    path = tmp_path / "letter.pdf"
    path.write_bytes(files.PDF)
    line = {"conversation": "c", "text": "", "attachments": [{"path": str(path), "content_type": "x/y"}]}
    said = run("chat", "--jsonl", stdin=json.dumps(line) + "\n", directory=desk.directory)
    (event,) = json.loads(said.stdout)["events"]
    assert (event["name"], event["kind"], event["content_type"]) == ("document.received", "pdf", "application/pdf")
