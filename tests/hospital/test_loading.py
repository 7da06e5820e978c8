"""Loading a hospital file brings the database to what it says, once and completely."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, update

from db.engine import connect
from db.models import (
    AuditRow,
    Base,
    DependantRow,
    HandlePatientRow,
    HandleRow,
    HelperRow,
    HospitalRow,
    InsurancePlanRow,
    PatientRow,
    ProductBatchRow,
    ProductRow,
    StaffRow,
    StockRow,
    TimeOffRow,
    WardRow,
)
from hospital.directory import Hospital
from hospital.directory_rows import read_hospital
from hospital.hospital_file import parse
from hospital.loading import Loaded, load
from hospital.names import fold_name
from hospital.office import Office, Unit
from hospital.schedule import plan_day
from tests.hospital.seaview import SEAVIEW

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)


@dataclass
class House:
    """A database, and what these tests ask of it."""

    office: Office

    def load(self, text: str = SEAVIEW) -> Loaded:
        file = parse(text, NOW.date())
        return self.office.write(lambda unit: load(unit, file), now=NOW)

    def rows(self, model: type[Base]) -> list[Any]:
        with self.office.read() as unit:
            return list(unit.connection.execute(select(model.__table__)).all())

    def hospital(self) -> Hospital:
        with self.office.read() as unit:
            return read_hospital(unit)

    def revision(self) -> int:
        return int(self.rows(HospitalRow)[0].revision)

    def everything(self) -> dict[str, list[Any]]:
        with self.office.read() as unit:
            return {
                table.name: list(unit.connection.execute(select(table).order_by(*table.primary_key)).all())
                for table in Base.metadata.sorted_tables
            }

    def handles_of(self, number: str) -> set[tuple[str, ...]]:
        query = (
            select(HandleRow.channel, HandleRow.address, HandlePatientRow.relation, HandlePatientRow.proof)
            .join(HandlePatientRow, HandlePatientRow.handle_id == HandleRow.id)
            .join(PatientRow, PatientRow.id == HandlePatientRow.patient_id)
            .where(PatientRow.number == number)
        )
        with self.office.read() as unit:
            return {tuple(row) for row in unit.connection.execute(query)}


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    engine = connect(database_url)
    yield House(Office(engine, audit_key=b"key"))
    engine.dispose()


def test_a_first_load_makes_the_whole_hospital(house: House) -> None:
    loaded = house.load()
    assert (loaded.kinds["doctors"].added, loaded.kinds["patients"].added, loaded.revision) == (2, 2, 1)
    hospital = house.hospital()
    patel = hospital.doctor("patel")
    assert (hospital.name, str(hospital.zone), hospital.booking.horizon_days) == ("Seaview", "Europe/Dublin", 60)
    assert [(h.weekday, h.from_time.hour, h.slot_minutes) for h in patel.hours] == [(0, 9, 20), (0, 14, 20), (1, 9, 20)]
    assert (patel.speciality.code, patel.location and patel.location.code, str(patel.fee)) == (
        "cardiology",
        "main",
        "120.00",
    )
    assert hospital.specialities["cardiology"].named("es") == "Cardiología"
    assert [s.code for s in hospital.specialities.values() if s.is_default] == ["general"]
    assert hospital.topics["parking"].answer["es"] == "En el garaje."
    assert hospital.holidays == {date(2026, 3, 17): "St Patrick's Day"}
    assert hospital.is_desk_open(datetime(2026, 3, 9, 9, tzinfo=UTC))


def test_wards_plans_staff_and_products_keep_what_the_file_says_of_them(house: House) -> None:
    house.load()
    wards = {row.code: row.details for row in house.rows(WardRow)}
    assert wards["A1"] == {"beds": 12, "nurse_to_patient": "1:4", "bed_day": "310.00", "rooms": [], "requires": []}
    assert wards["ICU"]["rooms"] == [{"code": "I1", "beds": 2}]
    assert [(row.covers_percent, row.details["locations"]) for row in house.rows(InsurancePlanRow)] == [(70, ["main"])]
    nurse = next(row for row in house.rows(StaffRow) if row.role == "nurse")
    assert nurse.shifts == [{"days": ["mon"], "from": "19:00", "to": "07:30"}]
    assert [(row.sku, row.price) for row in house.rows(ProductRow)] == [("ATORV-20", Decimal("0.45"))]
    assert [(row.lot, row.expires_on) for row in house.rows(ProductBatchRow)] == [("A77", date(2027, 6, 30))]
    assert [row.quantity for row in house.rows(StockRow)] == [400]


def test_loading_the_same_file_again_changes_nothing_at_all(house: House) -> None:
    house.load()
    before = house.everything()
    again = house.load()
    assert not again.is_changed
    assert again.kinds["patients"].unchanged == 2
    assert house.everything() == before


CHANGES = {
    "hospital": ("horizon_days: 60", "horizon_days: 90"),
    "holidays": ("St Patrick's Day", "Saint Patrick"),
    "information": ("In the garage.", "On the roof."),
    "locations": ("name: Main Building", "name: Main House"),
    "specialities": ("es: Cardiología", "es: Corazón"),
    "doctors": ('fee: "120.00"', 'fee: "125.00"'),
    "schedules": ('to: "12:00", slot_minutes: 20', 'to: "12:00", slot_minutes: 30'),
    "time_off": ("to: 2026-04-10", "to: 2026-04-08"),
    "staff": ("name: Orla Byrne", "name: Orla Byrne-Kelly"),
    "wards": ("beds: 12", "beds: 14"),
    "services": ('price: "32.50"', 'price: "33.00"'),
    "insurers": ("name: Laya", "name: Laya Health"),
    "plans": ("covers_percent: 70", "covers_percent: 75"),
    "products": ('price: "0.45"', 'price: "0.50"'),
    "patients": ("member_id: LY-7", "member_id: LY-8"),
    "dependants": ("relation: son", "relation: child"),
    "helpers": ("may: [book, move]", "may: [book]"),
    "phones": ('"+353860000001"', '"+353860000009"'),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_changed_file_changes_that_and_the_revision_by_one(house: House, kind: str) -> None:
    house.load()
    changed = house.load(SEAVIEW.replace(*CHANGES[kind], 1))
    assert (changed.kinds[kind].changed, changed.revision, house.revision()) == (1, 2, 2)
    others = {name for name, counts in changed.kinds.items() if counts.touched} - {kind}
    assert others == ({"patients"} if kind == "phones" else set())
    assert house.load(SEAVIEW.replace(*CHANGES[kind], 1)).revision == 2


def test_several_changes_are_one_revision(house: House) -> None:
    house.load()
    text = SEAVIEW
    for right, wrong in CHANGES.values():
        text = text.replace(right, wrong, 1)
    assert house.load(text).revision == 2


def test_what_a_file_no_longer_names_stays(house: House) -> None:
    house.load()
    head = SEAVIEW.split("information:")[0].replace(
        '  holidays:\n    - {date: 2026-03-17, name: "St Patrick\'s Day"}\n', ""
    )
    loaded = house.load(head)
    assert not loaded.is_changed
    hospital = house.hospital()
    assert set(hospital.doctors) == {"patel", "kelly"}
    assert len(hospital.holidays) == len(hospital.topics) == 1
    assert len(house.rows(PatientRow)) == 3


def test_a_new_default_speciality_takes_over(house: House) -> None:
    house.load()
    text = SEAVIEW.replace(
        "- {code: general, name: General Medicine, default: true}", "- {code: general, name: General Medicine}"
    )
    house.load(text.replace("- {code: cardiology,", "- {code: cardiology, default: true,"))
    assert [s.code for s in house.hospital().specialities.values() if s.is_default] == ["cardiology"]


def test_a_new_default_takes_over_from_one_that_the_file_no_longer_names(house: House) -> None:
    house.load()
    head = SEAVIEW.split("information:")[0]
    loaded = house.load(head + "specialities: [{code: surgery, name: Surgery, default: true}]\n")
    assert [s.code for s in house.hospital().specialities.values() if s.is_default] == ["surgery"]
    assert loaded.revision == 2


# --- doctors --------------------------------------------------------------------------------------


def test_a_changed_schedule_replaces_only_that_doctors_hours(house: House) -> None:
    text = SEAVIEW.replace(
        "speciality: general}",
        'speciality: general, schedule: [{days: [fri], from: "08:00", to: "09:00", slot_minutes: 15}]}',
    )
    house.load(text)
    kelly = house.hospital().doctor("kelly").hours
    house.load(text.replace("{days: [mon, tue]", "{days: [wed]"))
    hospital = house.hospital()
    assert [h.weekday for h in hospital.doctor("patel").hours] == [0, 2]
    assert hospital.doctor("kelly").hours == kelly


def test_hours_may_last_until_midnight(house: House) -> None:
    text = SEAVIEW.replace('to: "18:00"', 'to: "24:00"').replace(
        "speciality: general}",
        'speciality: general, schedule: [{days: [fri], from: "23:30", to: "24:00", slot_minutes: 30}]}',
    )
    house.load(text)
    hospital = house.hospital()
    friday = plan_day(hospital.doctor("kelly").hours, date(2026, 3, 6), hospital.zone)
    assert [(slot.minute_of_day, slot.minutes) for slot in friday] == [(23 * 60 + 30, 30)]
    monday = datetime(2026, 3, 9, 23, 59, 59, 999, tzinfo=hospital.zone)
    assert hospital.is_desk_open(monday) and not hospital.is_desk_open(monday + timedelta(days=2))
    assert not house.load(text).is_changed


def test_an_empty_schedule_takes_the_hours_away_and_an_absent_one_leaves_them(house: House) -> None:
    house.load()
    start, end = SEAVIEW.index("    schedule:\n"), SEAVIEW.index("    time_off:\n")
    house.load(SEAVIEW[:start] + SEAVIEW[end:])
    assert len(house.hospital().doctor("patel").hours) == 3
    house.load(SEAVIEW[:start] + "    schedule: []\n" + SEAVIEW[end:])
    assert house.hospital().doctor("patel").hours == ()


def test_time_off_lasts_to_the_end_of_its_last_day_on_the_hospitals_clock(house: House) -> None:
    # clocks in Dublin go forward on 29 March 2026
    house.load(SEAVIEW.replace("from: 2026-04-06, to: 2026-04-10", "from: 2026-03-28, to: 2026-03-29"))
    away = house.hospital().doctor("patel").absences[0]
    assert (away.starts_at, away.ends_at) == (datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC))


def test_time_off_with_hours_ends_when_it_says(house: House) -> None:
    hours = 'from: "2026-07-13T14:00", to: "2026-07-13T17:00"'
    house.load(SEAVIEW.replace("from: 2026-04-06, to: 2026-04-10", hours))
    away = house.hospital().doctor("patel").absences[0]
    assert (away.starts_at, away.ends_at) == (
        datetime(2026, 7, 13, 13, tzinfo=UTC),
        datetime(2026, 7, 13, 16, tzinfo=UTC),
    )


def test_a_load_takes_back_time_off_of_the_file_and_none_that_people_entered(house: House) -> None:
    house.load()
    doctor_id = house.hospital().doctor("patel").id
    own = {"doctor_id": doctor_id, "starts_at": NOW, "ends_at": NOW + timedelta(hours=2), "reason": "sick"}
    house.office.write(lambda unit: unit.connection.execute(insert(TimeOffRow), own))
    assert not house.load().is_changed
    house.load(SEAVIEW.replace("      - {from: 2026-04-06, to: 2026-04-10, reason: leave}\n", ""))
    assert [row.reason for row in house.rows(TimeOffRow)] == ["sick"]


def test_a_doctor_may_change_speciality(house: House) -> None:
    house.load()
    house.load(SEAVIEW.replace("speciality: cardiology", "speciality: general"))
    assert house.hospital().doctor("patel").speciality.code == "general"
    assert len(house.hospital().doctors) == 2


# --- patients -------------------------------------------------------------------------------------


def patient(house: House, name: str) -> Any:
    return next(row for row in house.rows(PatientRow) if row.name == name)


def test_a_patient_is_found_by_number_whatever_else_changed(house: House) -> None:
    house.load()
    before = patient(house, "Mary Nolan")
    house.load(SEAVIEW.replace("name: Mary Nolan", "name: María Byrne").replace("1984-05-02", "1984-05-03"))
    after = patient(house, "María Byrne")
    assert (after.id, after.name_folded, after.date_of_birth) == (before.id, "maria byrne", date(1984, 5, 3))


def test_a_patient_without_number_is_found_by_name_birth_and_phone(house: House) -> None:
    plain = SEAVIEW.replace("{name: Pat Walsh,", '{name: Seán Ó Briain, phone: "+353860000003",')
    house.load(plain)
    made = patient(house, "Seán Ó Briain")
    house.load(plain.replace("Seán Ó Briain", "SEAN O BRIAIN"))
    house.load(plain.replace("Seán Ó Briain", "SEAN O BRIAIN").replace("1990-01-01", "1990-01-02"))
    same, other = sorted((row for row in house.rows(PatientRow) if row.name == "SEAN O BRIAIN"), key=lambda r: r.id)
    assert (same.id, same.number) == (made.id, made.number)
    assert other.date_of_birth == date(1990, 1, 2)


def test_a_patient_known_without_number_takes_the_hospitals_number(house: House) -> None:
    house.load()
    made = patient(house, "Pat Walsh")
    numbered = SEAVIEW.replace("{name: Pat Walsh,", "{name: Pat Walsh, number: HV-99,")
    house.load(numbered)
    after = patient(house, "Pat Walsh")
    assert (after.id, after.number) == (made.id, "HV-99")
    assert not house.load(numbered).is_changed


def test_patients_without_number_get_one_that_nobody_else_has(house: House) -> None:
    rows = "".join(f"  - {{name: Person {n}}}\n" for n in range(700))
    house.load(SEAVIEW.split("patients:")[0] + "patients:\n" + rows)
    numbers = [row.number for row in house.rows(PatientRow)]
    assert len(set(numbers)) == 700
    assert all(number.startswith("P-") and len(number) == 10 for number in numbers)


def test_what_the_file_leaves_out_of_a_patient_stays_as_the_patient_set_it(house: House) -> None:
    house.load()
    chosen = update(PatientRow).where(PatientRow.number == "HV-17").values(language="es", email="mary@mail.example")
    house.office.write(lambda unit: unit.connection.execute(chosen))
    assert not house.load().is_changed
    assert patient(house, "Mary Nolan").language == "es"


def test_a_phone_is_linked_on_whatsapp_and_sms_for_everyone_who_shares_it(house: House) -> None:
    house.load(SEAVIEW.replace("{name: Pat Walsh,", '{name: Pat Walsh, number: HV-18, phone: "+353860000001",'))
    expected = {(channel, "+353860000001", "self", "file") for channel in ("whatsapp", "sms")}
    assert house.handles_of("HV-17") == house.handles_of("HV-18") == expected
    assert len(house.rows(HandleRow)) == 2


def test_a_phone_that_the_file_replaced_speaks_for_the_patient_no_more(house: House) -> None:
    house.load()
    house.load(SEAVIEW.replace(*CHANGES["phones"]))
    assert {address for _, address, _, _ in house.handles_of("HV-17")} == {"+353860000009"}


def test_a_handle_that_the_patient_linked_in_another_way_stays(house: House) -> None:
    house.load()
    mary = patient(house, "Mary Nolan").id

    def link(unit: Unit) -> None:
        handle = {"channel": "telegram", "address": "77", "created_at": NOW, "last_used_at": NOW}
        made = unit.connection.execute(insert(HandleRow), handle).inserted_primary_key
        row = {"handle_id": made[0], "patient_id": mary, "relation": "self", "proof": "code"}  # type: ignore[index]
        unit.connection.execute(insert(HandlePatientRow), {**row, "linked_at": NOW, "last_used_at": NOW})

    house.office.write(link)
    house.load(SEAVIEW.replace(*CHANGES["phones"]))
    assert ("telegram", "77", "self", "code") in house.handles_of("HV-17")


def test_a_dependant_is_a_patient_of_their_own_without_a_phone(house: House) -> None:
    house.load()
    finn = patient(house, "Finn Nolan")
    links = [(row.guardian_id, row.patient_id, row.relation) for row in house.rows(DependantRow)]
    assert links == [(patient(house, "Mary Nolan").id, finn.id, "son")]
    assert (finn.phone, finn.date_of_birth) == (None, date(2019, 9, 30))


def test_two_families_may_have_children_of_the_same_name_and_birthday(house: House) -> None:
    twin = "{name: Pat Walsh, dependants: [{name: Finn Nolan, date_of_birth: 2019-09-30, relation: son}],"
    house.load(SEAVIEW.replace("{name: Pat Walsh,", twin))
    assert len({row.patient_id for row in house.rows(DependantRow)}) == 2


def test_a_helper_is_found_by_phone(house: House) -> None:
    house.load()
    house.load(SEAVIEW.replace("Joan Nolan", "Joan Byrne"))
    assert [(row.name, row.phone, row.may) for row in house.rows(HelperRow)] == [
        ("Joan Byrne", "+353860000002", ["book", "move"])
    ]


# --- as a whole -----------------------------------------------------------------------------------


def test_a_load_that_fails_leaves_nothing_behind(house: House) -> None:
    house.load()
    before = house.everything()
    file = parse(SEAVIEW.replace("name: Seaview", "name: Elsewhere"), NOW.date())

    def fail(unit: Unit) -> None:
        assert load(unit, file).is_changed
        raise RuntimeError

    with pytest.raises(RuntimeError):
        house.office.write(fail)
    assert house.everything() == before


def test_two_loads_at_once_make_one_hospital(house: House) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            house.load()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(house.rows(HospitalRow)) == 1
    assert (len(house.hospital().doctors), len(house.rows(PatientRow)), house.revision()) == (2, 3, 1)


def test_a_load_tells_what_it_did(house: House) -> None:
    assert "doctors: 2 added, 0 changed, 0 unchanged\n" in str(house.load())
    assert str(house.load()) == "Nothing changed; the data stand at revision 1."
    assert str(house.load(SEAVIEW.replace(*CHANGES["doctors"]))).splitlines() == [
        "doctors: 0 added, 1 changed, 1 unchanged",
        "The data stand at revision 2.",
    ]


def test_a_load_that_changed_something_is_in_the_audit_trail(house: House) -> None:
    house.load()
    house.load()
    house.load(SEAVIEW.replace(*CHANGES["doctors"]))
    entries = [(row.action, row.subject) for row in house.rows(AuditRow)]
    assert entries == [("hospital.load", "revision 1"), ("hospital.load", "revision 2")]


def test_statements_grow_with_hundreds_of_patients_not_with_each(house: House) -> None:
    rows = "".join(f'  - {{name: Person {n}, phone: "+3538600{n:05d}"}}\n' for n in range(2000))
    statements: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    event.listen(house.office.engine, "before_cursor_execute", count)
    house.load(SEAVIEW.split("patients:")[0] + "patients:\n" + rows)
    assert len(statements) < 120
    with house.office.read() as unit:
        assert unit.connection.scalar(select(func.count()).select_from(HandlePatientRow)) == 4000


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Siobhán O'Brien", "siobhan obrien"),
        ("O’Neill, J.R.", "oneill jr"),
        ("Anne-Marie  Ní Dhónaill", "anne marie ni dhonaill"),
        ("Łukasz Ødegård", "lukasz odegard"),
        ("STRAẞE", "strasse"),
        ("नीता शर्मा", "नीता शर्मा"),
        ("", ""),
    ],
)
def test_names_compare_without_accents_and_punctuation(name: str, folded: str) -> None:
    assert fold_name(name) == folded
