"""Clients that say nothing, or drip: when each is closed, and what others notice of them."""

import argparse
import asyncio
import threading
import time
from pathlib import Path

import click

from tests.load.drive import ask, service, table, warm

HEAD = b"POST /v1/answer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
SLOW = {
    "silent": (b"", b""),
    "header drip": (HEAD + b"X-A: ", b"a"),
    "body drip": (HEAD + b"Content-Length: 5000\r\n\r\n", b" "),
}
GIVEN_UP = 60


async def connect(place: tuple[str, int], first: bytes, drip: bytes) -> float:
    """Give the seconds after which the server closed."""
    reader, writer = await asyncio.open_connection(*place)
    started = time.monotonic()
    writer.write(first)
    closed = asyncio.ensure_future(reader.read())
    try:
        while not closed.done() and time.monotonic() < started + GIVEN_UP:
            await asyncio.wait({closed}, timeout=1)
            if drip and not closed.done():
                writer.write(drip)
    finally:
        closed.cancel()
        writer.close()
    return time.monotonic() - started


async def all_of(place: tuple[str, int], each: int) -> dict[str, list[float]]:
    found = {}
    tasks = {
        name: [asyncio.ensure_future(connect(place, *said)) for _ in range(each)]
        for name, said in SLOW.items()
    }
    for name, clients in tasks.items():
        found[name] = list(await asyncio.gather(*clients))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--rate", type=int, default=6, help="of the others; half the knee's")
    parser.add_argument("--seconds", type=int, default=30)
    given = parser.parse_args()
    closed: dict[str, list[float]] = {}
    with service(given.index) as server:
        warm(server, "answer")
        before = ask(server, "answer", given.rate, given.seconds)
        slow = threading.Thread(
            target=lambda: closed.update(asyncio.run(all_of(server.place, given.each)))
        )
        slow.start()
        during = ask(server, "answer", given.rate, given.seconds)
        slow.join()
    table(
        ("clients", "number", "first closed, s", "last closed, s", "wanted"),
        [(name, len(one), min(one), max(one), "<= 15") for name, one in closed.items()],
    )
    click.echo()
    table(
        ("others", "served/s", "p50 ms", "p95 ms"),
        [
            (name, load.rate(200), load.latency(0.5), load.latency(0.95))
            for name, load in (("without", before), ("beside them", during))
        ],
    )
    click.echo(
        f"p95 {during.latency(0.95) / before.latency(0.95):.2f} times the usual (wanted: <= 1.5)"
    )


if __name__ == "__main__":
    main()
