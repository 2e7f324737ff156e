"""Several indexes to one: what a single build of all their files would have written."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from heapq import merge as in_order
from pathlib import Path

from evidence_search.errors import CatalogueInvalid, IndexMismatch
from evidence_search.generations import current
from evidence_search.index import Index, write_generation
from evidence_search.manifest import Manifest
from evidence_search.types import Document
from indexer import retractions
from indexer.design_checks import settle
from indexer.held import replay
from indexer.ledger import read_ledger, whole, write_ledger
from indexer.rating_log import read_log
from indexer.republish import Recorded, checked, copy, given_ratings, keep_ratings
from indexer.shard import check_whole, marked


def merge(parts: Sequence[Path], directory: Path) -> str:
    """
    Write a generation of `directory` that holds what every part holds, and name it.

    Nothing is read or encoded; what raters did in `directory` stands. Raises CatalogueInvalid where
    a shard is missing or two parts hold one document, IndexMismatch where they were made otherwise.
    """
    with ExitStack() as opened:
        indexes = open_parts(parts, opened)
        generations = [index.directory for index in indexes]
        events = read_log(directory)
        read = [row for path in generations for row in read_ledger(path)]
        rows = sorted((checked(row, events) for row in read), key=lambda row: row.id)
        refuse_repeats(row.id for row in rows)
        given = dict(ChainMap(*map(dict, map(given_ratings, generations, indexes))))
        replayed = replay(given, events)
        designs = {row.id: settle(row.designs, row.checks) for row in rows}
        manifest = indexes[0].manifest
        known = {doi: why for part in parts for doi, why in retractions.kept(part).items()}
        if known:
            retractions.keep({**retractions.kept(directory), **known}, directory)
        with write_generation(directory, Recorded(manifest), manifest.made_by) as writer:
            ordered = in_order(*map(_documents, indexes), key=lambda pair: pair[0].id)
            settled = set()
            for document, index in ordered:
                settled.add(frozenset((document.id, document.superseded_by)))
                shown = replayed.shown(document.id)
                again = replace(document, ratings=shown, designs=designs[document.id])
                copy(again, index, writer)
            write_ledger(writer.directory, whole(rows, settled))
            keep_ratings(writer.directory, given, events)
    return current(directory).name


def _documents(index: Index) -> list[tuple[Document, Index]]:
    found = sorted(index.store.documents(), key=lambda document: document.id)
    return [(document, index) for document in found]


def open_parts(parts: Sequence[Path], opened: ExitStack) -> list[Index]:
    """
    Open the current generation of each, until `opened` closes.

    Raises IndexMismatch where they were made otherwise, CatalogueInvalid where a shard is missing.
    """
    places = [current(part) for part in parts]
    indexes = [opened.enter_context(closing(Index(place))) for place in places]
    check_alike({str(p): i.manifest for p, i in zip(parts, indexes, strict=True)})
    check_whole(map(marked, places))
    return indexes


def check_alike(manifests: Mapping[str, Manifest]) -> None:
    """Raise IndexMismatch unless all were made by one encoder and one version."""
    (name, first), *others = manifests.items()
    for other, own in others:
        if (own.encoder, own.made_by) != (first.encoder, first.made_by):
            raise IndexMismatch(
                f"{other} was made by {own.encoder}, {dict(own.made_by)}, and {name} by "
                f"{first.encoder}, {dict(first.made_by)}: build both with one version"
            )


def refuse_repeats(ids: Iterable[str]) -> None:
    """Raise CatalogueInvalid where two parts hold one document."""
    often = [name for name, count in Counter(ids).items() if count > 1]
    if often:
        raise CatalogueInvalid(f"more than one part holds {', '.join(often[:3])}")
