"""PDFs whose ink is known to the point, an index over them, and PNGs back to pixels."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import numpy as np
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject, RectangleObject

from evidence_search import Document, Passage, Span
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.types import Page, Word

MEDIA = (0, 0, 400, 600)
CROP = (50, 100, 350, 550)
INK = (120, 300, 200, 340)  # left, bottom, right, top, in the PDF's own coordinates
TEXT = "Inked words"
PLAIN = ("unboxed", "off-page", "changed", "missing", "outside", "absolute", "linked", "folder")
ELSEWHERE = {"outside": "../outside.pdf", "absolute": "{}/absolute.pdf", "folder": "."}
# Where the ink is when the page is displayed, from its top left, worked out by hand.
DISPLAYED = {
    ("whole", 0): (120, 260, 200, 300),
    ("whole", 90): (300, 120, 340, 200),
    ("whole", 180): (200, 300, 280, 340),
    ("whole", 270): (260, 200, 300, 280),
    ("cropped", 0): (70, 210, 150, 250),
    ("cropped", 90): (200, 70, 240, 150),
    ("cropped", 180): (150, 200, 230, 240),
    ("cropped", 270): (210, 150, 250, 230),
}


def inked(kind: str = "whole", turn: int = 0) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(MEDIA[2], MEDIA[3])
    if kind == "cropped":
        page.cropbox = RectangleObject(CROP)
    page[NameObject("/Rotate")] = NumberObject(turn)
    left, bottom, right, top = INK
    content = DecodedStreamObject()
    content.set_data(f"0 g {left} {bottom} {right - left} {top - bottom} re f".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def write_library(source: Path, index: Path) -> None:
    """Index each kind of page with the box of its ink, and the whole one without any box too."""
    source.mkdir()
    boxes = {f"{kind}-{turn}": box for (kind, turn), box in DISPLAYED.items()}
    boxes["off-page"] = (9000, 9000, 9100, 9100)
    files = {f"{kind}-{turn}": inked(kind, turn) for kind, turn in DISPLAYED}
    files |= {name: inked() + name.encode() for name in PLAIN} | {"broken": b"%PDF-1.7 and no more"}
    with write_generation(index, HashEncoder(), {"reader": "by hand"}) as writer:
        for name, pdf in files.items():
            (source / f"{name}.pdf").write_bytes(pdf)
            file = ELSEWHERE.get(name, f"{name}.pdf").format(source.parent)
            document = Document(name, file, f"About {name}", hashlib.sha256(pdf).hexdigest())
            words = (Word(0, 5, *boxes[name]),) if name in boxes else ()
            passage = Passage(f"{name}#1:0", document, TEXT, (Span(1, 0, len(TEXT)),))
            sure = 0.87 if name == "unboxed" else None
            page = Page(1, TEXT, words=words, ocr_confidence=sure)
            writer.add(document, [page], [passage])
    (source.parent / "outside.pdf").write_bytes(files["outside"])
    (source.parent / "absolute.pdf").write_bytes(files["absolute"])
    (source.parent / "linked.pdf").write_bytes(files["linked"])
    (source / "changed.pdf").write_bytes(inked() + b"%after")
    (source / "missing.pdf").unlink()
    (source / "linked.pdf").unlink()
    (source / "linked.pdf").symlink_to(source.parent / "linked.pdf")


def pixels(png: bytes):
    """Decode what the service writes: RGB with filter 0 in every row."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    data, place = b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        chunk = png[place + 8 : place + 8 + length]
        [check] = struct.unpack(">I", png[place + 8 + length : place + 12 + length])
        assert check == zlib.crc32(kind + chunk)
        if kind == b"IHDR":
            width, height, *form = struct.unpack(">IIBBBBB", chunk)
            assert form == [8, 2, 0, 0, 0]
        data += chunk if kind == b"IDAT" else b""
        place += 12 + length
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, 1 + width * 3)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


def bounds(where) -> tuple[int, int, int, int]:
    """Give left, top, right and bottom of what is true."""
    rows, columns = np.nonzero(where)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
