from evidence_search.types import Word
from indexer.clean import clean
from indexer.layout import Kind, Line, RawDocument, RawPage
from indexer.tables import find_tables


def cell(text, left, top, *, bold=False):
    words, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        x = left + 5 * start
        words.append(Word(start, position, x, top, x + 5 * len(word), top + 10))
    return Line(text, tuple(words), 10.0, bold)


def table(*rows, top=100, step=24, bold=True):
    """Each row is a list of (left, text); the first row is set in bold."""
    return [
        cell(text, left, top + step * number, bold=bold and number == 0)
        for number, row in enumerate(rows)
        for left, text in row
    ]


ROWS = (
    [(72, "Country"), (200, "Studies"), (300, "Used")],
    [(72, "Italy"), (210, "12"), (310, "1")],
    [(72, "Japan"), (210, "3"), (310, "3")],
    [(72, "New Zealand"), (210, "10"), (310, "0")],
)


def cleaned(*pages):
    return clean(
        RawDocument(tuple(RawPage(n, "", 595.0, 842.0, p) for n, p in enumerate(pages, 1)))
    )


def test_rows_are_lines_and_cells_stand_apart():
    document = cleaned(tuple(table(*ROWS)))
    assert document.pages[0].text == (
        "Country\tStudies\tUsed\nItaly\t12\t1\nJapan\t3\t3\nNew Zealand\t10\t0"
    )
    assert [block.kind for block in document.blocks] == [Kind.TABLE]


def test_a_table_is_titled_by_its_caption_and_the_heads_of_its_columns():
    caption = cell("Table 2: Studies by country", 72, 76)
    document = cleaned((caption, *table(*ROWS)))
    assert document.blocks[1].title == "Table 2: Studies by country: Country · Studies · Used"


def test_a_table_that_goes_on_on_the_next_page_keeps_its_title():
    more = ([(72, "Peru"), (210, "2"), (310, "1")], [(72, "Spain"), (210, "5"), (310, "4")])
    rest = table(*more, [(72, "Total"), (210, "32"), (310, "9")], bold=False)
    document = cleaned(tuple(table(*ROWS, top=700)), tuple(rest))
    assert [(block.page, block.title) for block in document.blocks] == [
        (1, "Country · Studies · Used"),
        (2, "Country · Studies · Used"),
    ]


def test_a_cell_of_several_lines_is_one_cell():
    lines = []
    for number in range(3):
        top = 100 + 60 * number
        lines += [cell("A cell which", 72, top), cell("has two lines", 72, top + 12)]
        lines += [cell(str(number), 300, top)]
    [found] = find_tables(lines)
    assert [len(row) for row in found.rows] == [2, 2, 2]
    assert cleaned(tuple(lines)).pages[0].text.startswith("A cell which has two lines\t0\n")


def test_words_of_one_printed_line_that_stand_far_apart_are_cells():
    lines = []
    for number, (name, count) in enumerate([("Italy", "12"), ("Japan", "3"), ("Spain", "5")]):
        words = (
            Word(0, 5, 72, 100 + 20 * number, 97, 110 + 20 * number),
            Word(6, 6 + len(count), 300, 100 + 20 * number, 310, 110 + 20 * number),
        )
        lines.append(Line(f"{name} {count}", words, 10.0, bold=False))
    assert cleaned(tuple(lines)).pages[0].text == "Italy\t12\nJapan\t3\nSpain\t5"


def test_columns_of_prose_and_lists_are_no_tables():
    left = [cell("The left column of a page of prose", 72, 100 + 12 * n) for n in range(9)]
    right = [cell("The right column of a page of prose", 320, 100 + 12 * n) for n in range(9)]
    numbered = []
    for n in range(5):
        words = (
            Word(0, 2, 72, 300 + 12 * n, 82, 310 + 12 * n),
            Word(3, 7, 120, 300 + 12 * n, 140, 310 + 12 * n),
        )
        numbered.append(Line("1. item", words, 10.0, bold=False))
    assert find_tables([*left, *right]) == []
    assert find_tables(numbered) == []
