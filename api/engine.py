"""A request in, the engine that serves it out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI, Request

from api.problems import Kind, Problem
from evidence_search import Engine


async def engine_of(request: Request) -> Engine:
    engine: Engine | None = request.app.state.engine
    if engine is None:
        raise Problem(
            Kind.NOT_READY, "No index is open here yet. Try again shortly; the log says why."
        )
    return engine


def generation_of(app: FastAPI) -> str | None:
    """Name the generation that `app` serves, or None while no index is open."""
    engine: Engine | None = app.state.engine
    return engine.index.generation if engine else None


OpenEngine = Annotated[Engine, Depends(engine_of)]
