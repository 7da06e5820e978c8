"""Phone numbers: read as people write them, kept and compared in one form (E.164), shown in groups of digits."""

from __future__ import annotations

import re

import phonenumbers

from hospital.directory import Hospital

_E164 = re.compile(r"\+[1-9][0-9]{5,14}")


def is_e164(text: str) -> bool:
    """Whether a text is a number in the form in which numbers are kept, like +441614960100."""
    return _E164.fullmatch(text) is not None


def shown(phone: str) -> str:
    """A number in E.164 as people write it, like +44 161 496 0100; any other text as it is."""
    if not is_e164(phone):
        return phone
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def normalise(text: str, hospital: Hospital) -> str | None:
    """The number in E.164; without a country code it is one of the hospital's country. None when it is no number."""
    region = _region(hospital)
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    digits = str(number.national_number)
    if not phonenumbers.is_possible_number(number) or len(set(digits)) == 1:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_mobile(phone: str) -> bool:
    """Whether a number in E.164 is surely a mobile's; where a country does not tell them apart, none is."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


def region_of(hospital: Hospital) -> str | None:
    """The hospital's country, as two letters, by its phone number."""
    return _region(hospital)


def _region(hospital: Hospital) -> str | None:
    if hospital.phone is None:
        return None
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(hospital.phone, None))
    except phonenumbers.NumberParseException:
        return None
