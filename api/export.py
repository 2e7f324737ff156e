"""POST /v1/export: a search in, its hits as CSV or JSON lines out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ConfigDict, Field

from api.engine import OpenEngine
from api.problems import Kind
from api.refusals import READ, SENT, refuses
from api.requests import QUESTION, SearchChoices
from evidence_search.wire import HitOut

MOST = 500
JSON_LINES = "application/jsonl"
CSV = "text/csv"
# What a spreadsheet takes for a formula (OWASP, CSV injection), its full-width forms included.
FORMULAS = tuple("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
COLUMNS = (
    "rank",
    "document_id",
    "title",
    "authors",
    "year",
    "publisher",
    "url",
    "file",
    "standing",
    "page",
    "page_label",
    "headings",
    "quote",
    "ratings",
    "score",
    "passage_id",
    "generation",
)
WRITTEN: dict[str, Any] = {
    CSV: {"schema": {"type": "string"}},
    JSON_LINES: {"schema": {"type": "string"}},
}
router = APIRouter(prefix="/v1", tags=["ask"])


class ExportIn(SearchChoices):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"query": QUESTION, "format": "csv"}]}
    )

    limit: Annotated[int, Field(strict=True, ge=1, le=MOST)] = 100
    format: Literal["csv", "jsonl"] = "csv"


@router.post(
    "/export",
    response_class=Response,
    responses={
        200: {"description": "The hits, best first", "content": WRITTEN},
        **refuses(*READ, *SENT, Kind.QUESTION_INVALID, Kind.QUESTION_SCREENED),
    },
)
def export(asked: ExportIn, engine: OpenEngine) -> Response:
    """
    Give the hits of a search as a file, up to 500; `Export-Complete` says whether these are all.

    CSV is for spreadsheets: UTF-8 with a byte order mark, and an apostrophe before whatever a
    spreadsheet would run as a formula. JSON lines hold a HitOut each, word for word.
    """
    found = asked.find(engine, asked.limit + 1)
    hits = [HitOut.of(hit, engine.standards) for hit in found.hits[: asked.limit]]
    headers = {
        "Content-Disposition": f'attachment; filename="search.{asked.format}"',
        "Export-Complete": str(len(found.hits) <= asked.limit).lower(),
    }
    if asked.format == "jsonl":
        text = "".join(f"{hit.model_dump_json()}\n" for hit in hits)
        return Response(text, headers=headers, media_type=JSON_LINES)
    text = _table(hits, engine.index.generation)
    return Response(text.encode("utf-8-sig"), headers=headers, media_type=CSV)


def _table(hits: Sequence[HitOut], generation: str) -> str:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for rank, hit in enumerate(hits, 1):
        values = hit.model_dump(include=set(COLUMNS)) | {
            "rank": rank,
            "authors": "; ".join(hit.authors),
            "headings": " > ".join(hit.headings),
            "ratings": "\n".join(one.in_words for one in hit.ratings) or hit.rating_note,
            "generation": generation,
        }
        writer.writerow([disarmed(values[name]) for name in COLUMNS])
    return table.getvalue()


def disarmed(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run; numbers stay numbers."""
    is_formula = isinstance(value, str) and value.lstrip(" \xa0").startswith(FORMULAS)
    return f"'{value}" if is_formula else value
