"""The generations of an index directory: one written aside, then put in place at a stroke."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
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
        raise IndexMissing(
            f"no index at {directory}; build one with: "
            f"python -m indexer build SOURCE --index {directory}"
        )
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


def roll_back(directory: Path, number: int | None = None) -> Path:
    """
    Make generation `number` current, or the one before the current; give it.

    Raises IndexMissing where there is none.
    """
    with _writer_lock(directory):
        now = current(directory)
        older = [path for path in generations(directory) if path.name < now.name]
        wanted = [path for path in generations(directory) if int(path.name) == number]
        found = wanted if number is not None else older
        if not found:
            known = ", ".join(path.name for path in generations(directory))
            raise IndexMissing(f"there is no such generation to go back to; there are: {known}")
        _point(directory, found[-1])
        return found[-1]


def clear_out(directory: Path) -> list[Path]:
    """Remove generations beyond the newest three, and what failed builds left; name them."""
    current(directory)
    with _writer_lock(directory):
        failed = [*(directory / "gen").glob(".failed-*"), *(directory / "gen").glob(".tmp-*")]
        for path in failed:
            shutil.rmtree(path)
        return [*_drop_old(directory), *failed]


def _drop_old(directory: Path) -> list[Path]:
    now = current(directory)
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
