"""The shapes drawn on a page to its rules: straight lines, and the edges of what is outlined."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from pypdfium2 import raw

from indexer.drawn import Drawn, Shape, draw_mode, placed
from indexer.frame import Frame
from indexer.layout import Rule

THICKEST = 2.5
SHORTEST = 2.0
LEVEL = 1.0
MOST_SEGMENTS = 2000
MOST_RULES = 20_000

Point = tuple[float, float]


def rules_on(drawn: Drawn, frame: Frame) -> tuple[Rule, ...]:
    """Give the upright and level rules of a page as it is displayed."""
    found: list[Rule] = []
    for shape in drawn.shapes:
        if shape.is_path:
            found += (Rule(*frame.displayed(*box)) for box in _rules(shape))
        if len(found) > MOST_RULES:
            return ()
    return tuple(found)


def _rules(path: Shape) -> Iterator[tuple[float, float, float, float]]:
    """Give left, top, right and bottom of each rule, in the coordinates of the file."""
    bounds = path.bounds()
    if bounds is None:
        return
    left, bottom, right, top = bounds
    thin, long = sorted((right - left, top - bottom))
    if thin <= THICKEST:
        if long >= SHORTEST:
            yield left, top, right, bottom
    elif _is_outlined(path.drawn):
        for start, end in _segments(path):
            (left, right), (bottom, top) = (sorted(pair) for pair in zip(start, end, strict=True))
            thin, long = sorted((right - left, top - bottom))
            if thin < LEVEL and long >= SHORTEST:
                yield left, top, right, bottom


def _is_outlined(path: raw.FPDF_PAGEOBJECT) -> bool:
    _, outlined = draw_mode(path)
    return outlined and raw.FPDFPath_CountSegments(path) <= MOST_SEGMENTS


def _segments(path: Shape) -> Iterator[tuple[Point, Point]]:
    """Give both ends of each straight segment; that which closes a figure included."""
    figure: list[Point] = []
    for kind, point, closes in _points(path):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            figure = [point]
            continue
        if kind == raw.FPDF_SEGMENT_LINETO and figure:
            yield figure[-1], point
        figure.append(point)
        if closes:
            yield point, figure[0]


def _points(path: Shape) -> Iterator[tuple[int, Point, bool]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    place = placed(path.drawn, path.place)
    for number in range(raw.FPDFPath_CountSegments(path.drawn)):
        segment = raw.FPDFPath_GetPathSegment(path.drawn, number)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        closes = bool(raw.FPDFPathSegment_GetClose(segment))
        yield raw.FPDFPathSegment_GetType(segment), place.on_point(x.value, y.value), closes
