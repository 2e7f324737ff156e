import pytest

from indexer.clean import clean
from indexer.metadata import read_metadata
from indexer.pdf import read_pdf
from indexer.records import read_records
from tests.indexer.figures import REAL, is_right, titles

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"the real PDFs are not there: no folder {REAL}"
)


@pytest.mark.slow
@pytest.mark.parametrize("name", titles())
def test_the_title_of_a_real_file_holds_what_is_set_largest_on_its_cover(name):
    [path] = REAL.glob(f"{name}*.pdf")
    found = read_metadata(read_records(path), clean(read_pdf(path)), path)
    assert is_right(found.title, path.name)


def test_the_title_of_another_file_is_noticed():
    [path] = REAL.glob("Local*.pdf")
    assert is_right(titles()["Local"], path.name)
    assert not is_right(titles()["Info"], path.name)
