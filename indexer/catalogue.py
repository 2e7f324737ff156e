"""A folder of PDFs, or a catalogue with its ratings, to the entries that an index is built from."""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from evidence_search.errors import CatalogueInvalid
from evidence_search.standards import Standards, check
from evidence_search.types import Direction, DocumentStatus, EvidenceRating, Provenance

RATINGS = "ratings.csv"
WANTED = {
    "id": (
        "up to 200 small letters, digits, hyphens, dots or underscores, in parts between single "
        "slashes, such as reports/kinship-care-2020; it may not end in /pages/ and a number"
    ),
    "year": "a year from 1800 to 2100, or nothing",
    "url": "an address that begins with http:// or https://, or nothing",
    "date": "a date such as 2020, 2020-05 or 2020-05-31, or nothing",
}
LINK_OUT = "it is a link that leads out of the folder: put the file itself there"
LONGEST_ID = 200
PART = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?"
ID = rf"^{PART}(?:/{PART})*$"
OF_A_PAGE = re.compile(r"/pages/(\d+(?:/image)?)$")  # how the address of a page ends
NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
Row = TypeVar("Row", bound=BaseModel)


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _no_page(value: str) -> str:
    if OF_A_PAGE.search(value):
        raise PydanticCustomError("address_of_a_page", "this is how the address of a page ends")
    return value


Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Year = Annotated[int | None, BeforeValidator(lambda value: value or None), Field(ge=1800, le=2100)]


class CatalogueRow(BaseModel):
    """A line of catalogue.csv. Several authors or countries are parted by semicolons."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    id: Annotated[str, AfterValidator(_no_page)] = Field(pattern=ID, max_length=LONGEST_ID)
    file: str = Field(min_length=1)
    title: str = ""
    authors: Listed = ()
    year: Year = None
    publisher: str = ""
    doi: str = ""
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    licence: str = ""
    country: Listed = ()
    status: DocumentStatus = DocumentStatus.CURRENT
    superseded_by: str = ""


class RatingRow(BaseModel):
    """A line of ratings.csv."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    id: str
    intervention: str = Field(min_length=1)
    outcome: str = Field(min_length=1)
    standard: str
    version: str
    level: str
    direction: Direction
    unit: str
    provenance: Provenance
    rater: str
    date: str = Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be indexed, with what the catalogue says of it; `fault` says why it may not be."""

    path: Path
    given: CatalogueRow
    ratings: tuple[EvidenceRating, ...] = ()
    fault: str = ""


def read_source(source: Path, standards: Standards) -> list[Entry]:
    """
    Give the entries of a folder (every PDF below it) or of a catalogue, sorted by id.

    Raises CatalogueInvalid, naming row and column, where the source cannot be used as it stands.
    """
    if source.is_dir():
        entries = _from_folder(source)
    elif source.is_file() and source.suffix.lower() == ".csv":
        entries = _from_catalogue(source, standards)
    else:
        raise CatalogueInvalid(f"{source} is neither a folder nor a catalogue (a .csv file)")
    if not entries:
        raise CatalogueInvalid(f"{source} names no PDF")
    return sorted(entries, key=lambda entry: entry.given.id)


def _from_folder(folder: Path) -> list[Entry]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    names = _names([_slug(path.relative_to(folder)) for path in paths])
    return [
        Entry(
            path,
            CatalogueRow.model_construct(id=name, file=_recorded(path.relative_to(folder))),
            fault="" if _is_inside(path, folder) else LINK_OUT,
        )
        for path, name in zip(paths, names, strict=True)
    ]


def _is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path stays in the folder; realpath, as resolve fails on links in a ring."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _recorded(path: Path) -> str:
    """Give the path as text; a name need not be UTF-8, what is stored and shown must be."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _names(slugs: Sequence[str]) -> list[str]:
    """Give each slug, numbered where it is not alone; no two of what it gives are the same."""
    repeated, taken = Counter(slugs), set(slugs)
    names = []
    for slug in slugs:
        name = slug
        if repeated[slug] > 1:
            numbered = (f"{slug[: LONGEST_ID - 8]}-{number}" for number in count(1))
            name = next(one for one in numbered if one not in taken)
            taken.add(name)
        names.append(name)
    return names


def _slug(path: Path) -> str:
    """Give the path without .pdf as a stable id of plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", path.with_suffix("").as_posix())
    parts = (NOT_IN_SLUGS.sub("-", part.lower()).strip("-") for part in plain.split("/"))
    slug = OF_A_PAGE.sub(r"/pages-\1", "/".join(part or "file" for part in parts))
    return slug[:LONGEST_ID].rstrip("/-")


def _from_catalogue(path: Path, standards: Standards) -> list[Entry]:
    rows = dict(_read_rows(path, CatalogueRow))
    _refuse_repeats(path, rows)
    ratings = _read_ratings(path.parent / RATINGS, standards, {row.id for row in rows.values()})
    entries = []
    for line, row in rows.items():
        file = path.parent / row.file
        if not _is_inside(file, path.parent):
            raise CatalogueInvalid(f"{path}, row {line}: {row.file} is outside {path.parent}")
        if not file.exists():
            raise CatalogueInvalid(f"{path}, row {line}: there is no file {row.file}")
        entries.append(Entry(file, row, tuple(ratings.get(row.id, ()))))
    return entries


def _refuse_repeats(path: Path, rows: Mapping[int, CatalogueRow]) -> None:
    first: dict[str, int] = {}
    for line, row in rows.items():
        if row.id in first:
            raise CatalogueInvalid(
                f"{path}, row {line}: the id {row.id} stands in row {first[row.id]} already"
            )
        first[row.id] = line
    for line, row in rows.items():
        if row.superseded_by and row.superseded_by not in first:
            raise CatalogueInvalid(
                f"{path}, row {line}: superseded_by names {row.superseded_by}, which is no id here"
            )


def _read_ratings(
    path: Path, standards: Standards, known: set[str]
) -> dict[str, list[EvidenceRating]]:
    ratings: dict[str, list[EvidenceRating]] = {}
    if not path.exists():
        return ratings
    for line, row in _read_rows(path, RatingRow):
        if row.id not in known:
            raise CatalogueInvalid(f"{path}, row {line}: no document has the id {row.id}")
        try:
            rating = EvidenceRating(**row.model_dump(exclude={"id"}))
            check(rating, standards)
        except (ValueError, CatalogueInvalid) as error:
            raise CatalogueInvalid(f"{path}, row {line}: {error}") from error
        ratings.setdefault(row.id, []).append(rating)
    return ratings


def _read_rows(path: Path, model: type[Row]) -> Iterator[tuple[int, Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_columns(path, reader.fieldnames or (), model)
            for values in reader:
                yield reader.line_num, _validated(path, reader.line_num, values, model)
    except UnicodeDecodeError as error:
        raise CatalogueInvalid(f"{path} is not UTF-8; save it as CSV UTF-8") from error
    except csv.Error as error:
        raise CatalogueInvalid(f"{path} is not CSV: {error}") from error


def _check_columns(path: Path, columns: Iterable[str], model: type[BaseModel]) -> None:
    known = list(model.model_fields)
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    unknown = [name for name in columns if name not in known]
    missing = [name for name in required if name not in columns]
    if unknown:
        raise CatalogueInvalid(
            f"{path}: unknown column {', '.join(map(repr, unknown))}; known: {', '.join(known)}"
        )
    if missing:
        raise CatalogueInvalid(f"{path}: the column {', '.join(missing)} is missing")


def _validated(path: Path, line: int, values: dict[str | Any, Any], model: type[Row]) -> Row:
    if None in values or None in values.values():
        raise CatalogueInvalid(f"{path}, row {line}: it has more or fewer cells than the first row")
    unseen = [name for name, value in values.items() if not value.isprintable()]
    if unseen:
        raise CatalogueInvalid(
            f"{path}, row {line}: column {', '.join(unseen)} holds a character that cannot be "
            "shown, such as a line break; write plain text"
        )
    filled = {
        name: value
        for name, value in values.items()
        if value.strip() or model.model_fields[name].is_required()
    }
    try:
        return model.model_validate(filled)
    except ValidationError as error:
        faults = "; ".join(
            f"column {fault['loc'][0]} says {str(fault['input'])[:80]!r}: give {_wanted(fault)}"
            for fault in error.errors()
        )
        raise CatalogueInvalid(f"{path}, row {line}: {faults}") from error


def _wanted(fault: ErrorDetails) -> str:
    """Say in words what a column may hold."""
    column = str(fault["loc"][0])
    if fault["type"] == "enum":
        return f"one of {fault.get('ctx', {})['expected']}"
    return WANTED.get(column, "some text")
