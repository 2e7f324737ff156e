"""A document and its passages, with what the software reads in their words: designs and EMMIE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evidence_search.designs import suggest
from evidence_search.emmie import tagged
from evidence_search.types import Document, Passage


def tell(document: Document, passages: Iterable[Passage]) -> tuple[Document, list[Passage]]:
    """Give the document with the designs it suggests, and its passages under it and tagged."""
    read = list(passages)
    known = replace(document, designs=suggest(read))
    return known, [tagged(replace(passage, document=known)) for passage in read]
