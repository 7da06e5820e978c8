"""Handing over to a person: who hears of it, who is silent meanwhile, and how one gets back."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from conversation import escalating, handing_over
from db.models import AuditRow, ConversationRow, OutboxRow, TaskRow
from hospital import sending, task_clock, task_work
from hospital.directory_rows import Directory
from hospital.office import Office
from tests.situations.conftest import OpenDesk
from tests.situations.desk import MONDAY, NORA, SITUATIONS, TOM, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

TESS, UMA, BILL = (f"{name}@elmpark.example" for name in ("tess", "uma", "bill"))
STAFF = f"""
staff:
  - {{name: Tess Quinn, role: outpatient_admin, email: {TESS}}}
  - {{name: Uma Rao, role: outpatient_admin, email: {UMA}}}
  - {{name: Bill Hart, role: billing, email: {BILL}}}
"""
GO_ON = "Go on with the assistant"


class House:
    """A desk with people who work there, and what they and the clock do."""

    def __init__(self, desk: Frontdesk) -> None:
        self.desk = desk

    def rows(self, model: Any, **where: Any) -> list[Any]:
        query = select(model.__table__).filter_by(**where).order_by(model.id)
        return list(self.desk._read(lambda unit: unit.connection.execute(query).all()))

    @property
    def task(self) -> Any:
        """The only task there is."""
        (row,) = self.rows(TaskRow)
        return row

    def answers_in(self, chat: Chat) -> str:
        """Who answers in a conversation."""
        return str(self.rows(ConversationRow, address=chat.name)[0].owner)

    def alerts(self) -> list[tuple[str, str, str]]:
        """Which leads were written to: channel, address, how it stands."""
        return [(row.channel, row.address, row.status) for row in self.rows(OutboxRow, kind="alert")]

    def audited(self) -> list[str]:
        return [row.action for row in self.rows(AuditRow) if row.action.startswith("task.")]

    def claim(self, email: str = TESS, now: datetime = MONDAY) -> None:
        self._write(lambda unit: task_work.claim(unit, self.task.reference, email), now)

    def answer(self, text: str, email: str = TESS, now: datetime = MONDAY) -> None:
        self._write(lambda unit: task_work.answer(unit, self.task.reference, email, text), now)

    def release(self, email: str = TESS, now: datetime = MONDAY, *, done: bool = True) -> None:
        hospital = self.desk.hospital
        self._write(lambda unit: handing_over.release(unit, hospital, self.task.reference, email, done=done), now)

    def pass_to(self, now: datetime) -> int:
        """Let the clock stand at a moment and do its round; how many tasks it found something to do about."""
        return self._at(now, handing_over.keep_promises)

    def escalate(self, now: datetime) -> int:
        """Let the clock look, at a moment, for what nobody else sees; how many things it told the desk."""
        return self._at(now, lambda office, directory: escalating.tell_the_desk(office, directory, Path("none")))

    def _at(self, now: datetime, work: Callable[[Office, Directory], int]) -> int:
        office = self.desk.parts.office
        moment, was = now.replace(tzinfo=self.desk.zone), office.clock
        office.clock = _Still(moment)
        try:
            return work(office, self.desk.parts.directory)
        finally:
            office.clock = was

    def _write(self, work: Any, now: datetime) -> None:
        self.desk.parts.office.write(work, now=now.replace(tzinfo=self.desk.zone))


class _Still:
    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


@pytest.fixture
def house(open_hospital: OpenDesk) -> House:
    return House(open_hospital(SITUATIONS.read_text() + STAFF))


def at(clock: str, day: int = 8) -> datetime:
    """A moment of June 2026 on the hospital's clock."""
    return datetime.fromisoformat(f"2026-06-{day:02} {clock}")


def is_silent(chat: Chat, words: str) -> bool:
    """Whether nothing is said to these words, and nothing done."""
    answer = chat.say(words)
    return answer.raw["replies"] == [] and answer.events == []


# --- asking for a person --------------------------------------------------------------------------


@phrases(
    "words",
    [
        "0",
        "I want to talk to a human",
        "let me speak with a colleague please",
        "can I talk to your manager",
        "is there anyone there I can talk to?",
        "I don't want to talk to a robot",
        "quiero hablar con una persona",
        "que me atienda una persona, por favor",
        "mejor con una persona",
    ],
)
def test_83_asking_for_a_person_hands_the_conversation_over_and_the_desk_is_silent(house: House, words: str) -> None:
    chat = house.desk.chat(NORA)
    chat.say("Dr Chen on Thursday, please")
    answer = chat.say(words)
    (event,) = answer.events
    assert (event["name"], event["reason"]) == ("handoff.requested", "asked")
    assert event["reference"] in answer.text and house.task.reference == event["reference"]
    assert (house.task.queue, house.task.kind, house.task.lead_role) == ("desk", "handoff", "outpatient_admin")
    assert house.answers_in(chat) == "person" and "10" in answer.text
    assert all(
        is_silent(chat, said) for said in ("hello?", "Dr Chen on Thursday at 10:00", "yes", "0", "the first one")
    )
    assert house.desk.visits() == [] and house.desk.held() == []


def test_the_person_sees_what_was_understood_and_from_which_words(house: House) -> None:
    chat = house.desk.chat(NORA)
    chat.say("my little one has a rash, something on Thursday with doctor chen", "let me talk to somebody")
    summary = house.task.summary
    for told in ("book", "chen", "2026-06-11", "my little one has a rash", "let me talk to somebody", NORA):
        assert told in summary


@phrases(
    ("words", "queue"),
    [
        ("I want to talk to a person about my bill", "billing"),
        ("can I speak to the pharmacy please", "pharmacy"),
        ("quiero hablar con alguien sobre mi factura", "billing"),
        ("talk to a human", "desk"),
    ],
)
def test_each_errand_goes_to_its_own_people(house: House, words: str, queue: str) -> None:
    house.desk.chat().say(words)
    assert house.task.queue == queue


def test_what_a_person_was_offered_for_decides_who_gets_it(house: House) -> None:
    chat = house.desk.chat()
    chat.say("I have a question about my invoice")
    chat.tap("person")
    assert house.task.queue == "billing"


@phrases(
    ("now", "told"),
    [
        (at("19:30", 12), "Monday 15 June at 08:00"),
        (at("07:00", 9), "Tuesday 9 June at 08:00"),
        (datetime(2026, 8, 1, 12), "Tuesday 4 August at 08:00"),  # Monday is a holiday
    ],
)
def test_out_of_hours_the_patient_hears_when_the_desk_opens(house: House, now: datetime, told: str) -> None:
    answer = house.desk.chat(now=now).say("can I talk to someone?")
    assert told in answer.text and "10 minutes" not in answer.text


def test_the_same_message_again_gets_the_same_answer_and_makes_no_second_task(house: House) -> None:
    chat = house.desk.chat()
    first = chat.say("0", id="m1")
    again = chat.say("0", id="m1")
    assert again.raw["replies"] == first.raw["replies"] and house.task.reference in again.text


def test_86_an_emergency_is_answered_while_a_person_has_the_conversation(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    answer = chat.say("I have chest pain and my left arm is numb")
    assert answer.happened == ["emergency.advised"] and answer.text.startswith("Call 112")
    assert sorted(house.desk.tasks()) == ["emergency", "handoff"]
    assert "112" in chat.say("are you there?").text


@phrases(
    ("wish", "noted", "queue"),
    [
        ("I was charged twice for the visit", "a bill seen to", "billing"),
        ("I need a refill of my prescription", "a refill", "pharmacy"),
        ("me cobraron dos veces la consulta", "a bill seen to", "billing"),
        ("quiero los resultados de mis análisis", "results", "desk"),
    ],
)
def test_the_task_says_what_was_wanted_and_not_that_0_was_sent(house: House, wish: str, noted: str, queue: str) -> None:
    chat = house.desk.chat(NORA)
    chat.say(wish, "0")
    assert house.task.queue == queue
    assert noted in house.task.summary and wish in house.task.summary and "“0”" not in house.task.summary


# --- going on with the assistant ------------------------------------------------------------------


@phrases(
    "words",
    [
        f"[{GO_ON}]",
        "go on with you",
        "back to the bot",
        "cancel that request",
        "never mind",
        "let's continue",
        "1",
        "sigue tú",
        "prefiero seguir con el asistente",
        "ya no necesito hablar con nadie",
    ],
)
def test_the_patient_goes_on_with_the_assistant_where_they_were(house: House, words: str) -> None:
    chat = house.desk.chat(NORA)
    before = chat.say("Dr Chen on Thursday, please")
    assert GO_ON in chat.say("0").labels
    answer = chat.tap(GO_ON) if words.startswith("[") else chat.say(words)
    assert (answer.question, answer.state["selected_doctor"]) == ("slot", "chen")
    assert answer.offered == before.offered
    assert (house.task.status, house.answers_in(chat)) == ("cancelled", "bot")
    chat.tap("10:00")
    chat.agree()
    assert house.desk.booked() == ["chen 2026-06-11 10:00"]


@phrases(
    "words",
    [
        "go on with you, Dr Chen on Thursday at 10:00",
        "go on with me: make me an appointment with Dr Chen on Thursday at 10:00",
        "sigue conmigo: quiero cita con la Dra. Chen el jueves a las 10:00",
    ],
)
def test_going_on_with_something_new_does_that(house: House, words: str) -> None:
    chat = house.desk.chat(NORA)
    chat.say("0", words)
    chat.agree()
    assert house.desk.booked() == ["chen 2026-06-11 10:00"]


def test_an_old_tap_on_going_on_does_no_harm(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    value = chat.last.raw["replies"][0]["choices"][0]["value"]
    chat.tap(GO_ON)
    again = chat.send("tap", {"action": value})
    assert again.raw["replies"] and again.events == [] and house.task.status == "cancelled"


def test_whoever_took_it_keeps_the_task_with_a_note_when_the_patient_goes_on(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    house.claim()
    chat.tap(GO_ON)
    assert (house.task.status, house.answers_in(chat)) == ("accepted", "bot")
    assert "went on with the assistant" in house.task.summary


def test_never_mind_said_to_a_person_is_theirs_to_hear(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    house.claim()
    assert is_silent(chat, "never mind, it was the other leg")
    assert house.answers_in(chat) == "person"


# --- a person answers -----------------------------------------------------------------------------


def test_a_persons_answer_is_read_with_the_next_message_under_their_name(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    house.claim()
    house.answer("Hello, Tess here. Which day suits you?")
    answer = chat.say("Thursday at ten with Dr Chen")
    (reply,) = answer.raw["replies"]
    assert (reply["text"], reply["author"]) == ("Hello, Tess here. Which day suits you?", "Tess Quinn")
    assert house.desk.visits() == [] and is_silent(chat, "thanks")
    assert house.audited() == ["task.create", "task.claim", "task.answer"]


def test_released_the_desk_says_once_that_it_is_back_and_asks_what_was_open(house: House) -> None:
    chat = house.desk.chat(NORA, channel="webchat")
    offered = chat.say("Dr Chen on Thursday, please").labels
    chat.say("0")
    house.claim()
    house.release()
    house.pass_to(at("09:30"))
    assert (house.task.status, house.answers_in(chat)) == ("completed", "bot")
    (told,) = [json.loads(row.payload) for row in house.rows(OutboxRow, dedupe_key=f"back-{house.task.reference}")]
    assert [choice["label"] for choice in told["choices"]] == offered
    answer = chat.say("the second one please")
    assert answer.raw["replies"][0]["text"] == told["text"]
    chat.agree()
    assert house.desk.booked() == ["chen 2026-06-11 09:30"]
    assert chat.say("thanks").text.count(told["text"]) == 0


def test_the_round_tells_where_whoever_released_could_not(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    house.claim()
    house._write(lambda unit: task_work.release(unit, house.task.reference, TESS, done=True), MONDAY)
    assert [house.pass_to(at(clock)) for clock in ("09:01", "09:02")] == [1, 0]
    assert "automatic assistant" in chat.say("hello").text


def test_given_back_to_the_queue_the_desk_stays_silent(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    house.claim()
    house.release(done=False)
    assert house.task.status == "requested" and is_silent(chat, "hello?")


# --- the clock ------------------------------------------------------------------------------------


def test_unclaimed_for_ten_minutes_the_lead_is_alerted_and_the_patient_told_once(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    assert house.pass_to(at("09:09")) == 0 and house.alerts() == []
    assert [house.pass_to(at(clock)) for clock in ("09:10", "09:11", "10:30")] == [1, 0, 0]
    assert house.alerts() == [("mail", TESS, "pending"), ("mail", UMA, "pending")]
    assert house.task.alerted_at is not None
    delayed = chat.wait(15).say("hello?")
    assert house.task.reference in delayed.text and GO_ON in delayed.labels
    assert is_silent(chat, "still here")


def test_what_was_taken_and_given_back_alerts_again_also_when_it_is_the_patient_who_writes(house: House) -> None:
    chat = house.desk.chat()
    chat.say("I want to talk to a person")
    for minute in (10, 20):
        house.pass_to(at(f"09:{minute}"))
        house.claim(now=at(f"09:{minute + 2}"))
        house.release(now=at(f"09:{minute + 4}"), done=False)
    assert len(house.alerts()) == 4
    (delayed,) = chat.wait(25).say("are you still there?").raw["replies"]
    assert house.task.reference in delayed["text"] and len(house.alerts()) == 6
    assert is_silent(chat, "hello?") and house.pass_to(at("09:30")) == 0 and len(house.alerts()) == 6


def test_trouble_with_one_task_keeps_no_other_from_being_seen_to(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for sender in (NORA, TOM):
        house.desk.chat(sender).say("I want to talk to a person")
    broken, *_ = [row.reference for row in house.rows(TaskRow)]
    whole = task_clock.look_at

    def look_at(unit: Any, hospital: Any, reference: str) -> Any:
        if reference == broken:
            raise LookupError("this one is broken")
        return whole(unit, hospital, reference)

    monkeypatch.setattr(task_clock, "look_at", look_at)
    with pytest.raises(LookupError):
        house.pass_to(at("09:10"))
    assert len(house.alerts()) == 2


def test_an_alert_that_does_not_get_through_is_told_to_the_desk_once_and_comes_to_an_end(house: House) -> None:
    house.desk.chat(NORA).say("I want to talk to a person")
    house.desk.chat(TOM).say("I want to talk to a person")
    alerted = [row.reference for row in house.rows(TaskRow)]
    house.pass_to(at("09:10"))
    assert [house.escalate(at(clock)) for clock in ("09:14", "09:15", "09:16")] == [0, 2, 0]
    (task,) = house.rows(TaskRow, kind="unheard")
    assert task.queue == "desk" and all(reference in task.summary for reference in alerted)
    assert {status for *_, status in house.alerts()} == {"pending"}, "they may still leave"
    house.pass_to(at("12:00"))
    house.escalate(at("14:00"))
    assert {status for *_, status in house.alerts()} == {"dead"} and len(house.alerts()) == 4
    assert len(house.rows(TaskRow, kind="unheard")) == 1, "of its own no alert is made, nor is it told of twice"


def test_an_alert_of_something_that_was_taken_meanwhile_is_nobodys_matter(house: House) -> None:
    house.desk.chat().say("I want to talk to a person")
    house.pass_to(at("09:10"))
    house.claim(now=at("09:12"))
    assert house.escalate(at("09:30")) == 0 and house.rows(TaskRow, kind="unheard") == []


def test_an_alert_that_was_given_up_is_of_use_anew_once_somebody_sends_it_again(house: House) -> None:
    house.desk.chat().say("I want to talk to a person")
    house.pass_to(at("09:10"))
    house.escalate(at("13:10"))
    house._write(lambda unit: sending.replay(unit), at("14:00"))
    house.escalate(at("15:00"))
    assert {status for *_, status in house.alerts()} == {"pending"}
    house.escalate(at("18:00"))
    assert {status for *_, status in house.alerts()} == {"dead"}


def test_of_several_processes_one_alerts(house: House) -> None:
    house.desk.chat().say("0")
    beside = House(house.desk.beside())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: each.pass_to(at("11:30")), [house, beside] * 3))
    assert len(house.alerts()) == 2
    assert len(house.rows(OutboxRow, kind="handover")) == 1
    beside.desk.close()


@phrases(
    ("words", "status", "owner"),
    [
        ("[Keep waiting]", "requested", "person"),
        ("I'll wait", "requested", "person"),
        ("1", "requested", "person"),
        (f"[{GO_ON}]", "cancelled", "bot"),
        ("go on with you then", "cancelled", "bot"),
        ("[Call me]", "requested", "bot"),
        ("call me please", "requested", "bot"),
    ],
)
def test_after_two_desk_hours_the_patient_chooses_how_to_go_on(
    house: House, words: str, status: str, owner: str
) -> None:
    chat = house.desk.chat(NORA, channel="webchat")
    chat.say("0")
    assert house.pass_to(at("11:00")) == 1
    shown = chat.wait(121).say("anybody there?")
    assert shown.labels == ["Keep waiting", GO_ON, "Call me"]
    answer = chat.tap(words[1:-1]) if words.startswith("[") else chat.say(words)
    (task,) = house.rows(TaskRow)
    assert (task.status, house.answers_in(chat)) == (status, owner)
    assert answer.raw["replies"]
    if "all me" in words:
        assert answer.events[0]["reason"] == "callback" and house.desk.tasks() == ["callback"]
        assert "+353 86 111 0002" in answer.text


def test_whoever_waits_on_is_asked_again_two_desk_hours_later(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    house.pass_to(at("11:00"))
    chat.wait(121).say("hi")
    chat.say("I'll wait")
    assert house.pass_to(at("12:59")) == 0 and house.pass_to(at("13:01")) == 1


def test_whoever_writes_after_a_long_wait_is_not_left_to_the_next_round(house: House) -> None:
    chat = house.desk.chat()
    chat.say("0")
    assert chat.wait(125).say("hello?").labels == ["Keep waiting", GO_ON, "Call me"]
    assert house.pass_to(at("11:06")) == 0


def test_at_the_end_of_the_shift_what_was_not_answered_waits_in_the_queue_again(house: House) -> None:
    house.desk.chat(now=at("17:00")).say("0")
    house.claim(now=at("17:05"))
    assert house.pass_to(at("17:55")) == 0
    assert house.pass_to(at("18:00")) == 1
    assert (house.task.status, house.task.owner_staff_id) == ("requested", None)
    assert house.desk.local(house.task.due_at) == "2026-06-09 08:10"


# --- calls, complaints, feelings ------------------------------------------------------------------


def test_73_a_call_is_promised_by_number_and_time_and_the_desk_goes_on(house: House) -> None:
    chat = house.desk.chat()
    chat.say("I need a cardiologist")
    assert chat.say("can someone call me back instead?").question == "callback"
    answer = chat.say("086 123 4567")
    assert answer.events[0]["reason"] == "callback"
    for told in ("+353 86 123 4567", "Monday 8 June at 11:00", house.task.reference):
        assert told in answer.text
    assert (house.task.kind, house.answers_in(chat)) == ("callback", "bot")
    assert house.task.reference in chat.say("please call me back").text and len(house.rows(TaskRow)) == 1
    assert chat.say("do you have parking?").raw["replies"]


def test_a_time_to_be_called_at_wishes_for_no_visit_then(house: House) -> None:
    chat = house.desk.chat()
    answer = chat.say("please call me tomorrow at 5 pm on 086 123 4567")
    assert [event["reason"] for event in answer.events] == ["callback"] and answer.question is None
    assert "tomorrow at 5 pm" in house.task.summary and answer.state["task"] is None


@phrases(
    ("words", "told", "due"),
    [
        # the desk is open from 08:00 to 18:00 UTC+1
        ("please call me tomorrow at 3 pm on 086 123 4567", ("Tuesday 9 June", "15:00", "16:00"), "2026-06-09 15:00"),
        ("ring me on 086 123 4567 at four today", ("Monday 8 June", "16:00"), "2026-06-08 16:00"),
        ("call me back on 086 123 4567 on Wednesday morning", ("Wednesday 10 June", "12:00"), "2026-06-10 11:00"),
        ("call me Saturday at 10 on 086 123 4567", ("closed", "Monday 15 June", "08:00"), "2026-06-15 08:00"),
        ("llámenme mañana a las tres de la tarde al 086 123 4567", ("martes 9 de junio", "15:00"), "2026-06-09 15:00"),
    ],
)
def test_73_a_call_wished_for_at_a_time_is_promised_and_due_then(
    house: House, words: str, told: tuple[str, ...], due: str
) -> None:
    answer = house.desk.chat().say(words)
    assert all(each in answer.text for each in told) and "11:00" not in answer.text
    assert f"{house.task.due_at:%Y-%m-%d %H:%M}" == due


def test_73_the_time_wished_for_is_kept_while_the_number_is_asked_and_may_change(house: House) -> None:
    chat = house.desk.chat()
    assert chat.say("can somebody phone me tomorrow at 3 pm?").question == "callback"
    assert "between 15:00 and 16:00" in chat.say("086 123 4567").text
    assert "between 16:00 and 17:00" in chat.say("no, call me tomorrow at 4 pm").text
    assert len(house.rows(TaskRow)) == 1 and f"{house.task.due_at:%H:%M}" == "16:00"


@phrases(
    "words",
    [
        "I want to make a complaint, the nurse was rude to me",
        "I waited three hours and nobody came, unacceptable",
        "quiero poner una queja, llevo dos horas esperando",
    ],
)
def test_a_complaint_is_taken_calmly_and_the_desk_goes_on(house: House, words: str) -> None:
    chat = house.desk.chat(NORA)
    offered = chat.say("Dr Chen on Thursday, please").offered
    answer = chat.say(words)
    assert [event["reason"] for event in answer.events] == ["complaint"]
    assert house.task.reference in answer.text and answer.offered == offered
    assert house.answers_in(chat) == "bot"
    chat.say("and I want to complain about the parking too")
    assert "parking" in house.task.summary


@phrases(
    "words",
    [
        "this is fucking useless, you stupid bot",
        "you idiot",
        "I'm so angry right now",
        "eres un inútil",
        "vaya mierda de máquina",
    ],
)
def test_84_anger_is_met_calmly_with_one_offer_of_a_person(house: House, words: str) -> None:
    chat = house.desk.chat(NORA)
    offered = chat.say("Dr Chen on Thursday, please").labels
    answer = chat.say(words)
    assert answer.labels[:-1] == offered and len(answer.labels) == len(offered) + 1
    assert answer.events == [] and house.desk.tasks() == []
    again = chat.say(words)
    assert again.labels == offered and again.raw["replies"]
    chat.say("the second one")
    chat.agree()
    assert house.desk.booked() == ["chen 2026-06-11 09:30"]


@phrases(
    "words",
    [
        "I can't cope any more, I'm falling apart",
        "I'm so scared and I feel so alone",
        "my mother passed away and I can't stop crying",
        "no puedo más, estoy desesperada",
        "my husband died yesterday and I don't know what to do",
        "I lost my baby last week",
        "we've just lost our little girl",
        "ya no puedo más, mi marido murió ayer y no sé qué hacer",
        "ha fallecido mi padre esta mañana",
    ],
)
def test_distress_without_danger_is_met_warmly_and_handed_over(house: House, words: str) -> None:
    chat = house.desk.chat()
    answer = chat.say(words)
    assert [event["reason"] for event in answer.events] == ["distress"]
    assert house.task.reference in answer.text and "112" in answer.text
    assert house.answers_in(chat) == "person"


@phrases(
    "words",
    [
        "I'm terrified of needles but I need a cardiologist on Thursday",
        "I'm worried about my knee",
        "I can't do Thursday",
        "estoy preocupada por mi hijo, necesito un pediatra",
        "my father died of a heart attack and I'd like a check-up on Thursday",
        "mi madre murió de cáncer hace años, quiero una revisión",
    ],
)
def test_a_feeling_beside_an_errand_hands_nothing_over(house: House, words: str) -> None:
    chat = house.desk.chat()
    chat.say(words)
    assert house.desk.tasks() == [] and chat.last.raw["replies"]


@phrases("words", ["I won't tell you my name", "I'd rather not say", "no quiero dar mi nombre"])
def test_15_a_fact_refused_is_asked_for_once_more_and_then_left(house: House, words: str) -> None:
    chat = house.desk.chat()
    assert chat.say("Dr Chen on Thursday at 10:00").question == "name"
    first = chat.say(words)
    assert "5550100" in first.text.replace(" ", "") and len(first.labels) == 2
    second = chat.say(words)
    assert second.text != first.text and "5550100" in second.text.replace(" ", "")
    assert second.labels == ["Talk to a person", "Go on after all"] or second.labels[0] == "Hablar con una persona"
    assert house.desk.visits() == [] and house.desk.tasks() == []
    assert chat.say("0").happened == ["handoff.requested"]


def test_15_whoever_thinks_better_of_it_goes_on_where_they_were(house: House) -> None:
    chat = house.desk.chat()
    chat.say("Dr Chen on Thursday at 10:00", "I won't tell you my name", "no, I'd rather not say")
    assert chat.tap("Go on after all").question == "name"
    chat.say("I won't tell you my name", "I said I'd rather not say")
    assert chat.say("ok, continue").question == "name" and house.desk.tasks() == []


def test_20_after_two_failures_a_person_is_offered_and_taken(house: House) -> None:
    chat = house.desk.chat()
    chat.say("asdf qwer", "zxcv bnml")
    assert chat.last.labels == ["Talk to a person"]
    answer = chat.say("yes please")
    assert [event["reason"] for event in answer.events] == ["not_understood"]
    assert house.answers_in(chat) == "person"
