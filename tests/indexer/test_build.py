import io
import json
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader, PdfWriter

from evidence_search import Engine, Settings
from evidence_search.encode import HashEncoder
from evidence_search.errors import CatalogueInvalid
from evidence_search.generations import current
from evidence_search.index import Index
from evidence_search.manifest import VectorKind
from evidence_search.standards import load_standards
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.cli import main
from indexer.ledger import State, read_ledger

STANDARDS = load_standards()
QUESTIONS = Path(__file__).parents[2] / "eval/collections/sample_library"


class CountingEncoder(HashEncoder):
    encoded = 0

    def encode_passages(self, texts):
        self.encoded += len(texts)
        return super().encode_passages(texts)


def run(source, directory, encoder=None, **plan):
    entries = read_source(source, STANDARDS)
    return build(entries, directory, encoder or HashEncoder(), Plan(**plan), lambda _: None)


def title_of(index, document_id):
    document = Index.open(index).store.document(document_id)
    return document and document.title


@pytest.fixture
def pdf(sample):
    return (sample / "briefings" / "book-gifting.pdf").read_bytes()


def encrypted(pdf, password):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def blank():
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_bad_file_is_named_with_the_reason_and_the_rest_is_indexed(tmp_path, pdf):
    folder = tmp_path / "pdfs"
    folder.mkdir()
    for name, content in {
        "empty": b"",
        "good": pdf,
        "half": pdf[: len(pdf) // 2],
        "letter": b"Dear colleague, this is no PDF",
        "open": encrypted(pdf, ""),
        "blank": blank(),
        "locked": encrypted(pdf, "x"),
    }.items():
        (folder / f"{name}.pdf").write_bytes(content)
    (folder / "directory.pdf").mkdir()
    os.mkfifo(folder / "pipe.pdf")
    built = run(folder, tmp_path / "index", workers=2)
    found = {row.id: (row.state, " ".join(row.problems)) for row in built.ledger}
    assert found["good"] == (State.INDEXED, "")
    assert found["open"] == (State.INDEXED, "")
    refused = {name: reason for name, (state, reason) in found.items() if state is State.REFUSED}
    assert refused.keys() == {"directory", "empty", "half", "letter", "blank", "pipe", "locked"}
    assert refused["empty"] == "the file is empty"
    assert refused["letter"] == "not a PDF: it does not begin with %PDF-"
    assert refused["locked"] == "protected by a password: add a copy without one"
    assert refused["blank"] == "nothing in it could be read: no text on page 1"
    assert "damaged" in refused["half"]
    assert "no file that can be opened" in refused["pipe"]


def test_where_nothing_can_be_read_the_index_stays_as_it_was(tmp_path, pdf):
    folder = tmp_path / "pdfs"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf)
    run(folder, tmp_path / "index")
    (folder / "a.pdf").write_bytes(b"")
    with pytest.raises(CatalogueInvalid, match="none of the 1 files could be read"):
        run(folder, tmp_path / "index")
    assert Index.open(tmp_path / "index").store.document("a")


def test_a_rebuild_reads_and_encodes_only_what_changed(tmp_path, pdf, sample):
    folder = tmp_path / "pdfs"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf)
    (folder / "b.pdf").write_bytes(pdf)
    encoder = CountingEncoder()
    run(folder, tmp_path / "index", encoder)
    first = encoder.encoded
    (folder / "b.pdf").write_bytes((sample / "briefings" / "supervision.pdf").read_bytes())
    built = run(folder, tmp_path / "index", encoder)
    assert [row.reused for row in built.ledger] == [True, False]
    assert 0 < encoder.encoded - first < first
    run(folder, tmp_path / "full", CountingEncoder(), full=True)
    incremental, full = Index.open(tmp_path / "index"), Index.open(tmp_path / "full")
    count = full.manifest.counts["passages"]
    assert incremental.manifest.counts["passages"] == count
    assert incremental.store.passages(range(count)) == full.store.passages(range(count))
    assert (incremental.vectors.vectors(range(count)) == full.vectors.vectors(range(count))).all()


def test_passages_are_cut_as_long_as_asked_and_the_next_build_cuts_them_anew(
    tmp_path, sample, monkeypatch
):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    folder, index = tmp_path / "pdfs", tmp_path / "index"
    folder.mkdir()
    (folder / "a.pdf").write_bytes((sample / "briefings" / "supervision.pdf").read_bytes())

    def lengths(*options):
        arguments = ["build", str(folder), "--index", str(index), "--json", *options]
        assert CliRunner().invoke(main, arguments).exit_code == 0
        with closing(Index.open(index)) as built:
            passages = built.store.passages(range(len(built.page_of)))
        return [len(passage.text.split()) for passage in passages]

    usual = lengths()
    short = lengths("--words", "30", "--overlap", "0")
    assert len(short) > 1.5 * len(usual)
    assert sum(short) < sum(usual)  # nothing is repeated
    assert lengths() == usual


def test_a_change_of_the_catalogue_alone_encodes_nothing(tmp_path, pdf):
    (tmp_path / "a.pdf").write_bytes(pdf)
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("id,file,title\na,a.pdf,Old title\n")
    encoder = CountingEncoder()
    run(catalogue, tmp_path / "index", encoder)
    before = encoder.encoded
    catalogue.write_text("id,file,title\na,a.pdf,New title\n")
    run(catalogue, tmp_path / "index", encoder)
    assert encoder.encoded == before
    assert title_of(tmp_path / "index", "a") == "New title"
    run(catalogue, tmp_path / "full", full=True)
    renamed, full = Index.open(tmp_path / "index"), Index.open(tmp_path / "full")
    rows = range(full.manifest.counts["passages"])
    assert (renamed.vectors.vectors(rows) == full.vectors.vectors(rows)).all()
    assert renamed.store.passages(rows) == full.store.passages(rows)


def test_the_title_falls_back_to_the_file_when_the_catalogue_has_none(tmp_path, pdf):
    (tmp_path / "a.pdf").write_bytes(pdf)
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("id,file,title\na,a.pdf,Given\n")
    run(catalogue, tmp_path / "index")
    catalogue.write_text("id,file,title\na,a.pdf,\n")
    run(catalogue, tmp_path / "index")
    assert title_of(tmp_path / "index", "a") == "Book gifting for children in foster care"


def test_a_briefing_is_cited_by_its_file_page_and_its_printed_page(tmp_path, sample):
    run(sample / "catalogue.csv", tmp_path / "index")
    engine = Engine.open(Settings(index_dir=tmp_path / "index", encoder="hash"))
    document = engine.index.store.document("schwartz-rounds")
    assert document is not None
    assert [document.label(page) for page in (1, 2, 3)] == [None, "1", "2"]
    assert len(read_ledger(current(tmp_path / "index"))) == 17


def test_the_commands_say_what_they_did_and_how_it_ended(tmp_path, pdf, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    folder, index = tmp_path / "pdfs", str(tmp_path / "index")
    folder.mkdir()
    (folder / "good.pdf").write_bytes(pdf)
    (folder / "bad.pdf").write_bytes(b"no")

    def call(*arguments):
        return CliRunner().invoke(main, [*arguments, "--index", index])

    planned = call("plan", str(folder))
    assert "2 new" in planned.output
    built = call("build", str(folder))
    assert built.exit_code == 1
    assert "refused: bad.pdf: not a PDF: it does not begin with %PDF-" in built.output
    planned = call("plan", str(folder))
    assert (planned.exit_code, "1 refused before and unchanged" in planned.output) == (1, True)
    (folder / "bad.pdf").write_bytes(b"no better")
    assert "1 changed" in call("plan", str(folder)).output
    (folder / "bad.pdf").unlink()
    again = call("build", str(folder), "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["ledger"][0]["reused"]
    assert call("report").exit_code == 0
    assert call("list").output.count("current") == 1
    assert call("rollback").output == "generation 000001 is current again\n"
    assert call("verify").exit_code == 0
    assert call("gc").output == "nothing to remove\n"


@pytest.mark.parametrize("kind", VectorKind)
def test_vectors_are_kept_as_asked(tmp_path, sample, monkeypatch, kind):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    (tmp_path / "pdfs").mkdir()
    shutil.copy(sample / "briefings" / "supervision.pdf", tmp_path / "pdfs")
    line = [
        "build",
        str(tmp_path / "pdfs"),
        "--index",
        str(tmp_path / "i"),
        "--vectors",
        kind.value,
    ]
    done = CliRunner().invoke(main, line)
    assert done.exit_code == 0, done.output
    with closing(Index.open(tmp_path / "i")) as built:
        assert built.manifest.vectors.kind is kind


def test_exit_codes_tell_wrong_use_from_a_missing_index(tmp_path):
    missing = CliRunner().invoke(main, ["verify", "--index", str(tmp_path)])
    assert (missing.exit_code, missing.stderr.count("\n")) == (3, 1)
    assert CliRunner().invoke(main, ["build"]).exit_code == 2
    nowhere = CliRunner().invoke(main, ["build", "/nowhere", "--index", str(tmp_path)])
    assert nowhere.exit_code == 1
    assert "/nowhere is neither a folder nor a catalogue" in nowhere.stderr


def ranked_pages(index_dir, questions):
    engine = Engine.open(Settings(index_dir=index_dir, encoder="hash"))
    found = [
        [(hit.passage.document.id, hit.page, round(hit.score, 6)) for hit in engine.search(q)]
        for q in questions
    ]
    engine.close()
    return found


def test_an_incremental_build_ranks_every_dev_question_as_a_full_one_does(tmp_path, sample):
    """Three builds, each of which adds, drops, changes or renames, against one from nothing."""
    folder = tmp_path / "pdfs"
    folder.mkdir()
    briefings = sorted((sample / "briefings").glob("*.pdf"))
    for file in briefings[:10]:
        (folder / file.name).write_bytes(file.read_bytes())
    run(folder, tmp_path / "index", workers=2)
    for file in briefings[10:]:
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / briefings[0].name).unlink()
    run(folder, tmp_path / "index", workers=2)
    (folder / briefings[0].name).write_bytes(briefings[0].read_bytes())
    (folder / briefings[3].name).write_bytes(briefings[4].read_bytes())
    built = run(folder, tmp_path / "index", workers=2)
    assert sum(row.reused for row in built.ledger) == len(briefings) - 2
    run(folder, tmp_path / "full", workers=2, full=True)
    lines = (QUESTIONS / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    dev = [row["text"] for row in rows if row["split"] == "dev" and row["answerable"]]
    assert len(dev) > 100
    assert ranked_pages(tmp_path / "index", dev) == ranked_pages(tmp_path / "full", dev)
