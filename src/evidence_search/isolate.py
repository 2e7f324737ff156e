"""A function and paths in; a Result or Failure for each out, read in a child of its own."""

import multiprocessing
import os
import signal
import time
from collections.abc import Collection, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from evidence_search.child import (
    ALONE,
    DONE,
    FAILED,
    MB,
    REFUSED,
    STEP,
    Attempt,
    Limits,
    Reader,
    Steps,
    ending,
    over,
    serve,
)
from evidence_search.errors import SettingsInvalid

__all__ = ["ALONE", "Failure", "Limits", "Reader", "Result", "Steps", "run_isolated"]

_CHUNK = 2**16
_REASON_CHARACTERS = 500
_AHEAD = 2  # files begun but not yet handed over, for each worker


@dataclass(frozen=True, slots=True)
class Result:
    """What the function returned in the child: to be checked, for the child may lie."""

    path: Path
    output: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, in a sentence for whoever looks after it."""

    path: Path
    reason: str


def run_isolated(
    function: Reader, paths: Iterable[Path], limits: Limits, workers: int
) -> Generator[Result | Failure, None, None]:
    """
    Read each file in a killable child, `workers` at a time; yield in the order of the paths.

    The child finds the function by its import path, so it stands at the top of a module. A file is
    begun again without the step that it ended in, if it ended in one that may be left out: ten
    times at most, and never for more than three times the seconds that are allowed.
    Closing the generator early, by Ctrl-C too, kills the children and whatever they started.
    """
    if workers < 1:
        raise SettingsInvalid(f"reading needs at least one worker, not {workers}")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__, function.__module__])
    _start_server(context)
    queue = enumerate(paths)
    running: dict[int, _Child] = {}
    done: dict[int, Result | Failure] = {}
    turn = 0
    try:
        while True:
            room = min(workers, _AHEAD * workers - len(done)) - len(running)
            for number, path in islice(queue, room):
                running[number] = _Child(context, Attempt(function, path, limits))
            if turn in done:
                handed_over = time.monotonic()
                yield done.pop(turn)
                turn += 1
                # Nobody empties the pipes while the caller works: that time is not charged.
                for child in running.values():
                    child.deadline += time.monotonic() - handed_over
            elif running:
                _wait_for_news(running.values())
                done |= _settle(running, context)
            else:
                return
    finally:
        for child in running.values():
            child.stop()


def _start_server(context: ForkServerContext) -> None:
    """Wait until the server has imported what it preloads: no file is charged for that time."""
    first = context.Process(target=os.getpid, daemon=True)
    first.start()
    first.join()


class _Child:
    """One file being read: the process, the pipe it answers on, and what came so far."""

    def __init__(self, context: ForkServerContext, attempt: Attempt) -> None:
        self._attempt, self._limits, self._received = attempt, attempt.limits, bytearray()
        self._step, self._read, self._is_final = "", 0, attempt.is_last
        # The writing end stays open here too, so that only the child's exit ends the reading.
        self._pipe, self._writer = context.Pipe(duplex=False)
        self._process = context.Process(target=serve, args=(attempt, self._writer), daemon=True)
        self._process.start()
        self.sources: tuple[Connection, int] = (self._pipe, self._process.sentinel)
        self.deadline = time.monotonic() + self._limits.seconds

    def outcome(self) -> Result | Failure | None:
        """Take what has come and say how the reading ended, if it has."""
        ended = not self._process.is_alive()  # asked first: what came before the end is here now
        if self._pipe.poll():
            room = self._limits.output_mb * MB + len(DONE) - len(self._received)
            chunk = os.read(self._pipe.fileno(), min(_CHUNK, room + 1))
            if len(chunk) > room:
                self._is_final = True
                return self._failure(over(f"gave more than {self._limits.output_mb} MB of output"))
            self._received += chunk
            self._note_steps()
        elif ended:
            return self._verdict(self._process.exitcode)
        if not ended and time.monotonic() > self.deadline:
            return self._failure(ending(-signal.SIGALRM, self._limits))
        return None

    def _note_steps(self) -> None:
        """Take the lines that announce steps; the answer follows the last of them."""
        while self._received[self._read : self._read + 1] == STEP:
            end = self._received.find(b"\n", self._read)
            if end < 0:
                return
            self._step = self._received[self._read + 1 : end].decode(errors="replace")
            self._read = end + 1

    def _verdict(self, exit_code: int | None) -> Result | Failure:
        start = self._read + 1
        kind = self._received[self._read : start] if exit_code == 0 else b""
        if kind == DONE:
            return Result(self._attempt.path, bytes(memoryview(self._received)[start:]))
        if kind in (REFUSED, FAILED):
            self._is_final |= kind == REFUSED
            return self._failure(self._received[start : start + _CHUNK].decode(errors="replace"))
        return self._failure(ending(exit_code, self._limits))

    def next_attempt(self, outcome: Result | Failure) -> Attempt | None:
        """Leave out the step that it failed in; None where there is no use in that."""
        left_out = self._attempt.left_out
        if isinstance(outcome, Result) or self._is_final or self._step in {"", *left_out}:
            return None
        spent = self._limits.seconds - (self.deadline - time.monotonic())
        return replace(
            self._attempt,
            left_out={**left_out, self._step: outcome.reason},
            spent=self._attempt.spent + spent,
        )

    def _failure(self, reason: str) -> Failure:
        # The child is not trusted with the terminal either: no escape sequences, no line breaks.
        printable = "".join(letter if letter.isprintable() else " " for letter in reason)
        return Failure(self._attempt.path, " ".join(printable.split())[:_REASON_CHARACTERS])

    def stop(self) -> None:
        """Kill the child and whatever it started."""
        _kill_group(self._process)
        self._process.join(timeout=5)  # a read from a dead network drive cannot be killed
        self._pipe.close()
        self._writer.close()


def _settle(running: dict[int, _Child], context: ForkServerContext) -> dict[int, Result | Failure]:
    """Give the outcomes that have come, and begin again what is worth it."""
    done = {}
    for number, child in list(running.items()):
        if outcome := child.outcome():
            running.pop(number).stop()
            if attempt := child.next_attempt(outcome):
                running[number] = _Child(context, attempt)
            else:
                done[number] = outcome
    return done


def _wait_for_news(children: Collection[_Child]) -> None:
    first = min(child.deadline for child in children)
    wait([source for child in children for source in child.sources], first - time.monotonic())


def _kill_group(process: BaseProcess) -> None:
    leader = process.pid or 0
    # The number of a group with members is given to no process: if a process has the number
    # of an ended leader, it is a stranger and the group is gone.
    if process.is_alive() or not _exists(leader):
        with suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGKILL)
    process.kill()  # it may not lead its group yet


def _exists(pid: int) -> bool:
    with suppress(ProcessLookupError):
        return os.getpgid(pid) >= 0
    return False
