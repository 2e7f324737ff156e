"""An index in, a running service, and what came of asking it at a given rate, out."""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import click
import httpx2

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "eval/collections/sample_library/queries.jsonl"
LOCUST = os.environ.get("LOCUST") or shutil.which("locust")
UNLIMITED = {"EVIDENCE_SEARCH_RATE_ADDRESS": ""}


@dataclass(frozen=True, slots=True)
class Sent:
    """One request: when it was sent, for how long it ran in ms, and its status (0: none came)."""

    at: float
    took: float
    status: int


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen[str]
    address: str

    @property
    def place(self) -> tuple[str, int]:
        parts = urlsplit(self.address)
        return str(parts.hostname), int(parts.port or 80)


@dataclass(frozen=True, slots=True)
class Load:
    """What was sent to the service, and what came of it."""

    sent: Sequence[Sent]

    @property
    def seconds(self) -> float:
        """How long it was sent: each user then waits for what is left of a second."""
        times = [one.at for one in self.sent]
        return max(times) - min(times) + 1

    def rate(self, status: int | None = None) -> float:
        return len(self.of(status)) / self.seconds

    def of(self, status: int | None) -> list[float]:
        return [one.took for one in self.sent if status is None or one.status == status]

    def latency(self, share: float, status: int = 200) -> float:
        return quantile(self.of(status), share)


def quantile(values: Sequence[float], share: float) -> float:
    """Give the nearest-rank quantile; NaN of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def questions() -> list[str]:
    with QUESTIONS.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


@contextmanager
def service(index: Path, *arguments: str, **settings: str) -> Iterator[Server]:
    """Serve an index as the README says, without a limit for one address, until the block ends."""
    if LOCUST is None:
        raise SystemExit("no locust here: make test-load installs it, or set LOCUST to its path")
    command = [sys.executable, "-m", "api", "--index", str(index), "--port", "0", *arguments]
    paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    environment = os.environ | {"PYTHONPATH": paths} | UNLIMITED | settings
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().split()
        if not said:
            raise SystemExit(f"the service did not start: {process.wait()}")
        try:
            yield Server(process, said[5])
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(40)


class Every:
    """Calls `look` every few seconds, from a thread of its own, until the block ends."""

    def __init__(self, seconds: float, look: Callable[[], None]) -> None:
        self._seconds, self._look = seconds, look
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            self._look()


def warm(server: Server, kind: str) -> None:
    """Ask every question once: what comes first also loads, and sentences are encoded once."""
    field = {"search": "query", "answer": "question"}[kind]
    with httpx2.Client(base_url=server.address, timeout=60) as client:
        for question in questions():
            client.post(f"/v1/{kind}", json={field: question, "confirmed": True})


def ask(server: Server, kind: str, rate: int, seconds: int) -> Load:
    """Send `rate` requests a second with locust: that many users, each one a second."""
    with tempfile.TemporaryDirectory() as folder:
        out, asked = Path(folder) / "sent.txt", Path(folder) / "questions.json"
        asked.write_text(json.dumps(questions()), encoding="utf-8")
        given = {"LOAD_KIND": kind, "LOAD_QUESTIONS": str(asked), "LOAD_OUT": str(out)}
        script = str(Path(__file__).with_name("locustfile.py"))
        command = [str(LOCUST), "-f", script, "--host", server.address, "--headless"]
        command += ["-u", str(rate), "-r", str(rate), "-t", f"{seconds}s", "--stop-timeout", "30"]
        command += ["--loglevel", "ERROR", "--exit-code-on-error", "0"]
        quiet = subprocess.DEVNULL
        subprocess.run(command, env=os.environ | given, stdout=quiet, stderr=quiet, check=True)
        lines = [line.split() for line in out.read_text(encoding="utf-8").splitlines()]
    return Load([Sent(float(at), float(took), int(code)) for at, took, code in lines])


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their heads, in at most 80 columns."""
    text = [list(head)] + [[_say(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*text, strict=True)]
    for row in text:
        click.echo("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


def _say(cell: object) -> str:
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)
