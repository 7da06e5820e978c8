"""Starting, ending and surviving: what an operator of `serve` can rely on."""

import errno
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from doors.serving import _why_not
from tests.services.servers import MariaDB, Redis, free_port
from tests.web.desk import ROOT, Browser, ServedDesk, environment, give_clinic, run, words


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    served = ServedDesk(tmp_path).load()
    yield served
    served.kill()


# --- the beginning --------------------------------------------------------------------------------


def test_it_says_where_to_click_what_is_on_and_why_the_rest_is_off(desk):
    desk.start()
    said = desk.log
    assert f"http://127.0.0.1:{desk.port}/chat" in said
    assert "Alder Road Clinic" in said
    assert re.search(r"web chat +on", said)
    assert re.search(r"Telegram +off +telegram\.token is not set", said)
    assert re.search(r"database +on", said)


def test_what_is_configured_and_not_there_yet_is_said(tmp_path):
    served = ServedDesk(tmp_path, SLACK__BOT_TOKEN="secret-token", JOBS__URL="redis://127.0.0.1:1/0").load().start()
    try:
        assert re.search(r"Slack +ignored +slack\.bot_token set, but this version has no Slack", served.log)
        assert re.search(r"job queue +ignored", served.log)
        assert "secret-token" not in served.log
    finally:
        served.kill()


def test_without_a_hospital_it_says_how_to_get_one(tmp_path):
    ended = run("serve", "--port", str(free_port()), directory=tmp_path)
    assert ended.returncode == 1
    assert "no hospital yet" in ended.stderr and "run.py load" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_port_that_is_taken_is_named(desk):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("serve", "--port", str(port), directory=desk.directory)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"frontdesk: port {port} is in use already: stop the other program, or choose another port with --port\n"
    )


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "not a host"])
def test_a_host_that_cannot_be_had_is_named(desk, host):
    ended = run("serve", "--host", host, "--port", str(free_port()), directory=desk.directory)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"frontdesk: --host {host}")
    assert len(ended.stderr.splitlines()) == 1


def test_a_privileged_port_is_explained():
    assert _why_not(OSError(errno.EACCES, "Permission denied"), "127.0.0.1", 80) == (
        "port 80 needs more rights than you have: choose one above 1023 with --port"
    )


@pytest.mark.parametrize(("given", "fault"), [("", "must be set"), ("secret", "must have at least 32 characters")])
def test_production_without_good_secrets_does_not_start(desk, given, fault):
    ended = run(
        "serve", "--port", str(free_port()), directory=desk.directory,
        PUBLIC_URL="https://desk.example", AUDIT__KEY="k" * 32, SESSION__SECRET=given,
    )  # fmt: skip
    assert ended.returncode == 1
    assert f"session.secret {fault}, as public_url https://desk.example is not this machine" in ended.stderr


# --- the end --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_turns_under_way_get_their_answers_before_it_ends(desk, sign):
    desk.start()
    answers: list[dict] = []

    def talk(_: int) -> None:
        with closing(Browser(desk.address)) as browser:
            browser.http.get("/chat")
            started.wait()
            answers.append(browser.say("I need a cardiologist tomorrow"))

    started = threading.Barrier(7)
    people = [threading.Thread(target=talk, args=(n,)) for n in range(6)]
    for person in people:
        person.start()
    started.wait()
    time.sleep(0.15)
    begun = time.monotonic()
    status = desk.end(sign)
    for person in people:
        person.join(20)
    assert status == (0 if sign == signal.SIGTERM else 130)
    assert time.monotonic() - begun < 10
    assert len(answers) == 6
    assert all("Dr Petra Lind" in words(answer) for answer in answers)


def test_what_a_killed_desk_was_owed_is_answered_at_the_next_start(desk):
    leave_behind(desk, "4f" * 16, "where can I park?")
    desk.start()
    browser = Browser(desk.address)
    with closing(browser):
        lines = browser_of(desk, "4f" * 16).history()
    assert [line["from"] for line in lines] == ["person", "desk"]
    assert "forty places" in lines[1]["text"]


def leave_behind(desk: ServedDesk, conversation: str, text: str) -> None:
    """Write a message down as a desk does that dies right after."""
    from conversation.messages import InboundMessage
    from hospital import inbox, threads
    from hospital.office import open_office

    office = open_office(f"sqlite:///{desk.directory / 'data/frontdesk.sqlite3'}", None, b"")
    now = datetime.now(UTC)
    message = InboundMessage(
        channel="webchat", conversation=conversation, external_id=f"{conversation}\x1fm1", text=text, received_at=now
    )

    def work(unit):
        row = threads.find_or_open(unit, "webchat", conversation)
        inbox.record(
            unit, channel="webchat", external_id=message.external_id, conversation_id=row,
            payload=message.model_dump_json(), received_at=now,
        )  # fmt: skip

    office.write(work)
    office.engine.dispose()


def browser_of(desk: ServedDesk, conversation: str) -> Browser:
    """A browser with the cookie of a conversation."""
    from starlette.responses import Response

    from bots.webchat.browsers import COOKIE, Browsers

    secret = (desk.directory / "data/session.secret.secret").read_text().strip().encode()
    response = Response()
    Browsers(secret, is_https=False).remember(response, conversation)
    browser = Browser(desk.address)
    value = response.headers["set-cookie"].partition(";")[0].partition("=")[2]
    browser.http.cookies.set(COOKIE, value, domain="127.0.0.1", path="/chat")
    return browser


def test_a_desk_that_is_killed_and_started_again_goes_on_where_it_was(desk):
    desk.start()
    with closing(Browser(desk.address)) as browser:
        browser.say("I need a cardiologist tomorrow")
        browser.say("the first one")
        desk.kill()
        with pytest.raises(httpx2.HTTPError):
            browser.say("Fay Ferris", message_id="name")
        desk.start()
        assert "date of birth" in words(browser.say("Fay Ferris", message_id="name"))
        browser.say("5 May 1990")
        assert "Booked: Dr Petra Lind" in words(browser.say("+353860003001"))


# --- several processes ----------------------------------------------------------------------------


def test_several_processes_serve_one_desk_and_add_up_their_figures(tmp_path):
    served = ServedDesk(tmp_path, "--workers", "2").load().launch_apart()
    try:
        served.wait_until_ready()
        with closing(Browser(served.address)) as browser:
            for n in range(12):
                # a connection each, so that both processes get some
                with closing(Browser(served.address)) as other:
                    other.http.cookies.update(browser.http.cookies)
                    other.say("where can I park?", message_id=f"m{n}")
                browser.say("hello", message_id=f"h{n}")
        seen = {
            httpx2.get(f"{served.address}/metrics").text.partition("frontdesk_turns_total{")[2].partition("\n")[0]
            for _ in range(6)
        }
        assert seen == {'channel="webchat",outcome="answered"} 24.0'}
        assert served.end() == 0
        with pytest.raises(httpx2.HTTPError):
            httpx2.get(f"{served.address}/healthz")
    finally:
        served.kill()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_setting_that_is_no_good_is_told_once_and_ends_all_processes(tmp_path, workers):
    bot = {"TELEGRAM__TOKEN": f"123456789:{'A' * 35}", "TELEGRAM__MODE": "webhook"}
    served = (
        ServedDesk(tmp_path, "--workers", workers, TELEGRAM__WEBHOOK_SECRET="no, not this one!", **bot)
        .load()
        .launch_apart()
    )
    try:
        assert served.process is not None and served.process.wait(timeout=30) == 1
        told = [line for line in served.log.splitlines() if line.startswith("frontdesk:")]
        assert len(told) == 1 and "webhook_secret" in told[0] and "Traceback" not in served.log
    finally:
        served.kill()


def test_other_servers_can_import_the_application(desk):
    desk.launch_apart("-m", "uvicorn", "run:application", "--port", str(desk.port), "--log-level", "warning")
    desk.wait_until_ready()
    with closing(Browser(desk.address)) as browser:
        assert "forty places" in words(browser.say("where can I park?"))


# --- trouble --------------------------------------------------------------------------------------


def test_a_lost_database_is_told_by_the_probes_and_comes_back_by_itself(tmp_path: Path, own_mariadb: MariaDB):
    served = ServedDesk(tmp_path, DATABASE__URL=own_mariadb.url_of("frontdesk")).load().start()
    try:
        own_mariadb.stop()
        ready = httpx2.get(f"{served.address}/readyz", timeout=10)
        assert ready.status_code == 503
        assert ready.json()["parts"]["database"] == "does not answer"
        assert httpx2.get(f"{served.address}/healthz").status_code == 200
        assert "frontdesk_database_up 0.0" in httpx2.get(f"{served.address}/metrics", timeout=10).text
        page = httpx2.get(f"{served.address}/chat", headers={"Accept": "text/html"}, timeout=10)
        assert page.status_code == 503
        assert "cannot reach our records" in page.text
        own_mariadb.start()
        served.wait_until_ready()
        with closing(Browser(served.address)) as browser:
            assert "forty places" in words(browser.say("where can I park?"))
    finally:
        served.kill()


def test_a_lost_redis_costs_nothing_but_time(tmp_path: Path, own_redis: Redis):
    served = ServedDesk(tmp_path, STATE__URL=own_redis.url).load().start()
    try:
        assert httpx2.get(f"{served.address}/readyz").json()["parts"]["state"] == "ok"
        with closing(Browser(served.address)) as browser:
            browser.say("I need a cardiologist tomorrow")
            own_redis.kill()
            assert "full name" in words(browser.say("the first one"))
        ready = httpx2.get(f"{served.address}/readyz")
        assert ready.status_code == 200
        assert "does not answer" in ready.json()["parts"]["state"]
    finally:
        served.kill()


def test_the_log_names_no_person_and_repeats_no_word(desk):
    desk.start()
    with closing(Browser(desk.address)) as browser:
        browser.say("I need a cardiologist tomorrow")
        browser.say("the first one")
        browser.say("Gwendolyn Quarrystone")
        browser.say("5 May 1990")
        browser.say("+353860003002")
        browser.post({"id": "!", "text": "Gwendolyn Quarrystone"})
    desk.end()
    for word in ("Gwendolyn", "Quarrystone", "353860003002", "1990", "cardiologist"):
        assert word not in desk.log
    entries = [json.loads(line) for line in desk.log.splitlines() if line.startswith("{")]
    assert {"serving", "ended"} <= {entry["event"] for entry in entries}


def test_an_error_of_ours_shows_a_reference_and_no_internals(tmp_path):
    """The templates are hidden from a server to make it fail as a broken installation would."""
    program = (
        "import jinja2, run\n"
        "class Broken(jinja2.DictLoader):\n"
        "    def __init__(self, *_): super().__init__({'chat.html': '{{ 1 / 0 }} Gwendolyn'})\n"
        "import web.pages; web.pages.FileSystemLoader = Broken\n"
        "from starlette.testclient import TestClient\n"
        "with TestClient(run.application, raise_server_exceptions=False) as client:\n"
        "    answer = client.get('/chat')\n"
        "    print(answer.status_code, answer.headers['content-security-policy'][:18], answer.text)\n"
    )
    give_clinic(tmp_path)
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert ended.stdout.startswith("500 default-src 'none'")
    assert "ZeroDivision" not in ended.stdout and "Traceback" not in ended.stdout
    reference = re.search(r"reference ([0-9A-F]{8})", ended.stdout)
    assert reference and reference[1] in ended.stderr
    assert "Gwendolyn" not in ended.stderr


def test_it_stays_small(desk):
    desk.launch_apart().wait_until_ready()
    with closing(Browser(desk.address)) as browser:
        browser.say("I need a cardiologist tomorrow")
    assert desk.process is not None
    status = Path(f"/proc/{desk.process.pid}/status")
    if status.exists():
        kilobytes = re.search(r"VmRSS:\s+(\d+)", status.read_text())
        assert kilobytes and int(kilobytes[1]) < 190 * 1024
