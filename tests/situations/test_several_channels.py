"""One person on several channels is one thread: what was begun on one goes on on the other, asked once, done once."""

from __future__ import annotations

from sqlalchemy import select

from db.models import SlotRow, TakenUpRow
from tests.situations.conftest import OpenDesk
from tests.situations.desk import RAVI, SITUATIONS, Chat, Frontdesk, phrases


def begin_on_whatsapp(desk: Frontdesk) -> Chat:
    chat = desk.chat(channel="whatsapp", sender=RAVI)
    chat.say("I need Dr Chen on Thursday")
    assert chat.last.question == "slot"
    return chat


def test_112_a_booking_begun_by_phone_goes_on_in_a_message_from_the_same_number(desk: Frontdesk) -> None:
    call = desk.chat(channel="voice", sender=RAVI)
    call.say("Could Dr Chen take me on Thursday at ten")
    assert desk.booked("Ravi Kumar") == []
    chat = desk.chat(channel="whatsapp", sender=RAVI)
    answer = chat.say("hello, we were cut off")
    assert "on the phone" in answer.text and "Mei Chen" in answer.text
    chat.agree()
    assert desk.booked("Ravi Kumar") == ["chen 2026-06-11 10:00"]


def test_what_was_told_on_one_channel_is_not_asked_again_on_the_other(desk: Frontdesk) -> None:
    begin_on_whatsapp(desk)
    sms = desk.chat(channel="sms", sender=RAVI)
    answer = sms.say("hi")
    assert "on WhatsApp" in answer.text and "Thursday 11 June" in answer.text
    sms.say("at 10")
    sms.agree()
    assert desk.booked("Ravi Kumar") == ["chen 2026-06-11 10:00"]


def test_what_is_said_at_once_is_merged_with_what_was_told_elsewhere(desk: Frontdesk) -> None:
    begin_on_whatsapp(desk)
    sms = desk.chat(channel="sms", sender=RAVI)
    sms.say("make it 11 please")
    sms.agree()
    assert desk.booked("Ravi Kumar") == ["chen 2026-06-11 11:00"]


def test_an_errand_goes_on_in_one_place_and_is_done_once(desk: Frontdesk) -> None:
    begun = begin_on_whatsapp(desk)
    sms = desk.chat(channel="sms", sender=RAVI)
    sms.say("at 10 please")
    begun.say("ok, at 11 then")
    begun.agree()
    sms.agree()
    assert len(desk.booked("Ravi Kumar")) <= 2
    rows = desk._read(lambda unit: unit.connection.execute(select(TakenUpRow)).all())
    assert len({(row.conversation_id, row.errand) for row in rows}) == len(rows)


def test_the_time_that_was_held_stays_held_for_them(desk: Frontdesk) -> None:
    call = desk.chat(channel="voice", sender=RAVI)
    call.say("Dr Chen on Thursday at ten")
    held = select(SlotRow.hold_conversation_id).where(SlotRow.hold_conversation_id.is_not(None))
    before = desk._read(lambda unit: unit.connection.scalars(held).all())
    desk.chat(channel="whatsapp", sender=RAVI).say("hi")
    after = desk._read(lambda unit: unit.connection.scalars(held).all())
    assert len(before) == len(after) <= 1 and (not before or before != after)


def test_a_caller_is_no_proof_and_hears_nothing_of_what_was_written(desk: Frontdesk) -> None:
    begin_on_whatsapp(desk)
    call = desk.chat(channel="voice", sender=RAVI)
    assert "Chen" not in call.say("hello").told
    assert "Chen" not in call.say("let's go on where we were").told
    assert call.last.question == "prove_name"


def test_a_browser_hears_nothing_of_it_either(desk: Frontdesk) -> None:
    begin_on_whatsapp(desk)
    browser = desk.chat(channel="webchat")
    assert "Chen" not in browser.say("hello").told


def test_after_a_day_it_is_not_brought_up(desk: Frontdesk) -> None:
    chat = begin_on_whatsapp(desk)
    sms = desk.chat(channel="sms", sender=RAVI)
    sms.wait(25 * 60)
    assert "Chen" not in sms.say("hi").told
    assert chat.last.question == "slot"


def test_another_errand_is_served_and_the_one_begun_elsewhere_kept_for_later(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-12 10:00")
    begin_on_whatsapp(desk)
    sms = desk.chat(channel="sms", sender=RAVI)
    answer = sms.say("cancel my visit on Friday")
    assert answer.question == "confirm_cancel"


def test_112_whom_a_caller_spoke_of_is_not_told_to_whose_number_it_is(desk: Frontdesk) -> None:
    call = desk.chat(channel="voice", sender=RAVI)
    call.say("Dr Chen on Thursday at ten for Zelda Quirk, born 3 March 1971, it is about a lump")
    chat = desk.chat(channel="whatsapp", sender=RAVI)
    told = chat.say("hello, we were cut off").told
    assert "on the phone" in told and "Mei Chen" in told
    told += chat.say("yes").told
    for secret in ("Zelda", "Quirk", "1971", "lump"):
        assert secret not in told
    assert desk.booked("Zelda Quirk") == []


def ring(desk: Frontdesk, number: int) -> Chat:
    return desk.chat(channel="voice", sender=RAVI, name=f"{RAVI}/CA{number}")


def test_112_what_goes_on_in_messages_is_not_gone_on_with_in_the_next_call(desk: Frontdesk) -> None:
    ring(desk, 1).say("Dr Chen on Thursday at ten")
    chat = desk.chat(channel="whatsapp", sender=RAVI)
    chat.say("hello, we were cut off")
    assert "Chen" not in ring(desk, 2).say("continue").told
    chat.agree()
    assert desk.booked("Ravi Kumar") == ["chen 2026-06-11 10:00"]


def test_112_what_goes_on_in_the_next_call_is_not_gone_on_with_in_messages(desk: Frontdesk) -> None:
    ring(desk, 1).say("Dr Chen on Thursday at ten, I am Zelda Quirk, born 3 March 1971")
    again = ring(desk, 2)
    again.say("continue")
    assert "Chen" in again.say("3 March 1971").told
    again.agree()
    assert desk.booked("Zelda Quirk") == ["chen 2026-06-11 10:00"]
    assert "Chen" not in desk.chat(channel="whatsapp", sender=RAVI).say("hello").told


@phrases(
    "words",
    [
        "continue", "I was booking on WhatsApp", "can we go on where we left off?", "we got disconnected",
        "seguimos donde lo dejamos", "estaba pidiendo cita por WhatsApp",
    ],
)  # fmt: skip
def test_112_a_browser_goes_on_once_it_is_shown_who_writes(desk: Frontdesk, words: str) -> None:
    begin_on_whatsapp(desk)
    browser = desk.chat(channel="webchat")
    answer = browser.say(words)
    assert answer.question == "prove_name" and "Chen" not in answer.told


@phrases("words", ["hola, se cortó la llamada", "hello, the line dropped", "se me ha cortado"])
def test_112_words_of_a_call_that_broke_off_ask_for_nobody(desk: Frontdesk, words: str) -> None:
    desk.chat(channel="voice", sender=RAVI).say("Dr Chen on Thursday at ten")
    chat = desk.chat(channel="whatsapp", sender=RAVI)
    assert "Mei Chen" in chat.say(words).text and desk.tasks() == []


MEERA = '  - {name: Meera Kumar, number: EP-000009, phone: "+353861110001", date_of_birth: 1992-08-01}\n'


@phrases(
    ("secret", "words"),
    [
        ("I need Dr Chen on Thursday, it is about a lump", ("hi", "let's go on", "continue where we were")),
        ("quiero cita con la Dra Chen el jueves por un bulto", ("hola", "sigamos donde lo dejamos", "continuar")),
    ],
)
def test_who_shares_a_number_hears_nothing_of_what_the_other_began(
    open_hospital: OpenDesk, secret: str, words: tuple[str, ...]
) -> None:
    file = SITUATIONS.read_text()
    desk = open_hospital(file.replace("patients:\n", f"patients:\n{MEERA}", 1))
    desk.chat(channel="whatsapp", sender=RAVI).say(secret)
    other = desk.chat(channel="sms", sender=RAVI)
    told = "".join(other.say(each).told for each in words)
    for secret in ("Chen", "lump", "bulto", "Thursday", "jueves"):
        assert secret not in told


@phrases("language", ["en", "es"])
def test_a_number_that_nobody_on_file_has_vouches_for_nobody(desk: Frontdesk, language: str) -> None:
    begun, again = ("I need Dr Chen on Thursday", "hi") if language == "en" else ("cita con Chen el jueves", "hola")
    desk.chat(channel="whatsapp", sender="+353861119999").say(begun)
    assert "Chen" not in desk.chat(channel="sms", sender="+353861119999").say(again).told
