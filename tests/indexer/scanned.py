"""Briefings as a scanner would give them: pages that are pictures, without a word of text."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    StreamObject,
)

DPI = 200


def scan(
    source: Path, target: Path, pages: Sequence[int], *, turn: int = 0, lying: int = 0
) -> None:
    """
    Write `source` with its `pages` (from 1) replaced by grey pictures of them.

    The pictures are turned by `turn` degrees, which the file says and so undoes, and by `lying`
    quarter turns to the left, which it does not.
    """
    writer = PdfWriter(clone_from=PdfReader(source))
    with pypdfium2.PdfDocument(source) as pdf:
        for number in pages:
            bitmap = pdf[number - 1].render(scale=DPI / 72, grayscale=True, rotation=-turn % 360)
            grey = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
            place(writer, number - 1, np.ascontiguousarray(np.rot90(grey, lying)))
            writer.pages[number - 1][NameObject("/Rotate")] = NumberObject(turn)
    writer.write(target)


def place(writer: PdfWriter, index: int, grey) -> None:
    """Let page `index` show this picture, and nothing else."""
    noise = np.random.default_rng(index).integers(-4, 5, grey.shape)
    rows, columns = grey.shape
    width, height = columns * 72 / DPI, rows * 72 / DPI
    image = StreamObject()
    image._data = zlib.compress(np.clip(grey.astype(int) + noise, 0, 255).astype(np.uint8), 1)
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(columns),
            NameObject("/Height"): NumberObject(rows),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/FlateDecode"),
        }
    )
    content = DecodedStreamObject()
    content.set_data(f"{width} 0 0 {height} 0 0 cm /Scan Do".encode())
    page = writer.pages[index]
    page.mediabox = page.cropbox = RectangleObject((0, 0, width, height))
    images = DictionaryObject({NameObject("/Scan"): writer._add_object(image)})
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): images})
