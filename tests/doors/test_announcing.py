"""What `serve` says when it starts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from doors.announcing import announce
from doors.loading import hospital_of
from doors.settings import Llm, Settings, Telegram, Twilio
from doors.wiring import open_desk
from tests.web.desk import give_clinic

TWILIO = Twilio(account_sid="AC1", auth_token="t", sms_from="+15005550006")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "nothing leaves this machine"),
        ({"telegram": Telegram(token="1:a")}, "what leaves this machine goes by Telegram"),
        ({"twilio": TWILIO, "llm": Llm(api_key="k")}, "what leaves this machine goes by SMS and language model"),
    ],
)
def test_a_demo_does_not_claim_to_keep_to_itself_what_its_channels_really_send(
    parts: dict[str, object], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=give_clinic(tmp_path) / "data")
    desk = open_desk(settings)
    made_up = replace(hospital_of(desk.office, desk.directory), is_demo=True)
    desk.database.dispose()
    announce(settings.model_copy(update=parts), made_up, "127.0.0.1", 8000, 1)
    told = " ".join(capsys.readouterr().err.split())
    assert f"a made-up hospital to play with; {said} " in told
