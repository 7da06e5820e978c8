"""Specialities: the standard vocabulary, how a hospital's own map to it, and mentions of them in a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from conversation.extractors.entities import Context, Roster, Speciality, SpecialityMention
from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.negation import is_rejected
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

DEFAULT = "general-medicine"
"""The standard speciality where nothing fits better."""
_ENDINGS = ("clinic", "department", "dept", "unit", "ward", "service", "services", "centre", "center", "consulta")


@dataclass(frozen=True, slots=True)
class Standard:
    """A speciality of the standard vocabulary, with every way of naming it (folded)."""

    key: str
    names: tuple[str, ...]
    practitioners: tuple[str, ...]
    ways: tuple[str, ...]
    instead: tuple[str, ...]


@cache
def vocabulary() -> Mapping[str, Standard]:
    """The standard specialities by key (`cardiology`, `general-medicine`, `ent`, ...)."""
    return {
        key: Standard(key, _of(entry["names"]), _of(entry["who"]), _of(entry["ways"]), tuple(entry["instead"]))
        for key, entry in load("specialities").items()
    }


def standard_of(speciality: Speciality) -> tuple[str, ...]:
    """Standard keys that a hospital's speciality covers, best first; empty when it is none that we know."""
    own = (speciality.code, speciality.name, speciality.practitioner or "")
    texts = [*own, *speciality.names.values(), *speciality.practitioners.values()]
    keys = [key for text in texts for key in keys_named(text)]
    return tuple(dict.fromkeys(keys))


def keys_named(text: str) -> tuple[str, ...]:
    """Standard keys that a name means in whole, or in its parts ("Ear, Nose & Throat", "Bones and Joints")."""
    whole = _plain(text)
    names = _by_name()
    if whole in names:
        return (names[whole],)
    bare = " ".join(word for word in whole.split() if word not in _ENDINGS)
    if bare in names:
        return (names[bare],)
    parts = [part.strip() for part in bare.replace(" y ", " and ").split(" and ")]
    return tuple(dict.fromkeys(names[part] for part in parts if part in names))


def has(roster: Roster) -> Mapping[str, tuple[str, ...]]:
    """Standard key -> codes of the hospital's specialities that cover it."""
    return _index(roster).codes


def default_code(roster: Roster) -> str | None:
    """The hospital's speciality for everything that has no better one."""
    for speciality in roster.specialities:
        if speciality.default:
            return speciality.code
    return next(iter(has(roster).get(DEFAULT, ())), None)


def codes_for(key: str, roster: Roster) -> tuple[str, ...]:
    """The hospital's codes for a standard speciality, or for what stands in where it has none."""
    codes = has(roster)
    for candidate in (key, *vocabulary()[key].instead):
        if candidate in codes:
            return codes[candidate]
    return ()


def find_specialities(message: Message, context: Context) -> tuple[SpecialityMention, ...]:
    """Specialities of the hospital named in the message, in order; the same one is told once."""
    return tuple(_mentions(words_of(message), context.roster, had=True))


def find_lacking(message: Message, context: Context) -> tuple[SpecialityMention, ...]:
    """Specialities asked for that the hospital does not have; `code` is then the standard key."""
    return tuple(_mentions(words_of(message), context.roster, had=False))


def _mentions(words: Words, roster: Roster, *, had: bool) -> Iterator[SpecialityMention]:
    index = _index(roster)
    for hit in _longest([*index.own.find(words), *_standard_phrases().find(words)]):
        name, literal = hit.value
        codes = (name[1:],) if name.startswith(_OWN) else index.codes.get(name, ())
        if bool(codes) == had:
            rejected = is_rejected(words, hit.first, hit.end)
            yield SpecialityMention(words.span(hit.first, hit.end), codes[0] if codes else name, rejected, literal)


def _longest(hits: list[Hit[_Meaning]]) -> list[Hit[_Meaning]]:
    taken: list[Hit[_Meaning]] = []
    for hit in sorted(hits, key=lambda found: found.first - found.end):
        if all(hit.end <= other.first or hit.first >= other.end for other in taken):
            taken.append(hit)
    return sorted(taken, key=lambda found: found.first)


_OWN = "="  # marks a hospital's own code among standard keys
_Meaning = tuple[str, bool]  # standard key (or "=" and the hospital's code), and whether it is named outright


@dataclass(frozen=True, slots=True)
class _Index:
    codes: Mapping[str, tuple[str, ...]]
    own: Phrases[_Meaning]


def _index(roster: Roster) -> _Index:
    kept = roster.index.get("specialities")
    if not isinstance(kept, _Index):
        kept = _build(roster)
        roster.index["specialities"] = kept
    return kept


def _build(roster: Roster) -> _Index:
    codes: dict[str, list[str]] = {}
    entries: dict[str, _Meaning] = {}
    for speciality in roster.specialities:
        for key in standard_of(speciality):
            codes.setdefault(key, []).append(speciality.code)
        own = (speciality.name, speciality.practitioner or "", speciality.code.replace("-", " "))
        for text in (*own, *speciality.names.values(), *speciality.practitioners.values()):
            if (pattern := _pattern(text)) and text.lower() not in _AMBIGUOUS:
                entries[pattern] = (_OWN + speciality.code, True)
            if way := _way(text):
                entries.setdefault(way, (_OWN + speciality.code, False))
    return _Index({key: tuple(own) for key, own in codes.items()}, Phrases(entries.items()))


_FIELDS = frozenset("medicine surgery health care centre center clinic unit services".split())
_TOO_WIDE = frozenset("general internal emergency medical primary urgent acute day".split())


def _way(text: str) -> str | None:
    """How people call who works in a department: "sleep doctor" for "Sleep Medicine"."""
    words = _plain(text).split()
    if len(words) != 2 or words[1] not in _FIELDS or words[0] in _TOO_WIDE:
        return None
    return f"{words[0]} doctor|doctors|dr|doc|specialist|specialists|clinic|surgeon|expert|department"


@cache
def _standard_phrases() -> Phrases[_Meaning]:
    entries: dict[str, _Meaning] = {}
    for standard in vocabulary().values():
        for way in (way for way in standard.ways if way not in _AMBIGUOUS):
            entries[_pattern(way)] = (standard.key, False)
            if (short := _without_doctor(way)) is not None:
                entries.setdefault(short, (standard.key, False))
        for name in (*standard.names, *standard.practitioners):
            if name not in _AMBIGUOUS and name not in _TROUBLES:
                entries[_pattern(name)] = (standard.key, True)
    return Phrases(entries.items())


def _without_doctor(way: str) -> str | None:
    """How people point at one of several doctors by what they treat: "la del corazon", "the skin one", "for skin"."""
    words = fold(way).split()
    if words[0] in _SPANISH_DOCTORS and words[1:2] in (["de"], ["del"]):
        return f"el|la|los|las|uno|una {' '.join(words[1:])}"
    if len(words) == 2 and words[1] in ("doctor", "specialist") and words[0].isalpha():
        return f"the|a|that {words[0]} one|lady|woman|man|gentleman|people"
    return None


_SPANISH_DOCTORS = ("medico", "doctor", "doctora", "especialista")
_TROUBLES = frozenset(("mental health", "salud mental", "talking therapy"))
_AMBIGUOUS = frozenset(
    "trauma general emergency therapist terapeuta diabetes cancer allergy alergia dialysis imaging nutrition "
    "dental surgery peds derma chemotherapy radiotherapy vascular maternity cirugia rehab respiratory cardiac "
    "renal physician urgencias prenatal antenatal digestivo consejeria dialisis quimioterapia cardiovascular "
    "shrink".split()
)
"""Names that are said of complaints, treatments or buildings as often as of a department."""


@cache
def _by_name() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for standard in vocabulary().values():
        for name in (standard.key, *standard.names, *standard.practitioners, *standard.ways):
            names.setdefault(_plain(name), standard.key)
    return names


def _plain(text: str) -> str:
    folded = fold(text).replace("'", "").replace("&", " and ")
    kept = "".join(c if c.isalnum() else " " for c in folded)
    return " ".join(word for word in kept.split() if word not in ("the", "of", "de", "la", "el", "dept"))


def _pattern(text: str) -> str:
    """A name as a lexicon pattern: plain words, the last one in the plural too."""
    folded = fold(text).replace("'", "").replace("&", " and ")
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    if not words:
        return ""
    last = words[-1]
    return " ".join([*words[:-1], last if last.endswith("s") else f"{last}|{last}s"])


def _of(texts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(text for language in texts.values() for text in language)
