"""A question in, the identifiers in it out: those that have a form and often a check digit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from evidence_search.screening import DataKind, Found

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = (
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? \d{{2,4}}|"
    rf"{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
EMAIL = re.compile(r"[\w.+'%-]+@[\w-]+(?:\.[\w-]+)+")
NHS = re.compile(r"(?<![\d.,-])\d{3}([ -]?)\d{3}\1\d{4}(?![\d,.-]?\d)")
NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
    re.IGNORECASE,
)
# The 124 postcode areas of the Royal Mail, so that a table "Q1 2" or a drug "T4 3AB" is none.
AREAS = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|"
    "DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|"
    "LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|"
    "SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
POSTCODE = re.compile(
    rf"\b(?:{AREAS})\d[A-Z\d]? ?(?!1st\b|2nd\b|3rd\b|\dth\b)\d[ABD-HJLNP-UW-Z]{{2}}\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"\b\d{1,4}[a-zA-Z]?,? (?:[A-Z][a-z'’]+ ){1,2}"
    r"(?:Street|Road|Avenue|Lane|Crescent|Terrace|Grove|Drive|Gardens)\b"
)
BIRTH_DATE = re.compile(
    r"(?:(?<!children )(?<!those )(?<!babies )(?<!people )(?<!infants )(?<!pupils )(?<!who were )"
    r"(?<!anyone )(?<!cohort )"
    r"\bborn\b(?! (?:after|before|between|since|from))|\bd\.? ?o\.? ?b\b\.?|\bbirth\b|\bbirthday\b)"
    rf"[\s:,–-]*(?:\(|is |was |on |the |of )*(?P<value>{DATE})\b",
    re.IGNORECASE,
)
CASE_NUMBER = re.compile(
    r"(?:\b(?:case|client|child|mosaic|lcs|liquidlogic|service user|pupil|person|hospital|record|"
    r"file|social care|court|unique pupil|learner)(?:['’]s)? (?:no\b\.?|number\b|"
    r"ref(?:erence)?\b\.?|id\b)(?: number\b)?|\bUPN\b|\bULN\b|\bour ref\b)"
    r"[\s:#.]*(?:is |was |number )?"
    r"(?P<value>[A-Z]{0,4}[/-]?\d[\w/-]{3,})",
    re.IGNORECASE,
)
PUPIL_OR_COURT = re.compile(r"\b(?:[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]|[A-Z]{2}\d{2}[A-Z]\d{5})\b")
FEWEST_DIGITS = 8
PHONE_STARTS = ("0", "+", "(0", "(+")


def find_identifiers(text: str) -> Iterator[Found]:
    """Find what is surely an identifier; nothing is found twice."""
    taken: set[int] = set()
    for one in _all(text):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            yield one


def is_nhs_number(digits: str) -> bool:
    """Check the eleventh-modulus digit, as the NHS Data Dictionary gives it."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return len(digits) == len("9434765919") and (11 - total % 11) % 11 == int(digits[-1])


def _all(text: str) -> Iterator[Found]:
    yield from _matches(DataKind.EMAIL, EMAIL, text)
    yield from _matches(DataKind.BIRTH_DATE, BIRTH_DATE, text)
    yield from _matches(DataKind.CASE_NUMBER, CASE_NUMBER, text)
    yield from _matches(DataKind.CASE_NUMBER, PUPIL_OR_COURT, text)
    yield from _matches(DataKind.NATIONAL_INSURANCE, NATIONAL_INSURANCE, text)
    yield from _matches(DataKind.NHS_NUMBER, NHS, text, _is_spaced_nhs_number)
    yield from _phones(text)
    yield from _matches(DataKind.POSTCODE, POSTCODE, text)
    yield from _matches(DataKind.ADDRESS, ADDRESS, text)


def _matches(
    kind: DataKind,
    pattern: re.Pattern[str],
    text: str,
    accept: Callable[[str], bool] = bool,
) -> Iterator[Found]:
    group = "value" if "value" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        if accept(match[group]):
            yield Found(kind, match.start(group), match.end(group))


def _is_spaced_nhs_number(text: str) -> bool:
    return is_nhs_number(re.sub(r"\D", "", text))


def _phones(text: str) -> Iterator[Found]:
    """Find numbers of people: the freephone and helpline ranges 03 and 08 pass."""
    if sum(map(str.isdigit, text)) < FEWEST_DIGITS:
        return
    # Leniency.VALID would miss 07700 900123 and the other numbers that Ofcom keeps for drama.
    for match in PhoneNumberMatcher(text, "GB", leniency=Leniency.POSSIBLE):
        national = str(match.number.national_number)
        british = match.number.country_code == 44  # noqa: PLR2004 - the code of the UK
        if match.raw_string.startswith(PHONE_STARTS) and (
            not british or (national[0] in "127" and len(national) in (9, 10))
        ):
            yield Found(DataKind.PHONE, match.start, match.end)
