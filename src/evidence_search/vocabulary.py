"""A question to the terms that research may use in its place, from files that people edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NoReturn

from evidence_search.errors import SettingsInvalid
from evidence_search.reading import Expansion

OURS = Path(__file__).with_name("vocabulary.toml")
ANY_CASE = ("abbreviations", "everyday")
AS_WRITTEN = "capitals"
TABLES = (*ANY_CASE, AS_WRITTEN)

Terms = Mapping[str, tuple[str, ...]]


class Vocabulary:
    """Terms and what they are also searched as; `capitals` are terms in capitals only."""

    def __init__(self, any_case: Terms, capitals: Terms) -> None:
        self._added = {straightened(term).lower(): added for term, added in any_case.items()}
        self._capitals = dict(capitals)
        self._any_case = term_pattern(self._added, re.IGNORECASE)
        self._as_written = term_pattern(self._capitals)

    def expand(self, question: str) -> tuple[Expansion, ...]:
        """Give each term of the question with what the question does not say already."""
        plain = straightened(question)
        found = [
            (match, self._added[" ".join(match["term"].lower().split())])
            for match in self._any_case.finditer(plain)
        ]
        if not plain.isupper():
            found += [
                (match, self._capitals[match["term"]]) for match in self._as_written.finditer(plain)
            ]
        found.sort(key=lambda one: one[0].start())
        said = plain.lower()
        expansions = {
            match["term"]: tuple(one for one in added if one.lower() not in said)
            for match, added in found
        }
        return tuple(Expansion(term, added) for term, added in expansions.items() if added)


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """
    Read the library's own vocabulary, and `path` over it.

    Raises SettingsInvalid naming the file, the line and the reason.
    """
    tables = _read(OURS)
    if path:
        for name, terms in _read(path).items():
            known = {term.lower(): term for term in tables[name]}
            for term, added in terms.items():
                tables[name][known.get(term.lower(), term)] = added
    any_case = {term: added for name in ANY_CASE for term, added in tables[name].items()}
    return Vocabulary(any_case, tables[AS_WRITTEN])


def _read(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except OSError as error:
        raise SettingsInvalid(f"the vocabulary {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsInvalid(f"the vocabulary {path} is not TOML: {error}") from error
    for name in content.keys() - set(TABLES):
        _refuse(path, text, name, f"there is no table {name!r}; use {', '.join(TABLES)}")
    return {name: _table(path, text, name, content.get(name, {})) for name in TABLES}


def _table(path: Path, text: str, name: str, table: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        _refuse(path, text, name, f"{name} is a table: [{name}]")
    for term, added in table.items():
        if not any(c.isalnum() for c in term):
            _refuse(path, text, term, "a term has a letter or a number")
        if not isinstance(added, list) or not all(isinstance(a, str) and a.strip() for a in added):
            _refuse(path, text, term, f'{term!r} needs a list of terms: {term!r} = ["…"]')
        if name == AS_WRITTEN and not term.isupper():
            _refuse(path, text, term, f"{term!r} is not in capitals; put it in another table")
    return {straightened(term): tuple(added) for term, added in table.items()}


def _refuse(path: Path, text: str, key: str, reason: str) -> NoReturn:
    begins = re.compile(rf"""\s*\[?["']?{re.escape(key)}["']?\s*[=\].]""")
    lines = (number for number, line in enumerate(text.splitlines(), 1) if begins.match(line))
    raise SettingsInvalid(f"the vocabulary {path}, line {next(lines, 1)}: {reason}")


def term_pattern(terms: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Match any of some terms as `term` where it stands as a word, be it a plural or a genitive."""
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    words = (r"\s+".join(map(re.escape, term.split())) for term in longest_first)
    any_term = "|".join(words) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?P<term>{any_term})(?:'?s)?(?![\w-])", flags)


def straightened(text: str) -> str:
    """Write apostrophes as terms have them; no character moves."""
    return text.replace("’", "'")
