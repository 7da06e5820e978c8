"""Files of strangers are looked into by a process that may use little: what is too much is refused with a reason."""

from __future__ import annotations

import resource
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pydicom.encaps import encapsulate

from hospital.previews import drawing
from hospital.previews.child import MEMORY
from hospital.previews.drawing import DICOM, Look, Reason, UnreadableError
from hospital.uploads import PDF
from tests.bad_input import pictures
from tests.bad_input.pictures import dicom, pdf, pdf_of


def look(tmp_path: Path, content: bytes, kind: str, **more: object) -> Look:
    file = tmp_path / "file"
    file.write_bytes(content)
    return drawing.look(file, kind, **more)  # type: ignore[arg-type]


def drawn(found: Look) -> Image.Image:
    assert found.picture is not None
    return Image.open(BytesIO(found.picture))


def greys(found: Look) -> list[int]:
    """Of a DICOM of ours, the shades of a row, one of each eight."""
    return [int(each) for each in list(drawn(found).crop((0, 0, 64, 1)).tobytes())[::8]]


# --- what is shown --------------------------------------------------------------------------------


def test_a_slice_is_shown_through_the_window_that_it_names(tmp_path: Path) -> None:
    found = look(tmp_path, dicom(WindowCenter=1000, WindowWidth=1024), DICOM)
    assert (found.width, found.height, found.pages, found.window) == (64, 64, 1, (1000.0, 1024.0))
    # 0, 512, 1024, 1536 ...: dark up to 488, white from 1512 on
    assert greys(found) == [0, 6, 134, 255, 255, 255, 255, 255]
    assert found.told == {
        "PatientName": "Quinlan^Iris",
        "PatientID": "RH-000001",
        "Modality": "CT",
        "PhotometricInterpretation": "MONOCHROME2",
        "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2",
    }


def test_another_window_may_be_asked_for_and_units_are_the_machines(tmp_path: Path) -> None:
    hounsfield: dict[str, Any] = {
        "RescaleIntercept": -1024,
        "RescaleSlope": 1,
        "WindowCenter": [40, 300],
        "WindowWidth": [400, 1500],
    }
    first = look(tmp_path, dicom(**hounsfield), DICOM)
    assert (first.window, greys(first)[:4]) == ((40.0, 400.0), [0, 0, 102, 255])
    wide = look(tmp_path, dicom(**hounsfield), DICOM, window=(1000.0, 4032.0))
    assert greys(wide) == sorted(greys(wide)) and len(set(greys(wide))) == 8


def test_what_names_no_window_is_spread_and_what_is_told_inverted_is_turned(tmp_path: Path) -> None:
    plain = look(tmp_path, dicom(), DICOM)
    turned = look(tmp_path, dicom(PhotometricInterpretation="MONOCHROME1"), DICOM)
    assert (greys(plain)[0], greys(turned)[0]) == (0, 255)
    assert greys(turned) == [255 - each for each in greys(plain)]


def test_each_frame_and_each_page_can_be_seen_and_no_other(tmp_path: Path) -> None:
    assert look(tmp_path, dicom(frames=3), DICOM, page=2).pages == 3
    assert look(tmp_path, pdf(3), PDF, page=2).pages == 3
    for content, kind in ((dicom(frames=3), DICOM), (pdf(3), PDF)):
        for page in (3, -1):
            with pytest.raises(UnreadableError) as refused:
                look(tmp_path, content, kind, page=page)
            assert refused.value.reason is Reason.NO_PAGE


def test_a_photo_is_turned_upright_and_made_small(tmp_path: Path) -> None:
    out, turned = BytesIO(), Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (900, 600), (200, 10, 10)).save(out, "JPEG", exif=turned)
    found = look(tmp_path, out.getvalue(), "image/jpeg")
    assert (found.width, found.height, drawn(found).size) == (900, 600, (171, 256))


def test_sixteen_bits_of_grey_are_shown_as_greys(tmp_path: Path) -> None:
    out = BytesIO()
    shades = b"".join(struct.pack("<H", 16 * number) for number in range(64 * 64))
    Image.frombytes("I;16", (64, 64), shades).save(out, "PNG")
    darkest, brightest = drawn(look(tmp_path, out.getvalue(), "image/png")).getextrema()
    assert (darkest, brightest) == (0, 255)


def test_what_cannot_be_unpacked_here_still_says_what_it_is(tmp_path: Path) -> None:
    packed = pictures.written(pictures.head_of(64, 64, 1), encapsulate([bytes(10)]), pictures.LOSSLESS)
    unseen = look(tmp_path, packed, DICOM)
    assert (unseen.picture, unseen.width, unseen.told["Modality"]) == (None, 64, "CT")
    report = dicom(0, 0, Modality="SR")
    found = look(tmp_path, report, DICOM)
    assert (found.picture, found.told["Modality"]) == (None, "SR")


def test_words_in_a_head_are_harmless(tmp_path: Path) -> None:
    found = look(tmp_path, dicom(StudyDescription="\x1b[2Jabc\x07 " + "x" * 50), DICOM)
    assert found.told["StudyDescription"] == "[2Jabc " + "x" * 50


# --- what is refused ------------------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG that says it is so large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(bytes(100))
    chunks = [struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in (head, body)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


LINE = b"<</Type/Pages/Kids[3 0 R]/Count %d>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>"
BAD = {
    "a picture of 50,000 x 50,000": (lambda: png(50_000, 50_000), "image/png", Reason.TOO_MANY_PIXELS),
    "a photo that says so": (lambda: pictures.jpeg(50_000, 50_000), "image/jpeg", Reason.TOO_MANY_PIXELS),
    "a photo that is cut": (lambda: pictures.jpeg(64, 64)[:200], "image/jpeg", Reason.BROKEN),
    "a slice of 50,000 x 50,000": (lambda: dicom(50_000, 50_000), DICOM, Reason.TOO_MANY_PIXELS),
    "a slice that is cut": (lambda: dicom()[:-4000], DICOM, Reason.BROKEN),
    "a million frames": (lambda: dicom(NumberOfFrames=1_000_000), DICOM, Reason.TOO_MANY_PAGES),
    "a packed slice larger than told": (lambda: pictures.packed_jpeg(50_000, 50_000), DICOM, Reason.BROKEN),
    "a slice that unpacks to 1.5 GB": (lambda: pictures.deflated_dicom(1536), DICOM, Reason.TOO_HEAVY),
    "a page that unpacks to 1.5 GB": (lambda: pictures.pdf_bomb(1536), PDF, Reason.TOO_HEAVY),
    "a million pages": (lambda: pdf_of(LINE % 1_000_000, PAGE % (200, 300)), PDF, Reason.TOO_MANY_PAGES),
    "a page like a thread": (lambda: pdf_of(LINE % 1, PAGE % (14_400, 1)), PDF, Reason.TOO_MANY_PIXELS),
    "a locked PDF": (pictures.locked_pdf, PDF, Reason.LOCKED),
    "no PDF": (lambda: b"%PDF-1.4 and no more", PDF, Reason.BROKEN),
    "a page named as a picture": (lambda: b"<html></html>", "image/png", Reason.BROKEN),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_too_much_or_broken_is_refused_with_the_reason_and_memory_is_bounded(name: str, tmp_path: Path) -> None:
    make, kind, reason = BAD[name]
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableError) as refused:
        look(tmp_path, content, kind)
    assert refused.value.reason is reason
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 20 * 1024  # kilobytes, of this process
    # of all that ever ran for us: what it had as a copy of us, or what its limit lets it have
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= max(MEMORY, before * 1024 * 2)


def test_a_process_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(drawing, "CHILD", sleeper)
    monkeypatch.setattr(drawing, "SECONDS", 0.3)
    with pytest.raises(UnreadableError) as refused:
        look(tmp_path, pdf(), PDF)
    assert refused.value.reason is Reason.TOO_HEAVY


def test_a_process_that_has_said_everything_and_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import os, time; os.close(1); time.sleep(60)")
    monkeypatch.setattr(drawing, "CHILD", sleeper)
    monkeypatch.setattr(drawing, "SECONDS", 0.3)
    with pytest.raises(UnreadableError) as refused:
        look(tmp_path, pdf(), PDF)
    assert refused.value.reason is Reason.TOO_HEAVY


def test_a_process_that_says_too_much_is_not_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talker = tmp_path / "child.py"
    talker.write_text("import sys\nwhile True: sys.stdout.write('{' * 65536)")
    monkeypatch.setattr(drawing, "CHILD", talker)
    with pytest.raises(UnreadableError) as refused:
        look(tmp_path, pdf(), PDF)
    assert refused.value.reason is Reason.TOO_HEAVY
