"""What a search is confined to, and the condition on a document that SQLite checks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence_search.ratings import (
    NO_RATING,
    Design,
    Dimension,
    Direction,
    DocumentStatus,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """
    What a search is confined to. An empty field confines nothing.

    `levels` are pairs of a standard and one of its labels, as `standards.choose` gives them. One
    rating has a level and a direction asked for; without a level, a study's direction will do.
    `emmie` confines it to passages, the others to documents.
    """

    documents: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    statuses: tuple[DocumentStatus, ...] = ()
    publishers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    levels: tuple[tuple[str, str], ...] = ()
    directions: tuple[Direction, ...] = ()
    designs: tuple[Design, ...] = ()
    populations: tuple[str, ...] = ()
    provenances: tuple[str, ...] = ()
    emmie: tuple[Dimension, ...] = ()


def where(filters: Filters) -> tuple[str, list[str | int]]:
    """
    Give a condition on a row of `document`; every value is bound, none is written into it.

    It calls the function `casefold`, which the connection must know.
    """
    clauses: list[str] = ["1"]
    values: list[str | int] = []
    for column, wanted in (
        ("document.id", filters.documents),
        ("status", filters.statuses),
        ("publisher", filters.publishers),
    ):
        if wanted:
            clauses.append(f"{column} IN ({_marks(wanted)})")
            values += wanted
    for comparison, year in ((">=", filters.year_from), ("<=", filters.year_to)):
        if year is not None:
            clauses.append(f"year {comparison} ?")
            values.append(year)
    for clause, bound in filter(None, _of_findings(filters)):
        clauses.append(clause)
        values += bound
    return " AND ".join(clauses), values


def _of_findings(filters: Filters) -> Iterator[tuple[str, list[str]] | None]:
    """Give conditions on what a document's studies are and on how they were rated."""
    if wanted := list(filters.countries):
        own = f"SELECT 1 FROM json_each(countries) WHERE {_named('value', wanted)}"
        studied = (
            "SELECT 1 FROM json_each(studies) study, json_each(study.value, '$.countries') country "
            f"WHERE {_named('country.value', wanted)}"
        )
        yield f"(EXISTS ({own}) OR EXISTS ({studied}))", wanted * 2
    if wanted := [str(one) for one in filters.designs]:
        fits = _field("design", wanted)
        noted = f"SELECT 1 FROM json_each(studies) WHERE {fits}"
        done = "NOT json_extract(value, '$.planned')"
        suggested = f"SELECT 1 FROM json_each(designs) WHERE {fits} AND {done}"
        yield f"(EXISTS ({noted}) OR EXISTS ({suggested}))", wanted * 2
    if wanted := list(filters.populations):
        studied = f"SELECT 1 FROM json_each(studies) WHERE {_field('population', wanted)}"
        yield f"EXISTS ({studied})", wanted
    yield _rated(filters)
    if wanted := list(filters.provenances):
        rated = f"EXISTS (SELECT 1 FROM json_each(ratings) WHERE {_field('provenance', wanted)})"
        unrated = " OR json_array_length(ratings) = 0" if NO_RATING in wanted else ""
        yield f"({rated}{unrated})", wanted


def _rated(filters: Filters) -> tuple[str, list[str]] | None:
    """One rating must meet level and direction; without a level, a study's direction will do."""
    directions: list[str] = list(filters.directions)
    pointing = _field("direction", directions) if directions else "1"
    if not filters.levels:
        found = f"EXISTS (SELECT 1 FROM json_each(ratings) WHERE {pointing})"
        studied = f"EXISTS (SELECT 1 FROM json_each(studies) WHERE {pointing})"
        return (f"({found} OR {studied})", directions * 2) if directions else None
    pairs = " OR ".join(
        ["(json_extract(value, '$.standard') = ? AND json_extract(value, '$.level') = ?)"]
        * len(filters.levels)
    )
    clause = f"EXISTS (SELECT 1 FROM json_each(ratings) WHERE ({pairs}) AND {pointing})"
    return clause, [text for pair in filters.levels for text in pair] + directions


def _field(name: str, wanted: Sequence[str]) -> str:
    return _named(f"json_extract(value, '$.{name}')", wanted)


def _named(value: str, wanted: Sequence[str]) -> str:
    return f"casefold({value}) IN ({', '.join(['casefold(?)'] * len(wanted))})"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
