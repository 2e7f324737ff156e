from evidence_search.types import Word
from indexer.clean import clean
from indexer.layout import Kind, Line, OutlineEntry, RawDocument, RawPage


def line(text, top, left=72.0, size=10.0, bold=False):
    words, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        x = left + 5 * start
        words.append(Word(start, position, x, top, x + 5 * len(word), top + size))
    return Line(text, tuple(words), size, bold)


def page(number, *lines, label=""):
    return RawPage(number, label, 595.0, 842.0, lines)


def body(*texts, top=200.0, **style):
    return [line(text, top + 14 * row, **style) for row, text in enumerate(texts)]


def text_of(*lines):
    return clean(RawDocument((page(1, *lines),))).pages[0].text


def test_words_broken_over_lines_are_joined():
    assert text_of(*body("a long word such as develop\ufffe", "ment of children is joined")) == (
        "a long word such as development of children is joined"
    )
    assert text_of(*body("what co\u00ad", "operation brings to a family")) == (
        "what cooperation brings to a family"
    )


def test_a_hyphen_that_the_document_writes_elsewhere_is_kept():
    lines = body("a well-being measure, then well\ufffe", "being again, and well-being once more")
    assert "then well-being again" in text_of(*lines)


def test_ligatures_and_private_glyphs_become_letters_and_bullets():
    assert (
        text_of(*body("\uf0b7 an eﬀective oﬃce ﬁnds ﬂaws")) == "• an effective office finds flaws"
    )


def test_every_word_keeps_the_box_that_it_had():
    cleaned = clean(RawDocument((page(1, *body("oﬃce hours are long")),))).pages[0]
    boxes = {cleaned.text[w.start : w.end]: w.left for w in cleaned.words}
    assert boxes == {"office": 72.0, "hours": 97.0, "are": 127.0, "long": 147.0}


def test_running_heads_feet_and_page_numbers_are_left_out_and_give_labels():
    pages = [
        page(n, line("A short title", 30), *body(f"page {n} says this"), line(str(n - 2), 800))
        for n in range(3, 9)
    ]
    document = clean(RawDocument((page(1, *body("Cover")), page(2, *body("Contents")), *pages)))
    assert [p.text for p in document.pages[2:4]] == ["page 3 says this", "page 4 says this"]
    assert [p.label for p in document.pages] == ["", "", "1", "2", "3", "4", "5", "6"]


def test_labels_in_the_file_win_over_numbers_in_the_margin():
    pages = (page(1, line("7", 800), label="i"), page(2, line("8", 800), label="ii"))
    assert [p.label for p in clean(RawDocument(pages)).pages] == ["i", "ii"]


def test_headings_come_from_the_outline_and_from_type_that_stands_out():
    lines = [
        line("1 Findings", 100, size=10.0),
        *body("The findings are these and they go on for a whole line of text.", top=120),
        line("What staff said", 160, size=14.0, bold=True),
        *body("Staff said that the work was hard and that they liked it a lot.", top=190),
    ]
    outline = (OutlineEntry("1 Findings", 1, 0),)
    document = clean(RawDocument((page(1, *lines),), outline))
    text = document.pages[0].text
    headings = [(text[b.start : b.end], b.depth) for b in document.blocks if b.kind is Kind.HEADING]
    assert headings == [("1 Findings", 0), ("What staff said", 1)]


def test_the_list_of_references_is_told_from_the_text_before_it():
    lines = [
        *body("The text of the report goes on and on and on in this size of type."),
        line("References", 300, size=14.0, bold=True),
        *body("Smith, J. (2019) A book about children and their social workers.", top=330),
    ]
    kinds = [block.kind for block in clean(RawDocument((page(1, *lines),))).blocks]
    assert kinds == [Kind.TEXT, Kind.HEADING, Kind.REFERENCE]


def test_a_page_of_contents_is_told_from_text():
    entries = [f"Chapter {n} about something {'.' * 20} {3 * n}" for n in range(1, 9)]
    document = clean(RawDocument((page(1, line("Contents", 60), *body(*entries)),)))
    assert {block.kind for block in document.blocks} == {Kind.CONTENTS}


def test_paragraphs_and_bullets_become_blocks_of_their_own():
    lines = [
        *body("First paragraph of the page", "which has two lines."),
        *body("Second paragraph.", top=260),
        *body("• one point", "• another point", top=290),
    ]
    assert text_of(*lines).split("\n") == [
        "First paragraph of the page which has two lines.",
        "Second paragraph.",
        "• one point",
        "• another point",
    ]
