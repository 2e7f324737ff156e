"""A function and paths in; a Result or Failure for each out, read in a child of its own."""

import errno
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Collection, Generator, Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from evidence_search.errors import EvidenceSearchError, SettingsInvalid

_MB = 2**20
_CHUNK = 2**16
_REASON_CHARACTERS = 500
_AHEAD = 2  # files begun but not yet handed over, for each worker
_DONE, _FAILED = b"+", b"-"  # the first byte of what a child sends
_DAMAGED = "the file is probably damaged: save it again as a new PDF, or leave it out"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may use; memory counts on top of what a bare child has."""

    seconds: float = 120
    memory_mb: int = 2048
    output_mb: int = 256
    open_files: int = 64

    def __post_init__(self) -> None:
        if min(astuple(self)) <= 0:
            raise SettingsInvalid(f"every limit on reading a file must be above zero: {self}")


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
    function: Callable[[Path], bytes], paths: Iterable[Path], limits: Limits, workers: int
) -> Generator[Result | Failure, None, None]:
    """
    Read each file in a killable child, `workers` at a time; yield in the order of the paths.

    The child finds the function by its import path, so it stands at the top of a module.
    Closing the generator early, by Ctrl-C too, kills the children and whatever they started.
    """
    if workers < 1:
        raise SettingsInvalid(f"reading needs at least one worker, not {workers}")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__, function.__module__])
    queue = enumerate(paths)
    running: dict[int, _Child] = {}
    done: dict[int, Result | Failure] = {}
    turn = 0
    try:
        while True:
            room = min(workers, _AHEAD * workers - len(done)) - len(running)
            for number, path in islice(queue, room):
                running[number] = _Child(context, function, path, limits)
            if turn in done:
                handed_over = time.monotonic()
                yield done.pop(turn)
                turn += 1
                # Nobody empties the pipes while the caller works: that time is not charged.
                for child in running.values():
                    child.deadline += time.monotonic() - handed_over
            elif running:
                _wait_for_news(running.values())
                for number, child in list(running.items()):
                    if outcome := child.outcome():
                        done[number] = outcome
                        running.pop(number).stop()
            else:
                return
    finally:
        for child in running.values():
            child.stop()


class _Child:
    """One file being read: the process, the pipe it answers on, and what came so far."""

    def __init__(
        self,
        context: ForkServerContext,
        function: Callable[[Path], bytes],
        path: Path,
        limits: Limits,
    ) -> None:
        self._path, self._limits, self._received = path, limits, bytearray()
        # The writing end stays open here too, so that only the child's exit ends the reading.
        self._pipe, self._writer = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_serve, args=(function, path, limits, self._writer), daemon=True
        )
        self._process.start()
        self.sources: tuple[Connection, int] = (self._pipe, self._process.sentinel)
        self.deadline = time.monotonic() + limits.seconds

    def outcome(self) -> Result | Failure | None:
        """Take what has come and say how the reading ended, if it has."""
        ended = not self._process.is_alive()  # asked first: what came before the end is here now
        if self._pipe.poll():
            room = self._limits.output_mb * _MB + len(_DONE) - len(self._received)
            chunk = os.read(self._pipe.fileno(), min(_CHUNK, room + 1))
            if len(chunk) > room:
                return self._failure(_over(f"gave more than {self._limits.output_mb} MB of output"))
            self._received += chunk
        elif ended:
            return self._verdict(self._process.exitcode)
        if not ended and time.monotonic() > self.deadline:
            return self._failure(_ending(-signal.SIGALRM, self._limits))
        return None

    def _verdict(self, exit_code: int | None) -> Result | Failure:
        kind = self._received[:1] if exit_code == 0 else b""
        if kind == _DONE:
            return Result(self._path, bytes(memoryview(self._received)[1:]))
        if kind == _FAILED:
            return self._failure(self._received[1:_CHUNK].decode(errors="replace"))
        return self._failure(_ending(exit_code, self._limits))

    def _failure(self, reason: str) -> Failure:
        # The child is not trusted with the terminal either: no escape sequences, no line breaks.
        printable = "".join(letter if letter.isprintable() else " " for letter in reason)
        return Failure(self._path, " ".join(printable.split())[:_REASON_CHARACTERS])

    def stop(self) -> None:
        """Kill the child and whatever it started."""
        _kill_group(self._process)
        self._process.join(timeout=5)  # a read from a dead network drive cannot be killed
        self._pipe.close()
        self._writer.close()


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


def _serve(function: Callable[[Path], bytes], path: Path, limits: Limits, pipe: Connection) -> None:
    """Read one file inside the child, within the limits, and send what came of it."""
    os.setsid()
    _close_all_but(pipe.fileno())
    _set_limits(limits)
    try:
        kind, answer = _DONE, function(path)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent reports it
        kind, answer = _FAILED, _explain(error, limits).encode(errors="replace")
    signal.setitimer(signal.ITIMER_REAL, 0)  # the parent may be slow to take the answer
    with os.fdopen(pipe.fileno(), "wb", closefd=False) as stream:
        stream.write(kind)
        stream.write(answer)
    os._exit(0)  # a parser's own clean-up may hang or crash, and is not needed


def _close_all_but(pipe: int) -> None:
    """Leave the child no way to the terminal, nor to the fork server, which it could stop."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    for descriptor in {int(entry.name) for entry in Path("/dev/fd").iterdir()} - {0, 1, 2, pipe}:
        with suppress(OSError):  # the listing's own is gone
            os.close(descriptor)


def _set_limits(limits: Limits) -> None:
    # Ends the child when the parent is gone, or too busy with a result to look at the clock.
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)
    statm = Path("/proc/self/statm")
    if statm.exists():  # macOS has none, and does not hold a process to RLIMIT_AS
        present = int(statm.read_text().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, present + limits.memory_mb * _MB)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, most: int) -> None:
    allowed = resource.getrlimit(kind)[1]
    value = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(kind, (value, value))


def _explain(error: BaseException, limits: Limits) -> str:
    match error:
        case EvidenceSearchError():
            return str(error)
        case MemoryError():
            return _over(f"needed more than {limits.memory_mb} MB of memory")
        case OSError(errno=errno.EMFILE):
            return _over(f"opened more than {limits.open_files} files at once")
        case OSError(errno=errno.EFBIG):
            return "the reader tried to write to disk, which it may not; leave the file out"
        case _:
            return f"reading failed with {type(error).__name__}: {error}"


def _ending(exit_code: int | None, limits: Limits) -> str:
    """Put an exit without a word from the child into words."""
    if exit_code is None or exit_code >= 0:
        return f"the reader ended with exit code {exit_code} and gave no result; {_DAMAGED}"
    name = signal.strsignal(-exit_code)
    match -exit_code:
        case signal.SIGALRM:
            return _over(f"took longer than {limits.seconds:g} s")
        case signal.SIGABRT | signal.SIGKILL:  # PDFium on a failed allocation; the kernel
            return (
                f"the reader was stopped ({name}), most likely for want of memory; allow more than "
                f"{limits.memory_mb} MB, read fewer files at once, or leave the file out"
            )
        case _:
            return f"the reader crashed ({name}); {_DAMAGED}"


def _over(what: str) -> str:
    return f"reading {what} and was stopped; raise this limit, or leave the file out"
