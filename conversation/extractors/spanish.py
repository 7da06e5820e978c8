"""The forms of Spanish verbs, as an order or a wish takes them: "cancela", "cancelen", "cancelarla", "cancélamela".

Words are without accents, as messages are read, so the "vos" of the River Plate ("cancelá", "movela") is among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

_TO_WHOM = ("", "me", "nos", "te", "se", "le", "les", "os")
_TO_WHOM_FIRST = ("", "me", "nos", "te", "se", "os")
_WHAT = ("la", "lo", "las", "los")
_BEFORE_E = (("car", "qu", 1), ("gar", "gu", 1), ("zar", "c", 1))
_BEFORE_A = (("ger", "j", 1), ("gir", "j", 1))


def without_object(infinitive: str, stressed: str = "", subjunctive: str = "") -> frozenset[str]:
    """The forms that name no object of their own: "cancela", "canceleme", "cancelo", "cancelar", "cancelando".

    `stressed` is the stem where it changes under the stress (`muev` of mover), `subjunctive` where it is irregular
    ("pospong" of posponer). Forms that tell what was done are left out: they ask for nothing.
    """
    stems = _Stems(infinitive, stressed, subjunctive)
    with_dative = (host + whom for host, whom in product(stems.hosts(), _TO_WHOM))
    return frozenset((*with_dative, *stems.wishes()))


def with_object(infinitive: str, stressed: str = "", subjunctive: str = "") -> frozenset[str]:
    """The forms that end in a pronoun for their object: "cancelala", "cancelarmela", "muevemelo"."""
    hosts = _Stems(infinitive, stressed, subjunctive).hosts()
    return frozenset(host + whom + what for host, whom, what in product(hosts, _TO_WHOM_FIRST, _WHAT))


def under_no(infinitive: str, stressed: str = "", subjunctive: str = "") -> frozenset[str]:
    """The forms that a "no" before them negates: "no cancele", "no cancelarla"; "no, cancelala" is an order."""
    stems = _Stems(infinitive, stressed, subjunctive)
    infinitives = (infinitive + whom + what for whom, what in product(_TO_WHOM, ("", *_WHAT)))
    return frozenset((*infinitives, *stems.hosts(), *stems.wishes()))


class _Stems:
    """A verb's stems: plain, stressed, and the one of the polite order."""

    def __init__(self, infinitive: str, stressed: str, subjunctive: str) -> None:
        self.infinitive = infinitive
        self.plain = infinitive[:-2]
        self.stressed = stressed or self.plain
        self.is_ar = infinitive.endswith("ar")
        self.polite = subjunctive or _respelled(self.stressed, infinitive)
        self.polite_plain = subjunctive or _respelled(self.plain, infinitive)

    def hosts(self) -> Iterator[str]:
        """The forms to which pronouns are hung: orders, the infinitive, the gerund."""
        theirs, polite = ("a", "e") if self.is_ar else ("e", "a")
        yield self.infinitive
        yield self.plain + ("ando" if self.is_ar else "iendo")
        yield from (self.stressed + theirs, self.plain + theirs)
        yield from (self.polite + polite, self.polite + polite + "n")
        yield self.plain + ("ad" if self.is_ar else self.infinitive[-2] + "d")
        if self.infinitive.endswith("ir"):
            yield from (self.plain + "i", self.stressed + "iendo")

    def wishes(self) -> Iterator[str]:
        """Forms without pronouns: who does it, would do it, or is to do it."""
        theirs, polite = ("a", "e") if self.is_ar else ("e", "a")
        yield from (self.stressed + ending for ending in ("o", theirs + "s", theirs + "n"))
        yield self.plain + self.infinitive[-2] + "mos"
        yield from (self.polite + polite + "s", self.polite_plain + polite + "mos", self.polite_plain + polite + "is")
        yield from (self.infinitive + ending for ending in ("e", "as", "a", "emos", "an", "ia", "ias", "iamos", "ian"))


def _respelled(stem: str, infinitive: str) -> str:
    """The stem as it is spelled before the other vowel: "saqu" of sacar, "aplac" of aplazar, "escoj" of escoger."""
    for ending, written, letters in (*_BEFORE_E, *_BEFORE_A):
        if infinitive.endswith(ending):
            return stem[:-letters] + written
    return stem
