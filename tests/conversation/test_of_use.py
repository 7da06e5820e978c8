"""What comes too late to be of use does not leave at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.models import OutboxRow
from hospital import codes, outbox, sending
from hospital.office import Unit
from tests.conversation.talk import IRIS_PHONE, Talk
from tests.hospital.clinic import NOW

PHONE = "+353861239999"


def carried(talk: Talk, address: str, late: timedelta) -> list[str]:
    """The kinds of what leaves by SMS so late."""

    def work(unit: Unit) -> list[str]:
        kinds = []
        conversation = talk.conversation(address).id
        while (due := sending.take(unit, conversation, {"sms"}, "me", NOW)) is not None:
            kinds.append(due.kind)
            sending.sent(unit, due, None)
        return kinds

    return talk.clinic.office.write(work, now=NOW + late)


@pytest.mark.parametrize(("late", "left"), [(codes.LIFE / 2, ["code"]), (codes.LIFE, [])])
def test_a_code_leaves_as_long_as_it_lives(talk: Talk, late: timedelta, left: list[str]) -> None:
    talk.say(IRIS_PHONE, "777", channel="telegram", own_contact=IRIS_PHONE)
    assert carried(talk, IRIS_PHONE, late) == left


@pytest.mark.parametrize(("hours", "left"), [(23, ["reply"]), (24, [])])
def test_an_answer_leaves_within_a_day(talk: Talk, hours: int, left: list[str]) -> None:
    talk.say("hello", PHONE, channel="sms", sender=PHONE)
    assert carried(talk, PHONE, timedelta(hours=hours)) == left
    assert [row.status for row in talk.clinic.rows(OutboxRow)] == [outbox.SENT if left else outbox.WITHDRAWN]
