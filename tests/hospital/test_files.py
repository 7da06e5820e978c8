"""Files of a record: known by their content, put there by those who may, shown to the patient behind the gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.models import DocumentRow
from hospital import files
from hospital.access import ForbiddenError
from hospital.documents import FILES_A_DAY
from hospital.errors import NotFoundError, UploadProblem, UploadRefusedError
from hospital.previews import ahead
from hospital.previews.ahead import Ahead
from hospital.previews.drawing import DICOM, Reason, UnreadableError
from hospital.previews.kept import Previews
from hospital.reports import reading, records, reviewing, writing
from hospital.reports.writing import Content
from hospital.uploads import PDF, Stored, Uploads
from tests.bad_input.pictures import dicom, pdf
from tests.hospital.acts.of_reports import registered
from tests.hospital.clinic import HUGO, IRIS
from tests.hospital.house import ADLER, BRANDT, DESK, NURSE, House


def came(uploads: Uploads, content: bytes) -> Stored:
    """A file that has come in."""
    with uploads.begin() as incoming:
        incoming.write(content)
        return incoming.finish()


def stored(number: int, content_type: str = PDF) -> Stored:
    return Stored(f"{number:032x}", content_type, 1000, f"{number:064x}")


def put(house: House, number: int = 1, by: str = ADLER, whose: str = IRIS) -> str:
    patient = house.patient(whose)
    made = house.as_(by, lambda unit, actor: files.put(unit, actor, patient, stored(number), title="../x\nray.pdf"))
    return made.reference


def on_record(house: House, kept: Stored) -> None:
    patient = house.patient(IRIS)
    house.as_(ADLER, lambda unit, actor: files.put(unit, actor, patient, kept))


def seen_by_herself(house: House) -> list[str]:
    herself, iris = house.himself(IRIS), house.patient(IRIS)
    return [file.reference for file in house.write(lambda unit: files.of_patient(unit, herself, iris))]


# --- what comes in --------------------------------------------------------------------------------


def test_dicom_is_known_by_its_content_and_looked_into_before_it_is_kept(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    kept = came(uploads, dicom())
    assert kept.content_type == DICOM
    look = files.examine(uploads, kept)
    assert (look.width, look.height, look.told["Modality"]) == (64, 64, "CT")
    assert uploads.has(kept.path)


def test_what_cannot_be_looked_into_is_removed_with_the_reason(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    for content, reason in ((dicom()[:-4000], Reason.BROKEN), (b"%PDF-1.4 and no more", Reason.BROKEN)):
        with pytest.raises(UnreadableError) as refused:
            files.examine(uploads, came(uploads, content))
        assert refused.value.reason is reason
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"MZ" + bytes(126) + b"DICM" + bytes(100),  # a program with a DICOM's mark
        b"\x7fELF" + bytes(124) + b"DICM" + bytes(100),
        b"<html>".ljust(128) + b"DICM" + bytes(100),
    ],
)
def test_what_is_something_else_too_is_not_taken(tmp_path: Path, content: bytes) -> None:
    named = tmp_path / "scan.png"
    named.write_bytes(content)
    uploads = Uploads(tmp_path / "uploads")
    with pytest.raises(UploadRefusedError) as refused:
        uploads.take(str(named))
    assert refused.value.problem is UploadProblem.UNKNOWN_KIND
    assert list(uploads.directory.iterdir()) == []


def test_the_staff_may_put_larger_files_on_record(tmp_path: Path) -> None:
    large = tmp_path / "large.dcm"
    large.write_bytes(bytes(128) + b"DICM" + bytes(11 * 1024 * 1024))
    uploads = Uploads(tmp_path / "uploads")
    with pytest.raises(UploadRefusedError):
        uploads.take(str(large))
    assert uploads.take(str(large), 12 * 1024 * 1024).size == 11 * 1024 * 1024 + 132


# --- whose they are -------------------------------------------------------------------------------


def test_a_file_of_the_staff_is_shown_to_its_patient_with_the_report_that_it_belongs_to(house: House) -> None:
    house.seen(IRIS)
    file, herself = put(house), house.himself(IRIS)
    report = registered(house).reference
    for _ in range(2):
        house.as_(NURSE, lambda unit, actor: writing.attach(unit, actor, report, file))
    house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, report))
    assert seen_by_herself(house) == []
    with pytest.raises(NotFoundError):
        house.write(lambda unit: files.opened(unit, herself, file))
    house.as_(ADLER, lambda unit, actor: reviewing.review(unit, actor, report, message="All is well."))
    assert seen_by_herself(house) == [file]
    opened = house.write(lambda unit: files.opened(unit, herself, file))
    assert (opened.title, opened.kind, opened.path) == ("x ray.pdf", "pdf", stored(1).path)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_that_an_amendment_leaves_out_is_the_patients_no_more(house: House) -> None:
    house.seen(IRIS)
    wrong, right = put(house, 1), put(house, 2)
    report = registered(house).reference
    house.as_(ADLER, lambda unit, actor: writing.attach(unit, actor, report, wrong))
    house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, report))
    new = Content(files=[right])
    house.as_(ADLER, lambda u, actor: writing.amend(u, house.hospital, actor, report, new, reason="another's picture"))
    assert seen_by_herself(house) == []
    house.as_(ADLER, lambda unit, actor: reviewing.review(unit, actor, report, message="All is well."))
    assert seen_by_herself(house) == [right]
    told = house.as_(ADLER, lambda unit, actor: reading.versions(unit, actor, report))
    assert [[file.reference for file in version.files] for version in told] == [[right], [wrong]]


def test_what_patients_sent_is_theirs_and_their_doctors(house: House) -> None:
    house.seen(IRIS)
    herself, iris, hugo = house.himself(IRIS), house.patient(IRIS), house.himself(HUGO)
    made = house.write(lambda unit: files.put(unit, herself, iris, stored(1), title="old report.pdf")).reference
    assert seen_by_herself(house) == [made]
    assert house.as_(ADLER, lambda unit, actor: files.opened(unit, actor, made)).title == "old report.pdf"
    with pytest.raises(ForbiddenError):
        house.write(lambda unit: files.opened(unit, hugo, made))
    for who in (DESK, BRANDT):
        with pytest.raises(ForbiddenError):
            house.as_(who, lambda unit, actor: files.opened(unit, actor, made))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_desk_puts_a_file_on_record_once_and_cannot_open_it(house: House) -> None:
    first, again = put(house, by=DESK), put(house, by=DESK)
    assert first == again
    (row,) = house.rows(DocumentRow)
    assert (row.kept_by, row.patient_id) == ("staff:tadhg.moran@rosehill.example", house.patient(IRIS))
    with pytest.raises(ForbiddenError):
        house.as_(DESK, lambda unit, actor: files.opened(unit, actor, first))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_patient_sends_so_much_a_day(house: House) -> None:
    herself, iris = house.himself(IRIS), house.patient(IRIS)

    def send(number: int) -> None:
        house.write(lambda unit: files.put(unit, herself, iris, stored(number)))

    for number in range(FILES_A_DAY):
        send(number)
    with pytest.raises(UploadRefusedError):
        send(FILES_A_DAY)
    assert len(house.rows(DocumentRow)) == FILES_A_DAY


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobodys_file_gets_into_another_patients_report(house: House) -> None:
    house.seen(IRIS)
    hugos, report = put(house, whose=HUGO, by=DESK), registered(house).reference
    with pytest.raises(NotFoundError):
        house.as_(ADLER, lambda unit, actor: writing.attach(unit, actor, report, hugos))
    assert house.read(lambda unit: records.get(unit, report)).content.files == []


# --- pictures of them -----------------------------------------------------------------------------


def test_pictures_are_kept_for_whoever_looks_next_within_bounds(tmp_path: Path) -> None:
    file = tmp_path / "three.pdf"
    file.write_bytes(pdf(3))
    previews = Previews(tmp_path / "previews")
    first = previews.of(file, "ab" * 32, PDF)
    file.unlink()
    assert previews.of(file, "ab" * 32, PDF) == first
    assert (first.pages, first.picture is not None) == (3, True)
    with pytest.raises(UnreadableError):
        previews.of(file, "ab" * 32, PDF, page=1)
    file.write_bytes(pdf(3))
    small = Previews(tmp_path / "previews", most_bytes=1)
    small.of(file, "ab" * 32, PDF, page=2)
    assert list((tmp_path / "previews").iterdir()) == []


def test_pictures_of_what_came_last_are_made_ahead_once_and_again_where_they_are_gone(
    house: House, tmp_path: Path
) -> None:
    uploads, previews = Uploads(tmp_path / "uploads"), Previews(tmp_path / "previews")
    outcomes: list[str] = []
    house.seen(IRIS)
    for content in (pdf(1), dicom(), pdf(2)[:200]):
        kept = came(uploads, content)
        on_record(house, kept)
    put(house, 7)  # its bytes were lost

    def standing() -> tuple[int, int]:
        figures = house.read(lambda unit: ahead.figures(unit, previews))
        return figures.pending, figures.dead

    first = Ahead(house.office, uploads, previews, outcomes.append)
    assert standing() == (4, 0)
    assert [first.run(lambda: True), first.run(), first.run()] == [0, 3, 0]
    assert sorted(outcomes) == ["drawn", "drawn", "gone", "refused"]
    assert standing() == (1, 1), "what is lost waits, what nobody reads does not"
    assert Ahead(house.office, uploads, previews).run() == 0, "another process goes on where it stands"
    for path in previews.directory.iterdir():
        path.unlink()
    assert first.run() == 2, "pictures may be thrown away at any time"


def test_one_process_of_a_machine_draws_at_a_time(house: House, tmp_path: Path) -> None:
    uploads, previews = Uploads(tmp_path / "uploads"), Previews(tmp_path / "previews")
    kept = came(uploads, pdf(1))
    house.seen(IRIS)
    on_record(house, kept)
    one, other = Ahead(house.office, uploads, previews), Ahead(house.office, uploads, previews)
    with one._alone() as is_alone:
        assert is_alone and other.run() == 0
    assert other.run() == 1
