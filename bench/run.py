"""Sizes, texts and questions in; every figure of the benchmark out."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

import psutil

from bench.effort import Effort
from bench.encoding import encode
from bench.figures import Figures, FiguresUnusable, Library, Made, Split
from bench.library import Pool, sizes_of, write_library
from bench.reading import measure_reading
from bench.reports import build_reports, texts_of
from bench.serving import Questions, measure_served
from bench.texts import find_texts
from eval.about import commit, version_of
from evidence_search.generations import current
from evidence_search.manifest import read_manifest
from evidence_search.rerank import NONE
from evidence_search.settings import Settings

PACKAGES = ("evidence-search", "faiss-cpu", "numpy", "openvino", "tantivy", "torch")
BYTES_PER_GB = 1e9
LENGTH = 200
Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What is to be measured, and from what.

    `pdfs` are read and built, `texts` are cut into passages, `questions` are files of JSON lines.
    `work` holds everything that is written meanwhile.
    """

    sizes: Sequence[int]
    pdfs: Path | None
    texts: Sequence[Path]
    questions: Sequence[Path]
    work: Path
    encoder: str
    effort: Effort


def run(wanted: Wanted, say: Say) -> Iterator[Figures]:
    """Measure everything, as a library is made and used; give the figures after each size."""
    questions = _asked(wanted)
    wanted.work.mkdir(parents=True, exist_ok=True)
    reading = split = None
    if wanted.pdfs:
        say(f"reading the PDFs of {wanted.pdfs}")
        reading = wanted.effort.apart(measure_reading, sorted(wanted.pdfs.rglob("*.pdf")))
        say("building an index of them")
        split = _reports(wanted)
    say("collecting real passages")
    count = _collect(wanted)
    say(f"{count} real passages; encoding for {wanted.effort.encoding:g} s at most")
    vectors = wanted.work / "vectors.npy"
    pool = Pool(wanted.work / "texts.txt", vectors, 0, wanted.encoder)
    texts = pool.first(max(wanted.sizes))
    peaks, encoding = encode(texts, wanted.encoder, vectors, wanted.effort)
    pool = Pool(pool.texts, vectors, encoding.passages, wanted.encoder)
    figures = Figures(made(), reading, peaks, encoding, split, ())
    yield from _each(figures, pool, wanted, questions, say)


def extend(figures: Figures, wanted: Wanted, say: Say) -> Iterator[Figures]:
    """Measure more sizes with the vectors that the last run left; the others stay as they are."""
    if made().processor != figures.made.processor or made().cores != figures.made.cores:
        raise FiguresUnusable(f"they were measured on {figures.made.processor}: measure all anew")
    questions = _asked(wanted)
    vectors = wanted.work / "vectors.npy"
    if not vectors.exists():
        raise FiguresUnusable(f"the last run left no {vectors}: measure all anew, without --add")
    say(f"{_collect(wanted)} real passages")
    pool = Pool(wanted.work / "texts.txt", vectors, figures.encoding.passages, wanted.encoder)
    yield from _each(figures, pool, wanted, questions, say)


def _each(
    figures: Figures, pool: Pool, wanted: Wanted, questions: Questions, say: Say
) -> Iterator[Figures]:
    found = {one.passages: one for one in figures.libraries}
    for size in sorted(wanted.sizes):
        found[size] = measure_library(pool, size, questions, wanted.effort, say)
        yield replace(figures, libraries=tuple(found[one] for one in sorted(found)))


def measure_library(
    pool: Pool, size: int, questions: Questions, effort: Effort, say: Say
) -> Library:
    """Write an index of `size` passages, measure it, and remove it."""
    place = pool.texts.with_name("library")
    shutil.rmtree(place, ignore_errors=True)
    say(f"{size} passages: writing")
    written = effort.apart(write_library, pool, place, size, effort.vectors)
    say(f"{size} passages: searching")
    settings = Settings.from_env().model_copy(
        update={"index_dir": place, "encoder": pool.encoder, "reranker": NONE}
    )
    served, model, verifying, cold = measure_served(settings, questions, effort)
    manifest = read_manifest(current(place))
    found = Library(
        made=made(),
        passages=manifest.counts["passages"],
        pages=manifest.counts["pages"],
        documents=manifest.counts["documents"],
        real=written.real,
        encoded=written.encoded,
        vectors=manifest.vectors.kind.value,
        recall=manifest.vectors.recall,
        writing=written.writing,
        finishing=written.finishing,
        build_peak=written.peak,
        bytes=sizes_of(place),
        opening=served.opening,
        verifying=verifying,
        model=model,
        resident=served.resident,
        private=served.private,
        search=served.search,
        search_encoding=served.encoding,
        answer=served.answer,
        cold_start=cold,
    )
    shutil.rmtree(place)
    return found


def read_questions(files: Sequence[Path]) -> list[str]:
    """Give the questions of each file in turns, so that the first are of every file."""
    asked = [list(_questions(path)) for path in files]
    longest = max(map(len, asked), default=0)
    return [own[place] for place in range(longest) for own in asked if place < len(own)]


def made() -> Made:
    return Made(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=commit(),
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gb=round(psutil.virtual_memory().total / BYTES_PER_GB, 1),
        platform=f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        versions={"python": platform.python_version()} | {n: version_of(n) for n in PACKAGES},
    )


def _questions(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            question = str(row.get("text") or row.get("question") or "")
            if question and len(question) <= LENGTH:
                yield question


def _asked(wanted: Wanted) -> Questions:
    effort = wanted.effort
    return Questions.of(read_questions(wanted.questions), effort.searches, effort.answers)


def _reports(wanted: Wanted) -> Split:
    place = wanted.work / "reports"
    shutil.rmtree(place, ignore_errors=True)
    split: Split = wanted.effort.apart(build_reports, wanted.pdfs, place, wanted.encoder)
    return split


def _collect(wanted: Wanted) -> int:
    """Write real passages to one file, those of the PDFs first, as many as are needed at most."""
    reports = wanted.work / "reports"
    own = texts_of(reports) if wanted.pdfs else []
    found = islice(chain(own, find_texts(wanted.texts)), max(wanted.sizes))
    count = 0
    with (wanted.work / "texts.txt").open("w", encoding="utf-8") as file:
        for text in found:
            file.write(f"{text}\n")
            count += 1
    return count


def _processor() -> str:
    """Name the processor; Linux tells it in a file of its own."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
