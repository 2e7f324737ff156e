"""The documents of a library in, the words of its authors, programmes and places out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evidence_search.fold import fold
from evidence_search.types import Document

WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")


def library_names(documents: Iterable[Document]) -> frozenset[str]:
    """Give the words with a capital in titles, authors, publishers and interventions, small."""
    texts = (
        text
        for document in documents
        for text in (
            document.title,
            document.publisher,
            *document.authors,
            *document.countries,
            *(rating.intervention for rating in document.ratings),
        )
    )
    words = (word for text in texts for word in WORD.findall(fold(text)))
    return frozenset(word.lower() for word in words if word[0].isupper())
