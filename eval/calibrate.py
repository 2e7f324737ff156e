"""Command: the dev questions of a collection to the model of how likely an answer is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple
from pathlib import Path

import click
import numpy as np

from eval.about import reranker_of
from eval.collection import Query, load_collection, read_queries
from eval.command import folder
from eval.evidence import says
from eval.fitting import Seen, figures, fit
from eval.run import settings_with
from evidence_search.confidence import FILE, MODELS, SIGNS, Confidence, read_fitted
from evidence_search.engine import Engine
from evidence_search.screening import ScreenedAnswer
from evidence_search.statements import Answer

STRANGE = 60
NEVER_REFUSES = Confidence(0.0, (0.0,) * len(SIGNS), 0.0)


@click.command("calibrate")
@folder("collection", help="Folder in BEIR layout, with evidence sentences.", required=True)
@folder("index", help="Index to answer from.", required=True)
@folder("strange", help="Collection of another field: the library answers none of it.")
@click.option("--split", default="dev", show_default=True, help="Questions to fit on.")
@click.option("--write", is_flag=True, help="Replace the model that comes with the library.")
def command(
    *, collection: Path, index: Path, strange: Path | None, split: str, write: bool
) -> None:
    """
    Fit how likely an answer is to be right: a logistic regression on what is seen of it.

    An answer is right where a sentence that is judged to answer is among its statements. The
    threshold, below which a question is refused, is the highest at which 0.88 of the answerable
    questions are answered. It and the figures are those of ten-fold cross-validation, and leave
    out the questions of another field, of which the first 60 are fitted on.
    """
    chosen = load_collection(collection, split)
    others = read_queries(strange)[:STRANGE] if strange else ()
    settings = settings_with(()).model_copy(update={"index_dir": index})
    with closing(Engine.open(settings, NEVER_REFUSES)) as engine:
        seen = _ask(engine, [*chosen.judged, *chosen.unanswerable], others)
        encoder = engine.encoder.fingerprint
        reranker = reranker_of(engine)
    name = f"{chosen.name}, {split}"
    if strange:
        name = f"{name}; {len(others)} questions of {strange.resolve().name}"
    for line in figures(seen):
        click.echo(line)
    fitted = fit(seen, name, encoder, reranker)
    click.echo(fitted.model_dump_json(indent=2))
    if write:
        kept = [one for one in read_fitted() if _name(one.reranker) != _name(reranker)]
        FILE.write_bytes(MODELS.dump_json((*kept, fitted), indent=2) + b"\n")


def _ask(engine: Engine, queries: Sequence[Query], strange: Sequence[Query]) -> Seen:
    signs, right, answerable, refused = [], [], [], Counter[bool]()
    for query in queries:
        answer = engine.answer(query.text, confirmed=True)
        if isinstance(answer, ScreenedAnswer):
            continue
        if answer.signs is None or not answer.statements:
            refused[query.answerable] += 1
            continue
        signs.append(astuple(answer.signs))
        right.append(_is_right(answer, query.answering))
        answerable.append(query.answerable)
    others = (engine.answer(query.text, confirmed=True).signs for query in strange)
    return Seen(
        np.array(signs, dtype=float),
        np.array(right, dtype=float),
        np.array(answerable, dtype=float),
        refused,
        np.array([astuple(one) for one in others if one], dtype=float).reshape(-1, len(SIGNS)),
    )


def _is_right(answer: Answer, wanted: Sequence[str]) -> bool:
    quotes = [one.quote for said in answer.statements for one in said.citations]
    return any(says(quote, sentence) for quote in quotes for sentence in wanted)


def _name(reranker: str) -> str:
    """Give the model's name out of its fingerprint: what an older one of it was fitted to goes."""
    return reranker.partition(":")[0]
