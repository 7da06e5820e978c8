"""A process that stood still beyond its lease, while another took its conversation over, writes nothing any more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import ConversationRow, OutboxRow
from tests.conversation.model.reading import UNKNOWN
from tests.races import oracle
from tests.races.house import ask, line, open_house
from tests.races.serving import LineServer
from tests.races.stopping import SlowModel, stale_writes

pytestmark = pytest.mark.timeout(240)
OF_THE_ONE_THAT_STANDS = {"intent": "book", "complaint_words": UNKNOWN, "specialities": ["S2"]}
OF_THE_OTHER = {"intent": "book", "complaint_words": UNKNOWN, "specialities": ["S1"]}


# on servers, as processes of several machines have them: it waits for a lease to run out; `bench stops` takes both
@pytest.mark.parametrize(("database_url", "state_url"), [("mariadb", "redis")], indirect=True)
def test_what_it_had_understood_before_it_stood_still_is_never_written(
    database_url: str, state_url: str, tmp_path: Path
):
    desk = open_house(database_url, tmp_path, patients=2, state_url=state_url)
    for number, words in enumerate(("I need a cardiologist", "I need a dermatologist")):
        ask(desk, line(f"before-{number}", "1", words, 0))  # their times are made: nothing else is looked up again
    request: dict[str, Any] = line("mine", "1", UNKNOWN, 1)
    with closing(SlowModel(OF_THE_ONE_THAT_STANDS, OF_THE_OTHER)) as model, ThreadPoolExecutor(1) as pool:
        settings = {"LLM__BASE_URL": model.url, "LLM__API_KEY": "none"}
        stands, other = (LineServer(database_url, tmp_path, state_url=state_url, **settings) for _ in range(2))
        stands.start()
        other.start()
        late = pool.submit(stands.ask, request)
        assert model.is_asked.wait(60), "the turn is under way, its lease taken"
        stands.stand()
        said = other.ask(request)
        assert said["state"]["speciality"] == "cardiology"
        model.may_answer.set()
        stands.go_on()
        assert late.result(60) == {**said, "ms": late.result()["ms"]}, "it tells what the other had written"
        after = other.ask(line("mine", "2", "what have you got so far?", 1))
        assert after["state"]["speciality"] == "cardiology"
        stands.stop()
        other.stop()
    with desk.office.read() as unit:
        (row,) = unit.connection.execute(select(ConversationRow.__table__).filter_by(address="mine")).all()
        (said_there,) = unit.connection.execute(
            select(func.count(), func.count(OutboxRow.inbox_id.distinct())).where(OutboxRow.conversation_id == row.id)
        ).all()
    assert (row.version, row.lease_owner, tuple(said_there)) == (2, None, (2, 2))
    assert stale_writes(desk.office) == 0 and oracle.problems(desk.office) == []
    desk.database.dispose()
