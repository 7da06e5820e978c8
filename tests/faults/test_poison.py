"""A message that the records refuse, on channels as they are: its writer, the desk and an operator all get to know.

What fails is real: a trigger of the database lets no reply about parking be written down.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from conversation import setting_aside
from conversation.extractors.warming import warm_up
from conversation.handing_over import keep_promises
from conversation.messages import InboundMessage
from conversation.setting_aside import TRIES
from db.models import InboxRow, TaskRow
from doors import settings as given
from doors.pushing import Pushing
from doors.wiring import Desk, open_desk
from hospital import hospital_file, loading
from tests.bots.whatsapp.patients import SMS, WHATSAPP
from tests.bots.whatsapp.peer import ACCOUNT, Peer
from tests.bots.whatsapp.peer import TOKEN as TWILIO_TOKEN
from tests.faults.refusing import ANSWER, QUESTION, refuse, refuse_no_more
from tests.services.telegram.peer import TOKEN, BotApi
from tests.services.telegram.person import Person
from tests.web.desk import HOSPITAL, run

KEY = "the same in every process"
PATIENT, DESK = "+353870000001", "+35315550140"


class House:
    """A desk with Telegram and WhatsApp at their stand-ins, and the hands that serve them."""

    def __init__(self, desk: Desk, telegram: BotApi, twilio: Peer) -> None:
        self.desk, self.telegram, self.twilio = desk, telegram, twilio
        self.person = Person(telegram)
        warm_up()  # as `serve` does before its first message
        self.pushing = Pushing(desk)
        self.places = {"telegram": str(self.person.id), "whatsapp": PATIENT}
        self._count = 0

    def receive(self, channel: str, *texts: str) -> None:
        """Messages come in, each written down before it is served."""
        for text in texts:
            self._count += 1
            message = InboundMessage(
                channel=channel,
                conversation=self.places[channel],
                external_id=f"m{self._count}",
                text=text,
                received_at=datetime.now(UTC),
            )
            self.pushing.backlog.add(self.desk.engine.note(message).conversation_id)

    def said(self, channel: str) -> list[str]:
        """What its writer was sent."""
        if channel == "telegram":
            return [message["text"] for message in self.person.shown]
        return [each.body for each in self.twilio.to(PATIENT)]

    def inbox(self, channel: str) -> list[tuple[str, int]]:
        """How its messages stand, and how often their turn failed."""
        with self.desk.office.read() as unit:
            rows = unit.connection.execute(select(InboxRow).filter_by(channel=channel).order_by(InboxRow.id))
            return [(row.status, row.tries) for row in rows]


def until(is_so: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    text = HOSPITAL.read_text()
    # nobody of the desk has a mail address: alerts go to the hospital's own number
    staff = text[text.index("staff:") : text.index("patients:")]
    with closing(BotApi()) as telegram, closing(Peer()) as twilio:
        desk = open_desk(
            given.Settings(
                database=given.Database(url=database_url),
                data_dir=tmp_path / "data",
                audit=given.Secret(key=KEY),
                telegram=given.Telegram(token=TOKEN, base_url=telegram.url, mode="polling"),
                twilio=given.Twilio(
                    account_sid=ACCOUNT,
                    auth_token=TWILIO_TOKEN,
                    base_url=twilio.url,
                    whatsapp_from=WHATSAPP,
                    sms_from=SMS,
                ),
            )
        )
        file = hospital_file.parse(text.replace(staff, ""), date(2026, 1, 1))
        desk.office.write(lambda unit: loading.load(unit, file))
        made = House(desk, telegram, twilio)
        yield made
        made.pushing.close(5)
        desk.courier.close(5)
        desk.database.dispose()


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_what_the_records_refuse_is_apologised_for_alerted_and_answered_after_all_once_mended(
    house: House, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    monkeypatch.setattr(setting_aside, "FIRST_WAIT_S", 0.05)
    refuse(house.desk.database)
    with capture_logs():
        house.receive(channel, QUESTION)
        until(lambda: house.inbox(channel)[0][1] > 0)
        house.receive(channel, "thank you")
        until(lambda: len(house.said(channel)) == 2)
    sorry, thanks = house.said(channel)
    assert "Sorry, something went wrong" in sorry and "welcome" in thanks
    assert house.inbox(channel) == [("dead", TRIES), ("done", 0)]
    reference = sorry.rpartition("reference ")[2].rstrip(".")

    # the desk sees it, and is alerted by the channel that there is
    with house.desk.office.read() as unit:
        (task,) = unit.connection.execute(select(TaskRow.__table__)).all()
    assert (task.queue, task.kind, task.status) == ("desk", "unanswered", "requested") and reference in task.summary
    keep_promises(house.desk.office, house.desk.directory)
    house.desk.courier.run(lambda: False)
    (alert,) = house.twilio.wait(DESK, 1)
    assert task.reference in alert.body

    # another comes, behind which nothing was answered since
    with capture_logs():
        house.receive(channel, QUESTION)
        until(lambda: house.inbox(channel)[-1] == ("dead", TRIES))
        until(lambda: len(house.said(channel)) == 3)

    # an operator sees them, and once mended that one has its turn; what was said before other things has not
    settings = {"DATABASE__URL": database_url, "AUDIT__KEY": KEY}
    shown = run("queue", "dead", "--json", directory=tmp_path, **settings)
    letter, before = map(json.loads, shown.stdout.splitlines())
    assert (letter["channel"], letter["kind"], letter["tries"]) == (channel, "received", TRIES)
    refuse_no_more(house.desk.database)
    refused = run("queue", "replay", before["id"], directory=tmp_path, **settings)
    assert refused.returncode == 1 and "its writer wrote again and was answered" in refused.stderr
    assert run("queue", "replay", letter["id"], directory=tmp_path, **settings).returncode == 0
    left = run("queue", "dead", "--json", directory=tmp_path, **settings).stdout
    assert [json.loads(each)["id"] for each in left.splitlines()] == [before["id"]]
    house.pushing.backlog.add(task.conversation_id)
    until(lambda: len(house.said(channel)) == 4)
    assert ANSWER in house.said(channel)[-1]
    assert house.inbox(channel) == [("dead", TRIES), ("done", 0), ("done", 0)]


def test_what_is_no_dead_letter_is_not_taken_again(house: House, database_url: str, tmp_path: Path) -> None:
    settings = {"DATABASE__URL": database_url, "AUDIT__KEY": KEY}
    for number in ("r1", "1", "d00000000", "x7", "r", "-1"):
        refused = run("queue", "replay", "--", number, directory=tmp_path, **settings)
        assert refused.returncode == 1 and "no given-up message" in refused.stderr, number
