"""How much is done for a figure."""

from __future__ import annotations

from dataclasses import dataclass

from bench.elsewhere import Apart, elsewhere


@dataclass(frozen=True, slots=True)
class Effort:
    """
    Seconds of `encoding` at most and of each matrix `product`, and how often the rest is done.

    `vectors` says how those are kept, where their number is not to decide it. `apart` runs what
    must not share a process with what ran before.
    """

    encoding: float = 600
    product: float = 0.5
    searches: int = 300
    answers: int = 100
    starts: int = 3
    vectors: str = ""
    apart: Apart = elsewhere
