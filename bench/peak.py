"""The cores to how many operations a second they reach in matrix products: the peak."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch

from bench.figures import Peak

SHAPES = (
    (1024, 384, 1536),
    (1024, 1536, 384),
    (4096, 384, 1536),
    (2048, 2048, 2048),
    (3072, 3072, 3072),
)
PRECISIONS = (torch.float32, torch.bfloat16, torch.int8)
SECONDS = 0.5
ROUNDS = 3


def measure_peaks(seconds: float = SECONDS) -> list[Peak]:
    """
    Time matrix products in each precision that an encoder may use; 2·m·k·n operations each.

    The shapes are those of MiniLM's feed-forward layers and two large squares; the best of three
    rounds counts.
    """
    return [_peak(dtype, seconds) for dtype in PRECISIONS]


def best_of(peaks: Sequence[Peak], others: Sequence[Peak]) -> list[Peak]:
    return [max(pair, key=lambda one: one.gflops) for pair in zip(peaks, others, strict=True)]


def _peak(dtype: torch.dtype, seconds: float) -> Peak:
    shapes = {"x".join(map(str, shape)): _gflops(shape, dtype, seconds) for shape in SHAPES}
    return Peak(str(dtype).removeprefix("torch."), max(shapes.values()), shapes)


def _gflops(shape: tuple[int, int, int], dtype: torch.dtype, seconds: float) -> float:
    m, k, n = shape
    multiply = _product(m, k, n, dtype)
    multiply()
    best = 0.0
    for _ in range(ROUNDS):
        count, started = 0, time.perf_counter()
        while (taken := time.perf_counter() - started) < seconds:
            multiply()
            count += 1
        best = max(best, count * 2 * m * k * n / taken / 1e9)
    return best


def _product(m: int, k: int, n: int, dtype: torch.dtype) -> Callable[[], object]:
    """Give the product of two matrices, m x k and k x n; that of int8 is int32."""
    if dtype is torch.int8:
        whole = [torch.randint(-127, 128, shape, dtype=dtype) for shape in ((m, k), (k, n))]
        into = torch.empty(m, n, dtype=torch.int32)
        return lambda: torch._int_mm(*whole, out=into)  # noqa: SLF001 - it has no public name
    left, right = torch.randn(m, k).to(dtype), torch.randn(k, n).to(dtype)
    out = torch.empty(m, n, dtype=dtype)
    return lambda: torch.mm(left, right, out=out)
