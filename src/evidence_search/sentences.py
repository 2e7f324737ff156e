"""Text to the offsets of its sentences."""

import sentencex


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Give (start, end) of each sentence of `text`, without the white space around it."""
    spans = []
    offset = 0
    for line in text.splitlines(keepends=True):
        for boundary in sentencex.get_sentence_boundaries("en", line):
            sentence = line[boundary["start_index"] : boundary["end_index"]]
            start = offset + boundary["start_index"] + len(sentence) - len(sentence.lstrip())
            if stripped := sentence.strip():
                spans.append((start, start + len(stripped)))
        offset += len(line)
    return spans
