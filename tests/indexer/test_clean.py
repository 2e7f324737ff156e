from dataclasses import replace

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


def noted(text, mark):
    """A line whose last letters are a raised mark, as the reader of PDFs gives it."""
    plain = line(text.removesuffix(mark), 200)
    start = len(text) - len(mark)
    raised = Word(start, len(text), 72 + 5 * start, 199, 72 + 5 * len(text), 205)
    words = (*plain.words, raised)
    return Line(text, words, 10.0, bold=False, marks=frozenset({start}))


def foot(number):
    return line(f"{number} A note at the foot of the page.", 760, size=7.0)


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
        page(n, line("A short title", 30), *body(f"page {n} says this."), line(str(n - 2), 800))
        for n in range(3, 9)
    ]
    document = clean(RawDocument((page(1, *body("Cover")), page(2, *body("Contents")), *pages)))
    assert [p.text for p in document.pages[2:4]] == ["page 3 says this.", "page 4 says this."]
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


def listed(indent):
    """A list of references, whose further lines are indented by so much."""
    return [
        line("References", 300, size=14.0, bold=True),
        line("Adams, J. (2019) A book about children and", 330),
        line("their social workers, Leeds.", 342, left=72 + indent),
        line("Brown, K. (2020) A short one.", 354),
        line("Clark, L. (2021) Another of one line.", 366),
        line("Davis, M. (2022) A long one that", 378),
        line("Goes on and on.", 390, left=72 + indent),
    ]


def test_entries_of_a_list_of_references_are_told_by_how_their_lines_hang():
    text = body("The text of the report goes on and on and on in this size of type.")
    document = clean(RawDocument((page(1, *text, *listed(indent=14)),)))
    blocks = [b for b in document.blocks if b.kind is Kind.REFERENCE]
    assert [document.pages[0].text[b.start : b.start + 5] for b in blocks] == [
        "Adams", "Brown", "Clark", "Davis",
    ]  # fmt: skip
    document = clean(RawDocument((page(1, *text, *listed(indent=0)),)))
    assert len([b for b in document.blocks if b.kind is Kind.REFERENCE]) == 1


def test_a_page_of_contents_is_told_from_text():
    entries = [f"Chapter {n} about something {'.' * 20} {3 * n}" for n in range(1, 9)]
    document = clean(RawDocument((page(1, line("Contents", 60), *body(*entries)),)))
    assert {block.kind for block in document.blocks} == {Kind.CONTENTS}
    assert document.pages[0].text.split("\n")[1].startswith("Chapter 1 about something")
    assert len(document.blocks) == 1 + len(entries)


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


def test_note_marks_are_words_of_their_own():
    assert text_of(noted("as the law requires15", "15")) == "as the law requires 15"


def test_a_box_that_was_drawn_last_is_read_at_its_place():
    lines = [
        *body("First paragraph."),
        *body("Second paragraph, which stands below the box.", top=400),
        *body("The box, drawn last.", top=300),
    ]
    assert text_of(*lines).split("\n") == [
        "First paragraph.",
        "The box, drawn last.",
        "Second paragraph, which stands below the box.",
    ]


def test_columns_are_read_in_the_order_in_which_they_are_drawn():
    left = body("The left column is read first and runs", "on into the")
    right = body("right column, which ends here.", left=320)
    assert text_of(*left, *right) == (
        "The left column is read first and runs on into the right column, which ends here."
    )


def test_pieces_of_a_printed_line_are_joined():
    lines = [
        line("estimates of", 200),
        line("tau", 199, left=135),
        line("and omega", 200, left=152),
    ]
    assert text_of(*lines) == "estimates of tau and omega"


def test_notes_at_the_foot_do_not_stand_inside_a_sentence():
    cleaned = clean(
        RawDocument(
            (
                page(1, *body("A sentence that begins here and", "goes on", top=600), foot(1)),
                page(2, *body("over the end of the page.", "Another one.")),
            )
        )
    )
    assert [block.kind for block in cleaned.blocks] == [Kind.TEXT, Kind.NOTE, Kind.TEXT]
    assert cleaned.open_ends == {1: cleaned.pages[0].text.index("\n") + 1}


def test_rows_of_a_small_table_at_the_foot_are_no_notes():
    row = line("1 class size 10", 700, size=7.0)
    *words, last = row.words
    spread = Line(row.text, (*words, replace(last, left=500.0, right=510.0)), 7.0, bold=False)
    for drawn, kind in ((row, Kind.NOTE), (spread, Kind.TEXT)):
        document = clean(RawDocument((page(1, *body(*["The body of the report."] * 9), drawn),)))
        assert document.blocks[-1].kind is kind


def test_a_caption_is_a_block_of_its_own_and_a_mention_of_a_table_is_not():
    lines = [
        *body("The results are given in", "Table 4.1 and they are", "clear to see."),
        *body("Table 4.1: What was found", top=300),
        *body("More of the text follows here.", top=330),
    ]
    kinds = [block.kind for block in clean(RawDocument((page(1, *lines),))).blocks]
    assert kinds == [Kind.TEXT, Kind.CAPTION, Kind.TEXT]


def test_a_stamp_along_the_edge_is_left_out_wherever_the_page_ends():
    def stamped(number, width):
        stamp = Word(0, 10, width - 20, 100, width - 10, 500)
        edge = Line("Downloaded", (stamp,), 8.0, bold=False, upright=False)
        return RawPage(number, "", width, 842.0, (*body(f"Page {number} says so."), edge))

    document = clean(RawDocument(tuple(stamped(n, 595.0 + 100 * (n % 2)) for n in range(1, 5))))
    assert document.pages[0].text == "Page 1 says so."


def test_the_head_of_a_table_that_goes_on_is_no_running_head():
    pages = [
        page(n, line("A running head", 20), line("Country Studies", 70), *body(chr(64 + n), top=90))
        for n in range(1, 4)
    ]
    others = [page(n, line("A running head", 20), *body(chr(64 + n), top=70)) for n in range(4, 13)]
    cleaned = clean(RawDocument((*pages, *others)))
    assert cleaned.pages[0].text.startswith("Country Studies")


def test_a_word_broken_over_the_end_of_a_page_is_joined_without_a_space():
    pages = (page(1, *body("they see the develop\ufffe")), page(2, *body("ment of a child.")))
    cleaned = clean(RawDocument(pages))
    assert cleaned.open_ends == {1: len("they see the develop")}


def test_letters_of_a_stamp_along_the_edge_do_not_tear_the_paragraphs_of_a_single_page():
    words = "a paragraph that goes on"
    prose = [
        Line(words, (Word(0, len(words), 72, 100 + 14 * n, 300, 110 + 14 * n),), 10, bold=False)
        for n in range(8)
    ]
    stamp = [
        Line("s", (Word(0, 1, 560, 100 + 5 * n, 566, 104 + 5 * n),), 6, bold=False, upright=False)
        for n in range(90)
    ]
    document = clean(RawDocument((RawPage(1, "", 595, 842, (*prose, *stamp)),)))
    assert document.pages[0].text.startswith(" ".join([words] * len(prose)))
