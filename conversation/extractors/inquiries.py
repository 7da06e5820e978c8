"""Questions about a doctor, a department or a day that ask for no visit: "what languages does Dr Lee speak?"."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.extractors.entities import Span
from conversation.extractors.language import is_small_word
from conversation.extractors.words import Words

_OPENS = frozenset(
    "what whats which who whos whose why how hows when where wheres is are was were does do did has have had will "
    "would can could should cual cuales quien quienes cuanto cuanta cuantos cuantas como cuando donde adonde".split()
)
_OFFERS = (
    "do you have", "have you got", "is there", "are there", "what about", "how about", "would you have", "can you",
    "could you", "would you", "will you", "que tal", "y si",
)  # fmt: skip
"""What asks for a time or a doctor rather than about them."""
_REQUESTS = frozenset("can could may might puedo podria podemos podriamos puede".split())
_ONESELF = frozenset("i we me us my our yo nosotros me nos mi".split())
_SEES = frozenset("see seen seeing meet fit squeeze take treat ver atender ve".split())
_SEES_ME = frozenset(
    "verme vernos verlo verla atenderme atendernos atenderlo atenderla recibirme recibirnos vea vean "
    "atienda atiendan".split()
)
_WHOM = frozenset("me us him her them my our someone somebody mi nos".split())
_VISITS = frozenset(
    "free available availability opening openings slot slots appointment appointments appt visit visits booking book "
    "booked time times space room gap gaps next soon soonest earliest first day days date week hour hours date morning "
    "afternoon evening anything something nothing any ok okay alright fine good great best better possible suit suits "
    "work works fit fits do doing manage make in around here today instead then also still maybe perhaps else later "
    "earlier sooner please thanks cita citas hora horas hueco huecos turno turnos libre libres disponible disponibles "
    "disponibilidad sitio dia dias semana hay tiene tienen tendria bien mejor posible viene va vale estar estara esta "
    "tambien entonces alguno alguna atiende atienden consulta consultas pasa doctor doctora doctors dr dra come "
    "coming".split()
)
"""Words that say no more of a doctor or a day than whether a visit would be possible."""


def is_of_oneself(words: Words) -> bool:
    """Whether somebody speaks of themselves: "is Dr Lee good with my knee", but not "with bad knees"."""
    return not _ONESELF.isdisjoint(words.read)


def asks_about(words: Words, spans: Sequence[Span]) -> bool:
    """Whether a question names something (at `spans`) only to ask about it, in words that no visit is asked for with.

    "Is Dr Lee free on Friday?" asks for one, "can I bring my dog on Friday?" and "does Dr Lee see adults?" do not.
    """
    read = words.read
    if not read or not words.is_question(0) or not (read[0] in _OPENS or "?" in words.message.raw):
        return False
    if " ".join(read[:3]).startswith(_OFFERS) or (read[0] in _REQUESTS and not _ONESELF.isdisjoint(read[1:3])):
        return False
    if any(read[at - 1] in _REQUESTS and word in _ONESELF for at, word in enumerate(read) if at):
        return False  # "when can I come"
    if read[1:2] == ("to",) or not _SEES_ME.isdisjoint(read):
        return False
    if any(word in _SEES and not _WHOM.isdisjoint(read[max(0, at - 1) : at + 2]) for at, word in enumerate(read)):
        return False  # "will Dr Lee see my son"
    named = {at for span in spans for at in range(*words.around(span.start, span.end))}
    told = [word for at, word in enumerate(read) if at not in named and at > 0]
    return any(_says_something(word) for word in told)


def _says_something(word: str) -> bool:
    return len(word) > 2 and word not in _VISITS and not is_small_word(word)
