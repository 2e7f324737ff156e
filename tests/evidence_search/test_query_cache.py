"""A question asked again is not searched again, and its words are not kept."""

from dataclasses import replace

from evidence_search.encode import HashEncoder
from evidence_search.filters import Filters
from evidence_search.query_cache import QueryCache

ASKED = ("Does kinship care help Zebedee?", 10)


class Found:
    """Counts how often it is looked for."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return [self.times]


def test_the_same_question_is_looked_for_once():
    cache, find = QueryCache[object](2), Found()
    assert cache.get(ASKED, find) == cache.get(ASKED, find) == [1]
    assert cache.get((ASKED[0], 11), find) == [2]


def test_the_oldest_is_forgotten_first_and_none_is_kept_where_none_may_be():
    cache, find = QueryCache[object](1), Found()
    for asked in (ASKED, ("another", 10), ASKED):
        cache.get(asked, find)
    assert find.times == 3
    none, find = QueryCache[object](0), Found()
    assert [none.get(ASKED, find) for _ in range(2)] == [[1], [2]]


def test_what_is_given_may_be_changed_without_harm():
    cache, find = QueryCache[object](2), Found()
    cache.get(ASKED, find).append("more")
    assert cache.get(ASKED, find) == [1]


def test_the_words_of_a_question_are_not_kept():
    cache = QueryCache[object](2)
    cache.get(ASKED, Found())
    [(key, hits)] = cache._known.items()
    assert len(key) == 32
    assert hits == [1]


class Counting(HashEncoder):
    def __init__(self):
        self.asked = []

    def encode_queries(self, texts):
        self.asked += texts
        return super().encode_queries(texts)


def test_an_engine_remembers_a_question_until_it_moves_to_another_generation(engine):
    encoder = Counting()
    serving = replace(engine, encoder=encoder).moved_to(engine.index)
    first = serving.search("foster care")
    assert serving.search("foster care") == first
    assert serving.search("foster care", filters=Filters(year_from=2021)) == []
    assert len(encoder.asked) == 2
    serving.moved_to(engine.index).search("foster care")
    assert len(encoder.asked) == 3
