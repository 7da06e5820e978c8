"""The language model as operators meet it: told of, tried out, asked by `extract --llm`, and never loaded unasked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conversation.model.client import OpenAICall
from doors.announcing import announce
from doors.loading import hospital_of
from doors.metrics import Metrics
from doors.modelling import build, tried
from doors.settings import Llm, Settings
from doors.wiring import open_desk
from tests.conversation.model.reading import THING, UNKNOWN
from tests.faults.rude import Rude, answer, completion, drip, flood, hang, send
from tests.services.models import StandIn
from tests.services.servers import free_port
from tests.web.desk import ROOT, give_clinic, run

LINE = {"id": "1", "text": UNKNOWN, "now": "2026-03-05T09:00:00"}
RIGHT = {"intent": "book", "complaint_words": f"my {THING}", "specialities": ["S1"]}


def test_extract_asks_the_model_only_when_told_to(tmp_path: Path, stand_in: StandIn):
    stand_in.says(RIGHT)
    lines = json.dumps(LINE) + "\n" + json.dumps({**LINE, "text": "a cardiologist on Monday"}) + "\n"
    alone = run("extract", directory=tmp_path, stdin=lines, LLM__BASE_URL=stand_in.url)
    assert json.loads(alone.stdout.splitlines()[0])["intent"] == "other" and stand_in.heard == []
    helped = run("extract", "--llm", directory=tmp_path, stdin=lines, LLM__BASE_URL=stand_in.url)
    first, second = map(json.loads, helped.stdout.splitlines())
    assert (helped.returncode, helped.stderr) == (0, "frontdesk: what became of questions to the model: 1 filled\n")
    assert first["intent"] in ("book", "find_doctor") and first["fields"]["diagnosis_condition"] == f"my {THING}"
    assert len(first["specialities"]) == 1
    assert {**second, "ms": 0} == {**json.loads(alone.stdout.splitlines()[1]), "ms": 0}
    assert len(stand_in.heard) == 1


def test_extract_with_a_model_that_is_not_configured_says_what_to_do(tmp_path: Path):
    ended = run("extract", "--llm", directory=tmp_path, stdin=json.dumps(LINE) + "\n")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "frontdesk: --llm: no model is configured: set llm.base_url (or llm.api_key), or leave the option out\n"
    )


def test_extract_with_a_model_that_is_away_is_as_good_as_without(tmp_path: Path):
    lines = json.dumps(LINE) + "\n"
    alone = json.loads(run("extract", directory=tmp_path, stdin=lines).stdout)
    away = run("extract", "--llm", directory=tmp_path, stdin=lines, LLM__BASE_URL=f"http://127.0.0.1:{free_port()}/v1")
    assert away.returncode == 0 and "1 unreachable" in away.stderr
    assert {**json.loads(away.stdout), "ms": 0} == {**alone, "ms": 0}


def test_check_says_that_the_model_answers_and_sends_it_no_message(tmp_path: Path, stand_in: StandIn):
    directory = give_clinic(tmp_path)
    ended = run("check", directory=directory, LLM__BASE_URL=stand_in.url, LLM__MODEL="gpt-4o", LLM__DAILY_BUDGET="500")
    (line,) = [line for line in ended.stdout.splitlines() if line.startswith("language model")]
    assert ended.returncode == 0
    assert line.split()[2] == "ok" and "answers in" in line and "gpt-4o at 127.0.0.1" in line
    assert "500 calls a day at most" in line and "does not name" not in line
    assert stand_in.heard == []
    assert "does not name house-7b" in tried(Llm(base_url=stand_in.url, model="house-7b"))[1]


@pytest.mark.parametrize(
    ("behaviour", "is_there", "said"),
    [
        (hang, False, "does not answer in time: look at llm.timeout_s"),
        (drip(answer(b'{"data": []}' + b" " * 2000)), False, "does not answer in time"),
        (flood, False, "does not answer as an OpenAI-compatible server does"),
        (send(answer(b"<html></html>", kind="text/html")), False, "does not answer as an OpenAI-compatible server"),
        (send(answer(b"{}", "HTTP/1.1 401 No")), False, "does not let us in (HTTP 401): look at llm.api_key"),
        (send(answer(b"{}", "HTTP/1.1 429 No")), False, "is asked too often (HTTP 429)"),
        (send(answer(b"{}", "HTTP/1.1 503 No")), False, "answers HTTP 503"),
        (send(answer(b"{}", "HTTP/1.1 404 No")), False, "answers HTTP 404: look at llm.base_url, which mostly ends in"),
    ],
    ids=["hangs", "drips", "has no end", "a page", "denies", "too often", "an error", "not there"],
)  # fmt: skip
def test_check_says_within_its_time_what_is_wrong(behaviour, is_there, said):
    with Rude(behaviour) as server:
        found, words = tried(Llm(base_url=server.url, timeout_s=0.5))
    assert (found, said in words) == (is_there, True), words
    assert "\n" not in words


def test_a_server_without_a_list_of_models_is_tried_with_a_question_about_nobody():
    def behave(connection):
        is_list = server.questions == 1
        connection.sendall(
            answer(b"{}", "HTTP/1.1 404 No") if is_list else answer(completion(content='{"intent": null}'))
        )

    with Rude(behave) as server:
        is_there, words = tried(Llm(base_url=server.url))
    assert is_there and server.questions == 2, words


@pytest.mark.parametrize(
    ("llm", "said"),
    [
        (Llm(), "off llm.base_url is not set: the rules understand alone"),
        (Llm(base_url="http://me:pass@127.0.0.1:9/v1", model="house-7b"), "on house-7b at 127.0.0.1:9, asked where"),
        (Llm(api_key="secret", daily_budget=7), "on gpt-4o-mini at OpenAI, asked where the rules leave gaps; 7 calls"),
    ],
)  # fmt: skip
def test_serve_says_at_its_start_whether_a_model_helps(llm: Llm, said: str, tmp_path: Path, capsys):
    settings = Settings(data_dir=give_clinic(tmp_path) / "data", llm=llm)
    desk = open_desk(settings.model_copy(update={"llm": Llm()}))
    announce(settings, hospital_of(desk.office, desk.directory), "127.0.0.1", 8000, 1)
    desk.database.dispose()
    told = capsys.readouterr().err
    (line,) = [line for line in told.splitlines() if "language model" in line]
    assert said in " ".join(line.split())
    assert "secret" not in told and "pass" not in told


def test_without_a_configured_model_nothing_of_one_is_loaded():
    program = (
        "import sys, conversation.engine, doors.wiring, doors.extract, doors.checking, doors.serving\n"
        "from doors.settings import Settings\n"
        "from doors.modelling import build\n"
        "assert build(Settings()) is None\n"
        "assert 'openai' not in sys.modules\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_the_environment_of_others_sends_messages_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    model = build(Settings(data_dir=tmp_path, llm=Llm(api_key="a key")))
    assert model is not None
    call = model.client.open(1.0)
    assert isinstance(call, OpenAICall)
    assert str(call._api.base_url) == "https://api.openai.com/v1/"


def test_no_variable_of_others_prints_what_is_asked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_LOG", "debug")
    program = (
        "import logging\n"
        "from conversation.model.client import OpenAIClient\n"
        "OpenAIClient('http://127.0.0.1:9/v1', '', 'm')\n"
        "assert not logging.getLogger('openai._base_client').isEnabledFor(logging.INFO)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_what_becomes_of_questions_is_counted():
    metrics = Metrics()
    metrics.model_asked("late")
    metrics.model_asked("late")
    assert b'frontdesk_model_questions_total{outcome="late"} 2.0' in metrics.as_text(None)
