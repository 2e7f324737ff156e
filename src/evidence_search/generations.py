"""The generations of an index directory: one written aside, then put in place at a stroke."""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence_search.errors import IndexBusy, IndexMissing
from evidence_search.files import sync, sync_tree

CURRENT = "CURRENT"
KEPT = 3


def current(directory: Path) -> Path:
    """Give the generation that readers should open; raises IndexMissing."""
    link = directory / CURRENT
    if not link.exists():
        raise _missing(directory)
    return link.resolve()


def generations(directory: Path) -> list[Path]:
    """Give the complete generations, oldest first."""
    store = (directory / "gen").resolve()
    return sorted(path for path in store.glob("[0-9]*") if path.is_dir())


@contextmanager
def new_generation(directory: Path) -> Iterator[Path]:
    """
    Give an empty directory to build in; on a clean exit it becomes the current generation.

    What the block leaves is synced, renamed and linked to in that order, so that a reader sees the
    old generation or the new one and never a part. If the block raises, what it wrote is set aside
    as `gen/.failed-*`. Raises IndexBusy where another process is writing.
    """
    store = directory / "gen"
    store.mkdir(parents=True, exist_ok=True)
    with _writer_lock(directory):
        aside = Path(tempfile.mkdtemp(prefix=".tmp-", dir=store))
        aside.chmod(0o755)
        try:
            yield aside
        except BaseException:
            aside.rename(store / aside.name.replace(".tmp-", ".failed-"))
            raise
        _publish(directory, aside)
        _drop_old(directory)


def roll_back(directory: Path, number: int | None, check: Callable[[Path], object]) -> Path:
    """
    Make generation `number` current, or the one before the current, once it passed `check`.

    Raises IndexMissing where there is none, and what `check` raises; nothing has then changed.
    """
    found = generations(directory)
    if not found:
        raise _missing(directory)
    with _writer_lock(directory):
        if number is None:
            now = current(directory)
            found = [path for path in found if path.name < now.name]
        else:
            found = [path for path in found if int(path.name) == number]
        if not found:
            known = ", ".join(path.name for path in generations(directory))
            raise IndexMissing(f"there is no such generation to go back to; there are: {known}")
        check(found[-1])
        _point(directory, found[-1])
        return found[-1]


def clear_out(directory: Path) -> list[Path]:
    """Remove generations beyond the newest three, and what failed builds left; name them."""
    store = directory / "gen"
    if not store.is_dir():
        raise _missing(directory)
    with _writer_lock(directory):
        failed = [*store.glob(".failed-*"), *store.glob(".tmp-*")]
        for path in failed:
            shutil.rmtree(path)
        return [*_drop_old(directory), *failed]


def _missing(directory: Path) -> IndexMissing:
    return IndexMissing(
        f"no index at {directory}; build one with: "
        f"python -m indexer build SOURCE --index {shlex.quote(str(directory))}"
    )


def _drop_old(directory: Path) -> list[Path]:
    now = (directory / CURRENT).resolve()
    old = [path for path in generations(directory)[:-KEPT] if path != now]
    for path in old:
        shutil.rmtree(path)
    return old


def _publish(directory: Path, aside: Path) -> None:
    sync_tree(aside)
    last = max((int(path.name) for path in generations(directory)), default=0)
    place = directory / "gen" / f"{last + 1:06d}"
    aside.rename(place)
    sync(directory / "gen")
    _point(directory, place)


def _point(directory: Path, place: Path) -> None:
    link = directory / f".{CURRENT}-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(place.relative_to(directory))
    link.replace(directory / CURRENT)
    sync(directory)


@contextmanager
def _writer_lock(directory: Path) -> Iterator[None]:
    with (directory / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(f"another process is writing {directory}; try again later") from error
        yield
