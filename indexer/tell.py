"""A document and its passages, with what the software reads in their words: designs and EMMIE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evidence_search.designs import suggest
from evidence_search.emmie import tagged
from evidence_search.types import Document, Passage, SuggestedDesign
from indexer.design_checks import DesignCheck, settle


@dataclass(frozen=True, slots=True)
class Told:
    """`suggested` is what the words suggest; the document has what a person's checks left of it."""

    document: Document
    passages: list[Passage]
    suggested: tuple[SuggestedDesign, ...]


def tell(document: Document, passages: Iterable[Passage], checks: Sequence[DesignCheck]) -> Told:
    """Give the document with its designs, and its passages under it and tagged."""
    read = list(passages)
    suggested = suggest(read)
    known = replace(document, designs=settle(suggested, checks))
    under = [tagged(replace(passage, document=known)) for passage in read]
    return Told(known, under, suggested)
