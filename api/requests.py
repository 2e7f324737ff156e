"""What a client may send. Unknown fields are refused by name; lengths are bounded."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from api.find import preferred
from api.problems import Kind, Problem
from evidence_search import Engine, Filters
from evidence_search.engine import Found
from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import Band, Design, Dimension, Direction, DocumentStatus
from evidence_search.scale import Standards
from evidence_search.stages import Steps
from evidence_search.standards import BAND_CAVEAT, choose
from evidence_search.wire_problem import Fault

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=300)]
Names: TypeAlias = Annotated[list[Name], Field(max_length=100)]
Year: TypeAlias = Annotated[int, Field(strict=True, ge=1000, le=9999)]
Limit: TypeAlias = Annotated[int, Field(ge=1, le=100)]
Cursor: TypeAlias = Annotated[str, Field(max_length=100)]
DocumentId: TypeAlias = Annotated[str, Path(examples=["family-group-conferences"])]
PageNumber: TypeAlias = Annotated[int, Path(ge=1, le=1_000_000, examples=[1])]
Rated: TypeAlias = Literal["published", "assigned", "suggested", "unrated"]
Confirmed: TypeAlias = Annotated[
    StrictBool, Field(description="true: a doubtful name is not that of a person in a case")
]
Expand: TypeAlias = Annotated[
    StrictBool, Field(description="false: search for the words of the question alone")
]
QUESTION = "Does Signs of Safety reduce the number of children in care?"


class FiltersIn(BaseModel):
    """What the search is confined to. A field left out confines nothing."""

    model_config = ConfigDict(extra="forbid")

    documents: Names = []
    countries: Names = []
    statuses: Annotated[list[DocumentStatus], Field(max_length=10)] = []
    publishers: Names = []
    year_from: Year | None = None
    year_to: Year | None = None
    standard: Annotated[Name | None, Field(description="id of a standard: only what it rates")] = (
        None
    )
    level_at_least: Annotated[
        Name | None,
        Field(description="a level of `standard`: this or a stronger, in the standard's own order"),
    ] = None
    band: Annotated[Band | None, Field(description=f"band of strength: {BAND_CAVEAT}")] = None
    no_benefit: Annotated[
        StrictBool,
        Field(description="only rigorous findings of no benefit or of harm, such as EIF NE"),
    ] = False
    directions: Annotated[list[Direction], Field(max_length=10)] = []
    designs: Annotated[list[Design], Field(max_length=20)] = []
    populations: Names = []
    provenances: Annotated[list[Rated], Field(max_length=4)] = []
    emmie: Annotated[
        list[Dimension], Field(max_length=5, description="what the passages speak to")
    ] = []

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.year_from and self.year_to and self.year_from > self.year_to:
            raise ValueError("year_from is after year_to")
        return self

    def to_filters(self, standards: Standards) -> Filters:
        """Give the filters; raises Problem for a standard or level that there is not."""
        try:
            levels = choose(
                standards,
                self.standard or "",
                self.level_at_least or "",
                self.band or "",
                no_benefit=self.no_benefit,
            )
        except CatalogueInvalid as error:
            field = "filters.level_at_least" if self.level_at_least else "filters.standard"
            fault = Fault(field=field, detail=str(error))
            raise Problem(Kind.REQUEST_INVALID, f"{field}: {error}", [fault]) from error
        return Filters(
            documents=tuple(self.documents),
            countries=tuple(self.countries),
            statuses=tuple(self.statuses),
            publishers=tuple(self.publishers),
            year_from=self.year_from,
            year_to=self.year_to,
            levels=levels,
            directions=tuple(self.directions),
            designs=tuple(self.designs),
            populations=tuple(self.populations),
            provenances=tuple(self.provenances),
            emmie=tuple(self.emmie),
        )


class SearchChoices(BaseModel):
    """What is searched for, and how."""

    query: str
    filters: FiltersIn | None = None
    prefer: Annotated[
        Annotated[str, Field(max_length=300)] | None,
        Field(
            description='id of a standard whose levels break ties of relevance; "" for none. '
            "Left out: as the service is set, which the answer says in `order`"
        ),
    ] = None
    confirmed: Confirmed = False
    expand: Expand = True

    def find(self, engine: Engine, most: int) -> Found:
        """Search; raises Problem for a standard or level that there is not."""
        preferred(engine, self.prefer)
        return engine.find(
            self.query,
            most,
            (self.filters or FiltersIn()).to_filters(engine.standards),
            confirmed=self.confirmed,
            expand=self.expand,
            prefer=self.prefer,
        )


class SearchIn(SearchChoices):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"query": QUESTION, "limit": 5}]}
    )

    limit: Annotated[Limit, Field(strict=True)] = 10
    cursor: Cursor | None = None
    facets: Annotated[StrictBool, Field(description="true: count what the filters let through")] = (
        False
    )


class QuestionIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"question": QUESTION, "filters": {"countries": ["England"]}}]
        },
    )

    question: str
    filters: FiltersIn | None = None
    confirmed: Confirmed = False
    expand: Expand = True
    group_by: Annotated[
        Literal["emmie"] | None,
        Field(description="emmie: the answer once more for each dimension, as `groups`"),
    ] = None

    def answering(self, engine: Engine) -> Steps:
        """Give the stages of the answer; raises Problem for a standard that there is not."""
        return engine.answering(
            self.question,
            (self.filters or FiltersIn()).to_filters(engine.standards),
            confirmed=self.confirmed,
            expand=self.expand,
            by_dimension=self.group_by == "emmie",
        )
