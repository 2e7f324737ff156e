"""What raters did, in order: lines that are only ever added, each sealed to the one before."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evidence_search.errors import CatalogueInvalid, IndexMissing, RatingsDamaged
from evidence_search.files import sync
from evidence_search.generations import current
from evidence_search.ratings import Design, EvidenceRating
from indexer.design_checks import Verdict

NAME = "ratings.log"
START = "0" * 64


class Action(StrEnum):
    ADD = "add"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    DESIGN = "design"


@dataclass(frozen=True, slots=True)
class DesignStep:
    """What was said of a suggested design, and what was said of it before."""

    design: Design
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Event:
    """
    One thing that one rater did: what stood before and after it, and why.

    It is about a rating, or about a suggested design. `seal` is the SHA-256 of the rest of the
    event, which holds the seal of the event before it.
    """

    number: int
    time: str
    who: str
    action: Action
    document: str
    rating: str
    before: EvidenceRating | None
    after: EvidenceRating | None
    why: str
    design: DesignStep | None = None
    previous: str = START
    seal: str = ""


ADAPTER = TypeAdapter(Event)


def read_log(directory: Path) -> list[Event]:
    """
    Give the events of an index, oldest first; none where there is no log.

    Raises RatingsDamaged that names the line where the log was edited, or where it was cut: it
    must begin with the copy that the current generation was published with.
    """
    path = directory / NAME
    data = path.read_bytes() if path.exists() else b""
    _check_copy(path, data)
    return _parse(path, data)


@contextmanager
def appending(directory: Path) -> Iterator[list[Event]]:
    """
    Give the events as `read_log` does; whoever else would append waits until the block ends.

    Raises IndexMissing where there is nothing to rate.
    """
    current(directory)
    with (directory / NAME).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield read_log(directory)


def append(directory: Path, events: Sequence[Event], event: Event) -> Event:
    """Seal an event to the last of `events`, write it and wait until it is on the disk."""
    if not (event.who.strip() and event.why.strip()):
        raise CatalogueInvalid("say who rates (--by) and why (--why): the log keeps both")
    previous = events[-1].seal if events else START
    numbered = replace(event, number=len(events) + 1, previous=previous)
    sealed = replace(numbered, seal=_seal(_plain(numbered)))
    path = directory / NAME
    with path.open("ab") as file:
        file.write(json.dumps(_plain(sealed), ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    sync(directory)
    return sealed


def copy_into(generation: Path, events: Sequence[Event]) -> None:
    """Keep with a generation the events that it was published with."""
    (generation / NAME).write_text(_text(events), encoding="utf-8")


def has_copy(generation: Path, events: Sequence[Event]) -> bool:
    """Tell whether a generation was published with just these events."""
    copy = generation / NAME
    return copy.exists() and copy.read_text(encoding="utf-8") == _text(events)


def _text(events: Sequence[Event]) -> str:
    return "".join(json.dumps(_plain(event), ensure_ascii=False) + "\n" for event in events)


def _parse(path: Path, data: bytes) -> list[Event]:
    events: list[Event] = []
    for line, text in enumerate(data.splitlines(), 1):
        try:
            event = ADAPTER.validate_json(text)
            own = json.loads(text)
        except ValidationError as error:
            raise _damaged(path, line, "it is not an entry that this program writes") from error
        previous = events[-1].seal if events else START
        if event.seal != _seal(own):
            raise _damaged(path, line, "it was edited after it was written")
        if event.previous != previous or event.number != line:
            raise _damaged(path, line, "an entry before it was removed, added or moved")
        events.append(event)
    return events


def _check_copy(path: Path, data: bytes) -> None:
    try:
        copy = current(path.parent) / NAME
    except IndexMissing:
        return
    published = copy.read_bytes() if copy.exists() else b""
    if data.startswith(published):
        return
    lines = zip_longest(published.splitlines(), data.splitlines())
    first = next(n for n, (was, now) in enumerate(lines, 1) if was != now)
    raise _damaged(path, first, f"generation {copy.parent.name} was published with another")


def _plain(event: Event) -> dict[str, object]:
    """Give what is written of an event: of a design only where there is one."""
    own = asdict(event)
    return own if event.design else {name: own[name] for name in own if name != "design"}


def _seal(fields: dict[str, object]) -> str:
    plain = {name: value for name, value in fields.items() if name != "seal"}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _damaged(path: Path, line: int, reason: str) -> RatingsDamaged:
    return RatingsDamaged(
        f"{path}, line {line}: {reason}. Nothing was changed. Put the file back from a backup, or "
        f"from the copy in the current generation"
    )
