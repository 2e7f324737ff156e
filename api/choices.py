"""What a reader chose in a form in, the filters of a search out, or what is wrong with it."""

from __future__ import annotations

import re

from pydantic import BaseModel, Field

from api.requests import FiltersIn
from evidence_search import Filters
from evidence_search.ratings import BANDS
from evidence_search.scale import Standards

UK = ("England", "Wales", "Scotland", "Northern Ireland", "United Kingdom", "UK")
YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)


class Choices(BaseModel):
    """The fields as a form sends them: text, empty where nothing was chosen."""

    uk: bool = False
    band: str = Field(default="", max_length=20)
    year_from: str = Field(default="", max_length=20)
    year_to: str = Field(default="", max_length=20)

    @property
    def used(self) -> bool:
        return self.uk or bool(self.band or self.year_from or self.year_to)

    def fault(self) -> str:
        """Say what cannot be searched for; "" where all of it can."""
        years = [year for year in (self.year_from, self.year_to) if year]
        if not all(YEAR.fullmatch(year) for year in years):
            return "give each year as four digits, such as 2019"
        if years != sorted(years):
            return "the first year is after the last; change one of them"
        return "" if self.band in ("", *BANDS) else "choose a strength from the list"

    def to_filters(self, standards: Standards) -> Filters:
        """Give the filters of choices without a fault."""
        chosen = {
            "countries": list(UK) if self.uk else [],
            "band": self.band or None,
            "year_from": int(self.year_from) if self.year_from else None,
            "year_to": int(self.year_to) if self.year_to else None,
        }
        return FiltersIn.model_validate(chosen).to_filters(standards)
