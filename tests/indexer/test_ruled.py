"""Tables whose cells are boxed by drawn rules: what stands in a box is one cell, however long."""

from itertools import pairwise

import pytest

from indexer.clean import clean
from indexer.layout import Kind
from indexer.pdf import read_pdf
from tests.indexer.pdfs import text, write_pdf
from tests.indexer.test_visible import form

LEFTS = (72, 200, 520)
HEADS = ("Definition", "Duty")
CHILD = ("Relevant child", "", "A child who is", "aged 16 or 17,", "and left care.")
DUTY = (
    "The authority that last looked after the child must:",
    "",
    "\\225 take steps to keep in touch with the child, and",
    "carry out an assessment of what the child needs",
    "\\225 prepare a pathway plan for the child and keep it",
    "under review for as long as the law asks for it.",
)


def ruled(*rows, top=700, lefts=LEFTS, rules="lines", heads="F2"):
    """Draw rows of cells, each a line or lines 14 points apart, and rules around all of them."""
    drawn, edges = "", [top]
    for number, row in enumerate(rows):
        for cell, left in zip(row, lefts, strict=False):
            for place, words in enumerate([cell] if isinstance(cell, str) else cell):
                if words:
                    bottom = edges[-1] - 14 * (place + 1)
                    drawn += text(words, left + 5, bottom, 10, "F1" if number else heads)
        deepest = max(1 if isinstance(cell, str) else len(cell) for cell in row)
        edges.append(edges[-1] - 14 * deepest - 6)
    return drawn + RULES[rules](edges, lefts)


def as_lines(edges, lefts):
    level = (f"{lefts[0]} {y} m {lefts[-1]} {y} l S\n" for y in edges)
    upright = (f"{x} {edges[0]} m {x} {edges[-1]} l S\n" for x in lefts)
    return "".join([*level, *upright])


def as_strips(edges, lefts):
    level = (f"{lefts[0]} {y} {lefts[-1] - lefts[0]} 0.5 re f\n" for y in edges)
    upright = (f"{x} {y} 0.5 {a - y} re f\n" for x in lefts for a, y in pairwise(edges))
    return "".join([*level, *upright])


def as_boxes(edges, lefts):
    return "".join(
        f"{x} {y} {b - x} {a - y} re S\n" for x, b in pairwise(lefts) for a, y in pairwise(edges)
    )


RULES = {"lines": as_lines, "strips": as_strips, "boxes": as_boxes, "none": lambda *_: ""}


def cleaned(tmp_path, *pages, **entries):
    return clean(read_pdf(write_pdf(tmp_path / "x.pdf", *pages, **entries)))


def kinds(document):
    return [(block.page, block.kind, block.title) for block in document.blocks]


@pytest.mark.parametrize("rules", ["lines", "strips", "boxes"])
def test_long_cells_are_read_whole_under_the_heads_of_their_columns(tmp_path, rules):
    document = cleaned(tmp_path, ruled(HEADS, (CHILD, DUTY), rules=rules))
    assert document.pages[0].text == (
        "Definition\tDuty\n"
        "Relevant child A child who is aged 16 or 17, and left care."
        "\tThe authority that last looked after the child must:\n"
        "• take steps to keep in touch with the child, and carry out an assessment of what the "
        "child needs\n"
        "• prepare a pathway plan for the child and keep it under review for as long as the law "
        "asks for it."
    )
    assert kinds(document) == [(1, Kind.TABLE, "Definition · Duty")]


def test_without_rules_nothing_tells_such_cells_from_columns_of_prose(tmp_path):
    document = cleaned(tmp_path, ruled(HEADS, (CHILD, DUTY), rules="none"))
    assert Kind.TABLE not in {block.kind for block in document.blocks}


def test_a_row_that_goes_on_overleaf_keeps_the_heads_of_its_columns(tmp_path):
    caption = text("Table 3: Duties to children", 72, 710, 10)
    first = caption + ruled(HEADS, (CHILD, DUTY))
    document = cleaned(
        tmp_path, first, ruled(("of sixteen.", "It ends at 21."), top=780, heads="F1")
    )
    assert document.pages[1].text == "of sixteen.\tIt ends at 21."
    assert kinds(document)[1:] == [
        (1, Kind.TABLE, "Table 3: Duties to children: Definition · Duty"),
        (2, Kind.TABLE, "Table 3: Duties to children: Definition · Duty"),
    ]


def test_heads_that_are_printed_again_overleaf_keep_their_caption(tmp_path):
    caption = text("Table 3: Duties to children", 72, 710, 10)
    document = cleaned(tmp_path, caption + ruled(HEADS, (CHILD, DUTY)), ruled(HEADS, ("a", "b")))
    assert kinds(document)[-1] == (2, Kind.TABLE, "Table 3: Duties to children: Definition · Duty")


def test_a_table_pages_later_does_not_inherit_the_heads(tmp_path):
    between = text("A page that holds no table at all.", 72, 700)
    plain = [("Leeds", "1"), ("Hull", "2"), ("York", "3")]
    pages = ruled(HEADS, (CHILD, DUTY)), between, ruled(*plain, heads="F1")
    assert kinds(cleaned(tmp_path, *pages))[-1] == (3, Kind.TABLE, "")


def test_an_empty_cell_keeps_its_place_so_that_numbers_stay_in_their_column(tmp_path):
    lefts = (72, 200, 300, 400)
    rows = [("Area", "Yes", "No"), ("Leeds", "", "6"), ("Hull", "4", "2")]
    document = cleaned(tmp_path, ruled(*rows, lefts=lefts))
    assert document.pages[0].text == "Area\tYes\tNo\nLeeds\t\t6\nHull\t4\t2"


def test_a_span_of_years_over_two_lines_makes_no_second_row(tmp_path):
    lefts = (72, 200, 300)
    rows = [("Study", "Years"), (("Ichikawa", "2006"), ("2002-", "2003"))]
    document = cleaned(tmp_path, ruled(*rows, lefts=lefts))
    assert document.pages[0].text.count("\n") == 1


def test_bold_heads_of_columns_are_no_headings(tmp_path):
    rows = [HEADS, (CHILD, DUTY)]
    prose = "".join(text("The body of a report in this type.", 72, 120 - 14 * n) for n in range(6))
    document = cleaned(tmp_path, ruled(*rows) + prose)
    assert Kind.HEADING not in {block.kind for block in document.blocks}
    document = cleaned(tmp_path, text("Definition", 77, 300, 12, "F2") + prose)
    assert Kind.HEADING in {block.kind for block in document.blocks}


def test_a_ruled_table_that_is_drawn_by_a_form_is_read(tmp_path):
    inside = ruled(HEADS, (CHILD, DUTY), heads="F1")
    document = cleaned(tmp_path, "q 1 0 0 1 20 -30 cm /X Do Q", **form(inside))
    assert document.pages[0].text.startswith("Definition\tDuty\nRelevant child A child who")


def test_a_ruled_table_is_read_on_a_page_that_is_turned_and_cropped(tmp_path):
    content = ruled(HEADS, (CHILD, DUTY))
    lying = "0 1 -1 0 842 0 cm\n" + content
    page = "/MediaBox [0 0 842 595] /CropBox [20 20 842 595] /Rotate 90"
    document = cleaned(tmp_path, lying, page=page)
    assert kinds(document) == [(1, Kind.TABLE, "Definition · Duty")]
    assert document.pages[0].text == cleaned(tmp_path, content).pages[0].text


def test_boxes_of_a_diagram_are_no_table(tmp_path):
    boxes = [(72, 600), (72, 500), (300, 550)]
    drawn = "".join(
        f"{x} {y} 150 40 re S\n" + text(f"Step {n}", x + 5, y + 20, 10)
        for n, (x, y) in enumerate(boxes)
    )
    joined = "222 620 m 300 570 l S 147 600 m 147 540 l S\n"
    document = cleaned(tmp_path, drawn + joined)
    assert Kind.TABLE not in {block.kind for block in document.blocks}
