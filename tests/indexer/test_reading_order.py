"""Real pages against what a person saw on them; the files are not part of the project."""

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from indexer.clean import clean
from indexer.layout import Line, RawDocument
from indexer.pdf import read_pdf

HERE = Path(__file__).parent
DATA = Path(os.environ.get("REAL_PDFS", HERE.parents[2] / "shared" / "data"))
TRANSCRIPTS = HERE / "data" / "reading_order.txt"
PAGE = re.compile(r"\[(\S+) (\d+)\]")

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the real PDFs are not there: no folder {DATA}"
)


def transcripts():
    found: dict[tuple[str, int], list[list[str]]] = {}
    for line in TRANSCRIPTS.read_text(encoding="utf-8").splitlines():
        if page := PAGE.fullmatch(line):
            blocks = found.setdefault((page[1], int(page[2])), [])
        elif " … " in line:
            blocks.append(line.split(" … "))
    return found


@cache
def pages(file):
    return clean(read_pdf(DATA / file)).pages


def out_of_order(text, blocks):
    """Give the first and last words that do not come after those before them."""
    text, position, late = " ".join(text.split()), 0, []
    for block in blocks:
        for words in block:
            found = text.find(words, position)
            if found < 0:
                late.append(words)
            else:
                position = found
    return late


def test_there_are_at_least_twelve_pages_of_eight_files():
    assert len(transcripts()) >= 12
    assert len({file for file, _ in transcripts()}) >= 8


@pytest.mark.parametrize(
    ("page", "blocks"), transcripts().items(), ids=[f"{f[:24]} {n}" for f, n in transcripts()]
)
def test_a_real_page_is_read_in_the_order_that_a_person_saw(page, blocks):
    file, number = page
    assert out_of_order(pages(file)[number - 1].text, blocks) == []


def test_a_column_that_is_read_too_early_is_noticed():
    (file, number), blocks = next(iter(transcripts().items()))
    text = pages(file)[number - 1].text
    half = len(text) // 2
    assert out_of_order(text[half:] + " " + text[:half], blocks)


IN_COLUMNS = [
    page for page in transcripts() if page[0][5:10] in {"Sport", "Group"} or "multi" in page[0]
]
MIXED = {1, 8}  # beside a box, and with a table: what a row is cannot be told from its lines alone


def row_by_row(page):
    """Draw the lines of a page from the top down, each row from the left to the right."""
    rows: list[list[Line]] = []
    for line in sorted((line for line in page.lines if line.upright), key=lambda line: line.top):
        if rows and line.top - rows[-1][0].top < 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    ordered = [line for row in rows for line in sorted(row, key=lambda line: line.left)]
    return replace(page, lines=tuple(ordered))


@pytest.mark.parametrize(
    "page", [page for page in IN_COLUMNS if page[1] not in MIXED or "multi" in page[0]]
)
def test_a_real_page_in_columns_is_read_so_even_where_it_is_drawn_row_by_row(page):
    file, number = page
    document = read_pdf(DATA / file)
    drawn = [row_by_row(p) if p.number == number else p for p in document.pages]
    text = clean(RawDocument(tuple(drawn), document.outline)).pages[number - 1].text
    assert out_of_order(text, transcripts()[page]) == []
    as_drawn = " ".join(line.text for line in drawn[number - 1].lines)
    assert out_of_order(as_drawn, transcripts()[page])
