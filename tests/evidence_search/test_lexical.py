"""Words to pages: two side by side count more, in a large library where both say much."""

import pytest

from evidence_search import lexical
from evidence_search.lexical import LexicalIndex, LexicalWriter, Words

PAGES = (
    "children of care and a home",
    "care of children and a home",
    "a home and children care of",
)


@pytest.fixture
def index(tmp_path):
    writer = LexicalWriter(tmp_path / "lexical")
    for row, text in enumerate(PAGES):
        writer.add_page(row, 0, text)
    writer.finish()
    return LexicalIndex(tmp_path / "lexical")


def found(index, text):
    return [row for row, _ in index.pages(Words(text), 1)]


@pytest.mark.parametrize(
    ("asked", "first"), [("care of", 1), ("children of", 0), ("children care", 2)]
)
def test_the_page_comes_first_on_which_two_words_stand_side_by_side(index, asked, first):
    assert found(index, asked) == [first]


def test_in_a_large_library_pairs_with_a_word_that_says_little_count_nothing(index, monkeypatch):
    monkeypatch.setattr(lexical, "MANY_FOR_PAIRS", 0)
    scores = dict(index.pages(Words("children of care"), 3))
    assert len(set(scores.values())) == 1
    assert found(index, "children care") == [2]


def test_in_a_large_library_a_word_that_says_little_is_looked_for_only_alone(index, monkeypatch):
    monkeypatch.setattr(lexical, "MANY_FOR_PAIRS", 0)
    monkeypatch.setattr(lexical, "MANY", 0)
    assert index.pages(Words("of offending"), 3) == []
    assert index.pages(Words("offending", "of offending", 1.0), 3) == []
    assert len(index.pages(Words("of"), 3)) == len(PAGES)
