"""Unit vectors in a FAISS file: row i of the file is passage i of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np

from evidence_search.errors import IndexDamaged
from evidence_search.types import Rows, Vectors


class VectorIndex:
    """An open FAISS file, mapped into memory and shared by every process that opens it."""

    def __init__(self, path: Path) -> None:
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDamaged(f"{path.name} cannot be read as a FAISS index") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """Give the stored vectors of `rows`, shape (len(rows), dimension)."""
        return np.stack([self._index.reconstruct(int(row)) for row in rows])

    def search(
        self, query: Vectors, k: int, allowed: Rows | None = None
    ) -> list[tuple[int, float]]:
        """Give up to `k` (row, cosine), best first, for one query of shape (1, dimension)."""
        k = min(k, len(self) if allowed is None else len(allowed))
        if k == 0:
            return []
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(allowed)
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        with _one_thread():
            scores, rows = self._index.search(query, k, params=parameters)
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, score) for row, score in found if row >= 0]


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
