"""A file of JSON lines to checked rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evidence_search.errors import EvidenceSearchError

Row = TypeVar("Row", bound=BaseModel)


class CollectionInvalid(EvidenceSearchError):
    """A collection or a run that cannot be used as it stands."""


def read_rows(path: Path, kind: type[Row]) -> Iterator[Row]:
    """Give a row for each line that is not blank; raises CollectionInvalid naming the line."""
    if not path.is_file():
        raise CollectionInvalid(f"there is no {path}")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield kind.model_validate_json(line)
            except ValidationError as error:
                fault = error.errors()[0]
                field = ".".join(map(str, fault["loc"])) or "line"
                raise CollectionInvalid(f"{path}:{number}: {field}: {fault['msg']}") from error


def write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
