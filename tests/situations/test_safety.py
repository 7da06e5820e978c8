"""An emergency is met with the number and an alert, wherever it is said; everyday words raise no alarm."""

from __future__ import annotations

import pytest

from tests.situations.desk import Frontdesk, phrases

WALTER = "+13035550201"

DANGER = [
    "chest pain now, left arm numb",
    "my father collapsed, not breathing",
    "chst pane for the last hour",
    "my chest is killing me and it goes down my left arm",
    "half of her face has dropped",
    "spreading rash with fever and confusion",
    "my blood sugar is 28 and I'm confused",
    "there's so much blood",
    "34 weeks pregnant with a splitting headache and seeing spots",
    "I'm pregnant and my blood pressure is 160/110",
    "32 weeks and my hands are swollen and I see spots",
    "I've called about this bill three times and nobody answers and now my chest hurts and my arm is numb",
    "book me for Monday, also I can't breathe",
    "dolor en el pecho ahora",
    "mi papá se desmayó y no despierta",
    "le dio una convulsión a mi niña",
    "estoy embarazada y me duele mucho la cabeza y veo lucecitas",
]


@phrases("words", DANGER)
def test_86_an_emergency_in_mid_booking_gets_the_number_first(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER)
    chat.say("I need Dr Hansen on Wednesday")
    answer = chat.say(words)
    assert "911" in answer.text.splitlines()[0]
    assert answer.happened == ["emergency.advised"] and copper.tasks() == ["emergency"]
    assert answer.labels == [] and "?" not in answer.text
    assert copper.booked() == []


@phrases(
    "words",
    [
        "I want to die",
        "nobody would miss me if I was gone",
        "I'm going to take all my pills",
        "my daughter says she wants to kill herself",
        "i just want to disappear forever",
        "ya no quiero vivir",
        "mi vida no vale nada",
        "me quiero matar",
    ],
)
def test_88_wanting_to_die_gets_the_crisis_line_and_people(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert "988" in answer.text and "911" in answer.text and copper.tasks() == ["emergency"]
    assert answer.labels == [] and "?" not in answer.text


@phrases(
    ("thanks", "then"),
    [
        ("ok calling them", "it's better now, can I book for Wednesday at 10"),
        ("i'm ok now", "the ten o'clock please"),
        ("gracias", "ya estoy mejor, el miércoles a las 10 por favor"),
    ],
)
def test_86_afterwards_the_booking_goes_on_with_what_was_said(copper: Frontdesk, thanks: str, then: str) -> None:
    chat = copper.chat(WALTER)
    chat.say("I need Dr Hansen on Wednesday", "chest pain now")
    answer = chat.say(thanks)
    assert not any(sorry in answer.text for sorry in ("didn't get that", "no le he entendido"))
    chat.say(then)
    chat.agree()
    assert copper.booked() == ["hansen 2026-06-10 10:00"]


HARMLESS = [
    "my chest X-ray report please",
    "I had chest pain last year, need a check-up",
    "appointment at the heart failure clinic",
    "no chest pain, just a cough",
    "which number do I call in an emergency?",
    "it's not an emergency, a routine visit please",
    "that bill nearly gave me a heart attack",
    "my back is killing me",
    "I can't do this anymore on the phone, just book it",
    "my son has a fit when he sees needles",
    "I'm pregnant and need a blood pressure check",
    "my grandmother died of a stroke",
    "I'm dying to see Dr Bello",
    "does Monday fit you?",
    "no me duele el pecho",
    "mi abuelo murió de un infarto",
    "casi me da un infarto con la factura",
    "quiero cancelar todo",
    "me urge una cita",
    "estoy embarazada y quiero cita con ginecología",
]


@pytest.mark.parametrize("words", HARMLESS)
def test_89_everyday_words_raise_no_alarm(copper: Frontdesk, words: str) -> None:
    assert "emergency.advised" not in copper.chat(WALTER).say(words).happened
    assert copper.tasks() == []


@phrases("thanks", ["ok calling", "ok", "vale, llamo ahora"])
def test_86_an_ok_after_the_alarm_answers_nothing_that_was_asked_before(desk: Frontdesk, thanks: str) -> None:
    chat = desk.chat()
    assert chat.say("my chest x-ray report please").question == "prove_name"
    chat.say("my father collapsed and is not breathing")
    chat.say(thanks)
    assert desk.tasks() == ["emergency"]


@phrases(
    "words",
    [
        "my father collapsed, not breathing",
        "mum has passed out and she isn't breathing",
        "mi padre se ha desplomado y no respira",
        "mi abuela se desmayó y no reacciona",
    ],
)
def test_87_somebody_collapsed_gets_the_number_and_an_alert_and_no_coaching(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert "911" in answer.text.splitlines()[0] and answer.happened == ["emergency.advised"]
    assert copper.tasks() == ["emergency"] and copper.booked() == []
    coached = ("compress", "cpr", "mouth", "compresion", "reanim", "boca")
    assert not any(word in answer.text.casefold() for word in coached)


@phrases(
    "words",
    [
        "my chest X-ray report please",
        "can I have the results of my chest scan",
        "el informe de mi radiografía de tórax",
    ],
)
def test_90_a_report_about_the_chest_is_an_errand(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert answer.happened == ["identity.challenged"] and copper.tasks() == []
    assert "Call 911 now" not in answer.text
    assert answer.raw["replies"] and "?" not in answer.words.partition("\n")[0]


@phrases(
    "words",
    [
        "dolor en el pecho ahora",
        "chst pane right now",
        "me duele muchisimo el pecho y el braso izquierdo",
        "no puedo respirar",
    ],
)
def test_91_another_language_or_spelling_meets_the_same_gate(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert answer.happened == ["emergency.advised"] and "911" in answer.text.splitlines()[0]
    assert copper.tasks() == ["emergency"]


@phrases(
    "words",
    [
        "This is the third time I am overcharged, the invoice of 12 May lists tests I never had, nobody picks up the "
        "phone, my wife had to drive twice and as I write this my chest is crushing and I can't breathe, and I want "
        "every cent back",
        "Llevo semanas reclamando la factura de mayo, me cobraron dos veces la analítica y nadie contesta, y ahora "
        "mismo tengo un dolor muy fuerte en el pecho y me falta el aire, quiero mi dinero",
    ],
)
def test_92_an_emergency_inside_a_long_complaint_is_found(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert answer.happened == ["emergency.advised"] and copper.tasks() == ["emergency"]
    assert "911" in answer.text.splitlines()[0] and answer.labels == []


@phrases(
    "words",
    [
        "Spreading rash with fever and confusion",
        "my son has a fever and a rash that is spreading, and he is confused",
        "tengo fiebre, manchas que se extienden por la piel y estoy confundido",
    ],
)
def test_94_a_spreading_rash_with_fever_and_confusion_is_no_visit_in_six_weeks(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert answer.happened == ["emergency.advised"] and answer.offered == [] and copper.tasks() == ["emergency"]


@phrases(
    "words",
    [
        "I'm pregnant and my blood pressure is 160/110",
        "32 weeks pregnant and my blood pressure is really high",
        "my blood pressure is 165 over 100 and I'm pregnant",
        "estoy embarazada de 30 semanas y tengo la tensión muy alta",
    ],
)
def test_95_pregnant_with_high_blood_pressure_is_more_than_either(copper: Frontdesk, words: str) -> None:
    assert copper.chat(WALTER).say(words).happened == ["emergency.advised"]
    assert copper.chat(WALTER).say("I'm pregnant and I'd like a visit on Thursday").events == []
    assert copper.chat(WALTER).say("my blood pressure is a bit high, I'd like a check-up").events == []
