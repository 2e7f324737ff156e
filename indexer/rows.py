"""A CSV file and a model of its rows in, checked rows with their line numbers out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from evidence_search.errors import CatalogueInvalid

WANTED = {
    "id": (
        "up to 200 small letters, digits, hyphens, dots or underscores, in parts between single "
        "slashes, such as reports/kinship-care-2020; it may not end in /pages/ and a number"
    ),
    "year": "a year from 1800 to 2100, or nothing",
    "url": "an address that begins with http:// or https://, or nothing",
    "date": "a date such as 2020, 2020-05 or 2020-05-31, or nothing",
}
Row = TypeVar("Row", bound=BaseModel)


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Year = Annotated[int | None, BeforeValidator(lambda value: value or None), Field(ge=1800, le=2100)]


def read_rows(path: Path, model: type[Row]) -> Iterator[tuple[int, Row]]:
    """Give each row after its line number; raises CatalogueInvalid naming row and column."""
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
