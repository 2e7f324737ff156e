"""Shards that are built apart and merged are what one build would have written."""

import shutil
from contextlib import closing
from dataclasses import asdict, replace

import pytest
from click.testing import CliRunner

from evidence_search import Engine, Settings
from evidence_search.encode import HashEncoder
from evidence_search.errors import CatalogueInvalid, IndexMismatch
from evidence_search.generations import current, generations
from evidence_search.index import Index
from evidence_search.standards import load_standards
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.cli import main
from indexer.ledger import read_ledger
from indexer.merge import merge
from indexer.republish import read_rated
from indexer.shard import Shard

STANDARDS = load_standards()
QUESTIONS = (
    "Do family group conferences keep children out of care?",
    "supervision of social workers",
)


class Other(HashEncoder):
    fingerprint = "hash-of-another-kind"


def run(source, directory, shard=None, encoder=None):
    entries = read_source(source, STANDARDS)
    taken = [entry for entry in entries if shard is None or shard.takes(entry.given.id)]
    plan = Plan(workers=1, shard=shard)
    return build(taken, directory, encoder or HashEncoder(), plan, lambda _: None)


def held(directory):
    """Give all that an index holds, as it is read."""
    with closing(Index.open(directory)) as index:
        store, count = index.store, len(index.vectors)
        documents = sorted(store.documents(), key=lambda one: one.id)
        return {
            "numbers": [store.rows_of(one.id) for one in documents],
            "documents": documents,
            "pages": [store.stored_pages(one.id) for one in documents],
            "passages": store.passages(range(count)),
            "vectors": index.vectors.vectors(range(count)).tolist(),
            "places": [column.tolist() for column in store.places()],
            "words": index.words,
            "ledger": [replace(row, reused=False) for row in read_ledger(current(directory))],
            "given": read_rated(directory).given,
            "made": (index.manifest.encoder, index.manifest.made_by, index.manifest.counts),
        }


def hits(directory):
    engine = Engine.open(Settings(index_dir=directory, encoder="hash"))
    with closing(engine):
        return [[asdict(hit) for hit in engine.search(one, 20)] for one in QUESTIONS]


@pytest.fixture(scope="module")
def shards(tmp_path_factory, sample):
    place = tmp_path_factory.mktemp("shards")
    for number in (1, 2, 3):
        run(sample / "catalogue.csv", place / str(number), Shard(number, 3))
    return place


def parts(shards, *numbers):
    return [shards / str(number) for number in numbers or (1, 2, 3)]


def test_three_shards_merge_to_what_one_build_writes(shards, sample, sample_index, tmp_path):
    merge(parts(shards, 3, 1, 2), tmp_path)
    one, other = held(sample_index), held(tmp_path)
    for name, value in one.items():
        assert other[name] == value, name
    assert hits(tmp_path) == hits(sample_index)
    assert not run(sample / "catalogue.csv", tmp_path).changed


def test_what_differs_between_two_indexes_would_be_seen(shards, sample_index):
    one, other = held(sample_index), held(shards / "1")
    same = {"made"} & {name for name in one if one[name] == other[name]}
    assert not same
    assert hits(shards / "1") != hits(sample_index)


def test_each_document_is_in_one_shard_whatever_the_others_are(sample):
    names = [entry.given.id for entry in read_source(sample / "catalogue.csv", STANDARDS)]
    for of in (1, 2, 7):
        takers = [[n for n in range(1, of + 1) if Shard(n, of).takes(name)] for name in names]
        assert {len(one) for one in takers} == {1}
    halves = [sum(Shard(n, 2).takes(f"report-{i}") for i in range(1000)) for n in (1, 2)]
    assert min(halves) > 400


def test_a_missing_shard_is_named_and_nothing_is_written(shards, tmp_path):
    with pytest.raises(CatalogueInvalid, match=r"missing: 2/3"):
        merge(parts(shards, 1, 3), tmp_path)
    with pytest.raises(CatalogueInvalid, match="more than one part holds"):
        merge(parts(shards, 1, 2, 3, 3), tmp_path)
    assert not generations(tmp_path)


def test_shards_of_two_encoders_or_two_runs_do_not_merge(shards, sample, tmp_path):
    source = sample / "catalogue.csv"
    run(source, tmp_path / "other", Shard(3, 3), Other())
    with pytest.raises(IndexMismatch, match="hash-of-another-kind"):
        merge([*parts(shards, 1, 2), tmp_path / "other"], tmp_path / "index")
    run(source, tmp_path / "of-two", Shard(2, 2))
    with pytest.raises(CatalogueInvalid, match="do not belong together"):
        merge([shards / "1", tmp_path / "of-two"], tmp_path / "index")


def test_a_shard_may_be_empty_or_hold_nothing_that_can_be_read(sample, tmp_path):
    source, of = tmp_path / "pdfs", 5
    source.mkdir()
    shutil.copy(sample / "briefings" / "supervision.pdf", source / "good.pdf")
    (source / "bad.pdf").write_bytes(b"no PDF")
    for number in range(1, of + 1):
        run(source, tmp_path / str(number), Shard(number, of))
    merge([tmp_path / str(number) for number in range(1, of + 1)], tmp_path / "index")
    states = {row.id: row.state.value for row in read_ledger(current(tmp_path / "index"))}
    assert states == {"bad": "refused", "good": "indexed"}


def test_shards_of_which_none_could_be_read_give_no_index(tmp_path):
    (tmp_path / "pdfs").mkdir()
    (tmp_path / "pdfs" / "bad.pdf").write_bytes(b"no PDF")
    run(tmp_path / "pdfs", tmp_path / "1", Shard(1, 1))
    with pytest.raises(CatalogueInvalid, match="none of the 1 files"):
        merge([tmp_path / "1"], tmp_path / "index")
    assert not generations(tmp_path / "index")


def test_the_commands_build_two_shards_and_merge_them(sample, tmp_path, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    source = str(sample / "catalogue.csv")
    for number in ("1/2", "2/2"):
        place = str(tmp_path / number.replace("/", "-"))
        arguments = ["build", source, "--index", place, "--shard", number]
        assert CliRunner().invoke(main, arguments).exit_code == 0
    both = [str(tmp_path / "1-2"), str(tmp_path / "2-2")]
    done = CliRunner().invoke(main, ["merge", *both, "--index", str(tmp_path / "index")])
    assert (done.exit_code, "generation 000001" in done.output) == (0, True)
    wrong = CliRunner().invoke(main, ["build", source, "--index", both[0], "--shard", "3/2"])
    assert (wrong.exit_code, "no part 3 of 2" in wrong.output) == (2, True)
