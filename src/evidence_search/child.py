"""What runs in a child of its own: a reader within limits, and what it tells the parent."""

import errno
import os
import resource
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from evidence_search.errors import EvidenceSearchError, SettingsInvalid

MB = 2**20
MOST_LEFT_OUT = 10
LONG = 1.5  # times the seconds allowed, after which the next attempt at a file is its last
LATE = 0.6  # the share of the seconds after which no further step is begun
STEP, DONE, REFUSED, FAILED = b"@", b"+", b"!", b"-"  # what follows in what a child sends
DAMAGED = "the file is probably damaged: save it again as a new PDF, or leave it out"


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


class Steps:
    """
    What a reader tells of the steps that it could do without, such as each page.

    A reading that ends in such a step without a result is begun again without that step.
    """

    def __init__(
        self,
        left_out: Mapping[str, str] = MappingProxyType({}),
        tell: Callable[[str], object] = lambda _: None,
        seconds: float = float("inf"),
        *,
        last: bool = False,
    ) -> None:
        self._left_out, self._tell, self._last = left_out, tell, last
        self._ahead = set(left_out)
        self._seconds, self._late = seconds, time.monotonic() + LATE * seconds

    def begin(self, step: str) -> str:
        """
        Announce a step, the same ones in the same order each time; "" is one that must be done.

        Give why it is to be left out, "" where it is to be done.
        """
        if step in self._left_out:
            self._ahead.discard(step)
            return self._left_out[step]
        if step and self._last and not self._ahead:
            return "too much before it stops the reader"
        if step and time.monotonic() > self._late:
            return f"the file as a whole takes longer than {self._seconds:g} s"
        self._tell(step)
        return ""


ALONE = Steps()  # for a reader that is called without a parent
Reader: TypeAlias = Callable[[Path, Steps], bytes]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file to be read, without the steps in which earlier attempts ended, by reason."""

    function: Reader
    path: Path
    limits: Limits
    left_out: Mapping[str, str] = field(default_factory=dict)
    spent: float = 0

    @property
    def is_last(self) -> bool:
        """Tell whether there is none after this: it stops after what earlier ones ended in."""
        return len(self.left_out) >= MOST_LEFT_OUT or self.spent > LONG * self.limits.seconds


def serve(attempt: Attempt, pipe: Connection) -> None:
    """Read one file inside the child, within the limits, and send what came of it."""
    os.setsid()
    _close_all_but(pipe.fileno())
    limits = attempt.limits
    _set_limits(limits)
    steps = Steps(
        attempt.left_out, partial(_tell, pipe.fileno()), limits.seconds, last=attempt.is_last
    )
    try:
        kind, answer = DONE, attempt.function(attempt.path, steps)
    except EvidenceSearchError as error:
        kind, answer = REFUSED, str(error).encode(errors="replace")
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent reports it
        kind, answer = FAILED, _explain(error, limits).encode(errors="replace")
    signal.setitimer(signal.ITIMER_REAL, 0)  # the parent may be slow to take the answer
    with os.fdopen(pipe.fileno(), "wb", closefd=False) as stream:
        stream.write(kind)
        stream.write(answer)
    os._exit(0)  # a parser's own clean-up may hang or crash, and is not needed


def _tell(pipe: int, step: str) -> None:
    line = STEP + step.replace("\n", " ").encode(errors="replace") + b"\n"
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)  # the parent may be slow to take it
    os.write(pipe, line)
    signal.setitimer(signal.ITIMER_REAL, left)


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
        _lower(resource.RLIMIT_AS, present + limits.memory_mb * MB)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, most: int) -> None:
    allowed = resource.getrlimit(kind)[1]
    value = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(kind, (value, value))


def _explain(error: BaseException, limits: Limits) -> str:
    match error:
        case MemoryError():
            return over(f"needed more than {limits.memory_mb} MB of memory")
        case OSError(errno=errno.EMFILE):
            return over(f"opened more than {limits.open_files} files at once")
        case OSError(errno=errno.EFBIG):
            return "the reader tried to write to disk, which it may not; leave the file out"
        case _:
            return f"reading failed with {type(error).__name__}: {error}"


def ending(exit_code: int | None, limits: Limits) -> str:
    """Put an exit without a word from the child into words."""
    if exit_code is None or exit_code >= 0:
        return f"the reader ended with exit code {exit_code} and gave no result; {DAMAGED}"
    name = signal.strsignal(-exit_code)
    match -exit_code:
        case signal.SIGALRM:
            return over(f"took longer than {limits.seconds:g} s")
        case signal.SIGABRT | signal.SIGKILL:  # PDFium on a failed allocation; the kernel
            return (
                f"the reader was stopped ({name}), most likely for want of memory; allow more than "
                f"{limits.memory_mb} MB, read fewer files at once, or leave the file out"
            )
        case _:
            return f"the reader crashed ({name}); {DAMAGED}"


def over(what: str) -> str:
    return f"reading {what} and was stopped; raise this limit, or leave the file out"
