"""API keys in a file that holds only their hashes: made, rotated, revoked, and recognised."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import logging
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from evidence_search.errors import SettingsInvalid
from evidence_search.files import sync

PREFIX = "es"
BYTES = 32
log = logging.getLogger(__name__)


class Scope(StrEnum):
    """What a key is good for. No scope holds another."""

    READ = "read"
    METRICS = "metrics"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Key:
    """
    A key as it is kept: all but itself.

    SHA-256 without a salt is enough for 256 random bits: there is nothing to guess from, unlike
    with a password, and a slow hash would only slow each request.
    """

    id: str
    label: str
    scopes: tuple[Scope, ...]
    sha256: str
    created: datetime
    ends: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        return self.ends is None or now < self.ends


Keys = TypeAdapter(tuple[Key, ...])
NOBODY = Key("", "", (), "0" * 64, datetime.min.replace(tzinfo=UTC))


class KeyFile:
    """The file at `path`, made when the first key is; each change replaces it as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[Key, ...]:
        """Give all keys, those that ended too; raises SettingsInvalid."""
        try:
            return Keys.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError) as error:
            raise SettingsInvalid(f"{self._path} cannot be read as a file of keys") from error

    def create(self, label: str, scopes: Sequence[Scope], ends: datetime | None) -> str:
        """Add a key and give it: it is kept nowhere, and this is the one time it is told."""
        with self._changing() as keys:
            text, key = _make(label, scopes, ends)
            keys.append(key)
        return text

    def rotate(self, key_id: str, grace: timedelta, ends: datetime | None) -> str:
        """Give a new key for an old one, which ends after `grace`; raises SettingsInvalid."""
        with self._changing() as keys:
            place = _place(keys, key_id)
            text, key = _make(keys[place].label, keys[place].scopes, ends)
            keys[place] = _ended(keys[place], _now() + grace)
            keys.append(key)
        return text

    def revoke(self, key_id: str) -> None:
        """End a key now; raises SettingsInvalid."""
        with self._changing() as keys:
            place = _place(keys, key_id)
            keys[place] = _ended(keys[place], _now())

    @contextmanager
    def _changing(self) -> Iterator[list[Key]]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(
            self._path.with_name(f"{self._path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600
        )
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            keys = list(self.read())
            yield keys
            self._write(tuple(keys))
        finally:
            os.close(lock)

    def _write(self, keys: tuple[Key, ...]) -> None:
        # A temporary file is made with mode 0600.
        with NamedTemporaryFile(dir=self._path.parent, prefix=".keys-", delete=False) as file:
            file.write(Keys.dump_json(keys, indent=2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self._path)
        sync(self._path.parent)


class KnownKeys:
    """Recognises keys; what changes in their file counts from the next request on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, ...] = ()
        self._keys: dict[str, Key] = {}

    def find(self, presented: str) -> Key | None:
        """Give the active key that was presented; an unknown one takes as long as a wrong one."""
        self._refresh()
        prefix, _, rest = presented.partition("_")
        key_id, _, _ = rest.partition("_")
        key = self._keys.get(key_id, NOBODY) if prefix == PREFIX else NOBODY
        same = hmac.compare_digest(key.sha256, _hash(presented))
        return key if same and key.is_active(_now()) else None

    def _refresh(self) -> None:
        try:
            found = self._path.stat()
            seen: tuple[int, ...] = (found.st_mtime_ns, found.st_ino, found.st_size)
        except OSError:
            seen = ()
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._keys = {key.id: key for key in KeyFile(self._path).read()}
        except SettingsInvalid as error:
            self._keys = {}
            log.error("no key is accepted: %s", error)  # noqa: TRY400 - the cause may quote the file


def _make(label: str, scopes: Sequence[Scope], ends: datetime | None) -> tuple[str, Key]:
    key_id = secrets.token_hex(4)
    text = f"{PREFIX}_{key_id}_{secrets.token_urlsafe(BYTES)}"
    return text, Key(key_id, label, tuple(sorted(set(scopes))), _hash(text), _now(), ends)


def _place(keys: Sequence[Key], key_id: str) -> int:
    for place, key in enumerate(keys):
        if key.id == key_id and key.is_active(_now()):
            return place
    raise SettingsInvalid("there is no active key of that id; `keys list` names them")


def _ended(key: Key, moment: datetime) -> Key:
    return replace(key, ends=min(key.ends or moment, moment))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
