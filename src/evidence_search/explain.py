"""An answer to its message: what it lacks, and where else the reader may look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evidence_search.types import Answer, AnswerStatus, Searched, Statement
from evidence_search.words import count


def explain(answer: Answer, searched: Searched) -> Answer:
    """Give the answer with what was searched, and say in its message what was not found."""
    told = [answer.message]
    told += [f"Not found here: {part.rstrip('?')}?" for part in answer.missing]
    if answer.status is AnswerStatus.NO_EVIDENCE:
        told.append(f"Searched: {_reach(searched)}.")
        if unused := answer.reading.unused:
            told.append(f"No report here uses {_words(unused)}.")
    if answer.gap:
        told.append(_quoted(answer.gap))
    return replace(answer, message=" ".join(told), searched=searched)


def _reach(searched: Searched) -> str:
    reach = f"{count(searched.documents, 'report')}, {count(searched.pages, 'page')}"
    if searched.documents < searched.of_documents:
        of = count(searched.of_documents, "report")
        return f"{reach} that the filters let through, of {of}; a broader filter may help"
    return reach


def _words(words: Sequence[str]) -> str:
    listed = ", ".join(f"“{word}”" for word in words)
    return f"the word {listed}" if len(words) == 1 else f"the words {listed}"


def _quoted(gap: Statement) -> str:
    cited = gap.citations[0]
    return (
        f"A report says so itself: “{gap.text}” ({cited.passage.document.title}, p. {cited.page})"
    )
