import pytest
import typst

from evidence_search.encode import HashEncoder
from evidence_search.standards import load_standards
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.findings import Findings
from indexer.ledger import LedgerRow, State, with_duplicates
from indexer.likeness import alike, sketch


def run(source, index):
    entries = read_source(source, load_standards())
    built = build(entries, index, HashEncoder(), Plan(), lambda _: None)
    return {row.id: row.duplicates for row in built.ledger}


@pytest.fixture
def editions(tmp_path, sample):
    """Two editions of a briefing, the later one with other years and a section less."""
    folder = tmp_path / "briefings"
    folder.mkdir()
    (tmp_path / "template.typ").write_bytes((sample / "template.typ").read_bytes())
    text = (sample / "briefings" / "supervision.typ").read_text(encoding="utf-8")
    gone = text.index("== Does better"), text.index("== What does good")
    later = text[: gone[0]] + text[gone[1] :].replace("2012", "2014").replace("Carpenter", "Carter")
    for name, source in (("first", text), ("later", later)):
        (folder / f"{name}.typ").write_text(source, encoding="utf-8")
        pdf = typst.compile(str(folder / f"{name}.typ"), root=str(tmp_path), timestamp=0)
        (folder / f"{name}.pdf").write_bytes(pdf)
    for name in ("staying-close", "schwartz-rounds"):
        (folder / f"{name}.pdf").write_bytes((sample / "briefings" / f"{name}.pdf").read_bytes())
    return folder


def test_two_editions_of_a_report_are_named_and_two_reports_are_not(editions, tmp_path):
    notes = run(editions, tmp_path / "index")
    assert {name for name, said in notes.items() if said} == {"first", "later"}
    [note] = notes["first"]
    assert "of its text is also that of later.pdf: if one supersedes the other, say so" in note


def test_once_the_catalogue_says_which_edition_supersedes_they_are_not_named(editions, tmp_path):
    catalogue = editions / "catalogue.csv"
    catalogue.write_text(
        "id,file,status,superseded_by\nfirst,first.pdf,superseded,later\nlater,later.pdf,,\n"
    )
    assert run(catalogue, tmp_path / "index") == {"first": (), "later": ()}


def words(first, last):
    return " ".join(f"w{n}" for n in range(first, last))


def row(name, text, sha="0"):
    found = Findings(sketch=sketch([text]))
    return LedgerRow(name, f"{name}.pdf", sha, State.INDEXED, found=found)


def test_the_share_of_two_texts_is_estimated_from_their_sketches():
    # 2,400 words in a row in common are 2,395 runs of six, of 2,995 + 2,995 - 2,395: 0.666.
    pairs = {"a": sketch([words(0, 3000)]), "b": sketch([words(600, 3600)])}
    [(one, other, share)] = alike(pairs)
    assert (one, other) == ("a", "b")
    assert share == pytest.approx(0.666, abs=0.1)


def test_texts_that_share_little_are_not_alike():
    assert not list(alike({"a": sketch([words(0, 3000)]), "b": sketch([words(2500, 5500)])}))


def test_the_same_bytes_and_nearly_the_same_text_are_told_apart():
    text = words(0, 900)
    rows = [row("a", text, "1"), row("b", text, "1"), row("c", f"preface {text}", "2")]
    notes = {row.id: row.duplicates for row in with_duplicates(rows, set())}
    assert notes["a"][0] == "the same bytes as b.pdf: leave one of the two out"
    assert "of its text is also that of c.pdf" in notes["a"][1]
    assert len(notes["c"]) == 2


def test_what_the_catalogue_has_settled_is_not_reported():
    rows = [row("a", words(0, 900), "1"), row("b", words(0, 890), "2")]
    assert not any(row.duplicates for row in with_duplicates(rows, {frozenset(("a", "b"))}))
