"""Which examination a message speaks of: by its kind in either language, and by words of its own name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from conversation.extractors.text import Message
from conversation.extractors.words import words_of

KINDS: Mapping[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "mri": "mri mris resonance resonancia resonancias rmn",
        "ct": "ct tac tacs tomography tomografia tomografias scanner escaner",
        "xray": "xray xrays xrayed radiograph radiographs radiografia radiografias placa placas",
        "ultrasound": "ultrasound ultrasounds sonogram sonograma ecografia ecografias ultrasonido",
        "mammogram": "mammogram mammogrammes mammography mamografia mamografias",
        "ecg": "ecg ekg electrocardiogram electrocardiograma",
        "echo": "echo echocardiogram ecocardiograma ecocardiografia",
        "endoscopy": "endoscopy gastroscopy colonoscopy endoscopia gastroscopia colonoscopia",
        "biopsy": "biopsy biopsies histology pathology cytology smear biopsia biopsias histologia patologia citologia",
        "laboratory": (
            "blood bloods bloodwork bloodtest lab labs laboratory labwork urine stool swab culture cholesterol "
            "sangre analisis analitica analiticas laboratorio orina heces cultivo hemograma colesterol"
        ),
        "letter": "letter letters discharge epicrisis carta cartas alta",
    }.items()
}
"""What each kind is called, and what stands in the names of such examinations."""
_OF_SERVICE = {
    "laboratory": "laboratory",
    "letter": "letter",
    "histology": "biopsy",
    "pathology": "biopsy",
    "cytology": "biopsy",
}
"""The kinds that a service's own kind stands for; radiology is several."""
_SCANS = frozenset({"mri", "ct", "ultrasound"})
_SCAN = frozenset({"scan", "scans", "escaneo"})
_EMPTY = frozenset(
    "the and for with from del las los una uno test tests exam examen examenes estudio study prueba pruebas panel "
    "perfil result results resultado resultados report informe of de en".split()
)
_SHORTEST = 4  # letters


def kinds_named(message: Message) -> frozenset[str]:
    """The kinds of examination that a message speaks of."""
    said = set(words_of(message).read)
    named = {kind for kind, words in KINDS.items() if said & words}
    if said & _SCAN and not named:
        named |= _SCANS
    if "letter" in named and named != {"letter"}:
        named -= {"letter"}  # "the letter about my scan"
    return frozenset(named)


def speaks_of_examination(message: Message) -> bool:
    """Whether a message speaks of an examination or what came of one."""
    return bool(kinds_named(message)) or not set(words_of(message).read).isdisjoint(_RESULTS)


_RESULTS = frozenset("result results report reports findings scan scans test tests".split()) | frozenset(
    "resultado resultados informe informes prueba pruebas estudio estudios".split()
)


def meant(message: Message, names: Sequence[tuple[str, str]]) -> list[int]:
    """Which of these examinations, each with its name (in all languages) and its service's kind, a message means.

    All, where it does not say; none where it names a kind that none of them is of.
    """
    kinds, said = kinds_named(message), set(words_of(message).read)
    of_kind = [n for n, (name, kind) in enumerate(names) if not kinds or kinds & kinds_of(name, kind)]
    by_name = {n: len(said & _own_words(names[n][0])) for n in of_kind}
    most = max(by_name.values(), default=0)
    if most:
        return [n for n in of_kind if by_name[n] == most]
    if kinds and not of_kind:
        named = {n: len(said & _own_words(name)) for n, (name, _) in enumerate(names)}
        return [n for n, count in named.items() if count > 1]
    return of_kind


@cache
def kinds_of(name: str, kind: str) -> frozenset[str]:
    """The kinds that an examination is of, by its name in either language and its service's kind."""
    words = _words(name)
    found = {each for each, called in KINDS.items() if words & called}
    if kind in _OF_SERVICE:
        found.add(_OF_SERVICE[kind])
    return frozenset(found)


@cache
def _own_words(name: str) -> frozenset[str]:
    """What tells an examination from others of its kind: "knee", "lipid"."""
    of_kinds = frozenset[str]().union(*KINDS.values())
    return frozenset(word for word in _words(name) - of_kinds - _EMPTY if len(word) >= _SHORTEST)


def _words(name: str) -> frozenset[str]:
    return frozenset(words_of(Message.read(name)).read)
