"""Conversations that come to the same visit whatever the channel, in the words of two languages.

What a person says stands here with places for their facts; whoever reads `{name}` knows that the name was told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TELLS = {
    "name": {"name"},
    "birth": {"date_of_birth"},
    "phone": {"phone"},
    "complaint": {"reason"},
    "doctor": {"reason", "doctor"},
    "at": {"slot"},
}
"""The questions that a place of a sentence answers."""


@dataclass(frozen=True)
class Say:
    """Write or say this."""

    words: str

    @property
    def tells(self) -> set[str]:
        """The questions that this answers."""
        return set().union(*(TELLS.get(place, set()) for place in re.findall(r"\{(\w+)\}", self.words)))


@dataclass(frozen=True)
class Take:
    """Choose from what is offered: a button, a row, a number, a key."""

    words: str
    tells: frozenset[str] = frozenset({"slot"})


@dataclass(frozen=True)
class Talk:
    """A conversation; what is still asked at its end is answered. Then the visit stands like this."""

    steps: tuple[Say | Take, ...]
    day: str = "2026-06-11"
    status: str = "booked"
    then: tuple[Say | Take, ...] = ()
    """What follows when it is booked."""


TALKS: dict[str, dict[str, Talk]] = {
    "en": {
        "in one message": Talk((Say("{complaint}. {doctor} {at}, please. I'm {name}, born {birth}, {phone}"),)),
        "in five messages": Talk((Say("hello"), Say("{complaint}"), Say("on Thursday"), Say("at 10"), Say("{name}"))),
        "in any order": Talk(
            (Say("I'm {name}, I want an appointment"), Say("{complaint}"), Say("born {birth}"), Say("{at}"))
        ),
        "by choices": Talk((Say("hi"), Say("{complaint}"), Say("on Thursday morning"), Take("{label}"))),
        "with a fact corrected": Talk(
            (Say("{complaint}, I want to see {doctor} on Thursday at 11"), Say("sorry, I meant {at}"), Say("{name}"))
        ),
        "and cancelled": Talk(
            (Say("{complaint}. {doctor} {at}, I'm {name}, born {birth}"),),
            status="cancelled",
            then=(Say("I have to cancel it"),),
        ),
        "and moved": Talk(
            (Say("{complaint}. {doctor} {at}, I'm {name}, born {birth}"),),
            day="2026-06-12",
            then=(Say("move it to Friday at 10 please"),),
        ),
    },
    "es": {
        "in one message": Talk(
            (Say("{complaint}. Con {doctor} {at}, por favor. Soy {name}, nací el {birth}, {phone}"),)
        ),
        "in five messages": Talk((Say("hola"), Say("{complaint}"), Say("el jueves"), Say("a las 10"), Say("{name}"))),
        "in any order": Talk(
            (Say("soy {name} y quiero una cita"), Say("{complaint}"), Say("nací el {birth}"), Say("{at}"))
        ),
        "by choices": Talk((Say("hola"), Say("{complaint}"), Say("el jueves por la mañana"), Take("{label}"))),
        "with a fact corrected": Talk(
            (
                Say("{complaint}, quiero ver a {doctor} el jueves a las 11"),
                Say("perdón, quería decir {at}"),
                Say("{name}"),
            )
        ),
        "and cancelled": Talk(
            (Say("{complaint}. Con {doctor} {at}, soy {name}, nací el {birth}"),),
            status="cancelled",
            then=(Say("tengo que cancelarla"),),
        ),
        "and moved": Talk(
            (Say("{complaint}. Con {doctor} {at}, soy {name}, nací el {birth}"),),
            day="2026-06-12",
            then=(Say("cámbiela al viernes a las 10, por favor"),),
        ),
    },
}


@dataclass(frozen=True)
class House:
    """A hospital of the tests with the visit that is booked there at ten."""

    file: str
    doctor: str
    code: str


ELM_PARK = House("situations.yaml", "Dr. Omar Haddad", "haddad")
ROSEHILL = House("small.yaml", "Dr Lia Costa", "costa")

FACTS = {
    "en": {
        "complaint": "an itchy rash keeps coming up at my elbow",
        "at": "on Thursday at 10",
        "birth": "5 May 1990",
        "written": "Thursday 11 June at 10:00",
        "spoken": "Thursday the eleventh of June at ten in the morning",
        "label": "Thu 11 Jun 10:00",
        "label_aloud": "at ten in the morning",
        "yes": "yes",
    },
    "es": {
        "complaint": "tengo un sarpullido en el brazo",
        "at": "el jueves a las 10",
        "birth": "5 de mayo de 1990",
        "written": "jueves 11 de junio a las 10:00",
        "spoken": "jueves once de junio a las diez de la mañana",
        "label": "Jue 11 jun 10:00",
        "label_aloud": "a las diez de la mañana",
        "yes": "sí",
    },
}
