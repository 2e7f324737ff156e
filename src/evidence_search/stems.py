"""Text to the stems of its words that carry meaning."""

from __future__ import annotations

import tantivy

ANALYSER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stopword("english"))
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def stems(text: str) -> frozenset[str]:
    return frozenset(ANALYSER.analyze(text))


TERMS = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.remove_long(40))
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def terms(text: str) -> list[str]:
    """Give what tantivy's `en_stem` indexes of a text, in order: every word's stem."""
    return list(TERMS.analyze(text))
