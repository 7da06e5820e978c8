"""Phone numbers as people write them, in the one form in which they are kept and compared (E.164)."""

from __future__ import annotations

import phonenumbers

from hospital.directory import Hospital


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


def _region(hospital: Hospital) -> str | None:
    if hospital.phone is None:
        return None
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(hospital.phone, None))
    except phonenumbers.NumberParseException:
        return None
