"""A hospital file says what it means, and every mistake in one is told with its line."""

from __future__ import annotations

import time
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospital.errors import FileProblem, HospitalFileError
from hospital.file_yaml import MAX_BYTES
from hospital.hospital_file import HospitalFile, parse
from tests.hospital.seaview import SEAVIEW as GOOD

TODAY = date(2026, 3, 5)


def problems_of(text: str | bytes) -> list[FileProblem]:
    with pytest.raises(HospitalFileError) as caught:
        parse(text, TODAY)
    return list(caught.value.problems)


def read(text: str) -> HospitalFile:
    return parse(text, TODAY)


MISTAKES = {
    "unknown key": ("currency: EUR", "curency: EUR # !", "did you mean currency?"),
    "unknown section": ("staff:", "staf: # !", "did you mean staff?"),
    "missing name": ("- {code: main, name: Main Building}", "- {code: main} # !", "name: is missing"),
    "empty value": ("name: Seaview", "name: # !", "name: is missing"),
    "blank text": ("name: Seaview", "name: ' ' # !", "must not be empty"),
    "unknown zone": ("timezone: Europe/Dublin", "timezone: Europe/Dublni # !", "did you mean Europe/Dublin?"),
    "zone with a path": ("timezone: Europe/Dublin", "timezone: ../../etc/passwd # !", "not a time zone"),
    "unknown currency": ("currency: EUR", "currency: euro # !", "not a currency"),
    "bad language": ("languages: [en, es]", "languages: [english] # !", "not a language"),
    "no language": ("languages: [en, es]", "languages: [] # !", "must not be empty"),
    "language twice": ("languages: [en, es]", "languages: [en, en] # !", "has en twice"),
    "phone without plus": ('phone: "+35315550100"', "phone: 0035315550100 # !", "write it with + and country code"),
    "phone too short": ('phone: "+35315550100"', 'phone: "+353123" # !', "too few or too many digits"),
    "phone of letters": ('phone: "+35315550100"', 'phone: "+CALL-US" # !', "not a phone number"),
    "bad emergency number": ('emergency_number: "112"', "emergency_number: call us # !", "not a number to dial"),
    "bad link": ('"https://seaview.example/privacy"', "seaview.example # !", "not a link"),
    "desk hours turned round": (
        'from: "08:00", to: "18:00"}]',
        'from: "18:00", to: "08:00"}] # !',
        "must be later than `from`",
    ),
    "not a number": ("horizon_days: 60", "horizon_days: many # !", 'must be a whole number, not "many"'),
    "number too small": ("horizon_days: 60", "horizon_days: 0 # !", "must be at least 1"),
    "unknown choice": ("confirm: when_inferred", "confirm: allways # !", "did you mean always?"),
    "unknown hold channel": ("{web: 5, text: 20}", "{web: 5, txt: 20} # !", "did you mean text?"),
    "negative fee": ('cancellation_fee: "0.00"', 'cancellation_fee: "-5.00" # !', "not an amount"),
    "amount with currency": ('fee: "120.00"', 'fee: "€120" # !', "not an amount"),
    "amount with comma": ('fee: "120.00"', 'fee: "1,200.00" # !', "not an amount"),
    "amount too fine": ('fee: "120.00"', 'fee: "120.005" # !', "not an amount"),
    "amount too large": ('fee: "120.00"', "fee: 9999999999 # !", "not an amount"),
    "visit length": ("minutes: 40}]", "minutes: 12}] # !", "multiple of 5 minutes, not 12"),
    "reminder time": ('at: "10:00"', "at: 10am # !\n   ", "not a time of day"),
    "reminder days": ("days_before: [7, 2]", "days_before: [99] # !\n   ", "must be at most 60"),
    "quiet hours": ('quiet: "20:00-08:00"}', "quiet: 20-8} # !", "not quiet hours"),
    "quiet all day": ('quiet: "20:00-08:00"}', "quiet: 20:00-20:00} # !", "they begin when they end"),
    "digest time": ('digest: {at: "07:00"', 'digest: {at: "25:00" # !\n   ', "not a time of day"),
    "digest address": ("to: [ines@seaview.example]}", "to: [ines]} # !", "not an e-mail address"),
    "when to pay": ("pay: at_desk", "pay: never # !\n   ", "not one of before, at_desk, after"),
    "not true or false": ("relay: false", "relay: perhaps # !\n    ", "must be true or false"),
    "holiday twice": (
        '- {date: 2026-03-17, name: "St Patrick\'s Day"}',
        "- {date: 2026-03-17}\n    - {date: 2026-03-17} # !",
        "is used twice",
    ),
    "no such day": ("date: 2026-03-17", "date: 2026-02-30 # !\n     ", "not a date"),
    "topic without answer": (
        'answer: {en: "In the garage.", es: "En el garaje."}',
        "answer: {} # !",
        "must not be empty",
    ),
    "topic language": ("asks: {en: [parking]", "asks: {english: [parking] # !\n     ", "not a language"),
    "asks not a list": ("asks: {en: [parking]", "asks: {en: parking # !\n     ", "must be a list"),
    "code with spaces": ("- {code: main, name: Main Building}", "- {code: ma in, name: X} # !", "not a code"),
    "location twice": (
        "- {code: main, name: Main Building}",
        "- {code: main, name: A}\n  - {code: main, name: B} # !",
        "`code` main is used twice",
    ),
    "speciality twice": (
        "- {code: general, name: General Medicine, default: true}",
        "- {code: general, name: A}\n  - {code: general, name: B} # !",
        "`code` general is used twice",
    ),
    "two defaults": (
        "- {code: general, name: General Medicine, default: true}",
        "- {code: general, name: A, default: true}\n  - {code: other, name: B, default: yes} # !",
        "only one speciality can be the default",
    ),
    "unknown speciality": ("speciality: cardiology", "speciality: cardiolgy # !", "did you mean cardiology?"),
    "unknown location": ("    location: main", "    location: annexe # !", "not one of the locations"),
    "unknown gender": ("gender: female", "gender: femal # !", "did you mean female?"),
    "bad e-mail": ("email: asha.patel@seaview.example", "email: asha.patel # !", "not an e-mail address"),
    "doctor twice": ("- {code: kelly,", "- {code: patel, # !\n    ", "`code` patel is used twice"),
    "same e-mail as a doctor": (
        "email: orla@seaview.example",
        "email: Asha.Patel@seaview.example # !\n   ",
        "is used twice",
    ),
    "same Slack account": (
        "name: Ines Duarte,",
        "name: Ines Duarte, slack_user_id: U0PATEL, # !\n   ",
        "is used twice",
    ),
    "whole day name": (
        'days: [mon, tue], from: "09:00"',
        'days: [monday], from: "09:00" # !\n       ',
        "did you mean mon?",
    ),
    "no days": ('days: [mon, tue], from: "09:00"', 'days: [], from: "09:00" # !\n       ', "must not be empty"),
    "day twice": ('days: [mon, tue], from: "09:00"', 'days: [mon, mon], from: "09:00" # !\n       ', "has mon twice"),
    "hours turned round": (
        'from: "09:00", to: "12:00"',
        'from: "12:00", to: "09:00" # !\n       ',
        "must be later than `from`",
    ),
    "hours of nothing": (
        'from: "09:00", to: "12:00"',
        'from: "09:00", to: "09:00" # !\n       ',
        "must be later than `from`",
    ),
    "hours past midnight": (
        'from: "09:00", to: "12:00"',
        'from: "22:00", to: "06:00" # !\n       ',
        "written as 22:00 to 24:00 on the one day and 00:00 to 06:00 on the next",
    ),
    "no time of day": ('from: "09:00", to: "12:00"', 'from: "24:00", to: "12:00" # !\n       ', "not a time of day"),
    "odd minutes": ('from: "09:00", to: "12:00"', 'from: "09:02", to: "12:00" # !\n       ', "multiple of 5 minutes"),
    "odd slots": (
        'to: "12:00", slot_minutes: 20',
        'to: "12:00", slot_minutes: 18 # !\n       ',
        "multiple of 5 minutes, not 18",
    ),
    "slot longer than hours": (
        'from: "09:00", to: "12:00", slot_minutes: 20',
        'from: "09:00", to: "09:15", slot_minutes: 20 # !\n       ',
        "do not fit between 09:00 and 09:15",
    ),
    "overlapping hours": (
        '- {days: [mon], from: "14:00"',
        '- {days: [mon], from: "11:40" # !\n       ',
        "overlaps schedule 1 on mon",
    ),
    "validity turned round": ("valid_to: 2026-12-31}", "valid_to: 2025-12-31} # !", "is before `valid_from`"),
    "schedule location": ("valid_to: 2026-12-31}", "location: annexe} # !", "not one of the locations"),
    "time off turned round": (
        "from: 2026-04-06, to: 2026-04-10",
        "from: 2026-04-06, to: 2026-04-05 # !\n       ",
        "not be before",
    ),
    "time off half dated": (
        "from: 2026-04-06, to: 2026-04-10",
        'from: 2026-04-06, to: "2026-04-10T12:00" # !\n       ',
        "both",
    ),
    "time off with offset": ("from: 2026-04-06", 'from: "2026-04-06T10:00+01:00" # !\n       ', "neither a date"),
    "unknown role": ("role: nurse", "role: nurs # !\n   ", "did you mean nurse?"),
    "doctor among staff": ("role: nurse", "role: doctor # !\n   ", "not one of nurse"),
    "unknown ward": ("ward: A1,", "ward: A2, # !\n   ", "not one of the wards"),
    "empty shift": ('from: "19:00", to: "07:30"', 'from: "19:00", to: "19:00" # !\n   ', "cannot end when it begins"),
    "bad ratio": ('nurse_to_patient: "1:4"', "nurse_to_patient: four # !\n   ", "not a ratio"),
    "ward location": (
        "name: General ward, location: main",
        "name: General ward, location: x # !\n   ",
        "not one of the locations",
    ),
    "beds twice": (
        "rooms: [{code: I1, beds: 2}]}",
        "beds: 2, rooms: [{code: I1, beds: 2}]} # !",
        "given by `rooms` already",
    ),
    "room twice": (
        "rooms: [{code: I1, beds: 2}]}",
        "rooms: [{code: I, beds: 2}, {code: I, beds: 1}]} # !",
        "`code` I is used twice",
    ),
    "service hours": (
        'from: "07:30", to: "10:30", slot_minutes: 10}]}',
        'from: "11:30", to: "10:30", slot_minutes: 10}]} # !',
        "later",
    ),
    "percent": ("covers_percent: 70", "covers_percent: 170 # !\n       ", "must be at most 100"),
    "plan location": ("locations: [main]}", "locations: [mian]} # !", "did you mean main?"),
    "plan twice": (
        "- {code: essential, name: Essential, covers_percent: 70, locations: [main]}",
        "- {code: essential, name: A, covers_percent: 1}\n      - {code: essential, name: B, covers_percent: 2} # !",
        "`code` essential is used twice",
    ),
    "stock and batches": ("stock: 400", "stock: 300 # !\n   ", "the batches add up to 400"),
    "negative stock": ("stock: 400", "stock: -1 # !\n   ", "must be at least 0"),
    "unknown insurer": ("insurer: laya", "insurer: lya # !\n     ", "did you mean laya?"),
    "unknown plan": ("plan: essential", "plan: premium # !\n     ", "not one of the plans of laya"),
    "born in the future": ("date_of_birth: 1984-05-02", "date_of_birth: 2026-03-06 # !", "is in the future"),
    "born long ago": ("date_of_birth: 1984-05-02", "date_of_birth: 0984-05-02 # !", "too long ago"),
    "child of the future": ("date_of_birth: 2019-09-30", "date_of_birth: 2030-09-30 # !\n       ", "is in the future"),
    "birth as written here": ("date_of_birth: 1984-05-02", "date_of_birth: 02/05/1984 # !", "write it as 2026-03-17"),
    "helper's right": ("may: [book, move]", "may: [book, read] # !\n     ", "not one of book, move"),
    "helper twice": (
        'helpers: [{name: Joan Nolan, phone: "+353860000002", may: [book, move]}]',
        'helpers:\n      - {name: A, phone: "+353860000002"}\n      - {name: B, phone: "+353860000002"} # !',
        "is used twice",
    ),
    "child twice": (
        "- {name: Finn Nolan, date_of_birth: 2019-09-30, relation: son}",
        "- {name: Finn Nolan, date_of_birth: 2019-09-30}\n      - {name: FINN NOLAN, date_of_birth: 2019-09-30} # !",
        "come twice",
    ),
    "patient number twice": (
        "- {name: Pat Walsh, date_of_birth: 1990-01-01}",
        "- {name: Pat Walsh, number: HV-17} # !",
        "`number` HV-17 is used twice",
    ),
    "patient twice": (
        "- {name: Pat Walsh, date_of_birth: 1990-01-01}",
        "- {name: Pat Walsh}\n  - {name: pat walsh} # !",
        "come twice",
    ),
    "key twice": ("currency: EUR", "currency: EUR\n  currency: USD # !", "`currency` is given twice, first in line 4"),
    "key that is a list": ("currency: EUR", "currency: EUR\n  ? [a] # !\n  : b", "must be a word"),
    "list instead of map": ("slack: {team_id: T0, relay: false}", "slack: [T0] # !", "must be a map"),
    "map instead of list": ("languages: [en, es]", "languages: {en: es} # !", "must be a list"),
    "map instead of text": ("name: Seaview", "name: {en: Seaview} # !", "must be a text"),
    "name too long": ("name: Seaview", f"name: {'S' * 201} # !", "longer than 200 characters"),
    "room too long": ("gender: female", f"room: {'S' * 33} # !", "longer than 32 characters"),
    "tag": ("name: Seaview", "name: !!python/object/apply:os.system ['true'] # !", "is not supported"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_line(mistake: str) -> None:
    right, wrong, words = MISTAKES[mistake]
    assert GOOD.count(right) >= 1
    text = GOOD.replace(right, wrong, 1)
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "# !" in row)
    told = problems_of(text)
    assert [problem.line for problem in told if words in problem.text] == [line], told


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = GOOD
    for mistake in ("unknown zone", "unknown speciality", "hours turned round", "percent", "born in the future"):
        right, wrong, _ = MISTAKES[mistake]
        text = text.replace(right, wrong, 1)
    lines = [number for number, row in enumerate(text.splitlines(), 1) if "# !" in row]
    assert len(lines) == 5
    assert [problem.line for problem in problems_of(text)] == lines


def test_a_problem_names_the_thing_at_fault() -> None:
    told = problems_of(GOOD.replace('from: "09:00"', 'from: "9 am"', 1))
    assert told[0].text.startswith('doctor patel, schedule 1, from: "9 am" is not a time of day')


def test_a_good_file_says_everything() -> None:
    file = read(GOOD)
    patel = file.doctors[0]
    assert (patel.fee, patel.schedule[0].begin.hour, patel.schedule[1].valid_to) == (
        Decimal("120.00"),
        9,
        date(2026, 12, 31),
    )
    assert patel.time_off[0].end == date(2026, 4, 10)
    assert file.hospital.booking.hold_minutes.web == 5
    assert file.patients[0].dependants[0].relation == "son"


def test_values_that_yaml_would_misread_mean_what_stands_there() -> None:
    text = (
        GOOD.replace('from: "09:00", to: "12:00"', "from: 9:00, to: 12:00")
        .replace("languages: [en, es]", "languages: [no, en]")
        .replace('"+353860000001"', "+353 86 000 0001")
        .replace("number: HV-17", "number: 000017")
        .replace('nurse_to_patient: "1:4"', "nurse_to_patient: 1:4")
        .replace('price: "0.45"', "price: 0.10")
        .replace("date: 2026-03-17", "date: '2026-03-17'")
        .replace("code: kelly", "code: off")
    )
    file = read(text)
    assert file.doctors[0].schedule[0].begin.hour == 9
    assert file.doctors[1].code == "off"
    assert file.hospital.languages == ["no", "en"]
    assert (file.patients[0].phone, file.patients[0].number) == ("+353860000001", "000017")
    assert file.wards[0].nurse_to_patient == "1:4"
    assert file.products[0].price == Decimal("0.10")
    assert file.hospital.holidays[0].date == date(2026, 3, 17)


def test_time_off_may_have_hours_quoted_or_not() -> None:
    for written in ('"2026-04-13T14:00"', "2026-04-13T14:00", "2026-04-13 14:00"):
        text = GOOD.replace("from: 2026-04-06, to: 2026-04-10", f'from: {written}, to: "2026-04-13T17:00"')
        assert read(text).doctors[0].time_off[0].begin == datetime(2026, 4, 13, 14)


def test_the_least_that_a_hospital_must_say() -> None:
    file = read("hospital: {name: A, timezone: UTC, currency: EUR, languages: [en], emergency_number: 112}")
    assert (file.doctors, file.patients) == ([], [])
    booking, reminders = file.hospital.booking, file.hospital.reminders
    assert (booking.horizon_days, booking.minimum_notice_minutes, booking.confirm) == (60, 0, "when_inferred")
    assert (booking.guardian_until_age, reminders.days_before, reminders.quiet) == (16, [7, 2], "20:00-08:00")


def test_sections_may_stand_empty() -> None:
    assert read(GOOD.split("doctors:")[0] + "doctors:\npatients: []\n").doctors == []


def test_one_hold_time_serves_all_channels() -> None:
    hold = read(GOOD.replace("{web: 5, text: 20}", "7")).hospital.booking.hold_minutes
    assert (hold.web, hold.text) == (7, 7)


def test_hours_may_share_a_weekday_when_their_seasons_do_not_meet() -> None:
    text = GOOD.replace('to: "12:00", slot_minutes: 20}', 'to: "15:00", slot_minutes: 20, valid_to: 2025-12-31}')
    assert len(read(text).doctors[0].schedule) == 2
    told = problems_of(text.replace("2025-12-31", "2026-01-01"))
    assert ["overlaps schedule 1 on mon" in problem.text for problem in told] == [True]


def test_a_dependant_who_grew_up_is_still_read() -> None:
    assert read(GOOD.replace("2019-09-30", "1999-09-30")).patients[0].dependants[0].date_of_birth.year == 1999


def test_families_may_share_a_phone() -> None:
    text = GOOD.replace("{name: Pat Walsh,", '{name: Pat Walsh, phone: "+353860000001",')
    assert [patient.phone for patient in read(text).patients] == ["+353860000001"] * 2


def test_aliases_repeat_what_an_anchor_named() -> None:
    text = GOOD.replace("    schedule:\n", "    schedule: &hours\n").replace(
        "name: Dr Niamh Kelly,", "name: Dr Niamh Kelly, schedule: *hours,"
    )
    kelly = read(text).doctors[1]
    assert len(kelly.schedule) == 2


NOT_A_FILE: dict[str, tuple[str | bytes, int, str]] = {
    "nothing": ("", 1, "empty"),
    "only a comment": ("# later\n", 1, "empty"),
    "a list": ("- a\n- b\n", 1, "must be a map"),
    "a word": ("hello", 1, "must be a map"),
    "an open bracket": ("hospital:\n  name: [a\nstaff: x\n", 3, "not valid YAML"),
    "a tab": ("hospital:\n\tname: a\n", 2, "indent with spaces"),
    "two documents": (GOOD + "---\nhospital: {}\n", GOOD.count("\n") + 1, "one document"),
    "an unknown alias": ("hospital:\n  name: *x\n", 2, "stands for nothing"),
    "an alias of itself": ("hospital: &a\n  name: *a\n", 2, "stands for nothing"),
    "Latin-1": ("hospital:\n  name: Málaga\n".encode("latin-1"), 2, "not UTF-8"),
    "UTF-16": ("hospital: {}\n".encode("utf-16"), 1, "not UTF-8"),
    "zero bytes": (b"hospital:\n  name: a\0b\n", 2, "zero byte"),
    "a control character": ("hospital:\n  name: a\x07b\n", 2, "no text file has"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, "not UTF-8"),
    "half a surrogate": ("hospital:\n  name: \ud800\n", 2, "not UTF-8"),
    "depth": ("[" * 5000, 1, ""),
    "depth in lines": ("- " * 200 + "a", 1, "nested too deeply"),
}


@pytest.mark.parametrize("kind", NOT_A_FILE)
def test_what_is_no_hospital_file_is_told_in_one_sentence(kind: str) -> None:
    text, line, words = NOT_A_FILE[kind]
    told = problems_of(text)
    assert [problem.line for problem in told] == [line], told
    assert words in told[0].text


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    assert read("\ufeff" + GOOD).hospital.name == "Seaview"
    assert parse(b"\xef\xbb\xbf" + GOOD.encode(), TODAY).hospital.name == "Seaview"


def test_a_file_of_more_than_twenty_megabytes_is_refused_unread() -> None:
    told = problems_of(b"#" * (MAX_BYTES + 1))
    assert [problem.line for problem in told] == [1]
    assert "too large" in told[0].text


def test_aliases_that_multiply_are_refused_quickly() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    began = time.monotonic()
    told = problems_of("\n".join(rows))
    assert time.monotonic() - began < 2
    assert len(told) == 1
    assert "aliases that multiply" in told[0].text


def test_a_file_full_of_mistakes_tells_each_of_them() -> None:
    rows = "".join(f"  - {{name: P{n}, date_of_birth: x}}\n" for n in range(3000))
    assert len(problems_of(GOOD.split("patients:")[0] + "patients:\n" + rows)) == 3000


PIECES = st.sampled_from(
    ["[", "]", "{", "}", ":", "- ", "~", "*a", "&a ", "!!int ", "%", "\t", "\n", "é", "9" * 30, "'", "\u2028"]
)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 12), PIECES), min_size=1, max_size=3))
def test_whatever_is_written_is_a_hospital_or_told_by_line(edits: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for place, length, piece in edits:
        text = text[:place] + piece + text[place + length :]
    try:
        parse(text, TODAY)
    except HospitalFileError as error:
        assert error.problems
        assert all(1 <= problem.line <= text.count("\n") + 2 for problem in error.problems)
        assert all(problem.text[-1] in ".?" for problem in error.problems)
