"""What a message asks for: the intents of `entities`, several a message, in the order said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from conversation.extractors.combinations import find_combination
from conversation.extractors.contractions import spelled_both_ways
from conversation.extractors.entities import Context, Intent, IntentMention, Span
from conversation.extractors.language import readings
from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.negation import CANCELS, CANNOT, NOT, NOT_DOING, is_forbidden
from conversation.extractors.private import asks_for_private, is_code
from conversation.extractors.spanish import with_object, without_object
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

LEVELS = {"sure": 0.9, "likely": 0.7, "hint": 0.4}
_MOST_HITS = 200  # phrases looked at in one message: they are compared with one another
GUESS = 0.5
"""Certainty of "book" for a message that only names a day, a doctor or a complaint."""

_THUMBS = re.compile(
    "^[\\s\U0001f3fb-\U0001f3ff\ufe0f]*(?:[\U0001f44d\U0001f44c\u2705\u2714\U0001f197\U0001f64f][\\s\U0001f3fb-\U0001f3ff\ufe0f]*)+$"
)
_THUMBS_DOWN = re.compile(
    "^[\\s\U0001f3fb-\U0001f3ff\ufe0f]*(?:[\U0001f44e\u274c\u2716][\\s\U0001f3fb-\U0001f3ff\ufe0f]*)+$"
)

_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.MAYBE})
_SOCIAL = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.SMALLTALK})
_KEEPS = frozenset("keep keeping mantengo mantener mantenla mantenerla conservar conservarla dejala dejarla".split())
"""What says no to "shall I cancel it?", whatever else is said."""
_NOUNS = frozenset({Intent.BILLING, Intent.INSURANCE, Intent.REPORTS, Intent.PHARMACY, Intent.PRESCRIPTIONS})
"""What a single word only names: "insurance" may be a question, a payment or a card to show."""
_HIDES: dict[Intent, frozenset[Intent]] = {
    Intent.POLICY: frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.PRICE, Intent.BILLING, Intent.BOOK}),
    Intent.RESCHEDULE: frozenset({Intent.BOOK, Intent.APPOINTMENTS}),
    Intent.CANCEL: frozenset({Intent.BOOK}),
    Intent.APPOINTMENTS: frozenset({Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE}),
    Intent.WAITLIST: frozenset(
        {
            Intent.BOOK,
            Intent.CANCEL,
            Intent.MORE,
            Intent.RESCHEDULE,
            Intent.YES,
            Intent.NO,
            Intent.CALLBACK,
            Intent.HANDOFF,
        }
    ),
    Intent.FIND_DOCTOR: frozenset({Intent.MORE}),
    Intent.HANDOFF: frozenset(
        {Intent.BOOK, Intent.FIND_DOCTOR, Intent.BILLING, Intent.INSURANCE, Intent.PHARMACY, Intent.PRESCRIPTIONS}
        | {Intent.CHANGE_LANGUAGE}
    ),
    Intent.CALLBACK: frozenset({Intent.BOOK, Intent.HANDOFF}),
    Intent.REFILL: frozenset({Intent.PRESCRIPTIONS, Intent.BOOK, Intent.PHARMACY, Intent.MORE}),
    Intent.REPORTS: frozenset({Intent.BOOK, Intent.MEDICAL_ADVICE, Intent.MORE}),
    Intent.PRESCRIPTIONS: frozenset({Intent.MORE}),
    Intent.PRICE: frozenset({Intent.BOOK, Intent.FIND_DOCTOR}),
    Intent.BILLING: frozenset({Intent.PRICE, Intent.CANCEL, Intent.REPEAT}),
    Intent.INSURANCE: frozenset({Intent.BILLING, Intent.FIND_DOCTOR}),
    Intent.INJECTION: frozenset({Intent.OTHER, Intent.BILLING, Intent.HELP}),
    Intent.OTHERS_DATA: frozenset(
        {Intent.APPOINTMENTS, Intent.BOOK, Intent.REPORTS, Intent.INFORMATION, Intent.FIND_DOCTOR, Intent.INJECTION}
    ),
    Intent.CONSENT: frozenset(
        {Intent.STOP, Intent.REPORTS, Intent.HELP, Intent.CANCEL, Intent.NO, Intent.MORE, Intent.PRESCRIPTIONS}
    ),
    Intent.PHARMACY: frozenset({Intent.PRICE}),
    Intent.REGISTER: frozenset({Intent.INFORMATION}),
    Intent.WHY: frozenset({Intent.REFUSE}),
    Intent.REFUSE: frozenset({Intent.NO}),
    Intent.CHANGE_LANGUAGE: frozenset({Intent.RESCHEDULE}),
    Intent.COMPLAINT: frozenset({Intent.NO, Intent.INSULT}),
    Intent.INSULT: frozenset({Intent.NO, Intent.BOT_IDENTITY}),
    Intent.MEDICAL_ADVICE: frozenset({Intent.PHARMACY, Intent.PRICE, Intent.BILLING, Intent.HELP, Intent.MAYBE}),
    Intent.SMALLTALK: frozenset(
        {Intent.BOT_IDENTITY, Intent.HELP, Intent.FIND_DOCTOR, Intent.BOOK, Intent.OTHER, Intent.YES, Intent.REPORTS}
        | {Intent.REPEAT}
    ),
    Intent.BOT_IDENTITY: frozenset({Intent.MAYBE, Intent.HANDOFF, Intent.GREETING, Intent.OTHER, Intent.YES}),
    Intent.OTHER: frozenset(Intent)
    - {Intent.REPORTS, Intent.COMPLAINT, Intent.CALLBACK, Intent.INJECTION}
    - {Intent.INSULT, Intent.MEDICAL_ADVICE}
    - {
        Intent.OTHER,
        Intent.SMALLTALK,
        Intent.BOT_IDENTITY,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.YES,
        Intent.NO,
        Intent.HANDOFF,
    },
}
"""What a phrase means is not also asked for: "what does it cost to cancel?" cancels nothing."""


def find_intents(message: Message, context: Context) -> tuple[IntentMention, ...]:
    """What the message asks for, in order; empty where no phrase is known (the pipeline then guesses)."""
    if _THUMBS.match(message.raw):
        return (IntentMention(Intent.YES, 0.9, Span(0, len(message.folded), message.raw.strip(), 0.9)),)
    if _THUMBS_DOWN.match(message.raw):
        return (IntentMention(Intent.NO, 0.9, Span(0, len(message.folded), message.raw.strip(), 0.9)),)
    words = words_of(message)
    if is_code(message):
        span = words.span(0, len(words.read)) if words.read else Span()
        return (IntentMention(Intent.INJECTION, LEVELS["sure"], span),)
    if context.question == "confirm_cancel" and _KEEPS & set(words.read):
        return (IntentMention(Intent.NO, LEVELS["sure"], words.span(0, len(words.read), LEVELS["sure"])),)
    mentions = _with_combination(words, tuple(_mentions(words, _chosen(words, _hits(words, context)))))
    if context.choices or context.question == "slot":
        mentions = tuple(mention for mention in mentions if not _is_of_offered(mention))
    if asks_for_private(words, context):
        social = tuple(mention for mention in mentions if mention.intent in _SOCIAL)
        return (IntentMention(Intent.OTHERS_DATA, LEVELS["sure"], words.span(0, len(words.read))), *social)
    if len(words.read) == 1 and mentions and mentions[0].intent in _NOUNS:
        return tuple(replace(mention, certainty=LEVELS["hint"]) for mention in mentions)
    return mentions


def _with_combination(words: Words, mentions: tuple[IntentMention, ...]) -> tuple[IntentMention, ...]:
    """The mentions, with an errand told by its things alone where nothing surer is asked for."""
    asked = [mention for mention in mentions if mention.intent not in _SOCIAL | _ANSWERS]
    if any(m.certainty > (LEVELS["likely"] if m.intent is Intent.BOOK else GUESS) for m in asked):
        return mentions
    if len(words.read) < _FEWEST:
        return mentions
    found = find_combination(words)
    refused = any(mention.intent is Intent.NO for mention in mentions)
    if found is None or (refused and found.value in _ERRANDS):
        return mentions
    span = words.span(found.first, found.end, LEVELS["likely"])
    return (
        IntentMention(found.value, LEVELS["likely"], span),
        *(mention for mention in mentions if mention not in asked),
    )


def _is_of_offered(mention: IntentMention) -> bool:
    """Whether "nothing earlier?" asks for more of the times on offer, rather than to wait for one."""
    return mention.intent is Intent.WAITLIST and mention.certainty < LEVELS["sure"]


_FEWEST = 3  # words that an errand takes when no phrase for it is known


@dataclass(frozen=True, slots=True)
class _Meaning:
    intent: Intent
    certainty: float


def _hits(words: Words, context: Context) -> list[Hit[_Meaning]]:
    hits: list[Hit[_Meaning]] = []
    for language in readings(words.message, context):
        hits.extend(islice(_lexicon(language).find(words), _MOST_HITS))
    hits.extend(islice(_of_other_trades(words), _MOST_HITS))
    return [hit for hit in hits if not _asks_later(words, hit, context)] if context.choices else hits


def _asks_later(words: Words, hit: Hit[_Meaning], context: Context) -> bool:
    """Whether a bare "later" is no parting, since something is on offer, and no refusal either where times are."""
    if words.read[hit.first : hit.end] not in _LATER:
        return False
    times = any(choice.starts_at for choice in context.choices)
    return hit.value.intent is Intent.GOODBYE or (hit.value.intent is Intent.NO and times)


_LATER = (("later",), ("mas", "tarde"))


def _of_other_trades(words: Words) -> Iterator[Hit[_Meaning]]:
    """Things of other trades ("a flight", "my tank"), where the message speaks of nothing of ours beside them."""
    yield from _trades("always").find(words)
    things = [hit for hit in _trades("things").find(words) if not _only_says_when_free(words, hit)]
    if things and next(_trades("ours").find(words), None) is None:
        yield from things


def _only_says_when_free(words: Words, hit: Hit[_Meaning]) -> bool:
    """Whether a thing of one's own tells when a visit is possible: "my flight is on the 20th, so before that"."""
    read, first = words.read, hit.first
    if read[max(0, first - 1) : first] not in _MINE or words.is_question(first):
        return False
    if not _BESIDE.isdisjoint(read[max(0, first - 3) : first - 1]):
        return True
    return not _TAKES_PLACE.isdisjoint(read[hit.end : hit.end + 1]) and not _BESIDE.isdisjoint(read[hit.end :])


_MINE = (("my",), ("our",), ("mi",), ("nuestro",), ("nuestra",))
_BESIDE = frozenset("before after antes despues".split())
_TAKES_PLACE = frozenset("is are leaves departs starts goes lands es sale empieza sera".split())


def _chosen(words: Words, hits: list[Hit[_Meaning]]) -> list[Hit[_Meaning]]:
    """The hits that stand: none hidden by what it belongs to, the surest and longest first, none over another."""
    real = [hit for hit in hits if _answers(words, hit)]
    hiding = [hit for hit in real if hit.value.intent in _HIDES or hit.value.intent is Intent.BOOK]
    others = {
        intent: [other for other in hiding if other.value.intent is not intent]
        for intent in {hit.value.intent for hit in real}
    }
    real = [hit for hit in real if not any(_hidden(words, hit, other) for other in others[hit.value.intent])]
    taken: list[Hit[_Meaning]] = []
    for hit in sorted(real, key=lambda h: (-h.value.certainty, h.first - h.end, h.first)):
        if not any(_conflict(hit, other) for other in taken):
            taken.append(hit)
    return sorted((_unwanted(words, hit) for hit in taken), key=lambda hit: (hit.first, hit.end))


def _unwanted(words: Words, hit: Hit[_Meaning]) -> Hit[_Meaning]:
    """An errand that is turned down is a no: "don't cancel my visit", "I hope you won't move it", "no canceles"."""
    if hit.value.intent not in _ERRANDS:
        return hit
    return hit._replace(value=_Meaning(Intent.NO, LEVELS["likely"])) if is_forbidden(words, hit.first) else hit


_ERRANDS = frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.BOOK, Intent.UNDO, Intent.HANDOFF, Intent.CALLBACK})


def _conflict(hit: Hit[_Meaning], other: Hit[_Meaning]) -> bool:
    if hit.end <= other.first or hit.first >= other.end:
        return False
    return hit.value.intent == other.value.intent or not _both(hit, other)


def _both(hit: Hit[_Meaning], other: Hit[_Meaning]) -> bool:
    """Whether two phrases may both stand: only where the end of one is the beginning of the other."""
    first, second = sorted((hit, other), key=lambda each: each.first)
    return first.first < second.first == first.end - 1 and first.end < second.end


def _answers(words: Words, hit: Hit[_Meaning]) -> bool:
    """Whether a yes, no or maybe is one: it opens a clause, or stands in a short sentence that asks nothing."""
    if hit.value.intent not in _ANSWERS:
        return True
    first, following = words.read[hit.first], words.read[hit.end : hit.end + 1]
    if hit.value.intent == Intent.YES and hit.first and words.read[hit.first - 1] in _DENYING | _NEGATED:
        return False  # "that one doesn't suit me", whose verb alone is a yes
    if hit.value.intent == Intent.YES and _leads_on(words, hit):
        return False
    if words.read[hit.end : hit.end + 2] in (("or", "no"), ("o", "no")):
        return False  # "yes or no?" asks for an answer
    if hit.value.intent == Intent.YES and _NEGATED & set(words.read[hit.first + 1 : hit.end]) and first != "why":
        return "wrong" in words.read[hit.first : hit.end]
    if first in _PLAIN and hit.end - hit.first <= _PLAINLY:
        alone = not following or words.clause[hit.end] != words.clause[hit.end - 1] or hit.end - hit.first > 1
        names = hit.value.intent == Intent.NO and not alone and not _may_follow_no(following[0])
        return words.begins[hit.first] and not names
    if words.is_question(hit.first):
        return _stands_before(words, hit) or _is_turn_of_speech(words, hit)
    length = sum(number == words.sentence[hit.first] for number in words.sentence)
    return words.begins[hit.first] or length <= _SHORT


def _leads_on(words: Words, hit: Hit[_Meaning]) -> bool:
    """Whether "si" is an if and "ya" an already, which lead on to a clause: "si alguien falla", "ya veré"."""
    if hit.end - hit.first > 1 or words.closes(hit.end):
        return False
    if words.read[hit.first] == "ya":
        return True
    end = words.sentence_end[hit.first]
    follows = sum(number == words.clause[hit.first] for number in words.clause[hit.end : end])
    token = words.tokens[hit.first]
    return words.message.words(token.start, token.end).lower() == "si" and follows >= _CONDITION


_CONDITION = 3  # words; fewer are more of the yes ("si por favor")


def _stands_before(words: Words, hit: Hit[_Meaning]) -> bool:
    """Whether an answer is a clause of its own before what is asked: "that's great, where is it?", but not "ok"."""
    if hit.end - hit.first < 2:
        return False
    end = words.sentence_end[hit.first]
    return words.begins[hit.first] and words.closes(hit.end) and words.clause[hit.end - 1] != words.clause[end - 1]


def _is_turn_of_speech(words: Words, hit: Hit[_Meaning]) -> bool:
    """Whether a whole answer only begins like a question: "puede ser", "could be", but not with a question mark."""
    opens = hit.first == 0 or words.sentence[hit.first - 1] != words.sentence[hit.first]
    return opens and "?" not in words.message.raw and words.closes(hit.end) and hit.end - hit.first > 1


_DENYING = frozenset("ninguno ninguna nada ni si".split())
"""Before a phrase of consent they take it back, or only suppose it."""
_NEGATED = (NOT | NOT_DOING | CANNOT) - {"sin"}


def _may_follow_no(word: str) -> bool:
    """Whether a word may go on after an answer ("no thanks", "no cancel it"), so that "no" names no thing it lacks."""
    return word not in _AFTER_NO and is_word(word)


_AFTER_NO = frozenset(
    "preference problem problems worries rush hurry idea matter doubt preferencia problema prisa changes change "
    "allergies allergy insurance pain fever symptoms questions cambios alergias dolor fiebre one reason need con "
    "el la los las en with the on at to un una".split()
)
_PLAIN = frozenset("yes yeah yep yup no nope nah ok okay sure si claro vale".split())
_SHORT = 10  # words
_PLAINLY = 2  # words; what has more is a saying of its own ("ese no me va bien"), wherever it stands


def _hidden(words: Words, hit: Hit[_Meaning], other: Hit[_Meaning]) -> bool:
    """Whether a wish is only part of what another phrase of its clause means ("book" in "move my booking").

    Who cannot come and asks for another time cancels nothing.
    """
    if hit.value.intent == Intent.CANCEL and other.value.intent == Intent.RESCHEDULE:
        if hit.first <= other.first and other.end < hit.end:
            return False  # "I can't come and don't want another day"
        return _is_unable(words, hit)
    inside = hit.first <= other.first and other.end <= hit.end and hit.end - hit.first > other.end - other.first
    if other.value.intent == Intent.OTHER and inside and hit.end - hit.first <= _NAME:
        return False  # "car park" is no talk of cars
    if _is_unable(words, other) and _only_says_when(words, other, hit):
        return False
    if _is_unable(words, hit) and _only_says_when(words, hit, other):
        return True
    leads = hit.first < other.first == hit.end - 1 and hit.end < other.end
    if hit.value.intent in _LEADING and leads and other.value.intent in _SEEN:
        return True  # "I want to see" + "see my results"
    if (
        hit.value.intent not in _HIDES.get(other.value.intent, ())
        or words.sentence[hit.first] != words.sentence[other.first]
    ):
        return False
    if other.value.intent in _HIDES.get(hit.value.intent, ()) and _length(hit) >= _length(other):
        return False  # each would hide the other: the one that says more stands
    if hit.first < other.end and other.first < hit.end:
        return True
    between = words.read[min(hit.end, other.end) : max(hit.first, other.first)]
    return other.value.intent in _WHOLLY or not any(
        word in ("and", "then", "y", "also", "e", "but") for word in between
    )


def _length(hit: Hit[_Meaning]) -> int:
    return hit.end - hit.first


def _is_unable(words: Words, hit: Hit[_Meaning]) -> bool:
    """Whether a cancellation is only told by not coming."""
    said = words.read[hit.first : hit.end]
    return hit.value.intent == Intent.CANCEL and not any(word.startswith(CANCELS) for word in said)


def _only_says_when(words: Words, unable: Hit[_Meaning], hit: Hit[_Meaning]) -> bool:
    """Whether not coming is told to say when: "I can't come before five, find me a time after that"."""
    asks = hit.value.intent == Intent.BOOK and hit.value.certainty >= LEVELS["sure"] and hit.first >= unable.end
    return asks and words.clause[unable.first] != words.clause[hit.first]


_LEADING = frozenset({Intent.BOOK, Intent.INFORMATION, Intent.BOT_IDENTITY})
"""Whose phrases may only lead to what is asked for."""
_SEEN = _NOUNS | {Intent.REFILL, Intent.APPOINTMENTS, Intent.INFORMATION}
"""What may be asked to be seen: seeing it is no visit."""
_NAME = 3  # words of a phrase that is the name of one thing
_WHOLLY = frozenset({Intent.POLICY, Intent.OTHER, Intent.SMALLTALK, Intent.INJECTION})
"""What a phrase of these says holds for its whole sentence."""


def _mentions(words: Words, hits: list[Hit[_Meaning]]) -> Iterable[IntentMention]:
    """One mention an intent, the surest, in the order first said; greetings and thanks give way to what is asked."""
    best: dict[Intent, IntentMention] = {}
    for hit in hits:
        mention = IntentMention(
            hit.value.intent, hit.value.certainty, words.span(hit.first, hit.end, hit.value.certainty)
        )
        known = best.get(mention.intent)
        if known is None or mention.certainty > known.certainty:
            best[mention.intent] = mention
    asked = [mention for mention in best.values() if mention.intent not in _SOCIAL]
    if any(mention.certainty >= LEVELS["likely"] for mention in asked if mention.intent not in _ANSWERS):
        asked = [mention for mention in asked if mention.certainty >= LEVELS["likely"]]
    told = [mention for mention in asked if not _is_thrown_in(mention)]
    if any(mention.intent not in _ANSWERS for mention in told):
        asked = told
    if any(mention.intent not in _ANSWERS | {Intent.OTHER} for mention in asked):
        asked = [mention for mention in asked if mention.intent != Intent.OTHER]
    social = [mention for mention in best.values() if mention.intent in _SOCIAL]
    return (*_without_echo(asked), *social)


def _without_echo(asked: list[IntentMention]) -> list[IntentMention]:
    """One answer a message: where it says both yes and no it is a no ("yes... no wait"), which does no harm."""
    answers = [mention for mention in asked if mention.intent in _ANSWERS]
    if len(answers) < 2:
        return asked
    kept = next((mention for mention in answers if mention.intent == Intent.NO), answers[0])
    return [mention for mention in asked if mention.intent not in _ANSWERS or mention is kept]


def _is_thrown_in(mention: IntentMention) -> bool:
    """Whether a word or two ("perdón", "why?") ask for something only where nothing else does."""
    return (
        mention.intent in (Intent.REPEAT, Intent.WHY, Intent.RESUME) and len(mention.span.words.split()) <= _THROWN_IN
    )


_THROWN_IN = 2  # words


@cache
def _trades(part: str) -> Phrases[_Meaning]:
    data = load("trades")
    named = data[part].values() if isinstance(data[part], dict) else [data[part]]
    other = _Meaning(Intent.OTHER, LEVELS["sure"])
    return Phrases([(str(phrase), other) for phrases in named for phrase in phrases], data["classes"])


@cache
def _lexicon(language: str) -> Phrases[_Meaning]:
    data = load(f"intents.{language}")
    return Phrases(
        [
            (spelling, _Meaning(Intent(intent), LEVELS[level]))
            for intent, levels in data["intents"].items()
            for level, phrases in levels.items()
            for phrase in phrases
            for spelling in (spelled_both_ways(phrase) if language == "en" else (phrase,))
        ],
        {**data["classes"], **_verbs(data.get("verbs", {}))},
    )


def _verbs(data: Mapping[str, str]) -> dict[str, list[str]]:
    """The forms of the verbs of a lexicon as classes: `<mover>`, and `<mover_la>` with a pronoun for what is moved."""
    classes: dict[str, list[str]] = {}
    for infinitive, irregular in data.items():
        stems = irregular.split()
        classes[infinitive] = sorted(without_object(infinitive, *stems))
        classes[f"{infinitive}_la"] = sorted(with_object(infinitive, *stems))
    return classes
