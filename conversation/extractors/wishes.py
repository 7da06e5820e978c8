"""Preferences, facts taken back, visit references, sites and topics of the hospital's own information."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import OSA

from conversation.extractors.entities import Context, Field, Roster, When, Wish
from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.negation import is_rejected
from conversation.extractors.questions import tongues
from conversation.extractors.specialities import find_specialities
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

_REFERENCE = re.compile(r"(?<![a-z0-9])([ah])( ?- ?| )([2-9acdefghjkmnpqrtuvwxyz]{6})(?![a-z0-9-])")
"""A visit's or a task's reference; its letters leave out those that are easily taken for others."""
_MOST_SAID = 0.75  # share of the words of an ask that must be said
_SMALL = frozenset(
    "the a an is are do does can i you my your to of in on at for and or where what when how there any el la los "
    "las un una de en es son hay puedo donde que como cuando se mi su para y o me".split()
)


def find_wishes(message: Message, context: Context) -> frozenset[Wish]:
    """Preferences that narrow the search; one that is turned down does not count."""
    words = words_of(message)
    hits = (hit for hit in _wishes().find(words) if not is_rejected(words, hit.first, hit.end))
    named = {hit.value for hit in hits if hit.value is not Wish.USUAL_DOCTOR or not _is_story(words, hit.end)}
    asked = _ASKED_FOR.get(context.question or "")
    if asked and len(words.read) <= _SHORT and next(_all_alike().find(words), None) is not None:
        named.add(asked)
    if not _is_of_reason(message, context):
        named.discard(Wish.NO_REASON)
    return frozenset(named)


def _is_of_reason(message: Message, context: Context) -> bool:
    """Whether it is the reason that somebody will not tell, rather than another datum that is asked for."""
    if context.question == "reason":
        return True
    return context.question not in _DATA and _WHY.search(message.folded) is not None


_DATA = frozenset({"name", "guardian_name", "date_of_birth", "phone", "who", "callback"})
_WHY = re.compile(r"\b(?:why|reasons?|motivos?|razon(?:es)?|por ?que|para que)\b")


def _is_story(words: Words, end: int) -> bool:
    """Whether what follows tells what a doctor said or did rather than asks for that doctor."""
    return not _TELLS.isdisjoint(words.read[end : end + 5])


_TELLS = frozenset(
    "said says told was recommended referred refers sent sends prescribed gave thinks wants dijo receto mando manda "
    "recomendo fue derivo deriva derivado envio envia enviado mandado remitio remite".split()
)


def spare_seen(message: Message, whens: tuple[When, ...]) -> tuple[When, ...]:
    """The times without the one at which the doctor asked for was seen: "the lady I saw in January"."""
    words = words_of(message)
    return tuple(when for when in whens if not _is_seen_then(words, words.around(when.span.start, when.span.end)[0]))


def _is_seen_then(words: Words, first: int) -> bool:
    before = range(max(0, first - _AFTER_SEEN), first)
    return any(words.read[at] in _SEEN and words.clause[at] == words.clause[max(0, first - 1)] for at in before)


_AFTER_SEEN = 3  # words between seeing a doctor and when that was
_SEEN = frozenset("saw seen had met visited treated vio vi atendio trato tuve opero reviso".split())


_ASKED_FOR = {"doctor": Wish.ANY_DOCTOR, "slot": Wish.ANYTIME, "day": Wish.ANYTIME, "time": Wish.ANYTIME}
"""What "any of them" means by what was asked."""
_SHORT = 8  # words


def find_cleared(message: Message, context: Context) -> frozenset[Field]:
    """Facts taken back without a new value: "change the doctor", "another day"."""
    taken: list[Hit[Field]] = []
    for hit in sorted(_cleared().find(words_of(message)), key=lambda found: found.first - found.end):
        if all(hit.end <= other.first or hit.first >= other.end for other in taken):
            taken.append(hit)
    return frozenset(hit.value for hit in taken)


def find_references(message: Message) -> tuple[tuple[str, int, int], ...]:
    """Visit references, upper-case, with their places in `Message.folded`."""
    found = []
    for match in _REFERENCE.finditer(message.folded):
        prefix, code = match[1], match[3]
        # without its dash it must not be two words
        if "-" in match[2] or any(character.isdigit() for character in code):
            found.append((f"{prefix}-{code}".upper(), match.start(), match.end()))
    return tuple(found)


def find_place(message: Message, context: Context) -> str | None:
    """Code of the one site that the message names, by its name or city; None where two fit."""
    words = words_of(message)
    if not context.roster.places:
        return None
    found = (hit for hit in _places(context.roster).find(words) if not is_rejected(words, hit.first, hit.end))
    hits = {hit.value for hit in found if not _is_of_people(words, hit.first, hit.end)}
    if not hits:
        hits = _nearly(words, context.roster)
    return next(iter(hits)) if len(hits) == 1 else None


def find_topic(message: Message, context: Context) -> str | None:
    """Code of the topic of the hospital's own information that the message asks about."""
    if not context.roster.topics:
        return None
    words = words_of(message)
    read = set(words.read)
    said = f" {' '.join(words.read)} "
    of_doctors = next(iter(find_specialities(message, context)), None) is not None
    best, topic = (0.0, 0), None
    for code, ask, whole in _asks(context.roster):
        if ask <= _OF_BOOKING and (of_doctors or f" {whole} " not in said):
            continue  # "how long is a visit" asks for no visiting hours
        share = (len(ask & read) / len(ask), len(ask))
        if share[0] >= _MOST_SAID and share > best:
            best, topic = share, code
    return topic or _topic_that_there_is(said, context)


def _topic_that_there_is(said: str, context: Context) -> str | None:
    """ "Hay visitas mañana?", "is there parking?": the thing named right behind, if one topic alone is about it."""
    found = _THERE_IS.search(said)
    about = {code for code, ask, _ in _asks(context.roster) if found is not None and found[1] in ask}
    return about.pop() if len(about) == 1 else None


_THERE_IS = re.compile(r" (?:hay|habra|are there|is there)(?: any)? (\w+) ")


def _nearly(words: Words, roster: Roster) -> set[str]:
    names = _place_words(roster)
    found: set[str] = set()
    for at, word in enumerate(words.read):
        if len(word) >= 5 and word not in tongues() and not _is_of_people(words, at, at + 1):
            found |= {code for name, code in names if len(name) >= 5 and OSA.distance(word, name, score_cutoff=1) <= 1}
    return found


def _is_of_people(words: Words, first: int, end: int) -> bool:
    """Whether a town's name is what a people or its language is called: "en lengua española"."""
    return end - first == 1 and not _OF_PEOPLE.isdisjoint(words.read[max(0, first - 1) : first])


_OF_PEOPLE = frozenset("lengua idioma language nacionalidad nationality soy hablo habla speak speaks".split())


@cache
def _wishes() -> Phrases[Wish]:
    return Phrases([(phrase, Wish(name)) for name, phrases in load("wishes")["wishes"].items() for phrase in phrases])


@cache
def _all_alike() -> Phrases[bool]:
    return Phrases([(phrase, True) for phrase in load("wishes")["all_alike"]])


@cache
def _cleared() -> Phrases[Field]:
    return Phrases([(phrase, Field(name)) for name, phrases in load("wishes")["cleared"].items() for phrase in phrases])


def _places(roster: Roster) -> Phrases[str]:
    kept = roster.index.get("places")
    if not isinstance(kept, Phrases):
        cities = [fold(place.city or "") for place in roster.places]
        entries = [(_plain(place.name), place.code) for place in roster.places]
        entries += [(_plain(p.city), p.code) for p in roster.places if p.city and cities.count(fold(p.city)) == 1]
        entries += _first_words(roster)
        kept = Phrases([(text, code) for text, code in entries if text])
        roster.index["places"] = kept
    return kept


def _first_words(roster: Roster) -> list[tuple[str, str]]:
    """A site's first word with "clinic", "site" and the like: "the bay one", "north clinic"."""
    kinds = "clinic|site|building|branch|one|centre|center|hospital|campus|clinica|sede|centro|edificio"
    named = [(_plain(place.name).split(), place.code) for place in roster.places if _plain(place.name)]
    return [(f"{words[0]} {kinds}", code) for words, code in named] + list(_names_of_their_own(roster))


def _names_of_their_own(roster: Roster) -> Iterator[tuple[str, str]]:
    """Words that only one site's name has, and that are no words of the language nor anybody's name: "in Žižkov"."""
    others = {word for doctor in roster.doctors for word in _plain(doctor.name).split()}
    for each in roster.specialities:
        others |= {word for name in (each.name, *each.names.values()) for word in _plain(name).split()}
    told = {place.code: set(_plain(f"{place.name} {place.city or ''}").split()) for place in roster.places}
    for place in roster.places:
        elsewhere = others.union(*(words for code, words in told.items() if code != place.code))
        for word in _plain(place.name).split():
            if len(word) >= 4 and word not in elsewhere and word not in _SITES and not is_word(word):
                yield word, place.code


_SITES = frozenset(
    "clinic site building branch centre center hospital campus wing tower block pavilion house main north south east "
    "west central medical health campus street road clinica sede centro edificio torre norte sur este oeste".split()
)


def _place_words(roster: Roster) -> list[tuple[str, str]]:
    return [(fold(place.city), place.code) for place in roster.places if place.city]


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


_OF_BOOKING = frozenset(
    "visit visits appointment appointments doctor doctors see book come visita visitas visitar cita citas medico ver "
    "venir time hours long hora horas horario".split()
)
"""Words that nearly every message has: an ask that has no others must be said as it stands."""


def _asks(roster: Roster) -> list[tuple[str, frozenset[str], str]]:
    kept: object = roster.index.get("topics")
    if not isinstance(kept, list):
        kept = list[tuple[str, frozenset[str], str]]()
        for topic in roster.topics:
            for asks in topic.asks.values():
                for ask in asks:
                    told = frozenset(word for word in _plain(ask).split() if word not in _SMALL)
                    if told:
                        kept.append((topic.code, told, _plain(ask)))
        roster.index["topics"] = kept
    return kept
