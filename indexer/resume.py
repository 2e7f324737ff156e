"""What an interrupted build had read and encoded, for the next one to go on from."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evidence_search.types import Encoder, Vectors

FOLDER = "partial"
DIGEST = hashlib.sha256().digest_size


class Kept:
    """
    Readings and vectors in `partial/` of the index directory, each by a key that says what made it.

    A file is its bytes after their SHA-256, so that one that a kill cut short counts as absent.
    Only the writer of the index uses it.
    """

    def __init__(self, directory: Path) -> None:
        self.folder = directory / FOLDER

    def get(self, *key: str) -> bytes | None:
        try:
            content = self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        digest, payload = content[:DIGEST], content[DIGEST:]
        return payload if hashlib.sha256(payload).digest() == digest else None

    def put(self, payload: bytes, *key: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._path(key).write_bytes(hashlib.sha256(payload).digest() + payload)

    def clear(self) -> bool:
        """Forget everything; tell whether there was anything."""
        there = self.folder.is_dir()
        shutil.rmtree(self.folder, ignore_errors=True)
        return there

    def _path(self, key: Sequence[str]) -> Path:
        return self.folder / hashlib.sha256("\0".join(key).encode()).hexdigest()


class ResumingEncoder:
    """An encoder that does not encode again what an interrupted build had encoded."""

    def __init__(self, encoder: Encoder, kept: Kept) -> None:
        self._encoder = encoder
        self._kept = kept
        self.fingerprint = encoder.fingerprint

    @property
    def runtime(self) -> str:
        return self._encoder.runtime

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode a batch, or give what was kept of just this batch, shape (texts, dimension)."""
        key = (self.fingerprint, *texts)
        if (known := self._kept.get(*key)) is not None:
            return np.frombuffer(known, dtype=np.float32).reshape(len(texts), -1)
        vectors = self._encoder.encode_passages(texts)
        self._kept.put(vectors.tobytes(), *key)
        return vectors
