"""Questions asked of another library, with the grades of the sentences that a search found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from eval.contrasts import digest

ANSWERS = "A"


class Graded(BaseModel):
    """
    A question, and the grade of each sentence by the beginning of the SHA-256 of its text.

    "A" answers, "P" answers one of two things asked, "G" says that it is not known, "R" is none of
    these. What others wrote stays with them: eval.contrasts says how a sentence is told.
    """

    id: str = Field(alias="_id")
    text: str
    grades: Mapping[str, Literal["A", "P", "G", "R"]]

    @property
    def answerable(self) -> bool:
        return ANSWERS in self.grades.values()

    def is_right(self, quotes: Sequence[str]) -> bool:
        """Tell whether one of the quotes was graded, and answers."""
        return any(self.grades.get(digest(" ".join(quote.split()))) == ANSWERS for quote in quotes)
