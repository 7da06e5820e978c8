"""What it costs to find the next free times in a small hospital and in a large one."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from bench.report import Report, median_ms, timed
from bench.stage import Stage
from db.engine import connect
from db.migrate import upgrade
from hospital import hospital_file, loading
from hospital.directory import Hospital
from hospital.directory_rows import read_hospital
from hospital.office import Office
from hospital.slots import Search, find

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
DAYS, A_DAY = 50, 20
"""Days with slots from today on, and slots of a doctor on each: 1,000 a doctor."""
DOCTORS_A_SPECIALITY = 10
SIZES = {"small": 10, "large": 1000}
"""Doctors: so 10^4 and 10^6 slots."""
ROUNDS = 150
TAKEN = 0.9
"""Share of the slots that are booked."""


@dataclass
class House:
    """A hospital of one size."""

    office: Office
    hospital: Hospital

    def search(self, doctors: int) -> Callable[[], object]:
        """A look for the next five free times of the first so many doctors."""
        who = tuple(sorted(self.hospital.doctors.values(), key=lambda doctor: doctor.id)[:doctors])
        search = Search(who, NOW, NOW + timedelta(days=40))

        def look() -> None:
            with self.office.read(NOW) as unit:
                assert len(find(unit, self.hospital, search, 5)) == 5

        return look


def measure(stage: Stage, report: Report) -> None:
    """A speciality's and a doctor's next free times at 10^6 slots against 10^4, on each database."""
    report.section("Finding free times: 1,000,000 slots against 10,000")
    for kind in ("mariadb", "sqlite"):
        houses = {size: _build(stage.database(kind), doctors) for size, doctors in SIZES.items()}
        for name, doctors in (("a speciality", DOCTORS_A_SPECIALITY), ("a doctor", 1)):
            looks = {size: house.search(doctors) for size, house in houses.items()}
            took: dict[str, list[float]] = {size: [] for size in looks}
            for number in range(ROUNDS):
                for size, look in looks.items():
                    seconds = timed(look)
                    if number >= ROUNDS // 5:
                        took[size].append(seconds)
            ratio = statistics.median(took["large"]) / statistics.median(took["small"])
            note = f"{median_ms(took['large']):.2f} ms against {median_ms(took['small']):.2f} ms"
            report.figure(f"{kind}, {name}", ratio, " x", goal=1.2, note=note)
        for house in houses.values():
            house.office.engine.dispose()


# --- building -------------------------------------------------------------------------------------


def _build(url: str, doctors: int) -> House:
    engine = connect(url, pool_size=2)
    upgrade(engine)
    office = Office(engine)
    file = hospital_file.parse(_hospital_text(doctors))
    office.write(lambda unit: loading.load(unit, file), now=NOW)
    with office.read() as unit:
        hospital = read_hospital(unit)
    with engine.begin() as connection:
        _fill(connection, hospital.revision)
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.execute(text("ANALYZE TABLE slots"))
    return House(office, hospital)


def _hospital_text(doctors: int) -> str:
    """A hospital file with that many doctors, who have no hours of their own."""
    lines = ["hospital: {name: Large, timezone: UTC, currency: EUR, languages: [en], emergency_number: '112'}"]
    lines.append("specialities:")
    lines += [f"  - {{code: s{n}, name: Speciality {n}}}" for n in range(doctors // DOCTORS_A_SPECIALITY)]
    lines.append("doctors:")
    lines += [f"  - {{code: d{n}, name: Dr N{n}, speciality: s{n // DOCTORS_A_SPECIALITY}}}" for n in range(doctors)]
    return "\n".join(lines) + "\n"


def _fill(connection: Connection, revision: int) -> None:
    """Rows straight into the tables, for all doctors at once: a million takes seconds."""
    for day in range(-1, DAYS + 20):
        date = NOW.date() + timedelta(days=day)
        connection.execute(
            text(f"INSERT INTO schedule_days (doctor_id, date, revision) SELECT id, '{date}', {revision} FROM doctors")
        )
    for day in range(DAYS):
        _fill_day(connection, day)


def _fill_day(connection: Connection, day: int) -> None:
    """Twenty times of each doctor on one day, most of them booked; the doctors' free ones differ."""
    midnight = datetime.combine(NOW.date() + timedelta(days=day), datetime.min.time())
    for number in range(A_DAY):
        starts = midnight + timedelta(hours=9, minutes=20 * number)
        is_taken = f"(d.id * 7 + {day * A_DAY + number} * 3) % 10 < {int(TAKEN * 10)}"
        status = f"CASE WHEN {is_taken} THEN 'busy' ELSE 'free' END"
        insert = (
            "INSERT INTO slots (doctor_id, speciality_id, starts_at, minutes, date, minute_of_day, status)"
            f" SELECT d.id, d.speciality_id, '{starts:%Y-%m-%d %H:%M:%S.%f}', 20, '{starts.date()}',"
            f" {starts.hour * 60 + starts.minute}, {status} FROM doctors d"
        )
        connection.execute(text(insert))
