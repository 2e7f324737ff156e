"""A question in, the names of people in it out: certain beside an age or a case, else doubtful."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from evidence_search.screening import DataKind, Found

ONE = r"(?:(?:O['’]|Mc|Mac|Al-|El-)?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)*)"
NAME = rf"(?P<name>\b{ONE}(?: {ONE}){{0,2}})"
UNITS = r"(?:years?|yrs?|months?|mths?|weeks?|y/?o)"
YEARS = r"(?:1?\d|2[0-5])"
KIN = (
    r"(?:mum|mam|mummy|mother|mom|dad|daddy|father|stepdad|stepmum|stepfather|stepmother|nan|nana|"
    r"gran|granny|grandma|grandad|grandmother|grandfather|brother|sister|half-brother|half-sister|"
    r"uncle|auntie|aunt|social worker|foster carer|foster mum|foster dad|key ?worker)"
)
RELATED = (
    r"(?:client|son|daughter|case|service user|foster (?:child|son|daughter)|young person|child|"
    r"boy|girl|nephew|niece|grandson|granddaughter|baby|pupil|student|patient|neighbour|stepson|"
    r"stepdaughter|teenager|lad|toddler|infant|youngster|sibling|twin|partner|" + KIN[3:]
)
DID = (
    r"(?:keeps? (?:on )?\w+ing|ran away|runs away|running away|went missing|goes missing|"
    r"has (?:gone missing|(?:just )?turned \d+)|turned \d+|told (?:her|his|their|me|us)\b|"
    r"self-harms|has been self-harming|lives with (?:his|her|their|mum|dad|a foster|foster)|"
    r"was (?:removed|taken into care|born|adopted|sectioned|excluded|placed)|"
    r"has been (?:removed|placed|taken|excluded|hurt|moved|adopted)|is (?:in foster care|in care|"
    r"refusing|self-harming|living with|being bullied|placed with)|won['’]t|refuses to|"
    r"came into care|wets the bed|hits (?:his|her|other|the))"
)
END = r"(?=[,;.)?!:]|$| (?:and|who|is|has|keeps|lives)\b)(?![.:/]\d)"
AGED = (
    rf"(?:,? (?:who is |who['’]s |is |was )?(?:now |only |just )?aged? {YEARS}\b|"
    rf"(?:,|,? who is|,? who['’]s| is| was|,? turned) (?:now |only |just |nearly |almost )?{YEARS}"
    rf"(?:[ -]?{UNITS}(?:[ -]olds?)?\b(?! (?:later|after|on|long|since|ago|into)\b)|{END})|"
    rf",? {YEARS}(?:[ -]?{UNITS}[ -]old|[ -]?y/?o)\b|"
    rf",? (?:is )?(?:a|an|my|our|the) {YEARS}[ -]{UNITS}[ -]old|"
    rf" ?\((?:aged? )?{YEARS}(?: ?{UNITS}(?:[ -]old)?)?[,;)])"
)
CALLED = r"(?i:called|named|known as)"
BESIDE_CASE = [
    NAME + AGED,
    (
        rf"\b{YEARS}[ -]{UNITS}[ -]old,? "
        rf"(?:(?:boy|girl|son|daughter|child|lad|twin|called|named),? ){{0,2}}{NAME}"
    ),
    rf"\b(?i:my|our|his|her|their|this) (?:(?!of\b)[\w-]+ ){{0,2}}?{RELATED},? {NAME}",
    rf"\b{RELATED},? (?P<name>{ONE} {ONE})",
    rf"\b(?i:{RELATED}|someone|person|man|woman|carer)(?: (?:\w+ ){{0,3}}?|, ){CALLED} {NAME}",
    rf"\b(?i:his|her|their|child['’]s|{RELATED}['’]s) (?:full )?name(?: is|:) {NAME}",
    rf"{NAME}['’]s? (?:{KIN}|placement|care plan|behaviour)\b",
    rf"{NAME},? {DID}",
    rf"{NAME},? \(?(?i:born|d\.?o\.?b|date of birth)\b",
]
# Beside these, a capitalised word inside a sentence that nothing here knows is taken for a name.
ONE_CHILD = re.compile(
    rf"\b(?:he|she)(?:['’]s| is| was| has| keeps)\b|\bI (?:look after|foster|work with)\b|"
    rf"\b{YEARS}[ -]{UNITS}[ -]old I\b|\bon a?n? ?(?:CP|CIN|child protection|child in need) plan",
    re.IGNORECASE,
)
INSIDE = re.compile(rf"(?<=[a-z,] )(?P<name>{ONE}(?: {ONE})?)\b")
CASE = re.compile(
    rf"\b(?:{DID}|he|she|his|her|him|my|our client|{KIN}|caseload|foster home|aged \d+|"
    r"years? old|contact with|born|removed|self-harm(?:s|ing)?|(?:lac|looked after) review|"
    r"care plan for|care order on|reunif\w+ with|placed with|placement with|"
    r"return(?:ing)? home to)\b",
    re.IGNORECASE,
)
TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Master)\.? {NAME}")
CITED_AFTER = re.compile(
    r"(?: et al|,? \(?(?:19|20)\d\d|"
    r",? (?:and|&) (?:colleagues|others|[A-Z]\w+,? \(?(?:19|20)\d\d)|"
    r"['’]s? (?:\w+ )?(?:review|study|report|model|theory|research|work|framework|book|paper|"
    r"trial|evaluation|law|rule|principles?|recommendations|definition|scale|findings)\b|"
    r"(?:['’]s)? (?:Review|Report|Centre|Center|Trust|Foundation|House|Project|Hospital|School|"
    r"University|College|Street|Court|Model|Programme|Program|Act|Inquiry|Trial|Institute|"
    r"Committee|Rounds|Scale|Test|Index|Inventory|Hub|Hall|Fund|Study|Method|Approach|Law|"
    r"Rule)\b)"
)
CITED_BEFORE = re.compile(
    r"(?:\bby|Professor|Prof|Dr|Dame|Sir|Lord|Baroness|Lady|Judge|Justice|St|Saint|University of|"
    r"authors?|researcher|Minister|writer)\.? $"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the data file lists, in lower case but for the phrases."""

    given: frozenset[str]
    also_words: frozenset[str]
    other: frozenset[str]
    phrases: re.Pattern[str]

    @classmethod
    def load(cls) -> Words:
        text = files("evidence_search").joinpath("known_names.toml").read_text(encoding="utf-8")
        data = tomllib.loads(text)
        listed = {name: frozenset(data[name].lower().split()) for name in data if name != "phrases"}
        phrases = "|".join(re.escape(phrase) for phrase in data["phrases"])
        return cls(
            listed["given"],
            listed["also_words"],
            listed["known"] | listed["common"],
            re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE),
        )

    def is_given(self, word: str) -> bool:
        return word.lower() in self.given

    def may_name(self, word: str) -> bool:
        """Tell whether a capitalised word may be the name of a child, by what it is not."""
        plain = word.lower()
        return plain in self.given | self.also_words or plain not in self.other


@cache
def _words() -> Words:
    return Words.load()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in BESIDE_CASE)


def find_people(text: str) -> Iterator[Found]:
    """Find names of people, each place once, the certain ones first."""
    words = _words()
    known = [match.span() for match in words.phrases.finditer(text)]
    taken: set[int] = set()
    for one in (*_beside_case(text, words), *_lower_case(text, words), *_listed(text, words)):
        covered = any(start < one.end and one.start < end for start, end in known)
        if not covered and taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            yield one


def _beside_case(text: str, words: Words) -> Iterator[Found]:
    patterns = (*_patterns(), INSIDE) if ONE_CHILD.search(text) else _patterns()
    for pattern in patterns:
        for match in pattern.finditer(text):
            parts = list(re.finditer(r"\S+", match["name"]))
            names = [part for part in parts if words.may_name(part[0])]
            # "In Jayden" and "Does Jayden" start later; "Young People" and "Leeds City" are none.
            while parts and not words.may_name(parts[0][0]):
                parts.pop(0)
            sole = len(parts) == 1 and parts[0][0].endswith("s") and match.start("name") == 0
            if names and parts and not (sole and not words.is_given(parts[0][0])):
                begin = match.start("name")
                yield Found(DataKind.PERSON, begin + parts[0].start(), begin + parts[-1].end())


def _lower_case(text: str, words: Words) -> Iterator[Found]:
    """Find a listed name written small or in capitals, right before an age."""
    for match in re.finditer(rf"\b(?P<name>[A-Za-z]+)(?:{AGED}| {YEARS}{END})", text):
        if words.is_given(match["name"]):
            yield Found(DataKind.PERSON, *match.span("name"))


def _listed(text: str, words: Words) -> Iterator[Found]:
    in_case = CASE.search(text) is not None
    for match in re.finditer(NAME, text):
        parts = list(re.finditer(r"\S+", match["name"]))
        first = next((n for n, part in enumerate(parts) if words.is_given(part[0])), None)
        surnamed = len(parts) > 1 and in_case and parts[0][0].lower() in words.also_words
        if surnamed and words.may_name(parts[1][0]):
            first = 0
        if first is None or _is_cited(text, match.start() + parts[first].start(), match.end()):
            continue
        start, end = match.start() + parts[first].start(), match.end()
        yield Found(DataKind.PERSON, start, end, certain=in_case)
    for match in TITLED.finditer(text):
        yield Found(DataKind.PERSON, *match.span("name"), certain=in_case)


def _is_cited(text: str, start: int, end: int) -> bool:
    """Tell whether a name is one of an author, a body or a place named after somebody."""
    inside = CITED_AFTER.search(text, start)
    return (inside is not None and inside.start() <= end) or (
        CITED_BEFORE.search(text[:start]) is not None
    )
