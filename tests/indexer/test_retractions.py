import pytest
from click.testing import CliRunner

from evidence_search.encode import HashEncoder
from evidence_search.errors import CatalogueInvalid
from evidence_search.index import Index
from evidence_search.ratings import DocumentStatus
from evidence_search.standards import load_standards
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.cli import main
from indexer.retractions import bare, keep, kept, read_retractions, standing
from tests.indexer.pdfs import text, write_pdf

HEADER = "Record ID,Title,OriginalPaperDOI,RetractionNature,Reason\n"
ROWS = (
    "1,A,10.1000/ABC,Retraction,+Error in Data;\n"
    "2,B,10.1000/def,Correction,\n"
    "3,C,10.1000/ghi,Retraction,\n"
    "4,C,10.1000/ghi,Reinstatement,\n"
    "5,D,unavailable,Retraction,\n"
    "6,E,10.1000/jkl,Expression of concern,\n"
)


@pytest.fixture
def watched(tmp_path):
    path = tmp_path / "watch.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def test_only_what_was_retracted_and_not_reinstated_is_taken(watched):
    assert read_retractions(watched) == {"10.1000/abc": "Error in Data"}


@pytest.mark.parametrize("doi", ["10.1000/abc", " 10.1000/ABC ", "https://doi.org/10.1000/Abc"])
def test_a_doi_is_known_however_it_is_written(watched, doi):
    known = read_retractions(watched)
    assert bare(doi) == "10.1000/abc"
    assert standing(doi, DocumentStatus.CURRENT, known) is DocumentStatus.RETRACTED
    assert standing("", DocumentStatus.SUPERSEDED, known) is DocumentStatus.SUPERSEDED


def test_another_csv_is_refused_by_its_columns(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("id,title\n", encoding="utf-8")
    with pytest.raises(CatalogueInvalid, match="the column OriginalPaperDOI, RetractionNature is"):
        read_retractions(path)


def test_what_is_kept_that_was_damaged_is_named(tmp_path):
    keep({"10.1/a": ""}, tmp_path)
    assert kept(tmp_path) == {"10.1/a": ""}
    (tmp_path / "retractions.json").write_text("{", encoding="utf-8")
    with pytest.raises(CatalogueInvalid, match="build again with --retractions"):
        kept(tmp_path)


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    for name in ("a", "b"):
        write_pdf(folder / f"{name}.pdf", text(f"A study of foster care called {name}.", 70, 700))
    columns = "id,file,title,authors,year,publisher,doi,url,licence,country,status,superseded_by\n"
    rows = "a,a.pdf,A,,,,10.1000/ABC,,,,,\nb,b.pdf,B,,,,10.1000/def,,,,,\n"
    (folder / "catalogue.csv").write_text(columns + rows, encoding="utf-8")
    return folder / "catalogue.csv"


def statuses(directory):
    index = Index.open(directory)
    found = {document.id: document.status.value for document in index.store.documents()}
    index.close()
    return found


def test_a_retracted_report_stays_marked_by_later_builds(source, watched, tmp_path, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    directory = tmp_path / "index"

    def run(*options):
        arguments = ["build", str(source), "--index", str(directory), *map(str, options)]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output

    run()
    assert statuses(directory) == {"a": "current", "b": "current"}
    run("--retractions", watched)
    assert statuses(directory) == {"a": "retracted", "b": "current"}
    run()
    assert statuses(directory) == {"a": "retracted", "b": "current"}


def test_ratings_of_the_log_survive_a_rebuild(source, tmp_path, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    directory = tmp_path / "index"
    entries = read_source(source, load_standards())
    build(entries, directory, HashEncoder(), Plan(), lambda _: None)
    arguments = [
        "rate", "add", "a", "--intervention", "P", "--outcome", "o", "--standard", "grade",
        "--level", "Low", "--direction", "none", "--by", "Ann", "--why", "x",
        "--index", str(directory),
    ]  # fmt: skip
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    for full in (False, True):
        build(entries, directory, HashEncoder(), Plan(full=full), lambda _: None)
        index = Index.open(directory)
        document = index.store.document("a")
        index.close()
        assert document
        assert [rating.rater for rating in document.ratings] == ["Ann"]
