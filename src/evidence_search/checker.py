"""An answer in, those of its statements out that do not stand on their page word for word."""

from __future__ import annotations

from evidence_search.library import LibraryStore
from evidence_search.statements import BETWEEN_QUOTES, Answer, Statement
from evidence_search.types import Citation


def misquoted(answer: Answer, store: LibraryStore) -> list[Statement]:
    """
    Read every quote again from the stored text of its page, and give the statements that fail.

    It shares no code with what made the answer. Runs of white space count as one space; nothing
    else is made alike. A statement with several quotes is all of them, in their order, and no more.
    """
    told = [*answer.statements, *filter(None, [answer.gap])]
    return [one for one in told if not _stands(one, store)]


def _stands(statement: Statement, store: LibraryStore) -> bool:
    quotes = [_printed(citation, store) for citation in statement.citations]
    told = BETWEEN_QUOTES.join(_spaced(quote) for quote in quotes if quote)
    return None not in quotes and _spaced(statement.text) == told


def _printed(citation: Citation, store: LibraryStore) -> str | None:
    """Give what the page says where the citation points, or None where that is something else."""
    span = citation.span
    text = store.text(citation.passage.document.id, span.page) or ""
    printed = text[span.start : span.end]
    return printed if printed and printed == citation.quote else None


def _spaced(text: str) -> str:
    return " ".join(text.split())
