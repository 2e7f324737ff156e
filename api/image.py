"""GET …/pages/{n}/image: a picture of a page, with what is cited marked on it."""

from __future__ import annotations

from typing import Annotated, Any, Self

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, model_validator

from api.conditional import KEPT, UNCHANGED, is_known
from api.draw import Drawing
from api.engine import OpenEngine
from api.find import document_of, file_of, page_of, passage_of
from api.marks import marks_of
from api.pictures import Pictures
from api.problems import Kind, Problem
from api.refusals import READ, refuses
from api.requests import DocumentId, PageNumber
from evidence_search.types import Span

router = APIRouter(prefix="/v1", tags=["browse"])
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The picture", "content": {"image/png": {}}},
    **UNCHANGED,
    **refuses(
        *READ,
        Kind.REQUEST_INVALID,
        Kind.DOCUMENT_UNKNOWN,
        Kind.PAGE_UNKNOWN,
        Kind.PASSAGE_UNKNOWN,
        Kind.PICTURE_MISSING,
        Kind.FILE_CHANGED,
        Kind.PICTURE_FAILED,
        Kind.BUSY,
    ),
}


class Wanted(BaseModel):
    """What to mark: a passage, or characters `start:end` of the text of the page."""

    passage: str | None = Field(default=None, min_length=1, max_length=300)
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    width: int = Field(default=800, ge=300, le=1600, description="in pixels")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.passage and self.end:
            raise ValueError("send passage, or start and end, not both")
        return self


@router.get(
    "/documents/{document_id:path}/pages/{number:int}/image",
    response_class=Response,
    responses=ANSWERS,
)
def image(
    request: Request,
    engine: OpenEngine,
    document_id: DocumentId,
    number: PageNumber,
    wanted: Annotated[Wanted, Query()],
) -> Response:
    """Draw a page as a PNG. Words without a known place are not marked, rather than wrongly."""
    document = document_of(engine, document_id)
    page = page_of(engine, document, number)
    spans = [Span(number, wanted.start, wanted.end)]
    if wanted.passage:
        spans = list(passage_of(engine, document, number, wanted.passage).spans)
    drawing = Drawing(document.sha256, number, wanted.width, marks_of(page, spans))
    headers = KEPT | {"ETag": f'"{drawing.name}"'}
    path = file_of(engine, document)
    if path is None:
        raise Problem(Kind.PICTURE_MISSING)
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    pictures: Pictures = request.app.state.pictures
    return Response(pictures.draw(path, drawing), media_type="image/png", headers=headers)
