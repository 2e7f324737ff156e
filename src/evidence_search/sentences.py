"""Text to the offsets of its sentences."""

import re

import sentencex

BULLET = re.compile(r"\s*(?:[•▪●○◦➢✓‣]|[-–—](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))\s*")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """
    Give (start, end) of each sentence of `text`, without the white space around it.

    A line end ends a sentence; the mark of a list item belongs to none.
    """
    spans = []
    offset = 0
    for line in text.splitlines(keepends=True):
        mark = BULLET.match(line)
        spans += _split(line[mark.end() :] if mark else line, offset + (mark.end() if mark else 0))
        offset += len(line)
    return spans


def _split(line: str, offset: int) -> list[tuple[int, int]]:
    spans = []
    for boundary in sentencex.get_sentence_boundaries("en", line):
        sentence = line[boundary["start_index"] : boundary["end_index"]]
        start = offset + boundary["start_index"] + len(sentence) - len(sentence.lstrip())
        if stripped := sentence.strip():
            spans.append((start, start + len(stripped)))
    return spans
