"""The ratings.csv and studies.csv beside a catalogue in, ratings and studies by document out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import Design, Direction, EvidenceRating, Provenance, Study
from evidence_search.scale import Standards
from evidence_search.standards import check
from indexer.rows import Listed, Year, read_rows

DATE = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"
Row = TypeVar("Row", bound=BaseModel)
Noun = TypeVar("Noun")


class RatingRow(BaseModel):
    """A line of ratings.csv."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    id: str
    intervention: str = Field(min_length=1)
    outcome: str = Field(min_length=1)
    standard: str
    version: str
    level: str
    direction: Direction
    unit: str
    provenance: Provenance
    rater: str
    date: str = Field(pattern=DATE)
    source: str


class StudyRow(BaseModel):
    """A line of studies.csv: one outcome of one study that the document reports."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    id: str
    study: str = Field(min_length=1)
    intervention: str = Field(min_length=1)
    outcome: str = Field(min_length=1)
    direction: Direction
    design: Design = Design.NOT_STATED
    country: Listed = ()
    year: Year = None
    population: str = ""
    stage: str = ""
    searched: str = Field(default="", pattern=DATE)
    page: int | None = Field(default=None, ge=1)
    rater: str = Field(min_length=1)
    date: str = Field(min_length=4, pattern=DATE)


def read_ratings(
    path: Path, standards: Standards, known: set[str]
) -> dict[str, list[EvidenceRating]]:
    """Give the ratings of each document; none where there is no file. Raises CatalogueInvalid."""

    def rating(row: RatingRow) -> EvidenceRating:
        made = EvidenceRating(**row.model_dump(exclude={"id"}))
        check(made, standards)
        return made

    return by_document(path, RatingRow, known, rating)


def read_studies(path: Path, known: set[str]) -> dict[str, list[Study]]:
    """Give the studies of each document; none where there is no file. Raises CatalogueInvalid."""

    def study(row: StudyRow) -> Study:
        given = row.model_dump(exclude={"id", "study", "country"})
        return Study(name=row.study, countries=row.country, **given)

    return by_document(path, StudyRow, known, study)


def by_document(
    path: Path, model: type[Row], known: set[str], make: Callable[[Row], Noun]
) -> dict[str, list[Noun]]:
    """Give what a file beside the catalogue says of each of its documents, if it is there."""
    found: dict[str, list[Noun]] = {}
    if not path.exists():
        return found
    for line, row in read_rows(path, model):
        document = str(row.model_dump()["id"])
        if document not in known:
            raise CatalogueInvalid(f"{path}, row {line}: no document has the id {document}")
        try:
            found.setdefault(document, []).append(make(row))
        except (ValueError, CatalogueInvalid) as error:
            raise CatalogueInvalid(f"{path}, row {line}: {error}") from error
    return found
