"""A red flag is told whoever writes it and however badly; what is past, denied or the name of a thing is not one."""

from __future__ import annotations

import pytest

from conversation.extractors.emergency import find_emergency, sources
from conversation.extractors.red_flags import LANGUAGES, rules, sign_languages
from conversation.extractors.text import Message

RED_FLAGS = {
    "heart": [
        "chest pain now, left arm numb",
        "I've got crushing chest pains",
        "my chest really hurts and I'm sweating",
        "there is a tightness in my chest since this morning",
        "pain in the chest going down my left arm",
        "i think my dad is having a heart attack",
        "chst pane please help",
        "my husband has severe chest pressure",
        "no, my chest hurts",
        "I have no idea why but my chest hurts a lot",
        "it feels like an elephant sitting on my chest",
        "dolor en el pecho ahora",
        "me duele mucho el pecho",
        "siento una opresión en el pecho",
        "mi padre está teniendo un infarto",
        "my jaw hurts and I am cold, clammy and sweating",
    ],
    "breathing": [
        "cant breath",
        "I can't breathe",
        "my son is struggling to breathe",
        "she is not breathing",
        "my baby stopped breathing",
        "he is gasping for air",
        "I'm having trouble breathing",
        "very short of breath even lying down",
        "his lips are turning blue",
        "my inhaler is not working and I am wheezing",
        "no puedo respirar",
        "mi hijo no respira",
        "me cuesta mucho respirar",
        "me falta el aire",
        "brething is hard, i cannot breathe properly",
    ],
    "stroke": [
        "my wife's face is drooping on one side",
        "his speech is slurred all of a sudden",
        "I suddenly can't see out of one eye",
        "the left side of my body went numb",
        "I think my mother is having a stroke",
        "she can't move her right side",
        "this is the worst headache of my life",
        "mi madre tiene la cara torcida y no puede hablar bien",
        "I think it's a stroke",
        "it looks like a stroke to me",
        "is this a stroke? his face has dropped",
        "creo que es un ictus",
        "one side of his face has dropped and he cannot lift his arm",
    ],
    "bleeding": [
        "I cut my hand and it won't stop bleeding",
        "he is bleeding heavily from the leg",
        "I'm vomiting blood",
        "she has been coughing up blood since an hour",
        "there is blood everywhere",
        "no para de sangrar",
        "estoy vomitando sangre",
        "someone has been stabbed",
    ],
    "collapse": [
        "my brother fainted in the hall and she can't get him to come to",
        "she won't come to",
        "he is not coming round, help",
        "my son fell, I called and he's not coming round on his own",
        "he won't come round 10 minutes now",
        "my father collapsed",
        "she is unconscious",
        "my neighbour passed out and won't wake up",
        "he is unresponsive on the floor",
        "unconcious man at the car park",
        "mi abuela se ha desmayado y no despierta",
        "perdió el conocimiento",
        "I can't wake my mother up",
    ],
    "anaphylaxis": [
        "my throat is closing up",
        "my tongue is swelling after eating peanuts",
        "she is having a severe allergic reaction",
        "he was stung by a bee and his face is swollen and he is wheezing",
        "se me está cerrando la garganta",
    ],
    "poisoning": [
        "I took too many pills",
        "my toddler swallowed bleach",
        "my daughter has overdosed on paracetamol",
        "she drank antifreeze",
        "my son swallowed a button battery",
        "mi hijo ha bebido lejía",
        "he tomado demasiadas pastillas",
    ],
    "self_harm": [
        "I want to die",
        "i wanna kill myself",
        "I don't want to live anymore",
        "thinking about ending my life",
        "I feel suicidal",
        "my daughter says she wants to kill herself",
        "everyone would be better off without me, no reason to live",
        "I keep hurting myself",
        "quiero morirme",
        "no quiero vivir más",
        "mi hermano se quiere suicidar",
        "estoy pensando en suicidarme",
        "ya no puedo más",
        "mi marido murió, ya no puedo más y quiero irme con él",
        "ya no puedo más con la vida, murió mi marido",
        "I can't take it anymore, my husband died and I want to be with him",
    ],
    "pregnancy": [
        "I'm pregnant and bleeding",
        "I am pregnant and my blood pressure is very high",
        "35 weeks pregnant with a terrible headache and blurred vision",
        "my waters have broken",
        "my wife is in labour",
        "the baby has stopped moving, I'm 30 weeks",
        "estoy embarazada y tengo un sangrado",
        "estoy embarazada y tengo la tensión muy alta",
        "he roto aguas",
    ],
    "infant": [
        "my baby has a fever of 41",
        "our baby's temperature is 104.5",
        "my 4 month old has a temperature of 39.5",
        "mi bebé tiene 41 de fiebre",
        "my baby is floppy and won't feed",
        "my 6 week old baby has a fever",
        "our newborn has a temperature of 38.5",
        "the baby is not feeding and very sleepy",
        "mi bebé de un mes tiene fiebre",
        "mi recién nacido tiene fiebre",
    ],
    "sepsis": [
        "spreading rash with fever and confusion",
        "high fever and she is confused and shivering",
        "he has a fever and a stiff neck",
        "the rash doesn't fade when I press a glass on it",
        "I think it is sepsis",
        "tiene fiebre y está confuso",
    ],
    "seizure": [
        "my son is having a seizure",
        "he is having a fit and it won't stop",
        "she is convulsing",
        "mi hija está teniendo convulsiones",
    ],
    "burns": [
        "severe burns on my arms",
        "my child was scalded with boiling water",
        "he got acid in his eyes",
        "se ha quemado la cara con aceite hirviendo",
    ],
    "choking": ["my baby is choking", "she is choking on a grape", "mi abuelo se está atragantando"],
    "head_injury": [
        "he hit his head and is vomiting",
        "my son fell and banged his head, now he is very drowsy",
        "se dio un golpe en la cabeza y está vomitando",
    ],
    "injury": ["my brother was hit by a car", "he fell from the roof", "lo han atropellado"],
    "said": ["this is an emergency", "please send an ambulance", "should I call 999", "necesito una ambulancia"],
}

HARMLESS = [
    "my baby has a fever",
    "my baby had a fever of 38 after the vaccine",
    "my baby is 40 weeks old and needs a check-up",
    "mi bebé tiene un poco de fiebre",
    "I had chest pain last year, need a check-up",
    "no chest pain",
    "I don't have any chest pain or fever, just a cough",
    "no fever or chest pain",
    "without chest pain",
    "my chest X-ray report please",
    "I'd like my chest x-ray results",
    "heart failure clinic",
    "stroke clinic appointment",
    "I need to move my appointment at the chest pain clinic",
    "allergy test",
    "I had a stroke in 2019 and need a follow-up",
    "I had a heart attack three years ago",
    "since my heart attack I see Dr Lee every year",
    "my father died of a heart attack",
    "history of seizures, need my yearly review",
    "he used to have seizures as a boy",
    "what are the symptoms of a stroke?",
    "is sepsis treatment covered by my plan?",
    "this queue is killing me",
    "my back is killing me",
    "dying to see you",
    "I'm dying for a coffee",
    "the bill nearly gave me a heart attack",
    "I almost had a heart attack when I saw the invoice",
    "I hope I don't die before the appointment",
    "I'm choking on these prices",
    "your website is unresponsive",
    "the app is not responding",
    "stroke of luck that you had a slot",
    "Strike that, make it Friday",
    "emergency contact is my wife",
    "how do I get to the emergency department",
    "it is not an emergency",
    "no emergency, just a routine visit",
    "I can't breathe through my nose, it is blocked",
    "I get short of breath when I climb stairs",
    "a pregnancy test please",
    "I'm pregnant and need a scan",
    "book an antenatal visit, I am 12 weeks pregnant",
    "my baby needs his vaccines",
    "my 2 year old has a fever",
    "burning sensation when I pee",
    "I have a headache",
    "the doctor is so dreamy I could die",
    "suicide prevention leaflet for my school? no, I mean a flu leaflet",
    "bleeding gums when I brush",
    "heartburn after meals",
    "I cut my finger yesterday, need the stitches out",
    "food poisoning last month",
    "my phone died, sorry",
    "can I bring my epipen prescription",
    "I'd rather die than wait another month",
    "do you have a first aid class for choking?",
    "my mother passed away last year and I feel sad",
    "tuve un infarto hace dos años y necesito una revisión",
    "no tengo dolor en el pecho",
    "sin dolor en el pecho",
    "me muero de hambre",
    "quiero el informe de la radiografía de tórax",
    "una cita en la unidad de ictus",
    "hello",
    "",
    "👍",
    "CANCEL",
    "Tuesday at 10 please",
    "he can't come to Dr Chen on Thursday at 10",
    "my mother can't come around 10",
    "I can't come round on Thursday",
    "should I keep taking my pills",
    "I'm pregnant and need a blood test",
    "my husband stops breathing when he's asleep, it's been months, could he see someone?",
    "ya no puedo más, mi marido murió ayer",
    "I can't take it anymore, my husband died last week",
]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in RED_FLAGS.items() for text in texts])
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
