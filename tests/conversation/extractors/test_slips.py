"""A slip of the keyboard costs nothing where the word is plain to see, and never makes one word into another."""

from __future__ import annotations

import string
from datetime import date, datetime, time
from random import Random

import pytest

from bench.slips import slip, slip_case
from conversation.extractors.entities import Context, Doctor, Intent, Roster, Understanding
from conversation.extractors.memory import Conversation
from conversation.extractors.pipeline import understand
from conversation.extractors.spelling import correct, correct_row
from conversation.extractors.text import Message, fold
from conversation.extractors.words import words_of

NOW = datetime(2026, 6, 8, 9)
DOCTORS = (
    Doctor("patel-a", "Dr. Asha Patel"), Doctor("patel-n", "Dr. Nikhil Patel"), Doctor("okafor", "Dr. Ngozi Okafor"),
    Doctor("shah", "Dr. Imran Shah"), Doctor("obrien", "Dr. Siobhán O'Brien"), Doctor("masri", "Dr. Yusuf al-Masri"),
    Doctor("ruiz", "Dr. José Luis Ruiz Ortega"), Doctor("long", "Dr. Mary Long"), Doctor("march", "Dr. Helen March"),
    Doctor("young", "Dr. Susan Young"), Doctor("muller", "Dr. Jürgen Müller"), Doctor("cruz", "Dra. Lucía de la Cruz"),
    Doctor("berg", "Dr. Pieter van den Berg"), Doctor("garcia", "Dra. Carmen García-Lorca Núñez"),
    Doctor("lake", "Lake View Dental Care"), Doctor("kowalski", "Dr. Zbigniew Kowalski"),
)  # fmt: skip
DESK = Context(now=NOW, roster=Roster(doctors=DOCTORS))
ASKED = Context(now=NOW, roster=Roster(doctors=DOCTORS), question="doctor")


def codes(text: str, context: Context = DESK) -> set[str]:
    return {code for mention in understand(text, context).doctors for code in mention.codes}


# --- making slips ---------------------------------------------------------------------------------


def test_a_slip_is_one_letter_of_one_long_word() -> None:
    text = "Can Leo see somebody on the 14th at 10:30?"
    for seed in range(200):
        made = slip(text, Random(seed))
        assert made != text
        assert abs(len(made) - len(text)) <= 1
        assert [c for c in made if c in string.digits] == [c for c in text if c in string.digits]
        changed = [(a, b) for a, b in zip(text.split(), made.split(), strict=True) if a != b]
        assert len(changed) == 1
        assert len(changed[0][0]) >= 4
    assert slip(text, Random(7)) == slip(text, Random(7))


def test_a_text_without_a_long_word_has_no_slip() -> None:
    assert slip("at 10 am ok", Random(1)) == "at 10 am ok"


def test_only_what_the_patient_wrote_gets_slips() -> None:
    turns = [{"speaker": "bot", "text": "Which doctor?"}, {"speaker": "user", "text": "whichever"}]
    made = slip_case({"turns": turns}, Random(1))["turns"]
    assert made[0] == turns[0]
    assert made[1]["text"] != "whichever"


# --- setting them right ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["book", "look", "might", "night", "form", "from", "match", "march", "fiend", "tank", "hear", "sever", "casa",
     "caso", "harris", "thompson", "desk", "dose", "cold", "could"],
)  # fmt: skip
def test_a_plain_word_is_never_made_into_another(word: str) -> None:
    assert correct(word) == word


@pytest.mark.parametrize(
    ("slipped", "word"),
    [
        ("mondey", "monday"), ("jonday", "monday"), ("thatt", "that"), ("souhds", "sounds"), ("eprfect", "perfect"),
        ("fiive", "five"), ("quartre", "quarter"), ("appointmnet", "appointment"), ("dermatolgist", "dermatologist"),
        ("tht", "that"), ("bok", "book"), ("pleeease", "please"), ("siiii", "si"), ("noooo", "no"), ("goood", "good"),
        ("medcio", "medico"), ("mnana", "manana"), ("2moro", "tomorrow"), ("thx", "thanks"), ("xq", "porque"),
    ],
)  # fmt: skip
def test_a_slip_is_read_as_the_word_that_was_meant(slipped: str, word: str) -> None:
    assert correct(slipped) == word


def test_a_plain_word_is_set_right_beside_the_word_it_goes_with() -> None:
    assert correct_row("half pat three".split()) == ("half", "past", "three")
    assert correct_row("ext week".split()) == ("next", "week")
    assert correct_row("sounds god".split()) == ("sounds", "good")
    assert correct_row("half price".split()) == ("half", "price")


@pytest.mark.parametrize("text", ["Wednesdy at halff past 3", "wendesday at half pst three", "Wednesday at hal past 3"])
def test_a_time_is_heard_through_a_slip(text: str) -> None:
    when = understand(text, DESK).whens[0]
    assert when.dates and when.dates.day == date(2026, 6, 10)
    assert when.times and when.times.first in (time(15, 30), time(3, 30))


@pytest.mark.parametrize("text", ["Thatt is fine", "souhds good", "yess please", "ePrfect, thanks", "claroo que si"])
def test_a_yes_is_heard_through_a_slip(text: str) -> None:
    assert understand(text, DESK).says(Intent.YES)


@pytest.mark.parametrize(
    ("text", "town"),
    [("a dentist in San Jsoe please", "San Jose"), ("find one in Liverpol", "Liverpool"),
     ("somebody in Palo Altto", "Palo Alto"), ("a doctor in san ramon", "san ramon")],
)  # fmt: skip
def test_a_town_is_told_as_it_is_written(text: str, town: str) -> None:
    heard = Conversation().hear(text, "", NOW, Roster())
    assert heard.fields["location"] == town


def test_a_slip_of_an_ordinary_word_is_no_town() -> None:
    assert "location" not in Conversation().hear("at three in the afternooj", "", NOW, Roster()).fields


# --- names of doctors -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dr. A. Patel", "patel-a"), ("Patel, N.", "patel-n"), ("Dr AP", "patel-a"), ("dr.okafor tomorrow", "okafor"),
        ("J.L. Ruiz", "ruiz"), ("Mr Okafor", "okafor"), ("Mrs. Young on Friday", "young"),
        ("Herr Doktor Mueller", "muller"),
        ("Okafor, Ngozi", "okafor"), ("Patel Asha", "patel-a"), ("o brien", "obrien"), ("siobhan obrien", "obrien"),
        ("dr almasri", "masri"), ("Dr al-Masri", "masri"), ("dr al masri", "masri"), ("dr vandenberg", "berg"),
        ("dr van den berg", "berg"), ("la doctora de la cruz", "cruz"), ("dra garcia lorca", "garcia"),
        ("jose luis ortega", "ruiz"), ("doctor k o w a l s k i", "kowalski"), ("Lake View Dentla Care", "lake"),
        ("Ngozi Okafr", "okafor"), ("with okaforr on monday", "okafor"), ("doctor shaw", "shah"),
        ("o'kaffer", "okafor"), ("doctor kovalski", "kowalski"), ("Dr Long", "long"), ("Dr. March on 3 March", "march"),
    ],
)  # fmt: skip
def test_a_doctor_is_found_however_the_name_is_written(text: str, code: str) -> None:
    assert codes(text) == {code}


@pytest.mark.parametrize("text", ["Dr Patel", "patel", "doctor pattel", "Dr.Patel"])
def test_two_doctors_of_one_name_stay_two(text: str) -> None:
    assert codes(text) == {"patel-a", "patel-n"}


@pytest.mark.parametrize(
    "text",
    ["how long does it take", "in march", "a young doctor", "is there another doctor as well",
     "I live on Ortega Street", "change it to March 13th", "NO", "is it ok"],
)  # fmt: skip
def test_a_word_of_the_language_is_nobody_in_passing(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(("text", "code"), [("long", "long"), ("Young", "young"), ("AP", "patel-a")])
def test_a_word_of_the_language_is_a_name_where_one_is_asked_for(text: str, code: str) -> None:
    assert codes(text, ASKED) == {code}


@pytest.mark.parametrize("text", ["NO", "no", "the young one", "monday at ten", "ok"])
def test_an_answer_is_no_name_though_one_is_asked_for(text: str) -> None:
    assert codes(text, ASKED) == set()


# --- case, spaces and signs -----------------------------------------------------------------------

SAID = (
    "Hi, I'd like to see Dr. Okafor next Tuesday at 3 pm, it's for my son Ben",
    "¿Puede ser el miércoles por la mañana con la doctora García-Lorca?",
    "My name is Mary and I don't want Dr Shah",
    "is there a dentist anywhere in San Ramon",
)


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize(
    "written",
    [
        str.upper, str.lower, lambda t: t.replace(" ", "  "), lambda t: t.replace(" ", "\u00a0"),
        lambda t: f" \t{t}\r\n", lambda t: t.replace("'", "\u2019"), lambda t: "\u200f" + t.replace(" ", " \u200b"),
        lambda t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t),
    ],
    ids=["capitals", "small", "doubled spaces", "no-break", "around", "curly", "invisible", "full width"],
)  # fmt: skip
def test_the_way_of_writing_changes_nothing(text: str, written: object) -> None:
    assert callable(written)
    plain, other = understand(text, DESK), understand(written(text), DESK)
    assert [mention.codes for mention in other.doctors] == [mention.codes for mention in plain.doctors]
    assert [(when.dates, when.times) for when in other.whens] == [(when.dates, when.times) for when in plain.whens]
    assert [mention.intent for mention in other.intents] == [mention.intent for mention in plain.intents]
    assert [fold(each.person.name or "") for each in (other, plain) if each.person] in ([], 2 * [_name(plain)])
    assert other.language == plain.language


def _name(understanding: Understanding) -> str:
    return fold(understanding.person.name or "") if understanding.person else ""


def test_places_in_a_message_quote_the_senders_own_words() -> None:
    message = Message.read("Dr.\u00a0\u00a0 Ｓｈａｈ \u200bat  ３ pm")
    words = words_of(message)
    assert words.read == ("doctor", "shah", "at", "3", "pm")
    assert words.span(1, 2).words == "Ｓｈａｈ"
    assert words.span(3, 5).words == "３ pm"
