"""A call by TwiML, as the vendor makes it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count

import httpx2
import pytest
from twilio.request_validator import RequestValidator

from bots.switchboard import UnansweredError
from bots.twilio_signature import BODY_LIMIT
from bots.voice import webhooks
from tests.bots.voice.house import PhoneDesk
from tests.bots.voice.vendor import CALLER, DESK, LANDLINE, TOKEN, Caller, faults, grammar

NIGHT = datetime(2026, 6, 8, 20, tzinfo=UTC)
numbers = (f"+3538612{n:05}" for n in count(10_000))


@pytest.fixture
def caller(desk: PhoneDesk) -> Caller:
    """Somebody with a mobile phone who never called before."""
    return desk.caller(number=next(numbers))


def visits_of(desk: PhoneDesk, name: str) -> list[tuple[str, str]]:
    return [(doctor, status) for doctor, status, patient, _ in desk.visits() if patient == name]


# --- booking --------------------------------------------------------------------------------------


def test_the_greeting_says_who_this_is_and_how_to_reach_help_and_a_person(caller):
    said = caller.ring()
    assert "automatic assistant of Elm Park Hospital" in said
    assert "call 1 1 2" in said and "press 0" in said
    assert "Para español, pulse 9." in said
    assert "http" not in said and "Send" not in said


def test_a_visit_is_booked_in_one_sentence_and_a_yes(desk, caller):
    caller.ring()
    said = caller.say(
        "Book me with Dr. Luca Romano on Thursday at 11, my name is Ada Moran, born on the 5th of May 1990"
    )
    assert "Thursday the eleventh of June at eleven in the morning" in said and "Shall I book it?" in said
    assert visits_of(desk, "Ada Moran") == []
    said = caller.say("yes please")
    assert "It is booked" in said and ":" not in said.split("booked:")[1].split("reference")[0]
    assert visits_of(desk, "Ada Moran") == [("romano", "booked")]


def test_a_visit_is_booked_step_by_step_in_words(desk, caller):
    caller.ring()
    for words in ("I need a cardiologist on Friday", "the second one", "Bea Moran", "5 May 1990", "yes"):
        said = caller.say(words)
    assert "It is booked" in said
    assert len(visits_of(desk, "Bea Moran")) == 1


def test_a_visit_is_booked_with_keys_for_all_but_the_name(desk, caller):
    caller.ring()
    caller.press("1")
    caller.say("a dermatologist")
    caller.press("2")
    assert "key it in: two digits for the day" in caller.say("Cleo Moran")
    assert caller.gather.attrib["numDigits"] == "8"
    said = caller.press("05051990")
    assert said.startswith("The fifth of May 1990.")
    assert "It is booked" in caller.press("1")
    assert visits_of(desk, "Cleo Moran") == [("haddad", "booked")]


def test_two_options_are_read_and_then_more_while_every_option_has_its_key(caller):
    caller.ring()
    said = caller.say("I need a cardiologist on Wednesday")
    assert "press 1." in said and "press 2." in said and "press 3." not in said and "For more, press 9." in said
    said = caller.say("more")
    assert "press 3." in said and "press 4." in said and "press 1." not in said
    said = caller.press("9")
    assert "press 5." in said and "press 9" not in said
    assert "full name" in caller.press("1"), "the first option keeps its key"


@pytest.mark.parametrize(
    ("key", "errand", "words"),
    [(None, "I need a cardiologist on Wednesday", "later"), ("9", "necesito un cardiólogo el miércoles", "más tarde")],
)
def test_later_than_the_times_read_are_first_the_others_of_that_day(caller, key, errand, words):
    caller.ring()
    if key:
        caller.press(key)
    caller.say(errand)
    said = caller.say(words)
    assert " 3" in said and " 4" in said and ("Wednesday" in said or "iércoles" in said)


@pytest.mark.parametrize(
    ("key", "errand", "words", "asks"),
    [
        (None, "I need a cardiologist on Wednesday", "press one", "full name"),
        (None, "I need a cardiologist on Wednesday", "I press the number two please", "full name"),
        (None, "I need a cardiologist on Wednesday", "one", "full name"),
        ("9", "necesito un cardiólogo el miércoles", "pulse uno", "nombre completo"),
        ("9", "necesito un cardiólogo el miércoles", "oprimo el dos", "nombre completo"),
        ("9", "necesito un cardiólogo el miércoles", "uno", "nombre completo"),
    ],
)
def test_a_key_that_is_said_is_as_good_as_pressed(caller, key, errand, words, asks):
    caller.ring()
    if key:
        caller.press(key)
    caller.say(errand)
    assert asks in caller.say(words)
    assert asks in caller.say("press two" if key is None else "pulse dos"), "and is nobody's name"


def test_a_person_is_a_key_away_in_words_too(caller):
    caller.ring()
    caller.say("press zero")
    assert caller.dialled == [DESK]


def test_a_key_without_an_option_says_so_and_reads_them_again(caller):
    caller.ring()
    caller.say("I need a cardiologist on Wednesday")
    said = caller.press("8")
    assert "nothing on that key" in said and "press 1." in said


def test_what_was_said_is_repeated_and_said_more_slowly(caller):
    caller.ring()
    first = caller.say("I need a cardiologist on Wednesday")
    assert caller.press("*") == first
    assert caller.say("Could you repeat that, please?") == first
    assert first in caller.say("slower please")
    assert 'prosody rate="80%"' in caller.documents[-1]
    caller.say("the first one")
    assert 'prosody rate="80%"' in caller.documents[-1], "it stays slow"


def test_another_language_is_a_key_away_and_spoken_with_its_own_voice(caller):
    caller.ring()
    said = caller.press("9")
    assert "español" in said
    assert caller.gather.attrib["language"] == "es-ES"
    said = caller.say("necesito un dermatólogo el miércoles")
    assert "iércoles diez de junio a las nueve de la mañana: pulse 1." in said
    assert 'voice="Polly.Lucia-Neural"' in caller.documents[-1]


def test_the_recogniser_is_told_the_doctors_and_their_fields(caller):
    caller.ring()
    hints = caller.gather.attrib["hints"].split(",")
    assert {"Dr. Mei Chen", "Dermatology", "Dermatología", "cardiologist"} <= set(hints)
    assert caller.gather.attrib["timeout"] == "7" and caller.gather.attrib["speechTimeout"] == "2"


@pytest.mark.parametrize("words", ["what", "sorry, what was that?", "say that again please", "¿cómo dice?"])
def test_whoever_asks_again_hears_the_same_words_in_whatever_way_they_ask(caller, words):
    caller.ring()
    said = caller.say("I need a cardiologist on Wednesday")
    assert caller.say(words) == said


def test_after_an_emergency_nothing_else_is_asked_and_silence_brings_the_number_again(caller):
    caller.ring()
    said = caller.say("I have crushing chest pain")
    assert "call 1 1 2" in said and "?" not in said
    assert "call 1 1 2" in caller.be_silent() and not caller.has_ended
    assert "call 1 1 2" in caller.be_silent()
    caller.be_silent()
    assert caller.has_ended


def test_whoever_asks_for_a_person_is_put_through_without_being_spelled_a_reference(desk, caller):
    caller.ring()
    said = caller.press("0")
    assert "put you through" in said and "reference" not in said
    assert "The reference is" in caller.answer_dial("no-answer"), "it is told with the call back"


# --- identity level 0: a visit by name, date of birth and its day ---------------------------------


def booked(desk: PhoneDesk, name: str, born: str = "5 May 1990", day: str = "Friday") -> None:
    other = desk.caller(number=next(numbers))
    other.ring()
    said = other.say(f"Book me with Dr. Omar Haddad on {day} at 10, my name is {name}, born on {born}")
    for _ in range(3):
        if "It is booked" in said:
            return
        said = other.say("yes") if "Shall I book it" in said else other.press("1")
    raise AssertionError(said)


def test_a_visit_is_cancelled_from_any_phone_by_name_birth_and_day_in_keys(desk, caller):
    booked(desk, "Dora Moran", day="Tuesday")
    caller.ring()
    assert "full name" in caller.say("I want to cancel my appointment")
    caller.say("Dora Moran")
    caller.press("05051990")
    said = caller.press("0906#")
    assert "Dora Moran's visit with Dr. Omar Haddad on Tuesday the ninth of June" in said, said
    caller.press("1")
    assert visits_of(desk, "Dora Moran") == [("haddad", "cancelled")]


def test_a_visit_is_moved_from_any_phone_in_words(desk, caller):
    booked(desk, "Edna Moran", day="Thursday")
    caller.ring()
    caller.say("I need to move my appointment")
    caller.say("Edna Moran")
    caller.say("the fifth of May 1990")
    said = caller.say("it is on Thursday")
    said = caller.say("next Tuesday at 11")
    assert "would move to Tuesday the sixteenth of June at eleven in the morning" in said, caller.heard
    said = caller.say("yes")
    assert "It is moved" in said
    assert visits_of(desk, "Edna Moran") == [("haddad", "booked")]


def test_a_caller_id_opens_nothing(desk):
    ravi = desk.caller(number="+353861110001")
    ravi.ring()
    said = ravi.say("what appointments do I have?")
    assert "Ravi" not in said and "who you are" in said


# --- a person -------------------------------------------------------------------------------------


def tasks_of(desk: PhoneDesk, number: str) -> list[tuple[str, str]]:
    return desk.rows(f"select kind, status from tasks where phone = '{number}' order by id")


def test_0_rings_the_desk_with_a_task_that_says_what_it_is_about(desk, caller):
    caller.ring()
    caller.say("I need a cardiologist on Wednesday")
    assert "put you through" in caller.press("0")
    assert caller.dialled == [DESK]
    task = f"select status, summary from tasks where phone = '{caller.number}'"
    ((status, summary),) = desk.rows(task)
    assert status == "requested" and "cardiology" in summary
    caller.answer_dial("completed")
    assert caller.has_ended
    ((status, summary),) = desk.rows(task)
    assert status == "completed" and "put through on the phone" in summary


@pytest.mark.parametrize("status", ["no-answer", "busy", "failed"])
def test_nobody_answers_so_a_call_back_is_noted_with_its_time(desk, caller, status):
    caller.ring()
    caller.say("can I speak to a person?")
    said = caller.answer_dial(status)
    assert "nobody could take the call" in said
    assert "by Monday the eighth of June at eleven in the morning" in said
    assert tasks_of(desk, caller.number) == [("callback", "requested")], "one task, under one reference"
    assert "dermatologist" not in said
    assert "free" in caller.say("I need a dermatologist on Wednesday"), "and the call goes on"


def test_out_of_hours_nobody_is_rung(desk, caller):
    desk.at(NIGHT)
    caller.ring()
    said = caller.press("0")
    assert caller.dialled == []
    assert "closed now" in said and "We call you back" in said and "Tuesday the ninth of June" in said
    assert ("callback", "requested") in tasks_of(desk, caller.number)


def test_a_caller_without_a_number_is_asked_for_one(desk):
    desk.at(NIGHT)
    hidden = desk.caller(number="anonymous")
    hidden.ring()
    assert "On which number" in hidden.press("0")
    assert "We call you back on plus 3 5 3, 8 6" in hidden.press("0861234599#")


def test_speech_that_is_hardly_heard_is_asked_for_again_and_then_a_person_helps(desk, caller):
    caller.ring()
    assert "say it again" in caller.say("cancel all my appointments", sureness=0.1)
    assert "put you through" in caller.say("mumble", sureness=0.2)
    assert caller.dialled == [DESK]


def test_an_emergency_is_heard_however_unsure_the_recogniser_is(caller):
    caller.ring()
    assert "call 1 1 2 now" in caller.say("my father has chest pain and can't breathe", sureness=0.05)


def test_twice_not_understood_leads_to_a_person(desk, caller):
    caller.ring()
    caller.say("blorp zint")
    caller.say("kraft wumm dings")
    assert caller.dialled == [DESK], caller.heard


@pytest.mark.parametrize(
    "told",
    ["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "anonymous", "restricted", "unavailable",
     "unknown", "Anonymous", "+1266696687", ""],
)  # fmt: skip
def test_a_withheld_number_is_nobodys(desk, told):
    desk.at(NIGHT)
    first = desk.caller(number=told)
    first.ring()
    first.say("I need a cardiologist on Wednesday")
    first.hang_up()
    other = desk.caller(number=told)
    assert "say continue" not in other.ring()
    assert "On which number" in other.press("0"), "nobody is called back on it"
    other.hang_up()
    kept = desk.rows(f"select count(*) from conversations where phone = '{told or '-'}' or address like '{told}/%'")
    assert kept == [(0,)]
    assert desk.rows(f"select count(*) from tasks where phone = '{told or '-'}'") == [(0,)]
    assert desk.rows("select count(*) from tasks where phone is null and status = 'requested'") == [(0,)]


@pytest.mark.parametrize(
    ("key", "wish", "noted"),
    [
        (None, "I got a bill I don't understand", "a bill seen to"),
        (None, "I need a refill of my prescription", "a refill"),
        (None, "I am calling for my blood test results", "results"),
        ("9", "tengo un problema con mi factura", "a bill seen to"),
        ("9", "necesito renovar mi receta", "a refill"),
        ("9", "llamo por los resultados de mis análisis", "results"),
    ],
)
def test_who_is_called_knows_what_was_wanted(desk, caller, key, wish, noted):
    caller.ring()
    if key:
        caller.press(key)
    caller.say(wish)
    caller.press("0")
    caller.answer_dial("no-answer")
    ((kind, summary),) = desk.rows(f"select kind, summary from tasks where phone = '{caller.number}'")
    assert kind == "callback" and noted in summary and wish in summary and "“0”" not in summary


def test_silence_asks_for_no_0(desk, caller):
    caller.ring()
    caller.say("I need a cardiologist on Wednesday")
    for _ in range(3):
        caller.be_silent()
    summaries = desk.rows(f"select summary from tasks where phone = '{caller.number}'")
    assert all("“0”" not in summary for (summary,) in summaries)


# --- after an alarm -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "alarm", "words", "number"),
    [
        (None, "my baby is not breathing", ("hello", "please help", "what do i do", "yes", "no"), "call 1 1 2 now"),
        ("9", "mi bebé no respira", ("aló", "ayúdeme por favor", "qué hago", "sí", "no"), "llame ahora al 1 1 2"),
    ],
)
def test_after_an_alarm_every_answer_is_the_number(desk, caller, key, alarm, words, number):
    caller.ring()
    if key:
        caller.press(key)
    assert number in caller.say(alarm)
    for each in words:
        said = caller.say(each)
        assert number in said and "anything else" not in said and "algo más" not in said and "Cardio" not in said
    assert number in caller.be_silent() and not caller.has_ended
    assert number in caller.be_silent() and not caller.has_ended
    said = caller.be_silent()
    assert number in said and caller.has_ended, "the line is free for that call"
    assert "oodbye" not in said and "Adiós" not in said


def test_in_the_middle_of_a_birth_date_nobody_is_told_how_to_key_it_in(caller):
    caller.ring()
    if "press 1" in caller.say("Dr. Omar Haddad on Friday at 9"):
        caller.press("1")
    assert "key it in" in caller.say("Ines Moran")
    caller.say("she is not breathing")
    said = caller.say("hello")
    assert "call 1 1 2 now" in said and "key it in" not in said and "hash" not in said


@pytest.mark.parametrize("moment", ["day", "night"])
def test_after_an_alarm_a_person_is_one_of_those_on_call_and_at_once(desk, caller, moment):
    if moment == "night":
        desk.at(NIGHT)
    caller.ring()
    caller.say("my mother collapsed and she isn't waking up")
    said = caller.press("0")
    assert said.startswith("Hang up and call 1 1 2 now")
    if moment == "day":
        assert caller.dialled == [DESK]
        said = caller.answer_dial("no-answer")
    assert "people on call" in said and "by Monday" not in said and "opens" not in said
    assert said.count("Hang up and call") == 1
    query = f"select kind, queue, status, summary from tasks where phone = '{caller.number}' order by id"
    (_, (kind, queue, status, summary)) = desk.rows(query)
    assert (kind, queue, status) == ("callback", "oncall", "requested")
    assert "EMERGENCY" in summary and "collapsed" in summary
    assert "call 1 1 2 now" in caller.say("no")


@pytest.mark.parametrize(
    ("key", "alarm", "no"), [(None, "I want to end it all", "no"), ("9", "ya no quiero vivir más", "no, adiós")]
)
def test_who_wants_to_die_is_never_hung_up_on_with_a_goodbye(caller, key, alarm, no):
    caller.ring()
    if key:
        caller.press(key)
    caller.say(alarm)
    said = caller.say(no)
    assert "1 1 2" in said and not caller.has_ended and "oodbye" not in said and "Adiós" not in said
    assert "press 1" in said or "pulse 1" in said, "a person is offered"
    caller.be_silent()
    caller.be_silent()
    caller.be_silent()
    assert caller.dialled == [DESK]


# --- silence and the end --------------------------------------------------------------------------


def texts_to(desk: PhoneDesk, number: str) -> list[str]:
    rows = desk.rows(f"select payload from outbox where channel = 'sms' and address = '{number}'")
    return [payload for (payload,) in rows]


def test_a_landline_is_promised_no_text_message(desk):
    home = desk.caller(number=LANDLINE)
    home.ring()
    home.say("I need a cardiologist on Wednesday")
    for _ in range(3):
        said = home.be_silent()
    assert "text message" not in said and "just call again" in said and home.has_ended
    assert texts_to(desk, LANDLINE) == []


@pytest.mark.parametrize("last", ["no thank you, goodbye", None])
def test_after_all_is_done_a_goodbye_or_silence_ends_the_call(caller, last):
    caller.ring()
    caller.say(f"Dr. Grace Okafor on Thursday at {10 if last else 11}, my name is Hal Moran, born 5 May 1990")
    assert "anything else?" in caller.say("yes")
    said = caller.say(last) if last else caller.be_silent()
    assert caller.has_ended and "oodbye" in said


def test_hanging_up_lets_go_of_the_time_and_keeps_what_was_said(desk, caller):
    caller.ring()
    caller.say("I need a cardiologist on Wednesday")
    caller.press("1")
    held = "select count(*) from slots where status = 'busy-tentative'"
    before = desk.rows(held)[0][0]
    assert before >= 1
    caller.hang_up()
    assert desk.rows(held)[0][0] == before - 1
    ((state,),) = desk.rows(f"select state from conversations where address = '{caller.number}/{caller.sid}'")
    assert '"task":"book"' in state


# --- what the network does ------------------------------------------------------------------------


def test_the_same_webhook_again_gets_the_same_twiml_and_does_nothing(desk, caller):
    caller.ring()
    for words in ("I need a cardiologist on Friday", "the third one", "Fay Moran", "5 May 1990"):
        caller.say(words)
    action = caller.gather.attrib["action"]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: caller.post(action, SpeechResult="yes", Confidence="0.9").text, range(5)))
    answers.append(caller.post(action, SpeechResult="yes", Confidence="0.9").text)
    assert len(set(answers)) == 1 and "It is booked" in answers[0]
    assert len(visits_of(desk, "Fay Moran")) == 1
    first = caller.post("/webhooks/twilio/voice", CallStatus="ringing").text
    assert first == caller.documents[0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda form, headers: form.update(From="+353860000000"),
        lambda form, headers: form.update(Extra="1"),
        lambda form, headers: form.pop("To"),
        lambda form, headers: headers.clear(),
        lambda form, headers: headers.update({"X-Twilio-Signature": ""}),
        lambda form, headers: headers.update({"X-Twilio-Signature": headers["X-Twilio-Signature"].lower()}),
        lambda form, headers: headers.update({"X-Twilio-Signature": headers["X-Twilio-Signature"][:-2]}),
    ],
)
def test_what_the_vendor_did_not_sign_is_refused(desk, caller, spoil):
    form = caller.form()
    url = f"{desk.address}/webhooks/twilio/voice"
    headers = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, form)}
    spoil(form, headers)
    assert httpx2.post(url, data=form, headers=headers).status_code == 403


@pytest.mark.parametrize("wrong", [{"CallSid": "CA1"}, {"AccountSid": "AC" + "9" * 32}, {"CallSid": ""}])
def test_a_signed_request_of_another_shape_is_refused(desk, caller, wrong):
    assert caller.post("/webhooks/twilio/voice", **wrong).status_code == 403


def test_a_huge_body_is_refused(desk):
    answer = httpx2.post(f"{desk.address}/webhooks/twilio/voice", content=b"x" * (BODY_LIMIT + 1))
    assert answer.status_code == 413


def test_a_slow_answer_is_fetched_after_a_moment(desk, caller, monkeypatch):
    caller.ring()
    asked, times = desk.desk.switchboard.answer_now, count()

    def slowly(message, language="en"):
        if next(times) == 0:
            time.sleep(0.8)
        return asked(message, language)

    monkeypatch.setattr(desk.desk.switchboard, "answer_now", slowly)
    monkeypatch.setattr(webhooks, "ANSWER_SECONDS", 0.5)
    said = caller.say("I need a cardiologist on Wednesday")
    assert said.startswith("One moment, please.") and "Which suits you?" in said


def test_a_slow_greeting_is_heard_all_the_same(desk, caller, monkeypatch):
    asked, times = desk.desk.switchboard.answer_now, count()

    def slowly(message, language="en"):
        if next(times) == 0:
            time.sleep(0.9)
        return asked(message, language)

    monkeypatch.setattr(desk.desk.switchboard, "answer_now", slowly)
    monkeypatch.setattr(webhooks, "ANSWER_SECONDS", 0.3)
    said = caller.ring()
    assert said.startswith("One moment, please.")
    for told in ("automatic assistant of Elm Park Hospital", "call 1 1 2", "press 0", "Para español, pulse 9."):
        assert told in said
    assert "full name" in caller.say("Dr. Omar Haddad on Friday at 10") or "press 1" in caller.heard[-1]


def test_while_the_records_are_away_the_caller_hears_the_number_to_call(desk, caller, monkeypatch):
    def away(message, language="en"):
        raise UnansweredError(None)

    monkeypatch.setattr(desk.desk.switchboard, "answer_now", away)
    said = caller.ring()
    assert "plus 3 5 3, 1, 5 5 5, 0 1 0 0" in said and "call 1 1 2" in said and caller.has_ended


@pytest.mark.parametrize("lost", ["turns", "all"])
def test_an_emergency_is_answered_also_while_the_records_are_away(desk, caller, monkeypatch, lost):
    caller.ring()
    caller.press("9")
    desk.desk.switchboard.is_away()
    if lost == "all":
        monkeypatch.setattr(type(desk.desk.office), "read", lambda *_: 1 / 0)
    said = caller.say("mi padre tiene dolor de pecho y no respira")
    assert "Cuelgue y llame ahora al 1 1 2" in said and caller.has_ended
    desk.desk.switchboard._breaker.reset()


def test_a_step_of_a_call_whose_address_is_lost_goes_on_where_it_stood(caller):
    caller.ring()
    caller.say("I need a cardiologist on Wednesday")
    said = caller._follow(caller.post("/webhooks/twilio/voice/turn", Digits="1"))
    assert "full name" in said


# --- the judge itself -----------------------------------------------------------------------------


def test_the_vendors_classes_tell_what_twiml_may_be():
    assert {"Gather", "Say", "Dial", "Connect", "Redirect"} <= grammar().keys()
    assert faults("<Response><Gather input='dtmf'><Say>Hi</Say></Gather><Redirect>/x</Redirect></Response>") == []
    assert faults("<Response><Gather foo='1'><Dial>1</Dial></Gather><Speak/></Response>") == [
        "Gather has no foo", "Dial in Gather", "Speak in Response",
    ]  # fmt: skip
    assert faults("<Response/>") == ["no response"]


def test_what_is_said_has_nothing_to_read_or_to_tap(desk, caller):
    caller.ring()
    for words in ("help", "where do I find your privacy page", "who are you", "what have you got so far", CALLER):
        caller.say(words)
    for said in caller.heard:
        assert not any(mark in said for mark in ("http", "“", "•", "Write", " tap "))


# --- calling again --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "errand", "name", "go_on", "asks"),
    [
        (None, "Dr. Omar Haddad on Friday at 10", "Kim Moran", "continue", "full name"),
        ("9", "cita con el Dr. Omar Haddad el viernes a las 10", "Kim Moran", "continuar", "nombre completo"),
    ],
)
def test_who_was_cut_off_before_the_birth_date_goes_on_by_their_name(desk, caller, key, errand, name, go_on, asks):
    caller.ring()
    if key:
        caller.press(key)
    said = caller.say(errand)
    if "press 1" in said or "pulse 1" in said:
        caller.press("1")
    caller.say(name)
    caller.hang_up()
    desk.later(5)
    hasty = desk.caller(number=caller.number)
    hasty.ring()
    hasty.hang_up()
    other = desk.caller(number=caller.number)
    assert "say continue" in other.ring(), "a call in which nothing was begun hides nothing"
    if key:
        other.press(key)
    said = other.say(go_on)
    assert asks in said and "Haddad" not in said and "Kim" not in said
    said = other.say("Kim Moran")
    assert asks not in said
    said = other.press("05051990")
    assert "Kim Moran" in said and "Haddad" in said
    other.press("1")
    assert ("haddad", "booked") in visits_of(desk, "Kim Moran")


def test_another_name_opens_nothing(desk, caller):
    caller.ring()
    if "press 1" in caller.say("Dr. Omar Haddad on Friday at 11"):
        caller.press("1")
    caller.say("Lou Moran")
    caller.hang_up()
    other = desk.caller(number=caller.number)
    other.ring()
    other.say("continue")
    said = other.say("Tina Moran")
    assert "nothing to go on with" in said and "Haddad" not in said and "Lou" not in said


def test_after_two_hours_or_a_booking_there_is_nothing_to_go_on_with(desk, caller):
    caller.ring()
    caller.say("I need a cardiologist on Wednesday")
    caller.hang_up()
    desk.later(121)
    late = desk.caller(number=caller.number)
    assert "say continue" not in late.ring()
