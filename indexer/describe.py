"""What the catalogue and the file itself say to one Document: the catalogue wins."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_search.types import Document
from indexer.catalogue import Entry
from indexer.metadata import OwnMetadata
from indexer.retractions import standing


def describe(
    entry: Entry, digest: str, own: OwnMetadata, page_labels: Sequence[str], searched: str
) -> Document:
    given = entry.given
    doi = given.doi or own.doi
    return Document(
        id=given.id,
        file=given.file,
        title=given.title or own.title,
        sha256=digest,
        authors=given.authors or own.authors,
        year=given.year or own.year,
        publisher=given.publisher or own.publisher,
        doi=doi,
        url=given.url,
        licence=given.licence,
        countries=given.country,
        status=standing(doi, given.status, entry.retractions),
        superseded_by=given.superseded_by,
        page_labels=tuple(page_labels),
        ratings=entry.ratings,
        studies=entry.studies,
        searched=searched,
    )
