"""Command: a collection and the steps of a search to what each is worth, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean, median
from time import process_time

import click
import numpy as np

from eval.collection import WARM_UP, Collection, load_collection
from eval.command import folder, json_option, set_option
from eval.corpus import index_corpus
from eval.measures import score
from eval.retrieve import ranking
from eval.run import settings_with
from eval.saved import as_json
from eval.significance import holm, randomise
from evidence_search.engine import Engine
from evidence_search.errors import SettingsInvalid
from evidence_search.rerank import NONE, OFF
from evidence_search.search import Reranking
from evidence_search.settings import Settings
from evidence_search.types import Encoder, Vectors

NO_RERANKER = [f"reranker={NONE}"]
STEPS: Mapping[str, Sequence[str]] = {
    "BM25 over passages": ["weight_passage=0"],
    "BM25 over whole pages": ["weight_page=0"],
    "cosine of the encoder": ["weight_dense=0"],
    "headings of a passage in BM25": ["weight_headings=0"],
    "pairs of words in a page": ["weight_phrases=0"],
    "terms of the vocabulary": ["weight_added=0"],
    "sections that sum up": ["weight_summary=0"],
    "candidates: 200, not 50": ["candidates=50"],
    "candidates: 200, not 1,000": ["candidates=1000"],
    "a cap for each document": ["passages_per_document=100"],
    "the reranker": NO_RERANKER,
}
MAIN = "nDCG@10"
SHOWN = (MAIN, "Success@1", "Success@5")


@dataclass(frozen=True, slots=True)
class Step:
    """
    A step, with and without: means of SHOWN by name, the queries that it wins and loses by nDCG@10.

    `p` is that of a paired randomisation on nDCG@10, adjusted for the number of steps (Holm).
    `milliseconds` of processor time are what the step adds to a search, the median over queries.
    """

    name: str
    with_it: Mapping[str, float]
    without: Mapping[str, float]
    wins: int
    losses: int
    p: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Searched:
    """The measures and the processor milliseconds of each query, in the order asked."""

    scores: Sequence[Mapping[str, float]]
    milliseconds: Sequence[float]

    def of(self, name: str) -> list[float]:
        return [values[name] for values in self.scores]


@click.command("ablate")
@folder("collection", help="Folder in BEIR layout.", required=True)
@folder("index", help="Index to search, or to build where the collection has a corpus.")
@click.option("--split", help="Judgements to use: NAME of qrels_NAME.tsv; never a test split.")
@set_option
@click.option(
    "--without",
    multiple=True,
    metavar="NAME=VALUE",
    help="A step to switch off, in place of all known ones.",
)
@json_option
def command(  # noqa: PLR0913 - one for each option
    *,
    collection: Path,
    index: Path | None,
    split: str | None,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    json_: bool,
) -> None:
    """
    Switch the steps of a search off one at a time: what each is worth, and what it costs.

    Every question is asked with all steps and without each, one after the other, so that other
    work on the machine slows all alike. A positive difference speaks for the step.
    """
    read = load_collection(collection, split)
    settings = settings_with(changes)
    known = {name: off for name, off in STEPS.items() if off != NO_RERANKER or _reranks(settings)}
    steps = {name: [name] for name in without} or known
    variants = {name: settings_with([*changes, *off]) for name, off in steps.items()}
    found = ablate(read, settings, variants, index)
    if json_:
        click.echo(as_json([asdict(one) for one in found]))
    else:
        click.echo(render(found))


def ablate(
    collection: Collection,
    settings: Settings,
    variants: Mapping[str, Settings],
    index: Path | None = None,
) -> list[Step]:
    """Compare a search by `settings` with one by each of `variants`; raises EvidenceSearchError."""
    place = index or settings.index_dir
    if collection.corpus is not None:
        place = index_corpus(collection.corpus, settings.encoder, index, settings.inference)
    with closing(Engine.open(settings.model_copy(update={"index_dir": place}))) as engine:
        encoder = Once(engine.encoder)
        engines = [
            replace(
                engine, settings=own, encoder=encoder, reranking=_reranking(engine, own)
            ).moved_to(engine.index)
            for own in (settings, *variants.values())
        ]
        whole, *parts = _search(collection, engines, encoder)
    values = whole.of(MAIN)
    adjusted = holm([randomise(part.of(MAIN), values) for part in parts])
    return [
        _step(name, whole, part, p) for name, part, p in zip(variants, parts, adjusted, strict=True)
    ]


def _reranking(engine: Engine, settings: Settings) -> Reranking | None:
    """Give the engine's own reranker, or none; raises SettingsInvalid for another one."""
    if not _reranks(settings):
        return None
    if settings.reranker != engine.settings.reranker:
        raise SettingsInvalid(
            f"--without reranker={settings.reranker}: a reranker is switched off here, with "
            "reranker=none; to try another, set it and switch that off"
        )
    return engine.reranking and Reranking.of(settings, engine.reranking.reranker)


def _reranks(settings: Settings) -> bool:
    return settings.reranker not in OFF


def render(steps: Sequence[Step]) -> str:
    """Give the table in Markdown."""
    names = " | ".join(f"{name} with / without" for name in SHOWN)
    rows = [
        f"| {step.name} | "
        + " | ".join(f"{step.with_it[name]:.3f} / {step.without[name]:.3f}" for name in SHOWN)
        + f" | {step.wins} / {step.losses} | {step.p:.4f} | {step.milliseconds:+.1f} |"
        for step in steps
    ]
    head = f"| step | {names} | wins / losses | p (Holm) | processor ms |"
    return "\n".join([head, "|---|" + "--:|" * (len(SHOWN) + 3), *rows])


class Once:
    """An encoder that encodes a question once: `owed` is what it would have cost to ask again."""

    def __init__(self, encoder: Encoder) -> None:
        self.fingerprint = encoder.fingerprint
        self.runtime = encoder.runtime
        self.dimension = encoder.dimension
        self.encode_passages = encoder.encode_passages
        self.owed = 0.0
        self._encoder = encoder
        self._texts: list[str] = []
        self._vectors = np.empty((0, encoder.dimension), dtype=np.float32)
        self._seconds = 0.0

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if list(texts) == self._texts:
            self.owed += self._seconds
            return self._vectors
        start = process_time()
        self._texts, self._vectors = list(texts), self._encoder.encode_queries(texts)
        self._seconds = process_time() - start
        return self._vectors


def _search(collection: Collection, engines: Sequence[Engine], encoder: Once) -> list[Searched]:
    """Ask each question of every engine, each time beginning with another."""
    queries = collection.judged
    for engine in engines:
        ranking(engine, collection, WARM_UP)
    runs: list[dict[str, Sequence[str]]] = [{} for _ in engines]
    times: list[list[float]] = [[] for _ in engines]
    for turn, query in enumerate(queries):
        for place in range(turn, turn + len(engines)):
            number = place % len(engines)
            start, encoder.owed = process_time(), 0.0
            runs[number][query.id] = ranking(engines[number], collection, query)
            times[number].append((process_time() - start + encoder.owed) * 1000)
    ids = [query.id for query in queries]
    searched = []
    for run, own in zip(runs, times, strict=True):
        scores = score(collection.qrels, run)
        searched.append(Searched([scores[one] for one in ids if one in scores], own))
    return searched


def _step(name: str, whole: Searched, part: Searched, p: float) -> Step:
    pairs = list(zip(whole.of(MAIN), part.of(MAIN), strict=True))
    taken = zip(whole.milliseconds, part.milliseconds, strict=True)
    return Step(
        name=name,
        with_it={one: fmean(whole.of(one)) for one in SHOWN},
        without={one: fmean(part.of(one)) for one in SHOWN},
        wins=sum(with_it > without for with_it, without in pairs),
        losses=sum(with_it < without for with_it, without in pairs),
        p=p,
        milliseconds=median(with_it - without for with_it, without in taken),
    )
