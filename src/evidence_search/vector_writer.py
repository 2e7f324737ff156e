"""Unit vectors to a FAISS file of the kind that suits how many they are."""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import faiss
import numpy as np

from evidence_search.manifest import VectorKind
from evidence_search.types import Rows, Vectors

HALF_FROM, CELLS_FROM = 20_000, 60_000
LEAST_RECALL = 0.98
SAMPLE, NEAREST = 200, 200  # as deep as a search looks, by default
ASIDE = 0.6  # the cosine of a sample to a passage: about as near as a question comes
BLOCK = 10_000
LINKS, CONSTRUCTION = 32, 200
CELLS_SEARCHED = tuple(round(64 * 1.25**step) for step in range(14))  # up to 1164
ROWS_A_CELL = 39  # what FAISS wants to see of each cell when it learns where the cells lie


def suited(count: int) -> VectorKind:
    """Give the kind for so many vectors, by what was measured (docs/vectors.md)."""
    if count < HALF_FROM:
        return VectorKind.FLAT
    return VectorKind.FP16 if count < CELLS_FROM else VectorKind.IVF_SQ8


class VectorWriter:
    """Puts vectors on disk as they come, and indexes them at the end."""

    def __init__(self, path: Path, kind: VectorKind | None = None) -> None:
        self._path, self._kind = path, kind
        self._raw = TemporaryFile(dir=path.parent)  # noqa: SIM115 - closed by `close`

    def add(self, vectors: Vectors) -> None:
        self._raw.write(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())

    def finish(self, dimension: int) -> tuple[VectorKind, float]:
        """
        Write the file; give its kind and its recall of the 200 nearest.

        What finds less than 0.98 of them is not kept: `fp16` takes its place.
        """
        self._raw.flush()
        vectors = _mapped(self._raw, dimension)
        self.close()
        kind = self._kind or suited(len(vectors))
        index, recall = _made(kind, vectors)
        if recall < LEAST_RECALL:
            kind = VectorKind.FP16
            index, recall = _made(kind, vectors)
        faiss.write_index(index, str(self._path))
        return kind, recall

    def close(self) -> None:
        self._raw.close()


def _mapped(file: IO[bytes], dimension: int) -> Vectors:
    if not file.tell():
        return np.empty((0, dimension), dtype=np.float32)
    mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
    return np.frombuffer(mapped, dtype=np.float32).reshape(-1, dimension)


def _made(kind: VectorKind, vectors: Vectors) -> tuple[Any, float]:
    index = _empty(kind, vectors)
    for start in range(0, len(vectors), BLOCK):
        index.add(np.asarray(vectors[start : start + BLOCK]))
    if kind is VectorKind.FLAT:
        return index, 1.0
    sample = _sample(vectors)
    nearest = _nearest(vectors, sample)
    recall = 0.0
    for _ in _reaches(kind, index):
        recall = _recall(index, sample, nearest)
        if recall >= LEAST_RECALL:
            break
    return index, recall


def _empty(kind: VectorKind, vectors: Vectors) -> Any:  # noqa: ANN401 - FAISS names no common type
    count, dimension = vectors.shape
    cells = max(1, min(round(4 * count**0.5), count // ROWS_A_CELL))
    said = {
        VectorKind.FLAT: "Flat",
        VectorKind.FP16: "SQfp16",
        VectorKind.HNSW: f"HNSW{LINKS}_SQfp16",
        VectorKind.IVF_SQ8: f"IVF{cells},SQ8",
    }
    index = faiss.index_factory(dimension, said[kind], faiss.METRIC_INNER_PRODUCT)
    if kind is VectorKind.HNSW:
        faiss.ParameterSpace().set_index_parameter(index, "efConstruction", CONSTRUCTION)
    if kind is VectorKind.IVF_SQ8:
        step = max(1, count // (ROWS_A_CELL * cells))
        index.train(np.ascontiguousarray(vectors[::step]))
        faiss.extract_index_ivf(index).make_direct_map()
    return index


def _reaches(kind: VectorKind, index: Any) -> Iterator[int]:  # noqa: ANN401 - as above
    """Let the index look further each time."""
    further = {
        VectorKind.HNSW: ("efSearch", (200, 400, 800)),
        VectorKind.IVF_SQ8: ("nprobe", CELLS_SEARCHED),
    }
    name, values = further.get(kind, ("", (0,)))
    for value in values:
        if name:
            faiss.ParameterSpace().set_index_parameter(index, name, value)
        yield value


def _sample(vectors: Vectors) -> Vectors:
    """
    Give unit vectors beside passages that lie spread over all.

    Questions lie further from passages than these from each other, and are harder to search for:
    what finds 0.977 of the nearest to passages may find 0.927 of those to questions.
    """
    rows = np.linspace(0, len(vectors) - 1, min(SAMPLE, len(vectors)), dtype=np.int64)
    near = np.asarray(vectors[rows])
    off = np.random.default_rng(0).normal(size=near.shape)
    off -= np.sum(off * near, axis=1, keepdims=True) * near
    off /= np.linalg.norm(off, axis=1, keepdims=True)
    beside: Vectors = (ASIDE * near + (1 - ASIDE**2) ** 0.5 * off).astype(np.float32)
    return beside


def _nearest(vectors: Vectors, sample: Vectors) -> Rows:
    """Give the rows of the 200 nearest to each of `sample`, or of all if there are fewer."""
    deep = min(NEAREST, len(vectors))
    best = faiss.ResultHeap(len(sample), deep, keep_max=True)
    for start in range(0, len(vectors), BLOCK):
        block = np.asarray(vectors[start : start + BLOCK])
        cosines, found = faiss.knn(sample, block, min(deep, len(block)), faiss.METRIC_INNER_PRODUCT)
        best.add_result(cosines, found + start)
    best.finalize()
    nearest: Rows = best.I
    return nearest


def _recall(index: Any, sample: Vectors, nearest: Rows) -> float:  # noqa: ANN401
    _, found = index.search(np.ascontiguousarray(sample), nearest.shape[1])
    shared = sum(np.isin(own, true).sum() for own, true in zip(found, nearest, strict=True))
    return float(shared / nearest.size)
