"""The address of a quote in, the quote out: of the generation that it names and of no other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from pydantic import BaseModel, Field

from api.problems import Kind, Problem
from evidence_search import Engine, Passage, Span


class Place(BaseModel):
    """Characters `start:end` of the text of `page`; left out: the whole passage."""

    page: int = Field(default=0, ge=0, le=1_000_000)
    start: int = Field(default=0, ge=0, le=100_000_000)
    end: int = Field(default=0, ge=0, le=100_000_000)
    words: str = Field(
        default="",
        pattern="^([0-9a-f]{16})?$",
        description="what a permalink knows its quote by, in whatever generation",
    )


@dataclass(frozen=True, slots=True)
class Held:
    """Characters `start:end` of the text of a passage."""

    passage: Passage
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def words(self) -> str:
        return hashlib.sha256(self.quote.encode()).hexdigest()[:16]

    @property
    def first(self) -> Span:
        """The quote on the page that it starts on, as characters of that page."""
        start = self.passage.locate(self.start)
        last = self.passage.locate(self.end - 1)
        ends = max(span.end for span in self.passage.spans if span.page == start.page)
        return Span(start.page, start.start, last.end if last.page == start.page else ends)

    @property
    def pages(self) -> tuple[int, ...]:
        first, last = (self.passage.locate(at).page for at in (self.start, self.end - 1))
        return tuple(sorted({s.page for s in self.passage.spans if first <= s.page <= last}))

    @property
    def path(self) -> str:
        """The passage and the place in it, as they stand in an address behind the generation."""
        place: dict[str, int | str] = {"words": self.words}
        if self.end - self.start < len(self.passage.text):
            first = self.first
            place |= {"page": first.page, "start": first.start, "end": first.end}
        return f"{quote(self.passage.id)}?{urlencode(place)}"


def held(engine: Engine, generation: str, passage_id: str, place: Place) -> Held:
    """Give the quote; raises Problem where it is not there word for word."""
    found = _at(engine, passage_id, place)
    same = found if found and place.words in {"", found.words} else None
    if generation != engine.index.generation:
        raise Problem(Kind.GENERATION_GONE, _what_is_there_now(engine, passage_id, place, same))
    if same is None:
        raise Problem(
            Kind.PASSAGE_UNKNOWN,
            "Take passage_id, page, start and end of one citation as they stand, or a permalink.",
        )
    return same


def _at(engine: Engine, passage_id: str, place: Place) -> Held | None:
    passage = engine.index.store.passage(passage_id)
    if passage is None:
        return None
    if not place.end:
        return Held(passage, 0, len(passage.text))
    start = _offset(passage, place.page, place.start)
    last = _offset(passage, place.page, place.end - 1)
    if start is None or last is None or last < start:
        return None
    return Held(passage, start, last + 1)


def _offset(passage: Passage, page: int, position: int) -> int | None:
    """Give where in the passage a character of a page stands, None where it is not of it."""
    before = 0
    for span in passage.spans:
        if span.page == page and span.start <= position < span.end:
            return before + position - span.start
        before += span.end - span.start
    return None


def _what_is_there_now(engine: Engine, passage_id: str, place: Place, same: Held | None) -> str:
    now = engine.index.generation
    if same and place.words:
        return f"Generation {now} holds the same words at the same place: /cite/{now}/{same.path}"
    document = engine.index.store.document(passage_id.rpartition("#")[0])
    if document is None:
        return f"Generation {now} is served, and does not hold that report."
    return (
        f"Generation {now} is served; what stands at this place there may be other words. "
        f"It holds the report: /documents/{quote(document.id)}"
    )
