"""GET /livez and /readyz: does the process live, and can it answer."""

from __future__ import annotations

from typing import Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.answers import are_answered
from api.engine import OpenEngine
from api.live import Live
from api.problems import Kind
from api.refusals import ANY, refuses

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    status: Literal["ready", "degraded"]
    generation: str
    fault: str = Field(description="what is served instead of what, where the index is degraded")
    answers: Literal["on", "off"] = Field(description="off: questions are searched, not answered")


@router.get("/livez", responses=refuses(*ANY))
async def livez() -> Alive:
    """Say that the process lives, whatever else is the matter."""
    return Alive()


@router.get("/readyz", responses=refuses(*ANY, Kind.NOT_READY))
async def readyz(request: Request, engine: OpenEngine) -> Ready:
    """Say that an index is open and can be asked, degraded or not; 503 until then."""
    live: Live = request.app.state.live
    await run_sync(engine.index.store.counts, limiter=live.aside)
    status: Literal["ready", "degraded"] = "degraded" if live.fault else "ready"
    return Ready(
        status=status,
        generation=engine.index.generation,
        fault=live.fault,
        answers="on" if are_answered(engine.settings) else "off",
    )
