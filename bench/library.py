"""Real passages in, an index of any size out: real text first, then its sentences recombined."""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from bench.elsewhere import peak
from bench.encoder import encoder_of
from evidence_search.generations import current
from evidence_search.index import CHOSEN, write_generation
from evidence_search.manifest import read_manifest
from evidence_search.sentences import split_sentences
from evidence_search.store import StoredPage
from evidence_search.types import Document, Passage, Span, Vectors

ON_A_PAGE = 5
IN_A_DOCUMENT = 250
NEIGHBOURS = 4
WORDS = 80
NOISE = 0.02
WORD = re.compile(r"\S+")
LINE = 12


@dataclass(frozen=True, slots=True)
class Pool:
    """Real passages, one a line of `texts`; the first `encoded` have their vectors in `vectors`."""

    texts: Path
    vectors: Path
    encoded: int
    encoder: str

    def first(self, count: int) -> list[str]:
        with self.texts.open(encoding="utf-8") as lines:
            return [line.rstrip("\n") for line in islice(lines, count)]


@dataclass(frozen=True, slots=True)
class Written:
    real: int
    encoded: int
    writing: float
    finishing: float
    peak: float


def write_library(pool: Pool, directory: Path, size: int, kind: str = "") -> Written:
    """
    Write an index of `size` passages, a document at a time; nothing is encoded.

    Its size decides how vectors are kept, unless `kind` says so.

    A page has five passages and a document fifty pages. Words have boxes, as those of a PDF. The
    passages of the pool come first. One beyond them is some sentences of four neighbours, up to 80
    words; the vector of one that was not encoded is the mean of those of four neighbours, with
    noise of 0.02 a dimension (a fixed seed).
    """
    encoder = encoder_of(pool.encoder)
    started = time.perf_counter()
    real = 0
    made_by = {"bench": str(size)} | ({CHOSEN: kind} if kind else {})
    with write_generation(directory, encoder, made_by) as writer:
        for number, block in enumerate(_blocks(pool, size)):
            document, pages, passages = _document(number, block.texts)
            writer.add(document, pages, passages, vectors=block.vectors)
            real += block.real
        writing = time.perf_counter() - started
    finishing = time.perf_counter() - started - writing
    return Written(real, min(size, pool.encoded), writing, finishing, peak())


@dataclass(frozen=True, slots=True)
class Block:
    """The passages of one document; the first `real` are of real text."""

    texts: Sequence[str]
    vectors: Vectors
    real: int


def _blocks(pool: Pool, size: int) -> Iterator[Block]:
    random = np.random.default_rng(0)
    known = np.load(pool.vectors, mmap_mode="r")[: pool.encoded]
    sentences = [_sentences(text) for text in pool.first(pool.encoded)]
    with closing(pool.texts.open(encoding="utf-8")) as lines:
        for start in range(0, size, IN_A_DOCUMENT):
            count = min(IN_A_DOCUMENT, size - start)
            texts = [line.rstrip("\n") for line in islice(lines, count)]
            real = len(texts)
            places = random.integers(0, max(1, len(known) - NEIGHBOURS), count)
            texts += [_recombined(sentences, place, random) for place in places[real:].tolist()]
            own = known[start : start + count]
            made = _made(known, places[len(own) :], random)
            yield Block(texts, np.concatenate([own, made]), real)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def _recombined(sentences: Sequence[Sequence[str]], place: int, random: np.random.Generator) -> str:
    near = [one for own in sentences[place : place + NEIGHBOURS] for one in own]
    taken: list[str] = []
    words = 0
    for number in random.permutation(len(near)).tolist():
        count = near[number].count(" ") + 1
        if not taken or words + count <= WORDS:
            taken.append(near[number])
            words += count
    return " ".join(taken)


def _made(known: Vectors, places: np.ndarray, random: np.random.Generator) -> Vectors:
    near = np.minimum(places[:, None] + np.arange(NEIGHBOURS), len(known) - 1)
    mean = known[near].mean(axis=1)
    mean /= np.linalg.norm(mean, axis=1, keepdims=True)
    shaken = mean + random.normal(scale=NOISE, size=mean.shape)
    unit: Vectors = (shaken / np.linalg.norm(shaken, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _document(
    number: int, texts: Sequence[str]
) -> tuple[Document, list[StoredPage], list[Passage]]:
    name = f"bench-{number:06}"
    digest = hashlib.sha256("".join(texts).encode()).hexdigest()
    document = Document(name, f"{name}.pdf", f"Benchmark report {number}", digest)
    pages, passages = [], []
    for start in range(0, len(texts), ON_A_PAGE):
        own, page, offset = texts[start : start + ON_A_PAGE], start // ON_A_PAGE + 1, 0
        for text in own:
            span = Span(page, offset, offset + len(text))
            passages.append(Passage(f"{name}#{page}:{offset}", document, text, (span,)))
            offset += len(text) + 1
        whole = "\n".join(own)
        pages.append(StoredPage(page, "", whole, _boxes(whole), None))
    return document, pages, passages


def _boxes(text: str) -> bytes:
    """Pack a box for each word, twelve words a line, as the store packs those of a PDF."""
    ends = np.array([one.span() for one in WORD.finditer(text)], dtype=np.float32)
    lines, columns = np.divmod(np.arange(len(ends), dtype=np.float32), LINE)
    left, top = 72 + columns * 37.5, 72 + lines * 13.8
    boxes = np.column_stack([ends, left, top, left + 5 * (ends[:, 1] - ends[:, 0]), top + 11])
    return zlib.compress(boxes.astype(np.float32).tobytes(), 1)


def sizes_of(directory: Path) -> dict[str, int]:
    """Give the bytes of the current generation, by its files and folders."""
    place = current(directory)
    found: dict[str, int] = {}
    for name, record in read_manifest(place).files.items():
        part = name.partition("/")[0]
        found[part] = found.get(part, 0) + record.bytes
    return found
