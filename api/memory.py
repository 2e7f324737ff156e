"""What was made lately, by name, up to a number of bytes; safe to share between threads."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock


class Memory:
    """Forgets first what was used longest ago."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> bytes | None:
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def keep(self, name: str, made: bytes) -> None:
        with self._lock:
            self._kept[name] = made
            self._kept.move_to_end(name)
            while sum(map(len, self._kept.values())) > self._room:
                self._kept.popitem(last=False)
