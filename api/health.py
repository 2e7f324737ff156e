"""GET /livez and /readyz: does the process live, and can it answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from api.engine import OpenEngine

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    status: Literal["ready"] = "ready"
    generation: str


@router.get("/livez")
async def livez() -> Alive:
    """Say that the process lives, whatever else is the matter."""
    return Alive()


@router.get("/readyz")
async def readyz(engine: OpenEngine) -> Ready:
    """Say that an index is open and can be asked; 503 until then."""
    return Ready(generation=engine.index.generation)
