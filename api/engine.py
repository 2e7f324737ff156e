"""A request in, the engine that serves it out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from api.live import Live
from api.problems import Kind, Problem
from evidence_search import Engine


async def engine_of(request: Request) -> AsyncIterator[Engine]:
    """Lend one engine to a request for all that it does."""
    live: Live = request.app.state.live
    async with live.lend() as engine:
        if engine is None:
            raise Problem(Kind.NOT_READY, after=5)
        request.state.generation = engine.index.generation
        yield engine


def generation_of(request: Request) -> str | None:
    """Name the generation that served `request`, or would have; None while there is none."""
    app: FastAPI = request.app
    live: Live = app.state.live
    now = live.engine.index.generation if live.engine else None
    generation: str | None = getattr(request.state, "generation", now)
    return generation


OpenEngine = Annotated[Engine, Depends(engine_of)]
