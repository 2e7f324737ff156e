"""The cores to how many operations a second they reach in matrix products: the peak."""

from __future__ import annotations

import time

import torch

from bench.figures import Peak
from evidence_search.models import fast_inference

SHAPES = (
    (1024, 384, 1536),
    (1024, 1536, 384),
    (4096, 384, 1536),
    (2048, 2048, 2048),
    (3072, 3072, 3072),
)
SECONDS = 0.5
ROUNDS = 3


def measure_peak(seconds: float = SECONDS) -> Peak:
    """
    Time matrix products in the precision that the encoder uses; 2·m·k·n operations each.

    The shapes are those of MiniLM's feed-forward layers and two large squares; the best of three
    rounds counts.
    """
    with fast_inference():
        precise = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else None
    dtype = precise or torch.float32
    shapes = {"x".join(map(str, shape)): _gflops(shape, dtype, seconds) for shape in SHAPES}
    return Peak(str(dtype).removeprefix("torch."), max(shapes.values()), shapes)


def _gflops(shape: tuple[int, int, int], dtype: torch.dtype, seconds: float) -> float:
    m, k, n = shape
    left, right = torch.randn(m, k).to(dtype), torch.randn(k, n).to(dtype)
    out = torch.empty(m, n, dtype=dtype)
    torch.mm(left, right, out=out)
    best = 0.0
    for _ in range(ROUNDS):
        count, started = 0, time.perf_counter()
        while (taken := time.perf_counter() - started) < seconds:
            torch.mm(left, right, out=out)
            count += 1
        best = max(best, count * 2 * m * k * n / taken / 1e9)
    return best
