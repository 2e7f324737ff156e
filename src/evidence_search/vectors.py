"""Unit vectors in a FAISS file: row i of the file is passage i of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from evidence_search.errors import IndexDamaged
from evidence_search.types import Rows, Vectors

UNTYPED: Any = faiss  # its stubs lack what selects rows
FEW = 0.3  # of all rows: below, comparing each is as quick as following edges past most of them


class VectorIndex:
    """
    An open FAISS file, mapped into memory and shared by every process that opens it.

    Where a search is confined to few rows, each of them is compared, whatever the kind of index:
    confined to one row in a hundred, a graph finds less than half of the ten nearest.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDamaged(f"{path.name} cannot be read as a FAISS index") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """Give unit vectors, those of `rows` as they are kept, shape (len(rows), dimension)."""
        found: Vectors = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        if isinstance(self._index, faiss.IndexIVF):  # eight bits a dimension change the length
            found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found

    def search(
        self, query: Vectors, k: int, allowed: Rows | None = None
    ) -> list[tuple[int, float]]:
        """Give up to `k` (row, cosine), best first, for one query of shape (1, dimension)."""
        k = min(k, len(self) if allowed is None else len(allowed))
        if k == 0:
            return []
        with _one_thread():
            if allowed is None:
                scores, rows = self._index.search(query, k)
            else:
                index, parameters = self._confined(allowed)
                scores, rows = index.search(query, k, params=parameters)
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, score) for row, score in found if row >= 0]

    def _confined(self, allowed: Rows) -> tuple[Any, Any]:
        """Give what to search for the rows `allowed`, and how."""
        marks = np.zeros(len(self), dtype=bool)
        marks[allowed] = True
        selector = UNTYPED.IDSelectorBitmap(np.packbits(marks, bitorder="little"))
        index, are_few = self._index, len(allowed) < FEW * len(self)
        if isinstance(index, faiss.IndexIVF):
            nprobe = index.nlist if are_few else index.nprobe
            return index, UNTYPED.SearchParametersIVF(sel=selector, nprobe=nprobe)
        if not isinstance(index, faiss.IndexHNSW):
            return index, UNTYPED.SearchParameters(sel=selector)
        if are_few:
            return faiss.downcast_index(index.storage), UNTYPED.SearchParameters(sel=selector)
        reach = index.hnsw.efSearch
        return index, UNTYPED.SearchParametersHNSW(sel=selector, efSearch=reach)


@contextmanager
def _one_thread() -> Iterator[None]:
    """
    Keep FAISS to one thread in the block, and leave to others what they had: torch shares it.

    More win nothing on one query, and where the processors are busy they wait for each other: over
    10,000 passages 68 ms in place of 6.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
