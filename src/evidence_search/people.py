"""A question in, the names of people in it out: certain beside an age or a case, else doubtful."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from evidence_search.fold import fold
from evidence_search.rules import Context, NameRules, Rules, Words, load_rules
from evidence_search.screening import DataKind, Found

TOKEN = re.compile(r"[A-Za-z](?:\.[A-Za-z]\b\.?|[A-Za-z]*(?:['-][A-Za-z]{2,})*)")
INITIALS = re.compile(r"[A-Z]\.?[A-Z]\.?")
SENTENCE_START = re.compile(r"(?:^|[.?!:;\u2022\"(] ?|- )$")
ORDINARY_ENDING = re.compile(
    r"(?:ing|[^e]ed|ly|tion|sion|ment|ness|ful|ous|ive|able|ible|ical|ist|ists|ism|ity|ship|less|"
    r"ions|ings|ments|ers|ies)$"
)
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.? $", re.IGNORECASE)
SMALL = {"small", "listed_small"}
SHORTEST = 3
REACH = 70
LONGEST_RUN = 4


@dataclass(frozen=True, slots=True)
class _Token:
    """A word that may be (a part of) a name, and the kind of word it is."""

    start: int
    end: int
    kind: str


def find_people(text: str, known: Collection[str] = ()) -> Iterator[Found]:
    """
    Find names of people, each place once.

    `known` are words, in lower case, that the library names its authors, programmes and places by:
    they are no doubtful names, but beside an age or a case they are still names.
    """
    rules, plain = load_rules(), fold(text)
    apart = [match.span() for match in rules.words.phrases.finditer(plain)]
    cues = sum(cue.points for cue in rules.names.cues if cue.pattern.search(plain))
    for run in _runs(plain, rules):
        start, end = run[0].start, run[-1].end
        if any(first < end and start < last for first, last in apart):
            continue
        points = _points(plain, run, rules.names, cues)
        certain = points >= rules.names.certain
        if certain or (points >= rules.names.doubtful and not _is_known(plain, run, known)):
            yield Found(DataKind.PERSON, start, end, certain=certain)


def _is_known(text: str, run: Sequence[_Token], known: Collection[str]) -> bool:
    """Tell a name of the library: more than a given name, and every word of it known there."""
    return (len(run) > 1 or run[0].kind != "listed") and all(
        text[token.start : token.end].lower() in known for token in run
    )


def _runs(text: str, rules: Rules) -> Iterator[list[_Token]]:
    """Give what may be names, words that follow each other together."""
    capitals = sum(map(str.isupper, text))
    shouted = capitals > sum(map(str.islower, text))
    run: list[_Token] = []
    for match in TOKEN.finditer(text):
        token = _token(text, match, rules, shouted=shouted)
        joined = run and token and _is_joined(text, run, token)
        if run and not joined:
            yield run
            run = []
        if token and (joined or token.kind != "surname"):
            run.append(token)
    if run:
        yield run


def _is_joined(text: str, run: list[_Token], token: _Token) -> bool:
    last = run[-1]
    return (
        text[last.end : token.start] in {" ", ". "}
        and len(run) < LONGEST_RUN
        and token.kind != "initials"
        and last.kind not in {"initials", "dotted"}
        and (token.kind == "surname" or (token.kind in SMALL) == (last.kind in SMALL))
    )


def _token(text: str, match: re.Match[str], rules: Rules, *, shouted: bool) -> _Token | None:
    """Give the word without its possessive, if it may be a name."""
    words, start, end = rules.words, match.start(), match.end()
    if text[start + 1 : end].lower().endswith("'s"):
        end -= 2
    elif (
        text[start + SHORTEST : end].lower().endswith("s")
        and match[0].lower() not in words.ordinary
        and match[0].lower() not in words.given
        and rules.names.owned.match(text, end - 1)
    ):
        end -= 1
    written = text[start:end]
    plain, capital = written.lower(), written[0].isupper() and not shouted
    titled = TITLE.search(text, max(0, start - REACH), start) is not None
    if _is_given(plain, words):
        kind = "listed" if capital else "listed_small"
    elif plain in words.also_words and (capital or plain not in words.ordinary):
        kind = "word" if capital else "small"
    elif plain in words.known:
        kind = "capital" if titled and capital else "surname"
    elif _is_ordinary(plain, words):
        kind = ""
    elif INITIALS.fullmatch(written) and not shouted:
        kind = "dotted" if "." in written else "initials"
    elif len(plain) < SHORTEST or "." in plain:
        kind = ""
    elif capital and (titled or not SENTENCE_START.search(text, 0, start)):
        kind = "capital"
    else:
        odd = ORDINARY_ENDING.search(plain) or (written.isupper() and not shouted)
        kind = "" if odd else "start" if capital else "small"
    return _Token(start, end, kind) if kind else None


def _is_given(plain: str, words: Words) -> bool:
    """Tell a given name; also the first of two ("demi-leigh"), or one that owns ("kofis hair")."""
    first = plain.split("-", maxsplit=1)[0]
    return plain in words.given or (
        plain not in words.ordinary
        and plain not in words.also_words
        and (first in words.given or plain.removesuffix("s") in words.given)
    )


def _is_ordinary(plain: str, words: Words) -> bool:
    """Tell an ordinary word, also in the plural, one that owns, or several joined by hyphens."""
    return plain.split("'", maxsplit=1)[0] in words.ordinary or all(
        not words.ordinary.isdisjoint({part, part.removesuffix("s")}) for part in plain.split("-")
    )


def _points(text: str, run: list[_Token], rules: NameRules, cues: int) -> int:
    start, end = run[0].start, run[-1].end
    before = _best(rules.before, text[max(0, start - REACH) : start], 0)
    after = _best(rules.after, text, end)
    own = max(rules.points.get(token.kind, 0) for token in run)
    beside = before + after
    if own == 0:
        small = run[0].kind == "small"
        enough = beside >= (rules.small_beside if small else rules.start_beside)
        return beside + cues if enough and (not small or beside + cues >= rules.certain) else 0
    return own + beside + cues


def _best(contexts: tuple[Context, ...], text: str, start: int) -> int:
    """Give the points of what counts most, less those of what speaks against a name."""
    found = [
        context.points
        for context in contexts
        if (context.pattern.search(text) if start == 0 else context.pattern.match(text, start))
    ]
    return max((p for p in found if p > 0), default=0) + min((p for p in found if p < 0), default=0)
