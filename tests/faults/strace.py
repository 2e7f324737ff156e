"""A publish, watched or spoilt at one system call by strace(1), in a child of this process."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

STRACE = shutil.which("strace")
CHANGING = (
    "openat",
    "write",
    "pwrite64",
    "ftruncate",
    "mkdir",
    "rename",
    "renameat",
    "renameat2",
    "symlink",
    "unlink",
    "unlinkat",
    "rmdir",
    "chmod",
    "fchmod",
    "fsync",
    "fdatasync",
)
FAULTS = ("signal=SIGKILL", "error=ENOSPC", "error=EIO")
CALL = re.compile(r"^(?P<thread>\d+) +(?P<name>\w+)\(")


@dataclass(frozen=True, slots=True)
class Point:
    """The `number`-th call of `call` in a thread, and what befalls it."""

    call: str
    number: int
    fault: str


def traced(work: Callable[[], None], out: Path, point: Point | None = None) -> int:
    """Run `work` in a child under strace, which writes its calls to `out`; give the exit status."""
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        os.read(ready, 1)
        _run(work)
    os.close(ready)
    spoil = [f"--inject={point.call}:{point.fault}:when={point.number}"] if point else []
    assert STRACE
    what = ["-f", "-y", "-s0", "-o", str(out), f"--trace={','.join(CHANGING)}", *spoil]
    watcher = subprocess.Popen(
        [STRACE, *what, "-p", str(child)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert watcher.stderr
    first = watcher.stderr.readline()
    if "attached" not in first:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise PermissionError(first.strip())
    os.write(go, b"g")
    os.close(go)
    _, status = os.waitpid(child, 0)
    watcher.stderr.read()
    watcher.wait()
    watcher.stderr.close()
    return status


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a child of its own; give the exit status."""
    child = os.fork()
    if child == 0:
        _run(work)
    return os.waitpid(child, 0)[1]


def points(trace: Path) -> list[Point]:
    """Give every fault at every call of a trace. The calls of each thread are counted alone."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in trace.read_text().splitlines():
        if found := CALL.match(line):
            counts[found["thread"], found["name"]] += 1
    most: dict[str, int] = {}
    for (_, name), count in counts.items():
        most[name] = max(count, most.get(name, 0))
    return [
        Point(call, number, fault)
        for call in CHANGING
        for number in range(1, most.get(call, 0) + 1)
        for fault in FAULTS
    ]


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    except BaseException:  # noqa: BLE001 - the child must end here, whatever happened
        os._exit(1)
    os._exit(0)
