"""When the phone is on, and what an operator is told of it."""

from __future__ import annotations

import pytest

from doors import voice
from doors.checking import check
from doors.settings import Settings, Twilio

ON = {"account_sid": "AC1", "auth_token": "token"}


def settings(public_url: str = "https://desk.example", **twilio: str) -> Settings:
    return Settings(public_url=public_url, twilio=Twilio.model_validate({**ON, **twilio}))


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        (settings(account_sid=""), "twilio.account_sid"),
        (settings(auth_token=""), "twilio.auth_token"),
        (settings(public_url=""), "public_url"),
    ],
)
def test_the_phone_is_off_until_all_is_there_and_names_what_is_not(given, lacking):
    assert voice.why_off(given) == f"{lacking} is not set: no call is taken"
    assert not voice.is_on(given)


def test_an_operator_reads_the_webhook_to_enter(capsys, monkeypatch, tmp_path):
    assert voice.is_by_relay(settings(voice="relay")) and not voice.is_by_relay(settings())
    monkeypatch.setenv("FRONTDESK__DATA_DIR", str(tmp_path))
    check(settings("http://127.0.0.1:8000").model_copy(update={"data_dir": tmp_path}))
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("phone"))
    assert line.split()[1] == "ok" and "http://127.0.0.1:8000/webhooks/twilio/voice" in line


def test_half_of_the_settings_is_a_warning(capsys, tmp_path):
    check(settings(public_url="", account_sid="").model_copy(update={"data_dir": tmp_path}))
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("phone"))
    assert line.split()[1] == "warning" and "twilio.account_sid is not set" in line
