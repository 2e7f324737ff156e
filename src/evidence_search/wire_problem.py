"""What is wrong with a request, as the plain data of RFC 9457 that the HTTP API sends out."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Fault(BaseModel):
    """One field of a request, and what is wrong with it."""

    field: str
    detail: str


class ProblemOut(BaseModel):
    """A problem. `type` is stable and says which it is; `detail` says what to do."""

    type: str = Field(description="stable; an address here that explains it")
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
    generation: str | None = None
