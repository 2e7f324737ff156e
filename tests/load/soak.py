"""The service asked for a long time while its index is built anew: errors, memory, open files."""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.load.drive import ROOT, Every, Load, Server, ask, service, table, warm

EVERY = 5.0


@dataclass(frozen=True, slots=True)
class Look:
    at: float
    megabytes: float
    files: int


class Watch(Every):
    """Looks every few seconds at the memory that is the process's own, and at its open files."""

    def __init__(self, pid: int) -> None:
        super().__init__(EVERY, self._note)
        self.looks: list[Look] = []
        self._process = psutil.Process(pid)

    def _note(self) -> None:
        own = self._process.memory_full_info().uss / 2**20
        self.looks.append(Look(time.time(), own, self._process.num_fds()))


def publish(source: Path, index: Path) -> None:
    command = [sys.executable, "-m", "indexer", "build", str(source), "--index", str(index)]
    done = subprocess.run(
        [*command, "--full", "--workers", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--source", type=Path, default=ROOT / "sample/catalogue.csv")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--publishes", type=int, default=10)
    parser.add_argument("--rate", type=int, default=4)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(shutil.copytree(given.index, Path(folder) / "index", symlinks=True))
        with service(index) as server:
            warm(server, "answer")
            load, looks = _soak(server, index, given)
    quarter = max(1, len(looks) // 4)
    first, last = looks[:quarter], looks[-quarter:]
    memory = [statistics.median(one.megabytes for one in part) for part in (first, last)]
    files = [max(one.files for one in part) for part in (first, last)]
    errors = [one.status for one in load.sent if one.status != 200]
    table(
        ("figure", "found", "wanted"),
        [
            ("minutes", given.minutes, ">= 20"),
            ("requests", len(load.sent), ""),
            ("errors", len(errors), "0"),
            ("publishes", given.publishes, ">= 10"),
            ("own memory, first quarter, MB", memory[0], ""),
            ("own memory, last quarter, MB", memory[1], ""),
            ("growth", f"{memory[1] / memory[0] - 1:+.1%}", "<= 5 %"),
            ("open files, first quarter", files[0], ""),
            ("open files, last quarter", files[1], "no more"),
            ("p50, p99 ms", f"{load.latency(0.5):.0f}, {load.latency(0.99):.0f}", ""),
        ],
    )


def _soak(server: Server, index: Path, given: argparse.Namespace) -> tuple[Load, list[Look]]:
    seconds = int(given.minutes * 60)
    found: list[Load] = []
    with Watch(server.process.pid) as watch:
        asking = threading.Thread(
            target=lambda: found.append(ask(server, "answer", given.rate, seconds))
        )
        asking.start()
        for number in range(given.publishes):
            time.sleep(max(0.0, seconds / (given.publishes + 1) - 5 * bool(number)))
            publish(given.source, index)
        asking.join()
    return found[0], watch.looks


if __name__ == "__main__":
    main()
