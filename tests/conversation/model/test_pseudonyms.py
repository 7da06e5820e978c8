"""Nothing that tells a patient leaves the house; what comes back is in the sender's words again."""

from __future__ import annotations

import pytest

from conversation.extractors.text import Message
from conversation.model.pseudonyms import Pseudonyms
from tests.conversation.model.reading import context


def hide(text: str, *names: str) -> Pseudonyms:
    return Pseudonyms(Message.read(text), names, context())


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("my name is dave fogarty and my ticker is odd", "fogarty"),
        ("Séamus here, the ticker again", "amus"),
        ("im dave fogarty, the ticker again", "fogarty"),
        ("this is Dave from down the road", "Dave"),
        ("my daughter orla has the collywobbles", "orla"),
        ("mi hija lucia tiene la patata revuelta", "lucia"),
        ("mrs fogarty's ticker is odd", "fogarty"),
        ("the collywobbles again for Grace", "Grace"),
        ("call me on 086 123 4567 about my ticker", "4567"),
        ("+353 (0)86 123-4567", "123"),
        ("the number is oh eight six one two three four five six seven", "three"),
        ("mail d.fogarty@post.example about my ticker", "post"),
        ("born 3 April 1985 with a dicky ticker", "1985"),
        ("born 3/4/85 with a dicky ticker", "85"),
        ("date of birth 1985-04-03", "1985"),
        ("my birthday is april the third", "april"),
        ("born the third of april nineteen eighty five", "eighty"),
        ("nacida el 3 de abril de 1985", "abril"),
        ("I live at 12 Oak Tree Street", "Oak"),
        ("vivo en calle mayor 12", "mayor"),
        ("I'm in D04 X2P4", "X2P4"),
        ("the reference was FD-7K3QX2", "7K3QX2"),
        ("my policy is AB1234567", "1234567"),
        ("see https://clinic.example/me?id=7", "id=7"),
        ("I'm @davefog on there", "davefog"),
        ("the ticker of Vera is odd", "Vera"),
        ("orla has the collywobbles", "orla"),
        ("and fogarty has the collywobbles", "fogarty"),
        ("fogarty again with the dicky ticker", "fogarty"),
        ("grace has the collywobbles", "grace"),
        ("the collywobbles do be at dave murphy again", "murphy"),
        ("it is at seamus and fiadh, the collywobbles", "fiadh"),
        ("says doyle the ticker is odd", "doyle"),
        ("the ticker of Оksana is odd", "ksana"),
        ("the collywobbles, f o g a r t y", "g a r"),
        ("F-O-G-A-R-T-Y it is, with the collywobbles", "G-A"),
        ("born the third of the fourth eighty five", "eighty"),
        ("3rd of april 85, a dicky ticker", "85"),
        ("3 april '85, a dicky ticker", "85"),
        ("born in april, the third, and the ticker is odd", "april"),
        ("april third 85 and a dicky ticker", "third"),
        ("el tres de abril del ochenta y cinco", "ochenta"),
        ("03041985 and a dicky ticker", "1985"),
        ("85/04/03 and a dicky ticker", "04"),
        ("d.o.b. 3.4.85 and a dicky ticker", "85"),
        ("reference 7k3qx2 and a dicky ticker", "7k3qx2"),
        ("fd dash seven k three q x two is the one", "seven k"),
        ("file 88213 and a dicky ticker", "88213"),
        ("the ticker of Zo\u200be is odd", "Zo"),
        ("my wee lad cillian isnt himself", "cillian"),
        ("my wee cillian is banjaxed", "cillian"),
        ("poor cillian has the collywobbles", "cillian"),
        ("our fiadh is banjaxed", "fiadh"),
        ("and the neighbour oisin too", "oisin"),
        ("it got bad when fogarty called round", "fogarty"),
        ("im in with my mate tadhg about the ticker", "tadhg"),
        ("she be called qwyneth and the ticker is odd", "qwyneth"),
        ("me and kev are feeling off", "kev"),
        ("the pain started when kev came", "kev"),
        ("grace and will feel odd", "grace"),
        ("grace and will feel odd", "will"),
        ("me and rose both have it", "rose"),
        ("rose came over and then it began", "rose"),
        ("yo y montse andamos con la patata revuelta", "montse"),
        ("desde que vino nacho me duele la patata", "nacho"),
        ("le pasa a mi vecina itziar lo de la patata", "itziar"),
    ],
)
def test_what_tells_a_patient_is_hidden_and_given_back(text: str, secret: str):
    hidden = hide(text)
    shown = hidden.hidden()
    assert secret.casefold() not in shown.casefold()
    assert "[" in shown
    assert Message.read(hidden.revealed(shown)).folded == Message.read(text).folded


def test_whoever_the_conversation_knows_is_hidden_in_any_spelling():
    shown = hide("ZOE'S ticker, and josé maría's too; zoe again", "Zoë Marsh", "José-María de la Cruz").hidden()
    assert "zoe" not in shown.casefold() and "jos" not in shown.casefold() and "mar" not in shown.casefold()
    assert shown.count("[PERSON_") == 4


def test_the_same_person_has_the_same_placeholder():
    shown = hide("Zoe has it, and zoe had it", "Zoe Marsh").hidden()
    assert shown == "[PERSON_1] has it, and [PERSON_1] had it"


@pytest.mark.parametrize(
    "text",
    [
        "my ticker has been acting funny since Tuesday",
        "I'm knackered and my back hurts",
        "could somebody in Cardiology see me on Monday at 2 pm?",
        "I am 43 and it hurts",
        "my wee lad is 7 and has it in both knees since 2 weeks",
        "the auld collywobbles are at it again",
        "it's me gammy oxter, it has me banjaxed",
        "Grand, but me oxter is in bits",
        "la patata me hace cosas raras",
        "THE TICKER IS ODD",
        "something is off with my dooberry",
        "the old dooberry is wonky",
        "i rose from bed and it hurt",
        "my heart will not settle",
        "can i get an appointment will it hurt",
        "my left oxter is stiff",
        "im here about the ticker",
    ],
)
def test_what_is_needed_to_understand_stays(text: str):
    assert hide(text).hidden() == text
