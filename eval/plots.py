"""What was measured to plots: SVG to stand inside a page, each with what it shows in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import matplotlib as mpl
import numpy as np
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from eval.calibration import Calibration

SIZE = (6.4, 3.0)
COLOURS = ("#1d4e79", "#b3541e")
STYLES = ("-", "--")
METADATA = ("Date", "Creator", "Format", "Type")
RANKS = ("1", "2", "3", "4–5", "6–10", "11–100", "not found")
RANK_ENDS = (1, 2, 3, 5, 10, 100)
OWN_NAME = re.compile(r'(\bid="|href="#|url\(#)')
SETTINGS: Any = {
    "font.family": "sans-serif",
    "svg.fonttype": "none",
    "svg.hashsalt": "plot",
    "text.parse_math": False,
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, its caption, and what it shows for those who do not see it."""

    svg: Markup
    caption: str
    words: str

    @classmethod
    def of(cls, name: str, draw: Callable[[Axes], None], caption: str, words: str) -> Plot:
        return cls(_svg(name, draw, words), caption, words)


def ranks(runs: Sequence[Sequence[int]], names: Sequence[str]) -> Plot:
    """Draw where the first relevant item stands; a rank of 0 is one that was not found."""
    counts = [_counted(own) for own in runs]

    def draw(axes: Axes) -> None:
        width = 0.8 / len(runs)
        for place, own in enumerate(counts):
            at = np.arange(len(RANKS)) + (place - (len(runs) - 1) / 2) * width
            bars = axes.bar(at, own, width, color=COLOURS[place], label=names[place])
            axes.bar_label(bars, fontsize=8)
        axes.set_xticks(range(len(RANKS)), RANKS)
        axes.set(xlabel="rank of the first relevant item", ylabel="queries")
        _legend(axes, names)

    words = "; ".join(
        f"{name}: " + ", ".join(f"{n} at {rank}" for rank, n in zip(RANKS, own, strict=True))
        for name, own in zip(names, counts, strict=True)
    )
    return Plot.of("ranks", draw, "Distribution of ranks", f"Queries by rank. {words}.")


def changes(values: Sequence[float], measure: str) -> Plot:
    """Draw the difference of each query between two runs, from the greatest loss to the win."""
    ordered = sorted(values)

    def draw(axes: Axes) -> None:
        colours = [COLOURS[0] if value > 0 else COLOURS[1] for value in ordered]
        axes.bar(range(len(ordered)), ordered, width=1.0, color=colours)
        axes.axhline(0, color="black", linewidth=0.8)
        axes.set(xlabel="queries, in order of their change", ylabel=f"change of {measure}")

    wins, losses = sum(v > 0 for v in ordered), sum(v < 0 for v in ordered)
    words = (
        f"Of {len(ordered)} queries {wins} gain and {losses} lose; the greatest gain is "
        f"{max(ordered):.2f}, the greatest loss {min(ordered):.2f}."
    )
    return Plot.of("changes", draw, f"Change of {measure}, query by query", words)


def latency(runs: Sequence[Sequence[float]], names: Sequence[str], what: str) -> Plot:
    """Draw the share of queries that took at most so many milliseconds."""

    def draw(axes: Axes) -> None:
        for place, own in enumerate(runs):
            axes.ecdf(own, color=COLOURS[place], linestyle=STYLES[place], label=names[place])
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set(xlabel="milliseconds", ylabel="share of queries")
        axes.grid(alpha=0.3)
        _legend(axes, names)

    points = (np.percentile(own, [50, 95, 100]) for own in runs)
    words = "; ".join(
        f"{name}: half within {p50:.0f} ms, 95 % within {p95:.0f} ms, all within {most:.0f} ms"
        for name, (p50, p95, most) in zip(names, points, strict=True)
    )
    return Plot.of(f"latency-{what}", draw, f"Time {what}", f"{words}.")


def reliability(found: Sequence[Calibration], names: Sequence[str]) -> Plot:
    """Draw how often answers are right against how sure they are."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
        for place, own in enumerate(found):
            sure, right = [b.confidence for b in own.bins], [b.right for b in own.bins]
            axes.plot(sure, right, STYLES[place], color=COLOURS[place], label=names[place])
            sizes = [8 + 3 * b.count for b in own.bins]
            axes.scatter(sure, right, sizes, color=COLOURS[place], alpha=0.6)
        axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(-0.04, 1.04))
        _legend(axes, names)

    words = "; ".join(
        f"{name}: "
        + ", ".join(f"{b.right:.2f} right at {b.confidence:.2f} ({b.count})" for b in own.bins)
        for name, own in zip(names, found, strict=True)
    )
    caption = "Reliability: how often answers are right, by how sure they are; area of a dot: count"
    return Plot.of("reliability", draw, caption, f"{words}.")


def risk(found: Sequence[Calibration], names: Sequence[str]) -> Plot:
    """Draw what share is wrong when only the surest answers are given."""

    def draw(axes: Axes) -> None:
        for place, own in enumerate(found):
            coverage, wrong = [p.coverage for p in own.curve], [p.risk for p in own.curve]
            axes.plot(coverage, wrong, STYLES[place], color=COLOURS[place], label=names[place])
        axes.set(xlabel="share of questions answered, surest first", ylabel="share wrong")
        axes.set(xlim=(0, 1), ylim=(-0.04, 1.04))
        axes.grid(alpha=0.3)
        _legend(axes, names)

    words = "; ".join(
        f"{name}: {own.curve[-1].risk:.2f} wrong where {own.curve[-1].coverage:.2f} are answered, "
        f"{own.curve[(len(own.curve) - 1) // 2].risk:.2f} in the surer half"
        for name, own in zip(names, found, strict=True)
    )
    return Plot.of("risk", draw, "Coverage and risk", f"{words}.")


def _counted(found: Sequence[int]) -> list[int]:
    places = [int(np.searchsorted(RANK_ENDS, rank)) if rank else len(RANK_ENDS) for rank in found]
    return [places.count(place) for place in range(len(RANKS))]


def _legend(axes: Axes, names: Sequence[str]) -> None:
    if len(names) > 1:
        axes.legend(loc="best", frameon=False)


def _svg(name: str, draw: Callable[[Axes], None], words: str) -> Markup:
    """Draw an SVG element whose ids are its own, so that several may stand in one page."""
    text = StringIO()
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        figure.savefig(text, format="svg", metadata=dict.fromkeys(METADATA))
    drawn = text.getvalue()
    element = OWN_NAME.sub(rf"\g<1>{name}-", drawn[drawn.index("<svg") :])
    named = f'<svg role="img" aria-label="{escape(words)}"'
    return Markup(element.replace("<svg", named, 1))  # noqa: S704 - drawn here; text is escaped
