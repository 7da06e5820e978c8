"""STOP, START and their like: whole messages only, by channel, and never a visit cancelled."""

from __future__ import annotations

import pytest

from conversation import opt_outs
from conversation.opt_outs import Word
from db.models import AuditRow, HandleRow, InboxRow, OutboxRow, TaskRow
from hospital import outbox, sending
from hospital.office import Unit
from tests.conversation.talk import Talk, booked, words
from tests.hospital.clinic import NOW

PHONE = "+353861239999"
FACTS = ("Dr Adler tomorrow at 10", "Nora Sample", "5 May 1990")


def say(talk: Talk, *texts: str, channel: str = "sms") -> list[str]:
    return [words(talk.say(text, PHONE, channel=channel, sender=PHONE)) for text in texts]


def opted_out(talk: Talk) -> list[bool]:
    return [row.is_opted_out for row in talk.clinic.rows(HandleRow, HandleRow.address == PHONE)]


@pytest.mark.parametrize(
    ("text", "channel", "word"),
    [
        ("STOP", "sms", Word.STOP),
        (" Stop. ", "whatsapp", Word.STOP),
        ("¡ALTO!", "whatsapp", Word.STOP),
        ("baja", "sms", Word.STOP),
        ("opt-out", "sms", Word.STOP),
        ("unsubscribe", "whatsapp", Word.STOP),
        ("Cancel", "sms", Word.CANCEL),
        ("END", "sms", Word.CANCEL),
        ("quit", "sms", Word.CANCEL),
        ("ayuda", "sms", Word.HELP),
        ("start", "whatsapp", Word.START),
        ("cancel", "whatsapp", None),
        ("help", "whatsapp", None),
        ("stop", "webchat", None),
        ("stop", "telegram", None),
        ("cancel my appointment", "sms", None),
        ("please stop", "sms", None),
        ("stop by at 10", "sms", None),
        ("alta", "sms", None),
        ("yes", "sms", None),
        ("the end", "sms", None),
    ],
)
def test_such_a_word_counts_alone_and_on_its_channel(text: str, channel: str, word: Word | None) -> None:
    assert opt_outs.find_word(text, channel) is word


def test_105_cancel_by_sms_ends_messages_and_no_visit(talk: Talk) -> None:
    answers = [talk.say(text, PHONE, channel="sms", sender=PHONE) for text in FACTS]
    assert booked(answers)
    stopped = talk.say("CANCEL", PHONE, channel="sms", sender=PHONE)
    assert "No visit was cancelled" in words(stopped) and stopped.events == []
    assert opted_out(talk) == [True]
    (task,) = talk.clinic.rows(TaskRow)
    assert (task.kind, task.queue, task.phone) == ("callback", "desk", PHONE) and "CANCEL" in task.summary
    confirmed = [row for row in talk.clinic.rows(OutboxRow) if row.kind == outbox.OPT_OUT]
    assert len(confirmed) == 1


def test_a_plain_stop_gives_nobody_a_call_to_make(talk: Talk) -> None:
    assert "any more messages" in say(talk, "STOP")[0]
    assert talk.clinic.rows(TaskRow) == []
    assert "handle.opt_out" in {row.action for row in talk.clinic.rows(AuditRow)}


@pytest.mark.parametrize(
    ("back", "answer"),
    [("START", "again"), ("unstop", "again"), ("yes", "again"), ("Sí", "vuelve a recibir"), ("alta", "vuelve")],
)
def test_whoever_stopped_and_writes_all_the_same_is_called_and_may_come_back(
    talk: Talk, back: str, answer: str
) -> None:
    said = say(talk, "STOP", "I need a cardiologist", "hello?")
    assert said[1:] == ["", ""] and len(talk.clinic.rows(TaskRow)) == 1
    assert answer in say(talk, back)[0]
    assert opted_out(talk) == [False]
    assert say(talk, "I need a cardiologist")[0]


def test_help_in_an_emergency_leaves_also_for_whoever_wants_no_messages(talk: Talk) -> None:
    say(talk, "STOP", "I have crushing chest pain and cannot breathe", "STOP")
    left: list[str] = []

    def carry(unit: Unit) -> None:
        while (due := sending.take(unit, talk.conversation(PHONE).id, {"sms"}, "me", NOW)) is not None:
            left.append(due.kind)
            sending.sent(unit, due, None)

    talk.clinic.office.write(carry, now=NOW)
    assert left == [outbox.EMERGENCY, outbox.OPT_OUT]


def test_the_number_said_once_more_leaves_as_the_first_did_and_is_no_second_alert(talk: Talk) -> None:
    say(talk, "STOP", "I have crushing chest pain and cannot breathe", "STOP")
    say(talk, "please help me", "I want to talk to a person", "hurry up")
    kinds = [row.kind for row in talk.clinic.rows(OutboxRow) if "112" in row.payload]
    assert kinds == [outbox.EMERGENCY] * 4
    assert [row.kind for row in talk.clinic.rows(TaskRow)].count("emergency") == 1
    answers = "".join(row.answer or "" for row in talk.clinic.rows(InboxRow))
    assert answers.count("emergency.advised") == 1


def test_one_channel_stopped_leaves_the_other(talk: Talk) -> None:
    say(talk, "STOP")
    said = talk.say("I need a cardiologist", PHONE, channel="whatsapp", sender=PHONE)
    assert "free" in words(said)


def test_start_from_somebody_who_never_stopped_is_a_greeting(talk: Talk) -> None:
    assert "How can I help" in say(talk, "START")[0]
    assert opted_out(talk) == []


@pytest.mark.parametrize(
    ("word", "answer"), [("BAJA", "No se ha anulado"), ("Ayuda", "En una emergencia"), ("STOP", "No visit")]
)
def test_a_word_of_one_language_is_answered_in_it_from_a_new_number(talk: Talk, word: str, answer: str) -> None:
    assert answer in say(talk, word)[0]


def test_who_asked_for_english_gets_it_after_a_spanish_word(talk: Talk) -> None:
    assert "No visit" in say(talk, "English please", "alto")[1]


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("please stop sending me messages", "Shall I stop all messages"),
        ("Stop messaging me!", "Shall I stop all messages"),
        ("Stop please", "Shall I stop all messages"),
        ("I don't want any more messages from you", "Shall I stop all messages"),
        ("No quiero recibir más mensajes", "¿Dejo de enviarle"),
        ("por favor, dejen de escribirme", "¿Dejo de enviarle"),
    ],
)
def test_who_asks_in_a_sentence_is_asked_back_and_then_gets_no_more(talk: Talk, asked: str, question: str) -> None:
    assert question in say(talk, asked, channel="whatsapp")[0]
    assert opted_out(talk) == []
    assert "START" in say(talk, "sí" if "¿" in question else "yes", channel="whatsapp")[0]
    assert opted_out(talk) == [True]
    assert [row.kind for row in talk.clinic.rows(OutboxRow)][-1] == outbox.OPT_OUT, "it leaves all the same"


def test_who_rather_keeps_the_messages_goes_on_with_what_was_going_on(talk: Talk) -> None:
    said = say(talk, "I need a cardiologist", "stop sending me these texts", "no", "2", "Nora Sample")
    assert "Shall I stop" in said[1] and "messages go on" in said[2] and "Which suits you" in said[2]
    assert "date of birth" in said[4]
    assert opted_out(talk) == []


def test_anything_else_passes_over_the_question_whether_to_stop(talk: Talk) -> None:
    assert "free" in say(talk, "stop messaging me", "I need a cardiologist")[1]
    assert opted_out(talk) == []


@pytest.mark.parametrize("text", ["stop the reminders", "don't text me, call me", "take me off the waiting list"])
def test_what_asks_for_less_is_no_wish_to_end_all_messages(talk: Talk, text: str) -> None:
    assert "Shall I stop" not in say(talk, text)[0]


def test_please_stop_in_the_middle_of_an_errand_is_about_the_errand(talk: Talk) -> None:
    assert "Shall I stop" not in say(talk, "I need a cardiologist", "please stop")[1]


def test_what_waited_for_somebody_who_stops_does_not_leave(talk: Talk) -> None:
    say(talk, "hello")
    conversation = talk.conversation(PHONE).id
    talk.clinic.write(lambda unit: outbox.put_unasked(unit, conversation, "k", "offer", '{"text":"x","choices":[]}'))
    say(talk, "STOP")
    assert [row.status for row in talk.clinic.rows(OutboxRow, OutboxRow.kind == "offer")] == [outbox.WITHDRAWN]
