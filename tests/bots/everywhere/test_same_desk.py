"""One desk behind every channel: the same conversation comes to the same visit, and nothing is asked twice.

Each goes over the channel's own wire: the bot's webhook, signed webhooks of the vendor's, TwiML, the browser's API.
The rows behind it are looked at on each kind of database in `tests/situations`; here SQLite serves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from tests.bots.everywhere.house import WholeDesk
from tests.bots.everywhere.people import Heard, somebody
from tests.bots.everywhere.talks import ELM_PARK, FACTS, ROSEHILL, TALKS, House, Say, Take, Talk

Open = Callable[[str, str], WholeDesk]
CHANNELS = ("telegram", "whatsapp", "sms", "voice", "webchat")
FIRST = "Ada Bea Cleo Dora Eva Fay Gia Hana Ida Joan Kira Lena".split()
LAST = "Abbot Birch Cooper Dunne Ellis Foley Grant Healy Ivers Joyce".split()
_numbers = count(1)


class Patient:
    """Somebody with a visit in mind, who says what they are asked for and remembers what they said."""

    def __init__(self, desk: WholeDesk, channel: str, house: House, language: str) -> None:
        n = next(_numbers)
        self.desk, self.house, self.language = desk, house, language
        self.name, self.phone = f"{FIRST[n % len(FIRST)]} {LAST[n // len(FIRST) % len(LAST)]}", f"+35386400{n:04}"
        self.someone: Any = somebody(desk, channel, self.phone, language)
        self.is_aloud = channel in ("voice", "relay")
        label = FACTS[language]["label_aloud" if self.is_aloud else "label"]
        self.facts = {**FACTS[language], "name": self.name, "phone": self.phone, "doctor": house.doctor, "label": label}
        # a number that the channel tells is known already
        self.told: set[str] = {"phone"} if channel in ("whatsapp", "sms", "voice", "relay") else set()
        self.heard: list[str] = []
        if self.is_aloud and language != "en":
            self.someone.press("9")

    def does(self, step: Say | Take) -> Heard:
        """Take a step of a conversation."""
        words = step.words.format(**self.facts)
        self.told |= step.tells
        return self._read(self.someone.choose(words) if isinstance(step, Take) else self.someone.say(words))

    def answers_what_is_asked(self) -> Heard:
        """Answer until nothing is asked any more but whether reminders may be sent."""
        answers = {
            "name": lambda: self.someone.say(self.name),
            "date_of_birth": self._births,
            "phone": self._numbers,
            "confirm": lambda: self.someone.choose(self.facts["yes"]),
            "confirm_cancel": lambda: self.someone.choose(self.facts["yes"]),
        }
        heard = Heard("")
        while (question := self.someone.state()["question"]) in answers:
            self.told.add(question)
            heard = self._read(answers[question]())
        return heard

    def _births(self) -> Any:
        return self.someone.press("05051990") if self.is_aloud else self.someone.say(self.facts["birth"])

    def _numbers(self) -> Any:
        is_telegram = self.someone.channel == "telegram"
        return self.someone.share_number() if is_telegram else self.someone.say(self.phone)

    def _read(self, heard: Heard) -> Heard:
        """Read an answer; nothing may be asked in it that was told already."""
        self.heard.append(heard.text)
        asked = self.someone.state()["question"]
        assert asked not in self.told - {"confirm_cancel"}, (asked, self.heard)
        return heard

    def visits(self) -> list[tuple[Any, ...]]:
        """Their visits: doctor, start, status, reason, reference, and the phone on file."""
        query = (
            "select d.code, a.starts_at, a.status, a.reason, a.reference, p.phone from patients p left join "
            "appointments a on a.patient_id = p.id left join doctors d on d.id = a.doctor_id where p.name = :name"
        )
        return [(*row[:1], self._local(row[1]), *row[2:]) for row in self.desk.rows(query, name=self.name)]

    def _local(self, at: str) -> str:
        return f"{datetime.fromisoformat(f'{at[:19]}+00:00').astimezone(self.desk.zone):%Y-%m-%d %H:%M}"

    def leaves(self) -> None:
        """Go, and leave the time to the next one."""
        self.someone.close()
        for reference in [visit[4] for visit in self.visits() if visit[2] == "booked"]:
            self.desk.cancel(reference)


@pytest.fixture
def patient(opened: Open) -> Iterator[Callable[..., Patient]]:
    """Makes somebody who writes, or calls, on a channel."""
    there: list[Patient] = []

    def make(channel: str, language: str = "en", house: House = ELM_PARK) -> Patient:
        desk = opened(house.file, "relay" if channel == "relay" else "gather")
        there.append(Patient(desk, channel, house, language))
        return there[-1]

    yield make
    for each in there:
        each.leaves()


def comes_to_the_visit(patient: Patient, talk: Talk) -> None:
    """Have the conversation; the visit stands as it should, once, and was read back."""
    for step in talk.steps:
        patient.does(step)
    said = patient.answers_what_is_asked().text or patient.heard[-1]
    ((*_, reference, phone),) = patient.visits()
    assert phone == patient.phone
    aloud = ", ".join(reference.replace("-", ""))
    facts = ("spoken", aloud) if patient.is_aloud else ("written", reference)
    for fact in (patient.facts[facts[0]], patient.name, patient.house.doctor, facts[1]):
        assert fact in said, (fact, patient.heard)
    for step in talk.then:
        patient.told -= {"confirm", "confirm_cancel"}
        patient.does(step)
        patient.answers_what_is_asked()
    ((code, at, status, reason, again, _),) = patient.visits()
    assert (code, at, status, again) == (patient.house.code, f"{talk.day} 10:00", talk.status, reference), patient.heard
    assert reason and reason in patient.facts["complaint"]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("talk", TALKS["en"])
def test_a_visit_is_booked_on_every_channel(patient: Callable[..., Patient], talk: str, channel: str) -> None:
    comes_to_the_visit(patient(channel), TALKS["en"][talk])


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("talk", TALKS["es"])
def test_a_visit_is_booked_on_every_channel_in_spanish(
    patient: Callable[..., Patient], talk: str, channel: str
) -> None:
    comes_to_the_visit(patient(channel, "es"), TALKS["es"][talk])


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("talk", ["in one message", "in five messages", "with a fact corrected", "and moved"])
def test_a_visit_is_booked_on_every_channel_of_another_hospital(
    patient: Callable[..., Patient], talk: str, channel: str
) -> None:
    comes_to_the_visit(patient(channel, house=ROSEHILL), TALKS["en"][talk])


@pytest.mark.parametrize("talk", TALKS["en"])
def test_a_visit_is_booked_over_the_relay(patient: Callable[..., Patient], talk: str) -> None:
    comes_to_the_visit(patient("relay"), TALKS["en"][talk])
