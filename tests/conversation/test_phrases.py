"""The desk says everything in every language, in words that patients know, and tells dates, money and lists rightly."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from string import Formatter
from typing import Any

import pytest

from conversation.phrases.say import Say
from conversation.phrases.voice import DEFAULT, GRAMMARS, SPOKEN, WORDS, Voice
from hospital.directory import ServiceName

EN, ES = (Voice(language, today=date(2026, 6, 8)) for language in ("en", "es"))
TUESDAY = datetime(2026, 6, 9, 9, 5)
INSIDERS = {
    "en": (
        "slot slots hold holds held holding release released identity token null invalid database session row uuid "
        "extractor intent parse timeout exception"
    ).split(),
    "es": "slot slots token identidad nulo inválido bloqueado liberado liberada base uuid excepción".split(),
}
"""Words of the workshop."""
OPT_OUT = {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke", "baja", "alto", "parar"}
"""Carriers take these alone for "never write to me again"."""


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def plain(words: str) -> list[str]:
    """The words of a sentence without its placeholders, in lower case."""
    return re.findall(r"[^\W\d_]+", re.sub(r"\{[\w:]+\}", " ", words).casefold())


# --- every sentence in every language -------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(WORDS))
def test_no_sentence_is_without_words(language: str) -> None:
    assert WORDS[language].keys() == set(Say)
    mute = {say for say, words in WORDS[language].items() if not words.strip()}
    assert mute <= {Say.NOTHING}


def test_each_language_has_its_grammar() -> None:
    assert GRAMMARS.keys() == WORDS.keys()
    assert DEFAULT in WORDS
    for grammar in GRAMMARS.values():
        assert (len(set(grammar.weekdays)), len(set(grammar.months))) == (7, 12)
        assert grammar.relations.keys() == GRAMMARS[DEFAULT].relations.keys()
        assert all(grammar.relations.values())


def test_a_sentence_tells_the_same_facts_in_every_language() -> None:
    told = {say: {frozenset(placeholders(words[say])) for words in WORDS.values()} for say in Say}
    assert {say: facts for say, facts in told.items() if len(facts) > 1} == {}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_facts_are_told_as_they_are_wherever_they_stand(language: str) -> None:
    for say, words in WORDS[language].items():
        said = Voice(language).say(say, dict.fromkeys(placeholders(words), "X{y}"))
        assert said.count("X{y}") == len(re.findall(r"\{\w+(?::\w+)?\}", words)), say


def test_labels_are_short_enough_for_buttons_and_differ() -> None:
    for words in WORDS.values():
        labels = [words[say] for say in Say if say.name.startswith("LABEL_")]
        assert len(set(labels)) == len(labels)
        assert all(len(label) <= 24 for label in labels if "{" not in label)


# --- words that patients know ---------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(WORDS))
def test_patients_never_read_words_of_the_workshop(language: str) -> None:
    found = {
        (say.name, word)
        for say, words in WORDS[language].items()
        for word in plain(words)
        if word in INSIDERS[language]
    }
    assert found == set()
    assert not any("diagnosis required" in words.casefold() for words in WORDS[language].values())


@pytest.mark.parametrize("language", sorted(WORDS))
def test_nobody_is_asked_to_write_or_offered_a_word_by_which_they_would_leave_for_good(language: str) -> None:
    for say, words in WORDS[language].items():
        to_write = re.findall(r"[“«\"]([^”»\"]+)[”»\"]", words)
        told = [words] if say.name.startswith("LABEL_") else []
        assert not {phrase.strip(" .!").casefold() for phrase in (*to_write, *told)} & OPT_OUT, say


@pytest.mark.parametrize("language", sorted(WORDS))
def test_sentences_end_and_are_typed_cleanly(language: str) -> None:
    for say, words in WORDS[language].items():
        assert "  " not in words, say
        assert words == words.rstrip(), say
        assert not re.search(r"\s[.,;:?!](?!\S)", words), say


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voice", "day", "moment", "label"),
    [
        (EN, "Tuesday 9 June", "Tuesday 9 June at 09:05", "Tue 9 Jun 09:05"),
        (ES, "martes 9 de junio", "martes 9 de junio a las 09:05", "Mar 9 jun 09:05"),
    ],
    ids=["en", "es"],
)
def test_days_and_times_are_told_in_full_and_briefly_on_buttons(
    voice: Voice, day: str, moment: str, label: str
) -> None:
    assert (voice.tell(TUESDAY.date()), voice.tell(TUESDAY), voice.label(TUESDAY)) == (day, moment, label)
    assert voice.tell(time(14, 30)) == "14:30"


def test_a_phone_is_told_in_groups_as_the_pages_show_it_and_other_numbers_as_they_are() -> None:
    assert EN.say(Say.NOT_KNOWN, {"phone": "+441614960100"}).endswith("+44 161 496 0100.")
    assert [EN.tell(text) for text in ("112", "116 123", "H-214")] == ["112", "116 123", "H-214"]


def test_a_day_far_off_is_told_with_its_year() -> None:
    assert EN.day(date(1990, 3, 14)) == "Wednesday 14 March 1990"
    assert ES.day(date(2027, 12, 1)) == "miércoles 1 de diciembre de 2027"
    assert EN.day(date(2026, 12, 31)) == "Thursday 31 December"
    assert Voice("en").day(date(1990, 3, 14)) == "Wednesday 14 March"


def test_no_two_days_of_a_week_or_months_of_a_year_look_alike_on_buttons() -> None:
    for language in GRAMMARS:
        voice = Voice(language)
        assert len({voice.label(datetime(2026, 6, day, 9)).split()[0] for day in range(1, 8)}) == 7
        assert len({voice.label(datetime(2026, month, 1, 9)).split()[2] for month in range(1, 13)}) == 12


# --- money ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "currency", "told"),
    [
        ("en", "EUR", "€120.50"),
        ("en", "USD", "$120.50"),
        ("en", "CHF", "120.50 CHF"),
        ("es", "EUR", "120,50 €"),
        ("es", "USD", "$120.50"),
        ("es", "MXN", "$120.50"),
        ("es", "CLP", "$120"),
        ("es", "ARS", "$120,50"),
        ("es", "PEN", "S/ 120.50"),
        ("en", "CLP", "CLP $120"),
        ("en", "ZAR", "R120.50"),
        ("en", "KES", "KSh 120.50"),
    ],
)
def test_money_is_told_as_people_of_that_language_write_it(language: str, currency: str, told: str) -> None:
    assert Voice(language, currency).tell(Decimal("120.5")).replace("\u00a0", " ") == told


@pytest.mark.parametrize(
    ("language", "currency", "told"),
    [("es", "CLP", "$65.000"), ("es", "COP", "$65.000"), ("es", "MXN", "$65,000.00"), ("es", "PYG", "₲ 65.000"),
     ("en", "CLP", "CLP $65,000"), ("en", "USD", "$65,000.00"), ("en", "GBP", "£65,000.00")],
)  # fmt: skip
def test_thousands_are_marked_as_in_the_currencys_own_countries(language: str, currency: str, told: str) -> None:
    assert Voice(language, currency).tell(Decimal(65000)) == told


@pytest.mark.parametrize(
    ("language", "currency", "told"),
    [("es", "CLP", "65000 pesos"), ("en", "CLP", "65000 pesos"), ("es", "PYG", "65000 guaraníes"),
     ("en", "ZAR", "65000 rand"), ("es", "CRC", "65000 colones"), ("en", "USD", "65000 dollars")],
)  # fmt: skip
def test_money_is_called_by_its_name_on_the_phone(language: str, currency: str, told: str) -> None:
    assert Voice(language, currency).aloud().tell(Decimal(65000)) == told


@pytest.mark.parametrize("language", ["en", "es"])
def test_money_of_every_country_that_speaks_our_languages_has_a_sign_and_a_name(language: str) -> None:
    for currency in (
        "ARS BOB CLP COP CRC CUP DOP GTQ HNL MXN NIO PAB PEN PYG UYU VES EUR USD GBP CAD AUD NZD SGD JMD TTD BBD BSD "
        "BZD GYD XCD FJD ZAR NGN GHS KES UGX TZS BWP NAD ZMW PHP PKR INR"
    ).split():
        voice = Voice(language, currency)
        assert currency not in voice.aloud().tell(Decimal(120)), currency
        if language == "en" or currency in "ARS BOB CLP COP CRC CUP DOP GTQ HNL MXN NIO PAB PEN PYG UYU VES".split():
            assert not voice.tell(Decimal(120)).endswith(currency), currency


def test_money_is_told_to_the_cent_and_whole_where_there_are_no_cents() -> None:
    assert Voice("en", "EUR").tell(Decimal("0.1")) == "€0.10"
    assert Voice("en", "EUR").tell(Decimal(25)) == "€25.00"
    assert Voice("en", "JPY").tell(Decimal(5000)) in ("¥5000", "¥5,000")


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voice", "items", "told"),
    [
        (EN, [], ""),
        (EN, ["Ada"], "Ada"),
        (EN, ["Ada", "Bo"], "Ada and Bo"),
        (EN, ["Ada", "Bo", "Cy"], "Ada, Bo and Cy"),
        (ES, ["Ada", "Bo", "Cy"], "Ada, Bo y Cy"),
        (ES, ["Bo", "Inés"], "Bo e Inés"),
        (ES, ["Bo", "Hilario"], "Bo e Hilario"),
        (ES, ["Bo", "Hielo"], "Bo y Hielo"),
    ],
)
def test_lists_are_told_as_spoken(voice: Voice, items: list[str], told: str) -> None:
    assert voice.tell(items) == voice.tell(tuple(items)) == told


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (["Cardiología", "Pediatría"], "Cardiología o Pediatría"),
        (["Cardiología", "Oftalmología"], "Cardiología u Oftalmología"),
        (["Cardiología", "Hostelería"], "Cardiología u Hostelería"),
    ],
)
def test_a_choice_of_two_is_told_as_spoken_in_spanish(items: list[str], told: str) -> None:
    assert ES.one_of(items) == told
    assert EN.one_of(["Ada", "Bo"]) == "Ada or Bo"


# --- facts ----------------------------------------------------------------------------------------


def test_what_people_wrote_is_told_as_they_wrote_it() -> None:
    assert EN.say(Say.QUOTE, {"words": "{number} %s {}"}) == "{number} %s {}"


@pytest.mark.parametrize("facts", [{}, {"hospital": "Rosehill"}])
def test_a_sentence_whose_facts_are_missing_is_not_said(facts: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        EN.say(Say.INTRODUCTION, facts)


def test_a_language_that_the_desk_does_not_speak_gets_its_first_one() -> None:
    assert Voice("fi").say(Say.WELCOME) == EN.say(Say.WELCOME)
    assert Voice("fi").grammar is GRAMMARS[DEFAULT]


@pytest.mark.parametrize("language", sorted(WORDS))
def test_an_emergency_is_told_with_the_number_before_anything_else(language: str) -> None:
    facts = {"number": "112", "crisis": "116 123", "hospital": "Rosehill"}
    for say in (Say.EMERGENCY, Say.EMERGENCY_ALONE, Say.CRISIS, Say.CRISIS_WITHOUT_LINE):
        assert "112" in re.split(r"[.\n]", Voice(language).say(say, facts))[0]


# --- articles -------------------------------------------------------------------------------------

DOCTORS = {"Dr. Iker Urrutia": "male", "Dra. Pilar Quesada": "female", "Dr Asha Rao": "female"}


@pytest.mark.parametrize(
    ("sentence", "fact", "told"),
    [
        ("con {x:el}", "Dr. Iker Urrutia", "con el Dr. Iker Urrutia"),
        ("con {x:el}", "Dra. Pilar Quesada", "con la Dra. Pilar Quesada"),
        ("con {x:el}", "Dr Asha Rao", "con la Dra. Asha Rao"),
        ("la lista {x:de}", "Dr. Iker Urrutia", "la lista del Dr. Iker Urrutia"),
        ("ver {x:a}", "Dr. Iker Urrutia", "ver al Dr. Iker Urrutia"),
        ("ver {x:a}", "Dr Kim Lee", "ver a Dr Kim Lee"),
        ("soy {x:de}", "Hospital San Telmo", "soy del Hospital San Telmo"),
        ("soy {x:de}", "Clínica del Mar", "soy de la Clínica del Mar"),
        ("soy {x:de}", "Harbour View", "soy de Harbour View"),
        ("hasta {x:el}", time(10, 30), "hasta las 10:30"),
        ("hasta {x:el}", time(1, 15), "hasta la 01:15"),
        ("hasta {x:el}", TUESDAY, "hasta el martes 9 de junio a las 09:05"),
        ("a partir {x:de}", TUESDAY, "a partir del martes 9 de junio a las 09:05"),
    ],
)
def test_spanish_facts_stand_with_the_articles_that_belong_to_them(sentence: str, fact: Any, told: str) -> None:
    assert Voice("es", today=date(2026, 6, 8), genders=DOCTORS).fill(sentence, {"x": fact}) == told


def test_a_button_is_told_anew_in_another_language_and_names_on_it_stay() -> None:
    assert ES.label_from(EN, "Tue 9 Jun 09:05, Dr Mark May") == "Mar 9 jun 09:05, Dr Mark May"
    assert EN.label_from(ES, "Cancelar: Vie 1 may 16:30, Dra. Sol Mar") == "Cancelar: Fri 1 May 16:30, Dra. Sol Mar"
    assert EN.label_from(ES, "Otras horas") == "Otras horas"


@pytest.mark.parametrize("language", sorted(WORDS))
def test_no_sentence_speaks_of_a_test_as_of_somebody(language: str) -> None:
    lipid = ServiceName("Lipid panel")
    for table, voice in ((WORDS, Voice(language)), (SPOKEN, Voice(language).aloud())):
        for key, words in table[language].items():
            names = placeholders(words)
            if "doctor" not in names:
                continue
            told = voice.say(key, {**dict.fromkeys(names, "…"), "doctor": lipid, "count": 1})
            assert lipid in told or "Perfil lipídico" in told, key
            assert not re.search(rf"\b(?:with|con|sees|a visit to) (?:el |la )?(?:{lipid}|Perfil)", told), told
