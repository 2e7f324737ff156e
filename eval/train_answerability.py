"""Command: questions with and without an answer to what tells which sentences answer one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

import click
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from eval.adapters import RANK, Adapted, Recipe, train
from eval.contrasts import Group, Pair, contrasts
from eval.pairs import Paragraph, spaced
from eval.rows import read_rows
from evidence_search.answerability import FILE, About, Answerability
from evidence_search.index import Index
from evidence_search.onnx_reranker import OnnxReranker
from evidence_search.rerank import PACKAGED, packaged_folder
from evidence_search.sentences import split_sentences
from evidence_search.types import Floats, Reranker

GROUPS = Path("eval/collections/answerability/groups.jsonl")
REPORTS = Path("data/eval/public-reports")
PARAGRAPHS = Path("../shared/data/train/squad2_dev_half/questions.jsonl")
TRIALS = Path("../shared/data/train/evidence_inference_v2/corpus.jsonl")
LIKELIEST = 2  # sentences of a question that are learnt from, with the likeliest that answers it
LINE = 50  # steps that a line of the progress sums up


@click.command("train-answerability")
@click.option(
    "--reports",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=REPORTS,
    show_default=True,
    help="Index of the open reports.",
)
@click.option(
    "--first",
    type=click.IntRange(min=1),
    help="Learn from so many questions of SQuAD and so many groups alone.",
)
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: the one that comes with the library]",
)
def command(*, reports: Path, first: int | None, seed: int, out: Path | None) -> None:
    """
    Teach the packaged reranker whether a sentence answers a question, not only what it is about.

    It learns from questions of SQuAD 2.0, half of which their paragraph does not answer although
    it is about the same, and from questions written to sentences of open reports and trials, of
    which the same holds. It takes an hour. Then fit the confidence again (python -m eval
    calibrate), and measure (python -m eval check --full).
    """
    folder = packaged_folder()
    if folder is None:
        raise click.UsageError("the reranker is not installed: pip install '.[reranker]'")
    reranker = OnnxReranker(folder, PACKAGED.sha256)
    scored = list(likeliest(reranker, _pairs(reports, first)))
    learn(reranker, scored, Recipe(seed=seed)).save(out or FILE)
    click.echo(f"written to {out or FILE}")


def paragraph_pairs(paragraphs: Iterable[Paragraph]) -> Iterator[Pair]:
    """Give each question with every sentence of its paragraph, after its title."""
    for number, one in enumerate(paragraphs):
        title = spaced(one.title)
        for start, end in split_sentences(one.context):
            said = one.context[start:end]
            answers = one.answerable and any(answer in said for answer in one.answers)
            yield Pair(f"squad.{number}", one.question, f"{title}. {said}", answers)


def likeliest(reranker: Reranker, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, float]]:
    """Keep of each question the sentences that match it best and the best that answers it."""
    for _, group in groupby(pairs, attrgetter("question")):
        sentences = list(group)
        scores = reranker.score(sentences[0].asked, [one.text for one in sentences])
        order = np.argsort(-scores, kind="stable").tolist()
        right = [place for place in order if sentences[place].answers][:1]
        for place in dict.fromkeys([*order[:LIKELIEST], *right]):
            yield sentences[place], float(scores[place])


def learn(
    reranker: OnnxReranker, scored: Sequence[tuple[Pair, float]], recipe: Recipe
) -> Answerability:
    """Train adapters on pairs and their scores, telling how it goes."""
    pairs = [pair for pair, _ in scored]
    answers = [pair.answers for pair in pairs]
    asked = len({pair.question for pair in pairs})
    click.echo(f"{asked} questions, {len(pairs)} sentences, {np.mean(answers):.3f} answer")
    slope, intercept = _platt(np.array([score for _, score in scored]), answers)
    torch.manual_seed(recipe.seed)
    model = Adapted(reranker.model())
    tokenized = reranker.tokenize([(pair.asked, pair.text) for pair in pairs])
    losses: list[float] = []
    for step in train(model, tokenized, answers, (slope, intercept), recipe):
        losses.append(step.loss)
        if step.number % LINE == 0 or step.number == step.of:
            mean = np.mean(losses[-LINE:])
            click.echo(f"step {step.number} of {step.of}: loss {mean:.3f}")
    about = About(
        fitted_on="SQuAD 2.0, half of its development set (CC BY-SA 4.0), and questions that AI "
        "assistants wrote to sentences of 13 open reports and of Evidence Inference 2.0",
        questions=asked,
        recipe=f"LoRA of rank {RANK}: {recipe}",
        library=f"torch {torch.__version__}",
        model=PACKAGED.sha256,
        slope=slope,
        intercept=intercept,
    )
    return Answerability(about, model.factors())


def _pairs(reports: Path, first: int | None) -> Iterator[Pair]:
    yield from paragraph_pairs(islice(read_rows(PARAGRAPHS, Paragraph), first))
    index = Index.open(reports)
    try:
        yield from contrasts(islice(read_rows(GROUPS, Group), first), index, TRIALS)
    finally:
        index.close()


def _platt(scores: Floats, answers: Sequence[bool]) -> tuple[float, float]:
    """Fit slope and intercept of the log odds that a sentence answers, by its score alone."""
    model = LogisticRegression().fit(scores[:, None], answers)
    return round(float(model.coef_[0, 0]), 6), round(float(model.intercept_[0]), 6)
