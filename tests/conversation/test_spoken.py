"""What the desk says on the phone: every sentence for the ear."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from string import Formatter

import pytest

from conversation.phrases.say import Say
from conversation.phrases.voice import EARS, SPOKEN, WORDS, Voice

TO_READ = {
    "en": re.compile(r"\b(?:send 0|write|type|tap|chat)\b|“|https?:", re.IGNORECASE),
    "es": re.compile(r"\b(?:env[ií]e 0|escrib[aei]\w*|toque|chat)\b|«|https?:", re.IGNORECASE),
}
WRITTEN_ON_PURPOSE = frozenset(
    say for say in Say if say.startswith(("note_", "notice_", "mail_", "offer_", "waitlist_ended"))
)
"""For the staff, or sent by message."""
ELSEWHERE = {
    Say.I_HEARD, Say.MORE_CHOICES, Say.VOICE_UNHEARD, Say.VOICE_UNCLEAR, Say.ACCOUNT_LINKED, Say.ACCOUNT_FORGOTTEN,
    Say.ACCOUNT_UNKNOWN, Say.OPT_OUT_HELP, Say.PAUSED, Say.PAUSED_MANY, Say.PAID_WITH_RECEIPT,
    Say.NO_PAYMENTS, Say.RECEIPTS_MORE, Say.PRESCRIPTION_OFFER,
}  # fmt: skip
"""Said on channels where people write."""
WRITTEN = WRITTEN_ON_PURPOSE | ELSEWHERE | {Say.PRIVACY, Say.QUOTE, Say.CONSENT_PATH, Say.CALL_TEXT, Say.FILE_UNNAMED}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_nothing_that_is_said_on_the_phone_is_to_be_read_or_tapped(language):
    said = {**WORDS[language], **SPOKEN[language]}
    assert {say for say, words in said.items() if TO_READ[language].search(words)} <= WRITTEN


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_spoken_sentence_tells_no_fact_that_the_written_one_lacks(language):
    def facts(words: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(words) if name}

    for say, words in SPOKEN[language].items():
        assert facts(words) <= facts(WORDS[language][say]), say
    assert EARS.keys() == WORDS.keys() == SPOKEN.keys()


AT = datetime(2026, 3, 9, 9, 40)


@pytest.mark.parametrize(
    ("language", "told", "spoken"),
    [
        ("en", AT, "Monday the ninth of March at nine forty in the morning"),
        ("en", datetime(2026, 3, 1, 13, 5), "Sunday the first of March at one oh five in the afternoon"),
        ("en", time(18), "six in the evening"),
        ("en", time(12), "twelve noon"),
        ("en", Decimal("120.00"), "120 euros"),
        ("en", Decimal("1.50"), "1 euro and 50 cents"),
        ("en", "+353861234567", "plus 3 5 3, 8 6, 1 2 3, 4 5 6 7"),
        ("es", AT, "lunes nueve de marzo a las nueve y cuarenta de la mañana"),
        ("es", datetime(2026, 3, 31, 13, 20), "martes treinta y uno de marzo a la una y veinte de la tarde"),
        ("es", Decimal("95.50"), "95 euros con 50 céntimos"),
    ],
)
def test_times_amounts_and_numbers_are_told_in_words(language, told, spoken):
    assert Voice(language).aloud().tell(told) == spoken


def test_what_stands_inside_another_sentence_is_spoken_too():
    voice = Voice("en")
    fee = voice.say(Say.FEE, {"fee": Decimal(120)})
    facts = {"doctor": "Dr P", "speciality": "Cardiology", "at": AT, "patient": "Ann", "fee": fee, "phone": ""}
    assert "€120.00" in voice.say(Say.CONFIRM_BOOKING, facts)
    assert "The visit costs 120 euros. Shall" in voice.aloud().say(Say.CONFIRM_BOOKING, facts)


def test_references_are_spelled_and_dates_of_birth_told_with_their_year():
    spoken = Voice("en").aloud()
    told = spoken.say(Say.IS_BOOKED, {"doctor": "Dr P", "at": AT, "reference": "A-7K3QX2"})
    assert told.endswith("The reference is A, 7, K, 3, Q, X, 2.")
    assert spoken.birth(date(1990, 3, 14)) == "the fourteenth of March 1990"


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_label_is_spoken_with_its_day_and_time(language):
    voice = Voice(language)
    label = voice.aloud().label_from(voice, f"{voice.label(AT)}, Dr P")
    assert label == f"{voice.aloud().tell(AT)}, Dr P"


@pytest.mark.parametrize(
    ("language", "currency", "amount", "spoken"),
    [
        ("en", "NZD", "195.50", "195 dollars and 50 cents"),
        ("en", "KES", "1500", "1500 shillings"),
        ("es", "COP", "80000", "80000 pesos"),
        ("es", "CHF", "120.00", "120 francos"),
        ("en", "SEK", "300.00", "300 S E K"),
    ],
)
def test_amounts_are_spoken_in_the_hospitals_own_currency(language, currency, amount, spoken):
    assert Voice(language, currency).aloud().tell(Decimal(amount)) == spoken


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("en", "07:30–12:00", "from seven thirty in the morning to twelve noon"),
        ("es", "de 07:30 a 12:00", "de las siete y media de la mañana a las doce del mediodía"),
    ],
)
def test_hours_are_spoken_as_a_stretch(language, written, spoken):
    told = Voice(language).stretch(time(7, 30), time(12))
    assert told == written and Voice(language).aloud().tell(told) == spoken
