"""A question to the programmes that it names, and whether a library mentions them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from evidence_search.asked import spell_out
from evidence_search.filters import Filters
from evidence_search.fold import fold
from evidence_search.lexical import Words
from evidence_search.library import Library
from evidence_search.reading import Reading
from evidence_search.stems import terms
from evidence_search.types import Passage

FILE = Path(__file__).with_name("programmes.toml")
LOOKED_AT = 50


def look_up(reading: Reading, library: Library) -> Reading:
    """Name the programmes that a question names, and those that nothing found here mentions."""
    named = find_programmes(spell_out(reading.question, reading.expansions))
    unmentioned = tuple(name for name in named if not is_mentioned(name, library))
    return replace(reading, named=named, unmentioned=unmentioned)


def find_programmes(question: str) -> tuple[str, ...]:
    """Give the programmes that a question names, as they are listed, each once."""
    any_case, as_written = _patterns()
    listed = _listed()
    plain = fold(question)
    found = [*any_case.finditer(plain), *as_written.finditer(plain)]
    found.sort(key=lambda match: match.start())
    return tuple(dict.fromkeys(listed[_key(match["name"])] for match in found))


def is_mentioned(name: str, library: Library) -> bool:
    """
    Tell whether one of the passages nearest to a name holds it, in any form, or its abbreviation.

    Names that are written otherwise when they mean something else are looked for as they stand.
    """
    data = _read()
    if any(not library.unused(short) for short in data["short"].get(name, ())):
        return True
    rows = [row for row, _ in library.confined(Filters()).passages(Words(name), LOOKED_AT)]
    texts = map(_text, library.store.passages(rows))
    if name in data["as_written"]:
        return any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)
    wanted = _joined(name)
    return any(wanted in _joined(text) for text in texts)


def _text(passage: Passage) -> str:
    return " ".join([passage.document.title, *passage.headings, passage.text])


def _joined(text: str) -> str:
    """Write a text as its stems without spaces: multi-systemic and multisystemic are one word."""
    return "".join(terms(text.lower().replace("behavior", "behaviour")))


@cache
def _listed() -> dict[str, str]:
    data = _read()
    return {_key(name): name for name in [*data["any_case"], *data["as_written"]]}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = _read()
    return _any(data["any_case"], re.IGNORECASE), _any(data["as_written"])


def _any(names: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: -len(name))
    found = "|".join(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", n))) for n in longest_first)
    return re.compile(rf"(?<![\w-])(?P<name>{found})(?:'?s)?(?![\w-])", flags)


def _key(name: str) -> str:
    return " ".join(re.split(r"[\s-]+", name.lower()))


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
