"""A measured run to its folder and back: run.trec, scores.jsonl, report.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel

from eval.measure import Measured
from eval.measures import falling
from eval.report import Report
from eval.rows import read_rows, write_rows


class QueryScores(BaseModel):
    """A line of scores.jsonl: one query's measures, by unit and name."""

    query: str
    text: str
    labels: Mapping[str, str]
    milliseconds: float
    measures: Mapping[str, Mapping[str, float]]


def write_run(measured: Measured, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "run.trec").write_text(_trec(measured), encoding="utf-8")
    write_rows(directory / "scores.jsonl", (row.model_dump() for row in _rows(measured)))
    (directory / "report.json").write_text(as_json(measured.report) + "\n", encoding="utf-8")


def read_scores(directory: Path) -> dict[str, QueryScores]:
    """Read a run's scores by query id; raises CollectionInvalid."""
    return {row.query: row for row in read_rows(directory / "scores.jsonl", QueryScores)}


def as_json(report: Report) -> str:
    return json.dumps(asdict(report), indent=2, ensure_ascii=False)


def _rows(measured: Measured) -> list[QueryScores]:
    return [
        QueryScores(
            query=one.query.id,
            text=one.query.text,
            labels=one.query.labels,
            milliseconds=round(one.milliseconds, 2),
            measures={unit: own[one.query.id] for unit, own in measured.scores.items()},
        )
        for one in measured.found
    ]


def _trec(measured: Measured) -> str:
    """Give lines of query-id, Q0, id, rank, score, tag (TREC's format for runs)."""
    return "".join(
        f"{one.query.id} Q0 {unit} {rank} {score} evidence-search\n"
        for one in measured.found
        for rank, (unit, score) in enumerate(falling(one.ranking).items(), 1)
    )
