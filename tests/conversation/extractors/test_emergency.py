"""A red flag is told whoever writes it and however badly; what is past, denied or the name of a thing is not one."""

from __future__ import annotations

import pytest

from conversation.extractors.emergency import find_emergency, sources
from conversation.extractors.red_flags import LANGUAGES, rules, sign_languages
from conversation.extractors.text import Message
from tests.conversation.extractors.sentence_sets import sentences

PLAIN = sentences("plain")
RED_FLAGS = [(case["class"], case["text"]) for case in PLAIN if case["fires"]]
HARMLESS = [case["text"] for case in PLAIN if not case["fires"]]


def told(text: str) -> bool:
    return find_emergency(Message.read(text, None)) is not None


@pytest.mark.parametrize(("rule", "text"), RED_FLAGS)
def test_a_red_flag_is_told(rule: str, text: str) -> None:
    found = find_emergency(Message.read(text, None))
    assert found is not None, text
    assert found.self_harm == (rule == "self_harm")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_emergency_raises_no_alarm(text: str) -> None:
    assert find_emergency(Message.read(text, None)) is None


FOREIGN = [
    "je n'arrive pas à respirer",
    "ma femme a perdu connaissance",
    "Mein Vater hat einen Herzinfarkt",
    "ich kriege keine Luft",
    "não consigo respirar",
    "quero morrer",
    "non riesco a respirare",
    "chiamate un'ambulanza",
    "nie mogę oddychać",
    "mąż ma zawał serca",
    "nu pot să respir",
    "لا أستطيع التنفس",
    "सीने में दर्द हो रहा है",
    "mujhe saans nahi aa rahi",
    "не можу дихати",
    "не могу дышать, вызовите скорую",
    "我不能呼吸",
    "他心脏病发作",
]

FOREIGN_HARMLESS = [
    "je voudrais un rendez-vous demain",
    "pas de douleur à la poitrine",
    "ich brauche einen Termin beim Arzt",
    "Herzinfarkt vor zehn Jahren, ich möchte zur Kontrolle",
    "quero marcar uma consulta",
    "sem dor no peito",
    "vorrei un appuntamento",
    "chcę umówić wizytę",
    "vreau o programare",
    "أريد موعدا مع الطبيب",
    "मुझे डॉक्टर से मिलना है",
    "хочу записаться к врачу",
    "我想预约医生",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_red_flag_in_a_language_not_spoken_here_is_told(text: str) -> None:
    assert find_emergency(Message.read(text, None)) is not None


@pytest.mark.parametrize("text", FOREIGN_HARMLESS)
def test_an_ordinary_message_in_another_language_raises_no_alarm(text: str) -> None:
    assert find_emergency(Message.read(text, None)) is None


@pytest.mark.parametrize("rule", sorted(rules()))
def test_each_rule_names_the_public_guidance_it_follows(rule: str) -> None:
    assert sources()[rule]
    assert rules()[rule].pages
    assert all(page.startswith("https://") for page in rules()[rule].pages)
    assert rules()[rule].advise in ("emergency", "crisis line")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rule_has_signs_in_every_language_spoken_here(language: str) -> None:
    signs = {rule for rule, spoken in sign_languages() if spoken == language}
    assert signs == set(rules()) - {"danger"}  # which is told by all words, see `weighing`


@pytest.mark.parametrize(
    "text",
    [
        "my dad had a heart attack three years ago and now has pain in his chest again",
        "no fever, but I can't breathe",
        "no tengo fiebre pero no puedo respirar",
        "I tried to kill myself years ago and I want to do it again, I want to die",
        "not sure if this is a stroke but her face is drooping",
        "my wife passed away last year and I don't want to live any more",
        "my dog bit my son and the blood won't stop",
        "after the vaccine her face is swelling and she can't breathe",
        "I need my test results, and my chest feels very tight",
    ],
)
def test_a_harmless_remark_takes_no_real_alarm_back(text: str) -> None:
    assert find_emergency(Message.read(text, None)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "I canny breathe",
        "the wean's boking and his heid is sore since he banged it",
        "my leg's swollen since the operation and I'm out of breath",
        "he quit breathin",
        "el pibe se tomó un vaso de lavandina",
        "mi viejo tiene una puntada en el pecho y está transpirando",
    ],
)
def test_a_red_flag_is_told_in_slang_and_dialect(text: str) -> None:
    assert find_emergency(Message.read(text, None)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "I'm frightened of having a stroke some day",
        "do you run a course on choking?",
        "I'm writing a crime novel. How long does somebody with a gunshot wound live?",
        "the vending machine is choking on my coins",
        "had carbon monoxide poisoning back in '04",
        "nobody is dying, I only want to move my visit",
        "me da pánico que me dé un infarto",
        "la impresora se está ahogando con el papel",
    ],
)
def test_fear_a_question_or_a_thing_raises_no_alarm(text: str) -> None:
    assert find_emergency(Message.read(text, None)) is None


def test_what_is_past_takes_nothing_back_that_is_now() -> None:
    assert find_emergency(Message.read("he had two stents in 2019, says his chest is tight", None)) is not None
    assert find_emergency(Message.read("I had chest pain in 2019", None)) is None


def test_a_list_that_is_denied_is_denied_to_its_end() -> None:
    assert find_emergency(Message.read("she has no chest pain, shortness of breath or seizures", None)) is None
    assert find_emergency(Message.read("sin dolor en el pecho, convulsiones ni desmayos", None)) is None


def test_a_red_flag_deep_in_a_long_complaint_is_told() -> None:
    complaint = "You billed me twice for the same visit and nobody answers the phone. " * 400
    found = find_emergency(Message.read(complaint + "I have chest pain right now. " + complaint, None))
    assert found is not None
    assert found.rule == "heart"


def test_wanting_to_die_is_told_before_other_red_flags() -> None:
    found = find_emergency(Message.read("my chest hurts and I want to kill myself", None))
    assert found is not None
    assert found.self_harm


def test_the_words_that_raised_the_alarm_are_the_senders_own() -> None:
    found = find_emergency(Message.read("Help! CHEST Pain!!", None))
    assert found is not None
    assert found.span.words == "CHEST Pain"


def test_signs_that_count_together_are_all_told() -> None:
    text = "I'm 30 weeks pregnant and have a headache and blurry vision"
    found = find_emergency(Message.read(text, None))
    assert found is not None
    assert all(sign in found.span.words for sign in ("pregnant", "headache", "blurry vision"))


@pytest.mark.parametrize(
    "text",
    [
        "crushing chest pain, had a heart attack two years ago and it feels just like that",
        "my mother has had chest pain for 2 hours, she had a heart attack last year",
        "chest pain radiating to my left arm, family history of heart disease",
        "I have chest pain and my father died of a heart attack",
        "since my operation I have crushing chest pain",
        "chest pain after my operation last week, I can't catch my breath",
        "tengo dolor en el pecho, mi padre murió de un infarto",
        "me duele mucho el pecho y el brazo, tuve un infarto hace dos años",
        "mi mujer dio a luz hace dos semanas y sangra muchísimo",
        "sangro mucho después del parto",
        "after my miscarriage last month I'm bleeding and soaking pads",
        "I can't breathe, I was climbing the stairs",
        "chest pain when I climb the stairs, started today and now it won't stop",
        "chest pain, recovering from a hip operation",
        "I got chest pain when I was in the shower",
        "no estoy bien, me duele el pecho",
    ],
)
def test_what_was_or_runs_in_the_family_takes_back_nothing_that_is_now(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "she collapsed last year, it was her sugar",
        "seizures as a baby, none since 2010",
        "mi padre murió de un ictus y mi madre de un infarto, me toca mirarme la tensión",
        "mi abuelo tuvo un infarto, mi tío también, quiero hacerme un chequeo",
        "after my heart attack the doctor gave me tablets, may I fly?",
    ],
)
def test_a_past_illness_alone_raises_no_alarm(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "we were watching a movie and my dad had a seizure",
        "estábamos viendo una película y mi marido no respira",
        "mi hijo se tragó una pila de un juego",
        "He was laughing and then collapsed",
        "my wife fainted in your waiting room, it's so hot",
        "no es broma, no puedo respirar",
        "mil gracias, mi mujer tiene dolor en el pecho",
        "my uncle the vet is having a stroke",
        "I work at a vet clinic and a dog bit my face, bleeding badly",
    ],
)
def test_a_film_a_laugh_a_hot_room_or_thanks_take_back_nothing_from_those_who_are_there(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "in the film he has a heart attack",
        "the character collapses in the last episode",
        "vi una serie donde le da un infarto al padre",
        "I was laughing so hard I couldn't breathe",
        "our dog had a seizure, we took him to the vet",
        "mil gracias por salvar a mi padre cuando tuvo el infarto",
    ],
)
def test_what_is_told_of_a_film_or_an_animal_raises_no_alarm(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "he doesn't breathe",
        "she doesn't breathe anymore",
        "I have sudden vision loss in one eye",
        "le está dando un ataque",
        "my leg is swollen, hot and painful after the flight",
        "years ago I tried to kill myself and I want to do it again",
    ],
)
def test_a_function_of_life_that_fails_is_a_red_flag(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "there is a man in your clinic who isn't responding",
        "somebody at reception is not responding",
        "a patient in the waiting room isn't moving",
        "someone in the queue is not moving",
        "una señora en la recepción no responde",
        "hay un hombre en la clínica que no responde",
        "los niños no responden",
        "the car hit him and he isn't moving",
        "hit by a bus, not moving",
        "lo atropelló un coche y no se mueve",
        "my baby is not moving his arm since the operation and he's limp",
        "I'm on the bridge looking at the traffic below",
        "estoy en el puente mirando el tráfico",
        "my wife can't speak, I'm at work and she rang me, only noises",
        "my wife can't speak, her mouth is crooked, she was working",
        "the nurse fainted and isn't responding",
        "doctor please help my wife isn't responding",
        "I took my tablets with a bottle of vodka last night and I feel awful",
        "mi marido no puede hablar, se le torció la boca",
        "I can't see anything on my left side",
    ],
)
def test_talk_of_the_desk_hides_no_danger(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "i took my pills already, about thirty",
        "i took my pills this morning, the whole bottle",
        "i've taken my meds last night, 25",
        "I took my tablets with water, a handful",
        "took my medication today, two whole strips",
        "I had my pills already, 15 of them",
        "took my meds already, see you at 10, like 40 of them",
        "me tomé mis pastillas esta mañana, el bote entero",
        "ya me tomé las pastillas, como treinta",
    ],
)
def test_a_drug_that_is_taken_in_number_is_told_as_an_overdose(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "i cant take it anymore, on hold with the crisis line, i have pills",
        "i cant take it anymore, ive been on hold for an hour and i have a knife",
        "can't take this any more, waiting on hold and holding a rope",
        "im on the bridge and running late for nothing",
        "i'm on a bridge, nobody will be there",
        "no aguanto más esperando, tengo pastillas",
        "no puedo más con la espera, tengo un cuchillo",
    ],
)
def test_despair_is_told_beside_a_queue_or_a_bridge(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "baby is coming with my husband driving",
        "baby is coming along now",
        "baby is coming home with me in the car right now help",
        "he is not moving from ladder fall, day centre",
        "not moving to another position after fall",
        "he isn't moving from the clinic stairs",
        "el medico no responde, está en el suelo",
        "la enfermera no responde, se ha caido",
        "the receptionist isnt responding, she is on the floor",
        "hes shy and cant speak, arm limp",
        "está en el trabajo y no puede hablar, brazo flojo",
    ],
)
def test_talk_of_a_visit_or_an_office_hides_no_one_in_danger(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "my mum collapsed, she had a stroke in 2019",
        "my dad collapsed, he had a bypass in 2015",
        "my nan collapsed, she had a hip replacement in 2018",
        "my mum who had a stroke in 2010 collapsed",
        "mi padre que tuvo un infarto en 2015 se desmayó",
        "history of heart attack, chest pain for an hour",
        "antecedentes de infarto, dolor en el pecho desde hace una hora",
        "no history of heart trouble but crushing chest pain",
        "my dad had chest pain in january and again tonight",
        "i had chest pain last year but now it is crushing",
        "he had seizures as a child, he just had another one",
        "he had a heart attack in 2019, now another one",
        "he never had chest pain before but now he does",
        "nunca tuvo dolor en el pecho pero ahora sí",
        "i have never had chest pain like this",
        "nunca he tenido este dolor en el pecho tan fuerte",
        "she recovered from a stroke, face droops",
        "shot in 2020, now bleeding from the wound",
    ],
)
def test_what_was_takes_back_nothing_but_what_it_is_said_of(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "my chest pain is gone now but i can't feel my arm",
        "my chest pain went away but came back",
        "chest pain gone now but it was there for an hour this morning",
        "my headache is gone but my face droops",
        "i burned my hand last week and it's black, fever, want it looked at",
        "me corté un poco el cuello a propósito",
        "my kid swallowed a battery last week",
        "my third fit today",
        "she had two fits in the car",
        "my son had a seizure in the car",
        "infarto previo, dolor en el pecho ahora",
        "my daughter has fits, second one today",
        "he's going to shoot me",
        "i need a new epipen, used mine and my throat is tight",
        "anaphylaxis two years ago, throat closing again",
        "no puedo respirar por la nariz ni por la boca, alergia, labios hinchados",
        "my father has chest pain and he is the one who has a pacemaker",
    ],
)
def test_what_is_gone_or_small_hides_nothing_beside_it(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "i took my two tablets this morning, can i still have blood test",
        "i took my pills already at 8, can i come at 9",
        "i took my tablets at 8:30, appointment on the 12th",
        "i'm 67 and took my tablets this morning as usual",
        "me tomé mis pastillas a las 8",
        "i can't take it anymore, i've been on hold for an hour",
        "no aguanto más esperando al teléfono",
        "im on the bridge, stuck in traffic, ill be there in 20 minutes",
        "i'm on the bridge, running late for my appointment",
        "my baby is coming along to the appointment",
        "she is not moving to another doctor",
        "la enfermera no responde al teléfono",
        "no respondo al correo",
    ],
)
def test_what_is_taken_met_or_waited_for_as_ever_raises_no_alarm(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "anaphylaxis two years ago, need new epipen",
        "tuve una anafilaxia hace dos años, necesito un epipen nuevo",
        "my dad had a heart attack in 2015 and another one in 2018",
        "i had chest pain for an hour last year",
        "i had chest pain, that was in 2019",
        "my mum who had a stroke in 2010 needs a check up",
        "previous stroke, heart attack, diabetes",
        "no chest pain but now i have a cough",
        "never had a seizure",
        "my chest pain is gone now, want to cancel the appointment",
        "el dolor en el pecho ya se me pasó, quiero cancelar la cita",
        "my kid swallowed a coin last week, it came out, need a check up",
        "mi hijo se tragó una moneda la semana pasada, ya la echó, quiero revisión",
        "i burned my hand last week and want it looked at",
        "me quemé la mano la semana pasada y quiero que me la vean",
        "old stroke, need physiotherapy",
        "ictus antiguo, necesito fisioterapia",
    ],
)
def test_what_was_and_is_over_raises_no_alarm(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "the second fits me",
        "the 3rd fits me",
        "10 am fits my schedule",
        "tuesday fits me better",
        "is dr patel the one who does heart attacks?",
        "¿el dr pérez es el que lleva los infartos?",
        "shoot me a text with the time",
        "no puedo respirar bien por la nariz por la alergia",
        "me corté un poco el dedo",
    ],
)
def test_a_choice_and_talk_of_the_desk_in_words_of_alarm_raise_none(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "my husband who had a heart attack in 2012 fainted",
        "two years after her stroke she passed out",
        "with a history of heart trouble, he lost consciousness",
        "he survived sepsis in 2021 but he collapsed",
        "previous stroke, can't move my arm",
        "recovering from a stroke, can't speak",
        "I used to get angina. It's back and won't ease",
        "dos años después del ictus perdió el conocimiento",
        "toma sintrom desde una trombosis en 2019 y arrastra las palabras",
        "mi padre, operado del corazón en 2015, se desmayó",
        "I think it's a stroke, she still can't speak",
        "since his stroke in 2019 he talks fine, now he can't speak",
        "the doctors saved me from a heart attack in 2019, chest pain now",
        "a man in the queue collapsed",
        "creo que es un ictus, todavía no puede hablar",
        "my legs have stopped working",
        "mi mano no se abre de golpe",
    ],
)
def test_a_danger_is_told_beside_an_illness_of_old_and_a_function_that_fails_all_at_once(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "stroke in 2015, still can't use my left hand, physio please",
        "he can't speak since the stroke in 2019, so his wife will call",
        "I'm diabetic and can't feel my feet, podiatry please",
        "frozen shoulder, I can't raise my right arm above my ear",
        "after my operation in 2015 I collapsed, so I'm nervous about the anaesthetic",
        "I fainted at my own wedding ten years ago",
        "I have fainted before at the dentist, may I lie down?",
        "I fell off the roof a year and a half ago, my knee is still sore",
        "there was a fire at work in March, breathed some smoke, want the report",
        "no puede hablar desde el ictus de 2019, llamará su mujer",
        "hombro congelado, no puedo levantar el brazo derecho más arriba de la oreja",
        "de joven tuve un accidente de moto, hueso fuera y todo, quiero quitarme los clavos",
    ],
)
def test_what_an_old_illness_or_accident_left_behind_raises_no_alarm(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "remark",
    [
        "I'm writing a novel",
        "My great aunt was a nurse here",
        "Thanks for saving my father last year",
        "I had a stroke in 2012",
        "No fever",
        "The heart failure clinic rang me",
        "Soy periodista",
        "Muchas gracias por todo",
        "Mi padre murió de un ictus",
    ],
)
def test_what_is_said_in_one_sentence_hides_no_danger_of_another(remark: str) -> None:
    dangers = [text for rule, text in RED_FLAGS if rule not in ("said", "self_harm")]
    said = [told_so for text in dangers for told_so in (f"{remark}. {text}", f"{text}. {remark}.")]
    assert [text for text in said if not told(text)] == []


@pytest.mark.parametrize(
    ("denied", "is_told"),
    [
        ("I said no chest pain on the form. I have it now", True),
        ("I had chest pain in 2019. I have it again now", True),
        ("puse que no tenía dolor en el pecho. Ahora sí lo tengo", True),
        ("No chest pain. I have it in writing", False),
        ("sin dolor en el pecho. Ahora tengo el informe", False),
    ],
)
def test_the_next_sentence_may_say_that_what_was_absent_is_there_now(denied: str, is_told: bool) -> None:
    assert told(denied) == is_told


@pytest.mark.parametrize(
    "text",
    [
        "no, mejor muévela al lunes 21",
        "no muevas la cita todavía",
        "no, mueve la otra",
        "quiero que no la muevan",
        "no me muevo de mi hora",
    ],
)
def test_not_moving_a_visit_is_no_collapse(text: str) -> None:
    assert find_emergency(Message.read(text, None)) is None


@pytest.mark.parametrize(
    "text", ["mi padre no se mueve", "está en el suelo y no mueve nada", "no mueve los ojos ni habla"]
)
def test_somebody_who_does_not_move_is_one(text: str) -> None:
    assert find_emergency(Message.read(text, None)) is not None


def rule_of(text: str) -> str | None:
    found = find_emergency(Message.read(text, None))
    return found.rule if found else None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("the oximeter says my oxygen is 92", True),
        ("her sats are down to 91", True),
        ("la saturación me da 92", True),
        ("my oxygen is 95", False),
        ("saturación de 94, me encuentro bien", False),
    ],
)
def test_oxygen_of_92_percent_or_less_is_a_red_flag(text: str, is_one: bool) -> None:
    assert (rule_of(text) is not None) is is_one


@pytest.mark.parametrize(
    "text",
    [
        "182/121 and my left hand is numb",
        "her bp is 240/115, she's slurring",
        "pressure 175/130 and he can't see out of one eye",
        "it's two ten over one thirty and my head is pounding",
        "blood pressure 200, vomiting since lunch",
        "195 over 124 with back pain and dizziness",
        "tengo 200/110 de tensión y veo doble",
        "la presión en 19 con 13 y se marea",
        "veintiuno doce de tensión y le duele la cabeza",
        "hipertensa, 215 sobre 118, y se le duerme la pierna",
    ],
)
def test_a_very_high_blood_pressure_with_a_symptom_is_a_red_flag(text: str) -> None:
    assert rule_of(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "my blood pressure is 200/125, can I come in today?",
        "190/120 at the chemist but no headache, no dizziness and no chest pain",
        "pressure 145 over 92 and a headache",
        "118/76 and a bit dizzy",
        "labetalol 200 mg for my blood pressure gives me headaches",
        "my bp was 210/130 five years ago and I had headaches, it's 120/80 now",
        "my number is 208 120 3456 and I have a headache",
        "tensión de 210/125, ¿me pueden ver hoy?",
        "tengo 20/12 de tensión, pero ni me duele la cabeza ni me mareo",
        "la tensión en 14 con 9 y me duele la cabeza",
        "tomo 200 mg para la presión y me mareo",
        "el holter de tensión 24 horas me dio dolor de cabeza",
    ],
)
def test_a_high_reading_alone_or_a_symptom_beside_a_moderate_one_is_none(text: str) -> None:
    assert rule_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "la agenda no se mueve",
        "no se me mueve el calendario del móvil",
        "no se mueve la cola desde las nueve",
        "esta pantalla no responde",
        "no responde nadie en admisión",
        "no me contesta la doctora los mensajes",
        "se cayó la web justo cuando reservaba",
        "your lobby plants have gone limp",
        "I got the dates confused, is it the 9th?",
        "her phone is dead, so please email",
        "I don't know where to send the form",
    ],
)
def test_a_page_a_queue_or_a_thing_that_stands_still_is_nobody_in_danger(text: str) -> None:
    assert rule_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "no responde la página, y mi hijo se ha desmayado",
        "en la cola de admisión un señor no se mueve",
        "no se mueve la cola y hay una señora en el suelo que no responde",
        "estamos esperando y mi madre no reacciona",
        "my mum dropped her phone and has gone limp",
        "he's confused and doesn't know where he is",
        "she got the dates confused and now she doesn't know who I am",
    ],
)
def test_somebody_beside_a_page_or_a_queue_is_told_all_the_same(text: str) -> None:
    assert rule_of(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "my daughter was looking at the tablet and she doesn't move any more",
        "he sat at the computer and he won't move",
        "my husband was on his phone and now he isn't moving",
        "mi hija miraba la pantalla y ya no se mueve",
        "el niño estaba jugando con el móvil y no se mueve",
        "mi padre estaba viendo la tele y ya no se mueve",
    ],
)
def test_who_looked_at_a_screen_and_does_not_move_is_an_emergency(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "the screen doesn't move", "my son was looking at the screen and it doesn't move", "the page is not moving",
        "she won't move my appointment", "ya no se mueve la pantalla", "la página no se mueve",
        "mi hijo miraba la página y la página no se mueve",
    ],
)  # fmt: skip
def test_a_screen_that_does_not_move_is_none(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "my blood pressure is 150 over 95 and I have a bad headache",
        "150 over 95, headaches",
        "my husband's blood pressure is 165 over 100 with a headache and he feels dizzy",
        "my pressure was 178/118 at the chemist and my head hurts",
        "mi madre tiene la tensión en 16 con 10 y le duele la cabeza",
        "me han tomado la tensión y tengo 150/95, llevo días con dolor de cabeza",
        "tengo la presión en 150 sobre 95 y mareos",
    ],
)
def test_a_pressure_below_the_limit_beside_a_headache_is_none(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "my blood pressure is 180 over 120 and I have a headache",
        "her pressure is 185 over 110 and she feels dizzy",
        "blood pressure 150 over 125 and a bad headache",
        "blood pressure 150 over 95, a headache and one side of my face has dropped",
        "blood pressure 150 over 95, a headache and chest pain",
        "I'm 32 weeks pregnant, blood pressure 150/95 and a headache",
        "tiene la tensión en 19 con 12 y le duele la cabeza",
        "mi madre tiene la tensión en 16 con 10, le duele la cabeza y se le ha torcido la boca",
    ],
)
def test_the_limit_of_pressure_and_signs_beside_a_lower_one_stand(text: str) -> None:
    assert told(text)
