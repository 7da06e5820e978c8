"""When words of alarm raise none: denied, long ago, the name of a thing, a question about it, a figure of speech."""

from __future__ import annotations

from dataclasses import dataclass

from conversation.extractors.lexicon import Hit
from conversation.extractors.words import Words


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase of a rule; `row` and `group` are given where it counts only together with others."""

    rule: str
    self_harm: bool = False
    row: int | None = None
    group: int = 0
    groups: int = 0


def is_harmless(words: Words, hit: Hit[Sign]) -> bool:
    """Whether a phrase of alarm means no danger here and now."""
    return (
        _is_denied(words, hit.first)
        or _is_long_ago(words, hit)
        or _is_figure(words, hit)
        or (_is_named(words, hit) if not hit.value.self_harm else words.read[hit.end : hit.end + 1] in _HELP)
        or (not hit.value.self_harm and _is_asked_about(words, hit))
        or _is_mild(words, hit)
    )


_DENIES = frozenset(
    "no not dont doesnt didnt havent hasnt isnt arent wasnt without never neither nor denies sin tampoco nunca "
    "niego".split()
)
_PASSES = frozenset(
    "complain complaining complains noticed notice show showing i have having had has any feel feels feeling a an "
    "the my his her got get been is am are it its this that of real really actual or nor experiencing suffering "
    "from with signs sign symptoms no want to going think believe need do tengo tiene un una el la los las de ni "
    "siento siente ningun ninguna he hay es al en mi su quiero".split()
)  # fmt: skip
_STOPS = frozenset("and but y pero because then however".split())


def _is_denied(words: Words, first: int) -> bool:
    """ "no chest pain", "I don't have a fever or chest pain"; not "no, my chest hurts", "no idea why it hurts"."""
    alternatives = False
    for at in range(first - 1, max(-1, first - 7), -1):
        word = words.read[at]
        if words.sentence[at] != words.sentence[first] or word in _STOPS:
            return False
        if word in _DENIES:
            following = words.read[at + 1] if at + 1 < len(words.read) else ""
            answers = words.clause[at] != words.clause[at + 1] or (
                word == "no" and following in ("i", "my", "he", "she", "it", "the")
            )
            return not answers and following not in ("idea", "doubt", "clue", "sure", "only", "just", "one")
        if word in ("or", "nor", "ni", "o"):
            alternatives = True
        elif word not in _PASSES and not alternatives:
            return False
    return False


_NOW = frozenset(
    "now today tonight currently still again just suddenly ahora hoy anoche ayer yesterday sigue sigo".split()
)
_RECENT_UNITS = frozenset("minute minutes min mins hour hours moments minuto minutos hora horas".split())
_LONG_UNITS = frozenset("year years yrs months month weeks decade decades anos ano meses mes semanas childhood".split())
_LONG_WORDS = frozenset(
    "history previously previous formerly past survivor recovered recovering childhood antecedentes anteriormente "
    "pasado followup checkup rehab rehabilitation anniversary".split()
)  # fmt: skip
_LAST = frozenset(
    "year month summer winter spring autumn fall week january february march april may june july august september "
    "october november december christmas".split()
)  # fmt: skip


def _is_long_ago(words: Words, hit: Hit[Sign]) -> bool:
    """ "I had chest pain last year", "since my heart attack in 2019"; not where the sentence also speaks of now."""
    sentence = words.sentence[hit.first]
    around = [
        i for i in range(max(0, hit.first - 14), min(len(words.read), hit.end + 14)) if words.sentence[i] == sentence
    ]
    read = [words.read[i] for i in around]
    if any(word in _NOW for word in read) or any(word in _RECENT_UNITS for word in read):
        return False
    return any(_speaks_of_long_ago(read, i) for i in range(len(read)))


def _speaks_of_long_ago(read: list[str], i: int) -> bool:
    word = read[i]
    following = read[i + 1] if i + 1 < len(read) else ""
    before = read[i - 1] if i else ""
    return (
        word in _LONG_WORDS
        or (word == "ago" and before in _LONG_UNITS)
        or (word == "last" and following in _LAST)
        or (word in ("pasado", "pasada") and before in ("ano", "mes", "semana", "verano", "invierno"))
        or (word == "hace" and any(unit in _LONG_UNITS for unit in read[i + 1 : i + 4]))
        or (word == "used" and following == "to")
        or (
            word in ("when", "cuando")
            and following in ("i", "era")
            and "was" in [*read[i + 2 : i + 3], "was" if following == "era" else ""]
        )
        or (word == "in" and following.isdigit() and len(following) == 4)
        or (word == "en" and following.isdigit() and len(following) == 4)
        or (word == "for" and any(unit in ("years", "year", "decades") for unit in read[i + 1 : i + 4]))
        or (word == "the" and before == "in" and following == "past")
        or (word == "after" and following == "my")
        or (word == "since" and following in ("my", "the"))
    )


_THINGS = frozenset(
    "clinic clinics department dept unit ward xray xrays ray scan scans test tests testing report reports "
    "results result centre center service services nurse review medication medications medicine tablets pills "
    "class classes course insurance leaflet survey awareness prevention risk screening certificate test bill "
    "bills invoice team surgeon consultant patient patients survivor survivors group charity hotline helpline "
    "research study treatment drug drugs rehab rehabilitation therapy specialist doctor doctors contact contacts "
    "room pill kit training number line clinica consulta unidad departamento radiografia prueba pruebas informe "
    "informes servicio especialista placa".split()
)  # fmt: skip
_HELP = [(word,) for word in ("prevention", "hotline", "helpline", "awareness", "survivors", "leaflet", "squad")]
_SUFFERS = frozenset("have having has got with for feel feeling get getting tengo tiene con por siento".split())


def _is_named(words: Words, hit: Hit[Sign]) -> bool:
    """ "chest X-ray", "stroke clinic appointment", "heart attack survivors' group": the name of a thing."""
    following = words.read[hit.end : hit.end + 2]
    inside = words.read[hit.first : hit.end]
    same = [word for i, word in enumerate(following, hit.end) if words.clause[i] == words.clause[hit.end - 1]]
    if hit.value.rule != "poisoning" and any(word in _THINGS for word in inside[1:]):
        return True
    if (
        same
        and same[0] in _THINGS
        and not (same[0] in ("doctor", "doctors", "specialist", "nurse", "treatment") and _suffered(words, hit))
    ):
        return True
    return len(same) > 1 and same[1] in ("clinic", "unit", "department", "ward", "report", "results", "appointment")


def _suffered(words: Words, hit: Hit[Sign]) -> bool:
    return any(word in _SUFFERS for word in words.read[max(0, hit.first - 2) : hit.first])


_ABOUT = frozenset(
    "symptoms signs symptom risk chance chances prevent prevents prevention information info leaflet article "
    "about died fear fears covers cover covered define meaning mean means cause causes treat treats billed "
    "charged sintomas riesgo informacion prevenir causa unidad clinica consulta class classes course clinic unit "
    "fear afraid scared treatment vaccine vaccination".split()
)  # fmt: skip
_LINK = frozenset("of for on a an the about from de del un una la el to having with".split())


def _is_asked_about(words: Words, hit: Hit[Sign]) -> bool:
    """ "symptoms of a stroke", "what is sepsis", "he died of a heart attack", "billed for an overdose"."""
    at = hit.first - 1
    while at >= 0 and hit.first - at <= 3 and words.sentence[at] == words.sentence[hit.first]:
        word = words.read[at]
        if word in _ABOUT:
            return not (word == "about" and at and words.read[at - 1] in ("worried", "thinking", "thoughts"))
        if word == "whats" or (
            word in ("is", "are", "does", "es")
            and at
            and words.read[at - 1] in ("what", "que")
            and words.begins[at - 1]
        ):
            return True
        if word not in _LINK:
            return False
        at -= 1
    return False


_FIGURES_BEFORE = frozenset("nearly almost gave giving gives give dying".split())
_FIGURES_AFTER = frozenset(
    "laughing laughter boredom bored embarrassment waiting hunger hungry thirst price prices bill bills cost "
    "costs dry luck genius traffic netflix chocolate coffee risa aburrimiento hambre precio factura".split()
)  # fmt: skip


def _is_figure(words: Words, hit: Hit[Sign]) -> bool:
    """ "gave me a heart attack", "choking on the price", "I'd rather die than wait", "stroke of luck"."""
    before = words.read[max(0, hit.first - 3) : hit.first]
    after = words.read[hit.end : hit.end + 4]
    inside = words.read[hit.first : hit.end]
    if hit.value.rule == "self_harm" and ("rather" in inside or "rather" in before):
        return "than" in after
    if any(word in _FIGURES_BEFORE for word in before):
        return True
    things = (
        "website",
        "app",
        "phone",
        "page",
        "site",
        "system",
        "line",
        "computer",
        "lines",
        "chat",
        "link",
        "battery",
        "market",
        "pagina",
        "telefono",
    )
    if hit.value.rule == "collapse" and any(word in things for word in before):
        return True
    return any(word in _FIGURES_AFTER for word in after)


_CHRONIC = frozenset("sometimes occasionally occasion mild mildly slight slightly slowly gradually".split())
_EFFORT = frozenset(
    "exercise exercising exercises stairs climbing climb running run walking walk uphill sport gym workout "
    "training nose escaleras nariz ejercicio".split()
)
_MONTHLY = frozenset("period periods menstrual menstruation cycle fibroid fibroids months regla pill".split())
_SOFT = (
    "hard to breathe",
    "trouble breathing",
    "difficulty breathing",
    "short of breath",
    "shortness of breath",
    "problems breathing",
)


def _is_mild(words: Words, hit: Hit[Sign]) -> bool:
    """Shortness of breath on effort, a blocked nose or heavy periods are no red flag by themselves."""
    if hit.value.rule == "bleeding":
        return "heavy" in words.read[hit.first : hit.end] and any(word in _MONTHLY for word in words.read)
    if hit.value.rule != "breathing":
        return False
    around = words.read[max(0, hit.first - 4) : hit.end + 9]
    if "nose" in around or "nariz" in around:
        return True
    soft = " ".join(words.read[hit.first : hit.end]) in _SOFT
    return soft and any(word in _EFFORT or word in _CHRONIC for word in around)


def is_void(words: Words, hit: Hit[Sign]) -> bool:
    """Whether a sign that counts only with others is denied, long ago or the name of a thing."""
    return _is_denied(words, hit.first) or _is_long_ago(words, hit) or _is_named(words, hit)
