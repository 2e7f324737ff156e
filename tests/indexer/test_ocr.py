"""Pages that are pictures: read where Tesseract is there, and said to be unread where it is not."""

import json
import sys

import numpy as np
import pypdfium2
import pytest
from click.testing import CliRunner
from pypdf import PdfReader, PdfWriter

from evidence_search.cli import main as evidence_search
from evidence_search.encode import HashEncoder
from evidence_search.index import Index
from evidence_search.isolate import ALONE, Steps
from evidence_search.standards import load_standards
from indexer import ocr
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.clean import clean
from indexer.cli import main
from indexer.ledger import State
from indexer.numbers import named
from indexer.pdf import read_pdf
from indexer.plan import Action, Standing, compare
from indexer.read import ADAPTER, Reader
from tests.indexer.scanned import place, scan

needs_ocr = pytest.mark.skipif(
    ocr.chosen(auto=True) == ocr.MISSING, reason="Tesseract (tesserocr) is not installed"
)


@pytest.fixture
def briefing(sample):
    return sample / "briefings" / "supervision.pdf"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "pdfs"
    made.mkdir()
    return made


def run(folder, index, **plan):
    entries = read_source(folder, load_standards())
    return build(entries, index, HashEncoder(), Plan(**plan), lambda _: None)


def read(path, recogniser=None, steps=ALONE):
    output = Reader(recogniser or ocr.chosen(auto=True))(path, steps)
    return ADAPTER.validate_json(output)


def word_of(page, text):
    return next(word for word in page.words if page.text[word.start : word.end] == text)


def middle(word):
    return (word.left + word.right) / 2, (word.top + word.bottom) / 2


@needs_ocr
@pytest.mark.parametrize("turn", [0, 90])
def test_a_scanned_page_is_read_with_its_headings_words_and_their_boxes(briefing, tmp_path, turn):
    scan(briefing, tmp_path / "scan.pdf", [1], turn=turn)
    reading = read(tmp_path / "scan.pdf")
    page, wanted = reading.text.pages[0], clean(read_pdf(briefing)).pages[0]
    words = page.text.split()
    assert set(page.text.split()) >= {"Supervision", "Carpenter,", "Bostock", "cross-sectional"}
    same = [word for word in wanted.text.split() if word in words]
    assert len(same) / len(wanted.text.split()) > 0.97
    first, typeset = word_of(page, "Carpenter,"), word_of(wanted, "Carpenter,")
    assert abs(first.left - typeset.left) < 2
    assert middle(first) == pytest.approx(middle(typeset), abs=3)
    assert reading.scans.pages == (1,)
    assert page.ocr_confidence == reading.scans.confidence[1] > 0.9
    assert reading.text.pages[1].ocr_confidence is None


@needs_ocr
@pytest.mark.parametrize("lying", [1, 2, 3])
def test_a_page_that_was_scanned_on_its_side_or_head_is_read_and_its_words_are_where_they_lie(
    briefing, tmp_path, lying
):
    scan(briefing, tmp_path / "scan.pdf", [1], lying=lying)
    page, wanted = read(tmp_path / "scan.pdf").text.pages[0], clean(read_pdf(briefing)).pages[0]
    assert page.text.split()[:9] == wanted.text.split()[:9]
    assert page.ocr_confidence > 0.9
    with pypdfium2.PdfDocument(briefing) as pdf:
        width, height = pdf[0].get_size()
    word, typeset = word_of(page, "Carpenter,"), word_of(wanted, "Carpenter,")
    across, down = middle(typeset)
    lies = {
        1: (down, width - across),
        2: (width - across, height - down),
        3: (height - down, across),
    }
    assert middle(word) == pytest.approx(lies[lying], abs=3)


@needs_ocr
def test_what_was_recognised_is_marked_so_wherever_it_is_quoted(
    briefing, folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    scan(briefing, folder / "scan.pdf", [1])
    run(folder, tmp_path / "index", ocr=True)
    command = ["search", "supervision of social workers", "--index", str(tmp_path / "index")]
    found = json.loads(CliRunner().invoke(evidence_search, [*command, "--json"]).output)
    notes = {hit["page"]: hit["scan_note"] for hit in found["hits"]}
    assert notes.keys() == {1, 2}
    assert notes[1].startswith("text recognised from a scan, 9")
    assert notes[2] is None
    assert f"page 1, {notes[1]}" in CliRunner().invoke(evidence_search, command).output


@needs_ocr
def test_the_index_keeps_what_was_read_with_its_confidence_and_the_ledger_says_so(
    briefing, folder, tmp_path
):
    scan(briefing, folder / "scan.pdf", [2])
    [row] = run(folder, tmp_path / "index", ocr=True).ledger
    assert (row.state, row.problems) == (State.INDEXED, ())
    [note] = row.scans.notes
    assert note.startswith("page 2 read by OCR, confidence 9")
    page = Index.open(tmp_path / "index").store.page("scan", 2)
    assert page is not None
    assert page.ocr_confidence == pytest.approx(row.scans.confidence[2])
    assert page.words
    reported = CliRunner().invoke(main, ["report", "--index", str(tmp_path / "index"), "--json"])
    assert '"confidence"' in reported.output


@pytest.mark.parametrize(
    ("recogniser", "advice"),
    [(ocr.OFF, "--ocr auto"), (ocr.MISSING, "pip install tesserocr")],
)
def test_without_ocr_the_ledger_names_the_pages_that_were_not_read_and_what_to_do(
    briefing, tmp_path, recogniser, advice
):
    scan(briefing, tmp_path / "scan.pdf", [1])
    reading = read(tmp_path / "scan.pdf", recogniser)
    [problem] = reading.scans.problems
    assert problem.startswith("page 1: no text, only a picture: ")
    assert advice in problem
    assert reading.text.pages[0].text == ""
    assert reading.text.pages[1].text


def test_a_file_of_pictures_alone_is_refused_with_the_same_advice(briefing, folder, tmp_path):
    scan(briefing, folder / "scan.pdf", [1, 2])
    (folder / "typeset.pdf").write_bytes(briefing.read_bytes())
    scanned, _ = run(folder, tmp_path / "index").ledger
    assert scanned.state is State.REFUSED
    [problem] = scanned.problems
    assert problem == (
        "nothing in it could be read: pages 1–2: no text, only a picture: "
        "build with --ocr auto to have them read"
    )


def test_blank_pages_and_pages_with_few_words_are_no_pictures(briefing, tmp_path):
    writer = PdfWriter(clone_from=PdfReader(briefing))
    writer.add_blank_page(300, 300)
    writer.write(tmp_path / "blank.pdf")
    assert read(tmp_path / "blank.pdf", ocr.OFF).scans.pages == ()


@needs_ocr
def test_a_picture_without_words_is_neither_text_nor_a_problem(briefing, tmp_path):
    writer = PdfWriter(clone_from=PdfReader(briefing))
    slope = np.tile(np.arange(800) // 4, (900, 1))
    place(writer, 0, slope)
    writer.write(tmp_path / "photo.pdf")
    reading = read(tmp_path / "photo.pdf")
    assert reading.scans.pages == (1,)
    assert reading.text.pages[0].text == ""
    assert (reading.scans.problems, reading.scans.notes) == ((), ())


@needs_ocr
def test_what_ocr_is_not_sure_of_is_left_out_and_named(briefing, tmp_path):
    writer = PdfWriter(clone_from=PdfReader(briefing))
    with pypdfium2.PdfDocument(briefing) as pdf:
        page = pdf[0].render(scale=1.1, grayscale=True).to_numpy()
    blurred = page[::2, ::2].repeat(2, 0).repeat(2, 1)
    place(writer, 0, np.roll(blurred, 1, 0) // 2 + blurred // 2)
    writer.write(tmp_path / "blurred.pdf")
    reading = read(tmp_path / "blurred.pdf")
    [problem] = reading.scans.problems
    assert problem.startswith("page 1: OCR cannot read it (confidence ")
    assert reading.text.pages[0].text == ""


@needs_ocr
def test_a_page_that_stops_the_ocr_is_named_and_the_others_are_read(briefing, tmp_path):
    scan(briefing, tmp_path / "scan.pdf", [1, 2])
    reading = read(tmp_path / "scan.pdf", steps=Steps({"OCR of page 1": "it took too long"}))
    assert reading.scans.problems == ("page 1: not read: it took too long",)
    assert list(reading.scans.confidence) == [2]


@needs_ocr
def test_a_change_of_ocr_reads_again_what_has_pictures_and_nothing_else(briefing, folder, tmp_path):
    scan(briefing, folder / "scan.pdf", [1])
    (folder / "typeset.pdf").write_bytes(briefing.read_bytes())
    first = run(folder, tmp_path / "index")
    entries = read_source(folder, load_standards())
    digests = {row.id: row.sha256 for row in first.ledger}
    store = Index.open(tmp_path / "index").store
    now = Standing(store.documents(), first.ledger)
    steps = compare(entries, digests, now, Plan(ocr=True).recogniser)
    assert [step.action for step in steps] == [Action.CHANGED, Action.UNCHANGED]
    again = [run(folder, tmp_path / "index", ocr=True).ledger for _ in range(2)]
    assert [[row.reused for row in ledger] for ledger in again] == [[False, True], [True, True]]
    assert again[1][0].scans == again[0][0].scans
    assert [row.reused for row in run(folder, tmp_path / "index").ledger] == [False, True]


def test_ocr_that_is_not_installed_is_told_from_ocr_that_is_off(monkeypatch):
    assert ocr.chosen(auto=False) == ocr.OFF
    monkeypatch.setenv("TESSDATA_PREFIX", "/nowhere")
    assert ocr.chosen(auto=True) == ocr.MISSING


def test_an_ocr_that_cannot_be_started_costs_the_pages_that_it_would_have_read(
    briefing, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    scan(briefing, tmp_path / "scan.pdf", [1])
    reading = read(tmp_path / "scan.pdf", "tesserocr of another machine")
    assert reading.text.pages[1].text
    [problem] = reading.scans.problems
    assert problem.startswith("page 1: not read: Tesseract cannot be started; install")


def test_pages_are_named_in_runs():
    assert named([3]) == "page 3"
    assert named([1, 2, 3, 5, 8, 9]) == "pages 1–3, 5, 8–9"
