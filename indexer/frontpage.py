"""Cleaned pages to what the first pages and the imprint say: title, authors, year, DOI, ISBN."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from evidence_search.types import Page
from indexer.layout import Block, CleanDocument, Kind
from indexer.records import DOI

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "spring|summer|autumn|winter"
)
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^.\n]{0,60}?\b((?:19|20)\d{2})\b", re.IGNORECASE)
DATED = re.compile(rf"\b(?:{MONTHS}),? ((?:19|20)\d{{2}})\b", re.IGNORECASE)
OTHER_DATE = re.compile(
    r"(?:search\w*|executed|implementation date|review date)\W+(?:\w+ ){0,3}?"
    rf"(?:{MONTHS}) \d{{4}}",
    re.IGNORECASE,
)
PUBLISHED_BY = re.compile(
    r"[Pp]ublished by (?:the )?([A-Z][\w'’.-]*(?: (?:[A-Z][\w'’-]*|&|of|and|for|the))*)"
)
ISBN = re.compile(r"ISBN(?:-1[03])?:?\s*((?:97[89][\s–-]?)?(?:\d[\s–-]?){9}[\dXx])")
LABEL = re.compile(r"^(?:authors?|by|written by|prepared by)\s*:?\s+", re.IGNORECASE)
NAME = re.compile(
    r"(?:(?:[A-Z]\.?-?){1,3}|[A-Z][\w'’-]+|van|von|de|der|den|du|la|le|bin|al)"
    r"(?: (?:(?:[A-Z]\.?-?){1,3}|[A-Z][\w'’-]+|van|von|de|der|den|du|la|le|bin|al)){1,4}"
)
BYLINE = re.compile(r"\s*(?:[|,;&]|\band\b)\s*")
MARKS = re.compile(r"\s*[\d¹²³⁰-⁹*†‡§]+(?:\s*,\s*[\d*†‡§]+)*")
TITLE_WORDS = 40
SHORT_TITLE = 4
SHORTEST = 9
NEARLY = 0.95
FEWEST_WORDS = 3
FRONT, BACK = 3, 2


@dataclass(frozen=True, slots=True)
class Front:
    title: str
    title_and_subtitle: str
    authors: tuple[str, ...]
    years: tuple[int, ...]
    publisher: str
    doi: str
    isbn: str


def read_front(text: CleanDocument) -> Front:
    """Give what is printed; an empty field says that nothing was found."""
    pages = [page for page in text.pages if page.text]
    first = "\n".join(page.text for page in pages[:FRONT])
    imprint = "\n".join(page.text for page in [*pages[:FRONT], *pages[FRONT:][-BACK:]])
    doi, isbn, publisher = DOI.search(first), ISBN.search(imprint), PUBLISHED_BY.search(imprint)
    title, before, after = _title(text, pages)
    return Front(
        title,
        _with_subtitle(title, after[:1]),
        next(filter(None, map(_names, [*after, *before])), ()),
        _years(pages, imprint),
        publisher[1].strip(" ") if publisher else "",
        doi[0] if doi else "",
        re.sub(r"[\s–]", "-", isbn[1]) if isbn else "",
    )


def _title(text: CleanDocument, pages: Sequence[Page]) -> tuple[str, list[str], list[str]]:
    """Give what is set in the largest type of the first page with words; what is before, after."""
    for page in pages[:FRONT]:
        blocks = [block for block in text.blocks if block.page == page.number]
        said = [" ".join(page.text[b.start : b.end].split()) for b in blocks]
        if sum(len(part.split()) for part in said) < FEWEST_WORDS:
            continue
        sizes = list(_sizes(page, blocks))
        largest = max(
            (s for s, part in zip(sizes, said, strict=True) if len(part) >= SHORTEST), default=0.0
        )
        found = [n for n, size in enumerate(sizes) if size >= NEARLY * largest]
        end = next((n for a, n in pairwise(found) if n != a + 1), None)
        parts = found[: found.index(end)] if end is not None else found
        title = " ".join(said[n] for n in parts)
        if len(title) >= SHORTEST and len(title.split()) <= TITLE_WORDS:
            return title, said[: parts[0]], said[parts[-1] + 1 :]
        break
    return _first_heading(text, pages), [], []


def _with_subtitle(title: str, following: Sequence[str]) -> str:
    """Give a short title with the line below it, where that is neither names nor a date."""
    for line in following:
        words = len(line.split())
        plain = not (_names(line) or LABEL.match(line) or DATED.search(line) or DOI.search(line))
        if len(title.split()) < SHORT_TITLE and SHORT_TITLE <= words <= TITLE_WORDS and plain:
            return f"{title}: {line}"
    return title


def _sizes(page: Page, blocks: Sequence[Block]) -> Iterator[float]:
    for block in blocks:
        heights = [w.bottom - w.top for w in page.words if block.start <= w.start < block.end]
        yield median(heights) if heights else 0.0


def _first_heading(text: CleanDocument, pages: Sequence[Page]) -> str:
    for page in pages[:FRONT]:
        for block in text.blocks:
            said = " ".join(page.text[block.start : block.end].split())
            if block.page == page.number and block.kind is Kind.HEADING and len(said) >= SHORTEST:
                return said
    return ""


def _names(line: str) -> tuple[str, ...]:
    """Give the names of a line that is nothing but names, several or announced as authors."""
    announced = LABEL.match(line)
    plain = MARKS.sub("", line[announced.end() :] if announced else line)
    parts = [part for part in BYLINE.split(plain) if part]
    if announced and parts and all(part[:1].isupper() for part in parts):
        return tuple(parts)
    if len(parts) > 1 and all(NAME.fullmatch(part) for part in parts):
        return tuple(parts)
    return ()


def _years(pages: Sequence[Page], imprint: str) -> tuple[int, ...]:
    """Give the years of the copyright, else of the dated months of the first page, latest first."""
    cover = OTHER_DATE.sub("", pages[0].text) if pages else ""
    found = COPYRIGHT.findall(imprint) or DATED.findall(cover)
    return tuple(sorted({int(year) for year in found}, reverse=True))
