import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.findings import Findings
from indexer.layout import LabelSource
from indexer.ledger import LedgerRow, State
from indexer.metadata import OwnMetadata
from indexer.report import as_html, as_json, as_text, remarks, worst_first
from indexer.scans import Scans
from tests.indexer.pdfs import text, write_pdf

FINE = LedgerRow(
    "fine", "fine.pdf", "1", State.INDEXED, pages=2, pages_with_text=2, characters=3000,
    passages=9, own=OwnMetadata("A title", sources={"title": "xmp"}),
    found=Findings(tables=3, headings=5, labels=LabelSource.PRINT, labelled=2, sketch=(1, 2)),
)  # fmt: skip
HIDDEN = LedgerRow(
    "hidden", "hidden.pdf", "2", State.INDEXED, pages=2, pages_with_text=2,
    found=Findings(hidden={2: 7}, read_otherwise=(1,), uncompared=(2,)),
)  # fmt: skip
REFUSED = LedgerRow("bad", "<bad>.pdf", "3", State.REFUSED, problems=("it is empty",))
LEDGER = [FINE, HIDDEN, REFUSED]


def test_the_worst_stands_first():
    assert [row.id for row in worst_first(LEDGER)] == ["bad", "hidden", "fine"]


def test_remarks_say_what_to_look_at():
    assert remarks(FINE) == ()
    assert [remark.split(":")[0] for remark in remarks(HIDDEN)] == [
        "hidden text on page 2",
        "readings differ on page 1",
        "read by one parser alone",
    ]


def test_the_card_says_pages_tables_labels_and_sources():
    said = " ".join(line for _, line in as_text([FINE]))
    assert "2 pages, 2 with text (100%), 0 by OCR (0%); 3,000 characters; 9 passages" in said
    assert "0 pages in columns; 3 tables; 5 headings" in said
    assert "page labels: printed, one a page (2 of 2 pages)" in said
    assert "A title [title from xmp]" in said


def test_the_card_says_what_share_was_recognised_from_scans():
    scanned = replace(FINE, scans=Scans((2,), "tesserocr", {2: 0.914}))
    said = " ".join(line for _, line in as_text([scanned]))
    assert "2 with text (100%), 1 by OCR (50%)" in said
    assert "page 2 read by OCR, confidence 91%" in said
    assert as_json([scanned])[0]["ocr_share"] == 0.5


def test_json_leaves_out_what_says_nothing_to_a_reader():
    record = as_json([FINE])[0]
    assert json.dumps(record)
    assert "sketch" not in str(record)


def test_names_of_files_are_escaped_in_html():
    page = as_html(LEDGER)
    assert "&lt;bad&gt;.pdf" in page
    assert "<bad>" not in page


@pytest.fixture
def index(tmp_path, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    folder = tmp_path / "pdfs"
    folder.mkdir()
    words = "A report on children in care with a name that is long enough to be a title. " * 2
    write_pdf(folder / f"{'a-long-name-' * 12}.pdf", text(words, 72, 700))
    write_pdf(folder / "copy.pdf", text(words, 72, 700))
    called = CliRunner().invoke(main, ["build", str(folder), "--index", str(tmp_path / "index")])
    assert called.exit_code == 0
    return tmp_path / "index"


def test_the_card_fits_eighty_columns_and_names_the_copy(index, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    output = CliRunner().invoke(main, ["report", "--index", str(index)]).output
    assert max(map(len, output.splitlines())) <= 80
    assert "the same bytes as copy.pdf" in " ".join(output.split())


def test_the_card_is_written_as_a_web_page(index, tmp_path):
    called = CliRunner().invoke(
        main, ["report", "--index", str(index), "--html", str(tmp_path / "card.html")]
    )
    assert called.exit_code == 0
    assert "copy.pdf" in (tmp_path / "card.html").read_text(encoding="utf-8")
