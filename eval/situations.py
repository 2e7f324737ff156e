"""Command: questions written for it to the model of which situation a question is in."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from eval.about import ROOT
from eval.collection import read_queries
from eval.contrasts import Group
from eval.elsewhere import Graded
from eval.rows import read_rows
from eval.situation_model import STATUSES, Example, fit
from evidence_search.situations import FILE, Situations, load_situations
from evidence_search.statements import AnswerStatus
from evidence_search.vocabulary import OURS

COLLECTIONS = ROOT / "eval" / "collections"
HERE = COLLECTIONS / "situations"
ALL = ("danger", "out_of_scope", "vague", "ordinary")
KINDS = dict(zip(ALL, STATUSES, strict=False))


class Written(BaseModel):
    """A text as somebody might type it, what it is, and who wrote it."""

    model_config = ConfigDict(extra="forbid")

    text: str
    kind: Literal["danger", "out_of_scope", "vague", "ordinary"]
    about: str = ""
    writer: int
    split: Literal["dev", "test"]

    @property
    def situation(self) -> AnswerStatus | None:
        return KINDS.get(self.kind)


@dataclass(frozen=True, slots=True)
class Line:
    """
    Texts of a kind: how many are told for what they are, and how many are stopped at all.

    Ordinary ones, and those to reports, are told for what they are where they are searched for.
    """

    kind: str
    texts: int
    told: int
    stopped: int


@click.command("situations")
@click.option("--write", is_flag=True, help="Fit again, and replace what comes with the library.")
def command(*, write: bool) -> None:
    """
    Measure how danger, what is not for research and what is too vague are told; or fit it.

    Fitted is a multinomial logistic regression on words, pairs of words and pieces of words.
    Measured are texts of writers from whom nothing was learnt, and questions to other reports,
    which are to be searched for.
    """
    written = list(read_rows(HERE / "questions.jsonl", Written))
    if write:
        fitted = fit(list(examples(written)), HERE.name)
        FILE.write_text(laid_out(fitted), encoding="utf-8")
        load_situations.cache_clear()
    Console(width=80).print(_table(measure(written, load_situations())))


def figures(directory: Path) -> tuple[int, dict[str, float]]:
    """Give how many texts are measured, and the share of each kind that is told for what it is."""
    found = measure(list(read_rows(directory / "questions.jsonl", Written)), load_situations())
    shares = {f"test told, {one.kind}": one.told / one.texts for one in found}
    return sum(one.texts for one in found), shares


def examples(written: Sequence[Written]) -> Iterator[Example]:
    """Give what is learnt from: nothing of a test split, or that measures other libraries."""
    for one in written:
        if one.split == "dev":
            yield Example(one.text, one.situation)
    yield from _asked()
    for group in read_rows(COLLECTIONS / "answerability" / "groups.jsonl", Group):
        for question in group.questions:
            yield Example(question.text, None)
    for table in tomllib.loads(OURS.read_text(encoding="utf-8")).values():
        for term in table:  # each names a subject
            yield Example(term, None)
            yield Example(f"What is {term}?", None)


def _asked() -> Iterator[Example]:
    for name in ("sample_library", "harder_questions"):
        for query in read_queries(COLLECTIONS / name):
            status = AnswerStatus(query.expected)
            if query.labels.get("split") != "test" and status is not AnswerStatus.PERSONAL_DATA:
                yield Example(query.text, status if status in STATUSES else None)


def measure(written: Sequence[Written], model: Situations) -> list[Line]:
    """Give a line for each kind of text of the test split, and one for questions to reports."""
    graded = read_rows(COLLECTIONS / "reports_graded" / "questions.jsonl", Graded)
    asked = [model.of(one.text) for one in graded]
    reports = Line("of reports", len(asked), asked.count(None), len(asked) - asked.count(None))
    return [*lines([one for one in written if one.split == "test"], model), reports]


def lines(texts: Sequence[Written], model: Situations) -> list[Line]:
    """Give a line for each kind of text, and what the model makes of it."""
    seen = [(one, model.of(one.text)) for one in texts]
    return [
        Line(
            kind,
            len(own := [(one, told) for one, told in seen if one.kind == kind]),
            sum(told is one.situation for one, told in own),
            sum(told is not None for _, told in own),
        )
        for kind in ALL
    ]


def laid_out(fitted: Situations) -> str:
    """Give the model as JSON, a line for each weight, so that changes can be read."""
    head = fitted.model_dump(mode="json", exclude={"weights"})
    rows = (f"  {json.dumps(name)}: {list(own)}" for name, own in fitted.weights.items())
    return json.dumps(head)[:-1] + ', "weights": {\n' + ",\n".join(rows) + "\n}}\n"


def _table(found: Sequence[Line]) -> Table:
    table = Table("written as")
    for heading in ("texts", "told for it", "stopped"):
        table.add_column(heading, justify="right")
    for one in found:
        shares = (f"{count / one.texts:.3f}" for count in (one.told, one.stopped))
        table.add_row(one.kind, str(one.texts), *shares)
    return table
