"""The generations that the settings lead to, in a directory or in Milvus, by their names."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from evidence_search.errors import SettingsInvalid
from evidence_search.generations import generations, named, pointed
from evidence_search.index import Index
from evidence_search.library import Library
from evidence_search.settings import Settings


def open_library(settings: Settings, generation: str | None = None) -> Library:
    """Open a generation, by default the current one; raises IndexUnusable."""
    if settings.milvus:
        opened: Library = _milvus().open_milvus(settings, generation)
        return opened
    if generation is None:
        return Index.open(settings.index_dir)
    return Index(named(settings.index_dir, int(generation)))


def current_name(settings: Settings) -> str | None:
    """Name the current generation, None where there is none."""
    if settings.milvus:
        return str(_milvus().current_name(settings) or "") or None
    now = pointed(settings.index_dir)
    return now.name if now else None


def every_name(settings: Settings) -> list[str]:
    """Name the generations that are there, oldest first; in Milvus without their revisions."""
    if settings.milvus:
        return list(_milvus().every_name(settings))
    return [path.name for path in generations(settings.index_dir)]


def _milvus() -> Any:  # noqa: ANN401 - a module
    try:
        return import_module("evidence_search.milvus")
    except ModuleNotFoundError as error:
        raise SettingsInvalid(
            "EVIDENCE_SEARCH_MILVUS needs pymilvus: pip install '.[milvus]'"
        ) from error
