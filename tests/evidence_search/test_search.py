from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_search import Document, Engine, Filters, Passage, Settings, Span
from evidence_search.encode import HashEncoder
from evidence_search.errors import IndexMismatch, QuestionInvalid, QuestionScreened
from evidence_search.index import Index, write_generation
from evidence_search.lexical import Words
from evidence_search.ratings import DocumentStatus
from evidence_search.search import HybridRetriever, Ranking, Weights
from evidence_search.types import Page


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    directory = tmp_path_factory.mktemp("index")
    with write_generation(directory, HashEncoder(), {}) as writer:
        for name in "abc":
            document = Document(name, name, name, "0" * 64)
            passage = Passage(f"{name}#1:0", document, f"care {name}", (Span(1, 0, 6),))
            writer.add(document, [Page(1, f"care {name}")], [passage])
    engine = Engine.open(Settings(index_dir=directory, encoder="hash"))
    yield engine
    engine.close()


def test_the_passage_with_the_words_comes_first(engine):
    hits = engine.search("cash transfers for care leavers")
    assert hits[0].passage.document.id == "money"
    assert {channel.name for channel in hits[0].found_by} == {"passage", "page", "dense"}


@pytest.mark.parametrize("channel", ["passage", "page", "dense"])
def test_what_counts_nothing_is_not_looked_for(small_index, channel):
    settings = Settings(index_dir=small_index, encoder="hash").model_copy(
        update={f"weight_{channel}": 0}
    )
    hits = Engine.open(settings).search("cash transfers for care leavers")
    found_by = {one.name for hit in hits for one in hit.found_by}
    assert found_by == {"passage", "page", "dense"} - {channel}


def test_scores_fall_strictly(tmp_path):
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        for name in "abcdef":
            document = Document(name, name, name, "0" * 64)
            passage = Passage(f"{name}#1:0", document, "the same text", (Span(1, 0, 13),))
            writer.add(document, [Page(1, "the same text")], [passage])
    engine = Engine.open(Settings(index_dir=tmp_path, encoder="hash"))
    scores = [hit.score for hit in engine.search("the same text")]
    assert len(scores) == 6
    assert all(a > b for a, b in pairwise(scores))


def test_a_filter_confines_every_channel(engine):
    hits = engine.search("care", filters=Filters(documents=("interviews",)))
    assert [hit.passage.document.id for hit in hits] == ["interviews"]
    assert engine.search("care", filters=Filters(year_from=2021)) == []
    assert engine.search("care", filters=Filters(statuses=(DocumentStatus.RETRACTED,))) == []


def test_an_index_of_another_encoder_is_refused(small_index):
    class Other(HashEncoder):
        fingerprint = "hash-257"

    with pytest.raises(IndexMismatch, match="built by the encoder hash-256, not by hash-257"):
        HybridRetriever(Index.open(small_index), Other(), Ranking(Weights(1, 1, 1, 0), 10, 3))


def test_what_a_document_has_beyond_its_share_comes_after_the_others(tmp_path):
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        for name, pages in (("long", 4), ("short", 1)):
            document = Document(name, name, name, "0" * 64)
            text = "foster care" if name == "long" else "foster care and much else besides"
            writer.add(
                document,
                [Page(number, text) for number in range(1, pages + 1)],
                [
                    Passage(f"{name}#{n}", document, text, (Span(n, 0, len(text)),))
                    for n in range(1, pages + 1)
                ],
            )
    settings = Settings(index_dir=tmp_path, encoder="hash", passages_per_document=2)
    found = [hit.passage.document.id for hit in Engine.open(settings).search("foster care")]
    assert found == ["long", "long", "short", "long", "long"]


@pytest.mark.parametrize(
    "text", ['"quoted" AND (NOT', "care:leavers^2 ~ [a TO b]", "👪 care", "Ü" * 300, "a\x00b care"]
)
def test_no_text_breaks_retrieval(engine, text):
    assert engine.search(text)


ODD = st.text(st.sampled_from("care \"'()[]{}*?+-^~:\\/|&!<>=👪é儿\u202e\x00\n") | st.characters())


@settings(deadline=None)  # others may be using the machine
@given(ODD)
def test_any_text_is_searched_or_refused_with_a_reason(searched, text):
    try:
        hits = searched.search(text[:2000], confirmed=True)
    except (QuestionInvalid, QuestionScreened):
        return
    assert all(a.score > b.score for a, b in pairwise(hits))


def test_two_thousand_characters_are_searched(engine):
    assert engine.search("what helps " + "care leavers " * 150)


def test_a_question_in_another_language_is_searched_and_told_so(engine):
    found = engine.find("Was hilft Pflegekindern in der Schule?")
    assert found.hits
    assert found.reading.note is not None
    assert "not seem to be in English" in found.reading.note
    assert engine.find("What helps care leavers?").reading.note is None


def test_words_side_by_side_count_for_more(tmp_path):
    texts = {"apart": "Care plans of young leavers", "together": "Young care leavers of plans"}
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        for name, text in texts.items():
            document = Document(name, name, name, "0" * 64)
            passage = Passage(f"{name}#1:0", document, text, (Span(1, 0, len(text)),))
            writer.add(document, [Page(1, text)], [passage])
    pages = Index.open(tmp_path).lexical.pages(Words("care leavers"), 2)
    assert [row for row, _ in pages] == [1, 0]
    assert pages[0][1] > pages[1][1]


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "is empty"), ("  \n", "is empty"), ("\x00\x07", "is empty"), ("?!", "is empty"),
     ("a" * 10_000, "has 10,000 characters; the most is 2,000")],
)  # fmt: skip
def test_a_question_that_cannot_be_searched_is_refused_with_the_reason(engine, text, message):
    with pytest.raises(QuestionInvalid, match=message):
        engine.answer(text)
