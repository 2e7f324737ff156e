"""SIGTERM under load, again and again: how long it takes, and whether a request is lost."""

import argparse
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from tests.api.test_stopping import keep_asking
from tests.load.drive import service, table

CLIENTS = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--workers", default="1")
    given = parser.parse_args()
    rows = []
    for number in range(1, given.times + 1):
        stopping = threading.Event()
        with (
            service(given.index, "--workers", given.workers) as server,
            ThreadPoolExecutor(CLIENTS) as pool,
        ):
            asking = [pool.submit(keep_asking, server.place, stopping) for _ in range(CLIENTS)]
            time.sleep(3)
            stopping.set()
            started = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(60)
            seconds = time.monotonic() - started
            told = [one.result() for one in asking]
        lost = [error for _, errors in told for error in errors]
        rows.append((number, sum(answered for answered, _ in told), len(lost), seconds))
        click.echo("\n".join(lost), nl=bool(lost))
    table(("SIGTERM", "answered", "lost", "stopped after, s"), rows)
    click.echo(
        f"lost {sum(row[2] for row in rows)} (wanted: 0); slowest {max(r[3] for r in rows):.1f} s"
    )


if __name__ == "__main__":
    main()
