"""Requests a second and latency of search and of answer, up to and at the knee."""

import argparse
from pathlib import Path

import click

from tests.load.drive import Load, Server, ask, service, table, warm

SERVED = 0.95
PATIENCE = 1000.0
HEAD = ("kind", "sent/s", "served/s", "p50 ms", "p95 ms", "p99 ms", "refused", "lost")


def holds(load: Load, rate: int) -> bool:
    """Tell whether nearly all were sent and served, and 95 of 100 within a second."""
    return load.rate(200) >= SERVED * rate and load.latency(0.95) <= PATIENCE


def climb(server: Server, kind: str, seconds: int) -> list[tuple[int, Load]]:
    """Ask faster and faster until it no longer holds; the step before the last is the knee."""
    steps: list[tuple[int, Load]] = []
    rate = 1
    while not steps or holds(steps[-1][1], steps[-1][0]):
        steps.append((rate, ask(server, kind, rate, seconds)))
        rate = max(rate + 1, round(rate * 1.25))
    return steps


def knee_of(steps: list[tuple[int, Load]]) -> int:
    return steps[max(0, len(steps) - 2)][0]


def row(kind: str, rate: int, load: Load) -> list[object]:
    refused = sum(one.status in {429, 503} for one in load.sent)
    lost = sum(one.status == 0 for one in load.sent)
    quantiles = [load.latency(share) for share in (0.5, 0.95, 0.99)]
    return [kind, rate, load.rate(200), *quantiles, refused, lost]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--seconds", type=int, default=20, help="of each step")
    parser.add_argument("--workers", default="1")
    parser.add_argument("--kind", choices=["search", "answer"], action="append")
    given = parser.parse_args()
    for kind in given.kind or ["search", "answer"]:
        with service(given.index, "--workers", given.workers) as server:
            warm(server, kind)
            steps = climb(server, kind, given.seconds)
        table(HEAD, [row(kind, *step) for step in steps])
        click.echo(f"{kind}: the knee is at {knee_of(steps)} requests a second\n")


if __name__ == "__main__":
    main()
