"""A push to Milvus is led to when it is whole; an update writes what changed."""

import pytest

from evidence_search import Engine
from evidence_search.encode import HashEncoder
from evidence_search.errors import CatalogueInvalid, IndexMismatch, IndexMissing
from evidence_search.opening import current_name, every_name, open_library
from tests.in_milvus import at, write

pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
push = pytest.importorskip("indexer.push", reason="pymilvus is not installed")
milvus = pytest.importorskip("evidence_search.milvus")


@pytest.fixture
def library(tmp_path):
    """Give the settings of a library of two documents in a Milvus of its own."""
    write(tmp_path / "one", {"apples": "Apples reduce scurvy in sailors.", "pears": "Pears help."})
    settings = at(tmp_path)
    push.push([tmp_path / "one"], settings)
    return settings


def test_a_push_leads_new_readers_to_a_new_generation_and_the_old_one_stays(library, tmp_path):
    before = open_library(library)
    write(tmp_path / "two", {"plums": "Plums are eaten in autumn."})
    assert push.push([tmp_path / "two"], library).generation == "000002"
    assert current_name(library) == "000002"
    assert [one.id for one in open_library(library).store.documents()] == ["plums"]
    assert {one.id for one in before.store.documents()} == {"apples", "pears"}
    client = milvus.connect(library)
    push.roll_back(client, library.milvus_library, None)
    assert current_name(library) == "000001"
    with pytest.raises(IndexMissing, match="no such generation"):
        push.roll_back(client, library.milvus_library, 7)


def test_beyond_three_generations_the_oldest_are_dropped_but_never_the_current(library, tmp_path):
    client = milvus.connect(library)
    for _ in range(3):
        push.push([tmp_path / "one"], library)
    assert every_name(library) == ["000002", "000003", "000004"]
    assert len(client.list_collections()) == 9
    push.roll_back(client, library.milvus_library, 2)
    assert push.clean(client, library.milvus_library) == []


def test_a_push_that_fails_leaves_what_was_there(library, tmp_path):
    client = milvus.connect(library)
    with pytest.raises(CatalogueInvalid, match="more than one part holds apples"):
        push.push([tmp_path / "one", tmp_path / "one"], library)
    assert every_name(library) == ["000001"] == [current_name(library)]
    assert len(client.list_collections()) == 3


def test_two_parts_are_pushed_as_one_library(tmp_path):
    write(tmp_path / "one", {"apples": "Apples reduce scurvy."})
    write(tmp_path / "two", {"pears": "Pears reduce nothing."})
    settings = at(tmp_path)
    push.push([tmp_path / "one", tmp_path / "two"], settings)
    engine = Engine.open(settings)
    assert engine.index.manifest.counts == {"documents": 2, "pages": 2, "passages": 2}
    assert engine.index.words["reduce"] == 2
    assert {hit.passage.document.id for hit in engine.search("reduce")} == {"apples", "pears"}


def test_an_update_writes_what_changed_and_removes_what_is_gone(library, tmp_path):
    texts = {"apples": "Apples do not reduce scurvy.", "plums": "Plums are eaten in autumn."}
    write(tmp_path / "two", texts)
    done = push.update([tmp_path / "two"], library)
    assert (done.generation, done.written, done.removed) == ("000001.1", 2, 1)
    engine = Engine.open(library)
    assert {one.id for one in engine.index.store.documents()} == {"apples", "plums"}
    assert engine.index.store.counts() == {"documents": 2, "pages": 2, "passages": 2}
    [hit, *_] = engine.search("apples scurvy")
    assert hit.passage.text == "Apples do not reduce scurvy."
    again = push.update([tmp_path / "two"], library)
    assert (again.generation, again.written, again.removed) == ("000001.1", 0, 0)


def test_an_update_by_another_encoder_is_refused(library, tmp_path):
    class Other(HashEncoder):
        fingerprint = "hash-of-another-kind"

    write(tmp_path / "two", {"plums": "Plums."}, Other())
    with pytest.raises(IndexMismatch, match="hash-of-another-kind"):
        push.update([tmp_path / "two"], library)


def test_a_milvus_that_fails_on_the_way_is_told_in_a_line_and_leaves_no_half(
    library, tmp_path, monkeypatch
):
    def fails(*_given, **_named):
        raise milvus.MilvusException(code=65535, message="apples")

    client = milvus.connect(library)
    write(tmp_path / "two", {"pears": "Pears reduce nothing."})
    for call, work in (
        ("upsert", lambda: push.push([tmp_path / "two"], library)),
        ("load_collection", lambda: open_library(library)),
        ("list_collections", lambda: every_name(library)),
    ):
        with monkeypatch.context() as failing:
            failing.setattr(client, call, fails)
            with pytest.raises(IndexMissing, match=r"no answer \(its code 65535\)") as told:
                work()
        assert "apples" not in str(told.value)
    assert every_name(library) == ["000001"] == [current_name(library)]
