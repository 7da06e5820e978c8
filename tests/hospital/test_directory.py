"""The picture of the hospital is whole, the same for everybody, and new when the hospital's data are."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, event, update

from db.models import HospitalRow
from hospital.directory import BookingRules, Hospital
from hospital.directory_rows import Directory
from hospital.errors import NoHospitalError, NotFoundError
from tests.hospital.clinic import Clinic, when


def current(directory: Directory, clinic: Clinic, revision: int | None = None) -> Hospital:
    return clinic.read(lambda unit: directory.current(unit, revision))


def test_a_doctor_is_there_with_hours_absences_place_and_price(clinic: Clinic) -> None:
    adler = clinic.hospital.doctor("adler")
    assert (adler.name, adler.speciality.code, adler.fee, adler.gender) == (
        "Dr Vera Adler",
        "cardiology",
        Decimal(120),
        "female",
    )
    assert [(h.weekday, h.from_time, h.to_time, h.slot_minutes) for h in adler.hours] == [
        (day, time(9), time(12), 30) for day in range(4)
    ]
    assert {h.location_id for h in adler.hours} == {adler.location and adler.location.id}
    assert [(a.starts_at, a.ends_at) for a in adler.absences] == [(when("2026-06-17 00:00"), when("2026-06-19 00:00"))]


def test_somebody_who_is_not_a_doctor_here_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFoundError):
        clinic.hospital.doctor("nobody")


def test_the_doctors_of_a_speciality_are_those_who_take_appointments_at_that_site(clinic: Clinic) -> None:
    hospital = clinic.load(("name: Dr Jonas Brandt", "active: false\n    name: Dr Jonas Brandt"))
    assert [doctor.code for doctor in hospital.doctors_of("cardiology")] == ["adler", "dorn"]
    assert [doctor.code for doctor in hospital.doctors_of("cardiology", "annex")] == ["dorn"]
    assert hospital.doctors_of("general") == []
    assert hospital.doctors_of("unheard of") == []
    assert not hospital.doctor("brandt").is_active


def test_a_speciality_is_named_in_the_patients_language(clinic: Clinic) -> None:
    cardiology = clinic.hospital.specialities["cardiology"]
    assert (cardiology.named("es"), cardiology.named("en")) == ("Cardiología", "Cardiology")
    assert cardiology.named("fi") == "Cardiology"


def test_the_hospital_speaks_in_its_own_time(clinic: Clinic) -> None:
    assert clinic.hospital.local(when("2026-06-08 09:00")).isoformat() == "2026-06-08T09:00:00+01:00"
    assert clinic.hospital.local(when("2026-12-08 09:00")).isoformat() == "2026-12-08T09:00:00+00:00"


def test_the_desk_is_open_in_its_hours_on_its_days(clinic: Clinic) -> None:
    hours = {
        "2026-06-08 08:00": True,
        "2026-06-08 17:59": True,
        "2026-06-08 18:00": False,
        "2026-06-08 07:59": False,
        "2026-06-13 12:00": False,
        "2026-06-29 12:00": False,  # a holiday
    }
    assert {at: clinic.hospital.is_desk_open(when(at)) for at in hours} == hours


# --- revisions ------------------------------------------------------------------------------------


def test_the_picture_is_made_once_and_again_after_a_change(clinic: Clinic) -> None:
    directory = Directory()
    assert directory.last is None
    first = current(directory, clinic)
    assert current(directory, clinic) is first
    assert current(directory, clinic, first.revision) is first
    clinic.load(("Dr Vera Adler", "Dr Vera Adler-Kahn"))
    second = current(directory, clinic)
    assert (second.revision, second.doctor("adler").name) == (first.revision + 1, "Dr Vera Adler-Kahn")
    assert first.doctor("adler").name == "Dr Vera Adler"
    assert directory.last is second


def test_loading_the_same_file_again_makes_no_new_picture(clinic: Clinic) -> None:
    directory = Directory()
    first = current(directory, clinic)
    clinic.load()
    assert current(directory, clinic) is first


def test_without_a_hospital_there_is_no_picture(clinic: Clinic) -> None:
    clinic.write(lambda unit: unit.connection.execute(delete(HospitalRow)))
    with pytest.raises(NoHospitalError):
        current(Directory(), clinic)
    with pytest.raises(NoHospitalError):
        clinic.picture()


# --- rules ----------------------------------------------------------------------------------------


def test_rules_that_a_hospital_does_not_set_have_their_defaults() -> None:
    rules = BookingRules.read({})
    assert (rules.horizon_days, rules.minimum_notice_minutes, rules.confirm, rules.max_open_appointments) == (
        60,
        0,
        "when_inferred",
        5,
    )
    assert (rules.guardian_until_age, rules.cancellation_fee, rules.waitlist_offer_minutes) == (16, Decimal(0), 15)
    assert BookingRules.read({"horizon_days": None, "visit_types": []}) == rules


def test_one_number_of_hold_minutes_serves_all_channels() -> None:
    rules = BookingRules.read({"hold_minutes": 7})
    assert [rules.hold_minutes_on(channel) for channel in ("webchat", "whatsapp", "voice")] == [7, 7, 7]


def test_a_hold_is_shorter_in_the_browser_than_in_text(clinic: Clinic) -> None:
    rules = clinic.hospital.booking
    assert [rules.hold_minutes_on(channel) for channel in ("webchat", "whatsapp", "sms", "telegram")] == [5, 20, 20, 20]


def test_the_fee_for_late_cancelling_keeps_its_cents(clinic: Clinic) -> None:
    assert clinic.hospital.booking.cancellation_fee == Decimal("25.00")
    clinic.write(lambda unit: unit.connection.execute(update(HospitalRow).values(booking={"cancellation_fee": "0.10"})))
    assert clinic.picture().booking.cancellation_fee == Decimal("0.10")


def test_holidays_are_closed_days(clinic: Clinic) -> None:
    assert clinic.hospital.holidays == {date(2026, 6, 29): "Founders Day"}
    assert not clinic.hospital.is_desk_open(datetime(2026, 6, 29, 12, tzinfo=clinic.hospital.zone))
    assert clinic.hospital.is_desk_open(datetime(2026, 6, 29, 12, tzinfo=clinic.hospital.zone) + timedelta(days=1))


def test_a_picture_is_of_one_moment_though_a_load_is_committed_while_it_is_read(clinic: Clinic) -> None:
    old, new = (
        clinic.hospital.revision,
        ("code: general, name: General Medicine", "code: general, name: Family Medicine"),
    )
    more = ("  - code: dorn\n", '  - {code: ear, name: Dr Eva Ear, speciality: ent, fee: "1.00"}\n  - code: dorn\n')
    speciality = ("  - {code: dermatology,", "  - {code: ent, name: ENT}\n  - {code: dermatology,")
    loads = iter([True])

    def load_meanwhile(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM doctors" in statement and next(loads, False):
            clinic.load(new, more, speciality)

    event.listen(clinic.engine, "before_cursor_execute", load_meanwhile)
    try:
        picture = clinic.picture()
    finally:
        event.remove(clinic.engine, "before_cursor_execute", load_meanwhile)
    is_new = picture.revision > old
    assert (picture.specialities["general"].name == "Family Medicine") == is_new
    assert ("ear" in picture.doctors) == ("ent" in picture.specialities) == is_new
