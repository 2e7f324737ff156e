"""A request in, the engine that answers it out, or a problem where answers are switched off."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.answers import are_answered
from api.engine import OpenEngine
from api.problems import Kind, Problem
from evidence_search import Engine


async def answering(engine: OpenEngine) -> Engine:
    if not are_answered(engine.settings):
        raise Problem(Kind.ANSWERS_OFF)
    return engine


Answering = Annotated[Engine, Depends(answering)]
