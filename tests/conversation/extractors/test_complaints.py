"""A complaint leads to the specialities of this hospital that see to it, best first, or to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from conversation.extractors.complaints import find_complaint
from conversation.extractors.entities import Complaint, Context, Doctor, Roster, Span, Speciality
from conversation.extractors.lexicons import load
from conversation.extractors.pipeline import understand
from conversation.extractors.specialities import vocabulary
from conversation.extractors.text import Message

FULL = Roster(
    specialities=tuple(
        Speciality(code, code.replace("-", " "), default=code == "general-medicine")
        for code in (
            "general-medicine", "cardiology", "dermatology", "orthopaedics", "neurology", "gastroenterology", "ent",
            "ophthalmology", "paediatrics",
            "gynaecology", "psychiatry", "urology", "endocrinology", "pulmonology", "dentistry", "allergy", "surgery",
        )
    )
)  # fmt: skip
SMALL = Roster(
    specialities=(
        Speciality("heart", "Cardiology"),
        Speciality("skin", "Dermatology", complaints={"en": ["tattoo regret"], "es": ["tatuaje feo"]}),
        Speciality("gp", "General Practice", default=True),
    )
)
DESK = Context(now=datetime(2026, 6, 8, 9), roster=FULL)


def ranked(text: str, roster: Roster = FULL) -> list[str]:
    found = find_complaint(Message.read(text), replace(DESK, roster=roster))
    return [code for code, _ in found.specialities] if found else []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("my knee hurts when I walk", "orthopaedics"), ("there is a rash on both my arms", "dermatology"),
        ("toothache since Sunday", "dentistry"),
        ("I keep getting migraines", "neurology"), ("palpitations at night", "cardiology"),
        ("heartburn after every meal", "gastroenterology"),
        ("my ears are ringing", "ent"), ("blurry vision in one eye", "ophthalmology"),
        ("I am pregnant and need a check", "gynaecology"),
        ("burning when I pee", "urology"), ("I feel so anxious and sad", "psychiatry"),
        ("wheezing and a cough that will not go", "pulmonology"),
        ("my blood sugar is too high", "endocrinology"), ("flu symptoms, fever and aches", "general-medicine"),
        ("hay fever and pollen", "allergy"),
        ("I twisted my ankle playing football", "orthopaedics"), ("my hair is falling out", "dermatology"),
        ("me duele la rodilla", "orthopaedics"),
        ("tengo acné", "dermatology"), ("dolor de muelas", "dentistry"), ("tengo mareos y migraña", "neurology"),
        ("sangre en la orina", "urology"),
        ("my baby has colic", "paediatrics"), ("me pica mucho la piel", "dermatology"), ("varicose veins", "surgery"),
        ("stomache ache", "gastroenterology"),
        ("my lower back is killing me", "orthopaedics"), ("excema on my hands", "dermatology"),
        ("diarreah for three days", "gastroenterology"),
    ],
)  # fmt: skip
def test_the_speciality_that_fits_best_comes_first(text: str, first: str) -> None:
    assert ranked(text)[0] == first


@pytest.mark.parametrize(
    "text",
    [
        "I need an appointment",
        "Tuesday at 10",
        "call me back",
        "yes please",
        "hello",
        "my bill is wrong",
        "quiero una cita",
        "Dr Chen",
    ],
)
def test_no_complaint_is_made_up(text: str) -> None:
    assert ranked(text) == []


@pytest.mark.parametrize("text", ["no rash", "I don't have a fever", "sin fiebre", "not my knee, it's fine"])
def test_what_is_denied_is_no_complaint(text: str) -> None:
    assert ranked(text) == []


def test_what_is_denied_leaves_the_rest() -> None:
    assert ranked("no rash but my tooth hurts")[0] == "dentistry"


def test_only_specialities_of_this_hospital_are_answered() -> None:
    assert set(ranked("my knee hurts and I have a rash", SMALL)) <= {"heart", "skin", "gp"}
    assert ranked("palpitations", SMALL)[0] == "heart"


def test_where_nothing_fits_better_the_default_one_stands_in() -> None:
    assert ranked("toothache and a broken toe", SMALL) == ["gp"]


def test_the_hospitals_own_words_lead_to_its_own_speciality() -> None:
    assert ranked("I have tattoo regret", SMALL)[0] == "skin"
    assert ranked("tengo un tatuaje feo", SMALL)[0] == "skin"


def test_scores_fall_and_stay_between_nothing_and_one() -> None:
    found = find_complaint(Message.read("fever, cough and an itchy rash on my arm"), DESK)
    assert found is not None
    scores = [score for _, score in found.specialities]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_the_complaint_quotes_the_senders_words() -> None:
    found = find_complaint(Message.read("Hi, my LEFT KNEE hurts a lot, thanks"), DESK)
    assert found is not None
    assert found.span.words == "KNEE hurts"


def test_a_sick_child_is_led_to_the_childrens_doctor_before_the_general_one() -> None:
    order = ranked("my 3 year old daughter has a fever")
    assert order.index("paediatrics") < order.index("general-medicine")


# --- breadth --------------------------------------------------------------------------------------

EVERYWHERE = Roster(
    specialities=tuple(
        Speciality(key, key.replace("-", " "), default=key == "general-medicine") for key in vocabulary()
    )
)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("my pacemaker needs its check", "cardiology"), ("my legs and feet swell by evening", "cardiology"),
        ("a mole that bleeds", "dermatology"), ("sweaty palms ruin my handshake", "dermatology"),
        ("my knee gives way on stairs", "orthopaedics"), ("I fell on my wrist skating", "orthopaedics"),
        ("gout in my big toe", "rheumatology"), ("hands stiff every morning for an hour", "rheumatology"),
        ("he had a seizure in May", "neurology"), ("pins and needles in my fingers", "neurology"),
        ("piles that bleed", "gastroenterology"), ("acid keeps coming up", "gastroenterology"),
        ("snoring that wakes the house", "ent"), ("I need a hearing aid", "ent"),
        ("straight lines look wavy", "ophthalmology"), ("new glasses", "ophthalmology"),
        ("my inhaler does not help", "pulmonology"), ("sick note for work", "general-medicine"),
        ("nappy rash", "paediatrics"), ("baby has a cold", "paediatrics"),
        ("my coil has to come out", "gynaecology"), ("smear test", "gynaecology"),
        ("hot flushes all day", "gynaecology"),
        ("panic attacks on the bus", "psychiatry"), ("I drink too much and cannot stop", "psychiatry"),
        ("our marriage is in crisis, marriage problems", "counselling"),
        ("weak stream and dribbling", "urology"), ("a lump on my testicle", "urology"),
        ("dialysis while on holiday", "nephrology"), ("frothy urine", "nephrology"),
        ("insulin adjustment", "endocrinology"), ("my thyroid is slow", "endocrinology"),
        ("wisdom tooth", "dentistry"), ("a filling fell out", "dentistry"),
        ("back from Kenya with a fever", "infectious-diseases"),
        ("tick bite with a ring around it", "infectious-diseases"),
        ("I bruise so easily", "haematology"), ("low iron", "haematology"),
        ("chemo follow-up", "oncology"), ("a biopsy that was malignant", "oncology"),
        ("groin hernia", "surgery"), ("calf cramps when I walk and eases when I stop", "surgery"),
        ("peanut allergy", "allergy"), ("STI test", "sexual-health"),
        ("a leg ulcer that will not close", "surgery"), ("corns and calluses", "podiatry"),
    ],
)  # fmt: skip
def test_what_a_department_sees_to_is_known_in_plain_words(text: str, first: str) -> None:
    assert ranked(text, EVERYWHERE)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("me va el corazón a mil", "cardiology"), ("tengo la presión muy alta", "cardiology"),
        ("me salieron ronchas", "dermatology"), ("un lunar que sangra", "dermatology"),
        ("la rodilla me truena", "orthopaedics"), ("me torcí el tobillo", "orthopaedics"),
        ("se me duermen las manos", "neurology"), ("ando con jaqueca", "neurology"),
        ("me duele la guata", "gastroenterology"), ("dolor de panza después de comer", "gastroenterology"),
        ("llevo cuatro días sin ir al baño", "gastroenterology"),
        ("estoy afónica", "ent"), ("tengo tapado el oído", "ent"),
        ("veo borroso de lejos", "ophthalmology"), ("necesito anteojos", "ophthalmology"),
        ("me falta el aire y silba el pecho", "pulmonology"),
        ("vengo con gripa", "general-medicine"), ("quiero un chequeo", "general-medicine"),
        ("puros achaques", "general-medicine"),
        ("mi bebita tiene cólicos", "paediatrics"), ("no me baja la regla", "gynaecology"),
        ("quiero quitarme el DIU", "gynaecology"), ("bochornos y sudores de la menopausia", "gynaecology"),
        ("ataques de pánico", "psychiatry"), ("me arde al orinar", "urology"),
        ("piedras en el riñón", "urology"), ("me dializan, necesito diálisis", "nephrology"),
        ("se me subió el azúcar", "endocrinology"), ("se me rompió una muela", "dentistry"),
        ("creo que es dengue", "infectious-diseases"), ("salí con anemia", "haematology"),
        ("control de quimioterapia", "oncology"), ("tengo várices en las piernas", "surgery"),
        ("alergia al polen", "allergy"), ("prueba de VIH", "sexual-health"), ("una hernia en la ingle", "surgery"),
    ],
)  # fmt: skip
def test_spanish_of_either_side_of_the_ocean_leads_as_far(text: str, first: str) -> None:
    desk = replace(DESK, language="es", roster=EVERYWHERE)
    found = find_complaint(Message.read(text), desk)
    assert found is not None and found.specialities[0][0] == first


def test_the_lexicons_name_specialities_that_exist_and_both_languages_the_same_ones() -> None:
    apart = {"classes", "parts", "who", "together"}
    named = [set(load(f"complaints.{language}")) - apart for language in ("en", "es")]
    assert named[0] <= set(vocabulary())
    assert named[0] == named[1]


# --- what only sounds like one --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "my landlord is a pain in the neck",
        "what a pain of a form",
        "the doctor's a pain",
        "my heart is set on Wednesday",
        "please hand me over to a human",
        "I will be back in April",
        "we do not see eye to eye",
        "call my wife back",
        "head over to the clinic",
        "sick of waiting",
        "I have a problem with my account",
        "on the other hand Friday is fine",
        "we have joint custody",
        "no worries, no problem",
        "échame una mano con la cita",
        "hace mucho frío hoy",
        "tengo un problema con la factura",
        "estoy harta de esperar",
        "el año que viene",
        "I am afraid I can't make it on Thursday",
        "I can't see any slots",
        "I cannot hear you",
        "tengo miedo de llegar tarde",
        "no veo el botón",
    ],
)
def test_a_turn_of_phrase_is_no_complaint(text: str) -> None:
    assert ranked(text) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("I don't know why my back hurts", "orthopaedics"),
        ("not sure what is wrong with my ear", "ent"),
        ("no aguanto la muela", "dentistry"),
        ("no se me quita la tos", "pulmonology"),
        ("no tengo fiebre, solo tos", "pulmonology"),
    ],
)
def test_a_no_that_denies_something_else_leaves_the_complaint(text: str, first: str) -> None:
    assert ranked(text)[0] == first


# --- letters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "Dear clinic, I am 61 and retired. I have had diabetes and high blood pressure for ages and take "
            "metformin, ramipril and a statin. Since last week my left ear is blocked and rings. Could "
            "someone look at the ear?",
            "ent",
        ),
        (
            "Good morning. My mother had breast cancer and my father died of a stroke, and in 2015 I had surgery for "
            "a hernia. All of that is over. What brings me here is an itchy rash on both elbows. Should I be worried?",
            "dermatology",
        ),
        (
            "My wife is 34 and is nursing our baby, who is healthy. She noticed a sharp pain in her knee on the stairs "
            "and now it is swollen. What can we do about the knee?",
            "orthopaedics",
        ),
        (
            "Buenos días, soy hipertenso y tomo enalapril y aspirina. Hace diez años me operaron de la vesícula. Ahora "
            "llevo tres semanas con un zumbido en el oído derecho. ¿Me lo pueden revisar?",
            "ent",
        ),
    ],
)
def test_in_a_letter_todays_trouble_outweighs_history_medicines_and_family(text: str, first: str) -> None:
    assert ranked(text)[0] == first


def test_a_child_who_is_not_yet_born_is_no_patient_of_the_childrens_doctor() -> None:
    assert ranked("I am 20 weeks pregnant and my baby kicks a lot")[0] == "gynaecology"


@pytest.mark.parametrize("text", ["my three year old has a fever", "mi hijo de cuatro años tiene fiebre"])
def test_a_childs_age_may_be_said_in_words(text: str) -> None:
    assert ranked(text)[0] == "paediatrics"


# --- several --------------------------------------------------------------------------------------


def test_specialities_that_fit_alike_are_all_likely_and_one_that_stands_out_is_alone() -> None:
    alike = find_complaint(Message.read("my knee hurts and a rash came up on the leg"), DESK)
    assert alike is not None and set(alike.likely) == {"orthopaedics", "dermatology"}
    alone = find_complaint(Message.read("my knee hurts"), DESK)
    assert alone is not None and alone.likely == ("orthopaedics",)
    assert Complaint(Span()).likely == ()


# --- a hospital's own words -----------------------------------------------------------------------

OWN = Roster(
    specialities=(
        Speciality("ent", "Ear, Nose & Throat"),
        Speciality("night", "Night Rest Centre", complaints={"en": ["snoring", "cold feet"], "es": ["ronquidos"]}),
        Speciality("gp", "General Practice", default=True),
    )
)


@pytest.mark.parametrize("text", ["I am always snoring", "I have cold feet", "tengo ronquidos muy fuertes"])
def test_a_department_that_nobody_heard_of_is_found_by_the_words_that_its_hospital_gave_it(text: str) -> None:
    assert ranked(text, OWN)[0] == "night"


def test_the_hospitals_words_outweigh_the_common_ones_and_leave_the_others_alone() -> None:
    assert ranked("snoring", OWN)[:2] == ["night", "ent"]
    assert ranked("I have an earache", OWN)[0] == "ent"


@pytest.mark.parametrize(
    "text",
    [
        "no me viene bien", "el lunes no me viene bien", "no me viene bien este mes", "esa hora no me viene",
        "me viene mejor dentro de dos semanas", "no me viene bien hasta dentro de 15 días", "me viene mal estos días",
        "I can't see the doctor on Monday", "I can't see him tomorrow", "I can't see my booking in the app",
    ],
)  # fmt: skip
def test_declining_a_time_is_no_complaint(text: str) -> None:
    assert ranked(text) == []


def test_not_being_able_to_see_a_doctor_is_no_complaint_of_the_eyes() -> None:
    desk = replace(DESK, roster=replace(FULL, doctors=(Doctor("patel", "Dr. Anil Patel", "cardiology"),)))
    assert understand("I can't see Dr Patel", desk).complaint is None
    assert understand("I can't see", desk).complaint is not None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("no me viene", "gynaecology"), ("no me viene la regla", "gynaecology"),
        ("hace dos meses que no me viene", "gynaecology"), ("no me viene desde hace tres meses", "gynaecology"),
        ("me viene dos veces al mes", "gynaecology"), ("la regla me viene atrasada", "gynaecology"),
        ("he can't see from his left eye", "ophthalmology"), ("I cannot see anything", "ophthalmology"),
        ("can't see the board at school", "ophthalmology"), ("my dad can't see properly", "ophthalmology"),
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_leaves_the_complaint(text: str, first: str) -> None:
    assert ranked(text)[0] == first
