"""An index in, a larger one of the same text out, to time what depends on size alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np

from evidence_search.index import Index, write_generation
from evidence_search.types import Encoder, Vectors

NOISE = 0.02


def grow(index: Index, directory: Path, passages: int, encoder: Encoder) -> int:
    """
    Write an index of at least `passages` passages at `directory`; give how many it has.

    Documents come again under other ids until there are enough. Nothing is encoded: vectors come
    again with noise of 0.02 a dimension (a fixed seed), so that no two are the same.
    """
    random = np.random.default_rng(0)
    written = 0
    with write_generation(directory, encoder, {"grown from": index.generation}) as writer:
        for copy in count():
            for document in index.store.documents():
                rows = index.store.rows_of(document.id)
                if not rows:
                    continue
                other = replace(document, id=f"{document.id}-{copy}")
                found = [
                    replace(passage, id=f"{passage.id}-{copy}", document=other)
                    for passage in index.store.passages(rows)
                ]
                pages = index.store.stored_pages(document.id)
                vectors = _shaken(index.vectors.vectors(rows), random)
                writer.add(other, pages, found, vectors=vectors)
                written += len(found)
                if written >= passages:
                    return written
    raise AssertionError("an index without passages cannot grow")


def _shaken(vectors: Vectors, random: np.random.Generator) -> Vectors:
    shaken = vectors + random.normal(scale=NOISE, size=vectors.shape)
    unit: Vectors = (shaken / np.linalg.norm(shaken, axis=1, keepdims=True)).astype(np.float32)
    return unit
