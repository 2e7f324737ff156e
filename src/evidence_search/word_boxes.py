"""Where the words of a page stand, to few bytes, and back."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable

import numpy as np

from evidence_search.types import Word


def pack_words(words: Iterable[Word]) -> bytes:
    numbers = array("f")
    for word in words:
        numbers.extend((word.start, word.end, word.left, word.top, word.right, word.bottom))
    return zlib.compress(numbers.tobytes(), 1)


def unpack_words(packed: bytes) -> tuple[Word, ...]:
    numbers = np.frombuffer(zlib.decompress(packed), dtype=np.float32).reshape(-1, 6)
    return tuple(Word(int(row[0]), int(row[1]), *map(float, row[2:])) for row in numbers)
