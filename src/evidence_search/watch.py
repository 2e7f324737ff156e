"""The steps of the work on a question, told by name to whoever measures how long each takes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from typing import TypeAlias


class Step(StrEnum):
    """`RERANK` is a part of `RETRIEVE` in a search, of `ANSWER` in an answer."""

    SCREEN = "screen"
    RETRIEVE = "retrieve"
    RERANK = "rerank"
    ANSWER = "answer"
    CHECK = "check"


Watch: TypeAlias = Callable[[Step], AbstractContextManager[object]]


def unwatched(_: Step) -> AbstractContextManager[object]:
    return nullcontext()
