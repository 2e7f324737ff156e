"""Measured figures and assumptions in; what each library costs on each machine out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bench.assumptions import Assumptions, Machine
from bench.curves import CURVES, Check, Curve, check
from bench.figures import Figures, FiguresUnusable

START, END = "<!-- plan -->", "<!-- /plan -->"
SECONDS = 3600
HEADS = (
    "pages",
    "on",
    "machines",
    "read, h",
    "encode, h",
    "write, h",
    "index, GB",
    "memory each, GB",
    "search p50, ms",
    "a build",
    "a month",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """
    A library on machines of one kind; hours of the whole, money for a build and for a month.

    `lacks` names what there is too little of: the library does not fit then.
    """

    pages: int
    machine: str
    machines: int
    reading: float
    encoding: float
    writing: float
    disk_gb: float
    memory_gb: float
    search: float
    build_price: float
    month_price: float
    lacks: tuple[str, ...]

    @property
    def hours(self) -> float:
        return self.reading + self.encoding + self.writing


@dataclass(frozen=True, slots=True)
class Planner:
    """
    Costs by the curves through what was measured.

    Reading and encoding are shared out over all cores; each machine writes its own shard. A search
    asks every machine at once, so it takes as long as over the shard of one.
    """

    figures: Figures
    assumptions: Assumptions

    def cost(self, pages: int, machine: Machine) -> Cost:
        made, measured = self.assumptions, self.figures.made
        passages = pages * self.figures.passages_per_page
        model = max(one.model for one in self.figures.libraries) / 1e3
        room = machine.memory_gb * made.memory_left - model
        memory, disk = self._at("memory beyond the model, GB"), self._at("disk, GB")
        needed = max(
            memory.at(passages) / room, disk.at(passages) * made.generations / machine.disk_gb
        )
        quick = Curve.through(self.figures.libraries, CURVES["search p50, ms"])
        needed = max(needed, quick.share(passages, made.search_ms * machine.speed))
        machines = min(machine.most, max(1, math.ceil(needed)))
        own = passages / machines
        cores = machines * machine.cores * machine.speed
        read = pages / self._pages_a_second / cores / SECONDS
        encoded = passages / (self.figures.encoding.rate / measured.cores) / cores / SECONDS
        written = self._at("writing and finishing, s").at(own) / machine.speed / SECONDS
        search = self._at("search p50, ms").at(own) / machine.speed
        on_disk = disk.at(passages)
        hours = read + encoded + written
        stored = on_disk * made.generations * made.storage_gb_month
        faults = {
            "memory": memory.at(own) > room,
            "disk": disk.at(own) * made.generations > machine.disk_gb,
            "time": search > made.search_ms,
        }
        return Cost(
            pages,
            machine.name,
            machines,
            read,
            encoded,
            written,
            on_disk,
            memory.at(own) + model,
            search,
            hours * machines * machine.price_hour,
            machines * made.hours_a_month * machine.price_hour + stored,
            tuple(name for name, lacking in faults.items() if lacking),
        )

    @property
    def _pages_a_second(self) -> float:
        if self.figures.reading is None:
            raise FiguresUnusable("no PDFs were read: run python -m bench run with --pdfs")
        return self.figures.reading.whole

    def _at(self, name: str) -> Curve:
        return Curve.through(self.figures.libraries, CURVES[name])


def write_plan(figures: Figures, assumptions: Assumptions, path: Path | None) -> str:
    """Give the plan in Markdown, and put it between the markers of `path`, if that is given."""
    text = render(figures, assumptions)
    if path:
        before, start, rest = path.read_text(encoding="utf-8").partition(START)
        _, end, after = rest.partition(END)
        if not (start and end):
            raise FiguresUnusable(f"{path} has no {START} … {END} to write the plan between")
        path.write_text(f"{before}{START}\n{text}\n{END}{after}", encoding="utf-8")
    return text


def render(figures: Figures, assumptions: Assumptions) -> str:
    """Give three tables in Markdown: what each library costs, the machines, how far curves hold."""
    planner = Planner(figures, assumptions)
    largest = max(one.passages for one in figures.libraries)
    pairs = product(assumptions.library, assumptions.machine)
    costs = [planner.cost(asked.pages, machine) for asked, machine in pairs]
    head = (
        f"From `docs/bench.json` (to {largest:,} passages, {figures.passages_per_page:.1f} a page) "
        f"and `bench/assumptions.toml` ({assumptions.date}); money in {assumptions.currency}."
    )
    lines = [head, "", f"| {' | '.join(HEADS)} |", f"|--:|---|{'--:|' * (len(HEADS) - 2)}"]
    lines += map(_row, costs)
    lines += ["", "| machine | is | an hour |", "|---|---|--:|"]
    lines += [f"| {one.name} | {one.what} | {one.price_hour:.2f} |" for one in assumptions.machine]
    return "\n".join([*lines, *_checked(check(figures))])


def _row(cost: Cost) -> str:
    lacking = f"does not fit: {', '.join(cost.lacks)}"
    numbers = (cost.reading, cost.encoding, cost.writing, cost.disk_gb, cost.memory_gb, cost.search)
    prices = ("–", "–") if cost.lacks else (f"{cost.build_price:,.2f}", f"{cost.month_price:,.0f}")
    cells = (
        f"{cost.pages:,}",
        cost.machine,
        lacking if cost.lacks else str(cost.machines),
        *map(_number, numbers),
        *prices,
    )
    return f"| {' | '.join(cells)} |"


def _checked(found: list[Check]) -> list[str]:
    if not found:
        return []
    size = found[0].passages
    return [
        "",
        f"How far the curves hold: what the smaller libraries foretell of {size:,} passages.",
        "",
        "| what | foretold | measured | ratio |",
        "|---|--:|--:|--:|",
        *(
            f"| {one.name} | {_number(one.foretold)} | {_number(one.measured)} | {one.ratio:.2f} |"
            for one in found
        ),
    ]


def _number(value: float) -> str:
    """Write two figures of a small number, and a large one whole."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"  # noqa: PLR2004 - two figures
