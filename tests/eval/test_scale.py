"""An index that is grown to be timed is an index, of as many passages as were asked for."""

import json

from click.testing import CliRunner

from eval.__main__ import main
from eval.grow import grow
from evidence_search import Engine, Settings
from evidence_search.encode import HashEncoder
from evidence_search.index import Index


def test_a_grown_index_holds_copies_that_differ_in_id_and_vector(small_index, tmp_path):
    index = Index.open(small_index)
    assert grow(index, tmp_path / "grown", 7, HashEncoder()) == 7
    index.close()
    engine = Engine.open(Settings(index_dir=tmp_path / "grown", encoder="hash"))
    assert engine.index.store.counts() == {"documents": 7, "pages": 7, "passages": 7}
    assert {document.id for document in engine.index.store.documents()} > {"money-0", "money-1"}
    assert isinstance(engine.index, Index)
    vectors = engine.index.vectors.vectors(range(7))
    assert len({vector.tobytes() for vector in vectors}) == 7
    assert engine.search("cash transfers housing")[0].passage.document.title == "About money"
    engine.index.check_parts()
    engine.close()


def test_each_size_is_timed(small_index, tmp_path, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "housing of care leavers"}\n')
    given = ["--index", str(small_index), "--collection", str(tmp_path), "--json"]
    done = CliRunner().invoke(main, ["scale", *given, "--passages", "5", "--passages", "20"])
    assert done.exit_code == 0, done.output
    costs = json.loads(done.output)
    assert [cost["passages"] for cost in costs] == [5, 20]
    assert costs[1]["megabytes"] > costs[0]["megabytes"] > 0
    assert all(cost["search"] > cost["encode"] > 0 for cost in costs)
