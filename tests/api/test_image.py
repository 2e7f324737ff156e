"""Pictures of pages: the marks stand on the ink, or nowhere."""

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.draw import Drawing, mark
from api.marks import marks_of
from api.memory import Memory
from api.pictures import WAITING, Pictures
from api.problems import Kind, Problem
from evidence_search import Engine, Settings
from evidence_search.isolate import Limits, run_isolated
from evidence_search.types import Page, Span, Word
from indexer.clean import clean
from indexer.pdf import read_pdf
from tests.api.pictured import DISPLAYED, bounds, inked, pixels, write_library
from tests.api.slow import Slow
from tests.api.test_problems import check
from tests.api.test_site import Outline
from tests.indexer.hostile import contents, structures

PDF, DRAWN = Path("slow.pdf"), b"slow.pdf"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    write_library(folder / "source", folder / "index")
    return folder


@pytest.fixture(scope="module")
def client(library):
    settings = Settings(index_dir=library / "index", source_dir=library / "source", encoder="hash")
    engine = Engine.open(settings)
    with TestClient(create_app(engine)) as opened:
        yield opened
    engine.close()


def address(name, **query):
    return f"/v1/documents/{name}/pages/1/image?" + "&".join(f"{k}={v}" for k, v in query.items())


def picture(client, name, **query):
    response = client.get(address(name, **query))
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "image/png"
    return pixels(response.content)


def marked(client, name, **query):
    plain = picture(client, name, **{k: v for k, v in query.items() if k == "width"})
    return (picture(client, name, **query) != plain).any(axis=2)


@pytest.mark.parametrize(("kind", "turn"), DISPLAYED)
def test_the_mark_stands_on_the_ink_however_the_page_is_turned_and_cropped(client, kind, turn):
    name = f"{kind}-{turn}"
    plain = picture(client, name, width=600)
    points = {"whole": (400, 600), "cropped": (300, 450)}[kind]
    across, down = points if turn % 180 == 0 else points[::-1]
    assert plain.shape == (round(600 * down / across), 600, 3)
    ink = bounds(plain.max(axis=2) < 128)
    found = bounds(marked(client, name, width=600, passage=f"{name}%231:0"))
    assert np.abs(np.subtract(ink, found)).max() <= 1
    by_hand = [edge * 600 / across for edge in DISPLAYED[kind, turn]]
    assert np.abs(np.subtract(ink, by_hand)).max() <= 1


def test_characters_of_the_page_are_marked_as_a_passage_is(client):
    by_passage = marked(client, "whole-0", passage="whole-0%231:0")
    assert (marked(client, "whole-0", start=2, end=4) == by_passage).all()
    assert not marked(client, "whole-0", start=6, end=11).any()


@pytest.mark.parametrize("name", ["unboxed", "off-page"])
def test_where_the_place_of_a_word_is_not_known_nothing_is_marked(client, name):
    assert not marked(client, name, start=0, end=11).any()


def test_text_that_was_recognised_in_a_scan_is_marked_as_such(client):
    assert client.get("/v1/documents/unboxed/pages/1").json()["ocr_confidence"] == 0.87
    assert client.get("/v1/documents/whole-0/pages/1").json()["ocr_confidence"] is None
    assert "recognised by software\n  (87% sure)" in client.get("/documents/unboxed/pages/1").text
    assert "scan" not in client.get("/documents/whole-0/pages/1").text


def test_dark_letters_stay_dark_under_a_mark_and_light_ones_on_dark_stay_light():
    page = np.full((20, 40, 3), 255, np.uint8)
    page[:, 20:] = 20
    page[5:8, 5:8], page[5:8, 25:28] = 0, 255
    done = mark(page, [(0, 0, 20, 20), (20, 0, 40, 20)]).astype(int)
    assert done[6, 6].max() == 0
    assert done[15, 15].min() < 255
    assert done[6, 26].min() - done[15, 35].max() > 60


def test_a_picture_is_as_wide_as_asked_and_never_huge(client):
    assert picture(client, "whole-0").shape[1] == 800
    for width in (299, 1601, "x"):
        check(client.get(address("whole-0", width=width)), 422, "request-invalid")


def test_a_page_that_is_a_long_strip_comes_out_narrower(tmp_path):
    pdf = inked().replace(b"[ 0.0 0.0 400 600 ]", b"[0 0 20 14400]".ljust(20))
    path = tmp_path / "strip.pdf"
    path.write_bytes(pdf)
    with pypdfium2.PdfDocument(pdf) as opened:
        assert opened[0].get_size() == (20, 14400)
    drawn = pixels(Pictures().draw(path, drawing(pdf)))
    assert drawn.shape[0] <= 3201
    assert drawn.shape[1] <= 6


def test_words_of_a_real_briefing_are_marked_one_by_one_where_pdfium_finds_them(sample):
    path = sample / "briefings" / "supervision.pdf"
    page = clean(read_pdf(path)).pages[1]
    chosen = [word for word in page.words if page.text[word.start : word.end].isalpha()][::9]
    assert len(chosen) > 20
    with pypdfium2.PdfDocument(path) as pdf:
        height, text = pdf[1].get_height(), pdf[1].get_textpage()
        for word in chosen:
            [(left, top, right, bottom)] = marks_of(page, [Span(2, word.start, word.end)])
            edges = left + 0.5, height - bottom + 2, right - 0.5, height - top - 2
            assert text.get_text_bounded(*edges).strip() == page.text[word.start : word.end]


def test_the_words_of_a_line_are_marked_without_gaps_and_lines_apart_are_not_joined():
    line = (Word(0, 3, 10, 10, 30, 20), Word(4, 7, 34, 10, 50, 20), Word(8, 11, 10, 24, 30, 34))
    page = Page(1, "one two six", words=line)
    boxes = marks_of(page, [Span(1, 0, 11), Span(2, 0, 11)])
    assert set(boxes) - {(10, 10, 30, 20), (34, 10, 50, 20), (10, 24, 30, 34)} == {(30, 10, 34, 20)}


def test_a_picture_is_kept_and_is_not_sent_twice(client, monkeypatch):
    first = client.get(address("whole-90", width=640))
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(address("whole-90", width=640), headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    others = (address("whole-90", width=641), address("whole-90", width=640, start=0, end=3))
    for other in others:
        assert client.get(other, headers={"If-None-Match": tag}).status_code == 200
    monkeypatch.delattr("api.pictures.run_isolated")  # nothing can be drawn any more
    assert client.get(address("whole-90", width=640)).content == first.content
    assert client.get(address("whole-90", width=642)).status_code == 500


def test_what_was_used_longest_ago_is_forgotten_first():
    memory = Memory(10)
    memory.keep("a", b"1234")
    memory.keep("b", b"1234")
    assert memory.get("a")
    memory.keep("c", b"1234")
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (b"1234", None, b"1234")
    memory.keep("d", b"longer than all")
    assert memory.get("d") is None


@pytest.mark.parametrize("name", ["missing", "outside", "absolute", "linked", "folder"])
def test_a_file_that_is_not_inside_the_source_folder_has_no_picture(client, name):
    assert client.get(f"/v1/documents/{name}/pages/1").status_code == 200
    body = check(client.get(address(name)), 404, "picture-missing")
    assert "--source" in body["detail"]


def test_without_a_source_folder_there_is_no_picture_and_no_page_tries_to_show_one(library):
    engine = Engine.open(Settings(index_dir=library / "index", encoder="hash"))
    with TestClient(create_app(engine)) as client:
        check(client.get(address("whole-0")), 404, "picture-missing")
        assert "<img" not in client.get("/documents/whole-0/pages/1").text
    engine.close()


def test_a_file_that_changed_since_it_was_indexed_is_not_shown(client):
    body = check(client.get(address("changed")), 409, "file-changed")
    assert "build the index again" in body["detail"]


def test_a_file_that_cannot_be_drawn_says_so_once_it_was_tried(client, caplog):
    for _ in range(2):
        body = check(client.get(address("broken")), 500, "picture-failed")
        assert body["detail"] == "Read the text of the page instead."
    [record] = [record for record in caplog.records if record.name == "api.pictures"]
    assert "broken.pdf cannot be drawn" in record.message


def test_a_hostile_file_is_drawn_or_refused_in_bounded_time(tmp_path):
    limits = Limits(seconds=4, memory_mb=256, output_mb=24)
    pictures, slowest = Pictures(limits), 0.0
    chosen = {"page-huge", "page-empty", "page-nearly-infinite", "tree-holds-itself"}
    drawn = set()
    for name, pdf in [*structures(), *contents()]:
        started = time.perf_counter()
        (tmp_path / "hostile.pdf").write_bytes(pdf)
        with suppress(Problem):
            shown = pixels(pictures.draw(tmp_path / "hostile.pdf", drawing(pdf)))
            assert shown.shape[0] <= 3201
            assert shown.shape[1] <= 301
            drawn.add(name)
        slowest = max(slowest, time.perf_counter() - started)
    assert chosen <= drawn
    assert "forms-draw-forms" not in drawn
    assert slowest < 3 * limits.seconds


@pytest.mark.parametrize(
    ("name", "passage"),
    [("whole-0", "whole-90%231:0"), ("whole-0", "none"), ("whole-0", "whole-0%231:1")],
)
def test_a_passage_of_another_page_is_refused(client, name, passage):
    check(client.get(address(name, passage=passage)), 404, "passage-unknown")


def test_a_passage_and_characters_together_are_refused(client):
    response = client.get(address("whole-0", passage="whole-0%231:0", start=0, end=3))
    assert "not both" in check(response, 422, "request-invalid")["detail"]


def test_a_page_or_document_that_is_not_there_is_named(client):
    check(client.get("/v1/documents/whole-0/pages/2/image"), 404, "page-unknown")
    check(client.get("/v1/documents/none/pages/1/image"), 404, "document-unknown")


def test_a_page_shows_its_picture_beside_its_text_with_words_for_those_who_cannot_see_it(client):
    text = client.get("/documents/whole-0/pages/1?start=0&end=5").text
    [image] = Outline(text).all("img")
    assert image["alt"] == (
        "Picture of page 1 as it is printed, with what is quoted marked. "
        "Its words are in the text here."
    )
    assert client.get(image["src"]).headers["Content-Type"] == "image/png"
    assert "start=0&end=5" in image["src"]
    [plain] = Outline(client.get("/documents/unboxed/pages/1?start=0&end=5").text).all("img")
    assert "marked" not in plain["alt"]


def test_a_page_that_takes_too_long_costs_only_itself():
    pictures = Pictures(Limits(seconds=0.3))
    with pytest.raises(Problem) as caught:
        pictures.draw(PDF, Slow("", 1, 300))
    assert caught.value.kind is Kind.PICTURE_FAILED


def test_what_is_known_does_not_wait_and_too_many_drawings_are_refused():
    pictures = Pictures()
    known = Slow("", 1, 300)
    assert pictures.draw(PDF, known) == DRAWN
    with ThreadPoolExecutor(WAITING) as pool:
        for width in range(301, 301 + WAITING):
            pool.submit(pictures.draw, PDF, Slow("", 1, width))
        time.sleep(0.2)
        started = time.perf_counter()
        assert pictures.draw(PDF, known) == DRAWN
        with pytest.raises(Problem) as caught:
            pictures.draw(PDF, Slow("", 1, 400))
        assert time.perf_counter() - started < 0.8  # behind those that wait it takes 1.2 s
    assert caught.value.kind is Kind.BUSY
    assert pictures.draw(PDF, Slow("", 1, 400)) == DRAWN


def test_the_same_page_asked_for_at_once_is_drawn_once(monkeypatch):
    pictures, begun = Pictures(), []

    def counted(drawing, *rest):
        begun.append(drawing)
        return run_isolated(drawing, *rest)

    monkeypatch.setattr("api.pictures.run_isolated", counted)
    with ThreadPoolExecutor(WAITING) as pool:
        same = [pool.submit(pictures.draw, PDF, Slow("", 1, 300)) for _ in range(WAITING)]
    assert {one.result() for one in same} == {DRAWN}
    assert len(begun) == 1


def drawing(pdf: bytes) -> Drawing:
    return Drawing(hashlib.sha256(pdf).hexdigest(), 1, 300)
