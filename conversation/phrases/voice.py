"""How a language tells days, times, money and lists, and how a sentence is made from facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from conversation.phrases import coins, en, es, spoken_en, spoken_es
from conversation.phrases.ear import Ear, spelled
from conversation.phrases.grammar import Articles, Grammar
from conversation.phrases.say import Say
from hospital import examinations, phones
from hospital.directory import Hospital, ServiceName
from hospital.schedule import END_OF_DAY

GRAMMARS: Mapping[str, Grammar] = {"en": en.GRAMMAR, "es": es.GRAMMAR}
WORDS: Mapping[str, Mapping[Say, str]] = {"en": en.WORDS, "es": es.WORDS}
SPOKEN: Mapping[str, Mapping[Say, str]] = {"en": spoken_en.WORDS, "es": spoken_es.WORDS}
EARS: Mapping[str, Ear] = {
    "en": replace(spoken_en.EAR, coins={**coins.EN, **spoken_en.EAR.coins}),
    "es": replace(spoken_es.EAR, coins={**coins.ES, **spoken_es.EAR.coins}),
}
DEFAULT = "en"
_WITHOUT_CENTS = frozenset({"JPY", "KRW", "CLP", "COP", "CRC", "PYG", "UGX", "TZS", "ISK", "HUF", "VND", "XAF", "XOF"})
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹", "JPY": "¥"}

_BRIEF = re.compile(r"(?P<weekday>[^\W\d_]{3}) (?P<day>\d{1,2}) (?P<month>[^\W\d_]{3}) (?P<time>\d\d:\d\d)")
"""A day and a time as `Voice.label` tells them."""
_BY_DIGITS = frozenset({"number", "crisis"})
"""Facts that are short numbers to call."""
_BY_LETTERS = frozenset({"reference", "references"})


class Told(str):
    """Words with what they were made of, so that a voice for the ear can say them in its own way."""

    again: Callable[[Voice], str]

    @classmethod
    def of(cls, words: str, again: Callable[[Voice], str]) -> Told:
        """Words, and how any voice says them."""
        told = cls(words)
        told.again = again
        return told

    def __add__(self, more: str) -> Told:
        return Told.of(str(self) + more, lambda voice: voice.tell(self) + more)


@dataclass(frozen=True)
class Voice:
    """The desk's way of speaking in one language. Times given to it are on the hospital's clock."""

    language: str
    currency: str = "EUR"
    today: date | None = None
    """Tells whether a year must be named."""
    genders: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Of doctors, by their names: `female` or `male`, as far as it is known."""
    is_spoken: bool = False
    """For the ear: nothing is there to be read, tapped or looked at."""

    @classmethod
    def of(cls, hospital: Hospital, language: str, today: date) -> Voice:
        """The voice of a hospital."""
        return cls(language, hospital.currency, today, hospital.genders)

    @property
    def grammar(self) -> Grammar:
        """Names of days and months and their order."""
        return GRAMMARS.get(self.language, GRAMMARS[DEFAULT])

    def say(self, key: Say, facts: Mapping[str, Any] | None = None) -> str:
        """A sentence with its facts told. Raises KeyError for a sentence or a fact that is missing."""
        known = facts or {}
        words = self._words(key)
        if isinstance(known.get("doctor"), ServiceName):
            for of_doctor, of_service in self.grammar.of_services:
                words = words.replace(of_doctor, of_service)
        return Told.of(self.fill(words, known), lambda voice: voice.say(key, known))

    def say_all(self, sentences: Sequence[tuple[Say, Mapping[str, Any]]], before: str = "") -> Told:
        """Sentences one after the other."""
        words = before + " ".join(self.say(key, facts).strip() for key, facts in sentences)
        return Told.of(words, lambda voice: voice.say_all(sentences, before))

    def lines(self, items: Sequence[str]) -> Told:
        """Items below each other; for the ear one after the other."""
        told = [self.tell(item) for item in items]
        words = ". ".join(told) if self.is_spoken else "\n".join(f"• {item}" for item in told)
        return Told.of(words, lambda voice: voice.lines(items))

    def aloud(self) -> Voice:
        """The same voice for the ear."""
        return replace(self, is_spoken=True)

    def _words(self, key: Say) -> str:
        spoken = SPOKEN.get(self.language, SPOKEN[DEFAULT]).get(key) if self.is_spoken else None
        return WORDS.get(self.language, WORDS[DEFAULT])[key] if spoken is None else spoken

    @property
    def ear(self) -> Ear:
        """How times, amounts and numbers sound."""
        return EARS.get(self.language, EARS[DEFAULT])

    def fill(self, words: str, facts: Mapping[str, Any]) -> str:
        """A sentence of this language with its facts told; "{doctor:de}" stands after that word with its article."""
        return words.format(**{name: _Fact(self, self._sounding(name, value)) for name, value in facts.items()})

    def _sounding(self, name: str, value: Any) -> Any:
        """A fact as it is to be told: on the phone references and short numbers are spelled."""
        if not self.is_spoken or not isinstance(value, str):
            return value
        if name in _BY_LETTERS:
            return spelled(value)
        return " ".join(value) if name in _BY_DIGITS and value.isdigit() else value

    def tell(self, value: Any) -> str:
        """Any fact in words."""
        match value:
            case Told():
                return value.again(self) if self.is_spoken else str(value)
            case datetime():
                return self._at(self.day(value.date()), value.time())
            case date():
                return self.day(value)
            case time():
                if self.is_spoken:
                    return self.ear.time(value)
                return "24:00" if value == END_OF_DAY else f"{value:%H:%M}"
            case Decimal():
                return self.money(value)
            case list() | tuple():
                return self.all_of([self.tell(item) for item in value])
            case ServiceName():
                return examinations.known_as(str(value), self.language)
            case str():
                return self.ear.phone(value) if self.is_spoken and phones.is_e164(value) else phones.shown(value)
            case _:
                return str(value)

    def tell_with(self, word: str, value: Any) -> str:
        """A fact with its article after a word (`de`, `a`), or with the article alone where the word is one (`el`)."""
        articles, told = self.grammar.articles, self.tell(value)
        if articles is None:
            return told
        gender = self.genders.get(value) if isinstance(value, str) else None
        if gender == "female":
            pattern, title = articles.feminine_title
            told = re.sub(rf"^(?:{pattern})", title, told, flags=re.IGNORECASE)
        article = _article(articles, value, told, gender)
        if word != articles.of_day:
            article = articles.together.get(f"{word} {article}", f"{word} {article}".rstrip())
        return f"{article} {told}".lstrip()

    def day(self, day: date) -> str:
        """A day in full, with its weekday; with its year when it is far off."""
        grammar = self.grammar
        words = self._day(grammar.weekdays[day.weekday()], day)
        far = self.today is not None and abs((day - self.today).days) > 300
        return grammar.with_year.format(day=words, year=day.year) if far else words

    def birth(self, day: date) -> str:
        """A date of birth: without its weekday, with its year."""
        grammar = self.grammar
        return grammar.with_year.format(day=self._day("", day).strip(), year=day.year)

    def _at(self, day: str, clock: time) -> str:
        pattern = self.grammar.moment
        if self.is_spoken and clock.hour % 12 == 1 and self.grammar.articles is not None:
            pattern = pattern.replace(f"{self.grammar.articles.of_hours} ", f"{self.grammar.articles.of_one} ")
        return pattern.format(day=day, time=self.tell(clock))

    def _day(self, weekday: str, day: date) -> str:
        month = self.grammar.months[day.month - 1]
        if self.is_spoken:
            return self.ear.day.format(weekday=weekday, day=self.ear.days[day.day - 1], month=month)
        return self.grammar.day.format(weekday=weekday, day=day.day, month=month)

    def label(self, moment: datetime) -> str:
        """A day and time in brief, for a button."""
        return self._brief(moment.weekday(), moment.month - 1, str(moment.day), f"{moment:%H:%M}")

    def _brief(self, weekday: int, month: int, day: str, time_: str) -> str:
        grammar = self.grammar
        if self.is_spoken:
            words = self.ear.day.format(
                weekday=grammar.weekdays[weekday], day=self.ear.days[int(day) - 1], month=grammar.months[month]
            )
            return self._at(words, time.fromisoformat(time_))
        names = {"weekday": grammar.weekdays[weekday][:3], "month": grammar.months[month][:3]}
        told = grammar.label.format(**names, day=day, time=time_)
        return told[:1].upper() + told[1:]

    def label_from(self, other: Voice, words: str) -> str:
        """What another voice put on a button, its days and times told as this one does."""
        weekdays = [name[:3].casefold() for name in other.grammar.weekdays]
        months = [name[:3].casefold() for name in other.grammar.months]

        def told(found: re.Match[str]) -> str:
            weekday, month = found["weekday"].casefold(), found["month"].casefold()
            if weekday not in weekdays or month not in months:
                return found.group()
            return self._brief(weekdays.index(weekday), months.index(month), found["day"], found["time"])

        return _BRIEF.sub(told, words)

    def label_aloud(self, label: str) -> str:
        """What stands on a button, for the ear."""
        words, spoken = WORDS.get(self.language, WORDS[DEFAULT]), SPOKEN.get(self.language, SPOKEN[DEFAULT])
        known = (told for key, told in spoken.items() if key.startswith("label_") and words[key] == label)
        return next(known, None) or self.aloud().label_from(self, label)

    def clock(self, hours: int, minutes: int) -> str:
        """A time of day of the twenty-four hours."""
        return self.tell(time(hours, minutes))

    def money(self, amount: Decimal) -> str:
        """An amount in the hospital's currency."""
        if self.is_spoken and (told := self.ear.money(amount, self.currency)) is not None:
            return told
        is_whole = self.currency in _WITHOUT_CENTS or (self.is_spoken and amount == int(amount))
        digits = f"{amount:.0f}" if is_whole else f"{amount:.2f}"
        grammar = self.grammar
        style = grammar.money_of.get(self.currency)
        if style is not None:
            whole, point, cents = digits.partition(".")
            told = f"{int(whole):,}".replace(",", style.thousands) + (style.decimal_mark if point else "") + cents
            return style.pattern.format(symbol=style.symbol, amount=told)
        told = digits.replace(".", grammar.decimal_mark)
        symbol = _SYMBOLS.get(self.currency)
        if symbol:
            return grammar.money.format(symbol=symbol, amount=told)
        return f"{told} {' '.join(self.currency) if self.is_spoken else self.currency}"

    def stretch(self, begin: time, end: time) -> Told:
        """From a time of day to another."""
        pattern = self.ear.hours if self.is_spoken else self.grammar.range
        told = self.fill(pattern, {"first": begin, "last": end})
        return Told.of(told, lambda voice: voice.stretch(begin, end))

    def all_of(self, items: Sequence[str]) -> Told:
        """Items with commas and an "and"."""
        grammar, told = self.grammar, [self.tell(item) for item in items]
        words = _joined(told, _sounding(grammar.and_, grammar.and_before, grammar.and_there, told))
        return Told.of(words, lambda voice: voice.all_of(items))

    def one_of(self, items: Sequence[str]) -> str:
        """Items with commas and an "or"."""
        grammar = self.grammar
        return _joined(items, _sounding(grammar.or_, grammar.or_before, grammar.or_there, items))


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact on its way into a sentence: "{doctor}" is told alone, "{doctor:de}" after that word and its article."""

    voice: Voice
    value: Any

    def __format__(self, word: str) -> str:
        return self.voice.tell_with(word, self.value) if word else self.voice.tell(self.value)


def _article(articles: Articles, value: Any, told: str, gender: str | None) -> str:
    match value:
        case date():  # a moment is one too
            return articles.of_day
        case time():
            return articles.of_one if value.hour == 1 or told.startswith("una ") else articles.of_hours
    if gender is not None:
        return articles.of_gender[gender]
    found = (article for pattern, article in articles.of_names if re.match(pattern, told, re.IGNORECASE))
    return next(found, "")


def _sounding(word: str, before: str, there: str, items: Sequence[str]) -> str:
    """The joining word as it sounds before the last item (Spanish "e" and "u")."""
    if before and items and re.match(before, items[-1], re.IGNORECASE):
        return there
    return word


def _joined(items: Sequence[str], word: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
