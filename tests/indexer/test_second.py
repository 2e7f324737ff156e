import os
from pathlib import Path

import pytest

from indexer.pdf import read_pdf
from indexer.second import pages_read_otherwise
from tests.indexer.pdfs import text, write_pdf

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL = Path(os.environ.get("REAL_PDFS", SHARED)) / "pdfs"
SENTENCE = "Family group conferences reduced the number of children in care by a third"


def test_two_parsers_agree_on_an_honest_page(tmp_path):
    path = write_pdf(tmp_path / "x.pdf", text(SENTENCE, 72, 700) + text("And more of it.", 72, 680))
    assert pages_read_otherwise(path, read_pdf(path).pages) == ()


def test_a_page_that_says_other_words_to_one_of_them_is_named(tmp_path):
    honest = write_pdf(tmp_path / "x.pdf", text(SENTENCE, 72, 700))
    other = write_pdf(
        tmp_path / "y.pdf",
        text(SENTENCE.translate(dict(zip(b"abcdefgh", "hgfedcba", strict=True))), 72, 700),
    )
    assert pages_read_otherwise(other, read_pdf(honest).pages) == (1,)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason=f"the real PDFs are not there: no folder {REAL}")
def test_no_eighth_page_of_an_honest_report_is_flagged():
    flagged, compared = {}, 0
    for path in sorted(REAL.glob("*.pdf")):
        pages = read_pdf(path).pages[::8]
        compared += len(pages)
        if found := pages_read_otherwise(path, pages):
            flagged[path.name] = found
    assert (compared, flagged) == (99, {})
