"""POST /v1/admin/reload: look for a newer generation of the index now."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.live import Live
from api.refusals import ANY, DOOR, SENT, Responses, refuses

EXAMPLE = {"serving": {"value": {"generation": "000007", "fault": ""}}}
SERVING: Responses = {200: {"content": {"application/json": {"examples": EXAMPLE}}}}
router = APIRouter(prefix="/v1/admin", tags=["admin"])


class Serving(BaseModel):
    """What is served after a look, and what was refused in its favour."""

    generation: str | None
    fault: str = Field(description="why the current generation is not served, if it is not")


@router.post(
    "/reload",
    responses=SERVING | refuses(*DOOR, *SENT, *ANY),
)
async def reload(request: Request) -> Serving:
    """Go over to the current generation of the index at once; needs a key of scope admin."""
    live: Live = request.app.state.live
    await live.look(request.app.state.settings)
    return Serving(
        generation=live.engine.index.generation if live.engine else None, fault=live.fault
    )
