"""What readers are told can be read at an age of 12 to 14 (Flesch-Kincaid grade + 5)."""

import re

import pyphen
import pytest

from evidence_search.evidence_words import NO_VOTE, STANDINGS, STATES
from evidence_search.standards import BAND_CAVEAT, load_standards

OLDEST = 14
SYLLABLES = pyphen.Pyphen(lang="en_GB", left=1, right=1)
MEANINGS = [
    (standard.id, level.native, level.meaning)
    for standard in load_standards().values()
    for level in (*standard.levels, *standard.off_scale)
]
NOTES = [(standard.id, note) for standard in load_standards().values() for note in standard.notes]
JARGON = (
    "Heterogeneity notwithstanding, methodologically rigorous quasi-experimental evaluations "
    "demonstrated statistically significant differences in placement stability."
)


def reading_age(text):
    """Kincaid and colleagues 1975; syllables are counted as points of hyphenation."""
    sentences = len(re.findall(r"[.!?](?:\s|$)", text)) or 1
    words = re.findall(r"[A-Za-z'’]+", text)
    syllables = sum(len(SYLLABLES.positions(word)) + 1 for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 + 5


@pytest.mark.parametrize(("standard", "native", "meaning"), MEANINGS)
def test_what_a_level_means_is_plain(standard, native, meaning):
    assert reading_age(meaning) <= OLDEST, f"{standard} {native}"


@pytest.mark.parametrize(("standard", "note"), NOTES)
def test_what_is_noted_of_a_standard_is_plain(standard, note):
    assert reading_age(note) <= OLDEST, standard


@pytest.mark.parametrize(
    "words",
    [*STATES.values(), *filter(None, STANDINGS.values()), NO_VOTE],
)
def test_what_is_said_of_evidence_is_plain(words):
    assert reading_age(words) <= OLDEST


def test_jargon_would_be_seen():
    assert reading_age(JARGON) > OLDEST + 6


def test_no_level_is_told_by_colour_or_sign_alone():
    for standard in load_standards().values():
        for level in (*standard.levels, *standard.off_scale):
            assert re.search(r"[A-Za-z]{3}", level.words), standard.id
            assert not re.search(r"\b(red|amber|green|blue|yellow)\b", level.symbol + level.words)
    assert BAND_CAVEAT == "approximate, not equivalent"
