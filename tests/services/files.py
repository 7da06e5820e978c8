"""Files for the tests to send: honest ones, and such as are not what they say. All are made here, small and quick."""

import io
import struct
import zlib

from PIL import Image

PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>x</title><script>alert(document.cookie)</script>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(512)
ZIP = b"PK\x03\x04\x14\x00\x00\x00" + bytes(200)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", size, (30, 120, 110)).save(file, kind)
    return file.getvalue()


def huge_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG that says it has so many pixels, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 200 MB."""
    whole = picture("PNG")
    data = b"Comment\x00\x00" + zlib.compress(bytes(200_000_000), 9)
    bomb = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    return whole[:33] + bomb + whole[33:]
