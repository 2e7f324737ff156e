"""Questions and passages to lists of one right passage and several that look right."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.pairs import Question, Source
from evidence_search.lexical import LexicalIndex, LexicalWriter, Words
from evidence_search.types import Document, Passage, Span

DEPTH = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage that answers it, and passages that do not."""

    question: str
    positive: str
    negatives: tuple[str, ...]


def mine(source: Source, questions: int, negatives: int, seed: int) -> list[Example]:
    """
    Give up to `questions` examples, each with `negatives` of the passages that BM25 ranks highest.

    A question for which fewer are found is left out.
    """
    rng = random.Random(f"{seed} {source.name}")  # noqa: S311 - to repeat, not to hide
    asked = rng.sample(source.questions, len(source.questions))
    examples: list[Example] = []
    with TemporaryDirectory() as folder:
        index = _index(source.passages, Path(folder))
        for question in asked:
            if len(examples) == questions:
                break
            found = list(_confusing(index, source, question))
            if len(found) >= negatives:
                positive = source.passages[rng.choice(sorted(question.relevant))]
                chosen = tuple(rng.sample(found, negatives))
                examples.append(Example(question.text, positive, chosen))
    return examples


def _confusing(index: LexicalIndex, source: Source, question: Question) -> Iterator[str]:
    right = {source.passages[place] for place in question.relevant}
    for place, _ in index.passages(Words(question.text), DEPTH + len(right)):
        if source.passages[place] not in right:
            yield source.passages[place]


def _index(passages: Sequence[str], folder: Path) -> LexicalIndex:
    writer = LexicalWriter(folder)
    document = Document("source", "", "", "")
    writer.add_page(0, 0, "")
    for row, text in enumerate(passages):
        writer.add_passage(row, 0, Passage(str(row), document, text, (Span(1, 0, len(text)),)))
    writer.finish()
    return LexicalIndex(folder)
