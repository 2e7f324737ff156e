import pytest

from indexer.pdf import read_pdf
from tests.indexer.pdfs import text, write_pdf

SEEN = text("Seen by all", 72, 700)
SECRET = text("Not seen", 72, 600)


def said(tmp_path, content, **page):
    [found] = read_pdf(write_pdf(tmp_path / "x.pdf", content, **page)).pages
    return " ".join(" ".join(line.text.split()) for line in found.lines), found.hidden


@pytest.mark.parametrize(
    "hidden",
    [
        f"3 Tr {SECRET} 0 Tr",
        f"1 1 1 rg {SECRET} 0 g",
        text("Not seen", 72, 600, size=1),
        text("Not seen", 700, 600),
        text("Not seen", 72, -40),
        f"0 0 1 rg 60 590 200 30 re f 0 0 0.98 rg 1 1 1 rg 0 0 1 rg 3 Tr {SECRET} 0 Tr 0 g",
    ],
    ids=["unpainted", "white on white", "tiny", "beside", "below", "unpainted on a box"],
)
def test_what_nobody_sees_is_left_out_and_counted(tmp_path, hidden):
    assert said(tmp_path, SEEN + hidden) == ("Seen by all", 2)


@pytest.mark.parametrize(
    "shown",
    [
        f"0 0 0.5 rg 60 590 200 30 re f 1 1 1 rg {SECRET} 0 g",
        f"{SECRET} 3 Tr {SECRET} 0 Tr",
        f"0.8 g {SECRET} 0 g",
        text("Not seen", 72, 600, size=5),
    ],
    ids=["white on a box", "unpainted over its picture", "grey", "small"],
)
def test_what_can_be_seen_is_kept(tmp_path, shown):
    found, hidden = said(tmp_path, SEEN + shown)
    assert found.startswith("Seen by all Not seen")
    assert hidden == 0


def test_a_hidden_word_inside_a_seen_line_is_left_out(tmp_path):
    content = "BT /F1 12 Tf 72 700 Td (Seen ) Tj 3 Tr (Not ) Tj 0 Tr (by all) Tj ET"
    assert said(tmp_path, content) == ("Seen by all", 1)
