"""GET /problems/{name}: what the type of a problem leads to."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.html import render
from api.problems import Kind
from api.refusals import EXAMPLES

router = APIRouter(include_in_schema=False)


@router.get("/problems/{name}")
def explain(request: Request, name: str) -> Response:
    """Say what the problem is and what is done about it."""
    for kind in Kind:
        if kind.type == f"/problems/{name}":
            context = {"title": kind.title, "detail": EXAMPLES[kind]}
            return render(request, "problem.html", context)
    raise HTTPException(404)
