import os
from pathlib import Path

import pytest
from pypdf import PageObject

from indexer.pdf import read_pdf
from indexer.second import SecondReading, read_again
from tests.indexer.pdfs import SLANTED, text, write_pdf

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL = Path(os.environ.get("REAL_PDFS", SHARED)) / "pdfs"
SENTENCE = "Family group conferences reduced the number of children in care by a third"
OTHER = f"<< /ActualText ({SENTENCE[::-1]}) >>"
KNOWN = "/Font << /F1 3 0 R /F2 4 0 R >>"


@pytest.fixture
def compared(monkeypatch):
    """Give the numbers of the pages that pypdf is made to read, as they come."""
    numbers, extract = [], PageObject.extract_text

    def extract_text(page):
        numbers.append(page.page_number + 1)
        return extract(page)

    monkeypatch.setattr(PageObject, "extract_text", extract_text)
    return numbers


def test_two_parsers_agree_on_an_honest_page(tmp_path):
    path = write_pdf(tmp_path / "x.pdf", text(SENTENCE, 72, 700) + text("And more of it.", 72, 680))
    assert read_again(path, read_pdf(path).pages) == SecondReading()


def test_a_page_that_says_other_words_to_one_of_them_is_named(tmp_path):
    honest = write_pdf(tmp_path / "x.pdf", text(SENTENCE, 72, 700))
    other = write_pdf(
        tmp_path / "y.pdf",
        text(SENTENCE.translate(dict(zip(b"abcdefgh", "hgfedcba", strict=True))), 72, 700),
    )
    assert read_again(other, read_pdf(honest).pages) == SecondReading((1,))


def test_a_page_that_pypdf_cannot_read_is_named_and_hides_no_other(tmp_path, monkeypatch):
    other = SENTENCE.translate(dict(zip(b"abcdefgh", "hgfedcba", strict=True)))
    honest = write_pdf(tmp_path / "x.pdf", *[text(SENTENCE, 72, 700)] * 3)
    path = write_pdf(tmp_path / "y.pdf", *[text(other, 72, 700)] * 3)
    extract = PageObject.extract_text

    def extract_text(page):
        if page.page_number == 1:
            raise ValueError("a broken page")
        return extract(page)

    monkeypatch.setattr(PageObject, "extract_text", extract_text)
    assert read_again(path, read_pdf(honest).pages) == SecondReading((1, 3), (2,))


def test_a_page_of_more_drawing_than_pypdf_reads_in_good_time_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("indexer.second.LARGEST_CONTENT", 200)
    path = write_pdf(tmp_path / "x.pdf", text(SENTENCE, 72, 700), text(SENTENCE, 72, 700) * 2)
    assert read_again(path, read_pdf(path).pages) == SecondReading(uncompared=(2,))


def test_a_file_that_pypdf_cannot_open_is_compared_on_no_page(tmp_path):
    path = write_pdf(tmp_path / "x.pdf", text(SENTENCE, 72, 700))
    pages = read_pdf(path).pages
    path.write_bytes(b"")
    assert read_again(path, pages) == SecondReading(uncompared=(1,))


def test_a_page_is_passed_over_when_its_letters_were_read_alike_in_its_fonts(tmp_path, compared):
    said = (SENTENCE, SENTENCE, f"{SENTENCE}, quickly", SENTENCE.upper())
    path = write_pdf(tmp_path / "x.pdf", *(text(one, 72, 700) for one in said), fonts=KNOWN)
    assert read_again(path, read_pdf(path).pages) == SecondReading()
    assert compared == [1, 3]


def test_a_page_whose_fonts_cannot_be_told_from_others_is_compared(tmp_path, compared):
    path = write_pdf(tmp_path / "x.pdf", *[text(SENTENCE, 72, 700)] * 2)
    assert read_again(path, read_pdf(path).pages) == SecondReading()
    assert compared == [1, 2]


@pytest.mark.parametrize(("font", "expected"), [("4 0 R", [1]), (SLANTED, [1, 2])])
def test_the_fonts_of_a_form_count_as_those_of_its_page(tmp_path, compared, font, expected):
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length 0 "
        f"/Resources << /Font << /F1 {font} >> /XObject << /Itself 9 0 R >> >> >>\n"
        "stream\n\nendstream"
    )
    pages, drawn = [text(SENTENCE, 72, 700)] * 2, "/XObject << /X 9 0 R >>"
    path = write_pdf(tmp_path / "x.pdf", *pages, fonts=KNOWN, resources=drawn, others=[form])
    assert read_again(path, read_pdf(path).pages) == SecondReading()
    assert compared == expected


def test_letters_of_a_page_too_short_to_compare_are_not_taken_as_read_alike(tmp_path, compared):
    short = "Pack my box with five dozen liquor jugs of gin"
    pages = [text(one, 72, 700) for one in (short, SENTENCE)]
    path = write_pdf(tmp_path / "x.pdf", *pages, fonts=KNOWN)
    assert read_again(path, read_pdf(path).pages) == SecondReading()
    assert compared == [1, 2]


def test_words_that_a_form_replaces_are_compared(tmp_path, compared):
    said = f"/Span {OTHER} BDC\n{text(SENTENCE, 72, 700)}EMC\n"
    form = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length {len(said)} "
        f"/Resources << {KNOWN} >> >>\nstream\n{said}\nendstream"
    )
    drawn = "/XObject << /X 9 0 R >>"
    pages = (text(SENTENCE, 72, 700), "/X Do\n")
    path = write_pdf(tmp_path / "x.pdf", *pages, fonts=KNOWN, resources=drawn, others=[form])
    assert read_again(path, read_pdf(path).pages) == SecondReading((2,))
    assert compared == [1, 2]


@pytest.mark.parametrize(
    ("mark", "resources"),
    [(OTHER, ""), ("/Other", f"/Properties << /Other {OTHER} >>")],
    ids=["where it is drawn", "by a name"],
)
def test_a_page_that_says_other_words_than_it_shows_is_always_compared(
    tmp_path, compared, mark, resources
):
    shown = text(SENTENCE, 72, 700)
    said = f"/Span {mark} BDC\n{shown}EMC\n"
    path = write_pdf(tmp_path / "x.pdf", shown, said, fonts=KNOWN, resources=resources)
    assert read_again(path, read_pdf(path).pages) == SecondReading((2,))
    assert compared == [1, 2]


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason=f"the real PDFs are not there: no folder {REAL}")
def test_no_eighth_page_of_an_honest_report_is_flagged():
    flagged, compared = {}, 0
    for path in sorted(REAL.glob("*.pdf")):
        pages = read_pdf(path).pages[::8]
        compared += len(pages)
        if found := read_again(path, pages).otherwise:
            flagged[path.name] = found
    assert (compared, flagged) == (99, {})
