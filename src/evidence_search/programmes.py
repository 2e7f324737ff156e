"""A question to the programmes that it names, and whether a library mentions them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from evidence_search.asked import spell_out
from evidence_search.filters import Filters
from evidence_search.fold import fold
from evidence_search.lexical import Words
from evidence_search.library import Library
from evidence_search.reading import Reading
from evidence_search.stems import terms
from evidence_search.types import Passage

FILE = Path(__file__).with_name("programmes.toml")
LOOKED_AT = 20


def look_up(reading: Reading, library: Library) -> Reading:
    """Name the programmes that a question names, and those of them that no passage mentions."""
    named = find_programmes(spell_out(reading.question, reading.expansions))
    short = {_key(one.added[0]): one.term for one in reading.expansions}
    unmentioned = tuple(
        name
        for name in named
        if not is_mentioned(name, library) and not _is_used(short.get(_key(name)), library)
    )
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
    """Tell whether a passage holds the words of a name side by side, in any form."""
    scope = library.confined(Filters())
    rows = [row for row, _ in scope.passages(Words(name), LOOKED_AT)]
    wanted = _joined(terms(name))
    return any(wanted in _joined(terms(_text(one))) for one in library.store.passages(rows))


def _is_used(abbreviation: str | None, library: Library) -> bool:
    return abbreviation is not None and not library.unused(abbreviation)


def _text(passage: Passage) -> str:
    return " ".join([passage.document.title, *passage.headings, passage.text])


def _joined(stems: Iterable[str]) -> str:
    return f" {' '.join(stems)} "


@cache
def _listed() -> dict[str, str]:
    return {_key(name): name for names in _read().values() for name in names}


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
def _read() -> dict[str, list[str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
