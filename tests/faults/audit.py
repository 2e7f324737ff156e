"""A trace to the renames in it that a power cut could turn into a name without its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<given>.*)\) += (?P<result>\S+)")
UNFINISHED = " <unfinished ...>"
RESUMED = re.compile(r"^(?P<thread>\d+) +<\.\.\. \w+ resumed>(?P<rest>.*)")
OPENED = re.compile(r"= \d+<(?P<path>[^>]*)>$")
HELD = re.compile(r"^\d+<(?P<path>[^>]*)>")
NAMED = re.compile(r'"(?P<path>[^"]*)"')
NAMELESS = re.compile(r"/#\d+$")  # open, and in no folder: it goes with the process


def unsynced_renames(trace: Path, directory: Path) -> list[str]:
    """
    Give what got a name in `directory` or its gen/ with bytes or entries that no fsync(2) followed.

    A file is dirty from its last write on, a folder from the last entry made or removed in it.
    """
    root = PurePosixPath(directory)
    dirty: set[PurePosixPath] = set()
    faults = []
    for line in _whole_lines(trace):
        call = CALL.match(line)
        if not call or call["result"].startswith("-"):
            continue
        held, named = HELD.match(call["given"]), NAMED.findall(call["given"])
        match call["name"]:
            case "write" | "pwrite64" | "ftruncate" if held and not NAMELESS.search(held["path"]):
                dirty.add(PurePosixPath(held["path"]))
            case "fsync" | "fdatasync" if held:
                dirty.discard(PurePosixPath(held["path"]))
            case "openat" if "O_CREAT" in call["given"] and (made := OPENED.search(line)):
                dirty.add(PurePosixPath(made["path"]).parent)
            case "mkdir" | "unlink" | "unlinkat" | "rmdir" | "symlink" if named:
                dirty.add(PurePosixPath(named[-1]).parent)
            case "rename" | "renameat" | "renameat2" if len(named) == 2:
                source, target = map(PurePosixPath, named)
                waiting = {one for one in dirty if one.is_relative_to(source)}
                if waiting and target.parent in (root / "gen", root):
                    faults.append(f"{source.name} -> {target.name}: {sorted(map(str, waiting))}")
                dirty -= waiting
                dirty |= {target / one.relative_to(source) for one in waiting}
                dirty |= {source.parent, target.parent}
    return faults


def _whole_lines(trace: Path) -> Iterator[str]:
    """Join each call that another thread's calls cut in two, where it ends."""
    begun: dict[str, str] = {}
    for line in trace.read_text().splitlines():
        if line.endswith(UNFINISHED):
            begun[line.partition(" ")[0]] = line.removesuffix(UNFINISHED)
        elif resumed := RESUMED.match(line):
            yield begun.pop(resumed["thread"], "") + resumed["rest"]
        else:
            yield line
