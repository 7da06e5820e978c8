"""One-time codes: once, for a while, for one conversation and one patient, and never by guessing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db.models import OneTimeCodeRow
from hospital import codes, people
from tests.hospital.clinic import IRIS, NOW, Clinic

HERE, ELSEWHERE = 71, 72


@pytest.fixture
def iris(clinic: Clinic) -> int:
    found = clinic.read(lambda unit: people.by_number(unit, IRIS))
    assert found is not None
    return found.id


@pytest.fixture
def now() -> datetime:
    return NOW


def issue(clinic: Clinic, patient: int, now: datetime, conversation: int = HERE) -> str:
    issued = clinic.write(lambda unit: codes.issue(unit, conversation, patient), now)
    assert issued is not None
    return issued.digits


def confirm(clinic: Clinic, patient: int, said: str, now: datetime, conversation: int = HERE) -> bool:
    return clinic.write(lambda unit: codes.confirm(unit, conversation, patient, said), now)


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06}"


def test_the_right_digits_confirm_once(clinic: Clinic, iris: int, now: datetime) -> None:
    digits = issue(clinic, iris, now)
    assert confirm(clinic, iris, digits, now)
    assert not confirm(clinic, iris, digits, now)


def test_the_digits_are_kept_nowhere(clinic: Clinic, iris: int, now: datetime) -> None:
    digits = issue(clinic, iris, now)
    row = clinic.read(lambda unit: unit.connection.execute(select(OneTimeCodeRow.__table__)).one())
    assert digits not in " ".join(str(value) for value in row) and len(row.digest) == 64


@pytest.mark.parametrize("form", ["{0} {1}", "{0}-{1}", " {0}{1}. ", "{0}\u2013{1}", "arabic", "wide"])
def test_digits_of_any_script_with_spaces_and_dashes_are_the_same_digits(
    clinic: Clinic, iris: int, now: datetime, form: str
) -> None:
    digits = issue(clinic, iris, now)
    zero = {"arabic": 0x0660, "wide": 0xFF10}.get(form)
    said = form.format(digits[:3], digits[3:]) if zero is None else "".join(chr(zero + int(d)) for d in digits)
    assert confirm(clinic, iris, said, now)


def test_a_code_is_over_after_ten_minutes(clinic: Clinic, iris: int, now: datetime) -> None:
    digits = issue(clinic, iris, now)
    assert not confirm(clinic, iris, digits, now + timedelta(minutes=10))


def test_a_code_serves_no_other_conversation_and_no_other_patient(clinic: Clinic, iris: int, now: datetime) -> None:
    digits = issue(clinic, iris, now)
    assert not confirm(clinic, iris, digits, now, ELSEWHERE)
    assert not confirm(clinic, iris + 1, digits, now)
    assert confirm(clinic, iris, digits, now)


def test_after_five_wrong_answers_the_right_one_is_wrong_too(clinic: Clinic, iris: int, now: datetime) -> None:
    digits = issue(clinic, iris, now)
    assert not any(confirm(clinic, iris, wrong(digits), now) for _ in range(5))
    assert not confirm(clinic, iris, digits, now)


def test_asking_for_another_code_gives_no_more_tries(clinic: Clinic, iris: int, now: datetime) -> None:
    first = issue(clinic, iris, now)
    assert not any(confirm(clinic, iris, wrong(first), now) for _ in range(4))
    second = issue(clinic, iris, now)
    assert not confirm(clinic, iris, wrong(second), now)
    assert not confirm(clinic, iris, second, now)


def test_a_new_code_takes_the_place_of_the_one_before(clinic: Clinic, iris: int, now: datetime) -> None:
    first = issue(clinic, iris, now)
    second = issue(clinic, iris, now)
    assert first == second or not confirm(clinic, iris, first, now)
    assert confirm(clinic, iris, second, now)


def test_a_patient_gets_three_codes_in_a_quarter_of_an_hour_over_all_conversations(
    clinic: Clinic, iris: int, now: datetime
) -> None:
    for conversation in range(3):
        issue(clinic, iris, now, conversation)
    assert clinic.write(lambda unit: codes.issue(unit, 9, iris), now) is None
    issue(clinic, iris, now + timedelta(minutes=16), 9)


def test_twenty_guesses_at_once_are_five_tries(clinic: Clinic, iris: int, now: datetime) -> None:
    digits = issue(clinic, iris, now)
    with ThreadPoolExecutor(8) as pool:
        guesses = list(pool.map(lambda _: confirm(clinic, iris, wrong(digits), now), range(20)))
    tries = clinic.read(lambda unit: unit.connection.scalar(select(OneTimeCodeRow.tries)))
    assert not any(guesses) and tries == codes.TRIES
