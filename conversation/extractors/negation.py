"""Whether words are turned down, denied or forbidden: "not Friday", "no chest pain", "anyone but Dr Lee"."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from sys import intern

from conversation.extractors.dates.lexicon_en import WORDS as ENGLISH
from conversation.extractors.dates.lexicon_es import WORDS as SPANISH
from conversation.extractors.dates.tags import Tag
from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.spanish import under_no
from conversation.extractors.words import Words

NOT = frozenset(
    "no not isnt arent wasnt never neither nor without sin ni nunca jamas tampoco nadie nobody noone".split()
)
"""What negates whatever it stands with."""
NOT_DOING = frozenset("dont doesnt didnt wont wouldnt shouldnt shant havent hasnt".split())
"""What negates the verb behind it."""
CANNOT = frozenset("cant cannot couldnt".split())
_SPANISH_NOT = frozenset("no ni nunca jamas tampoco".split())
_REACH = 8  # words


# --- things: a doctor, a speciality, one of what is on offer ---------------------------------------


_LINKS = frozenset(
    "the a an with dr doctor dra doctora for to of on in at my any want need like see me with by from really "
    "necessarily el la los las un una con para de del al quiero a that this one go book again more back going be being "
    "seen treated examined looked after us get make do come take ever anything sea sean fuera vea vean ver verme "
    "atienda atiendan atender atenderme trate traten toque que nos deseo quisiera queremos gusta va viene vale sirve "
    "conviene ir vuelvo volver give put let offer assign appointment appointments visit cita visita consulta".split()
)
"""What may stand between a "not" and what it turns down."""
_PARTICIPLES = frozenset("seen treated examined looked".split())
_BE = frozenset("be being get getting".split())
_WANTING = frozenset("want like need not wish fancy book let put send give ask trust offer assign".split())
_GOING = _WANTING | frozenset("see go be accept take".split())
_AVOIDING = frozenset("avoid avoiding skip hate refuse refusing evitar evita evite evitando odio rechazo".split())
_FAR = (("away", "from"), ("clear", "of"), ("lejos", "de"))
_EXCEPT = frozenset("except besides than instead excepto menos salvo but bar".split())
_ALL = frozenset("anyone anybody any anything everyone everybody all whoever".split())
_NONE = frozenset("no nobody none noone dont not nadie ningun ninguna ninguno nada cant".split())
_LACKING = frozenset("no sin without".split())
_VISITS = frozenset("appointment appointments visit cita visita consulta".split())
_ABLE = frozenset("puedo podre podria podemos".split())
_REASONS = frozenset("because as since he she hes shes they porque que so but pero".split())


def is_rejected(words: Words, first: int, end: int) -> bool:
    """Whether the words `first`..`end` name something the sender does not want ("not X", "anyone but X", "X no").

    "I can't see Dr Lee" turns her down; "I can't see Dr Lee on Monday" turns down the day.
    """
    if _is_refused_before(words, first) or _has_no_behind(words, end) or _fails_behind(words, end):
        return True
    alone = words.closes(end) or (end < len(words.read) and words.read[end] in _REASONS)
    return alone and _is_out_of_reach(words, first)


def is_refused(words: Words, at: int, end: int | None = None) -> bool:
    """Whether something pointed at is turned down ("not the former", "I can't make the second", "la primera no")."""
    end = at + 1 if end is None else end
    return _is_refused_before(words, at) or _has_no_behind(words, end) or is_unsuited(words, at, end)


def is_unsuited(words: Words, at: int, end: int) -> bool:
    """Whether something pointed at is not possible, which says nothing of the rest: "the first is too early"."""
    if _is_out_of_reach(words, at) or _fails_behind(words, end):
        return True
    hits = _unwanted().find(words)  # "me viene mal la primera"
    return any(hit.end <= at <= hit.end + 1 and words.clause[hit.first] == words.clause[at] for hit in hits)


def _led_by(words: Words, first: int, links: Set[str]) -> int:
    """The nearest word before `first` in its clause that is no link; -1 where there is none."""
    at = first - 1
    while at >= 0 and first - at <= _REACH and words.clause[at] == words.clause[first]:
        word = words.read[at]
        if "_" in words.message.folded[words.tokens[at].end : words.tokens[at + 1].start]:
            return -1  # somebody's name was there
        is_told = word in _PARTICIPLES and (at == 0 or words.read[at - 1] not in _BE)  # "I've never seen a doctor"
        if word not in links or is_told:
            return at
        at -= 1
    return -1


def _is_refused_before(words: Words, first: int) -> bool:
    at = _led_by(words, first, _LINKS)
    if at < 0:
        return False
    word, before, behind = words.read[at], words.read[at - 1] if at else "", words.read[at + 1]
    if word in _EXCEPT:
        return _is_exception(words, at)
    if word in NOT:
        return not _is_suggested(words, at) and (word not in _LACKING or behind not in _VISITS)
    if word in NOT_DOING:
        return at + 1 < first and behind in (_WANTING if word in ("dont", "doesnt") else _GOING)
    if word in ("vez", "lugar"):
        return before == "en"
    return word in _AVOIDING or (word, behind) in _FAR


def _is_suggested(words: Words, at: int) -> bool:
    """Whether a "not" turns nothing down: "why not X?", "¿por qué no con X?", and the answer of "no que me vea X"."""
    if words.read[at] == "not":
        return words.read[max(0, at - 1) : at] == ("why",)
    is_answer = words.read[at : at + 2] == ("no", "que")
    return is_answer or words.read[max(0, at - 2) : at] == ("por", "que")


def _is_exception(words: Words, at: int) -> bool:
    """Whether "except" and the like leave something out ("anyone but X"), rather than it alone ("nobody but X")."""
    before = words.read[max(0, at - 1) : at]
    if words.read[at] in ("but", "bar") and _ALL.isdisjoint(before):
        return False
    if before == ("al",):
        return False  # "al menos"
    first = max(0, at - _NEAR)
    return _NONE.isdisjoint(words.read[i] for i in range(first, at) if words.clause[i] == words.clause[at])


_NEAR = 5  # words


def _is_out_of_reach(words: Words, first: int) -> bool:
    """Whether somebody says that they cannot: "I can't make X", "no puedo ir a X"."""
    at = _led_by(words, first, _LINKS)
    if at < 0:
        return False
    return words.read[at] in CANNOT or (words.read[at] in _ABLE and at > 0 and words.read[at - 1] in _SPANISH_NOT)


def _has_no_behind(words: Words, end: int) -> bool:
    """Whether a "no" turns down what stands before it: "X no", but not "X, no?"."""
    at = _behind(words, end)
    if at is None or words.read[at] not in NOT or not words.closes(at + 1):
        return False
    return words.message.folded[words.tokens[at].end :].lstrip()[:1] != "?"


def _fails_behind(words: Words, end: int) -> bool:
    """Whether what follows says that what stands before it is not possible: "X won't do", "X I can't"."""
    at = _behind(words, end)
    if at is None:
        return False
    if words.read[at] in CANNOT and words.read[at - 1] in ("i", "we"):
        return words.closes(at + 1) or words.read[at + 1] in _LINKS
    told = _unwanted().find_at(words, (at,))
    return any(words.closes(hit.end) or words.read[hit.end] in _GOES_ON for hit in told) and not words.is_question(at)


def _behind(words: Words, end: int) -> int | None:
    """The first word of the clause behind a phrase that counts; None where nothing follows."""
    at = end
    while 0 < at < len(words.read) and words.clause[at] == words.clause[end - 1]:
        if words.read[at] not in _ASIDE:
            return at
        at += 1
    return None


_ASIDE = frozenset("i we yo really just simply unfortunately sadly also".split())
_GOES_ON = frozenset("for para porque because as since but pero so sorry and y either me us ir llegar venir".split())
"""After "doesn't work" and the like; "Dr Lee doesn't work on Mondays" goes on otherwise and turns nobody down."""


@cache
def _unwanted() -> Phrases[bool]:
    """What is said behind a day or a time that does not suit is said of anything else that does not."""
    told = (words[Tag.UNWANTED] for words in (ENGLISH, SPANISH))
    phrases = [phrase for each in told if isinstance(each, str) for phrase in each.split(",")]
    return Phrases([(phrase, True) for phrase in (*phrases, *_UNWANTED_PERSON)])


_UNWANTED_PERSON = ("away from me|us|my|him|her", "is not|isn't for me|us|him|her|my", "no es para mi|nosotros")


# --- errands: what the desk is told not to do ------------------------------------------------------


_FORBIDS = NOT_DOING | NOT - {"no", "isnt", "arent", "wasnt"}
_ANY_WORDS = 3  # words, whatever they are, over which an English "don't" reaches
_NOT_FORBIDDING = frozenset(
    "able sure know possible how forget hesitate allowed managed manage working olvides olvide mind if but and "
    "there here come attend".split()
)
"""Behind a "not" these say something else: "I'm not able to cancel online", "don't forget to cancel"."""
_ASKING_FOR = frozenset(
    "want wanted you to ask asked asking for it be being say said tell told me that think i we need anyone anybody "
    "them they should have going planning meant the my was is let please one reason intention of necessary "
    "quiero queremos quiere quisiera deseo desea deseamos necesito necesita necesitamos pido pretendo pienso voy a que "
    "me nos la lo las los le les se te os hace hizo haga hagas falta hay he ha hemos dicho pedido dije dijo decia pedi "
    "ocurra pidio autorice solicite solicitado mande mi su por favor quieran vayan vaya vayas".split()
)
"""What may stand between a "not" and the errand that it forbids."""


def is_forbidden(words: Words, first: int) -> bool:
    """Whether the errand that begins at `first` is one not to be done: "don't cancel it", "que no me la anulen"."""
    at, is_linked = first - 1, True
    while at >= 0 and first - at <= _REACH and words.clause[at] == words.clause[first]:
        word = words.read[at]
        if word in _NOT_FORBIDDING:
            return False
        if word == "no":
            return is_linked and _is_negated(words.read[at + 1])
        if word in _FORBIDS:
            return True
        is_linked = is_linked and word in _ASKING_FOR
        if not is_linked and first - at >= _ANY_WORDS:
            return False
        at -= 1
    return False


def is_kept(words: Words) -> bool:
    """Whether cancelling is spoken of as something not to be done: "don't cancel it", "no quiero anularla"."""
    return any(word.startswith(CANCELS) and is_forbidden(words, at) for at, word in enumerate(words.read))


CANCELS = ("cancel", "anul", "quit", "borr", "elimin", "desagend", "desapunt", "suelt", "liber")
"""How the verbs begin that let a visit go."""


def _is_negated(word: str) -> bool:
    """Whether a "no" negates the word behind it: "no canceles" and "no one", but not "no cancélala" for "no, ..."."""
    return word in _AFTER_NO or word in _spanish_verbs()


@cache
def _spanish_verbs() -> frozenset[str]:
    verbs = load("intents.es")["verbs"].items()
    said = frozenset[str]().union(*(under_no(infinitive, *irregular.split()) for infinitive, irregular in verbs))
    return frozenset(map(intern, said))


_AFTER_NO = frozenset(
    "one need reason intention quiero queremos quiere quisiera deseo desea deseamos necesito necesita necesitamos pido "
    "pretendo pienso voy me nos la lo las los le les se te os hace hizo haga hagas hay he ha hemos dije pedi autorice "
    "solicite mande quieran vayan vaya vayas".split()
)
"""What a "no" negates, where "no i want to cancel" is a no and an order."""


# --- symptoms ---------------------------------------------------------------------------------------


def is_denied(words: Words, first: int) -> bool:
    """Whether a symptom that begins at `first` is said to be absent ("no chest pain", "I don't have a fever")."""
    at = first - 1
    while at >= 0 and first - at <= _DENIED and words.sentence[at] == words.sentence[first]:
        word = words.read[at]
        if word in ("but", "however", "pero", "because", "since", "and", "y", "then"):
            return False
        if word in _DENIALS:
            return not _is_answer(words, at) and _NO_DENIAL.isdisjoint(words.read[at + 1 : first])
        at -= 1
    return False


_DENIED = 5  # words
_NO_DENIAL = frozenset(
    "know sure understand stand bear only just such able sleep walk work focus eat stop stopping go going away better "
    "improve cope what why how se aguanto aguanta soporto soporta puedo puede deja dejan quita va pasa mejora cede "
    "baja para duermo solo solamente sabe entiendo".split()
)
"""Behind a "no", words that deny something else: "I don't know why my back hurts", "no aguanto la espalda"."""
_DENIALS = frozenset(
    "no not dont doesnt didnt havent hasnt isnt arent wasnt without never denies deny denied neither nor negative "
    "sin niego nunca tampoco ningun ninguna".split()
)


def _is_answer(words: Words, at: int) -> bool:
    """Whether a "no" answers a question rather than denies what follows ("no, I have chest pain")."""
    if words.read[at] != "no" or at + 1 >= len(words.read):
        return False
    return words.clause[at] != words.clause[at + 1] or words.read[at + 1] in _SUBJECTS


_SUBJECTS = frozenset("i he she it my his her our we they the im ive hes shes yo mi".split())
