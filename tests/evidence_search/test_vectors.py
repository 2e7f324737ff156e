"""Vectors are kept as suits how many they are, and found whatever the kind."""

import numpy as np
import pytest

from evidence_search import vector_writer
from evidence_search.manifest import VectorKind
from evidence_search.vector_writer import LEAST_RECALL, VectorWriter, suited
from evidence_search.vectors import VectorIndex

COUNT, DIMENSION = 3000, 32


@pytest.fixture(scope="module")
def vectors():
    given = np.random.default_rng(0).normal(size=(COUNT, DIMENSION))
    return (given / np.linalg.norm(given, axis=1, keepdims=True)).astype(np.float32)


def write(path, vectors, kind=None):
    writer = VectorWriter(path, kind)
    for start in range(0, len(vectors), 700):
        writer.add(vectors[start : start + 700])
    return writer.finish(vectors.shape[1])


@pytest.fixture(scope="module", params=list(VectorKind))
def made(request, vectors, tmp_path_factory):
    path = tmp_path_factory.mktemp("vectors") / "vectors.faiss"
    kind, recall = write(path, vectors, request.param)
    return path, kind, recall


def nearest(vectors, query, rows, k):
    return rows[np.argsort(-(vectors[rows] @ query), kind="stable")][:k]


def test_every_kind_finds_nearly_all_that_is_nearest(made, vectors):
    path, _, recall = made
    index = VectorIndex(path)
    rows = np.arange(COUNT)
    queries = vectors[::100]
    found = [{row for row, _ in index.search(query[None], 10)} for query in queries]
    shared = [
        len(own & set(nearest(vectors, query, rows, 10).tolist()))
        for own, query in zip(found, queries, strict=True)
    ]
    assert recall >= LEAST_RECALL
    assert np.mean(shared) / 10 >= LEAST_RECALL - 0.02


@pytest.mark.parametrize("share", [0.01, 0.1, 0.6])
def test_a_search_confined_to_few_rows_is_exact(made, vectors, share):
    path, kind, _ = made
    index = VectorIndex(path)
    allowed = np.flatnonzero(np.random.default_rng(1).random(COUNT) < share)
    query = vectors[5]
    found = [row for row, _ in index.search(query[None], 10, allowed)]
    assert set(found) <= set(allowed.tolist())
    expected = nearest(vectors, query, allowed, 10).tolist()
    exact = share < 0.3 and kind is not VectorKind.IVF_SQ8
    assert len(set(found) & set(expected)) >= (10 if exact else 9)


def test_what_was_kept_is_given_again(made, vectors):
    path, _, _ = made
    given = VectorIndex(path).vectors([0, 5, COUNT - 1])
    assert np.sum(given * vectors[[0, 5, COUNT - 1]], axis=1) == pytest.approx([1, 1, 1], abs=0.003)


def test_a_kind_that_finds_too_little_is_not_kept(vectors, tmp_path, monkeypatch):
    monkeypatch.setattr(vector_writer, "LEAST_RECALL", 1.1)
    kind, _ = write(tmp_path / "vectors.faiss", vectors, VectorKind.HNSW)
    assert kind is VectorKind.FP16


def test_an_index_without_vectors_is_written_and_finds_nothing(tmp_path):
    path = tmp_path / "vectors.faiss"
    assert VectorWriter(path).finish(DIMENSION) == (VectorKind.FLAT, 1.0)
    assert VectorIndex(path).search(np.ones((1, DIMENSION), np.float32), 10) == []


def test_the_more_vectors_the_less_each_of_them_takes():
    kinds = [suited(count) for count in (0, 1_000, 40_000, 10_000_000)]
    assert kinds == [VectorKind.FLAT, VectorKind.FLAT, VectorKind.FP16, VectorKind.IVF_SQ8]
