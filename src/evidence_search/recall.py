"""Sentences to their vectors, each encoded once as long as it is remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from evidence_search.types import Encoder, Vectors

MOST = 20_000


class SentenceVectors:
    """Remembers up to `most` vectors (of MiniLM, 20,000 take 31 MB); safe to share by threads."""

    def __init__(self, encoder: Encoder, most: int = MOST) -> None:
        self._encoder = encoder
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def of(self, sentences: Sequence[str]) -> Vectors:
        """Give unit vectors, shape (len(sentences), dimension)."""
        with self._lock:
            found = {text: self._known[text] for text in sentences if text in self._known}
            for text in found:
                self._known.move_to_end(text)
        lacking = list(dict.fromkeys(text for text in sentences if text not in found))
        if lacking:
            found |= dict(zip(lacking, self._encoder.encode_passages(lacking), strict=True))
            self._keep({text: found[text] for text in lacking})
        return np.array([found[text] for text in sentences], dtype=np.float32)

    def _keep(self, made: dict[str, Vectors]) -> None:
        with self._lock:
            self._known.update(made)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
