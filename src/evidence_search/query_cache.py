"""What was found for a question to the same once more, as long as it is remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

Item = TypeVar("Item")


class QueryCache(Generic[Item]):
    """
    Remembers the hits of the last `most` searches of one generation; safe to share by threads.

    It lives in memory alone and knows a question by its SHA-256: its words are not kept.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._known: LRUCache[bytes, list[Item]] = LRUCache(most)
        self._lock = Lock()

    def get(self, asked: Sequence[object], find: Callable[[], list[Item]]) -> list[Item]:
        """Give the hits of what was `asked`, its text among it, by `find` if they are not known."""
        key = hashlib.sha256(repr(asked).encode()).digest()
        with self._lock:
            known = self._known.get(key)
        if known is None:
            known = find()
            if self.most:
                with self._lock:
                    self._known[key] = known
        return list(known)
