"""
What a question was told, and what is judged of it, to its measures.

Each measure is 1 or 0 and holds for some questions only; its mean is over those.

  evidence@1, evidence@3   an evidence sentence is in the first one, three statements   answerable
  page@3                   one of the first three statements cites a judged page        answerable
  answered                 something was told                                           answerable
  false answer             something was told                         no answer in the library
  both pages               for each of the two parts, a page that answers it is cited   two-part
  both sentences           each of the two parts' sentences is quoted                   two-part
  recall of CAUSE          refused with this status                   to be refused with it
  precision of CAUSE       to be refused with this status             refused with it
  right                    an evidence sentence is in the first three statements        answered
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
    sentences = [one for one in query.evidence if not one.gap]
    measures = {}
    if query.answerable:
        if not sentences:
            raise CollectionInvalid(f"question {query.id} is answerable, but names no evidence")
        pages = collection.qrels[query.id]
        measures = {
            "evidence@1": _quoted(first[:1], sentences),
            "evidence@3": _quoted(first, sentences),
            "page@3": any(pages.get(page) for page in _cited(first)),
            "answered": told.answered,
        }
        if query.labels.get("type") == TWO_PART:
            measures |= _parts(told, collection, store)
    elif query.expected == NOT_KNOWN:
        measures = {"false answer": told.answered}
    if told.answered:
        measures["right"] = query.answerable and _quoted(first, sentences)
    return measures | _refusal(told)


def _parts(told: Told, collection: Collection, store: LibraryStore) -> dict[str, bool]:
    """Judge both parts; one that is not known is met by its sentence, its page or by `partial`."""
    judged = collection.qrels[told.query.id]
    cited, parts = set(_cited(told.said)), told.query.evidence
    named = [told.status == PARTLY and bool(part.gap) for part in parts]
    pages = [bool(cited & _pages_of(part, judged, store)) for part in parts]
    quoted = [_quoted(told.said, [part]) for part in parts]
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


def _quoted(said: Iterable[Said], sentences: Sequence[Sentence]) -> bool:
    return any(says(q, s.text) for one in said for q in one.quotes for s in sentences)


def _cited(said: Iterable[Said]) -> list[str]:
    return [page for one in said for page in one.pages]
