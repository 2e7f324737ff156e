"""An answer in, the same answer out without whatever does not stand on its page word for word."""

from __future__ import annotations

from dataclasses import replace

from evidence_search.store import Store
from evidence_search.types import Answer, AnswerStatus, Citation, Statement
from evidence_search.words import MESSAGES


def check(answer: Answer, store: Store) -> Answer:
    """
    Read every quote again from the stored text of its page, and drop the statements that fail.

    It shares no code with what made the answer. Runs of white space count as one space; nothing
    else is made alike. Where no statement is left the answer becomes `no_evidence`.
    """
    if answer.gap and not _stands(answer.gap, store):
        return check(replace(answer, gap=None, dropped=answer.dropped + 1), store)
    standing = tuple(one for one in answer.statements if _stands(one, store))
    if len(standing) == len(answer.statements):
        return answer
    dropped = answer.dropped + len(answer.statements) - len(standing)
    if standing:
        return replace(answer, statements=standing, dropped=dropped)
    status = AnswerStatus.NO_EVIDENCE
    return replace(answer, status=status, message=MESSAGES[status], statements=(), dropped=dropped)


def _stands(statement: Statement, store: Store) -> bool:
    quotes = [_printed(citation, store) for citation in statement.citations]
    return None not in quotes and _spaced(statement.text) in map(_spaced, filter(None, quotes))


def _printed(citation: Citation, store: Store) -> str | None:
    """Give what the page says where the citation points, or None where that is something else."""
    span = citation.span
    page = store.page(citation.passage.document.id, span.page)
    printed = page.text[span.start : span.end] if page else ""
    return printed if printed and printed == citation.quote else None


def _spaced(text: str) -> str:
    return " ".join(text.split())
