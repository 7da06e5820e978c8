"""Small files of each kind, made on the spot, and bad ones of the worst kinds."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from typing import Any

SIDE = 64
MEGABYTE = 1 << 20


def dicom(rows: int = SIDE, columns: int = SIDE, *, frames: int = 1, **tags: Any) -> bytes:
    """A slice of twelve bits whose columns go from 0 to 4032 in steps of 64; each further frame is 1 brighter."""
    import numpy

    row = numpy.arange(SIDE, dtype="<u2") * 64
    pixels = numpy.stack([numpy.tile(row, (SIDE, 1)) + number for number in range(frames)]).astype("<u2")
    return written(head_of(rows, columns, frames, **tags), pixels.tobytes())


def head_of(rows: int, columns: int, frames: int, **tags: Any) -> Any:
    """The head of a slice, with these tags besides."""
    from pydicom.dataset import Dataset

    head = Dataset()
    named = {
        "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2",
        "SOPInstanceUID": "1.2.3.4",
        "PatientName": "Quinlan^Iris",
        "PatientID": "RH-000001",
        "Modality": "CT",
        "Rows": rows,
        "Columns": columns,
        "BitsAllocated": 16,
        "BitsStored": 12,
        "HighBit": 11,
        "PixelRepresentation": 0,
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        **({"NumberOfFrames": frames} if frames > 1 else {}),
        **tags,
    }
    for name, value in named.items():
        setattr(head, name, value)
    return head


def written(head: Any, pixels: bytes, syntax: str = "1.2.840.10008.1.2.1") -> bytes:
    """A DICOM file of a head and its pixels."""
    from pydicom.dataset import FileMetaDataset

    head.file_meta = FileMetaDataset()
    head.file_meta.TransferSyntaxUID = syntax
    head.PixelData = pixels
    if syntax in (JPEG, LOSSLESS):
        head["PixelData"].is_undefined_length = True
    out = BytesIO()
    head.save_as(out, enforce_file_format=True)
    return out.getvalue()


JPEG = "1.2.840.10008.1.2.4.50"
LOSSLESS = "1.2.840.10008.1.2.4.70"
"""Not unpacked by anything here."""
DEFLATED = "1.2.840.10008.1.2.1.99"


def packed_jpeg(rows: int, columns: int) -> bytes:
    """A DICOM file of 64 by 64 pixels, which the JPEG inside says to be more."""
    from pydicom.encaps import encapsulate

    head = head_of(SIDE, SIDE, 1, BitsAllocated=8, BitsStored=8, HighBit=7)
    return written(head, encapsulate([jpeg(rows, columns)]), JPEG)


def jpeg(rows: int, columns: int) -> bytes:
    """A grey JPEG of 64 by 64 pixels that says it has these."""
    from PIL import Image

    out = BytesIO()
    Image.new("L", (SIDE, SIDE), 90).save(out, "JPEG")
    told = bytearray(out.getvalue())
    at = told.index(b"\xff\xc0") + 5
    told[at : at + 4] = struct.pack(">HH", rows, columns)
    return bytes(told)


@cache
def deflated_zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing, a thousandth of that size: one block over and over."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(16 * MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (megabytes // 16) + zlib.compressobj(9, wbits=-15).flush()


def deflated_dicom(megabytes: int) -> bytes:
    """A DICOM file whose data set unpacks to so much."""
    whole = written(head_of(SIDE, SIDE, 1), bytes(SIDE * SIDE * 2), DEFLATED)
    (length,) = struct.unpack("<I", whole[140:144])  # of the file's meta information, which is never packed
    return whole[: 144 + length] + deflated_zeros(megabytes)


def pdf(pages: int = 1) -> bytes:
    """A PDF with empty pages."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>"
    return pdf_of(b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages, *[page] * pages)


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 2, the first being its pages."""
    out = b"%PDF-1.5\n"
    places = []
    for number, each in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R" % (len(places) + 1) + trailer
    return out + table + end + b">>\nstartxref\n%d\n%%%%EOF" % len(out)


def stream(content: bytes, told: bytes = b"") -> bytes:
    """A packed stream of a PDF."""
    return b"<</Filter/FlateDecode/Length %d" % len(content) + told + b">>stream\n" + content + b"\nendstream"


def pdf_bomb(megabytes: int) -> bytes:
    """A PDF of a page whose drawing unpacks to so much."""
    return pdf_of(
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 4 0 R>>",
        stream(b"\x78\x9c" + deflated_zeros(megabytes)),
    )


def locked_pdf() -> bytes:
    """A PDF that wants a password."""
    secret = b"<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"
    return pdf_of(
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>",
        secret,
        trailer=b"/Encrypt 4 0 R/ID[<0123><0123>]",
    )
