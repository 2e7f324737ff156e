"""A page of a PDF and boxes on it to a PNG with the boxes marked: what runs in a child process."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from evidence_search.isolate import Steps

Box: TypeAlias = tuple[float, float, float, float]
Pixels: TypeAlias = NDArray[np.uint8]

VERSION = "1"
HIGHEST = 3200
MARK = np.array((255, 226, 110), dtype=np.uint16)
DARK = 110


@dataclass(frozen=True, slots=True)
class Drawing:
    """
    Page `number` (from 1) of the file with this SHA-256, `width` pixels wide.

    `marks` are (left, top, right, bottom) in points from the top left of the page as displayed. A
    page that would be higher than 3,200 pixels comes out narrower than asked.
    """

    sha256: str
    number: int
    width: int
    marks: tuple[Box, ...] = ()

    @property
    def name(self) -> str:
        """What tells this picture from every other, version of the drawing included."""
        return hashlib.sha256(repr((VERSION, self)).encode()).hexdigest()[:32]

    def __call__(self, path: Path, _steps: Steps) -> bytes:
        """Give the PNG; nothing where the file is not the one that is asked for."""
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            return b""
        with closing(pypdfium2.PdfDocument(data)) as pdf, closing(pdf[self.number - 1]) as page:
            width, height = page.get_size()
            scale = min(self.width / width, HIGHEST / height)
            pixels = page.render(scale=scale, rev_byteorder=True).to_numpy()
        return to_png(mark(pixels, (_scaled(box, scale) for box in self.marks)))


def mark(pixels: Pixels, boxes: Iterable[tuple[int, int, int, int]]) -> Pixels:
    """Tint the boxes, so that dark letters stay dark, and light ones on dark stay light."""
    on_light = np.zeros(pixels.shape[:2], dtype=bool)
    on_dark = on_light.copy()
    for left, top, right, bottom in boxes:
        region = np.s_[top:bottom, left:right]
        if pixels[region].size:
            (on_dark if np.median(pixels[region]) < DARK else on_light)[region] = True
    marked = pixels.copy()
    marked[on_light] = pixels[on_light] * MARK // 255
    marked[on_dark] = pixels[on_dark] // 2 + MARK // 3
    return marked


def _scaled(box: Box, scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (max(0, round(edge * scale)) for edge in box)
    return left, top, right, bottom


def to_png(pixels: Pixels) -> bytes:
    """Write RGB pixels, shape (height, width, 3), as a PNG (ISO/IEC 15948)."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + width * 3), dtype=np.uint8)  # each row begins with filter 0
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
