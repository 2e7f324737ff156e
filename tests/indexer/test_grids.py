"""Tables drawn column by column, and heads that stand over several columns."""

from indexer.clean import clean
from indexer.layout import Kind
from indexer.pdf import read_pdf
from tests.indexer.pdfs import text, write_pdf

COLUMNS = (
    ("Country", "Italy", "Japan", "Peru", "Spain"),
    ("Studies", "12", "3", "10", "4"),
    ("Used", "1", "3", "0", "2"),
)
ROWS = "Country\tStudies\tUsed\nItaly\t12\t1\nJapan\t3\t3\nPeru\t10\t0\nSpain\t4\t2"


def drawn(columns, *, top=700, step=16, lefts=(72, 220, 340)):
    return "".join(
        text(cell, left, top - step * row, 10)
        for column, left in zip(columns, lefts, strict=True)
        for row, cell in enumerate(column)
        if cell
    )


def cleaned(tmp_path, *pages):
    return clean(read_pdf(write_pdf(tmp_path / "x.pdf", *pages)))


def test_a_table_drawn_column_by_column_is_read_row_by_row(tmp_path):
    document = cleaned(tmp_path, drawn(COLUMNS))
    assert document.pages[0].text == ROWS
    assert [(b.kind, b.title) for b in document.blocks] == [
        (Kind.TABLE, "Country · Studies · Used")
    ]


def test_a_cell_of_two_lines_stays_whole_in_a_table_drawn_column_by_column(tmp_path):
    first = ("Country", "A republic that", "has a long name", "Japan", "Peru", "Spain")
    second = ("Studies", "12", "", "3", "10", "4")
    document = cleaned(tmp_path, drawn((first, second), lefts=(72, 240), step=14))
    assert "A republic that has a long name\t12\nJapan\t3\n" in document.pages[0].text


def test_lists_side_by_side_are_read_one_after_the_other(tmp_path):
    names = (
        ("Ann Alder", "Ben Birch", "Cat Cedar", "Dan Dogwood"),
        ("Eve Elm", "Fay Fir", "Gus Gum", "Hal Hazel"),
    )
    found = cleaned(tmp_path, drawn(names, lefts=(72, 300))).pages[0].text.split()
    assert found.index("Dogwood") < found.index("Eve")


def test_the_cells_of_a_table_keep_the_boxes_of_their_words(tmp_path):
    page = cleaned(tmp_path, drawn(COLUMNS)).pages[0]
    tops = {page.text[w.start : w.end]: round(w.top) for w in page.words}
    assert tops["Italy"] == tops["12"] < tops["Japan"] < tops["Peru"] == tops["10"]


def over(two, three, *, bold="F2"):
    """A table whose heads stand in two rows: those of `two` over those of `three`."""
    lefts = (72, 200, 280, 360, 440)
    rows = [
        ("Leeds", "1", "2", "3", "4"),
        ("Hull", "5", "6", "7", "8"),
        ("York", "9", "10", "11", "12"),
    ]
    content = "".join(text(cell, left, 720, 10, bold) for cell, left in two)
    content += "".join(text(c, x, 704, 10, bold) for c, x in zip(three, lefts, strict=True) if c)
    for row, cells in enumerate(rows):
        content += "".join(
            text(cell, left, 688 - 16 * row, 10) for cell, left in zip(cells, lefts, strict=True)
        )
    return content


THREE = ("Area", "Boys", "Girls", "Boys", "Girls")
WANTED = "Area · 2019 Boys · 2019 Girls · 2020 Boys · 2020 Girls"


def test_heads_in_two_rows_are_read_from_the_top_down(tmp_path):
    left_set = over([("2019", 200), ("2020", 360)], THREE)
    centred = over([("2019", 240), ("2020", 400)], THREE)
    for content in (left_set, centred):
        [block] = cleaned(tmp_path, content).blocks
        assert block.title == WANTED


def test_heads_that_are_not_bold_are_told_by_the_numbers_below_them(tmp_path):
    content = over([("2019", 240), ("2020", 400)], THREE, bold="F1")
    [block] = cleaned(tmp_path, content).blocks
    assert block.title == WANTED


def test_a_table_over_two_pages_is_cited_on_each_with_the_heads_of_the_first(tmp_path):
    rest = tuple(column[1:] for column in COLUMNS)
    document = cleaned(tmp_path, drawn(COLUMNS, top=150), drawn(rest, top=780))
    assert [(b.page, b.title) for b in document.blocks] == [
        (1, "Country · Studies · Used"),
        (2, "Country · Studies · Used"),
    ]
    assert document.pages[1].text == ROWS.split("\n", 1)[1]
