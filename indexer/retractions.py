"""A CSV of the Retraction Watch database in; the DOIs that were retracted out."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import DocumentStatus

NAME = "retractions.json"
PAPER, NATURE = "OriginalPaperDOI", "RetractionNature"
RETRACTED, REINSTATED = "retraction", "reinstatement"
PREFIXES = (
    "https://doi.org/",
    "http://doi.org/",
    "https://dx.doi.org/",
    "http://dx.doi.org/",
    "doi:",
)
Retractions: TypeAlias = Mapping[str, str]


def read_retractions(path: Path) -> Retractions:
    """
    Give the DOIs that the file says were retracted and not reinstated, each with its reason.

    Corrections and expressions of concern are no retractions. Raises CatalogueInvalid.
    """
    found: dict[str, str] = {}
    restored: set[str] = set()
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in (PAPER, NATURE) if name not in (reader.fieldnames or ())]
            if missing:
                raise CatalogueInvalid(
                    f"{path}: the column {', '.join(missing)} is missing; use the CSV of the "
                    "Retraction Watch database as it is published"
                )
            for row in reader:
                doi, nature = bare(row[PAPER] or ""), (row[NATURE] or "").strip().casefold()
                if doi.startswith("10.") and nature == RETRACTED:
                    found[doi] = (row.get("Reason") or "").strip("; +")
                elif nature == REINSTATED:
                    restored.add(doi)
    except csv.Error as error:
        raise CatalogueInvalid(f"{path} is not CSV: {error}") from error
    return {doi: reason for doi, reason in found.items() if doi not in restored}


def keep(retractions: Retractions, directory: Path) -> None:
    """Keep them beside the generations, so that a later build without the file knows them too."""
    directory.mkdir(parents=True, exist_ok=True)
    aside = directory / f".{NAME}"
    aside.write_text(json.dumps(retractions, indent=0, sort_keys=True), encoding="utf-8")
    aside.replace(directory / NAME)


def kept(directory: Path) -> Retractions:
    path = directory / NAME
    if not path.exists():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise CatalogueInvalid(
            f"{path} is damaged: build again with --retractions and the CSV file"
        ) from error


def standing(doi: str, given: DocumentStatus, retractions: Retractions) -> DocumentStatus:
    """Give the status of a document: retracted where its DOI is, else what the catalogue says."""
    return DocumentStatus.RETRACTED if doi and bare(doi) in retractions else given


def bare(doi: str) -> str:
    """Give a DOI in lower case and without the address before it; DOIs know no case."""
    plain = doi.strip().casefold()
    for prefix in PREFIXES:
        plain = plain.removeprefix(prefix)
    return plain.strip()
