"""What each command about Milvus does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evidence_search.milvus import connect, generation_of, generations, manifest_of, pointed
from evidence_search.settings import Settings
from indexer import push as pushing
from indexer import show


def push(parts: Sequence[Path], uri: str, *, in_place: bool) -> None:
    settings = _settings(uri)
    done = (pushing.update if in_place else pushing.push)(parts, settings)
    show.say(
        f"generation {done.generation} of {settings.milvus_library} in {uri}: "
        f"{done.written} documents written, {done.removed} removed"
    )


def list_generations(uri: str) -> None:
    settings = _settings(uri)
    client = connect(settings)
    now = pointed(client, settings.milvus_library)
    for names in generations(client, settings.milvus_library):
        manifest = manifest_of(client, names)
        held = ", ".join(f"{count:,} {what}" for what, count in manifest.counts.items())
        name = generation_of(names, manifest)
        show.say(f"{name}  {manifest.created}  {held}{'  current' * (names == now)}")


def rollback(uri: str, number: int | None) -> None:
    settings = _settings(uri)
    names = pushing.roll_back(connect(settings), settings.milvus_library, number)
    show.say(f"generation {names.generation} is current again")


def clean(uri: str) -> None:
    settings = _settings(uri)
    dropped = pushing.clean(connect(settings), settings.milvus_library)
    show.say("\n".join(f"dropped {one.generation}" for one in dropped) or "nothing to drop")


def _settings(uri: str) -> Settings:
    return Settings.from_env().model_copy(update={"milvus": uri})
