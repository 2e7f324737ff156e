"""Sentences to their vectors, each encoded once as long as it is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np
from cachetools import LRUCache

from evidence_search.types import Encoder, Vectors

MOST = 20_000


class SentenceVectors:
    """Remembers up to `most` vectors (of MiniLM, 20,000 take 31 MB); safe to share by threads."""

    def __init__(self, encoder: Encoder, most: int = MOST) -> None:
        self._encoder = encoder
        self._known: LRUCache[str, Vectors] = LRUCache(most)
        self._lock = Lock()

    def of(self, sentences: Sequence[str]) -> Vectors:
        """Give unit vectors, shape (len(sentences), dimension)."""
        with self._lock:
            found = {text: self._known[text] for text in sentences if text in self._known}
        lacking = list(dict.fromkeys(text for text in sentences if text not in found))
        if lacking:
            made = dict(zip(lacking, self._encoder.encode_passages(lacking), strict=True))
            found |= made
            with self._lock:
                self._known.update(made)
        return np.array([found[text] for text in sentences], dtype=np.float32)
