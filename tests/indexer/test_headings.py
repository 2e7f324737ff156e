import pytest

from indexer.clean import clean
from indexer.layout import Kind
from indexer.pdf import read_pdf
from tests.indexer.pdfs import text, write_pdf

PLAIN, BOLD, SLANTED = "F1", "F2", "F3"
BODY = [(PLAIN, f"Sentence number {n} of a report on children in care.", 14) for n in range(8)]


def read(tmp_path, content):
    document = clean(read_pdf(write_pdf(tmp_path / "x.pdf", content)))
    text = document.pages[0].text
    return [(block.kind, text[block.start : block.end]) for block in document.blocks]


def headings(tmp_path, *lines):
    """Draw lines of (font, words, step below the last one), and give which are headings."""
    content, bottom = "", 780
    for font, words, step in (*lines, *BODY):
        bottom -= step
        content += text(words, 72, bottom, 11, font)
    return [said for kind, said in read(tmp_path, content) if kind is Kind.HEADING]


BEFORE = (PLAIN, "Eight studies were found.", 14)
QUOTED = "all of my children with what was hard for us at home"
AFTER = (PLAIN, "Detention harmed the health of children.", 14)


@pytest.mark.parametrize("font", [BOLD, SLANTED])
def test_a_short_line_in_bold_or_slanted_type_with_room_above_it_is_a_heading(tmp_path, font):
    assert headings(tmp_path, BEFORE, (font, "Mental health", 30), AFTER) == ["Mental health"]


@pytest.mark.parametrize(
    "lines",
    [
        [BEFORE, (SLANTED, "Mental health", 14), AFTER],
        [BEFORE, (SLANTED, "Source: the census of 2019", 30), AFTER],
        [BEFORE, (SLANTED, "It helped me and it helped", 30), (SLANTED, QUOTED, 14), AFTER],
        [BEFORE, (SLANTED, "Mental health", 30), (PLAIN, "of children in detention", 14)],
    ],
    ids=["no room above", "a source", "a quotation", "a sentence goes on"],
)
def test_other_slanted_lines_are_no_headings(tmp_path, lines):
    assert headings(tmp_path, *lines) == []


def test_capitals_with_room_above_them_are_a_heading(tmp_path):
    assert headings(tmp_path, BEFORE, (PLAIN, "DECLARATIONS OF INTEREST", 30), AFTER) == [
        "DECLARATIONS OF INTEREST"
    ]
    assert headings(tmp_path, BEFORE, (PLAIN, "DECLARATIONS OF INTEREST", 14), AFTER) == []
    assert headings(tmp_path, BEFORE, (PLAIN, "S21", 30), AFTER) == []


@pytest.mark.parametrize(
    ("heading", "kind"), [("ADDITIONAL REFERENCES", Kind.REFERENCE), ("THANKS", Kind.TEXT)]
)
def test_the_list_of_references_ends_with_the_next_heading_of_another_kind(tmp_path, heading, kind):
    lines = [
        (0, "REFERENCES"),
        (14, "Lee, A. (2019). Care."),
        (44, heading),
        (58, "The last line."),
    ]
    said = read(tmp_path, "".join(text(words, 72, 700 - down, 11) for down, words in lines))
    assert [found for found, _ in said] == [Kind.HEADING, Kind.REFERENCE, Kind.HEADING, kind]


def test_bold_lines_through_which_a_sentence_runs_are_no_headings(tmp_path):
    item = [
        (PLAIN, "6. Only share what is relevant with", 30),
        (BOLD, "agencies that protect the child and", 14),
        (BOLD, "support the family, and only what they", 14),
        (PLAIN, "need for that.", 14),
    ]
    assert headings(tmp_path, *item) == []
    assert headings(tmp_path, (BOLD, "Only what they", 30), (PLAIN, "need for that.", 14)) == []


def test_a_heading_right_after_such_lines_is_one(tmp_path):
    lines = [
        (PLAIN, "They said that it was of", 30),
        (BOLD, "great help", 14),
        (BOLD, "Impact on families", 14),
        AFTER,
    ]
    assert headings(tmp_path, *lines) == ["Impact on families"]


def test_taller_quotation_marks_make_no_heading_of_a_line(tmp_path):
    quoted = (
        'BT 1 0 0 1 72 600 Tm /F1 18 Tf (") Tj /F1 11 Tf (alcohol use) Tj /F1 18 Tf (") Tj ET\n'
    )
    lines = "".join(text(words, 72, 590 - 14 * n, 11) for n, (_, words, _) in enumerate(BODY))
    assert Kind.HEADING not in {kind for kind, _ in read(tmp_path, quoted + lines)}
    all_tall = quoted.replace("/F1 11", "/F1 18")
    assert Kind.HEADING in {kind for kind, _ in read(tmp_path, all_tall + lines)}


def test_the_name_of_one_who_is_quoted_is_no_heading(tmp_path):
    said = [(SLANTED, "It helped me and my children, and", 30), (SLANTED, 'it went well",', 14)]
    name = (BOLD, "Frontline worker, Leeds", 14)
    assert headings(tmp_path, BEFORE, *said, name, (BOLD, "Costs", 30), AFTER) == ["Costs"]
    ended = (SLANTED, 'it went well."', 14)
    assert "Frontline worker, Leeds" in headings(tmp_path, BEFORE, said[0], ended, name, AFTER)


def test_bold_words_far_apart_are_the_heads_of_columns(tmp_path):
    def drawn(right):
        content = text("Country", 72, 700, 11, "F2") + text("Studies found", right, 700, 11, "F2")
        return content + "".join(text(w, 72, 680 - 14 * n, 11) for n, (_, w, _) in enumerate(BODY))

    assert Kind.HEADING not in {kind for kind, _ in read(tmp_path, drawn(200))}
    assert (Kind.HEADING, "Country Studies found") in read(tmp_path, drawn(118))
