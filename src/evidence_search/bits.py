"""Dimensions of EMMIE to the bits of one number, and back."""

from __future__ import annotations

from collections.abc import Iterable

from evidence_search.types import Dimension

BITS = {dimension: 1 << place for place, dimension in enumerate(Dimension)}


def to_bits(dimensions: Iterable[Dimension]) -> int:
    return sum(BITS[one] for one in set(dimensions))


def from_bits(number: int) -> tuple[Dimension, ...]:
    return tuple(one for one, bit in BITS.items() if number & bit)
