"""Which of the people whom the desk knows behind a number a message names as the patient."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.extractors.doctor_names import listed
from conversation.extractors.entities import Span, Understanding
from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load_words
from conversation.extractors.names import is_introduced
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.spelling import is_word
from conversation.extractors.text import fold
from conversation.extractors.words import Words, words_of

_WHOSE = frozenset("for para of de a is es".split())
"""After these a name tells whose the visit is."""
_AND = frozenset("and y e or o".split())
_MODALS = frozenset("can could may does must should will would has is puede podria tiene".split())
_NEEDS = frozenset(
    "see sees need needs want wants have has come comes visit should would could can must gets get be "
    "necesita quiere tiene puede ver va vea".split()
)
"""Who does this in a message about a visit is whom the visit is for: "can Hank see ...", "Leo needs ..."."""
_THIRD = frozenset("has needs wants is was feels gets keeps got tiene necesita quiere esta lleva sufre".split())
"""What is said of somebody else, and of nobody by an order or a question."""
_VISITS = frozenset("appointment appointments appt visit visits booking checkup one".split())
_WHICH = frozenset({"who", "visit", "name"})
"""Questions that a bare name answers."""
_ASIDE = 3  # further words of a message that is no more than a name


def may_name_somebody(understanding: Understanding) -> bool:
    """Whether a message has a word that can be somebody's name and is explained by nothing else."""
    words = words_of(understanding.message)
    taken = _taken(understanding)
    return any(
        token.text.isalpha() and not _is_in(token.start, taken) and may_be_a_name(words, at)
        for at, token in enumerate(words.tokens)
    )


def named_as_patient(understanding: Understanding, names: Sequence[str], question: str | None) -> tuple[int, ...]:
    """The names, by their place in the row, that the message gives as the patient's; several where it fits several."""
    words = words_of(understanding.message)
    taken = _taken(understanding)
    told = [token.text.removesuffix("'s") for token in words.tokens]
    places: dict[int, list[int]] = {}
    for number, name in enumerate(names):
        parts = set(fold(name).replace("-", " ").split())
        said = [at for at, word in enumerate(told) if word in parts and not _is_in(words.tokens[at].start, taken)]
        if said and not has_another_surname(words, said[-1], taken):
            places[number] = said
    meant = {number for number, said in places.items() if _says_whose(words, said, question)}
    writers = {number for number, said in places.items() if is_introduced(words, said[0], said[-1])}
    if meant - writers or (understanding.person and understanding.person.relation not in (None, "self")):
        # "it's Sue, a visit for my father": who writes is not whom it is for
        meant -= writers
    behind = {places[number][-1] + 2 for number in meant}
    # "for Leo and Zoe": two of them, so that it is asked which one first
    meant |= {n for n, said in places.items() if said[0] in behind and words.read[said[0] - 1] in _AND}
    scores = {number: len({told[at] for at in places[number]}) for number in meant}
    best = max(scores.values(), default=0)
    return tuple(number for number in sorted(scores) if scores[number] == best)


def asks_after_another(understanding: Understanding) -> bool:
    """Whether a message asks after somebody else's visits: "my wife's appointment", "does Ravi Kumar have a visit?"."""
    person = understanding.person
    if person is not None and person.relation not in (None, "self"):
        return True
    if person is None or person.name is None:
        return asks_whether_has(understanding)
    folded, name = understanding.message.folded, fold(person.name)
    at = folded.find(name)
    if at < 0:
        return False
    before = folded[:at].replace("'", " ").split()[-1:]
    after = folded[at + len(name) :]
    return after.startswith("'") or bool(set(before) & _ANOTHERS)


def relative_spoken_of(understanding: Understanding) -> str | None:
    """What whoever a message speaks of is to the sender: "my son's bills", "¿qué debe mi marido?"; None for nobody."""
    words = words_of(understanding.message)
    for at, word in enumerate(words.read):
        relation = (
            RELATIONS.get(word) or RELATIONS.get(word.removesuffix("'s")) or RELATIONS.get(word.removesuffix("s"))
        )
        is_owned = bool(_MY & set(words.read[max(0, at - 2) : at]))
        if relation is not None and is_owned and not _TELLS & set(words.read[at + 1 : at + 3]):
            return relation
    return None


_MY = frozenset("my our mi mis nuestro nuestra".split())


def answers_whose(understanding: Understanding) -> str | None:
    """What a short answer to "whose?" says: `self` for "mine", a relation for "my son's", "el de mi hija"."""
    words = words_of(understanding.message).read
    if len(words) > _SHORT:
        return None
    bare = (word.removesuffix("'s") for word in words)
    relations = [RELATIONS.get(word) or RELATIONS.get(word.removesuffix("s")) for word in bare]
    named = next((relation for relation in relations if relation is not None), None)
    return named or ("self" if _MINE & set(words) else None)


_SHORT = 5  # words
_MINE = frozenset("mine me myself own mio mia mios mias yo mi".split())


def asks_whether_has(understanding: Understanding) -> bool:
    """Whether a message asks if somebody, by name, has a visit: "tell me if Ravi Kumar is booked in"."""
    words, taken = words_of(understanding.message), _taken(understanding)
    for at, word in enumerate(words.read):
        if word not in _WHETHER:
            continue
        end = at + 1
        while end < len(words.read) and may_be_a_name(words, end) and not _is_in(words.tokens[end].start, taken):
            end += 1
        if at + 1 < end <= at + _NAME and words.read[end : end + 1] and words.read[end] in _HAS:
            return True
    return False


_WHETHER = frozenset("if whether si does did has is did".split())
_HAS = frozenset("has have had got is was booked tiene tenia esta".split())
_NAME = 5  # words at most from the "if" to the end of a name


def says_he_or_she(understanding: Understanding) -> bool:
    """Whether a message speaks of somebody by pronoun alone: "what other visits does she have?"."""
    return not _PRONOUNS.isdisjoint(words_of(understanding.message).read)


_PRONOUNS = frozenset("he she him her his hers ella".split())
_ANOTHERS = frozenset("of de del for para does did has is will when tiene".split())
"""Before a name that is not the sender's own."""


def _taken(understanding: Understanding) -> list[Span]:
    """Places that mean a doctor or a time."""
    doctors = [mention.span for mention in understanding.doctors if mention.codes]
    return doctors + [when.span for when in understanding.whens if not when.soonest]


def _is_in(start: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= start < span.end for span in spans)


def _is_given(word: str) -> bool:
    plain = word.removesuffix("'s")
    return plain in load_words("given_names") and plain not in listed("ordinary") and not is_small_word(plain)


def _is_odd(word: str) -> bool:
    plain = word.removesuffix("'s")
    return len(plain) > 1 and not is_word(plain) and not is_small_word(plain)


def may_be_a_name(words: Words, at: int) -> bool:
    """Whether a word can be somebody's name."""
    word = words.tokens[at].text
    return _is_odd(word) or _is_given(word) or _stands_out(words, at) or _is_subject(words, at)


def _is_subject(words: Words, at: int) -> bool:
    """Whether a word that opens a sentence is who is spoken of: "Sol tiene fiebre", "Will has a cough"."""
    end = at + 1
    goes_on = end < len(words.tokens) and words.clause[end] == words.clause[at]
    return goes_on and words.is_capital(at) and words.tokens[end].text in _THIRD


def _stands_out(words: Words, at: int) -> bool:
    """Whether a word of the language is written as a name: "for Will"."""
    return words.is_capital(at) and (not words.begins[at] or len(words.tokens) <= _ASIDE) and len(words.read[at]) > 1


def _says_whose(words: Words, said: Sequence[int], question: str | None) -> bool:
    first, last = said[0], said[-1]
    is_short = len(words.tokens) <= len(said) + _ASIDE
    if question in _WHICH and is_short:
        return True
    is_odd = any(_is_odd(words.tokens[at].text) or _stands_out(words, at) for at in said)
    is_called = is_odd or any(_is_given(words.tokens[at].text) for at in said)
    if not is_called and not _is_subject(words, last):
        return False
    if _is_subject(words, last):
        return True
    before = [words.tokens[at].text for at in range(max(0, first - 1), first)]
    after = [words.tokens[at].text for at in range(last + 1, min(last + 2, len(words.tokens)))]
    if words.tokens[last].text.endswith("'s") or set(before) & _WHOSE or set(after) & (_VISITS | _NEEDS):
        return True
    if not is_odd:
        return False  # "tomas" is a word as well: only "for tomas", "tomas needs" are sure of the name
    if set(words.read[last + 1 : last + 3]) & _TOO and set(before) <= _ALSO:
        return True  # "and Max as well", "y Max también"
    return bool(set(before) & _MODALS) or (is_short and not any(after and word in _TELLS for word in after))


def has_another_surname(words: Words, at: int, taken: Sequence[Span] = ()) -> bool:
    """ "for anna novak": a name that goes on with words that are not hers is somebody else's."""
    after = at + 1
    if after >= len(words.tokens) or words.clause[after] != words.clause[at]:
        return False
    token = words.tokens[after]
    is_known = token.text in _NEEDS | _VISITS | _POLITE or _is_in(token.start, taken)
    return token.text.isalpha() and _is_odd(token.text) and not is_known


_TOO = frozenset("well too also tambien".split())
_ALSO = frozenset("and also then y e plus same for para".split())
_POLITE = frozenset("please pls plz thanks ok as too por gracias vale".split())
_TELLS = frozenset("told says said dijo dice".split())
