"""Small PDFs written by hand: content streams to files, so that a test says what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

HEAD = b"%PDF-1.7\n"
SLANTED = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Oblique >>"
FONTS = f"/Font << /F1 3 0 R /F2 4 0 R /F3 {SLANTED} >>"


def write_pdf(  # noqa: PLR0913 - what a PDF is made of
    path: Path,
    *pages: str,
    page: str = "/MediaBox [0 0 595 842]",
    catalogue: str = "",
    resources: str = "",
    fonts: str = FONTS,
    others: Sequence[str] = (),
) -> Path:
    """
    Write a PDF whose pages have these content streams; F1 is Helvetica, F2 bold, F3 slanted.

    `page`, `resources` and `catalogue` are entries for the dictionaries of each page, of what it
    uses and of the document; `others` are further objects, numbered from 5 + 2 * len(pages).
    """
    numbers = [5 + 2 * n for n in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in zip(numbers, pages, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Resources << {fonts} {resources} >> "
            f"/Contents {number + 1} 0 R {page} >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects += others
    body, offsets = bytearray(HEAD), []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    body += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")
    path.write_bytes(body)
    return path


def text(words: str, left: float, bottom: float, size: float = 12, font: str = "F1") -> str:
    """Give the operators that draw a line of text; places are from the bottom left."""
    return f"BT /{font} {size} Tf 1 0 0 1 {left} {bottom} Tm ({words}) Tj ET\n"
