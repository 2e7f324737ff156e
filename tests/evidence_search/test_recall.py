"""Vectors of sentences are remembered, up to a number."""

import numpy as np

from evidence_search.encode import HashEncoder
from evidence_search.recall import SentenceVectors


class Counting(HashEncoder):
    def __init__(self):
        self.encoded = []

    def encode_passages(self, texts):
        self.encoded += texts
        return super().encode_passages(texts)


def test_a_sentence_is_encoded_once_and_its_vector_is_the_encoders():
    vectors = SentenceVectors(encoder := Counting())
    first = vectors.of(["a b", "c", "a b"])
    assert encoder.encoded == ["a b", "c"]
    again = vectors.of(["c", "a b"])
    assert encoder.encoded == ["a b", "c"]
    assert np.array_equal(first[[1, 0]], again)
    assert np.array_equal(again, HashEncoder().encode_passages(["c", "a b"]))


def test_what_was_used_longest_ago_is_forgotten_first():
    vectors = SentenceVectors(encoder := Counting(), most=2)
    for sentences in (["a"], ["b"], ["a"], ["c"], ["a"], ["b"]):
        vectors.of(sentences)
    assert encoder.encoded == ["a", "b", "c", "b"]


def test_more_sentences_than_are_remembered_all_get_their_vectors():
    vectors = SentenceVectors(Counting(), most=1)
    assert len(vectors.of(["a", "b", "c"])) == 3
