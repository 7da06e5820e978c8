"""What a message asks about the hospital itself: its hours, where it is, what something costs, who speaks what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from conversation.extractors.entities import Context, Roster, Span
from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of


class Ask(StrEnum):
    """What the hospital file may have an answer to."""

    HOURS = "hours"
    PLACE = "place"
    PHONE = "phone"
    EMERGENCY_NUMBER = "emergency_number"
    PRIVACY = "privacy"
    ROOM = "room"
    ARRIVE = "arrive"
    BRING = "bring"
    PREPARE = "prepare"
    LANGUAGES = "languages"
    """Which languages doctors speak, or who speaks one."""
    INSURERS = "insurers"
    SERVICES = "services"
    """Whether a test or an operation is done here, or which are."""
    TREATS = "treats"
    """Who is the one to see about a trouble."""
    GENDER = "gender"
    """Whether a doctor is a woman or a man."""
    DURATION = "duration"
    """How long a visit takes."""
    FILE = "file"
    """Whether a file that was sent has arrived."""
    SEND = "send"
    """Whether or how one may send a file."""
    COST = "cost"
    """What the thing just spoken of costs."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a message asks about the hospital, with what it names. Empty `asks` mean that it asks nothing such."""

    asks: tuple[Ask, ...] = ()
    services: tuple[str, ...] = ()
    """Codes of the services named, the best fit alone where one fits wholly."""
    are_whole: bool = False
    """Whether their names were said in whole."""
    names_procedure: bool = False
    """Whether a test or an operation is named, be it one that the hospital does not list."""
    insurers: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    """Codes of the plans named, of those insurers."""
    tongue: str | None = None
    """Code of a language named."""
    holiday: date | None = None
    """The day of a holiday named."""
    names_feast: bool = False
    """Whether a feast is named, be it one that the hospital does not list."""
    is_elsewhere: bool = False
    """Whether the hours or the way of something other than the desk are asked for: the pharmacy, the ward's visits."""
    is_now: bool = False
    """Whether the present moment is meant."""
    is_own: bool = False
    """Whether "where" is where to go for one's own visit, rather than where the hospital is."""
    is_one: bool = False
    """Whether a single doctor is meant without a name: "does she speak French?"."""
    is_which: bool = False
    """Whether a list is asked for, rather than one thing that is on it or not."""
    wants_service: bool = False
    """Whether a test of the hospital's is asked for, rather than spoken of."""
    spans: tuple[Span, ...] = ()
    """Where it is asked, in order."""

    def asks_for(self, *wanted: Ask) -> bool:
        """Whether any of these is asked for."""
        return any(ask in wanted for ask in self.asks)


def find_question(message: Message, context: Context) -> Question:
    """What the message asks about the hospital."""
    words = words_of(message)
    if not words.read:
        return Question()
    said = set(words.read)
    services, are_whole, names_procedure = _services_named(words, context.roster)
    insurers, plans = _insurers_named(words, context.roster)
    hits = [hit for hit in _asks().find(words) if insurers or not _is_other(hit.value, said, context)]
    hits.sort(key=lambda hit: (hit.first, -hit.end))
    asks = tuple(dict.fromkeys(hit.value for hit in hits))
    if insurers and not asks and not said.isdisjoint(_ACCEPTED):
        asks = (Ask.INSURERS,)
    return Question(
        asks=asks,
        services=services,
        are_whole=are_whole,
        names_procedure=names_procedure,
        insurers=insurers,
        plans=plans,
        tongue=next((tongues()[word] for word in words.read if word in tongues()), None),
        holiday=_holiday_named(said, context),
        names_feast=not said.isdisjoint(_data("feasts")),
        is_elsewhere=not said.isdisjoint(_data("elsewhere")),
        is_now=not said.isdisjoint(_NOW),
        is_own=not said.isdisjoint(_OWN) and said.isdisjoint(_GETTING),
        is_one=not said.isdisjoint(_ONE),
        is_which=not said.isdisjoint(_WHICH),
        wants_service=bool(services) and names_procedure and len(words.read) <= _SHORT and said.isdisjoint(_SPOKEN_OF),
        spans=tuple(words.span(hit.first, hit.end) for hit in hits),
    )


_ACCEPTED = frozenset("accepted accept take taken ok okay valid aceptan aceptada aceptado valido valida".split())
_NOW = frozenset("now currently moment ahora ahorita momento".split())
_OWN = frozenset("i we my that it where donde voy tengo debo acudo mi es room go".split())
_GETTING = frozenset(
    "get directions llegar llego you your ustedes su estan ubicados hospital clinic clinica centro".split()
)
_ONE = frozenset("she he her him ella doctor doctora dr dra".split())
_WHICH = frozenset(
    "which what list who que cuales cual insurances insurers aseguradoras seguros convenio services tests exams "
    "studies servicios pruebas estudios analisis examenes".split()
)
_SPOKEN_OF = frozenset(
    "about result results report reports showed shows after had did done says said sobre resultado resultados informe "
    "despues hice hicieron salio".split()
)
_SHORT = 14  # words

_OPENS_QUESTION = frozenset(
    "what whats who whos where wheres when how hows which why can could do does is are will would que quien cual "
    "cuales cuando donde como cuanto cuanta puedo pueden tienen hay es".split()
)
_MAY = frozenset("can could may puedo podria".split())
_VISIT = frozenset("appointment appointments appt visit booking cita citas visita".split())
_SHORTEST = 3  # words


def is_question(message: Message) -> bool:
    """Whether a message asks something at all; "can I have that appointment?" asks for it rather than about it."""
    words = words_of(message)
    if words.read and words.read[0] in _MAY and not _VISIT.isdisjoint(words.read):
        return False
    if "?" in message.raw:
        return len(words.read) >= _SHORTEST - 1
    return len(words.read) >= _SHORTEST and words.read[0] in _OPENS_QUESTION and words.is_question(0)


_GOES_ON = (("what", "about"), ("how", "about"), ("que", "tal"), ("y",), ("and",), ("or",), ("o",), ("also",), ("but",))
_BRIEF = 8  # words


def goes_on_asking(message: Message) -> bool:
    """Whether a message asks, for something else, what was asked before: "what about tomorrow?", "¿y el lunes?"."""
    words = words_of(message).read
    if not words or len(words) > _BRIEF:
        return False
    return any(tuple(words[: len(begun)]) == begun for begun in _GOES_ON) or "?" in message.raw


_OTHER: Mapping[Ask, frozenset[str]] = {
    Ask.INSURERS: frozenset(
        "card cards cash cheque cheques check checks visa mastercard paypal walkin walkins walk ins new patients "
        "children kids babies appointments appointment emergencies tarjeta tarjetas efectivo ninos pacientes urgencias "
        "bookings referrals long".split()
    ),
    Ask.HOURS: frozenset(
        "free available slot slots appointment appointments openings cita citas libre libres disponible "
        "disponibles hueco huecos turno turnos otro otros another other have".split()
    ),
    Ask.PLACE: frozenset("see from".split()),
    Ask.SEND: frozenset(
        "gp husband wife partner mother father mum dad daughter son sister brother friend family insurer employer boss "
        "work school with marido esposo esposa mujer pareja madre padre hija hijo hermana hermano amigo amiga familia "
        "familiar aseguradora jefe trabajo colegio cabecera con otro otra another enviarme mandarme enviame mandame "
        "enviarmelo mandarmelo me".split()
    ),
}
"""Words with which a phrase asks for something else: "do you take cards?", "when do you have anything open?"."""


def _is_other(ask: Ask, said: set[str], context: Context) -> bool:
    if ask is Ask.HOURS and context.question == "slot" and said & {"horario", "horarios"}:
        return True  # of the times on offer
    return not said.isdisjoint(_OTHER.get(ask, ()))


# --- services -------------------------------------------------------------------------------------


def _services_named(words: Words, roster: Roster) -> tuple[tuple[str, ...], bool, bool]:
    """The services whose names the words fit, best alone; whether in whole; whether any test or operation is named."""
    said = {key_of(word) for word in words.read}
    procedures = (said & _things()["procedures"].keys()) - {"blood", "allergy", "stress", "physical"}
    narrow = said - set(_things()["wide"])
    parts = said & _things()["parts"].keys()
    found: list[tuple[float, int, str]] = []
    for service in roster.services:
        name = name_keys(service.name)
        shared = name & said
        if not shared & narrow - _things()["parts"].keys() and shared != name:
            continue
        if not _is_telling(shared, name, procedures):
            continue
        if parts - name:
            continue  # "an X-ray of my knee" is no chest X-ray
        found.append((len(shared) / len(name), len(shared), service.code))
    best = max(found, default=None)
    if best is None:
        return (), False, bool(procedures)
    fitting = [code for share, shared, code in found if (share, shared) == best[:2]]
    is_named = best[0] == 1 or bool(procedures) or any(not is_word(word) for word in said & _own_words(roster))
    is_whole = best[0] == 1
    return tuple(fitting if is_whole else [code for _, _, code in found]), is_whole, is_named


def _own_words(roster: Roster) -> frozenset[str]:
    return frozenset().union(*(name_keys(service.name) for service in roster.services))


_MOST = 0.6  # of a service's name that words of common speech must say to mean it


def _is_telling(shared: frozenset[str], name: frozenset[str], procedures: set[str]) -> bool:
    """Whether words mean a service: what is done, a word of its own, or most of its name.

    An eye problem and the eye doctor are no eye pressure test.
    """
    if shared == name or shared & procedures:
        return True
    return any(not is_word(word) for word in shared) or len(shared) >= _MOST * len(name)


@cache
def _keys() -> Mapping[str, str]:
    data = _things()
    return {word: key for part in ("procedures", "parts") for key, said in data[part].items() for word in said}


def key_of(word: str) -> str:
    """A word of a service's name in the form in which both languages meet."""
    return _keys().get(word) or _keys().get(_singular(word), word)


@cache
def name_keys(name: str) -> frozenset[str]:
    """The words of a service's name, in the form in which both languages meet."""
    read = words_of(Message.read(name)).read
    return frozenset(key_of(word) for word in read if word not in _SMALL) or frozenset({name})


_SMALL = frozenset("of the a an and for with de del la el los las y con para un una".split())

# --- insurers -------------------------------------------------------------------------------------

_COMMON = frozenset(
    "health insurance insurances mutual life care group company healthcare plan plans medical assurance seguros "
    "seguro salud mutua compania aseguradora vida grupo medico the of de la el and y international general new first "
    "national blue gold silver basic plus your my".split()
)
"""Words that stand in the names of many insurers, and so name none by themselves."""


def _insurers_named(words: Words, roster: Roster) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The insurers named, by a word that is theirs alone or by the whole name; and the plans of theirs named."""
    said = set(words.read) | {token.text for token in words.tokens}
    insurers, plans = [], []
    for insurer in roster.insurers:
        name = _plain_words(insurer.name)
        own = name - _COMMON
        if name <= said or (own and own & said and len(own & said) * 2 >= len(own)):
            insurers.append(insurer.code)
            plans += [code for code, plan in insurer.plans if _plain_words(plan) <= said]
    return tuple(insurers), tuple(plans)


@cache
def _plain_words(name: str) -> frozenset[str]:
    return frozenset(token.text for token in Message.read(name).tokens) - {"the", "of", "de", "la", "el", "and", "y"}


# --- days and languages ---------------------------------------------------------------------------


def _holiday_named(said: set[str], context: Context) -> date | None:
    """The next day of a holiday whose own words are all said ("Labor Day", "St Patrick's")."""
    bare = {_singular(word) for word in said}
    found = []
    for name, day in context.holidays:
        own = {_singular(token.text.replace("'", "")) for token in Message.read(name).tokens} - _DAYS
        if own and own <= bare:
            found.append(day)
    coming = [day for day in found if day >= context.now.date()]
    return min(coming, default=max(found, default=None))


_DAYS = frozenset("day bank holiday public the of s st saint dia de la el del lo festivo puente".split())


def _singular(word: str) -> str:
    return word.removesuffix("s")


@cache
def tongues() -> Mapping[str, str]:
    """The names of languages, folded, with their codes."""
    return {word: code for code, said in _things()["tongues"].items() for word in said}


@cache
def _data(name: str) -> frozenset[str]:
    return frozenset(_things()[name])


def _things() -> dict[str, Any]:
    return load("things")


@cache
def _asks() -> Phrases[Ask]:
    data = load("questions")
    classes = {**data["classes"], "tongue": list(tongues())}
    return Phrases(list(_entries(data["asks"])), classes)


def _entries(asks: Mapping[str, list[str]]) -> Iterator[tuple[str, Ask]]:
    for name, phrases in asks.items():
        for phrase in phrases:
            yield phrase, Ask(name)
