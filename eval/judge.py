"""
What a question was told, and what is judged of it, to its measures.

Each measure is 1 or 0 and holds for some questions only; its mean is over those.

  evidence@1, evidence@3   an evidence sentence is in the first one, three statements   answerable
  answers@1, answers@3     so is one that readers of the pool say answers      answerable, pooled
  judged@3                 each of the first three statements was judged         answered, pooled
  page@3                   one of the first three statements cites a judged page        answerable
  answered                 something was told                                           answerable
  false answer             something was told                         no answer in the library
  both pages               for each of the two parts, a page that answers it is cited   two-part
  both sentences           each of the two parts' sentences is quoted                   two-part
  recall of CAUSE          refused with this status                   to be refused with it
  precision of CAUSE       to be refused with this status             refused with it
  right                    a sentence that answers is in the first three statements     answered
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.collection import Collection, Sentence
from eval.evidence import says
from eval.rows import CollectionInvalid
from eval.told import Said, Told
from evidence_search.library import LibraryStore
from evidence_search.statements import SPEAKING, AnswerStatus

FIRST = 3
TWO_PART = "two-part"
NOT_KNOWN = AnswerStatus.NO_EVIDENCE
PARTLY = AnswerStatus.PARTIAL


def judge(
    told: Sequence[Told], collection: Collection, store: LibraryStore
) -> dict[str, dict[str, bool]]:
    """Give the measures that hold for each question, by its id; raises CollectionInvalid."""
    return {one.query.id: _judge(one, collection, store) for one in told}


def _judge(told: Told, collection: Collection, store: LibraryStore) -> dict[str, bool]:
    query, first = told.query, told.said[:FIRST]
    measures = {}
    if query.answerable:
        if not query.named:
            raise CollectionInvalid(f"question {query.id} is answerable, but names no evidence")
        pages = collection.qrels[query.id]
        measures = {
            "evidence@1": _quoted(first[:1], query.named),
            "evidence@3": _quoted(first, query.named),
            "page@3": any(pages.get(page) for page in _cited(first)),
            "answered": told.answered,
        }
        if query.labels.get("type") == TWO_PART:
            measures |= _parts(told, collection, store)
        if query.pooled:
            measures["answers@1"] = _quoted(first[:1], query.answering)
            measures["answers@3"] = _quoted(first, query.answering)
    elif query.expected == NOT_KNOWN:
        measures = {"false answer": told.answered}
    if told.answered:
        measures["right"] = _quoted(first, query.answering)
        if query.pooled:
            judged = [*query.named, *(one.text for one in query.pooled)]
            measures["judged@3"] = all(_quoted([one], judged) for one in first)
    return measures | _refusal(told)


def _parts(told: Told, collection: Collection, store: LibraryStore) -> dict[str, bool]:
    """Judge both parts; one that is not known is met by its sentence, its page or by `partial`."""
    judged = collection.qrels[told.query.id]
    cited, parts = set(_cited(told.said)), told.query.evidence
    named = [told.status == PARTLY and bool(part.gap) for part in parts]
    pages = [bool(cited & _pages_of(part, judged, store)) for part in parts]
    quoted = [_quoted(told.said, [part.text]) for part in parts]
    return {
        "both pages": all(a or b for a, b in zip(named, pages, strict=True)),
        "both sentences": all(a or b for a, b in zip(named, quoted, strict=True)),
    }


def _pages_of(part: Sentence, judged: Mapping[str, int], store: LibraryStore) -> set[str]:
    """Give the judged pages that hold the sentence; raises CollectionInvalid where none does."""
    if part.gap:
        return {part.gap}
    found = {page for page in judged if says(_text(page, store), part.text)}
    if not found:
        raise CollectionInvalid(f"on no judged page of the index: {part.text!r}")
    return found


def _text(unit: str, store: LibraryStore) -> str:
    document, _, number = unit.rpartition("#")
    return store.text(document, int(number)) or ""


def _refusal(told: Told) -> dict[str, bool]:
    expected, right = told.query.expected, told.status == told.query.expected
    measures = {}
    if expected not in SPEAKING:
        measures[f"recall of {expected}"] = right
    if not told.answered:
        measures[f"precision of {told.status}"] = right
    return measures


def _quoted(said: Iterable[Said], sentences: Sequence[str]) -> bool:
    return any(says(q, text) for one in said for q in one.quotes for text in sentences)


def _cited(said: Iterable[Said]) -> list[str]:
    return [page for one in said for page in one.pages]
