"""A page that is turned and cropped shows the same, and so do its marks."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import NameObject, NumberObject, RectangleObject

from api.draw import Drawing
from api.marks import marks_of
from evidence_search.isolate import ALONE
from evidence_search.types import Span
from indexer.clean import clean
from indexer.pdf import read_pdf
from tests.api.pictured import bounds, pixels
from tests.api.test_image import drawing

ACROSS, UP = 37, 53
TURNS = (90, 180, 270)


def turn_page(path: Path, number: int, turn: int, out: Path) -> Path:
    """Write a page whose content is turned back by as much as the page is, its crop box offset."""
    writer = PdfWriter()
    page = writer.add_page(PdfReader(path).pages[number - 1])
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    moved = {0: (0.0, 0.0), 90: (height, 0.0), 180: (width, height), 270: (0.0, width)}[turn]
    page.add_transformation(Transformation().rotate(turn).translate(*moved).translate(ACROSS, UP))
    across, up = (width, height) if turn % 180 == 0 else (height, width)
    page.mediabox = RectangleObject((0, 0, ACROSS + across + 20, UP + up + 30))
    page.cropbox = RectangleObject((ACROSS, UP, ACROSS + across, UP + up))
    page[NameObject("/Rotate")] = NumberObject(turn)
    writer.write(out)
    return out


@pytest.fixture(scope="module")
def turned(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("turned")
    path = sample / "briefings" / "supervision.pdf"

    @cache
    def read(turn):
        out = turn_page(path, 2, turn, folder / f"{turn}.pdf")
        return out, clean(read_pdf(out)).pages[0]

    return read


def picture(path, marks):
    pdf = path.read_bytes()
    return pixels(Drawing(drawing(pdf).sha256, 1, 1600, marks)(path, ALONE))


@pytest.mark.parametrize("turn", TURNS)
def test_every_word_of_a_turned_page_has_the_box_that_it_has_on_a_straight_one(turned, turn):
    (_, straight), (_, page) = turned(0), turned(turn)
    assert page.text == straight.text
    assert len(page.words) > 200
    edges = [
        np.array([(w.left, w.top, w.right, w.bottom) for w in words])
        for words in (page.words, straight.words)
    ]
    assert np.abs(edges[0] - edges[1]).max() < 1


def fits(plain, marked):
    """Tell whether what is marked holds ink from edge to edge, and none stands right beside it."""
    left, top, right, bottom = bounds((marked != plain).any(axis=2))
    dark = plain[top:bottom].max(axis=2) < 160
    inside = dark[:, left:right]
    if not inside.any():
        return False
    first, _, last, _ = bounds(inside)
    beside = dark[:, left - 3 : left - 1].any() or dark[:, right + 1 : right + 3].any()
    return first <= 5 and last >= right - left - 6 and not beside


@pytest.mark.parametrize("turn", [0, *TURNS])
def test_the_ink_of_a_word_stands_in_its_mark_however_the_page_is_turned(turned, turn):
    path, page = turned(turn)
    plain = picture(path, ())
    for word in page.words[::53]:
        marks = marks_of(page, [Span(1, word.start, word.end)])
        assert fits(plain, picture(path, marks))


def test_a_mark_that_is_a_few_points_aside_does_not_fit(turned):
    path, page = turned(90)
    plain = picture(path, ())
    words = [word for word in page.words[::53] if word.right - word.left > 20]
    aside = [(w.left + 8, w.top, w.right + 8, w.bottom) for w in words]
    assert sum(fits(plain, picture(path, (box,))) for box in aside) < len(aside) / 2
