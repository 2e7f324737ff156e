"""A question and an encoder to what its answer is looked for with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence_search.answer_kind import HOW_MUCH
from evidence_search.emmie import tag
from evidence_search.question import VERBS
from evidence_search.ratings import Dimension
from evidence_search.reading import Expansion, Reading
from evidence_search.stems import stems
from evidence_search.types import Encoder, Vectors
from evidence_search.vocabulary import straightened, term_pattern

OPEN = "what|how|why|which|who(?:m|se)?|when|where"
ASKING = re.compile(rf"{OPEN}|{VERBS}|should")
BEFORE = "(?:at|by|for|from|in|on|to|with)"
ALSO = "(?:and|or|but|also|plus|as well as)"
BETWEEN = re.compile(
    rf"[?;]\s+(?:{ALSO}\s+)*(?=\w)|"
    rf"(?:,?\s+{ALSO})+\s+(?=(?:{BEFORE} )?(?:{ASKING.pattern})\b)",
    re.IGNORECASE,
)
ASKS = re.compile(rf"(?:\S+\s+){{2}}\S|(?:{OPEN})\s+\S|{BEFORE}\s+(?:{OPEN})", re.IGNORECASE)
TWO = 2
COUNTED = re.compile(rf"{HOW_MUCH}|\bcosts?\b|\brates?\b", re.IGNORECASE)
EFFECT = re.compile(
    r"\b(?:effect(?:s|ive|iveness)?|impacts?|outcomes?|reduc\w+|improv\w+|increas\w+|"
    r"prevent\w*|stop(?:s|ped)?|keep(?:s|ing)?|fewer|less|better|worse|difference)\b",
    re.IGNORECASE,
)
VERDICT = re.compile(
    r"^(?!\W*(?:how|what|which|who|why|when|where)\b).*?(?:"
    r"\b(?:do|does|did|is|are)\b[^?]*\bwork(?:ing)?"
    r"(?=\s*(?:$|[?.,;]|(?:for|in|with|when|if|as|well|better|at)\b))|"
    r"\b(?:is|are|was|were|been)\b[^?]*\beffective\b|"
    r"\bma[dk]es? (?:(?:an?|any) )?(?:\w+ )?difference\b|"
    r"\b(?:shown|proven|proved) to work\b|\bany good(?=\s*(?:$|[?.,;]|(?:for|at|with)\b)))",
    re.IGNORECASE,
)
COMPARED = re.compile(
    r"\b(?:than|or|vs|versus|instead of|besides|compared (?:with|to)|alternatives?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A question, encoded once.

    `vector` (1, dimension) is that of its own words; `meant` that of the question with its
    abbreviations spelled out. `parts` are the two questions that it asks, if it asks two, with
    their vectors in `part_vectors`. `words` are the stems that carry meaning; in place of one,
    any of its alternatives will do. Of `unused` words the library uses none. `counted` tells that
    it asks for a number, `effect` that it asks what something changes, `verdict` whether it works,
    `unknown` that it asks of programmes alone, one thing, and the library mentions none of them.
    """

    text: str
    vector: Vectors
    meant: Vectors
    parts: tuple[str, ...]
    part_vectors: Vectors
    words: Mapping[str, tuple[frozenset[str], ...]]
    unused: int
    counted: bool
    effect: bool
    verdict: bool
    unknown: bool
    dimensions: frozenset[Dimension]

    @classmethod
    def of(cls, question: str, reading: Reading, encoder: Encoder) -> Asked:
        meant = spell_out(question, reading.expansions)
        parts = split(meant)
        texts = list(dict.fromkeys([question, meant, *parts]))
        vectors = encoder.encode_queries(texts)
        return cls(
            question,
            vectors[:1],
            vectors[texts.index(meant)],
            parts,
            vectors[[texts.index(part) for part in parts]],
            _words(question, reading.expansions),
            reading.unused,
            COUNTED.search(question) is not None,
            EFFECT.search(question) is not None,
            VERDICT.search(question) is not None,
            bool(reading.named)
            and reading.unmentioned == reading.named
            and not (parts or COMPARED.search(question)),
            frozenset(tag((), question)),
        )


def spell_out(question: str, expansions: Sequence[Expansion]) -> str:
    """Put the first of the terms that the vocabulary adds in the place of the question's own."""
    for one in expansions:
        found = term_pattern([one.term], re.IGNORECASE).search(straightened(question))
        if found:
            start, end = found.span("term")
            question = f"{question[:start]}{one.added[0]}{question[end:]}"
    return question


def split(question: str) -> tuple[str, ...]:
    """Give the two questions that `question` asks; none where it asks one, or more than two."""
    parts = [part for part in BETWEEN.split(question) if ASKS.match(part)]
    return tuple(parts) if len(parts) == TWO else ()


def _words(question: str, expansions: Sequence[Expansion]) -> dict[str, tuple[frozenset[str], ...]]:
    instead = {
        word: tuple(filter(None, map(stems, one.added)))
        for one in expansions
        for word in stems(one.term)
    }
    return {word: instead.get(word, ()) for word in sorted(stems(question))}
