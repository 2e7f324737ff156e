"""A path in; whatever its name asks for out: the ways in which a parser can go wrong."""

import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

from evidence_search.errors import UnreadableDocument
from evidence_search.isolate import Steps

MB = 2**20
LONG = 9  # seconds, well beyond what the tests allow


def good(path: Path) -> bytes:
    return f"text of {path.name}".encode()


def hang(path: Path) -> bytes:
    time.sleep(LONG)
    return good(path)


def spin(path: Path) -> bytes:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        pass
    return good(path)


def out_of_memory(path: Path) -> bytes:
    hoard = [(number,) for number in range(4_000_000)]
    return good(path) if hoard else b""


def abort(_path: Path) -> bytes:
    os.abort()


def crash(_path: Path) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def crash_half_way(path: Path) -> bytes:
    os.write(_the_pipe(), b"+half a text")
    return crash(path)


def exit(_path: Path) -> bytes:  # noqa: A001 - named after what it does
    os._exit(3)


def huge_output(_path: Path) -> bytes:
    return bytes(3 * MB)


def slow_drip(_path: Path) -> bytes:
    pipe = _the_pipe()
    while True:
        os.write(pipe, b"+")
        time.sleep(0.01)


def flood(_path: Path) -> bytes:
    pipe = _the_pipe()
    while True:
        os.write(pipe, bytes(MB))


def raise_error(_path: Path) -> bytes:
    raise ValueError("no \x1b[31mxref\x07 table\n" + "x" * 1000)


def raise_own_error(_path: Path) -> bytes:
    raise UnreadableDocument("The file asks for a password: save it without one.")


def many_open_files(path: Path) -> bytes:
    for _ in range(200):
        os.open(os.devnull, os.O_RDONLY)
    return good(path)


def nap(path: Path) -> bytes:
    time.sleep(2)
    return good(path)


def spawn_and_return(path: Path) -> bytes:
    _leave_a_grandchild()
    return nap(path)


def spawn_and_crash(path: Path) -> bytes:
    _leave_a_grandchild()
    nap(path)
    return crash(path)


def spawn_and_hang(path: Path) -> bytes:
    _leave_a_grandchild()
    return hang(path)


def write_to_disk(path: Path) -> bytes:
    path.with_suffix(".txt").write_text("written")
    return good(path)


def core_limit(_path: Path) -> bytes:
    return str(resource.getrlimit(resource.RLIMIT_CORE)).encode()


def chatter(path: Path) -> bytes:
    os.write(1, b"noise")
    os.write(2, b"noise")
    return good(path)


def by_name(path: Path, _steps: Steps) -> bytes:
    """Read `hang-1.pdf` with `hang`, and so on."""
    reader: Callable[[Path], bytes] = globals()[path.stem.split("-")[0]]
    return reader(path)


def _leave_a_grandchild() -> None:
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)


def _the_pipe() -> int:
    """Find the way to the parent, as a parser that an attacker has taken over would."""
    (pipe,) = (int(entry.name) for entry in Path("/dev/fd").iterdir() if entry.is_fifo())
    return pipe


def page_by_page(path: Path, steps: Steps) -> bytes:
    """Read 20 pages; `crash-3-5.pdf` is read with `crash` on its pages 3 and 5."""
    mode, *numbers = path.stem.split("-")
    reader: Callable[[Path], bytes] = globals()[mode]
    said = []
    for number in range(1, 21):
        why = steps.begin(f"page {number}")
        said.append(f"{number}: {why}" if why else f"{number}")
        if not why and str(number) in numbers:
            reader(path)
    steps.begin("")
    if "last" in numbers:
        reader(path)
    return "\n".join(said).encode()


def deaf(path: Path, steps: Steps) -> bytes:
    steps.begin("page 1")
    return crash(path)


def slow_pages(_path: Path, steps: Steps) -> bytes:
    said = []
    for number in range(1, 100):
        said.append(steps.begin(f"page {number}"))
        if not said[-1]:
            time.sleep(0.1)
    return "\n".join(said).encode()
