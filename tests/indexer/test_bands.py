"""Tables ruled between their rows only, by rules drawn cell by cell or in one piece."""

from functools import partial
from itertools import pairwise

from indexer.layout import Kind
from tests.indexer.pdfs import text
from tests.indexer.test_ruled import HEADS, LEFTS, RULES, cleaned, kinds, ruled

CHILD = ("Any child who has reached", "the age of sixteen years", "and left care")
DUTY = (
    "The authority that last looked after the child must take steps to keep",
    "in touch with the child, and carry out an assessment of what the child",
    "needs.",
)
ABOVE = text("A paragraph that stands above it.", 72, 790, 10)


def level(edges, lefts, *, cuts=True):
    ends = [*pairwise(lefts)] if cuts else [(lefts[0], lefts[-1])]
    return "".join(f"{a} {y} m {b - 0.5} {y} l S\n" for y in edges for a, b in ends)


def table(*rows, rules="level", **given):
    return ruled(*rows, rules=rules, **given)


RULES |= {"level": level, "whole level": partial(level, cuts=False)}


def tables(document):
    return [block for block in document.blocks if block.kind is Kind.TABLE]


def test_long_cells_between_rules_drawn_cell_by_cell_are_a_row_under_their_heads(tmp_path):
    document = cleaned(tmp_path, table(HEADS, (CHILD, DUTY)))
    assert document.pages[0].text == (
        "Definition\tDuty\n"
        "Any child who has reached the age of sixteen years and left care\tThe authority that last "
        "looked after the child must take steps to keep in touch with the child, and carry out an "
        "assessment of what the child needs."
    )
    assert kinds(document) == [(1, Kind.TABLE, "Definition · Duty")]


def test_long_cells_between_rules_in_one_piece_are_the_same_rows(tmp_path):
    whole, cut = (
        cleaned(tmp_path, table(HEADS, (CHILD, DUTY), rules=rules))
        for rules in ("whole level", "level")
    )
    assert whole == cut


def test_rules_in_one_piece_around_a_single_row_without_heads_tell_no_table(tmp_path):
    drawn = table(HEADS, (CHILD, DUTY), rules="whole level", heads="F1")
    assert not tables(cleaned(tmp_path, ABOVE + drawn))


def test_the_last_row_at_the_top_of_the_next_page_is_a_row_under_the_same_heads(tmp_path):
    first, last = table(HEADS, (CHILD, DUTY)), table((CHILD, DUTY), top=780, heads="F1")
    document = cleaned(tmp_path, first, last)
    assert kinds(document)[-1] == (2, Kind.TABLE, "Definition · Duty")
    below = cleaned(tmp_path, first, ABOVE + last)
    assert not [block for block in tables(below) if block.page > 1]


def test_several_rows_between_two_rules_are_not_made_one(tmp_path):
    towns = ("Leeds", "Hull", "York"), ("None seen", "Some seen", "Many seen")
    assert not tables(cleaned(tmp_path, ABOVE + table(HEADS, towns)))


def test_a_heading_between_two_tables_is_no_row_of_theirs(tmp_path):
    above, below = table(HEADS, (CHILD, DUTY)), table(HEADS, (CHILD, DUTY), top=600)
    heading = text("Duties to the young who left", 142, 615, 10)
    document = cleaned(tmp_path, above + heading + below)
    assert [block.kind for block in document.blocks] == [Kind.TABLE, Kind.TEXT, Kind.TABLE]


def test_words_that_reach_over_an_edge_are_no_cells(tmp_path):
    drawn = ABOVE + level((700, 680, 630), LEFTS)
    drawn += text("Definition", 77, 686, 10) + text("Duty", 205, 686, 10)
    reaching = text("A child", 77, 640, 10) + text("Understanding it", 180, 640, 10)
    assert not tables(cleaned(tmp_path, drawn + reaching))
    cells = text("A child", 77, 640, 10) + text("To keep in touch", 205, 640, 10)
    assert tables(cleaned(tmp_path, drawn + cells))


def test_a_caption_between_two_tables_is_no_row_of_theirs(tmp_path):
    above, below = table(HEADS, (CHILD, DUTY)), table(HEADS, (CHILD, DUTY), top=600)
    caption = text("Table 2:", 150, 615, 10) + text("Duties", 205, 615, 10)
    document = cleaned(tmp_path, above + caption + below)
    assert kinds(document)[-1] == (1, Kind.TABLE, "Table 2: Duties: Definition · Duty")
