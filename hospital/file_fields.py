"""What the values of a hospital file may look like. Each kind of value says in a sentence what is wrong with one."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, PlainValidator

from hospital.schedule import END_OF_DAY

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_MONEY = Decimal("99999999.99")

CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG".split()
)
"""ISO 4217."""

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|\d{3}))?")
_MONEY = re.compile(r"\d{1,10}(\.\d{1,2})?")
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}")
_DIAL = re.compile(r"[+*#(]{0,2}\d[\d ()*#.-]{0,28}[\d#]")
_RATIO = re.compile(r"[1-9]\d?:[1-9]\d?")

T = TypeVar("T")


def nearest(given: str, known: Any) -> str:
    """`; did you mean X?` where something known is like what was given, else nothing."""
    by_fold = {str(name).casefold(): str(name) for name in known}
    found = get_close_matches(given.casefold(), by_fold, n=1, cutoff=0.6)
    return f"; did you mean {by_fold[found[0]]}?" if found else ""


def _words(value: Any) -> str:
    if value is None:
        raise ValueError("must not be empty")
    if not isinstance(value, str):
        raise ValueError("must be a text, not a list or a map")
    text = " ".join(value.split())
    if not text:
        raise ValueError("must not be empty")
    return text


def _clock(value: Any) -> time:
    if isinstance(value, time):
        return value
    text = _words(value)
    found = _CLOCK.fullmatch(text)
    if not found:
        raise ValueError(f'"{text}" is not a time of day: write it as "09:00", from 00:00 to 23:59')
    return time(int(found[1]), int(found[2]))


def _closing(value: Any) -> time:
    return END_OF_DAY if value == "24:00" else _clock(value)


def _quiet(value: Any) -> str:
    text = _words(value)
    parts = [part.strip() for part in text.split("-")]
    if len(parts) != 2 or not all(_CLOCK.fullmatch(part) for part in parts):
        raise ValueError(f'"{text}" are not quiet hours: write them as "20:00-08:00"')
    begin, end = (_clock(part) for part in parts)
    if begin == end:
        raise ValueError(f'"{text}" are not quiet hours: they begin when they end')
    return f"{begin:%H:%M}-{end:%H:%M}"


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = _words(value)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a date: write it as 2026-03-17') from None


def _moment(value: Any) -> date | datetime:
    """A whole day, or a wall-clock time of the hospital."""
    if isinstance(value, date):
        return value
    text = _words(value)
    if not _LOCAL.fullmatch(text):
        try:
            return _day(text)
        except ValueError:
            raise ValueError(f'"{text}" is neither a date (2026-04-06) nor a time (2026-04-13T14:00)') from None
    day, clock = text[:10], text[11:]
    return datetime.combine(_day(day), _clock(clock))


def _money(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    text = _words(value)
    amount = Decimal(text) if _MONEY.fullmatch(text) else None
    if amount is None or amount > MOST_MONEY:
        raise ValueError(f'"{text}" is not an amount: write it as "120.00", without a currency and not negative')
    return amount.quantize(Decimal("0.01"))


def _phone(value: Any) -> str:
    text = _words(value)
    if not text.startswith("+"):
        raise ValueError(f'"{text}" is not a full phone number: write it with + and country code, as "+353860000001"')
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise ValueError(f'"{text}" is not a phone number: write it as "+353860000001"') from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise ValueError(f'"{text}" is not a phone number of its country: it has too few or too many digits')
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _dial(value: Any) -> str:
    text = _words(value)
    if not _DIAL.fullmatch(text):
        raise ValueError(f'"{text}" is not a number to dial: write it as "112", "116 123" or "*4141"')
    return text


def _email(value: Any) -> str:
    text = _words(value)
    if not _EMAIL.fullmatch(text) or ".." in text or len(text) > 191:
        raise ValueError(f'"{text}" is not an e-mail address')
    return text.lower()


def _code(value: Any) -> str:
    text = _words(value)
    if not _CODE.fullmatch(text):
        raise ValueError(f'"{text}" is not a code: use letters, digits, dots, hyphens and underscores, 64 at most')
    return text


def _language(value: Any) -> str:
    text = _words(value)
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f'"{text}" is not a language: write its code, such as en, es or pt-BR')
    return text


def _zone(value: Any) -> str:
    text = _words(value)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        hint = nearest(text, available_timezones()) or "; write it as Europe/Dublin"
        raise ValueError(f'"{text}" is not a time zone{hint}') from None
    return text


def _currency(value: Any) -> str:
    text = _words(value)
    if text not in CURRENCIES:
        hint = f"; did you mean {text.upper()}?" if text.upper() in CURRENCIES else "; write its code, such as EUR"
        raise ValueError(f'"{text}" is not a currency{hint}')
    return text


def _link(value: Any) -> str:
    text = _words(value)
    if not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError(f'"{text}" is not a link: it must begin with https://')
    return text


def _weekday(value: Any) -> str:
    text = _words(value)
    if text not in WEEKDAYS:
        start = text.casefold()[:3]
        hint = f"; did you mean {start}?" if start in WEEKDAYS else ""
        raise ValueError(f'"{text}" is not a day: use mon, tue, wed, thu, fri, sat, sun{hint}')
    return text


def _ratio(value: Any) -> str:
    text = _words(value)
    if not _RATIO.fullmatch(text):
        raise ValueError(f'"{text}" is not a ratio: write it as "1:4"')
    return text


def _five(value: int) -> int:
    if value % 5:
        raise ValueError(f"must be a multiple of 5 minutes, not {value}")
    return value


def _once(values: list[T]) -> list[T]:
    twice = next((value for index, value in enumerate(values) if value in values[:index]), None)
    if twice is not None:
        raise ValueError(f"has {twice} twice")
    return values


def _hh_mm(value: time) -> str:
    return f"{value:%H:%M}"


def _until(value: time) -> str:
    return value.isoformat("auto" if value == END_OF_DAY else "minutes")


Words = Annotated[str, BeforeValidator(_words)]
Name = Annotated[str, BeforeValidator(_words), Field(max_length=200)]
Word = Annotated[str, BeforeValidator(_words), Field(max_length=32)]
Code = Annotated[str, BeforeValidator(_code)]
Language = Annotated[str, BeforeValidator(_language)]
Languages = Annotated[list[Language], AfterValidator(_once)]
ByLanguage = dict[Language, Words]
ListsByLanguage = dict[Language, list[Words]]
Weekday = Annotated[str, BeforeValidator(_weekday)]
Weekdays = Annotated[list[Weekday], Field(min_length=1), AfterValidator(_once)]
Clock = Annotated[time, BeforeValidator(_clock), PlainSerializer(_hh_mm, return_type=str)]
Closing = Annotated[time, BeforeValidator(_closing), PlainSerializer(_until, return_type=str)]
"""A time of day at which something ends; 24:00 is END_OF_DAY."""
QuietHours = Annotated[str, BeforeValidator(_quiet)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[date | datetime, PlainValidator(_moment)]
Money = Annotated[Decimal, BeforeValidator(_money)]
Phone = Annotated[str, BeforeValidator(_phone)]
Dial = Annotated[str, BeforeValidator(_dial)]
Email = Annotated[str, BeforeValidator(_email)]
Zone = Annotated[str, BeforeValidator(_zone)]
Currency = Annotated[str, BeforeValidator(_currency)]
Link = Annotated[str, BeforeValidator(_link)]
Ratio = Annotated[str, BeforeValidator(_ratio)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Minutes = Annotated[int, Field(ge=0, le=7 * 24 * 60)]
SlotMinutes = Annotated[int, Field(ge=5, le=12 * 60), AfterValidator(_five)]
