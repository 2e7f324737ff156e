"""A document and its passages, with what the software reads in their words: designs and EMMIE."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from evidence_search.designs import suggest
from evidence_search.emmie import tagged
from evidence_search.types import Document, Passage, SuggestedDesign
from indexer.design_checks import DesignCheck, settle

TELLING = (
    ("evidence_search", "designs.py"),
    ("evidence_search", "designs.toml"),
    ("evidence_search", "designs_measured.json"),
    ("evidence_search", "emmie.py"),
    ("evidence_search", "emmie.toml"),
    ("evidence_search", "sentences.py"),
    ("indexer", "searched.py"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """`suggested` is what the words suggest; the document has what a person's checks left of it."""

    document: Document
    passages: list[Passage]
    suggested: tuple[SuggestedDesign, ...]


@cache
def version() -> str:
    """Name the cues and the code that applies them: another name where either was changed."""
    parts = (files(package).joinpath(name).read_bytes() for package, name in TELLING)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def tell(document: Document, passages: Iterable[Passage], checks: Sequence[DesignCheck]) -> Told:
    """Give the document with its designs, and its passages under it and tagged."""
    read = list(passages)
    suggested = suggest(read)
    known = replace(document, designs=settle(suggested, checks))
    under = [tagged(replace(passage, document=known)) for passage in read]
    return Told(known, under, suggested)
