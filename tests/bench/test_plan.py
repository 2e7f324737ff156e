"""A plan follows from the figures and the assumptions by sums that a reader can do again."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.assumptions import ASSUMPTIONS, read_assumptions
from bench.cli import DOCS, main
from bench.curves import CURVES, Curve, check
from bench.figures import (
    Encoding,
    Figures,
    FiguresUnusable,
    Latency,
    Library,
    Made,
    Peak,
    Reading,
    Split,
    read_figures,
    write_figures,
)
from bench.plan import END, START, Planner, render, write_plan

MADE = Made("2026-11-22", "abc", "a processor", 2, 8, "Linux", {})
LATENCY = Latency(10, 20, 30, 100)


def library(passages, beyond=100.0):
    """Give one whose every cost grows in step with its passages: 1 ms, 10 kB each."""
    return Library(
        made=MADE,
        passages=passages,
        pages=passages // 5,
        documents=1,
        real=passages,
        encoded=passages,
        vectors="flat",
        recall=1,
        writing=passages / 1000,
        finishing=0,
        build_peak=300,
        bytes={"library.sqlite": passages * 10_000},
        opening=1,
        verifying=1,
        model=400,
        resident=400 + beyond * passages / 100_000,
        private=300,
        search=replace(LATENCY, p50=5 + passages / 100_000),
        search_encoding=3,
        answer=LATENCY,
        cold_start=2,
    )


FIGURES = Figures(
    MADE,
    Reading(1, 100, 10, {}),
    [Peak("float32", 100, {})],
    Encoding("hash", 1000, 60_000, 20, 0),
    Split(1, 100, 500, 60, 5, 50, 2),
    (library(1_000), library(10_000), library(100_000)),
)
NAMES = {machine.name: machine for machine in read_assumptions().machine}


@pytest.fixture
def planner():
    return Planner(FIGURES, read_assumptions())


def test_a_line_through_the_two_largest_foretells_a_larger_one():
    curve = Curve.through(FIGURES.libraries, CURVES["search p50, ms"])
    assert (curve.fixed, curve.each) == pytest.approx((5, 1e-5))
    assert curve.at(1_000_000) == pytest.approx(15)


def test_what_falls_as_a_library_grows_is_taken_as_level():
    fallen = replace(library(200_000), opening=0.5)
    curve = Curve.through([*FIGURES.libraries, fallen], CURVES["opening, s"])
    assert curve == Curve(0.5, 0)


def test_one_size_makes_no_curve():
    with pytest.raises(FiguresUnusable, match="two sizes"):
        Curve.through(FIGURES.libraries[:1], CURVES["disk, GB"])


def test_the_largest_library_is_foretold_by_the_others_where_the_curves_hold():
    assert [one.ratio for one in check(FIGURES)] == pytest.approx([1] * len(CURVES))
    bent = replace(FIGURES, libraries=(*FIGURES.libraries[:2], library(100_000, beyond=200)))
    assert {one.name for one in check(bent) if one.ratio < 0.9} == {"memory beyond the model, GB"}


def test_hours_disk_and_money_are_those_counted_by_hand(planner):
    # 10,000 pages are 50,000 passages. Read at 10 pages a second and core, encoded at 25 passages
    # a second and core, on 8 cores; written at 1 ms a passage by one process. 8 hours a machine.
    cost = planner.cost(10_000, NAMES["server"])
    assert cost.reading == pytest.approx(10_000 / 10 / 8 / 3600)
    assert cost.encoding == pytest.approx(50_000 / 25 / 8 / 3600)
    assert cost.writing == pytest.approx(50 / 3600)
    assert cost.disk_gb == pytest.approx(0.5)
    assert cost.build_price == pytest.approx(cost.hours * NAMES["server"].price_hour)
    assert not cost.lacks


def test_what_does_not_fit_says_what_it_lacks(planner):
    # 500 million passages: 500 GB in memory, 5,000 GB four times over, 5 s a search.
    assert planner.cost(100_000_000, NAMES["server"]).lacks == ("memory", "disk", "time")


def test_a_cluster_has_the_machines_that_memory_disk_and_time_need(planner):
    cost = planner.cost(100_000_000, NAMES["cluster"])
    assert not cost.lacks
    assert cost.machines == 132  # all of it in memory: 5,000 GB over 64·0.6 - 0.4
    fewer = NAMES["cluster"].model_copy(update={"most": cost.machines - 1})
    assert planner.cost(100_000_000, fewer).lacks


def test_a_plan_goes_between_its_markers_and_nowhere_else(tmp_path):
    page = tmp_path / "cost.md"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    write_figures(FIGURES, tmp_path / "bench.json")
    given = ["plan", "--figures", str(tmp_path / "bench.json"), "--write", str(page)]
    done = CliRunner().invoke(main, given)
    assert done.exit_code == 0, done.output
    written = page.read_text()
    assert written.startswith("before\n") and written.endswith("\nafter\n")  # noqa: PT018 - one page
    assert render(FIGURES, read_assumptions()) in written
    page.write_text("no markers")
    with pytest.raises(FiguresUnusable, match="has no"):
        write_plan(FIGURES, read_assumptions(), page)


def test_an_assumption_that_is_none_is_refused(tmp_path):
    wrong = tmp_path / "assumptions.toml"
    wrong.write_text(ASSUMPTIONS.read_text().replace("cores = 8", "cores = 0"))
    with pytest.raises(FiguresUnusable, match="cores"):
        read_assumptions(wrong)


@pytest.mark.skipif(not (DOCS / "bench.json").exists(), reason="nothing was measured yet")
def test_the_plan_on_paper_is_what_the_committed_figures_and_assumptions_give():
    page = Path(DOCS / "cost.md").read_text(encoding="utf-8")
    figures = read_figures(DOCS / "bench.json")
    assert render(figures, read_assumptions()) in page
    slower = replace(figures, encoding=replace(figures.encoding, seconds=1e6))
    assert render(slower, read_assumptions()) not in page
