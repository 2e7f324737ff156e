"""Questions that arrive together to their vectors, in one batch of the encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock

from evidence_search.types import Encoder, Vectors

LARGEST = 32


class Together:
    """
    An encoder that encodes in one batch the questions which came while it was at work.

    Nobody waits for others to come: one question alone is encoded at once. Of eight questions on
    one core a batch takes a quarter of the time (docs/load.md).
    """

    def __init__(self, encoder: Encoder, observe: Callable[[int], None]) -> None:
        self._encoder = encoder
        self._observe = observe
        self._waiting: list[tuple[Sequence[str], Future[Vectors]]] = []
        self._adding, self._turn = Lock(), Lock()

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    @property
    def runtime(self) -> str:
        return self._encoder.runtime

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        mine: Future[Vectors] = Future()
        with self._adding:
            self._waiting.append((texts, mine))
        with self._turn:
            while not mine.done():
                self._encode_next()
        return mine.result()

    def _encode_next(self) -> None:
        taken = self._take()
        texts = [text for asked, _ in taken for text in asked]
        self._observe(len(texts))
        try:
            vectors = self._encoder.encode_queries(texts)
        except Exception as error:  # noqa: BLE001 - told to each of those who wait for it
            for _, waiting in taken:
                waiting.set_exception(error)
            return
        start = 0
        for asked, waiting in taken:
            waiting.set_result(vectors[start : start + len(asked)])
            start += len(asked)

    def _take(self) -> list[tuple[Sequence[str], Future[Vectors]]]:
        with self._adding:
            count = room = 0
            for asked, _ in self._waiting:
                room += len(asked)
                if count and room > LARGEST:
                    break
                count += 1
            taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken
