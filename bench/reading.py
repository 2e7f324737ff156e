"""
PDFs in, how many of their pages one core reads in a second out, by step.

Seconds are of processor time: what else the machine does at the same time matters little.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from bench.figures import Reading
from indexer.clean import clean
from indexer.layout import CleanDocument, RawDocument
from indexer.pdf import read_pdf
from indexer.read import Reader
from indexer.second import read_again

WHOLE = "all that a reader does"


class Clock(defaultdict[str, float]):
    """Processor seconds by what they were spent on."""

    def __init__(self) -> None:
        super().__init__(float)

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        started = time.process_time()
        yield
        self[name] += time.process_time() - started


@dataclass(frozen=True, slots=True)
class Steps:
    """A file as each step of reading left it; `otherwise` are pages that two readers differ on."""

    raw: RawDocument
    text: CleanDocument
    otherwise: Sequence[int]


def read_in_steps(path: Path, clock: Clock) -> Steps:
    with clock.on("text alone"):
        _plain_text(path)
    with clock.on("text, boxes and what is hidden"):
        raw = read_pdf(path)
    with clock.on("cleaning"):
        text = clean(raw)
    with clock.on("second reading"):
        otherwise = read_again(path, raw.pages).otherwise
    return Steps(raw, text, otherwise)


def measure_reading(files: Sequence[Path]) -> Reading:
    clock, pages = Clock(), 0
    for path in files:
        pages += len(read_in_steps(path, clock).raw.pages)
        with clock.on(WHOLE):
            Reader()(path)
    rates = {name: pages / seconds for name, seconds in clock.items()}
    return Reading(len(files), pages, rates.pop(WHOLE), rates)


def _plain_text(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            page.get_textpage().get_text_range()
