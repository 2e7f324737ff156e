"""A Milvus server, where MILVUS_URI names one, does what Milvus Lite does in the other tests."""

import os
from contextlib import closing

import numpy as np
import pytest

from evidence_search import Engine, Filters, Settings
from evidence_search.index import Index
from evidence_search.ratings import DocumentStatus

URI = os.environ.get("MILVUS_URI", "")
pytestmark = pytest.mark.skipif(not URI, reason="MILVUS_URI names no Milvus server")
push = pytest.importorskip("indexer.push", reason="pymilvus is not installed")
milvus = pytest.importorskip("evidence_search.milvus")
schema = pytest.importorskip("evidence_search.milvus_schema")
store = pytest.importorskip("evidence_search.milvus_store")

FIELDS = ("row", "document", "year", "tags", "content", "text", "id", "page", "summary", "vector")
LIBRARY = "test_of_a_server"
NARROW = Filters(countries=("england",), year_from=2020, statuses=(DocumentStatus.CURRENT,))


@pytest.fixture
def client():
    connected = milvus.connect(Settings(milvus=URI))
    yield connected
    if milvus.pointed(connected, LIBRARY):
        connected.drop_alias(LIBRARY)
    for name in connected.list_collections():
        if name.startswith(LIBRARY):
            connected.drop_collection(name)


def worded(client):
    numbers = push.NUMBERS.findall(client.get_server_version())
    return tuple(map(int, numbers[:2])) >= push.OLDEST


def without_words(client, name, dimension):
    """Make the collection of passages less what only Milvus 2.5 knows."""
    made = schema._common()
    schema._texts(made, "text", schema.LONGEST, 1_024)
    schema._add_passage(made, dimension)
    index = schema._indexes(("vector", "AUTOINDEX", "IP"))
    client.create_collection(name, schema=made, index_params=index)


def test_vectors_and_filters_find_what_the_index_here_finds(client, sample_index):
    name = f"{LIBRARY}_000001_documents"
    with closing(Index.open(sample_index)) as index:
        without_words(client, name, index.manifest.dimension)
        count = len(index.vectors)
        passages, vectors = index.store.passages(range(count)), index.vectors.vectors(range(count))
        made = [store.passage_row(*both) for both in zip(passages, vectors, strict=True)]
        rows = [{field: row[field] for field in FIELDS} for row in made]
        client.upsert(name, rows)
        client.upsert(name, rows[:20])
        client.flush(name)
        client.create_alias(name, LIBRARY)
        client.load_collection(LIBRARY)
        for filters in (Filters(), NARROW):
            found = client.search(
                LIBRARY,
                data=vectors[7:8].tolist(),
                anns_field="vector",
                limit=30,
                filter=milvus.expression(filters, dimensions=True),
                output_fields=milvus.PLACES,
                consistency_level="Strong",
            )[0]
            wanted = index.confined(filters).nearest(vectors[7:8], 30)
            assert [hit["distance"] for hit in found] == pytest.approx(
                [score for _, score in wanted], abs=1e-4
            )
            known = {row["row"]: row["page"] for row in rows}
            assert all(known[hit["row"]] == hit["page"] for hit in found)
        client.delete(LIBRARY, filter=f"document == {rows[0]['document']}")
        left = sum(row["document"] != rows[0]["document"] for row in rows)
        [told] = client.query(LIBRARY, output_fields=["count(*)"], consistency_level="Strong")
        assert told["count(*)"] == left


def test_a_server_without_bm25_is_refused_and_left_as_it_was(client, sample_index):
    if worded(client):
        pytest.skip("this server has BM25")
    with pytest.raises(Exception, match=r"no BM25: 2\.5 or newer"):
        push.push([sample_index], Settings(milvus=URI, milvus_library=LIBRARY))
    assert not [name for name in client.list_collections() if name.startswith(LIBRARY)]


def test_a_library_on_a_server_is_searched_as_one_here(client, sample_index):
    if not worded(client):
        pytest.skip("this server has no BM25")
    settings = Settings(milvus=URI, milvus_library=LIBRARY, encoder="hash")
    push.push([sample_index], settings)
    with closing(Index.open(sample_index)) as index:
        here = Engine.over(index, settings)
        there = Engine.open(settings)
        question = "Do family group conferences keep children out of care?"
        wanted, found = ({hit.passage.id for hit in e.search(question)} for e in (here, there))
        assert np.mean([one in found for one in wanted]) >= 0.8
        assert there.answer(question).status == here.answer(question).status
