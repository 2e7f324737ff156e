"""Words that somebody wrote in, those of them that may be kept out."""

from __future__ import annotations

import re

from evidence_search import Engine
from evidence_search.rules import load_rules
from evidence_search.screen import find_personal_data, without
from evidence_search.spelling import WORD

TOKEN = re.compile(r"\[[a-z]+\]|[\w'\u2019]+")
UNKNOWN = "[word]"
YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}", re.ASCII)


def redact(text: str, engine: Engine) -> str:
    """
    Give `text` in small letters without what it says of people; "" where that is not safe.

    Identifiers and names go first, by the rules of the screening. Of what is left only those words
    stay that the reports themselves use, or that any question uses: a name that no rule knows is
    in neither. Long numbers go.
    """
    plain = without(text, find_personal_data(text, engine.names)).lower()
    return TOKEN.sub(lambda found: _kept(found[0], engine), plain)


def _kept(word: str, engine: Engine) -> str:
    if word.startswith("[") or YEAR.fullmatch(word):
        return word
    words = load_rules().words
    given = word in words.given and word not in words.also_words
    known = WORD.fullmatch(word) and (word in engine.index.words or word in words.ordinary)
    return word if known and not given else UNKNOWN
