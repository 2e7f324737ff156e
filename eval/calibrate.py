"""Command: the dev questions of a collection to the model of how likely an answer is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from typing import Protocol, TypeVar

import click
import numpy as np

from eval.about import reranker_of
from eval.collection import Query, load_collection, read_queries
from eval.command import folder
from eval.elsewhere import Graded
from eval.evidence import says
from eval.fitting import NOTHING, Seen, Told, figures, fit
from eval.rows import read_rows
from eval.run import settings_with
from evidence_search.confidence import FILE, MODELS, SIGNS, Confidence, read_fitted
from evidence_search.engine import Engine
from evidence_search.screening import ScreenedAnswer
from evidence_search.statements import Signs
from evidence_search.types import Floats

STRANGE = 60
NEVER_REFUSES = Confidence(0.0, (0.0,) * len(SIGNS), 0.0)


@click.command("calibrate")
@folder("collection", help="Folder in BEIR layout, with evidence sentences.", required=True)
@folder("index", help="Index to answer from.", required=True)
@folder("strange", help="Collection of another field: the library answers none of it.")
@folder("harder", help="Collection of harder questions to the same library, to learn from too.")
@click.option(
    "--elsewhere",
    type=(
        click.Path(exists=True, dir_okay=False, path_type=Path),
        click.Path(exists=True, file_okay=False, path_type=Path),
    ),
    metavar="FILE INDEX",
    help="Graded questions to another library, and its index, to measure on.",
)
@click.option("--split", default="dev", show_default=True, help="Questions to fit on.")
@click.option("--write", is_flag=True, help="Replace the model that comes with the library.")
def command(  # noqa: PLR0913 - one for each option
    *,
    collection: Path,
    index: Path,
    strange: Path | None,
    harder: Path | None,
    elsewhere: tuple[Path, Path] | None,
    split: str,
    write: bool,
) -> None:
    """
    Fit how likely an answer is to be right: a logistic regression on what is seen of it.

    An answer is right where a sentence that is judged to answer is among its statements. The
    threshold, below which a question is refused, is the highest at which 0.88 of the answerable
    questions are answered, harder ones among them. It and the figures are those of ten-fold
    cross-validation. Of the questions of another field the first 60 are fitted on, and nothing
    is of those to another library.
    """
    chosen = load_collection(collection, split)
    others = read_queries(strange)[:STRANGE] if strange else ()
    more = load_collection(harder) if harder else None
    told_elsewhere = _told_elsewhere(*elsewhere) if elsewhere else NOTHING
    with closing(_open(index)) as engine:
        signs = (engine.answer(query.text, confirmed=True).signs for query in others)
        seen = Seen(
            _told(engine, [*chosen.judged, *chosen.unanswerable], _is_right),
            _told(engine, [*more.judged, *more.unanswerable], _is_right) if more else NOTHING,
            _array(one for one in signs if one),
        )
        encoder = engine.encoder.fingerprint
        reranker = reranker_of(engine)
    name = f"{chosen.name}, {split}"
    if more:
        name = f"{name}; {more.name}"
    if strange:
        name = f"{name}; {len(others)} questions of {strange.resolve().name}"
    for line in figures(seen, told_elsewhere):
        click.echo(line)
    fitted = fit(seen, name, encoder, reranker)
    click.echo(fitted.model_dump_json(indent=2))
    if write:
        kept = [one for one in read_fitted() if _name(one.reranker) != _name(reranker)]
        FILE.write_bytes(MODELS.dump_json((*kept, fitted), indent=2) + b"\n")


def _open(index: Path) -> Engine:
    settings = settings_with(()).model_copy(update={"index_dir": index})
    return Engine.open(settings, NEVER_REFUSES)


def _told_elsewhere(graded: Path, index: Path) -> Told:
    asked = tuple(read_rows(graded, Graded))
    with closing(_open(index)) as engine:
        return _told(engine, asked, Graded.is_right)


class _Asked(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def answerable(self) -> bool: ...


_Kind = TypeVar("_Kind", bound=_Asked)


def _told(
    engine: Engine, queries: Iterable[_Kind], is_right: Callable[[_Kind, Sequence[str]], bool]
) -> Told:
    signs, right, answerable, refused = [], [], [], Counter[bool]()
    for query in queries:
        answer = engine.answer(query.text, confirmed=True)
        if isinstance(answer, ScreenedAnswer):
            continue
        if answer.signs is None or not answer.statements:
            refused[query.answerable] += 1
            continue
        signs.append(answer.signs)
        quotes = [one.quote for said in answer.statements for one in said.citations]
        right.append(is_right(query, quotes))
        answerable.append(query.answerable)
    return Told(
        _array(signs), np.array(right, dtype=float), np.array(answerable, dtype=float), refused
    )


def _array(signs: Iterable[Signs]) -> Floats:
    """Give them as rows, shape (answers, signs)."""
    return np.array(list(map(astuple, signs)), dtype=float).reshape(-1, len(SIGNS))


def _is_right(query: Query, quotes: Sequence[str]) -> bool:
    return any(says(quote, sentence) for quote in quotes for sentence in query.answering)


def _name(reranker: str) -> str:
    """Give the model's name out of its fingerprint: what an older one of it was fitted to goes."""
    return reranker.partition(":")[0]
