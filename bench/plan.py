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
        passages = pages * self.figures.passages_per_page
        machines = self._machines(passages, machine)
        own = passages / machines
        cores = machines * machine.cores * machine.speed
        read = pages / self._pages_a_second / cores / SECONDS
        encoded = passages / self._passages_a_second / cores / SECONDS
        written = self._at("writing and finishing, s").at(own) / machine.speed / SECONDS
        kept = self._disk.at(passages) * self.assumptions.generations
        hours = (read + encoded + written) * machines
        serving = machines * machine.hours_a_month * machine.price_hour
        return Cost(
            pages,
            machine.name,
            machines,
            read,
            encoded,
            written,
            self._disk.at(passages),
            self._memory(machine).at(own) + self._model,
            self._search.at(own) / machine.speed,
            hours * machine.price_hour,
            serving + kept * machine.storage_gb_month,
            self._lacks(own, machine),
        )

    def _machines(self, passages: float, machine: Machine) -> int:
        """Give how many are needed for memory, disk and time, and at most how many there are."""
        made = self.assumptions
        needed = (
            self._memory(machine).parts(passages, self._room(machine)),
            self._disk.parts(passages, machine.disk_gb / made.generations),
            self._search.parts(passages, made.search_ms * machine.speed),
        )
        return min(machine.most, max(map(math.ceil, needed)))

    def _lacks(self, own: float, machine: Machine) -> tuple[str, ...]:
        made = self.assumptions
        lacking = {
            "memory": self._memory(machine).at(own) > self._room(machine),
            "disk": self._disk.at(own) * made.generations > machine.disk_gb,
            "time": self._search.at(own) > made.search_ms * machine.speed,
        }
        return tuple(name for name, lacks in lacking.items() if lacks)

    def _room(self, machine: Machine) -> float:
        return machine.memory_gb * self.assumptions.memory_left - self._model

    def _memory(self, machine: Machine) -> Curve:
        return self._disk if machine.loads else self._at("memory beyond the model, GB")

    @property
    def _model(self) -> float:
        return max(one.model for one in self.figures.libraries) / 1e3

    @property
    def _disk(self) -> Curve:
        return self._at("disk, GB")

    @property
    def _search(self) -> Curve:
        return self._at("search p50, ms")

    @property
    def _passages_a_second(self) -> float:
        return self.figures.encoding.rate / self.figures.made.cores

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
