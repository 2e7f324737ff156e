"""The generations of an index directory: one written aside, then put in place at a stroke."""

from __future__ import annotations

import fcntl
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence_search.errors import IndexBusy, IndexDamaged, IndexMissing
from evidence_search.files import sync, sync_tree
from evidence_search.generation_name import name_of

CURRENT = "CURRENT"
NUMBER = re.compile(r"[0-9]{6,10}")
KEPT = 3
ASIDE, FAILED, GONE = ".tmp-", ".failed-", ".gone-"


def current(directory: Path) -> Path:
    """Give the generation that readers should open; raises IndexMissing."""
    now = pointed(directory)
    if now is None:
        raise _missing(directory)
    return now


def pointed(directory: Path) -> Path | None:
    """
    Give the current generation, or None where the link is missing or leads nowhere.

    Raises IndexDamaged where it is no link, as after a copy that follows links.
    """
    link = directory / CURRENT
    if link.exists() and not link.is_symlink():
        raise IndexDamaged(
            f"{link} is no link to a generation: the index was copied by something that follows "
            f"links. Remove {link} and run: "
            f"python -m indexer rollback --index {shlex.quote(str(directory))}"
        )
    return link.resolve() if link.exists() else None


def generations(directory: Path) -> list[Path]:
    """Give the complete generations, oldest first."""
    store = (directory / "gen").resolve()
    return sorted(path for path in store.glob("*") if NUMBER.fullmatch(path.name) and path.is_dir())


def named(directory: Path, number: int) -> Path:
    """Give generation `number`; raises IndexMissing."""
    found = generations(directory)
    for path in found:
        if int(path.name) == number:
            return path
    known = ", ".join(path.name for path in found)
    raise IndexMissing(f"there is no generation {number}; there are: {known or 'none'}")


def quarantined(directory: Path) -> list[Path]:
    """Give what was built, did not pass its checks, and is kept to be looked at."""
    return sorted((directory / "gen").resolve().glob(f"{FAILED}*"))


def hold(generation: Path) -> int:
    """
    Give a descriptor that keeps `generation` from being removed until it is closed.

    A shared flock(2) on the folder: it works where the index cannot be written to, and ends with
    its process. Raises IndexMissing where the generation was removed in the meantime.
    """
    gone = IndexMissing(f"generation {generation.name} is not there any more")
    try:
        descriptor = os.open(generation, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError as error:
        raise gone from error
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    if not generation.exists():
        os.close(descriptor)
        raise gone
    return descriptor


@contextmanager
def new_generation(directory: Path) -> Iterator[Path]:
    """
    Give an empty directory to build in; on a clean exit it becomes the current generation.

    What the block leaves is synced, renamed and linked to in that order, so that a reader sees the
    old generation or the new one and never a part. If the block fails, what it wrote is set aside
    as `gen/.failed-*`; if it is interrupted, that is removed. Raises IndexBusy where another
    process is writing.
    """
    store = directory / "gen"
    if not store.is_dir():
        store.mkdir(parents=True, exist_ok=True)
        sync(directory.parent)
    with _writer_lock(directory):
        _sweep(directory)
        aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=store))
        aside.chmod(0o755)
        try:
            yield aside
        except Exception:
            aside.rename(store / aside.name.replace(ASIDE, FAILED))
            raise
        except BaseException:
            shutil.rmtree(aside)
            raise
        _publish(directory, aside)
        _drop_old(directory)


def roll_back(directory: Path, number: int | None, check: Callable[[Path], object]) -> Path:
    """
    Make generation `number` current, or the one before the current, once it passed `check`.

    Where no generation is current, the one before it is the newest. Raises IndexMissing where there
    is none, and what `check` raises; nothing has then changed.
    """
    found = generations(directory)
    if not found:
        raise _missing(directory)
    with _writer_lock(directory):
        if number is None:
            now = pointed(directory)
            found = [path for path in found if now is None or path.name < now.name]
        else:
            found = [path for path in found if int(path.name) == number]
        if not found:
            known = ", ".join(path.name for path in generations(directory))
            raise IndexMissing(f"there is no such generation to go back to; there are: {known}")
        check(found[-1])
        _point(directory, found[-1])
        return found[-1]


def clear_out(directory: Path, *, failed: bool = False) -> list[Path]:
    """
    Remove generations beyond the newest three and what killed builds left; name them.

    What no check passed is removed too where `failed`; what is in use never is.
    """
    store = directory / "gen"
    if not store.is_dir():
        raise _missing(directory)
    with _writer_lock(directory):
        removed = [*_drop_old(directory), *_sweep(directory)]
        for path in quarantined(directory) if failed else ():
            shutil.rmtree(path)
            removed.append(path)
        return removed


def _missing(directory: Path) -> IndexMissing:
    if generations(directory):
        return IndexMissing(
            f"no generation of the index at {directory} is current; make one so with: "
            f"python -m indexer rollback --index {shlex.quote(str(directory))}"
        )
    return IndexMissing(
        f"no index at {directory}; build one with: "
        f"python -m indexer build SOURCE --index {shlex.quote(str(directory))}"
    )


def _drop_old(directory: Path) -> list[Path]:
    """Remove what is old and not in use; under another name first, so that none is ever half."""
    now = (directory / CURRENT).resolve()
    old = [path for path in generations(directory)[:-KEPT] if path != now and _take_away(path)]
    _sweep(directory)
    return old


def _take_away(generation: Path) -> bool:
    """Rename a generation that nobody holds, and tell whether it was."""
    descriptor = hold(generation)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        generation.rename(generation.with_name(f"{GONE}{generation.name}"))
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _sweep(directory: Path) -> list[Path]:
    """Remove what a killed writer left; whoever holds the lock knows that nobody writes it."""
    store = directory / "gen"
    left = [*store.glob(f"{ASIDE}*"), *store.glob(f"{GONE}*")]
    left += directory.glob(f".{CURRENT}-*")
    for path in left:
        if path.is_symlink():
            path.unlink()
        else:
            shutil.rmtree(path)
    return left


def _publish(directory: Path, aside: Path) -> None:
    sync_tree(aside)
    last = max((int(path.name) for path in generations(directory)), default=0)
    place = directory / "gen" / name_of(last + 1)
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
