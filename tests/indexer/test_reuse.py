"""A rebuild does only what is left to do, keeps a generation that would not change, and closes."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from evidence_search.encode import HashEncoder
from evidence_search.errors import IndexDamaged
from evidence_search.generations import current, generations
from evidence_search.index import Index, write_generation
from evidence_search.standards import load_standards
from indexer import read, reuse, tell
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.ledger import read_ledger
from indexer.plan import Action, Standing, compare
from indexer.rating_log import Action as Done
from indexer.rating_log import Event, append, appending

STANDARDS = load_standards()


class Forgetful(HashEncoder):
    """The same encoder, of which there is nothing to encode."""

    def encode_passages(self, texts):
        raise AssertionError(f"{len(texts)} passages were encoded again")


class Other(HashEncoder):
    fingerprint = "hash-of-another-kind"


def run(folder, encoder=None, **plan):
    entries = read_source(folder / "catalogue.csv", STANDARDS)
    made = Plan(workers=1, **plan)
    return build(entries, folder / "index", encoder or HashEncoder(), made, lambda _: None)


def rate(folder):
    [standard] = [one for one in STANDARDS.values() if one.id == "grade"]
    head = "id,intervention,outcome,standard,version,level,direction,unit,provenance,rater,date"
    row = f"a,Books,reading,grade,{standard.version},Low,positive,{standard.units[0]},assigned,A"
    (folder / "ratings.csv").write_text(f"{head},source\n{row},2024,\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory, sample):
    folder = tmp_path_factory.mktemp("built")
    for name, briefing in {"a": "book-gifting", "b": "supervision"}.items():
        shutil.copy(sample / "briefings" / f"{briefing}.pdf", folder / f"{name}.pdf")
    (folder / "catalogue.csv").write_text("id,file,title\na,a.pdf,\nb,b.pdf,\n")
    run(folder)
    return folder


@pytest.fixture
def library(built, tmp_path):
    place = tmp_path / "library"
    shutil.copytree(built, place, symlinks=True)
    return place


def held_open(directory):
    """Give what this process has open below a directory."""
    links = (link for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return [path for link in links if (path := link.resolve()).is_relative_to(directory.resolve())]


def test_where_nothing_changed_the_generation_stays_and_is_named(library):
    for _ in range(5):
        again = run(library, Forgetful())
        assert (again.generation, again.changed) == ("000001", False)
    assert [row.reused for row in again.ledger] == [True, True]
    assert len(generations(library / "index")) == 1
    full = run(library, full=True)
    assert (full.generation, full.changed) == ("000002", True)


def retitle(folder):
    (folder / "catalogue.csv").write_text("id,file,title\na,a.pdf,Books\nb,b.pdf,\n")


def drop(folder):
    (folder / "catalogue.csv").write_text("id,file,title\na,a.pdf,\n")


def check(folder):
    row = "a,qualitative,refused,A,2024"
    (folder / "designs.csv").write_text(f"id,design,verdict,rater,date\n{row}\n")


def log(folder):
    with appending(folder / "index") as events:
        event = Event(0, "2026-01-01", "A", Done.WITHDRAW, "a", "0" * 8, None, None, "void")
        append(folder / "index", events, event)


@pytest.mark.parametrize("change", [retitle, drop, check, log, rate])
def test_any_change_of_what_is_written_makes_a_new_generation(library, change):
    change(library)
    changed = run(library, Forgetful())
    assert (changed.generation, changed.changed) == ("000002", True)
    assert not run(library, Forgetful()).changed


def test_another_encoder_encodes_everything_and_reads_nothing(library, monkeypatch):
    monkeypatch.setattr(read, "Reader", None)
    monkeypatch.setattr("indexer.build.run_isolated", lambda *_: iter(()))
    assert run(library, Other()).changed
    assert not run(library, Other()).changed


def test_other_cues_are_told_again_and_nothing_is_read_or_encoded(library, monkeypatch):
    before = Index.open(library / "index")
    monkeypatch.setattr(tell, "version", lambda: "other")
    monkeypatch.setattr(reuse, "version", lambda: "other")
    monkeypatch.setattr("indexer.build.version", lambda: "other")
    monkeypatch.setattr(tell, "tagged", lambda passage: passage)
    monkeypatch.setattr(reuse, "searched_to", lambda _: "2020-01")
    changed = run(library, Forgetful())
    assert [row.reused for row in changed.ledger] == [True, True]
    after = Index.open(library / "index")
    assert {document.searched for document in after.store.documents()} == {"2020-01"}
    for document in before.store.documents():
        assert after.store.stored_pages(document.id) == before.store.stored_pages(document.id)
    before.close()
    after.close()
    assert not run(library, Forgetful()).changed


def test_the_name_of_the_cues_is_that_of_their_files(monkeypatch):
    tell.version.cache_clear()
    before = tell.version()
    monkeypatch.setattr(tell, "TELLING", tell.TELLING[:-1])
    tell.version.cache_clear()
    assert tell.version() != before
    tell.version.cache_clear()


def test_a_plan_names_new_cues_and_a_file_of_another_name(built):
    entries = read_source(built / "catalogue.csv", STANDARDS)
    with closing(Index.open(built / "index")) as index:
        documents = index.store.documents()
    ledger = read_ledger(current(built / "index"))
    digests = {row.id: row.sha256 for row in ledger}

    def actions(**made):
        steps = compare(entries, digests, Standing(documents, ledger, **made), "")
        return {step.action for step in steps}

    assert actions() == {Action.UNCHANGED}
    assert actions(same_cues=False) == {Action.CUES}
    assert actions(same_make=False) == {Action.CHANGED}
    ledger = [replace(row, file=f"old-{row.file}") for row in ledger]
    assert actions() == {Action.CHANGED}


def test_a_rebuild_that_fails_or_starts_anew_leaves_nothing_open(library, monkeypatch):
    monkeypatch.setattr(read, "VERSION", "another")
    run(library)
    assert held_open(library) == []
    monkeypatch.undo()
    retitle(library)

    def stop(_):
        raise RuntimeError("stopped")

    entries = read_source(library / "catalogue.csv", STANDARDS)
    with pytest.raises(RuntimeError, match="stopped"):
        build(entries, library / "index", HashEncoder(), Plan(), stop)
    assert held_open(library) == []


def test_a_generation_that_fails_its_canaries_is_closed_and_set_aside(tmp_path, monkeypatch):
    def refuse(_):
        raise IndexDamaged("not found by its own text")

    monkeypatch.setattr(Index, "check_canaries", refuse)
    with pytest.raises(IndexDamaged), write_generation(tmp_path, HashEncoder(), {}):
        pass
    assert held_open(tmp_path) == []
    assert len(list((tmp_path / "gen").glob(".failed-*"))) == 1


def test_an_open_index_is_seen_to_be_open(built):
    index = Index.open(built / "index")
    assert held_open(built) != []
    index.close()
    assert held_open(built) == []
