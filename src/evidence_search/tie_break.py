"""Hits by relevance in; the same with near ties in the order of one standard out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence_search.scale import Standard
from evidence_search.standards import BAND_CAVEAT
from evidence_search.types import Document, Hit


def break_ties(hits: Sequence[Hit], standard: Standard, within: float) -> list[Hit]:
    """
    Order hits whose scores lie within `within` of the best of their band by their rating.

    Only ratings on this one standard count: two standards have no common order. What it does not
    rate comes after what it does, within the band; no hit leaves its band.
    """
    return [
        hit
        for band in bands(hits, within)
        for hit in sorted(band, key=lambda hit: -_place(hit.passage.document, standard))
    ]


def bands(hits: Sequence[Hit], within: float) -> Iterator[list[Hit]]:
    band: list[Hit] = []
    for hit in hits:
        if band and hit.score < band[0].score - within:
            yield band
            band = []
        band.append(hit)
    if band:
        yield band


def say_order(standard: Standard | None, within: float, band: str | None = None) -> str:
    """Say how hits are ordered, and in which band of strength they were sought, if in one."""
    confined = f"; confined to the band {band} ({BAND_CAVEAT})" if band else ""
    if standard is None:
        return f"by relevance alone; ratings change nothing{confined}"
    return (
        f"by relevance; among hits whose scores lie within {within:g} of each other, those rated "
        f"higher on {standard.name} ({standard.heading.lower()}) come first{confined}"
    )


def _place(document: Document, standard: Standard) -> float:
    places = (
        standard.position(rating.level)
        for rating in document.ratings
        if rating.standard == standard.id and rating.level in standard.natives
    )
    return max((place for place in places if place is not None), default=0.0)
