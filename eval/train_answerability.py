"""Command: questions with and without an answer to the model of which sentences answer one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from eval.estimate import Floats
from eval.fitting import LIBRARY, regression, unscaled
from eval.pairs import Paragraph, spaced
from eval.rows import read_rows
from evidence_search.answerability import FILE, Answerability
from evidence_search.onnx_reranker import OnnxReranker
from evidence_search.rerank import PACKAGED, load_reranker
from evidence_search.sentences import split_sentences

DATA = Path("../shared/data/train/squad2_dev_half/questions.jsonl")
LIKELIEST = 4  # sentences of a paragraph that are learnt from: those that an answer could quote
FOLDS = 4
STRENGTH = 0.01


@dataclass(frozen=True, slots=True)
class Learnt:
    """
    What the reranker makes of sentences, a row each: its score, then its state.

    `questions` numbers their questions, `articles` those that both are from; the sentences of an
    article are learnt from together, or judged together.
    """

    rows: Floats
    answers: NDArray[np.bool_]
    questions: NDArray[np.int64]
    articles: NDArray[np.str_]


@click.command("train-answerability")
@click.option(
    "--data",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Questions in lines of JSON.  [default: {DATA}]",
)
@click.option("--questions", type=click.IntRange(min=FOLDS), help="Learn from the first alone.")
@click.option("--write", is_flag=True, help="Replace the model that comes with the library.")
def command(*, data: Path | None, questions: int | None, write: bool) -> None:
    """
    Fit how likely a sentence is to answer a question, from what the packaged reranker makes of it.

    The questions are those of SQuAD 2.0, half of which their paragraph does not answer although it
    is about the same. Fit the confidence again afterwards: python -m eval calibrate.
    """
    reranker = cast(OnnxReranker, load_reranker(PACKAGED.name))
    learnt = learn(reranker, islice(read_rows(data or DATA, Paragraph), questions))
    for line in figures(learnt):
        click.echo(line)
    if write:
        FILE.write_text(fit(learnt).model_dump_json(indent=1) + "\n", encoding="utf-8")
        click.echo(f"written to {FILE}")


def learn(reranker: OnnxReranker, paragraphs: Iterable[Paragraph]) -> Learnt:
    """Let it read the sentences of each paragraph after their title, and keep the likeliest."""
    rows, answers, questions, articles = [], [], [], []
    for number, one in enumerate(paragraphs):
        text = one.context
        sentences = [text[start:end] for start, end in split_sentences(text)]
        title = spaced(one.title)
        scores, states = reranker.states(one.question, [f"{title}. {said}" for said in sentences])
        for place in np.argsort(-scores, kind="stable")[:LIKELIEST]:
            rows.append(np.concatenate([[scores[place]], states[place]]))
            answers.append(one.answerable and _holds(sentences[place], one.answers))
            questions.append(number)
            articles.append(title)
    return Learnt(np.array(rows), np.array(answers), np.array(questions), np.array(articles))


def figures(learnt: Learnt) -> list[str]:
    """Tell questions that are answered from others, by the score alone and with the state."""
    count = learnt.questions.max() + 1
    lines = [
        f"{count} questions, {len(learnt.rows)} sentences of {len(set(learnt.articles))} texts"
    ]
    for name, rows in {"the score": learnt.rows[:, :1], "score and state": learnt.rows}.items():
        odds = cross_val_predict(
            regression(STRENGTH),
            rows,
            learnt.answers,
            groups=learnt.articles,
            cv=GroupKFold(FOLDS),
            method="decision_function",
        )
        best = np.full(count, -np.inf)
        np.maximum.at(best, learnt.questions, odds)
        has = np.zeros(count, dtype=bool)
        np.logical_or.at(has, learnt.questions, learnt.answers)
        lines.append(
            f"area under the ROC curve by {name}: {roc_auc_score(learnt.answers, odds):.3f} of "
            f"sentences, {roc_auc_score(has, best):.3f} of questions by their best"
        )
    return lines


def fit(learnt: Learnt) -> Answerability:
    intercept, weights = unscaled(regression(STRENGTH).fit(learnt.rows, learnt.answers))
    return Answerability(
        fitted_on="SQuAD 2.0, half of its development set (CC BY-SA 4.0)",
        questions=int(learnt.questions.max()) + 1,
        model=PACKAGED.sha256,
        library=LIBRARY,
        intercept=round(intercept, 6),
        coefficients=tuple(weights.round(6).tolist()),
    )


def _holds(sentence: str, answers: Sequence[str]) -> bool:
    return any(answer in sentence for answer in answers)
