"""The data files of the screening in, compiled rules out; and the same rules as plain JSON data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from evidence_search.fold import ALONE
from evidence_search.screening import DataKind
from evidence_search.situations import load_situations

SLOT = re.compile(r"<([a-z]+)>")
FILES = ("screening", "known_names", "given_names")
LISTS = ("given", "also_words", "known", "common")


@dataclass(frozen=True, slots=True)
class IdentifierRule:
    """A pattern whose value (group 1, else all of it) is of `kind`, if `check` holds for it."""

    kind: DataKind
    pattern: re.Pattern[str]
    check: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What counts for or against a name, and by how many points."""

    points: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NameRules:
    """Points of a word, of what stands beside it and of the whole question."""

    certain: int
    doubtful: int
    small_beside: int
    start_beside: int
    points: Mapping[str, int]
    before: tuple[Context, ...]
    after: tuple[Context, ...]
    cues: tuple[Context, ...]
    owned: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """What the data lists, in lower case, and whole phrases that name no client."""

    given: frozenset[str]
    also_words: frozenset[str]
    ordinary: frozenset[str]
    known: frozenset[str]
    phrases: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    identifiers: tuple[IdentifierRule, ...]
    names: NameRules
    words: Words


@cache
def load_rules() -> Rules:
    """Compile the rules; each pattern is read as JavaScript would read it."""
    data = export_rules()
    people, listed = data["people"], {name: frozenset(data["words"][name]) for name in LISTS}
    return Rules(
        tuple(
            IdentifierRule(DataKind(rule["kind"]), _compiled(rule["pattern"]), rule["check"])
            for rule in data["identifiers"]
        ),
        NameRules(
            people["certain"],
            people["doubtful"],
            people["small_beside"],
            people["start_beside"],
            people["points"],
            _contexts(people["before"]),
            _contexts(people["after"]),
            _contexts(people["cues"]),
            _compiled(people["owned"]),
        ),
        Words(
            listed["given"],
            listed["also_words"],
            listed["known"] | listed["common"],
            listed["known"],
            _compiled(data["phrases"]),
        ),
    )


@cache
def export_rules() -> dict[str, Any]:
    """
    Give every rule as data that JSON can hold, for a screening in the browser.

    Patterns are regular expressions as Python and JavaScript share them: ignore case, ASCII
    classes, applied to folded text; `fold` is the table that a browser needs beside NFKD.
    """
    screening, known, given = (_read(name) for name in FILES)
    names = known | given
    shared = screening["words"]
    people = screening["people"]
    before = [one | {"pattern": f"(?:{one['pattern']})$"} for one in people["before"]]
    return {
        "fold": ALONE,
        "identifiers": [
            {"kind": rule["kind"], "pattern": _filled(rule["pattern"], shared)}
            | {"check": rule.get("check", "")}
            for rule in screening["identifiers"]
        ],
        "people": people
        | {"owned": _filled("<owned>", shared)}
        | {
            place: [one | {"pattern": _filled(one["pattern"], shared)} for one in contexts]
            for place, contexts in (
                ("before", before),
                ("after", people["after"]),
                ("cues", people["cues"]),
            )
        },
        "words": {name: sorted(set(names[name].lower().split())) for name in LISTS},
        "phrases": rf"\b(?:{'|'.join(re.escape(phrase) for phrase in names['phrases'])})\b",
        "situations": load_situations().model_dump(mode="json"),
    }


def _read(name: str) -> dict[str, Any]:
    path = files("evidence_search").joinpath(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Put the shared words in, and the words that those share."""
    while SLOT.search(pattern):
        pattern = SLOT.sub(lambda slot: words[slot[1]], pattern)
    return pattern


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


def _contexts(rules: Sequence[Mapping[str, Any]]) -> tuple[Context, ...]:
    return tuple(Context(rule["points"], _compiled(rule["pattern"])) for rule in rules)
