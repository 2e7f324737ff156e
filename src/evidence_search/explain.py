"""An answer to its message: what it lacks, and where else the reader may look."""

from __future__ import annotations

from dataclasses import replace

from evidence_search.statements import Answer, AnswerStatus, Searched, Statement
from evidence_search.words import count


def explain(answer: Answer, searched: Searched) -> Answer:
    """Give the answer with what was searched, and say in its message what was not found."""
    told = [answer.message]
    told += [f"Not found here: {part.rstrip('?')}?" for part in answer.missing]
    if unmentioned := answer.reading.unmentioned:
        told.append(f"Nothing found here mentions {' or '.join(unmentioned)}.")
    if answer.gap:
        refused = answer.status is AnswerStatus.NO_EVIDENCE
        saying = "A report says so itself" if refused else "A report says what is not known"
        told.append(f"{saying}: {_quoted(answer.gap)}")
    if answer.status is AnswerStatus.NO_EVIDENCE:
        told.append(f"Searched: {_reach(searched)}.")
        if unused := answer.reading.unused:
            told.append(f"No report here uses {count(unused, 'word')} of the question.")
    return replace(answer, message=" ".join(told), searched=searched)


def _reach(searched: Searched) -> str:
    reach = f"{count(searched.documents, 'report')}, {count(searched.pages, 'page')}"
    if searched.documents < searched.of_documents:
        of = count(searched.of_documents, "report")
        return f"{reach} that the filters let through, of {of}; a broader filter may help"
    return reach


def _quoted(gap: Statement) -> str:
    cited = gap.citations[0]
    return f"“{gap.text}” ({cited.passage.document.title}, p. {cited.page})."
