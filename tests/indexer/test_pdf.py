import pytest

from indexer.clean import clean
from indexer.pdf import read_pdf
from tests.indexer.pdfs import text, write_pdf


def first_line(path):
    [page] = read_pdf(path).pages
    return page, page.lines[0]


def test_boxes_count_from_the_top_left(tmp_path):
    page, line = first_line(write_pdf(tmp_path / "x.pdf", text("Word", 72, 700)))
    assert (page.width, page.height) == (595, 842)
    assert line.left == pytest.approx(72, abs=1)
    assert line.top < 842 - 700 < line.bottom


def test_boxes_are_those_of_the_page_as_cropped(tmp_path):
    path = write_pdf(
        tmp_path / "x.pdf",
        text("Word", 172, 700),
        page="/MediaBox [0 0 595 842] /CropBox [100 50 500 800]",
    )
    page, line = first_line(path)
    assert (page.width, page.height) == (400, 750)
    assert line.left == pytest.approx(72, abs=1)
    assert line.top < 800 - 700 < line.bottom


@pytest.mark.parametrize(
    ("rotation", "matrix"),
    [(90, "0 1 -1 0 142 72"), (180, "-1 0 0 -1 523 142"), (270, "0 -1 1 0 453 770")],
)
def test_boxes_are_those_of_the_page_as_turned(tmp_path, rotation, matrix):
    # Each matrix sets the word so that it stands upright at 72 from the left of the turned page.
    content = f"BT /F1 12 Tf {matrix} Tm (Word) Tj ET"
    path = write_pdf(
        tmp_path / "x.pdf", content, page=f"/MediaBox [0 0 595 842] /Rotate {rotation}"
    )
    page, line = first_line(path)
    assert (page.width, page.height) == ((842, 595) if rotation != 180 else (595, 842))
    assert line.upright
    assert line.left == pytest.approx(72, abs=1)
    assert line.top < 142 < line.bottom


def test_raised_marks_are_words_of_their_own_and_powers_are_not(tmp_path):
    content = (
        "BT /F1 12 Tf 72 700 Td (as the law says) Tj /F1 7 Tf 4 Ts (15) Tj "
        "/F1 12 Tf 0 Ts (, in Article 9) Tj /F1 7 Tf 4 Ts (16) Tj ET\n"
        "BT /F1 12 Tf 72 650 Td (an area of 3 m) Tj /F1 7 Tf 4 Ts (2) Tj ET"
    )
    cleaned = clean(read_pdf(write_pdf(tmp_path / "x.pdf", content)))
    assert cleaned.pages[0].text.split("\n") == [
        "as the law says 15, in Article 9 16",
        "an area of 3 m2",
    ]


def test_labels_say_how_sure_they_are(tmp_path):
    pages = [
        text(f"Page {'abcdef'[n]} says this.", 72, 700) + text(str(n + 3), 300, 20)
        for n in range(6)
    ]
    labels = "/PageLabels << /Nums [0 << /S /D /St {} >>] >>"
    found = [
        clean(read_pdf(write_pdf(tmp_path / "x.pdf", *pages, catalogue=catalogue)))
        for catalogue in ("", labels.format(3), labels.format(1))
    ]
    assert [document.labels.value for document in found] == [
        "printed, one a page",
        "in the file, and printed so",
        "printed, though the file says otherwise",
    ]
    assert {page.label for document in found for page in document.pages} == set("345678")
