"""What a search is confined to, as an expression that Milvus checks on the tags of each row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from evidence_search.filters import Filters
from evidence_search.ratings import NO_RATING, Dimension
from evidence_search.types import Document

NO_YEAR = -1
LONGEST_TAG = 400


def number_of(name: str) -> int:
    """Give the 63-bit number of a document, a `document#page` or a passage; any build gives it."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) >> 1


def tags_of(document: Document) -> list[str]:
    """Give what a document can be found by: every value that a filter may ask for."""
    return sorted(set(_document(document)) | set(_findings(document)))


def dimension_tags(dimensions: Iterable[Dimension]) -> list[str]:
    return [_tag("emmie", dimension) for dimension in dimensions]


def expression(filters: Filters, *, dimensions: bool) -> str:
    """Give the condition on a row, "" for none; `dimensions` where the rows are passages."""
    clauses = []
    if filters.documents:
        clauses.append(f"document in {sorted(map(number_of, filters.documents))}")
    if filters.year_from is not None:
        clauses.append(f"year >= {filters.year_from}")
    if filters.year_to is not None:
        clauses.append(f"(year <= {filters.year_to} and year != {NO_YEAR})")
    clauses += [_any(wanted) for wanted in _wanted(filters) if wanted]
    if filters.emmie and dimensions:
        clauses.append(_any(dimension_tags(filters.emmie)))
    return " and ".join(clauses)


def _wanted(filters: Filters) -> Iterator[list[str]]:
    """Give lists of tags; a row has one of each list."""
    yield [_tag("status", one) for one in filters.statuses]
    yield [_tag("publisher", one) for one in filters.publishers]
    yield [_tag("country", one.casefold()) for one in filters.countries]
    yield [_tag("design", one.casefold()) for one in filters.designs]
    yield [_tag("population", one.casefold()) for one in filters.populations]
    if filters.levels and filters.directions:
        yield [
            _tag("rated", *level, way.casefold())
            for level in filters.levels
            for way in filters.directions
        ]
    else:
        yield [_tag("level", *level) for level in filters.levels]
        yield [_tag("direction", one.casefold()) for one in filters.directions]
    yield [_tag("provenance", one.casefold()) for one in filters.provenances]


def _document(document: Document) -> Iterator[str]:
    yield _tag("status", document.status)
    yield _tag("publisher", document.publisher)
    for country in document.countries:
        yield _tag("country", country.casefold())
    for suggested in document.designs:
        if not suggested.planned:
            yield _tag("design", suggested.design.casefold())


def _findings(document: Document) -> Iterator[str]:
    for study in document.studies:
        yield _tag("design", study.design.casefold())
        yield _tag("population", study.population.casefold())
        yield _tag("direction", study.direction.casefold())
        for country in study.countries:
            yield _tag("country", country.casefold())
    for rating in document.ratings:
        yield _tag("level", rating.standard, rating.level)
        yield _tag("rated", rating.standard, rating.level, rating.direction.casefold())
        yield _tag("direction", rating.direction.casefold())
        yield _tag("provenance", rating.provenance.casefold())
    if not document.ratings:
        yield _tag("provenance", NO_RATING.casefold())


def _tag(kind: str, *values: str) -> str:
    return ":".join((kind, *values))[:LONGEST_TAG]


def _any(tags: Iterable[str]) -> str:
    written = ", ".join(json.dumps(tag, ensure_ascii=False) for tag in tags)
    return f"array_contains_any(tags, [{written}])"
