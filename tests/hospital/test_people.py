"""Who is behind a phone, and when somebody is the same patient as before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from db.models import DependantRow, HandlePatientRow, HelperRow, PatientRow, RefusedClaimRow
from hospital import claims, handles, people, registering
from hospital.names import fold_name
from hospital.office import Unit
from hospital.people import Person
from hospital.registering import NewPatient
from tests.hospital.clinic import HUGO, IRIS, NOW, OLGA, VITO, Clinic

IRIS_PHONE, FARRELLS, NELLS = "+353861230001", "+353861230002", "+353861230005"
TODAY = date(2026, 6, 8)
ANN = NewPatient("Ann Doyle", date(1990, 3, 14), "+353861239999", "en", is_verified=True)


def behind(clinic: Clinic, phone: str, today: date = TODAY, now: datetime = NOW) -> list[tuple[str, str]]:
    found = clinic.read(lambda unit: people.behind(unit, "whatsapp", phone, today, 16), now)
    return [(person.name, person.relation) for person in found.people]


def register(clinic: Clinic, new: NewPatient) -> tuple[Person, bool]:
    return clinic.write(lambda unit: registering.register(unit, new))


def person(clinic: Clinic, number: str) -> Person:
    found = clinic.read(lambda unit: people.by_number(unit, number))
    assert found is not None
    return found


# --- behind a phone -------------------------------------------------------------------------------


def test_a_phone_speaks_for_its_owner_and_the_children_of_the_owner(clinic: Clinic) -> None:
    assert behind(clinic, IRIS_PHONE) == [
        ("Iris Quinlan", "self"),
        ("Leo Quinlan", "dependant"),
        ("Mia Quinlan", "dependant"),
    ]


def test_a_child_is_spoken_for_until_the_birthday_that_makes_it_of_age(clinic: Clinic) -> None:
    # Mia was born on 9 June 2010; guardians speak for children under 16
    assert ("Mia Quinlan", "dependant") in behind(clinic, IRIS_PHONE, date(2026, 6, 8))
    assert "Mia Quinlan" not in dict(behind(clinic, IRIS_PHONE, date(2026, 6, 9)))


def test_somebody_born_on_29_february_comes_of_age_at_the_end_of_that_february_in_a_common_year(clinic: Clinic) -> None:
    child = replace(ANN, name="Ivy Quinlan", date_of_birth=date(2012, 2, 29), guardian=person(clinic, IRIS))
    register(clinic, child)
    assert "Ivy Quinlan" in dict(behind(clinic, IRIS_PHONE, date(2028, 2, 28)))
    assert "Ivy Quinlan" not in dict(behind(clinic, IRIS_PHONE, date(2028, 2, 29)))
    found = clinic.read(lambda unit: people.behind(unit, "whatsapp", IRIS_PHONE, date(2028, 2, 29), 17)).people
    assert "Ivy Quinlan" in [each.name for each in found]


def test_people_who_share_a_phone_are_all_behind_it(clinic: Clinic) -> None:
    assert behind(clinic, FARRELLS) == [("Hugo Farrell", "self"), ("Olga Farrell", "self")]


def test_a_helper_speaks_for_whoever_named_them_and_for_nobody_else(clinic: Clinic) -> None:
    assert behind(clinic, NELLS) == [("Vito Marsh", "helped")]


def test_a_helper_whose_time_is_over_speaks_for_nobody(clinic: Clinic) -> None:
    until = NOW + timedelta(hours=1)
    clinic.write(lambda unit: unit.connection.execute(update(HelperRow).values(expires_at=until)))
    assert behind(clinic, NELLS, now=NOW + timedelta(minutes=59)) == [("Vito Marsh", "helped")]
    assert behind(clinic, NELLS, now=until) == []


def test_an_unknown_phone_speaks_for_nobody(clinic: Clinic) -> None:
    assert behind(clinic, "+353860000000") == []
    assert behind(clinic, "") == []


def test_nobody_is_listed_twice_whatever_ties_them_to_a_phone(clinic: Clinic) -> None:
    row = {"patient_id": clinic.patient(IRIS), "phone": IRIS_PHONE, "name": "Iris", "may": ["book"]}
    second = {"guardian_id": clinic.patient(IRIS), "patient_id": clinic.patient(IRIS), "relation": "self"}
    clinic.write(lambda unit: unit.connection.execute(insert(HelperRow), row))
    clinic.write(lambda unit: unit.connection.execute(insert(DependantRow), second))
    assert [name for name, _ in behind(clinic, IRIS_PHONE)] == ["Iris Quinlan", "Leo Quinlan", "Mia Quinlan"]


# --- registering ----------------------------------------------------------------------------------


def test_a_new_patient_gets_a_number_and_is_found_by_it(clinic: Clinic) -> None:
    ann, made = register(clinic, ANN)
    assert made
    assert person(clinic, ann.number) == ann
    assert (ann.name, ann.date_of_birth, ann.phone) == ("Ann Doyle", date(1990, 3, 14), "+353861239999")
    assert behind(clinic, "+353861239999") == [("Ann Doyle", "self")]


def test_the_same_name_birth_date_and_phone_are_the_same_patient_however_the_name_is_written(clinic: Clinic) -> None:
    first, _ = register(clinic, replace(ANN, name="Ána O'Dóyle"))
    again, made = register(clinic, replace(ANN, name="ANA ODOYLE"))
    assert (again, made) == (first, False)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Ann Doyle-Burke"},
        {"date_of_birth": date(1990, 4, 14)},
        {"phone": "+353861238888"},
        {"phone": None},
    ],
    ids=["another name", "another birth date", "another phone", "no phone"],
)
def test_whoever_differs_in_one_of_the_three_is_another_patient(clinic: Clinic, other: dict[str, object]) -> None:
    first, _ = register(clinic, ANN)
    second, made = register(clinic, replace(ANN, **other))  # type: ignore[arg-type]
    assert made
    assert second.number != first.number


def test_a_phone_alone_is_nobody(clinic: Clinic) -> None:
    stranger, made = register(clinic, replace(ANN, phone=FARRELLS))
    assert made
    assert stranger.number not in (HUGO, OLGA)
    assert clinic.read(lambda unit: people.matching(unit, "Hugo Farrell", date(1981, 2, 14), FARRELLS)) == []


def test_a_patient_on_file_is_recognised_when_all_three_are_said(clinic: Clinic) -> None:
    vito = NewPatient("vito marsh", date(1948, 1, 31), "+353861230004", "en", is_verified=False)
    found, made = register(clinic, vito)
    assert (found.number, made) == (VITO, False)


def test_whether_somebody_vouches_for_the_phone_is_kept(clinic: Clinic) -> None:
    sure, _ = register(clinic, ANN)
    unsure, _ = register(clinic, replace(ANN, name="Bea Doyle", is_verified=False))
    verified = {row.id: row.is_contact_verified for row in clinic.rows(PatientRow)}
    assert (verified[sure.id], verified[unsure.id]) == (True, False)


def test_a_child_is_its_guardians_for_as_long_as_it_is_one_and_never_owns_the_phone(clinic: Clinic) -> None:
    iris = person(clinic, IRIS)
    child = NewPatient(
        "Kim Quinlan", date(2012, 1, 1), IRIS_PHONE, "en", is_verified=True, guardian=iris, relation="son"
    )
    kim, made = register(clinic, child)
    assert made
    assert ("Kim Quinlan", "dependant") in behind(clinic, IRIS_PHONE)
    assert register(clinic, child) == (kim, False)
    grown_up = date(2028, 1, 1)
    assert behind(clinic, IRIS_PHONE, grown_up) == [("Iris Quinlan", "self"), ("Leo Quinlan", "dependant")]


def test_a_child_on_file_is_recognised_by_name_and_birth_date_among_its_guardians_own(clinic: Clinic) -> None:
    leo = NewPatient(
        "leo quinlan", date(2019, 9, 30), IRIS_PHONE, "en", is_verified=True, guardian=person(clinic, IRIS)
    )
    before = len(clinic.rows(PatientRow))
    found, made = register(clinic, leo)
    assert (found.name, made) == ("Leo Quinlan", False)
    elsewhere, made = register(clinic, replace(leo, guardian=person(clinic, HUGO)))
    assert made
    assert elsewhere.number != found.number
    assert len(clinic.rows(PatientRow)) == before + 1


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("José  García-Pérez", "jose garcia perez"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Anne-Marie", "anne marie"),
        ("St. John", "st john"),
        ("  ZOË ", "zoe"),
        ("Straße", "strasse"),
        ("Łukasz Ødegård", "lukasz odegard"),
        ("Nguyễn Thị Hương", "nguyen thi huong"),
        ("प्रिया", "प्रिया"),
        ("𝐀𝐧𝐧 𝓓𝓸𝔂𝓵𝓮 ＫＩＭ", "ann doyle kim"),
        ("", ""),
        ("...", ""),
    ],
)
def test_names_that_people_take_for_the_same_are_the_same(written: str, folded: str) -> None:
    assert fold_name(written) == folded


@given(st.text(max_size=60))
def test_a_folded_name_is_stable_and_plain(name: str) -> None:
    folded = fold_name(name)
    assert fold_name(folded) == folded
    assert folded == " ".join(folded.split())
    assert fold_name(f"  {name}\t") == folded


# --- handles --------------------------------------------------------------------------------------


def use(clinic: Clinic, phone: str, now: datetime) -> people.Handle:
    """Let a number write at an instant; the handle as it was found."""

    def work(unit: Unit) -> people.Handle:
        handle = people.behind(unit, "whatsapp", phone, now.date(), 16)
        handles.keep(unit, "whatsapp", phone, handle, "en")
        return handle

    return clinic.write(work, now)


def test_a_number_not_used_for_180_days_shows_nobody_until_it_is_proven_again(clinic: Clinic) -> None:
    assert use(clinic, IRIS_PHONE, NOW).people
    assert use(clinic, IRIS_PHONE, NOW + timedelta(days=180)).people
    late = NOW + timedelta(days=361)
    found = use(clinic, IRIS_PHONE, late)
    assert found.people == ()
    clinic.write(
        lambda unit: handles.renew(unit, "whatsapp", IRIS_PHONE, [person(clinic, IRIS)], "date_of_birth"), late
    )
    assert [each.name for each in use(clinic, IRIS_PHONE, late).people] == ["Iris Quinlan"]


def test_a_number_not_used_for_180_days_shows_nobody_on_another_channel_either(clinic: Clinic) -> None:
    used = NOW + timedelta(days=2)
    use(clinic, IRIS_PHONE, used)

    def seen(channel: str, now: datetime) -> int:
        return len(clinic.read(lambda unit: people.behind(unit, channel, IRIS_PHONE, now.date(), 16), now).people)

    assert seen("sms", used + timedelta(days=179)) >= 1
    assert seen("sms", used + timedelta(days=181)) == 0


def test_a_handle_is_written_down_at_most_once_a_day(clinic: Clinic) -> None:
    def used() -> list[datetime]:
        query = select(HandlePatientRow.last_used_at).order_by(HandlePatientRow.id)
        return list(clinic.read(lambda unit: unit.connection.scalars(query).all()))

    for hours, moved in ((0, True), (5, False), (23, False), (25, True)):
        before = used()
        use(clinic, IRIS_PHONE, NOW + timedelta(hours=hours))
        assert (used() != before) == moved, hours


def test_the_same_new_person_at_two_doors_at_once_is_one_patient(clinic: Clinic) -> None:
    def patients() -> int:
        query = select(func.count()).select_from(PatientRow)
        return clinic.read(lambda unit: unit.connection.scalar(query) or 0)

    before, door = patients(), Barrier(2)

    def come_in(_: int) -> str:
        door.wait()
        return register(clinic, ANN)[0].number

    with ThreadPoolExecutor(2) as pool:
        numbers = set(pool.map(come_in, range(2)))
    assert len(numbers) == 1 and patients() == before + 1


def test_a_registration_that_was_overtaken_finds_the_one_before_it(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = register(clinic, ANN)
    # the other door looked before the first one had written
    monkeypatch.setattr(registering, "_registered", lambda unit, new: None)
    second, made = register(clinic, ANN)
    assert second.number == first.number and not made


def test_a_child_added_later_is_not_shown_to_whoever_has_the_guardians_number_by_then(clinic: Clinic) -> None:
    used = NOW + timedelta(days=2)
    use(clinic, IRIS_PHONE, used)
    late = used + timedelta(days=181)
    new = replace(
        ANN,
        name="Ivy Quinlan",
        date_of_birth=date(2024, 2, 1),
        phone=None,
        guardian=person(clinic, IRIS),
        relation="child",
    )
    clinic.write(lambda unit: registering.register(unit, new), late - timedelta(days=30))
    assert use(clinic, IRIS_PHONE, late).people == ()
    clinic.write(
        lambda unit: handles.renew(unit, "whatsapp", IRIS_PHONE, [person(clinic, IRIS)], "date_of_birth"), late
    )
    assert [each.name for each in use(clinic, IRIS_PHONE, late).people] == ["Iris Quinlan", "Ivy Quinlan"]


def test_whoever_is_helped_later_is_not_shown_to_whoever_has_the_helpers_number_by_then(clinic: Clinic) -> None:
    def help_for(number: str) -> None:
        row = {"patient_id": clinic.patient(number), "phone": NELLS, "name": "Nell", "may": ["book"]}
        clinic.write(lambda unit: unit.connection.execute(insert(HelperRow), row))

    assert [each.name for each in use(clinic, NELLS, NOW).people] == ["Vito Marsh"]
    help_for(OLGA)
    late = NOW + timedelta(days=181)
    assert use(clinic, NELLS, late).people == ()
    assert [each.name for each in use(clinic, NELLS, NOW + timedelta(days=100)).people] == [
        "Olga Farrell",
        "Vito Marsh",
    ]


# --- guardians ------------------------------------------------------------------------------------

EVE = NewPatient("Eve Brand", None, "+353861239998", "en", is_verified=False)
TIM = NewPatient("Tim Brand", date(2018, 2, 3), EVE.phone, "en", is_verified=False, relation="son")


def test_a_guardian_typed_first_is_the_same_person_from_their_own_number_and_their_child_is_theirs(
    clinic: Clinic,
) -> None:
    eve, _ = register(clinic, EVE)
    tim, _ = register(clinic, replace(TIM, guardian=eve))
    assert behind(clinic, EVE.phone or "") == []
    again, made = register(clinic, replace(EVE, is_verified=True))
    assert (again.number, again.is_verified, made) == (eve.number, True, False)
    assert behind(clinic, EVE.phone or "") == [("Eve Brand", "self")]
    assert register(clinic, replace(TIM, guardian=again, is_verified=True))[0].number == tim.number
    assert behind(clinic, EVE.phone or "") == [("Eve Brand", "self"), ("Tim Brand", "dependant")]


def test_a_guardian_who_tells_their_birth_date_later_is_the_same_patient_with_it(clinic: Clinic) -> None:
    eve, _ = register(clinic, EVE)
    told = replace(EVE, date_of_birth=date(1985, 7, 4), named_here=(eve.number,))
    whole, made = register(clinic, told)
    assert (whole.number, made) == (eve.number, False)
    assert person(clinic, eve.number).date_of_birth == date(1985, 7, 4)
    assert register(clinic, replace(told, date_of_birth=date(1986, 7, 4)))[1]


def test_nobody_else_gives_a_birth_date_to_a_guardian_whom_a_conversation_named(clinic: Clinic) -> None:
    eve, _ = register(clinic, EVE)
    stranger, made = register(clinic, replace(EVE, date_of_birth=date(1950, 1, 1)))
    assert made and stranger.number != eve.number and person(clinic, eve.number).date_of_birth is None
    own, made = register(clinic, replace(EVE, date_of_birth=date(1985, 5, 5), is_verified=True))
    assert (own.number, made) == (eve.number, False)


def test_a_guardian_whose_birth_date_was_only_typed_is_the_same_patient_with_the_one_they_tell_themselves(
    clinic: Clinic,
) -> None:
    eve, _ = register(clinic, EVE)
    register(clinic, replace(EVE, date_of_birth=date(1950, 1, 1), named_here=(eve.number,)))
    own = replace(EVE, date_of_birth=date(1985, 5, 5), is_verified=True)
    assert register(clinic, own)[0].number == eve.number
    assert person(clinic, eve.number).date_of_birth == date(1985, 5, 5)
    # from now on a channel vouches for it: whoever shares the name and the number is somebody else
    assert register(clinic, replace(own, date_of_birth=date(2010, 5, 5)))[1]


def test_two_namesakes_of_one_number_stay_two_patients_whoever_came_first(clinic: Clinic) -> None:
    father, _ = register(clinic, replace(EVE, name="John Hart", date_of_birth=date(1950, 1, 1)))
    son, made = register(clinic, replace(EVE, name="John Hart", date_of_birth=date(1985, 5, 5), is_verified=True))
    assert made and son.number != father.number


def test_nobody_gives_a_birth_date_to_a_guardian_whom_only_a_channel_could_vouch_for(clinic: Clinic) -> None:
    eve, _ = register(clinic, replace(EVE, is_verified=True))
    assert register(clinic, replace(EVE, date_of_birth=date(1985, 7, 4)))[1]
    assert person(clinic, eve.number).date_of_birth is None


def test_a_child_that_somebody_typed_under_a_patients_name_reaches_that_patient_only_once_they_say_so(
    clinic: Clinic,
) -> None:
    iris = person(clinic, IRIS)
    assert register(clinic, NewPatient("iris quinlan", None, IRIS_PHONE, "en", is_verified=False))[0] == iris
    tim, _ = register(clinic, replace(TIM, guardian=iris))

    def numbers() -> list[str]:
        return [each.phone for each in clinic.read(lambda unit: people.contacts(unit, tim.id, TODAY, 16))]

    assert numbers() == [] and "Tim Brand" not in dict(behind(clinic, IRIS_PHONE))
    register(clinic, replace(TIM, guardian=iris, is_verified=True))
    assert numbers() == [IRIS_PHONE] and ("Tim Brand", "dependant") in behind(clinic, IRIS_PHONE)


def test_the_file_says_whose_child_it_is_whatever_somebody_typed_before(clinic: Clinic) -> None:
    links = update(DependantRow).values(is_vouched=False)
    clinic.write(lambda unit: unit.connection.execute(links))
    assert behind(clinic, IRIS_PHONE) == [("Iris Quinlan", "self")]
    clinic.load()
    assert len(behind(clinic, IRIS_PHONE)) == 3


def test_a_new_guardian_and_child_at_two_doors_at_once_are_one_of_each(clinic: Clinic) -> None:
    before, door = len(clinic.rows(PatientRow)), Barrier(2)

    def come_in(_: int) -> tuple[str, str]:
        door.wait()

        def work(unit: Unit) -> tuple[str, str]:
            eve, _ = registering.register(unit, EVE)
            return eve.number, registering.register(unit, replace(TIM, guardian=eve))[0].number

        return clinic.write(work)

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(come_in, range(2)))) == 1
    assert len(clinic.rows(PatientRow)) == before + 2


# --- claims ---------------------------------------------------------------------------------------


def test_after_five_refusals_a_day_no_claim_to_be_somebody_is_heard_and_nobody_elses_is_barred(clinic: Clinic) -> None:
    def is_barred(name: str, now: datetime = NOW) -> bool:
        return clinic.read(lambda unit: claims.is_exhausted(unit, name, date(1990, 3, 14)), now)

    for name in ("Ann Doyle", "ann  doyle", "ÁNN DOYLE", "Ann Doyle", "Ann Doyle"):
        assert not is_barred("Ann Doyle")
        clinic.write(lambda unit, name=name: claims.refuse(unit, name, date(1990, 3, 14)))  # type: ignore[misc]
    assert is_barred("Ann Doyle") and not is_barred("Bea Doyle")
    assert not is_barred("Ann Doyle", NOW + timedelta(hours=24))
    assert not any("doyle" in str(row).casefold() for row in clinic.rows(RefusedClaimRow))
