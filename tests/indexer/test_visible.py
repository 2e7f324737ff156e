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


BAR = "60 590 200 30 re f"
PICTURE = "q 200 0 0 30 60 590 cm BI /W 2 /H 1 /BPC 8 /CS /G /F /AHx ID 40C0> EI Q"
GLASS = {"resources": "/ExtGState << /Clear << /ca 0.3 >> /Over << /BM /Multiply >> >>"}
SCAN = "q 595 0 0 842 0 0 cm BI /W 1 /H 2 /BPC 8 /CS /G /F /AHx ID FFC0> EI Q"


@pytest.mark.parametrize(
    "cover",
    [
        f"0 g {BAR}",
        f"1 g {BAR} 0 g",
        f"0.5 g {BAR} 0 g {text('Other words', 62, 601)}",
        PICTURE,
        "1 g 0 0 595 650 re f 0 g",
    ],
    ids=["a black bar", "a white bar", "a bar with other words on it", "a picture", "half a page"],
)
def test_what_was_drawn_over_is_left_out_and_counted(tmp_path, cover):
    found, hidden = said(tmp_path, SEEN + SECRET + cover)
    assert "Not" not in found
    assert hidden == 2


@pytest.mark.parametrize(
    "cover",
    [
        f"q /Clear gs {BAR} Q",
        f"q 1 1 0 rg /Over gs {BAR} Q",
        "60 590 200 30 re S",
        "60 575 200 20 re f",
        "300 590 200 30 re f",
    ],
    ids=["see-through", "a marker", "a frame", "a line below", "beside"],
)
def test_what_shows_through_or_beside_a_shape_is_kept(tmp_path, cover):
    found, hidden = said(tmp_path, SEEN + SECRET + cover, **GLASS)
    assert (found, hidden) == ("Seen by all Not seen", 0)


def test_words_drawn_after_a_shape_are_kept(tmp_path):
    assert said(tmp_path, f"{SEEN} 0.9 g {BAR} 0 g {SECRET}") == ("Seen by all Not seen", 0)


def test_only_the_words_under_a_shape_are_left_out_of_a_line(tmp_path):
    line = text("Seen and covered and seen", 72, 600)
    assert said(tmp_path, f"{SEEN}{line} 124 590 48 30 re f") == (
        "Seen by all Seen and and seen",
        1,
    )


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_cover_is_found_however_the_page_is_turned_and_cropped(tmp_path, turn):
    page = f"/MediaBox [0 0 595 842] /CropBox [40 50 500 800] /Rotate {turn}"
    for cover, hidden in ((BAR, 2), ("60 675 200 15 re f", 0), ("260 590 200 30 re f", 0)):
        assert said(tmp_path, SEEN + SECRET + cover, page=page)[1] == hidden


def test_the_words_under_the_scan_that_shows_them_are_kept(tmp_path):
    drawn = f"{SECRET} {SCAN} {SECRET}"
    assert said(tmp_path, drawn)[1] == 0


def test_words_under_an_empty_picture_of_the_whole_page_are_left_out(tmp_path):
    assert said(tmp_path, f"{SECRET} {SCAN} {SEEN}") == ("Seen by all", 2)


LAYERS = "/OCProperties << /OCGs [7 0 R] /D << {} >> >>"
LAYER = {
    "resources": "/Properties << /L 7 0 R >>",
    "others": ["<< /Type /OCG /Name (Layer) >>"],
}


@pytest.mark.parametrize(
    ("state", "kept"), [("/OFF [7 0 R]", False), ("/ON [7 0 R]", True)], ids=["hidden", "shown"]
)
def test_the_words_of_a_layer_are_kept_where_it_is_shown(tmp_path, state, kept):
    content = f"{SEEN} /OC /L BDC {SECRET} EMC"
    found, hidden = said(tmp_path, content, catalogue=LAYERS.format(state), **LAYER)
    assert ("Not seen" in found, hidden) == (kept, 0 if kept else 2)


FORM = "/Type /XObject /Subtype /Form /BBox [0 0 900 900] /Resources << /Font << /F1 3 0 R >> >>"
FORMS = "/XObject << /X 7 0 R >>"


def form(content, matrix="1 0 0 1 0 0"):
    return {
        "resources": FORMS,
        "others": [
            f"<< {FORM} /Matrix [{matrix}] /Length {len(content)} >>\nstream\n{content}\nendstream"
        ],
    }


@pytest.mark.parametrize(
    ("content", "inside", "matrix"),
    [
        (f"{SEEN}{SECRET}/X Do", BAR, "1 0 0 1 0 0"),
        (f"{SEEN}{SECRET}q 2 0 0 2 0 0 cm /X Do Q", "30 295 100 15 re f", "1 0 0 1 0 0"),
        (f"{SEEN}{SECRET}/X Do", "50 570 200 30 re f", "1 0 0 1 10 20"),
        (f"{SEEN}/X Do", f"{SECRET}{BAR}", "1 0 0 1 0 0"),
        (f"{SEEN}/X Do {BAR}", SECRET, "1 0 0 1 0 0"),
    ],
    ids=["bar in a form", "scaled", "moved by its matrix", "both in a form", "text in a form"],
)
def test_what_covers_words_in_or_from_a_form_is_seen(tmp_path, content, inside, matrix):
    assert said(tmp_path, content, **form(inside, matrix)) == ("Seen by all", 2)


@pytest.mark.parametrize(
    ("content", "inside"),
    [
        (f"{SEEN}/X Do {SECRET}", f"0.9 g {BAR}"),
        (f"{SEEN}/X Do", f"0.9 g {BAR} 0 g {SECRET}"),
        (f"{SEEN}{SECRET}q 1 0 0 1 0 -100 cm /X Do Q", BAR),
    ],
    ids=["before the words", "before the words in the form", "moved away"],
)
def test_a_shape_in_a_form_that_covers_nothing_hides_nothing(tmp_path, content, inside):
    assert said(tmp_path, content, **form(inside)) == ("Seen by all Not seen", 0)


def font_of_the_file(shape):
    """A Type 3 font whose only letter, A, is drawn by `shape`; it is F9, object 8."""
    font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] "
    font += "/CharProcs << /A 8 0 R >> /Encoding << /Differences [65 /A] >> /FirstChar 65 "
    font += "/LastChar 65 /Widths [1] /ToUnicode 9 0 R >>"
    unicode = "1 beginbfchar <41> <0041> endbfchar"
    streams = (f"<< /Length {len(s)} >>\nstream\n{s}\nendstream" for s in (shape, unicode))
    return {"others": [font, *streams]}


@pytest.mark.parametrize(
    ("shape", "hidden"), [("1 0 d0", 1), ("1 0 d0 0 0 0.8 0.8 re f", 0)], ids=["empty", "drawn"]
)
def test_letters_that_the_file_draws_itself_are_kept_where_they_show(tmp_path, shape, hidden):
    page = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F9 7 0 R >> >>"
    content = SEEN + "BT /F9 12 Tf 72 600 Td (AAA) Tj ET"
    wanted = "Seen by all" + " AAA" * (not hidden)
    assert said(tmp_path, content, page=page, **font_of_the_file(shape)) == (wanted, hidden)
