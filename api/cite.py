"""GET a quote by its permalink: as data, on its page, or as a reference for other programs."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.conditional import UNCHANGED, Tagged
from api.engine import OpenEngine
from api.permalink import Place, held
from api.problems import Kind
from api.reference import Reference, bibtex, csl, ris
from api.refusals import READ, refuses
from api.site import Cited, report_page
from evidence_search.generation_name import NAME
from evidence_search.wire import quoted
from evidence_search.wire_library import SourceOut

Generation: TypeAlias = Annotated[str, Path(pattern=f"^{NAME}$", examples=["000001"])]
PassageId: TypeAlias = Annotated[str, Path(examples=["family-group-conferences#2:0"])]
RIS = "application/x-research-info-systems"
BIBTEX = "application/x-bibtex"
CSL = "application/vnd.citationstyles.csl+json"
WRITTEN: dict[str, Any] = {
    RIS: {"schema": {"type": "string"}},
    BIBTEX: {"schema": {"type": "string"}},
    CSL: {"schema": {"type": "array", "items": {"type": "object"}}},
}
router = APIRouter(prefix="/v1", tags=["browse"], route_class=Tagged)
pages = APIRouter(include_in_schema=False)


class Wanted(Place):
    format: Literal["json", "ris", "bibtex", "csl-json"] = "json"


@router.get(
    "/citations/{generation}/{passage_id:path}",
    response_model=SourceOut,
    responses=UNCHANGED
    | {200: {"content": WRITTEN}}
    | refuses(*READ, Kind.REQUEST_INVALID, Kind.PASSAGE_UNKNOWN, Kind.GENERATION_GONE),
)
def citation(
    request: Request,
    engine: OpenEngine,
    generation: Generation,
    passage_id: PassageId,
    wanted: Annotated[Wanted, Query()],
) -> SourceOut | Response:
    """Give the words that a hit or a citation quotes, or a reference to them."""
    found = held(engine, generation, passage_id, wanted)
    link = f"{request.base_url}cite/{generation}/{found.path}"
    source = SourceOut(
        **quoted(found.passage, found.first.page, found.quote, engine.standards),
        doi=found.passage.document.doi,
        pages=list(found.pages),
        start=found.first.start,
        end=found.first.end,
        permalink=link,
        generation=generation,
    )
    if wanted.format == "json":
        return source
    last = found.passage.document.label(found.pages[-1]) or found.pages[-1]
    one = Reference.of(source, doi=source.doi, last=last, link=link)
    match wanted.format:
        case "ris":
            return _file(one, ris(one), RIS, "ris")
        case "bibtex":
            return _file(one, bibtex(one), BIBTEX, "bib")
        case "csl-json":
            return _file(one, json.dumps(csl(one), ensure_ascii=False), CSL, "json")


@pages.get("/cite/{generation}/{passage_id:path}")
def permalink(
    request: Request,
    engine: OpenEngine,
    generation: Generation,
    passage_id: PassageId,
    place: Annotated[Place, Query()],
) -> Response:
    """Show the quote marked on the page that it stands on, or starts on."""
    found = held(engine, generation, passage_id, place)
    document, first = found.passage.document, found.first
    return report_page(
        request, engine, document.id, first.page, Cited(start=first.start, end=first.end)
    )


def _file(one: Reference, text: str, kind: str, ending: str) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{one.id}.{ending}"'}
    return Response(text, media_type=kind, headers=named)
