"""Measured libraries to one SVG: four cost curves over the number of passages."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.figures import Library
from eval.plots import COLOURS, METADATA, SETTINGS

SIZE = (9.0, 6.4)
STYLES = ("-", "--", ":")


def draw(libraries: Sequence[Library]) -> str:
    """Give the SVG, the same for the same figures."""
    text = StringIO()
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.subplots(2, 2)
        sizes = [one.passages for one in libraries]
        panels = {
            "milliseconds": {
                "search p50": [one.search.p50 for one in libraries],
                "search p99": [one.search.p99 for one in libraries],
                "answer p50": [one.answer.p50 for one in libraries],
            },
            "seconds": {
                "writing": [one.writing for one in libraries],
                "finishing": [one.finishing for one in libraries],
                "cold start of ask": [one.cold_start for one in libraries],
            },
            "MB of memory": {
                "beyond the model": [one.beyond for one in libraries],
                "most while writing": [one.build_peak for one in libraries],
            },
            "MB on disk": {
                "all": [sum(one.bytes.values()) / 1e6 for one in libraries],
                "vectors": [one.bytes.get("vectors.faiss", 0) / 1e6 for one in libraries],
            },
        }
        for own, (unit, lines) in zip(axes.flat, panels.items(), strict=True):
            _panel(own, sizes, unit, lines)
        figure.savefig(text, format="svg", metadata=dict.fromkeys(METADATA))
    drawn = text.getvalue()
    return drawn[drawn.index("<svg") :]


def _panel(axes: Axes, sizes: Sequence[int], unit: str, lines: dict[str, list[float]]) -> None:
    colours = (*COLOURS, "#4a7a3a")
    for (name, values), colour, style in zip(lines.items(), colours, STYLES, strict=False):
        axes.plot(sizes, values, style, marker="o", color=colour, label=name)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel=unit)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.3)
    axes.legend(loc="best", frameon=False)
