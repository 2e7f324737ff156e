"""Documents in; how many of them there are for each value of each filter out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence_search.ratings import BANDS, NO_RATING, DocumentStatus, EvidenceRating
from evidence_search.scale import Level, Standard, Standards
from evidence_search.standards import BAND_CAVEAT, DIRECTIONS
from evidence_search.types import Document

DESIGN_NOTE = "noted by a person, or suggested by the software and not always checked"
WAYS = {way.value: words for way, words in DIRECTIONS.items()}


@dataclass(frozen=True, slots=True)
class Count:
    """A value to filter by, what it is called, and how many documents have it."""

    value: str
    label: str
    documents: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The counts of one filter. `note` is to be shown wherever they are."""

    name: str
    counts: tuple[Count, ...]
    note: str = ""


def facets_of(documents: Sequence[Document], standards: Standards) -> tuple[Facet, ...]:
    """Count each document once for every value that it has; a value nobody has is left out."""
    rated = [(d, {r.standard for r in d.ratings}) for d in documents]
    names = {one.id: f"{one.name}, {one.heading.lower()}" for one in standards.values()}
    return (
        _facet("standard", (s for _, own in rated for s in sorted(own)), names=names),
        *(_levels(standards[name], documents) for name in sorted(standards) if _used(name, rated)),
        _facet("band", _each(documents, lambda d: _bands(d, standards)), BANDS, note=BAND_CAVEAT),
        Facet("no_benefit", tuple(_findings(documents, standards))),
        _facet("direction", _each(documents, _directions), tuple(WAYS), WAYS),
        _facet("design", _each(documents, _designs), note=DESIGN_NOTE),
        _facet("country", _each(documents, countries_of)),
        _facet("year", _each(documents, lambda d: {str(d.year)} if d.year else set())),
        _facet("population", _each(documents, _populations)),
        _facet("status", (d.status.value for d in documents), tuple(DocumentStatus)),
        _facet("provenance", _each(documents, _provenances)),
    )


def countries_of(document: Document) -> set[str]:
    return {*document.countries, *(c for study in document.studies for c in study.countries)}


def _directions(document: Document) -> set[str]:
    of_ratings = {rating.direction.value for rating in document.ratings}
    return of_ratings | {study.direction.value for study in document.studies}


def _designs(document: Document) -> set[str]:
    suggested = {one.design.value for one in document.designs if not one.planned}
    return suggested | {study.design.value for study in document.studies}


def _populations(document: Document) -> set[str]:
    return {study.population for study in document.studies if study.population}


def _provenances(document: Document) -> set[str]:
    return {rating.provenance.value for rating in document.ratings} or {NO_RATING}


def _used(name: str, rated: Iterable[tuple[Document, set[str]]]) -> bool:
    return any(name in own for _, own in rated)


def _levels(standard: Standard, documents: Sequence[Document]) -> Facet:
    """Count the levels of one standard, strongest first and what is off the scale last."""
    order = [*reversed(standard.levels), *standard.off_scale]
    names = {level.native: level.label for level in order}
    own = _each(documents, lambda d: {r.level for r in d.ratings if r.standard == standard.id})
    return _facet(f"level of {standard.id}", own, tuple(names), names)


def _bands(document: Document, standards: Standards) -> set[str]:
    found = (_level(rating, standards) for rating in document.ratings)
    return {level.band for level in found if level and level.band}


def _findings(documents: Sequence[Document], standards: Standards) -> Iterator[Count]:
    having = sum(
        any(level and level.finding for level in (_level(r, standards) for r in d.ratings))
        for d in documents
    )
    if having:
        yield Count("true", "rigorous evidence of no benefit or of harm", having)


def _level(rating: EvidenceRating, standards: Standards) -> Level | None:
    standard = standards.get(rating.standard)
    known = standard and rating.level in standard.natives
    return standard.level(rating.level) if standard and known else None


def _each(documents: Iterable[Document], values: Callable[[Document], set[str]]) -> Iterator[str]:
    return (value for document in documents for value in sorted(values(document)))


def _facet(
    name: str,
    values: Iterable[str],
    order: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    note: str = "",
) -> Facet:
    """Put the values in `order`, else in that of the alphabet."""
    counted = Counter(values)
    ranked = [value for value in order if value in counted]
    ranked += sorted(counted.keys() - set(ranked))
    return Facet(name, tuple(Count(v, (names or {}).get(v, v), counted[v]) for v in ranked), note)
