"""Pages drawn across their columns, line by line: the eye reads each column to its end first."""

import pytest

from indexer.clean import clean
from indexer.pdf import read_pdf
from tests.indexer.pdfs import text, write_pdf

LEFT = (
    "the left column goes on and on until it",
    "reaches the foot of the page where there",
    "is nothing more to be said about fami-",
    "lies and the reader looks up to the right",
    "where the text then continues as though",
    "nothing at all had happened in between",
)
RIGHT = (
    "of these two columns, which are read one",
    "after the other, each of them down to its",
    "foot, which is what every reader expects",
    "from a page that is set in two columns",
    "even where the file draws its lines one",
    "after another over the whole of the page.",
)
THIRD = (
    "and in the third",
    "column of a page",
    "that has three of",
    "them the sentence",
    "goes on until this",
    "is where it ends.",
)
HEADING = text(
    "A heading over both of the columns of this page, set across the gutter", 72, 740, 14
)
FOOT = text(
    "A line below both columns that runs across the gutter between the two of them.", 72, 560
)
DEFINITIONS = (
    ("Need", "what a child lacks for"),
    ("", "its health or its growth"),
    ("Plan", "what the family and the"),
    ("", "social worker agreed on"),
    ("Visit", "a worker sees the child"),
    ("", "at home and talks to it"),
)


def across(*columns, lefts=(72, 320), top=700, step=12, size=10):
    """Draw the first line of each column, then the second of each, and so on."""
    return "".join(
        text(line, left, top - step * row, size)
        for row, lines in enumerate(zip(*columns, strict=True))
        for line, left in zip(lines, lefts, strict=True)
        if line
    )


def read(tmp_path, content):
    return clean(read_pdf(write_pdf(tmp_path / "x.pdf", content))).pages[0].text


PROSE = " ".join((*LEFT, *RIGHT)).replace("fami- lies", "families")


def test_columns_drawn_row_by_row_are_read_one_after_the_other(tmp_path):
    assert read(tmp_path, across(LEFT, RIGHT)) == PROSE


def test_columns_drawn_one_after_the_other_are_read_the_same(tmp_path):
    one_by_one = across(LEFT, lefts=(72,)) + across(RIGHT, lefts=(320,))
    assert read(tmp_path, one_by_one) == PROSE


def test_what_stands_over_and_under_the_columns_is_read_before_and_after_them(tmp_path):
    found = read(tmp_path, HEADING + across(LEFT, RIGHT) + FOOT)
    assert found.split("\n") == [
        "A heading over both of the columns of this page, set across the gutter",
        PROSE,
        "A line below both columns that runs across the gutter between the two of them.",
    ]


def test_two_bands_of_columns_are_read_one_band_after_the_other(tmp_path):
    middle = text(
        "A Line Between Two Bands That Runs Across The Gutter Of Both Of Them", 72, 600, 14
    )
    found = read(tmp_path, across(LEFT, RIGHT) + middle + across(LEFT, RIGHT, top=560))
    assert found.split("\n") == [
        PROSE,
        "A Line Between Two Bands That Runs Across The Gutter Of Both Of Them",
        PROSE,
    ]


def test_three_columns_drawn_row_by_row_are_read_one_after_the_other(tmp_path):
    narrow = [tuple(" ".join(line.split()[:5]) for line in lines) for lines in (LEFT, RIGHT)]
    found = read(tmp_path, across(*narrow, THIRD, lefts=(60, 240, 420)))
    wanted = [lines[row].split()[0] for lines in (*narrow, THIRD) for row in range(6)]
    places = [found.find(word) for word in wanted]
    assert found.startswith(" ".join(narrow[0][:2]))
    assert found.index(narrow[0][-1]) < found.index(narrow[1][0]) < found.index(THIRD[0])
    assert -1 not in places


def test_the_rows_of_a_table_of_prose_are_not_torn_apart(tmp_path):
    terms, meanings = zip(*DEFINITIONS, strict=True)
    content = "".join(
        text(line, left, 700 - 12 * row - 10 * (row // 2), 10)
        for row, lines in enumerate(zip(terms, meanings, strict=True))
        for line, left in zip(lines, (72, 320), strict=True)
        if line
    )
    found = read(tmp_path, content)
    assert found.index("Need") < found.index("what a child") < found.index("Plan")


@pytest.mark.parametrize("size", [8, 12])
def test_columns_of_any_size_of_type_are_told_apart(tmp_path, size):
    content = across(LEFT, RIGHT, lefts=(40, 40 + 22 * size), step=1.2 * size, size=size)
    assert read(tmp_path, content) == PROSE


def test_a_page_drawn_from_the_foot_up_is_read_from_the_top_down(tmp_path):
    rows = [text(line, 72, 700 - 12 * row, 10) for row, line in enumerate(LEFT)]
    assert read(tmp_path, "".join(reversed(rows))) == PROSE.split(" of these two")[0]
