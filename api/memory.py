"""What was made lately, by name, up to a number of bytes; safe to share between threads."""

from __future__ import annotations

from threading import Lock

from cachetools import LRUCache


class Memory:
    """Forgets first what was used longest ago, and keeps nothing that is larger than all of it."""

    def __init__(self, room: int) -> None:
        self._kept: LRUCache[str, bytes] = LRUCache(room, getsizeof=len)
        self._lock = Lock()

    def get(self, name: str) -> bytes | None:
        with self._lock:
            return self._kept.get(name)

    def keep(self, name: str, made: bytes) -> None:
        if len(made) <= self._kept.maxsize:
            with self._lock:
                self._kept[name] = made
