"""A call and the response to it in, the result out, or what is wrong and whether to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx2
from pydantic import ValidationError

from evidence_search.calls import Call
from evidence_search.errors import EvidenceSearchError
from evidence_search.wire_problem import ProblemOut

PASSING = frozenset({429, 502, 503, 504})
T = TypeVar("T")


class Refused(EvidenceSearchError):
    """What the service would not do; `wait` is how many seconds it asked to be left alone."""

    def __init__(self, problem: ProblemOut, wait: float | None = None) -> None:
        super().__init__(f"{problem.title}. {problem.detail}")
        self.problem = problem
        self.wait = wait


class Unreachable(EvidenceSearchError):
    """A service that could not be reached, or that broke off."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a request is sent, for how many seconds in all, and how long each may take."""

    attempts: int = 4
    patience: float = 45.0
    timeout: float = 60.0


def when(call: Call[T], patience: float) -> Callable[[Exception], bool | float]:
    """Tell whether, and after how many seconds, a call that failed is worth another attempt."""

    def again(error: Exception) -> bool | float:
        match error:
            case Refused() if error.problem.status in PASSING:
                return True if error.wait is None else error.wait <= patience and error.wait
            case Unreachable():
                return call.is_safe or not error.sent
        return False

    return again


def read(call: Call[T], response: httpx2.Response) -> T:
    if not response.is_success:
        raise Refused(_problem(response), _wait(response.headers.get("Retry-After", "")))
    try:
        return call.read(response.text)
    except ValidationError as error:
        raise Unreachable("what answered is no service of this version", sent=True) from error


def _problem(response: httpx2.Response) -> ProblemOut:
    """Read the problem; what stands between may refuse in other words."""
    try:
        return ProblemOut.model_validate_json(response.text)
    except ValidationError:
        return ProblemOut(
            type="about:blank",
            title=response.reason_phrase or "Refused",
            status=response.status_code,
            detail="What refused was not the service itself.",
        )


def _wait(given: str) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds, or a date."""
    if given.isdecimal():
        return float(given)
    try:
        return max(0.0, (parsedate_to_datetime(given) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def unreachable(error: httpx2.TransportError) -> Unreachable:
    before = isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout)
    return Unreachable(f"no answer from the service: {type(error).__name__}", sent=not before)
