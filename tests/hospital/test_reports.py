"""Reports: written, made final, reviewed, and only then shown to the patient; what was final never changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from db.models import ReportResultRow, ReportRow, ReportVersionRow
from hospital.access import ForbiddenError, ProofNeededError
from hospital.errors import HospitalError, KeyUsedError, NotFoundError
from hospital.reports import reading, records, registering, reviewing, sealing, writing
from hospital.reports.errors import NotReviewedError, ReportError, ReportStatusError, TamperedReportError
from hospital.reports.reading import Stage
from hospital.reports.records import TRANSITIONS, Report
from hospital.reports.registering import NewReport
from hospital.reports.results import Result, checked
from hospital.reports.writing import Content
from tests.hospital.acts.of_orders import done, ordered
from tests.hospital.acts.of_reports import CALM, DANGEROUS, RAISED, entered, final, registered, reviewed
from tests.hospital.clinic import HUGO, IRIS, NOW
from tests.hospital.house import ADLER, BRANDT, DESK, NURSE, House

LATER = NOW + timedelta(hours=1)


def register(house: House, new: NewReport, by: str = ADLER, key: str = "r") -> Report:
    return house.as_(by, lambda unit, actor: registering.register(unit, house.hospital, actor, new, key=key))


def letter(house: House, kind: str = "letter", release: str | None = None) -> Report:
    new = NewReport(patient_id=house.patient(IRIS), kind=kind, title="About your stay", release=release)
    made = register(house, new, key=f"{kind} {release}").reference
    house.as_(ADLER, lambda unit, actor: writing.conclude(unit, actor, made, "You may go home."))
    return house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, made))


def review(house: House, reference: str, now: datetime = NOW, by: str = ADLER) -> Report:
    return house.as_(by, lambda unit, actor: reviewing.review(unit, actor, reference, message="All is well."), now=now)


def amend(house: House, reference: str, new: Content, reason: str = "measured again") -> Report:
    return house.as_(
        ADLER, lambda unit, actor: writing.amend(unit, house.hospital, actor, reference, new, reason=reason), now=LATER
    )


def shown(house: House, level: int = 3) -> list[tuple[str, str]]:
    """What Iris sees of her reports."""
    herself, iris = house.himself(IRIS, level), house.patient(IRIS)
    return [(each.title, each.status) for each in house.write(lambda unit: reading.of_patient(unit, herself, iris))]


def stages(house: House, level: int = 2) -> list[Stage]:
    herself, iris = house.himself(IRIS, level), house.patient(IRIS)
    return list(house.write(lambda unit: reading.stages(unit, herself, iris)))


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("2.4", "LL"),
        ("2.5", "L"),
        ("3.4", "L"),
        ("3.5", "N"),
        ("5.1", "N"),
        ("5.11", "H"),
        ("6.5", "H"),
        ("6.51", "HH"),
    ],
)
def test_a_value_is_flagged_by_its_limits_which_are_themselves_usual(value: str, flag: str) -> None:
    (made,) = checked([Result("Potassium", value, "mmol/L", "3.5", "5.1", "2.5", "6.5")])
    assert (made.flag, made.value) == (flag, value)


def test_what_is_no_number_has_the_flag_that_is_said() -> None:
    found = checked([Result("HIV", "negative"), Result("Culture", "MRSA", flag="AA"), Result("pH", "7.40")])
    assert [each.flag for each in found] == [None, "AA", None]
    assert [each.is_critical for each in found] == [False, True, False]


@pytest.mark.parametrize(
    "wrong",
    [
        Result("", "1"),
        Result("Sodium", " "),
        Result("Sodium", "140", low="x"),
        Result("Sodium", "140", low="150", high="130"),
        Result("Sodium", "140", low="NaN"),
        Result("Potassium", "7,1", high="5.1", critical_high="6.5"),  # a comma must not hide a dangerous value
        Result("Potassium", ">10", critical_high="6.5"),
        Result("Potassium", "7.1", high="5.1", critical_high="6.5", flag="N"),
        Result("Sodium", "140", flag="FINE"),
        Result("x" * 201, "1"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(wrong: Result) -> None:
    with pytest.raises(ReportError):
        checked([wrong])


# --- the gate -------------------------------------------------------------------------------------


def test_a_patient_sees_a_report_when_it_is_final_and_its_doctor_has_reviewed_it(house: House) -> None:
    house.seen(IRIS)
    made = entered(house).reference
    herself = house.himself(IRIS)
    assert shown(house) == []
    house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, made))
    assert shown(house) == []
    with pytest.raises(NotFoundError):
        house.write(lambda unit: reading.read(unit, herself, made))
    review(house, made, LATER)
    assert shown(house) == [("Lipid panel", "final")]
    read = house.write(lambda unit: reading.read(unit, herself, made))
    assert (read.message, [(each.name, each.value, each.flag) for each in read.content.results]) == (
        "All is well.",
        [("Cholesterol", "4.1", "N")],
    )
    with pytest.raises(ProofNeededError):
        shown(house, level=2)
    hugo = house.himself(HUGO)
    with pytest.raises(ForbiddenError):
        house.write(lambda unit: reading.read(unit, hugo, made))


def test_how_far_it_is_may_be_told_without_what_it_says(house: House) -> None:
    house.seen(IRIS)
    made = ordered(house, key="o")
    assert [(each.stage, each.since, each.doctor) for each in stages(house)] == [("ordered", NOW, "Dr Vera Adler")]
    report = register(house, NewReport(order=made.reference)).reference
    house.as_(ADLER, lambda unit, actor: writing.enter(unit, house.hospital, actor, report, [CALM]))
    assert [each.stage for each in stages(house)] == ["done"]
    house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, report), now=LATER)
    assert [(each.stage, each.since) for each in stages(house)] == [("with_doctor", LATER)]
    review(house, report, LATER + timedelta(days=1))
    assert [each.stage for each in stages(house)] == ["ready"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_letter_is_shown_at_once_and_waits_only_for_whom_it_is_news_to(house: House) -> None:
    house.seen(IRIS)
    made = letter(house)
    assert made.released_at == NOW and shown(house) == [("About your stay", "final")]
    assert house.as_(ADLER, reviewing.waiting) == []
    new = NewReport(patient_id=house.patient(IRIS), kind="letter", title="To your doctor", reviewer="brandt")
    other = register(house, new, key="other").reference
    house.as_(ADLER, lambda unit, actor: writing.conclude(unit, actor, other, "Please take over."))
    house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, other))
    assert [each.reference for each in house.as_(BRANDT, reviewing.waiting)] == [other]
    assert len(shown(house)) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["histology", "Histology", "biopsy", "histología", "genética", "anatomía patológica"])
def test_what_weighs_most_is_shown_when_it_was_talked_over(house: House, kind: str) -> None:
    house.seen(IRIS)
    made = letter(house, kind).reference
    with pytest.raises(NotReviewedError):
        house.as_(ADLER, lambda unit, actor: reviewing.discuss(unit, actor, made))
    review(house, made)
    assert shown(house) == []
    assert [each.waits_for for each in house.as_(ADLER, reviewing.waiting)] == ["discussion"]
    house.as_(ADLER, lambda unit, actor: reviewing.discuss(unit, actor, made))
    assert shown(house) == [("About your stay", "final")]
    assert house.as_(ADLER, reviewing.waiting) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_rule_of_release_is_only_made_stricter(house: House) -> None:
    house.seen(IRIS)
    assert letter(house, "letter", "after_discussion").released_at is None
    for kind, rule in (("histology", "at_once"), ("outside", "at_once"), ("letter", "never")):
        with pytest.raises(ReportError):
            letter(house, kind, rule)


# --- the review list ------------------------------------------------------------------------------


def test_the_list_has_what_is_abnormal_first_and_nothing_of_others(house: House) -> None:
    house.seen(IRIS)
    for key, result in (("calm", CALM), ("raised", RAISED)):
        made = register(house, NewReport(order=done(house, key=key).reference), key=key).reference
        house.as_(ADLER, lambda u, actor, made=made, r=result: writing.enter(u, house.hospital, actor, made, [r]))  # type: ignore[misc]
        house.as_(ADLER, lambda unit, actor, made=made: writing.finalise(unit, house.hospital, actor, made))  # type: ignore[misc]
    listed = house.as_(ADLER, reviewing.waiting)
    assert [(each.patient, each.title, each.is_abnormal, each.waits_for) for each in listed] == [
        ("Iris Quinlan", "Lipid panel", True, "review"),
        ("Iris Quinlan", "Lipid panel", False, "review"),
    ]
    assert house.as_(BRANDT, reviewing.waiting) == []
    review(house, listed[0].reference)
    assert [each.reference for each in house.as_(ADLER, reviewing.waiting)] == [listed[1].reference]
    with pytest.raises(ReportError):
        house.as_(ADLER, lambda unit, actor: reviewing.review(unit, actor, listed[1].reference, message=" "))


# --- what was final stands ------------------------------------------------------------------------


def test_an_amended_report_is_reviewed_anew_and_the_earlier_one_stays_for_the_staff(house: House) -> None:
    house.seen(IRIS)
    made = reviewed(house)
    assert shown(house) == [("Lipid panel", "final")]
    after = amend(house, made.reference, Content("Diluted sample", [RAISED]))
    assert (after.status, after.version, after.released_at) == ("amended", 2, None)
    assert shown(house) == []
    review(house, made.reference, LATER)
    assert shown(house) == [("Lipid panel", "amended")]
    for who in (ADLER, NURSE):
        told = house.as_(who, lambda unit, actor: reading.versions(unit, actor, made.reference))
        assert [(v.version, v.conclusion, v.reason, [r.value for r in v.results]) for v in told] == [
            (2, "Diluted sample", "measured again", ["6.3"]),
            (1, None, None, ["4.1"]),
        ]
    herself = house.himself(IRIS)
    with pytest.raises(ForbiddenError):
        house.write(lambda unit: reading.versions(unit, herself, made.reference))


def test_nothing_is_written_into_what_is_final(house: House) -> None:
    house.seen(IRIS)
    made = final(house)
    tries = (
        lambda unit, actor: writing.enter(unit, house.hospital, actor, made.reference, [RAISED]),
        lambda unit, actor: writing.conclude(unit, actor, made.reference, "Other words"),
    )
    for each in tries:
        with pytest.raises(ReportStatusError):
            house.as_(ADLER, each)
    again = house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, made.reference))
    assert again == made


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("table", "change"),
    [
        (ReportResultRow, {"value": "6.9"}),
        (ReportResultRow, {"flag": "H"}),
        (ReportVersionRow, {"conclusion": "Nothing to worry about"}),
        (ReportRow, {"title": "Thyroid function"}),
    ],
)
def test_what_is_changed_behind_our_back_is_noticed(house: House, table: type, change: dict[str, str]) -> None:
    house.seen(IRIS)
    made = final(house)
    other = letter(house).reference
    house.write(lambda unit: unit.connection.execute(update(table).where(_of(table, made.id)).values(**change)))
    for work in (
        lambda unit, actor: reading.read(unit, actor, made.reference),
        lambda unit, actor: reviewing.review(unit, actor, made.reference, message="All is well."),
    ):
        with pytest.raises(TamperedReportError):
            house.as_(ADLER, work)
    house.write(lambda u: u.connection.execute(update(ReportRow).values(released_at=NOW)))
    assert shown(house) == [("About your stay", "final")]
    assert house.as_(ADLER, lambda unit, actor: reading.read(unit, actor, other)).reference == other


def _of(table: Any, report_id: int) -> Any:
    return (table.id if table is ReportRow else table.report_id) == report_id


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_amendment_says_something_else_and_why(house: House) -> None:
    house.seen(IRIS)
    made = final(house).reference
    for new, reason in ((Content(), "so"), (Content(results=[CALM]), "so"), (Content("Other"), " ")):
        with pytest.raises(ReportError):
            amend(house, made, new, reason)
    assert [row.version for row in house.rows(ReportVersionRow)] == [1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_report_that_should_not_be_is_hidden_again(house: House) -> None:
    house.seen(IRIS)
    made = reviewed(house).reference
    with pytest.raises(ReportError):
        house.as_(ADLER, lambda unit, actor: registering.withdraw(unit, house.hospital, actor, made, reason=""))
    after = house.as_(
        ADLER, lambda unit, actor: registering.withdraw(unit, house.hospital, actor, made, reason="wrong patient")
    )
    assert (after.status, after.released_at, after.cover_at) == ("entered-in-error", None, None)
    assert shown(house) == [] and stages(house)[0].stage == "done"
    begun = registered(house).reference
    assert begun == made  # the same request is the same report
    other = register(house, NewReport(order=ordered(house, key="x").reference), key="x").reference
    ended = house.as_(
        ADLER, lambda unit, actor: registering.withdraw(unit, house.hospital, actor, other, reason="not taken")
    )
    assert ended.status == "cancelled"


# --- who writes it --------------------------------------------------------------------------------


def test_the_desk_begins_a_report_and_cannot_open_it(house: House) -> None:
    house.seen(IRIS)
    new = NewReport(patient_id=house.patient(IRIS), title="X-ray from Bray", reviewer="adler")
    made = register(house, new, by=DESK)
    assert (made.status, made.kind, made.reviewer) == ("registered", "outside", "Dr Vera Adler")
    for work in (
        lambda unit, actor: reading.read(unit, actor, made.reference),
        lambda unit, actor: writing.enter(unit, house.hospital, actor, made.reference, [CALM]),
    ):
        with pytest.raises(ForbiddenError):
            house.as_(DESK, work)
    with pytest.raises(ReportError):
        register(house, NewReport(patient_id=house.patient(IRIS), title="Unclaimed"), by=DESK, key="other")


def test_a_nurse_enters_values_and_a_doctor_says_what_they_mean(house: House) -> None:
    house.seen(IRIS)
    made = registered(house).reference
    house.as_(NURSE, lambda unit, actor: writing.enter(unit, house.hospital, actor, made, [CALM]))
    for work in (
        lambda unit, actor: writing.conclude(unit, actor, made, "Fine"),
        lambda unit, actor: writing.finalise(unit, house.hospital, actor, made),
    ):
        with pytest.raises(ForbiddenError):
            house.as_(NURSE, work)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_report_that_says_nothing_is_never_final(house: House) -> None:
    house.seen(IRIS)
    made = registered(house).reference
    with pytest.raises(ReportError):
        house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, made))
    with pytest.raises(ReportError):
        house.as_(ADLER, lambda unit, actor: writing.conclude(unit, actor, made, "x" * 10_001))
    with pytest.raises(ReportStatusError):
        review(house, made)


# --- statuses -------------------------------------------------------------------------------------

STEPS = ("enter", "conclude", "finalise", "amend", "review", "discuss", "withdraw")


def take(house: House, step: str, made: str, number: int) -> None:
    at = house.hospital
    steps = {
        "enter": lambda unit, actor: writing.enter(unit, at, actor, made, [CALM]),
        "conclude": lambda unit, actor: writing.conclude(unit, actor, made, f"Version {number}"),
        "finalise": lambda unit, actor: writing.finalise(unit, at, actor, made),
        "amend": lambda unit, actor: writing.amend(unit, at, actor, made, Content(f"Not {number}"), reason="so"),
        "review": lambda unit, actor: reviewing.review(unit, actor, made, message="Fine"),
        "discuss": lambda unit, actor: reviewing.discuss(unit, actor, made),
        "withdraw": lambda unit, actor: registering.withdraw(unit, house.hospital, actor, made, reason="so"),
    }
    house.as_(ADLER, steps[step])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=8), is_sensitive=st.booleans())
def test_whatever_is_tried_a_report_moves_along_its_arrows_and_the_gate_holds(
    house: House, steps: list[str], is_sensitive: bool
) -> None:
    count = len(house.rows(ReportRow))
    if not count:
        house.seen(IRIS)
    kind = "genetics" if is_sensitive else "outside"
    new = NewReport(patient_id=house.patient(IRIS), kind=kind, title=f"Number {count}")
    before = register(house, new, key=f"k{count}")
    made = before.reference
    sealed: dict[int, str | None] = {}
    for number, step in enumerate(steps):
        try:
            take(house, step, made, number)
        except HospitalError:
            assert house.read(lambda unit: records.get(unit, made)) == before
        after = house.read(lambda unit: records.get(unit, made))
        assert after.status == before.status or after.status in TRANSITIONS[before.status]
        told = house.as_(ADLER, lambda unit, actor: reading.versions(unit, actor, made))
        for version in told:
            if version.version in sealed:  # what was final says the same for ever
                assert version.content_hash == sealed[version.version] == sealing.hash_of(after, version)
            elif version.sealed_at is not None:
                sealed[version.version] = version.content_hash
        is_ready = after.status in ("final", "amended") and after.reviewed_at is not None
        is_ready = is_ready and (not is_sensitive or after.discussed_at is not None)
        assert ((after.title, after.status) in shown(house)) == is_ready
        before = after


@pytest.mark.parametrize("field", ["value", "high", "critical_high"])
@pytest.mark.parametrize("told", ["1e9999999999", "-1e-9999999999"])
def test_a_number_that_would_fill_the_memory_is_none(field: str, told: str) -> None:
    with pytest.raises(ReportError):
        checked([Result(**{"name": "Potassium", "value": "4", "high": "5.1", field: told})])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_changed_behind_our_back_gets_no_new_seal(house: House) -> None:
    house.seen(IRIS)
    made = final(house, CALM).reference
    house.write(lambda unit: unit.connection.execute(update(ReportResultRow).values(value="1.1")))
    with pytest.raises(TamperedReportError):
        amend(house, made, Content(conclusion="A slip of the pen mended."))
    assert len(house.rows(ReportVersionRow)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_dangerous_is_on_the_list_however_much_else_waits(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.seen(IRIS)
    final(house)
    new = register(house, NewReport(patient_id=house.patient(IRIS), kind="laboratory", title="Potassium"), key="k")
    house.as_(ADLER, lambda u, actor: writing.enter(u, house.hospital, actor, new.reference, [DANGEROUS]))
    monkeypatch.setattr(reviewing, "MOST_LISTED", 1)
    assert [each.title for each in house.as_(ADLER, reviewing.waiting)] == ["Potassium"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_key_gives_the_desk_neither_what_a_report_says_nor_another_patients(house: House) -> None:
    house.seen(IRIS)
    new = NewReport(order=done(house).reference)
    made = register(house, new, by=DESK)
    house.as_(ADLER, lambda unit, actor: writing.enter(unit, house.hospital, actor, made.reference, [RAISED]))
    again = register(house, new, by=DESK)
    assert (again.reference, again.content.results, again.content.conclusion) == (made.reference, (), None)
    assert register(house, new).content.results[0].value == RAISED.value
    with pytest.raises(KeyUsedError):
        register(house, NewReport(patient_id=house.patient(IRIS), kind="outside", title="Old scan", reviewer="adler"))
