"""A folder of PDFs, or a catalogue with its ratings, to the entries that an index is built from."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import DocumentStatus, EvidenceRating, Study
from evidence_search.scale import Standards
from indexer.beside import read_ratings, read_studies
from indexer.design_checks import DesignCheck, read_checks
from indexer.retractions import Retractions
from indexer.rows import Listed, Year, read_rows

RATINGS, STUDIES, CHECKS = "ratings.csv", "studies.csv", "designs.csv"
LINK_OUT = "it is a link that leads out of the folder: put the file itself there"
LONGEST_ID = 200
PART = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?"
ID = rf"^{PART}(?:/{PART})*$"
OF_A_PAGE = re.compile(r"/pages/(\d+(?:/image)?)$")  # how the address of a page ends
NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


def _no_page(value: str) -> str:
    if OF_A_PAGE.search(value):
        raise PydanticCustomError("address_of_a_page", "this is how the address of a page ends")
    return value


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be indexed, with what the catalogue says of it; `fault` says why it may not be."""

    path: Path
    given: CatalogueRow
    ratings: tuple[EvidenceRating, ...] = ()
    studies: tuple[Study, ...] = ()
    retractions: Retractions = field(default_factory=dict)
    checks: tuple[DesignCheck, ...] = ()
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
    rows = dict(read_rows(path, CatalogueRow))
    _refuse_repeats(path, rows)
    known = {row.id for row in rows.values()}
    ratings = read_ratings(path.parent / RATINGS, standards, known)
    studies = read_studies(path.parent / STUDIES, known)
    checks = read_checks(path.parent / CHECKS, known)
    entries = []
    for line, row in rows.items():
        file = path.parent / row.file
        if not _is_inside(file, path.parent):
            raise CatalogueInvalid(f"{path}, row {line}: {row.file} is outside {path.parent}")
        if not file.exists():
            raise CatalogueInvalid(f"{path}, row {line}: there is no file {row.file}")
        own = (tuple(ratings.get(row.id, ())), tuple(studies.get(row.id, ())))
        entries.append(Entry(file, row, *own, checks=tuple(checks.get(row.id, ()))))
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
