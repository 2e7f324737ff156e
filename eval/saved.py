"""
Measured runs to a folder and back.

`run` writes run.trec, scores.jsonl and report.json; `answers` writes answers.jsonl and
answers.json. One folder may hold both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter

from eval.answering import MeasuredAnswers
from eval.measure import Measured
from eval.measures import falling
from eval.outcome import Answered, Retrieved
from eval.rows import CollectionInvalid, read_rows, write_rows

KEPT = 10
ANSWERS = "answers"
Outcome = TypeVar("Outcome")
RETRIEVED, ANSWERED = TypeAdapter(Retrieved), TypeAdapter(Answered)


class QueryScores(BaseModel):
    """
    A line of scores.jsonl or answers.jsonl: one query's measures, by unit and name.

    Of a search: `relevant` is what was judged, `found` the first ten, `rank` that of the first
    relevant one, 0 where none is among the hundred.
    """

    query: str
    text: str
    labels: Mapping[str, str]
    milliseconds: float
    measures: Mapping[str, Mapping[str, float]]
    relevant: Sequence[str] = ()
    found: Sequence[str] = ()
    rank: int = 0


class QueryAnswer(QueryScores):
    """A line of answers.jsonl: `relevant` are the evidence sentences, `found` the quotes told."""

    expected: str
    status: str
    confidence: float
    pages: Sequence[str]


def write_run(measured: Measured, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "run.trec").write_text(_trec(measured), encoding="utf-8")
    write_rows(directory / "scores.jsonl", (row.model_dump() for row in _rows(measured)))
    _write(directory / "report.json", as_json(asdict(measured.report)))


def write_answers(measured: MeasuredAnswers, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    write_rows(directory / "answers.jsonl", (row.model_dump() for row in _answers(measured)))
    _write(directory / "answers.json", as_json(asdict(measured.report)))


def read_scores(directory: Path) -> dict[str, QueryScores]:
    """Read a run's scores by query id; raises CollectionInvalid."""
    return {row.query: row for row in read_rows(directory / "scores.jsonl", QueryScores)}


def read_answers(directory: Path) -> dict[str, QueryAnswer]:
    """Read what was told by query id; raises CollectionInvalid."""
    return {row.query: row for row in read_rows(directory / "answers.jsonl", QueryAnswer)}


def has_scores(directory: Path) -> bool:
    return (directory / "scores.jsonl").is_file()


def has_answers(directory: Path) -> bool:
    return (directory / "answers.jsonl").is_file()


def read_retrieved(directory: Path) -> Retrieved:
    return _read(directory / "report.json", RETRIEVED)


def read_answered(directory: Path) -> Answered:
    return _read(directory / "answers.json", ANSWERED)


def as_json(report: object) -> str:
    return json.dumps(report, indent=2, ensure_ascii=False)


def _read(path: Path, kind: TypeAdapter[Outcome]) -> Outcome:
    try:
        return kind.validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CollectionInvalid(f"{path} is not what this version writes: measure again") from error


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")


def _rows(measured: Measured) -> list[QueryScores]:
    rows = []
    for one in measured.found:
        judged = measured.relevant[one.query.id]
        ranks = [rank for rank, unit in enumerate(one.ranking, 1) if unit in judged]
        rows.append(
            QueryScores(
                query=one.query.id,
                text=one.query.text,
                labels=one.query.labels,
                milliseconds=round(one.milliseconds, 2),
                measures={unit: own[one.query.id] for unit, own in measured.scores.items()},
                relevant=judged,
                found=one.ranking[:KEPT],
                rank=min(ranks, default=0),
            )
        )
    return rows


def _answers(measured: MeasuredAnswers) -> list[QueryAnswer]:
    return [
        QueryAnswer(
            query=one.query.id,
            text=one.query.text,
            labels=one.query.labels,
            milliseconds=round(one.milliseconds, 2),
            measures={ANSWERS: {k: float(v) for k, v in measured.measures[one.query.id].items()}},
            relevant=[sentence.text for sentence in one.query.evidence],
            found=[quote for said in one.said for quote in said.quotes],
            pages=[page for said in one.said for page in said.pages],
            expected=one.query.expected,
            status=one.status,
            confidence=round(one.confidence, 4),
        )
        for one in measured.told
    ]


def _trec(measured: Measured) -> str:
    """Give lines of query-id, Q0, id, rank, score, tag (TREC's format for runs)."""
    return "".join(
        f"{one.query.id} Q0 {unit} {rank} {score} evidence-search\n"
        for one in measured.found
        for rank, (unit, score) in enumerate(falling(one.ranking).items(), 1)
    )
