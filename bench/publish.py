"""Figures to bench.md, in tables, and to bench.svg, as curves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.draw import draw
from bench.figures import Encoding, Figures, Latency, Peak

MB = 1e6


def publish(figures: Figures, folder: Path) -> None:
    (folder / "bench.md").write_text(render(figures), encoding="utf-8")
    (folder / "bench.svg").write_text(draw(figures.libraries), encoding="utf-8")


def render(figures: Figures) -> str:
    """Give the whole page in Markdown."""
    parts = [_head(figures), *_reading(figures), _encoding(figures), *_reports(figures)]
    return "\n\n".join([*parts, _libraries(figures), _method(figures)]) + "\n"


def _head(figures: Figures) -> str:
    made = figures.made
    versions = ", ".join(f"{name} {version}" for name, version in made.versions.items())
    return f"""# What the work costs as a library grows

Written by `python -m bench run --out docs`; do not edit. Every raw figure is in `bench.json`.

{made.processor}, {made.cores} cores, {made.memory_gb:g} GB, {made.platform}. {versions}. Commit
{made.commit}, {made.created[:10]}. Encoder {figures.encoding.encoder}."""


def _reading(figures: Figures) -> Iterator[str]:
    if reading := figures.reading:
        rows = "\n".join(f"| {name} | {rate:,.0f} |" for name, rate in reading.steps.items())
        yield f"""## Reading

{reading.files} files, {reading.pages} pages; pages a second of one core, in processor time.

| what | pages a second and core |
|---|--:|
| **all that a reader does with a file** | **{reading.whole:,.1f}** |
{rows}"""


def _encoding(figures: Figures) -> str:
    encoding = figures.encoding
    best = "\n".join(
        f"| {one.precision} | {one.gflops:,.0f} | {_share(encoding, one)} | "
        f"{', '.join(f'{shape}: {rate:,.0f}' for shape, rate in one.shapes.items())} |"
        for one in figures.peaks
    )
    return f"""## Encoding

| what | figure |
|---|--:|
| passages encoded | {encoding.passages:,} ({encoding.tokens / encoding.passages:.0f} tokens each) |
| passages a second, all cores | {encoding.rate:,.1f} |
| GFLOP/s of the tokens encoded | {encoding.gflops:,.0f} |

A passage of t tokens counts layers · (8·t·h² + 4·t·h·i + 4·t²·h) operations, h being the width
and i that of the feed-forward layer; padding, lookups, norms and activations count nothing. Beside
it the best that products of matrices alone reach here, and what share of that encoding is:

| precision | best GFLOP/s | share | by shape |
|---|--:|--:|---|
{best}"""


def _share(encoding: Encoding, peak: Peak) -> str:
    return f"{encoding.gflops / peak.gflops:.0%}" if encoding.gflop else "–"


def _reports(figures: Figures) -> Iterator[str]:
    if split := figures.reports:
        parts = {
            "encoding, beside reading and writing": split.encoding,
            "waiting for files to be read, some of it while others are encoded": split.waiting,
            "verifying: every hash, and passages found by their own text": split.verifying,
        }
        rows = "\n".join(
            f"| {name} | {seconds:,.1f} | {seconds / split.total:.0%} |"
            for name, seconds in parts.items()
        )
        yield f"""## A build of real PDFs

{split.files} files, {split.pages} pages, {split.passages:,} passages in {split.total:,.1f} s,
the loading of the model included.

| where the time goes | s | share |
|---|--:|--:|
{rows}"""


def _libraries(figures: Figures) -> str:
    libraries = figures.libraries
    rows: dict[str, list[str]] = {
        "pages / documents": [f"{one.pages:,} / {one.documents:,}" for one in libraries],
        "of real text": [f"{one.real:,}" for one in libraries],
        "with a vector of their own": [f"{one.encoded:,}" for one in libraries],
        "vectors": [one.vectors for one in libraries],
        "recall of the vectors' index": [f"{one.recall:.4f}" for one in libraries],
        "encoding all of it, computed, s": [
            f"{one.passages / figures.encoding.rate:,.0f}" for one in libraries
        ],
        "writing, s": [f"{one.writing:,.1f}" for one in libraries],
        "finishing, s": [f"{one.finishing:,.1f}" for one in libraries],
        "most memory while writing, MB": [f"{one.build_peak:,.0f}" for one in libraries],
        "verifying in full, s": [f"{one.verifying:,.1f}" for one in libraries],
        "opening, s": [f"{one.opening:,.2f}" for one in libraries],
        "`evidence-search ask`, cold, s": [f"{one.cold_start:,.1f}" for one in libraries],
        "search p50 / p95 / p99, ms": [_latency(one.search) for one in libraries],
        "encoding a question, p50, ms": [f"{one.search_encoding:.1f}" for one in libraries],
        "answer p50 / p95 / p99, ms": [_latency(one.answer) for one in libraries],
        "memory of the model alone, MB": [f"{one.model:,.0f}" for one in libraries],
        "memory beyond it, MB": [f"{one.beyond:,.0f}" for one in libraries],
        "of all, not shared, MB": [f"{one.private:,.0f}" for one in libraries],
        "index, MB": [f"{sum(one.bytes.values()) / MB:,.0f}" for one in libraries],
    }
    for name in dict.fromkeys(name for one in libraries for name in one.bytes):
        rows[f"– {name}"] = [f"{one.bytes.get(name, 0) / MB:,.1f}" for one in libraries]
    heads = " | ".join(f"{one.passages:,}" for one in libraries)
    lines = [f"| passages | {heads} |", f"|---|{'--:|' * len(libraries)}"]
    lines += [f"| {name} | {' | '.join(values)} |" for name, values in rows.items()]
    table = "\n".join(lines)
    return f"""## Libraries of growing size

![Curves of time, memory and disk by size](bench.svg)

{table}"""


def _method(figures: Figures) -> str:
    asked = figures.libraries[-1]
    commits = sorted({one.made.commit for one in figures.libraries})
    return f"""## How

Passages are real text first: those of the PDFs, then running text of collections and of
documentation, up to 80 words each, none twice. Beyond these, sentences of four neighbouring
passages recombined. As many real passages as the time limit allows are encoded; every other vector
is the mean of those of four neighbours with noise of 0.02 a dimension (a fixed seed): such
libraries tell time and size, never how well is found. Pages have five passages and a box for each
word, documents fifty pages.

Each size is written, opened, asked and verified in a process of its own. {asked.search.count}
searches and {asked.answer.count} answers are timed one after another after a few to warm up, none
asked twice, the encoding of the question included, without a reranker, whose time does not grow
with the library (docs/reranker.md). Memory is what the operating system counts as resident, mapped
files included; that of the model is a process which has encoded one question.
Cold start is the median of three commands, files in the cache of the operating system. Libraries
were measured at commit {", ".join(commits)}."""


def _latency(latency: Latency) -> str:
    return f"{latency.p50:,.1f} / {latency.p95:,.1f} / {latency.p99:,.1f}"
