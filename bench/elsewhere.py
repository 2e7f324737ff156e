"""Work to what it gave in a process of its own, and what memory is, so that nothing else counts."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeAlias

import psutil

BYTES_PER_MB = 1e6
Apart: TypeAlias = Callable[..., Any]
UNIT = 1 if sys.platform == "darwin" else 1024


def elsewhere(work: Callable[..., Any], *given: object) -> Any:  # noqa: ANN401 - as `work` has it
    """Run `work`, which stands at the top of a module, in a fresh process."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as processes:
        return processes.submit(work, *given).result()


def resident() -> float:
    """Give the MB that this process holds, those of mapped files included."""
    return float(psutil.Process().memory_info().rss / BYTES_PER_MB)


def private() -> float:
    """Give the MB that this process alone holds: what it would give back."""
    return float(psutil.Process().memory_full_info().uss / BYTES_PER_MB)


def peak() -> float:
    """Give the most MB that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / BYTES_PER_MB
