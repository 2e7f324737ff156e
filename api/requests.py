"""What a client may send. Unknown fields are refused by name; lengths are bounded."""

from __future__ import annotations

from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evidence_search import Filters
from evidence_search.types import DocumentStatus

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=300)]
Names: TypeAlias = Annotated[list[Name], Field(max_length=100)]
Year: TypeAlias = Annotated[int, Field(ge=1000, le=9999)]
Limit: TypeAlias = Annotated[int, Field(ge=1, le=100)]
Cursor: TypeAlias = Annotated[str, Field(max_length=100)]
Confirmed: TypeAlias = Annotated[
    bool, Field(description="true: a doubtful name is not that of a person in a case")
]
Expand: TypeAlias = Annotated[
    bool, Field(description="false: search for the words of the question alone")
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

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.year_from and self.year_to and self.year_from > self.year_to:
            raise ValueError("year_from is after year_to")
        return self

    def to_filters(self) -> Filters:
        return Filters(
            documents=tuple(self.documents),
            countries=tuple(self.countries),
            statuses=tuple(self.statuses),
            publishers=tuple(self.publishers),
            year_from=self.year_from,
            year_to=self.year_to,
        )


class SearchIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"query": QUESTION, "limit": 5}]}
    )

    query: str
    filters: FiltersIn | None = None
    limit: Limit = 10
    cursor: Cursor | None = None
    confirmed: Confirmed = False
    expand: Expand = True


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
