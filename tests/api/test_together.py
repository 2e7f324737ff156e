"""Questions that come together are encoded together, and each gets its own vector."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from api.batch import LARGEST, Together
from evidence_search.encode import HashEncoder

TEXTS = [f"question number {number} about {number * 7} children" for number in range(40)]


class Gated(HashEncoder):
    """Waits in its first batch until it is let on, and notes the size of each."""

    def __init__(self):
        self.batches = []
        self.begun, self.on = threading.Event(), threading.Event()

    def encode_queries(self, texts):
        self.batches.append(len(texts))
        self.begun.set()
        self.on.wait(10)
        if "fail" in texts:
            raise ValueError("no")
        return super().encode_queries(texts)


def together(encoder, groups, sizes):
    batched = Together(encoder, sizes.append)
    with ThreadPoolExecutor(len(groups)) as pool:
        first = pool.submit(batched.encode_queries, groups[0])
        encoder.begun.wait(10)
        rest = [pool.submit(batched.encode_queries, group) for group in groups[1:]]
        while len(batched._waiting) < len(groups) - 1:
            pass
        encoder.on.set()
        return [future.exception() or future.result() for future in (first, *rest)]


def test_what_comes_while_it_works_is_one_batch_and_each_gets_its_own():
    encoder = Gated()
    sizes: list[int] = []
    groups = [TEXTS[:1], TEXTS[1:3], TEXTS[3:4], TEXTS[4:7]]
    found = together(encoder, groups, sizes)
    assert encoder.batches == sizes == [1, 6]
    for group, vectors in zip(groups, found, strict=True):
        assert np.array_equal(vectors, HashEncoder().encode_queries(group))


def test_a_batch_has_its_limit():
    encoder = Gated()
    together(encoder, [[text] for text in TEXTS], [])
    assert encoder.batches == [1, LARGEST, len(TEXTS) - 1 - LARGEST]


def test_a_failure_is_told_to_all_who_wait_and_to_nobody_after():
    encoder = Gated()
    batched = Together(encoder, lambda _: None)
    first, second = together(encoder, [TEXTS[:1], ["fail"]], [])
    assert isinstance(second, ValueError)
    assert first.shape == (1, 256)
    assert batched.encode_queries(TEXTS[:2]).shape == (2, 256)


def test_an_answer_and_a_search_encode_their_question_once(engine):
    class Counting(HashEncoder):
        def __init__(self):
            self.asked = []

        def encode_queries(self, texts):
            self.asked += texts
            return super().encode_queries(texts)

    for ask in ("answer", "search"):
        from_here = Counting()
        counted = type(engine).over(
            type(engine.index).open(engine.settings.index_dir), engine.settings
        )
        try:
            object.__setattr__(counted, "encoder", from_here)
            object.__setattr__(counted.retriever, "_encoder", from_here)
            getattr(counted, ask)("Do family group conferences work?")
        finally:
            counted.close()
        assert from_here.asked == ["Do family group conferences work?"]


@pytest.mark.parametrize("count", [2, 8])
def test_many_threads_at_once_all_get_theirs(count):
    batched = Together(HashEncoder(), lambda _: None)
    with ThreadPoolExecutor(count) as pool:
        found = list(pool.map(lambda text: batched.encode_queries([text]), TEXTS * 5))
    assert np.array_equal(np.vstack(found), HashEncoder().encode_queries(TEXTS * 5))
