"""A question or a name in, the HTTP request that asks the service for it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypedDict, TypeVar, Unpack
from urllib.parse import quote

from pydantic import BaseModel

from evidence_search.wire import AnswerOut, CitationOut, HitOut, SearchOut
from evidence_search.wire_library import (
    AnswersOut,
    DocumentDetailOut,
    DocumentsOut,
    FacetsOut,
    IndexOut,
    PageOut,
    SourceOut,
    StandardsOut,
)

T_co = TypeVar("T_co", covariant=True)
Format = Literal["ris", "bibtex", "csl-json"]


class FilterChoices(TypedDict, total=False):
    """What a search is confined to; docs/openapi.json says what each takes (FiltersIn)."""

    documents: Sequence[str]
    countries: Sequence[str]
    statuses: Sequence[str]
    publishers: Sequence[str]
    year_from: int
    year_to: int
    standard: str
    level_at_least: str
    band: str
    no_benefit: bool
    directions: Sequence[str]
    designs: Sequence[str]
    populations: Sequence[str]
    provenances: Sequence[str]
    emmie: Sequence[str]


class AskChoices(TypedDict, total=False):
    filters: FilterChoices
    confirmed: bool
    expand: bool
    group_by: Literal["emmie"]


class FindChoices(TypedDict, total=False):
    filters: FilterChoices
    prefer: str
    confirmed: bool
    expand: bool
    limit: int


class SearchChoices(FindChoices, total=False):
    cursor: str | None
    facets: bool


@dataclass(frozen=True, slots=True)
class Call(Generic[T_co]):
    """A request; `read` makes its result of the text of the response."""

    method: str
    path: str
    read: Callable[[str], T_co]
    body: Mapping[str, Any] | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_safe(self) -> bool:
        """Tell whether sending it twice changes nothing."""
        return self.path != "/v1/feedback"


def search(query: str, **choices: Unpack[SearchChoices]) -> Call[SearchOut]:
    return _post("search", SearchOut.model_validate_json, {"query": query, **choices})


def answer(question: str, **choices: Unpack[AskChoices]) -> Call[AnswerOut]:
    return _post("answer", AnswerOut.model_validate_json, {"question": question, **choices})


def answers(questions: Sequence[str], **choices: Unpack[AskChoices]) -> Call[AnswersOut]:
    asked = [{"question": question, **choices} for question in questions]
    return _post("answers", AnswersOut.model_validate_json, {"questions": asked})


def export(
    query: str, form: Literal["csv", "jsonl"] = "csv", **choices: Unpack[FindChoices]
) -> Call[str]:
    return _post("export", _without_mark, {"query": query, "format": form, **choices})


def documents(cursor: str | None = None, limit: int = 50) -> Call[DocumentsOut]:
    paged: dict[str, str | int] = {"limit": limit} | ({"cursor": cursor} if cursor else {})
    return _get("documents", DocumentsOut, paged)


def document(document_id: str) -> Call[DocumentDetailOut]:
    return _get(f"documents/{quote(document_id)}", DocumentDetailOut)


def page(document_id: str, number: int) -> Call[PageOut]:
    return _get(f"documents/{quote(document_id)}/pages/{number}", PageOut)


def standards() -> Call[StandardsOut]:
    return _get("standards", StandardsOut)


def facets() -> Call[FacetsOut]:
    return _get("facets", FacetsOut)


def index() -> Call[IndexOut]:
    return _get("index", IndexOut)


def source(cited: CitationOut | HitOut, generation: str) -> Call[SourceOut]:
    return _get(_cited(cited, generation), SourceOut, _place(cited))


def reference(cited: CitationOut | HitOut, generation: str, form: Format) -> Call[str]:
    params = _place(cited) | {"format": form}
    return Call("GET", f"/v1/{_cited(cited, generation)}", str, params=params)


def feedback(given: AnswerOut, reason: str, *, helpful: bool, comment: str = "") -> Call[str]:
    meant = {"id": given.id, "generation": given.generation, "status": given.status}
    body = {"answer": meant, "helpful": helpful, "reason": reason, "comment": comment}
    return _post("feedback", str, body)


def _without_mark(text: str) -> str:
    return text.removeprefix("\ufeff")


def _cited(cited: CitationOut | HitOut, generation: str) -> str:
    return f"citations/{quote(generation)}/{quote(cited.passage_id)}"


def _place(cited: CitationOut | HitOut) -> dict[str, str | int]:
    if isinstance(cited, HitOut):
        return {}
    return {"page": cited.page, "start": cited.start, "end": cited.end}


M = TypeVar("M", bound=BaseModel)


def _get(path: str, model: type[M], params: Mapping[str, str | int] | None = None) -> Call[M]:
    return Call("GET", f"/v1/{path}", model.model_validate_json, params=params or {})


def _post(path: str, read: Callable[[str], T_co], body: Mapping[str, Any]) -> Call[T_co]:
    return Call("POST", f"/v1/{path}", read, body)
