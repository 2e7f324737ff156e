"""What happens outside while a block runs: files opened, calls made, memory of the children."""

import ctypes
import os
import select
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path

IN_ACCESS, IN_OPEN, IN_CREATE = 0x1, 0x20, 0x100  # inotify(7)


class Opened:
    """Notes every file of a folder that is opened, read or made, whoever does it (Linux)."""

    def __init__(self, folder: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._events = libc.inotify_init1(os.O_NONBLOCK)
        assert (
            libc.inotify_add_watch(
                self._events, os.fsencode(folder), IN_ACCESS | IN_OPEN | IN_CREATE
            )
            > 0
        )
        self._seen: set[str] = set()

    def names(self) -> set[str]:
        try:
            data = os.read(self._events, 2**16)
        except BlockingIOError:
            return self._seen
        while data:
            _, _, _, length = struct.unpack_from("iIII", data)
            self._seen.add(data[16 : 16 + length].rstrip(b"\0").decode())
            data = data[16 + length :]
        return self._seen

    def close(self) -> None:
        os.close(self._events)


def called(listener: socket.socket) -> bool:
    """Tell whether anybody has knocked."""
    return bool(select.select([listener], [], [], 0)[0])


@contextmanager
def peak_of_children() -> Iterator[list[int]]:
    """Give a list that ends up with the most memory, in bytes, that a child was seen to hold."""
    peak, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
            try:
                children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
            except OSError:
                continue
            peak[0] = max([peak[0], *map(_peak, children)])

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _peak(pid: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines() if line.startswith("VmHWM:"))
    return next((int(line[1]) * 1024 for line in lines), 0)
