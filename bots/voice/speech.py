"""What is to be said next, and what comes after it: the phone's own form of an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from bots.voice.call import Step
from bots.voice.words import Word, en, es
from conversation.messages import Option, Reply
from conversation.phrases.voice import Voice

WORDS = {"en": en.WORDS, "es": es.WORDS}
COMMANDS = {"en": en.COMMANDS, "es": es.COMMANDS}
READ_BACKS = frozenset({"confirm", "confirm_cancel"})
"""Questions behind something that is about to be done: it is read out to its end before an answer counts."""
OPEN = frozenset({None, "help", "nothing_yet"})
"""What the desk waits for when it waits for nothing in particular."""
ALOUD = 2
"""So many options are read at a time."""
MORE_KEY = "9"
BLOCK = 8
"""So many options have a key of their own at a time."""
TO = {"en": "to", "es": "a"}
"""Between the two ends of a stretch."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")
_TITLE = re.compile(r"\b(?:Dr|Dra|Mr|Mrs|Ms|St|Sr|Sra|Prof|No|[A-Z])\.$")
_URL = re.compile(r"\S*https?://\S+|\bwww\.\S+")
_HOUR = re.compile(r"\b(\d{1,2}):(\d\d)\b")
_MARKS = str.maketrans({"“": "", "”": "", "«": "", "»": "", "•": ""})


class Keys(Enum):
    """What keys are pressed for."""

    ONE = "one"
    """One key: an option."""
    BIRTH = "birth"
    CODE = "code"
    NUMBER = "number"
    DAY = "day"


KEYS_FOR = {
    "date_of_birth": Keys.BIRTH,
    "prove_birth": Keys.BIRTH,
    "resume_birth": Keys.BIRTH,
    "prove_code": Keys.CODE,
    "phone": Keys.NUMBER,
    "callback": Keys.NUMBER,
    "helper_phone": Keys.NUMBER,
    "visit_day": Keys.DAY,
}


@dataclass(frozen=True)
class Sentence:
    """Words in a language."""

    text: str
    language: str


@dataclass(frozen=True)
class Speech:
    """What the phone says and does."""

    step: Step
    language: str
    sentences: tuple[Sentence, ...] = ()
    """To be broken in upon at any time."""
    before: tuple[Sentence, ...] = ()
    """To be heard to their end: what is about to be done."""
    keys: Keys = Keys.ONE
    dial: str | None = None
    """The number to put the caller through to; `reference` names the task about it."""
    reference: str = ""
    ends: bool = False
    """Hang up after it."""
    is_unready: bool = False
    """The answer is still to come: ask for it again."""

    @property
    def text(self) -> str:
        """All of it in a row."""
        return " ".join(sentence.text for sentence in (*self.before, *self.sentences))


@dataclass
class Speaker:
    """Puts sentences together in the language of a call."""

    language: str
    is_day_first: bool = True
    said: list[Sentence] = field(default_factory=list)

    def word(self, word: Word, **facts: str) -> Speaker:
        """One of the phone's own sentences."""
        return self.say(word_in(self.language, word).format(**facts))

    def say(self, text: str) -> Speaker:
        """Words in the language of the call."""
        self.said += [Sentence(sentence, self.language) for sentence in split(text)]
        return self

    def say_once(self, text: str) -> Speaker:
        """The same without what was said just before."""
        self.said += [each for each in Speaker(self.language).say(text).said if each not in self.said]
        return self

    def options(self, choices: Sequence[Option], first: int, keys: Keys) -> Speaker:
        """Two options from `first` on with their keys, and that there are more; three where there are no more."""
        last = first + (ALOUD + 1 if len(choices) - first <= ALOUD + 1 else ALOUD)
        for at, choice in enumerate(choices[first:last], first):
            label = (choice.spoken or for_the_ear(choice.label, self.language)).rstrip(" .")
            label = label[:1].upper() + label[1:]
            word = Word.OPTION if keys is Keys.ONE else Word.OPTION_HASH
            self.word(word, label=label, digit=str(at % BLOCK + 1))
        if last < len(choices):
            self.word(Word.MORE)
        return self

    def how_to_key(self, keys: Keys) -> Speaker:
        """How what is asked for can be keyed in."""
        hint = {
            Keys.BIRTH: Word.KEY_BIRTH_DAY_FIRST if self.is_day_first else Word.KEY_BIRTH_MONTH_FIRST,
            Keys.DAY: Word.KEY_DAY_DAY_FIRST if self.is_day_first else Word.KEY_DAY_MONTH_FIRST,
            Keys.CODE: Word.KEY_CODE,
            Keys.NUMBER: Word.KEY_NUMBER,
        }.get(keys)
        return self.word(hint) if hint is not None else self

    def done(self) -> tuple[Sentence, ...]:
        """What was put together."""
        return tuple(self.said)


def word_in(language: str, word: Word) -> str:
    """A sentence of the phone's in a language."""
    return WORDS.get(language, en.WORDS)[word]


def spoken(reply: Reply, language: str) -> str:
    """A reply's words for the ear."""
    return for_the_ear(reply.spoken or reply.text, language)


def for_the_ear(text: str, language: str) -> str:
    """What is left of words that were made to be read: no addresses, no marks, hours as they are said.

    The desk's own sentences have a spoken form; this is for the hospital's answers in its own words.
    """
    text = _URL.sub("", text).translate(_MARKS)
    voice = Voice(language).aloud()

    def hour(found: re.Match[str]) -> str:
        hours, minutes = int(found[1]), int(found[2])
        is_clock = hours < 24 and minutes < 60
        return voice.clock(hours, minutes) if is_clock else found[0]

    text = _HOUR.sub(hour, text).replace("–", f" {TO.get(language, TO['en'])} ")
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip(" .:"))


def split(text: str) -> list[str]:
    """The sentences of a text; a title does not end one."""
    sentences: list[str] = []
    for line in text.split("\n"):
        for part in _SENTENCE.split(line.strip()):
            if sentences and _TITLE.search(sentences[-1]):
                sentences[-1] = f"{sentences[-1]} {part}"
            elif part:
                sentences.append(part)
    return sentences


def question_of(sentences: Sequence[Sentence]) -> int:
    """Where the question at the end begins; the end where nothing is asked."""
    at = len(sentences)
    while at > 0 and sentences[at - 1].text.rstrip().endswith("?"):
        at -= 1
    return at


def command_in(text: str, language: str) -> str | None:
    """What is said to the phone itself: `repeat`, `slower`, `more`."""
    words = " ".join(re.findall(r"\w+", _folded(text)))
    for known in (language, *COMMANDS):
        for command, said in COMMANDS.get(known, {}).items():
            if words in said:
                return command
    return None


def key_in(text: str, language: str) -> str | None:
    """The key that somebody says instead of pressing it: "press one"; None where none is said so."""
    known = {"en": en, "es": es}.get(language, en)
    words = re.findall(r"[\w'*#]+", _folded(text))
    keys = [known.KEYS.get(word, word) for word in words if word in known.KEYS or re.fullmatch(r"[0-9*#]", word)]
    rest = {word for word in words if word not in known.KEYS and not re.fullmatch(r"[0-9*#]", word)}
    is_said_so = bool(rest & known.PRESSES) and rest <= known.PRESSES | known.AROUND_A_KEY
    return keys[-1] if is_said_so and len(keys) == 1 else None


def wants_nothing_more(text: str, language: str) -> bool:
    """Whether somebody who was asked if there is anything else says that there is not."""
    words = set(re.findall(r"[\w']+", _folded(text)))
    known = {"en": en, "es": es}.get(language, en)
    return bool(words & known.NOTHING_MORE) and words <= known.AROUND_IT


def _folded(text: str) -> str:
    return text.casefold().translate(str.maketrans("áéíóúü", "aeiouu"))
