"""Typeset tables whose rows are told by level rules or shades alone, and boxes that are none."""

import pytest
import typst

from indexer.clean import clean
from indexer.layout import Kind
from indexer.pdf import read_pdf

PAGE = '#set page(paper: "a5", margin: 1.5cm)\n#set text(size: 9pt)\n'
HEADS = ("Programme", "What it is", "Who may have it", "Visits")
ROWS = (
    (
        "Home visits",
        "A nurse sees the family at home each week until the child is two years old.",
        "Families with a first child who asked for help before the birth.",
        "60",
    ),
    (
        "Parent groups",
        "Parents meet in groups of ten with two leaders who were trained for it.",
        "Every family of the area.",
        "12",
    ),
    (
        "Mentors",
        "A grown-up whom the child trusts meets it once a week and keeps the school told.",
        "Children over ten who were away from school for a term or more.",
        "40",
    ),
    (
        "Respite care",
        "The child stays with a second family for a weekend each month.",
        "Children with a plan.",
        "11",
    ),
)
TITLE = " · ".join(HEADS)
STRIPES = "stroke: none, fill: (_, y) => if calc.odd(y) {luma(230)}"
LOOKS = {
    "stripes below a darker head": (
        "stroke: none, fill: (_, y) => if y == 0 {luma(180)} else if calc.even(y) {luma(230)}"
    ),
    "stripes from the first row on": STRIPES,
    "stripes from the second row on": (
        "stroke: none, fill: (_, y) => if y > 0 and calc.even(y) {luma(230)}"
    ),
    "rules over and under each row": "stroke: (x: none, y: 0.5pt)",
    "rules between the rows only": (
        "stroke: none, table.hline(y: 1), table.hline(y: 2), table.hline(y: 3), table.hline(y: 4)"
    ),
}
PROSE = "#lorem(40)\n\n"
BOX = "#block(fill: luma(225), inset: 8pt, width: 100%)"


def table(look, rows=(HEADS, *ROWS), *, again=False):
    cells = ["".join(f"[{cell}], " for cell in row) for row in rows]
    head = f"table.header({cells[0]}), " if again else cells[0]
    columns = ", ".join(["1fr", "2fr", "2fr", "auto"][: len(rows[0])])
    close = "inset: (x: 5pt, y: 2.5pt)"  # so that nothing but the look tells the rows
    return f"#table(columns: ({columns}), {close}, {look}, {head}{''.join(cells[1:])})\n\n"


def read(tmp_path, *content):
    path = tmp_path / "x.pdf"
    source = PAGE + "".join(content)
    path.write_bytes(typst.compile(source.encode(), ignore_system_fonts=True))
    return clean(read_pdf(path))


def tables(document):
    """Give the page, the title and the rows of each table."""
    return [
        (block.page, block.title, document.pages[block.page - 1].text[block.start : block.end])
        for block in document.blocks
        if block.kind is Kind.TABLE
    ]


def written(*rows):
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_cells_that_wrap_are_whole_rows_under_their_heads(tmp_path, look):
    found = tables(read(tmp_path, PROSE, table(look), PROSE))
    assert found == [(1, TITLE, written(HEADS, *ROWS))]


@pytest.mark.parametrize("again", [True, False], ids=["heads again", "no heads again"])
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_rows_overleaf_are_cited_there_under_the_same_heads(tmp_path, look, again):
    rows = (HEADS, *ROWS, *((f"More {name.lower()}", *rest) for name, *rest in ROWS))
    document = read(tmp_path, "#v(9cm)\n", PROSE, table(look, rows, again=again), PROSE)
    (first, title, above), (second, same, below) = tables(document)
    assert (first, title, second, same) == (1, TITLE, 2, TITLE)
    below = below.removeprefix(written(HEADS) + "\n" * again)
    assert f"{above}\n{below}" == written(*rows)


def test_stripes_of_several_rows_are_parted_into_them(tmp_path):
    look = "stroke: none, fill: (_, y) => if calc.odd(calc.quo(y + 1, 2)) {luma(230)}"
    counts = [("Leeds", "12", "14"), ("Hull", "3", "5"), ("York", "7", "9"), ("Selby", "2", "4")]
    rows = (("Town", "Girls", "Boys"), *counts, *counts)
    assert tables(read(tmp_path, PROSE, table(look, rows), PROSE)) == [
        (1, "Town · Girls · Boys", written(*rows))
    ]


def test_a_row_with_an_empty_cell_keeps_its_columns(tmp_path):
    rows = (HEADS, ROWS[0], ("Mentors", "", "Children over ten.", "40"), ROWS[1], ROWS[3])
    [(_, _, text)] = tables(read(tmp_path, table(STRIPES, rows)))
    assert text == written(*rows)


def test_coloured_boxes_and_banded_headings_are_no_tables(tmp_path):
    callouts = "".join(f"{BOX}[*Key message {n}.* #lorem(30)]\n{PROSE}" for n in range(3))
    bands = "".join(f"{BOX}[*{n} #h(2em) What was found*]\n{PROSE}" for n in range(1, 4))
    boxes = "#grid(columns: 2, gutter: 12pt, " + f"{BOX[1:]}[#lorem(40)], " * 4 + ")\n"
    for content in (callouts, bands, boxes, callouts + bands):
        assert not tables(read(tmp_path, content))


def test_headings_between_rules_are_no_tables(tmp_path):
    rule = "#line(length: 100%)\n"
    ruled = "".join(f"{rule}*9.{n}* #h(2em) *Who did what*\n{rule}{PROSE}" for n in range(1, 5))
    short = "".join(f"{rule}*9.{n}* #h(2em) *Support*\n{rule}None.\n\n" for n in range(1, 7))
    assert not tables(read(tmp_path, ruled))
    assert not tables(read(tmp_path, short))


def test_articles_in_two_columns_between_rules_are_read_column_by_column(tmp_path):
    columns = "#columns(2)[#set par(justify: true)\n#lorem(90)]\n"
    rule = "#line(length: 100%)\n"
    document = read(tmp_path, *([rule, f"#block(height: 3.6cm)[{columns}]\n"] * 4), rule)
    assert not tables(document)
    plain = read(tmp_path, *([f"#block(height: 3.6cm)[{columns}]\n"] * 4))
    assert document.pages[0].text.split() == plain.pages[0].text.split()
