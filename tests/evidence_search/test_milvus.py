"""A library in Milvus says, finds and answers what the index that was pushed there does."""

import subprocess
import sys
from contextlib import closing

import numpy as np
import pytest

from evidence_search import Engine, Filters, Settings
from evidence_search.encode import HashEncoder
from evidence_search.errors import IndexMissing, SettingsInvalid
from evidence_search.index import Index, write_generation
from evidence_search.opening import open_library
from evidence_search.ratings import NO_RATING, Design, Dimension, Direction, DocumentStatus
from evidence_search.types import Document
from tests.in_milvus import at, write

pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
push = pytest.importorskip("indexer.push", reason="pymilvus is not installed")
milvus = pytest.importorskip("evidence_search.milvus")
milvus_filters = pytest.importorskip("evidence_search.milvus_filters")

QUESTIONS = (
    "Do family group conferences keep children out of care?",
    "What helps care leavers with housing?",
    "Does supervision of social workers reduce turnover?",
    "How much does multisystemic therapy cost?",
    "effects of book gifting on reading",
    "Is intensive family preservation safe for children?",
)
FILTERS = {
    "none": Filters(),
    "country": Filters(countries=("england",)),
    "two-countries": Filters(countries=("United States", "Wales")),
    "level": Filters(levels=(("wwcsc-strength", "3"), ("wwcsc-effectiveness", "2"))),
    "level-and-way": Filters(
        levels=(("wwcsc-effectiveness", "1"),), directions=(Direction.POSITIVE, Direction.MIXED)
    ),
    "level-and-no-way": Filters(
        levels=(("wwcsc-effectiveness", "1"),), directions=(Direction.NEGATIVE,)
    ),
    "status": Filters(statuses=(DocumentStatus.CURRENT,)),
    "no-publisher": Filters(publishers=("nobody",)),
    "design": Filters(designs=(Design.TRIAL, Design.REVIEW)),
    "direction": Filters(directions=(Direction.POSITIVE,)),
    "unrated": Filters(provenances=(NO_RATING,)),
    "dimension": Filters(emmie=(Dimension.ECONOMICS,)),
    "both": Filters(emmie=(Dimension.EFFECT,), countries=("England",)),
}
DENSE = Settings(encoder="hash", weight_passage=0, weight_page=0, weight_dense=1)


@pytest.fixture(scope="module")
def place(tmp_path_factory, sample_index):
    folder = tmp_path_factory.mktemp("milvus")
    push.push([sample_index], at(folder))
    return folder


@pytest.fixture(scope="module")
def both(place, sample_index):
    """Give the index on the disk and the one in Milvus."""
    with closing(Index.open(sample_index)) as index:
        yield index, open_library(at(place))


def test_the_store_says_the_same_of_every_document_page_and_passage(both):
    here, there = both
    documents = here.store.documents()
    assert there.store.documents() == documents
    assert there.store.counts() == here.store.counts() == dict(there.manifest.counts)
    assert there.words == here.words
    for document in documents:
        numbers = here.store.page_numbers(document.id)
        assert there.store.page_numbers(document.id) == numbers
        assert there.store.document(document.id) == document
        for number in numbers:
            assert there.store.page(document.id, number) == here.store.page(document.id, number)
            assert there.store.text(document.id, number) == here.store.text(document.id, number)
    for passage in here.store.passages(range(len(here.vectors))):
        assert there.store.passage(passage.id) == passage
    assert there.store.document("none") is None
    assert there.store.text("none", 1) is None
    assert there.store.passage("none") is None


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
def test_a_filter_lets_the_same_documents_through_and_dense_finds_the_same(both, filters):
    here, there = both
    assert there.store.documents(filters) == here.store.documents(filters)
    assert there.reach(filters) == here.reach(filters)
    one = Engine.over(here, DENSE)
    other = one.moved_to(there)
    for question in QUESTIONS:
        found, wanted = (e.search(question, 30, filters) for e in (other, one))
        assert len(found) == len(wanted)
        one_by_one = ([hit.score for hit in hits] for hits in (found, wanted))
        assert next(one_by_one) == pytest.approx(next(one_by_one), abs=1e-4)


def test_the_filters_asked_for_let_some_through_and_not_all(both):
    here, _ = both
    every = here.store.counts()["documents"]
    kept = {name: len(here.store.documents(filters)) for name, filters in FILTERS.items()}
    assert kept["none"] == every
    assert kept["no-publisher"] == 0
    some = ("country", "design", "direction", "unrated", "level", "level-and-way")
    assert all(0 < kept[name] < every for name in some)
    assert kept["level-and-no-way"] == 0


def test_a_document_without_a_year_lies_in_no_span_of_years(tmp_path):
    with write_generation(tmp_path / "index", HashEncoder(), {}) as writer:
        for year in (None, 2015, 2020):
            writer.add(Document(f"of-{year}", "a.pdf", f"{year}", "0" * 64, year=year), [], [])
    push.push([tmp_path / "index"], at(tmp_path))
    store = open_library(at(tmp_path)).store
    for spans, known in (
        ((2015, None), 2),
        ((None, 2019), 1),
        ((2016, 2019), 0),
        ((None, 2030), 2),
    ):
        found = store.documents(Filters(year_from=spans[0], year_to=spans[1]))
        assert len([one for one in found if one.year]) == len(found) == known


def test_words_and_vectors_together_find_nearly_the_same(both):
    here, there = both
    one = Engine.over(here, Settings(encoder="hash"))
    other = one.moved_to(there)
    first, shared = 0, []
    for question in QUESTIONS:
        wanted, found = ([hit.passage.id for hit in e.search(question, 10)] for e in (one, other))
        first += wanted[0] == found[0]
        shared.append(len(set(wanted) & set(found)) / len(wanted))
        assert other.index.unused(question) == one.index.unused(question)
    assert first >= len(QUESTIONS) - 1
    assert np.mean(shared) >= 0.85


def test_answers_have_the_same_status_and_stand_on_their_pages(both):
    here, there = both
    one = Engine.over(here, Settings(encoder="hash"))
    other = one.moved_to(there)
    for question in (*QUESTIONS, "How deep is the Mariana trench?"):
        wanted, found = one.answer(question), other.answer(question)
        assert found.status == wanted.status
        assert found.dropped == 0


def test_words_that_no_passage_uses_are_told(both):
    here, there = both
    for text in ("zebra conferences 9999 keeping", "", "of the and"):
        assert there.unused(text) == here.unused(text)
    assert there.unused("zebra conferences") == ("zebra",)


def test_a_phrase_and_a_heading_count_and_a_term_of_the_vocabulary_counts_half(tmp_path):
    texts = {
        "apart": "Group work. A family came. " + "They came and went. " * 3,
        "together": "A family group came. " + "They came and went. " * 3,
        "conferences": "They met often. " + "They came and went. " * 3,
    }
    settings = at(tmp_path)
    push.push([write(tmp_path / "index", texts)], settings)
    scope = open_library(settings).confined(Filters())
    words = milvus.Words("family group")
    together, apart = (milvus_filters.number_of(f"{name}#1") for name in ("together", "apart"))
    found, plain = (
        dict(scope.pages(one, 5)) for one in (words, milvus.Words("family group", phrases=0.0))
    )
    assert found[together] > 1.1 * plain[together]
    assert found[apart] == pytest.approx(plain[apart])
    [(_, headed)] = scope.passages(milvus.Words("conferences"), 5)
    assert headed == pytest.approx(
        4 * dict(scope.passages(milvus.Words("conferences", headings=0.0625), 5)).popitem()[1],
        rel=0.3,
    )
    assert scope.passages(milvus.Words("conferences", headings=0.0), 5) == []
    whole = dict(scope.passages(milvus.Words("met"), 5)).popitem()[1]
    half = dict(scope.passages(milvus.Words("zebra", "met", 0.5), 5)).popitem()[1]
    assert half == pytest.approx(whole / 2)


def test_what_is_not_there_is_said_with_what_to_do(tmp_path):
    with pytest.raises(IndexMissing, match="python -m indexer milvus push"):
        open_library(at(tmp_path))
    with pytest.raises(IndexMissing, match="no Milvus answers at http"):
        open_library(Settings(milvus="http://127.0.0.1:9"))


def test_without_the_extra_the_setting_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "evidence_search.milvus")
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    for name in ("milvus_schema", "milvus_store"):
        monkeypatch.delitem(sys.modules, f"evidence_search.{name}")
    with pytest.raises(SettingsInvalid, match=r"pip install '\.\[milvus\]'"):
        open_library(at(tmp_path))


def test_nothing_of_milvus_is_loaded_by_default():
    code = "import sys, evidence_search.engine, indexer.cli; print('pymilvus' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert loaded.stdout.strip() == b"False"
