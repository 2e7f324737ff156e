"""The text of a review in; the month or year that it says it searched to, out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable

REVIEW = re.compile(
    r"systematic (?:literature )?review|scoping review|meta-analys|rapid review", re.IGNORECASE
)
MONTHS = [name.casefold() for name in calendar.month_name[1:]]
MONTH = "|".join(["sept", *(f"{name}|{name[:3]}" for name in MONTHS)])
DATE = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?P<month>{MONTH})\.?,? )?(?P<year>(?:19|20)\d\d)\b"
RUN = "(?:run|conducted|performed|completed|updated|carried out)"
SEARCHED = (
    rf"search(?:es|ed|ing)?\b[^.;]{{0,160}}?\b(?:up to|until|till|through|to the end of) {DATE}",
    rf"search(?:es|ed|ing)?\b[^.;]{{0,160}}?\b(?:from|between) [^.;]{{0,40}}?\b(?:to|and) {DATE}",
    rf"search(?:es)? (?:was|were) [^.;]{{0,60}}?\b{RUN}\b[^.;]{{0,40}}?\b(?:in|on) {DATE}",
    rf"(?:date|dates) of (?:the )?(?:last |latest )?search(?:es)?\W{{1,3}}{DATE}",
)
PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in SEARCHED)


def searched_to(texts: Iterable[str]) -> str:
    """Give an ISO 8601 year, or year and month, the latest that is said; "" where none is."""
    joined = [" ".join(text.split()) for text in texts]
    if not any(REVIEW.search(text) for text in joined):
        return ""
    found = (match for text in joined for one in PATTERNS for match in one.finditer(text))
    return max(map(_iso, found), default="")


def _iso(match: re.Match[str]) -> str:
    month = (match["month"] or "").casefold()[:3]
    number = next((n for n, name in enumerate(MONTHS, 1) if month and name.startswith(month)), 0)
    return f"{match['year']}-{number:02d}" if number else match["year"]
