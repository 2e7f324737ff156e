"""The shapes drawn on a page to its shades: boxes filled in a tint that can be told from paper."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pypdfium2 import raw

from indexer.drawn import Drawn, draw_mode
from indexer.frame import Frame
from indexer.layout import Shade

NARROWEST = 8.0
LOWEST = 6.0
PAPER = 250
MOST_SEGMENTS = 6
MOST = 2000
SAME = 0.5


def shades_on(drawn: Drawn, frame: Frame) -> tuple[Shade, ...]:
    """Give the shades of a page as it is displayed, those of one tint that touch as one."""
    found = list(_shades(drawn, frame))
    if len(found) > MOST:
        return ()
    return tuple(_joined([one for one in found if one.bottom - one.top > LOWEST]))


def _shades(drawn: Drawn, frame: Frame) -> Iterator[Shade]:
    channels = [ctypes.c_uint() for _ in range(4)]
    for shape in drawn.shapes:
        if not shape.is_path or not _is_box(shape.drawn):
            continue
        bounds = shape.bounds()
        raw.FPDFPageObj_GetFillColor(shape.drawn, *map(ctypes.byref, channels))
        *tint, opacity = (channel.value for channel in channels)
        if bounds is None or min(tint) >= PAPER or not opacity:
            continue
        left, bottom, right, top = bounds
        box = frame.displayed(left, top, right, bottom)
        if box[2] - box[0] > NARROWEST:
            yield Shade(*box, tint=(tint[0], tint[1], tint[2]))


def _is_box(path: raw.FPDF_PAGEOBJECT) -> bool:
    filled, _ = draw_mode(path)
    return bool(filled) and raw.FPDFPath_CountSegments(path) <= MOST_SEGMENTS


def _joined(shades: Sequence[Shade]) -> Iterator[Shade]:
    """Give the shades, each run that lies below one another as one, without those inside others."""
    columns: dict[tuple[object, int, int], list[Shade]] = {}
    for one in shades:
        columns.setdefault((one.tint, round(one.left), round(one.right)), []).append(one)
    joined: list[Shade] = []
    for column in columns.values():
        last, *others = sorted(column, key=lambda one: one.top)
        for one in others:
            if one.top <= last.bottom + SAME:
                last = replace(last, bottom=max(last.bottom, one.bottom))
            else:
                joined.append(last)
                last = one
        joined.append(last)
    kept: list[Shade] = []
    for one in sorted(joined, key=_area, reverse=True):
        if not any(_is_inside(one, other) for other in kept):
            kept.append(one)
            yield one


def _area(one: Shade) -> float:
    return (one.right - one.left) * (one.bottom - one.top)


def _is_inside(one: Shade, other: Shade) -> bool:
    return (
        one.tint == other.tint
        and other.left - SAME <= one.left
        and one.right <= other.right + SAME
        and other.top - SAME <= one.top
        and one.bottom <= other.bottom + SAME
    )
