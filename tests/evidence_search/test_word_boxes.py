"""Where the words of a page stand survives its storage."""

from evidence_search.types import Word
from evidence_search.word_boxes import pack_words, unpack_words


def test_words_come_back_as_they_were_packed():
    words = (Word(0, 4, 0.5, 0.25, 72.125, 12.0), Word(5, 100_000, 0.0, 0.0, 1.0, 1.0))
    assert unpack_words(pack_words(words)) == words
    assert unpack_words(pack_words(())) == ()
