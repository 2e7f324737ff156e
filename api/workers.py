"""One listener in, several processes that answer at it until a signal stops them out."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TypeAlias

Work: TypeAlias = Callable[[Callable[[], None]], None]
STOPPED_WITHIN = 28
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported, in a child
# A child is a copy of this process, made before anything that has threads is loaded.
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class _Worker:
    process: ForkProcess
    ready: Event

    @classmethod
    def start(cls, work: Work) -> _Worker:
        ready = FORK.Event()
        process = FORK.Process(target=_run, args=(work, ready.set))
        process.start()
        return cls(process, ready)


def run_many(count: int, work: Work, listener: socket.socket, ready: Callable[[], None]) -> int:
    """
    Run `work` in `count` children, and call `ready` when each has called what it is given.

    One that ends by itself is replaced, but where it never was ready all are stopped. Gives the
    exit code.
    """
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // count)))
    with TemporaryDirectory() as folder:
        shared = Path(os.environ.setdefault(SHARED, folder))
        return _supervise(count, work, listener, ready, shared)


def _supervise(
    count: int, work: Work, listener: socket.socket, ready: Callable[[], None], shared: Path
) -> int:
    stopping: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        stopping.append(number)

    workers = [_Worker.start(work) for _ in range(count)]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    announced = False
    code = 0
    while not stopping and not code:
        if not announced and all(worker.ready.is_set() for worker in workers):
            announced = True
            ready()
        wait([worker.process.sentinel for worker in workers], timeout=0.1)
        for place, worker in enumerate(workers):
            if worker.process.exitcode is None or stopping:
                continue
            for live in shared.glob(f"gauge_live*_{worker.process.pid}.db"):
                live.unlink()  # as prometheus_client's mark_process_dead does
            if not worker.ready.is_set():
                code = worker.process.exitcode or 1
                break
            workers[place] = _Worker.start(work)
    listener.close()
    _stop(workers)
    return code


def _run(work: Work, ready: Callable[[], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else _interrupted)
    work(ready)


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _stop(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.process.terminate()
    for worker in workers:
        worker.process.join(STOPPED_WITHIN)
        if worker.process.exitcode is None:
            worker.process.kill()
