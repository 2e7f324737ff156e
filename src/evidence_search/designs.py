"""The passages of a report to the study designs that its own words suggest, each with its cues."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from evidence_search.ratings import SUGGESTED, Design
from evidence_search.sentences import split_sentences
from evidence_search.types import CUES_NEEDED, Cue, Passage, Span, SuggestedDesign

MEASURED = "designs_measured.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """How often a suggestion of one design was right, out of how many that were judged."""

    suggested: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.suggested if self.suggested else 0.0


@dataclass(frozen=True, slots=True)
class _Rule:
    cues: Mapping[str, re.Pattern[str]]
    needs: frozenset[str]
    silenced_by: frozenset[Design]
    silences_alone: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    designs: Mapping[Design, _Rule]
    read: re.Pattern[str]
    skip: re.Pattern[str]
    negated: re.Pattern[str]
    turned: re.Pattern[str]
    cited: re.Pattern[str]
    planned: re.Pattern[str]
    included: re.Pattern[str]
    protocol: re.Pattern[str]
    front_pages: int
    least_precision: float
    fewest_measured: int

    def reads(self, passage: Passage) -> bool:
        """Tell whether a passage stands in the front, the summary or the methods of its report."""
        if passage.headings and self.skip.search(passage.headings[-1]):
            return False
        front = passage.spans[0].page <= self.front_pages
        return front or any(self.read.search(heading) for heading in passage.headings)

    def silences(self, design: Design, kinds: Collection[str]) -> bool:
        """Tell whether one cue of these kinds is enough to leave other designs out."""
        rule = self.designs[design]
        return rule.silences_alone and not rule.needs.isdisjoint(kinds)

    def denies(self, sentence: str, match: re.Match[str]) -> bool:
        """Tell whether the words before a cue, or inside it, turn it round."""
        before = self.negated.search(sentence[: match.start()])
        return (before or self.turned.search(match[0])) is not None


def note(one: SuggestedDesign) -> str:
    """Say where a suggestion stands, wherever it is shown."""
    if one.confirmed_by:
        return f"suggested by the software, confirmed by {one.confirmed_by}, {one.confirmed_on}"
    return SUGGESTED


def in_words(one: SuggestedDesign) -> str:
    """Say a suggestion in a line: that it is one, what it is, and the words that it rests on."""
    plan = ", planned and without results yet" if one.planned else ""
    return f"{one.design}{plan} ({note(one)}): {quoted(one)}"


def quoted(one: SuggestedDesign) -> str:
    """Give the words that a suggestion rests on, each with its page."""
    return ", ".join(f"“{' '.join(cue.quote.split())}” (page {cue.span.page})" for cue in one.cues)


def suggest(passages: Sequence[Passage]) -> tuple[SuggestedDesign, ...]:
    """Give the designs that the words of a report suggest and that are suggested reliably."""
    trusted = trusted_designs()
    return tuple(one for one in read_designs(passages) if one.design in trusted)


def read_designs(passages: Sequence[Passage]) -> tuple[SuggestedDesign, ...]:
    """Give every design for which two independent cues stand in title, summary or methods."""
    rules = _rules()
    read = [passage for passage in passages if rules.reads(passage)]
    planned = any(_is_protocol(passage, rules) for passage in read)
    found: dict[Design, dict[str, Cue]] = {}
    for passage in read:
        for design, cue in _cues(passage, rules, planned=planned):
            own = found.setdefault(design, {})
            if cue.kind not in own and not any(_overlap(cue, other) for other in own.values()):
                own[cue.kind] = cue
    held = {
        design: SuggestedDesign(design, tuple(cues.values()), planned)
        for design, cues in found.items()
        if len(cues) >= CUES_NEEDED and cues.keys() & rules.designs[design].needs
    }
    loud = held.keys() | {design for design, cues in found.items() if rules.silences(design, cues)}
    return tuple(
        held[design]
        for design in Design
        if design in held and not rules.designs[design].silenced_by & loud
    )


def trusted_designs() -> frozenset[Design]:
    """Give the designs whose suggestions were right often enough when they were last measured."""
    rules = _rules()
    return frozenset(
        design
        for design, one in measured().items()
        if one.suggested >= rules.fewest_measured and one.precision >= rules.least_precision
    )


def measured() -> dict[Design, Measured]:
    """Give what `python -m eval designs --update` wrote."""
    text = files("evidence_search").joinpath(MEASURED).read_text(encoding="utf-8")
    return {Design(name): Measured(**values) for name, values in json.loads(text).items()}


def _cues(passage: Passage, rules: _Rules, *, planned: bool) -> Iterator[tuple[Design, Cue]]:
    for start, end in split_sentences(passage.text):
        sentence = passage.text[start:end]
        of_another = rules.cited.search(sentence) is not None
        not_yet = rules.planned.search(sentence) is not None and not planned
        of_included = rules.included.search(sentence) is not None
        for design, rule in rules.designs.items():
            if (of_another or not_yet) and design is not Design.GUIDANCE:
                continue
            if of_included and design is not Design.REVIEW:
                continue
            for kind, pattern in rule.cues.items():
                for match in pattern.finditer(sentence):
                    place = _place(passage, start + match.start(), start + match.end())
                    if place and not rules.denies(sentence, match):
                        yield design, Cue(kind, place, match[0])
                        break


def _place(passage: Passage, start: int, end: int) -> Span | None:
    """Give characters `start:end` of a passage as those of its page; None over a page's end."""
    first, last = passage.locate(start), passage.locate(end - 1)
    return replace(first, end=last.end) if first.page == last.page else None


def _overlap(one: Cue, other: Cue) -> bool:
    a, b = one.span, other.span
    return a.page == b.page and a.start < b.end and b.start < a.end


def _is_protocol(passage: Passage, rules: _Rules) -> bool:
    return passage.spans[0].page <= rules.front_pages and any(
        rules.protocol.search(text)
        for start, end in split_sentences(passage.text)
        for text in (passage.text[start:end],)
    )


@cache
def _rules() -> _Rules:
    text = files("evidence_search").joinpath("designs.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    zones, guards = data["zones"], data["guards"]
    return _Rules(
        designs={
            Design(name): _Rule(
                {kind: _any(patterns) for kind, patterns in given["cues"].items()},
                frozenset(given["needs"]),
                frozenset(map(Design, given["silenced_by"])),
                given.get("silences_alone", False),
            )
            for name, given in data["designs"].items()
        },
        read=_any(zones["read"]),
        skip=_any(zones["skip"]),
        negated=re.compile(guards["negated"], re.IGNORECASE),
        turned=re.compile(guards["turned"], re.IGNORECASE),
        cited=_any(guards["cited"], 0),
        planned=_any(guards["planned"]),
        included=_any(guards["included"]),
        protocol=_any(guards["protocol"]),
        front_pages=zones["front_pages"],
        least_precision=data["least_precision"],
        fewest_measured=data["fewest_measured"],
    )


def _any(patterns: Sequence[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)
