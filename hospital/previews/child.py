"""The process that opens files of strangers: pictures, PDF and DICOM. It runs alone, with little memory and time.

    python child.py KIND PATH SIDE PAGE [CENTRE WIDTH]

writes a line of JSON, what the file is or why it is refused, and after it a picture of one page, PNG, whose longer side
has at most SIDE pixels. It imports nothing of the house, so that little is there to be taken.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import Any

MEMORY = 768 * 1024 * 1024
"""Bytes of address space; a PNG of the most pixels takes half of it."""
CPU_SECONDS = 10
MOST_PIXELS = 50_000_000
MOST_PAGES = 2000
MOST_FRAMES = 2000
LONGEST = 200
"""Of a text in a DICOM's head that is told."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
TOLD = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "Modality",
    "StudyDate",
    "StudyDescription",
    "SeriesDescription",
    "BodyPartExamined",
    "Manufacturer",
    "InstitutionName",
    "PhotometricInterpretation",
    "SOPClassUID",
)


class Refused(Exception):  # noqa: N818 - an answer, not an accident
    """The file is not looked into. `reason` is one of `drawing.Reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def confine() -> None:
    """Give up the means to do harm: memory, time, files to write, other processes' cores."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(what)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (limit, limit))


def picture(path: str, side: int, page: int) -> tuple[dict[str, Any], bytes]:
    """A photo or a drawing: turned upright, its first frame."""
    from PIL import Image, ImageOps

    with Image.open(path, formats=FORMATS) as opened:
        facts = {"width": opened.width, "height": opened.height, "pages": 1}
        _check_pixels(opened.width, opened.height)
        opened.draft("RGB", (side, side))
        opened.thumbnail((side, side))
        return facts, _png(ImageOps.exif_transpose(opened))


def pdf(path: str, side: int, page: int) -> tuple[dict[str, Any], bytes]:
    """A page of a PDF, on white; nothing in it runs and nothing is fetched."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "broken") from None
    pages = len(document)
    if pages > MOST_PAGES:
        raise Refused("too_many_pages")
    if not pages:
        raise Refused("broken")
    if not 0 <= page < pages:
        raise Refused("no_page")
    sheet = document[page]
    width, height = sheet.get_size()
    if not (width > 0 and height > 0):
        raise Refused("broken")
    scale = side / max(width, height)
    if min(width, height) * scale < 1:
        raise Refused("too_many_pixels")
    drawn = sheet.render(scale=scale, may_draw_forms=False).to_pil()
    drawn.thumbnail((side, side))
    return {"width": round(width), "height": round(height), "pages": pages}, _png(drawn)


def dicom(path: str, side: int, page: int, window: tuple[float, float] | None) -> tuple[dict[str, Any], bytes]:
    """A frame of a DICOM file as its window shows it, or only what its head says where it cannot be drawn."""
    import pydicom

    head = pydicom.dcmread(path, stop_before_pixels=True)
    facts: dict[str, Any] = {"told": {name: text for name in TOLD if (text := _text(head.get(name)))}}
    rows, columns = _whole(head.get("Rows")), _whole(head.get("Columns"))
    frames = _whole(head.get("NumberOfFrames")) or 1
    facts |= {"width": columns, "height": rows, "pages": frames}
    if not rows or not columns:
        return facts, b""  # a report or a plan: there is nothing to see in it
    _check_pixels(columns, rows)
    if frames > MOST_FRAMES:
        raise Refused("too_many_pages")
    if not 0 <= page < frames:
        raise Refused("no_page")
    decoder = _decoder(head)
    if decoder is not None and not decoder.is_available:
        return facts, b""  # packed in a way that nothing here unpacks
    drawn, shown = _frame(path, head, page, window)
    drawn.thumbnail((side, side))
    return facts | ({} if shown is None else {"window": shown}), _png(drawn)


class _Nothing:
    """Unpacks nothing."""

    is_available = False


def _decoder(head: Any) -> Any:
    """What unpacks the pixels; None where they are not packed."""
    from pydicom.pixels.decoders.base import get_decoder

    syntax = head.file_meta.TransferSyntaxUID
    try:
        return get_decoder(syntax) if syntax.is_encapsulated else None
    except NotImplementedError:
        return _Nothing()


def _frame(path: str, head: Any, page: int, window: tuple[float, float] | None) -> tuple[Any, list[float] | None]:
    """A frame as a picture, and the window that it was seen through (centre and width), None for colours."""
    import numpy
    import pydicom
    from PIL import Image
    from pydicom.pixels.processing import apply_color_lut, apply_modality_lut
    from pydicom.pixels.utils import pixel_array

    raw = pixel_array(pydicom.dcmread(path), index=page)
    kind = head.get("PhotometricInterpretation")
    if kind == "PALETTE COLOR":
        raw = apply_color_lut(raw, head)
        raw = raw >> 8 if raw.dtype.itemsize > 1 else raw
    if raw.ndim == 3:
        return Image.fromarray(numpy.ascontiguousarray(raw[..., :3]).astype("uint8"), "RGB"), None
    values = apply_modality_lut(raw, head).astype("float32")
    centre, width = window or _window(head) or _spread(values)
    # the linear function of DICOM PS3.3, C.11.2.1.2
    grey = numpy.clip((values - (centre - 0.5)) / max(width - 1, 1e-6) + 0.5, 0, 1)
    if kind == "MONOCHROME1":
        grey = 1 - grey
    return Image.fromarray((grey * 255 + 0.5).astype("uint8"), "L"), [float(centre), float(width)]


def _window(head: Any) -> tuple[float, float] | None:
    """The first window that the file itself names."""
    told = []
    for name in ("WindowCenter", "WindowWidth"):
        value = head.get(name)
        if value is None or value == "":
            return None
        told.append(float(value if isinstance(value, (int, float, str)) else value[0]))
    return (told[0], told[1]) if told[1] >= 1 else None


def _spread(values: Any) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low + high) / 2, max(high - low, 1.0)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refused("too_many_pixels")


def _whole(value: Any) -> int:
    try:
        return max(int(value), 0)
    except (TypeError, ValueError):
        return 0


def _text(value: Any) -> str:
    """A value of a DICOM's head as a harmless text: no control characters, not long."""
    text = "" if value is None else str(value)
    return " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST]).split())[:LONGEST]


def _png(drawn: Any) -> bytes:
    import numpy
    from PIL import Image

    out = BytesIO()
    if drawn.mode.startswith("I"):  # 16 bits of grey: Pillow would cut them off to white, not scale them
        drawn = Image.fromarray((numpy.asarray(drawn).clip(0, 65535) // 256).astype("uint8"), "L")
    mode = "L" if drawn.mode in ("1", "L") else "RGBA" if "A" in drawn.mode or drawn.mode == "P" else "RGB"
    drawn.convert(mode).save(out, "PNG")
    return out.getvalue()


def look(argv: list[str]) -> tuple[Mapping[str, Any], bytes]:
    """What a file is, and a picture of it; raises whatever its reader meets in broken data."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice as much, in what is packed into DICOM too
    kind, path, side, page = argv[0], argv[1], int(argv[2]), int(argv[3])
    window = (float(argv[4]), float(argv[5])) if len(argv) > 5 else None
    if kind == "application/dicom":
        return dicom(path, side, page, window)
    return pdf(path, side, page) if kind == "application/pdf" else picture(path, side, page)


def main() -> None:
    """Look, and say what there is to say."""
    confine()
    warnings.simplefilter("ignore")
    drawn = b""
    try:
        told, drawn = look(sys.argv[1:])
    except Refused as refused:
        told = {"refused": refused.reason}
    except MemoryError:
        told = {"refused": "too_heavy"}
    except Exception as error:
        # readers raise whatever they come across in broken data
        is_bomb = type(error).__name__ == "DecompressionBombError"
        told = {"refused": "too_many_pixels" if is_bomb else "broken"}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + drawn)


if __name__ == "__main__":
    main()
