"""What made an index, and what each of its files must be: MANIFEST.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evidence_search.errors import IndexDamaged, IndexMismatch
from evidence_search.files import sha256

FORMAT = 5
NAME = "MANIFEST.json"
DIGEST = "sha256_of_the_rest"


@dataclass(frozen=True, slots=True)
class FileRecord:
    bytes: int
    sha256: str


class VectorKind(StrEnum):
    """
    How vectors are kept. A search compares every one in `flat`, as it is, and in `fp16`.

    `hnsw` is a graph over fp16 whose edges lead it, `ivf-sq8` holds eight bits a dimension and
    compares what lies in the nearest of its cells.
    """

    FLAT = "flat"
    FP16 = "fp16"
    HNSW = "hnsw"
    IVF_SQ8 = "ivf-sq8"


@dataclass(frozen=True, slots=True)
class VectorsMade:
    """
    How the vectors are kept, and what ran the encoder that made the last of them.

    `recall` is the share of the 200 nearest that a search finds, for a sample of vectors about as
    near to passages as questions are; 1.0 where every vector is compared as it is.
    """

    kind: VectorKind
    recall: float
    runtime: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`counts` are of documents, pages and passages; `made_by` names versions and settings."""

    format: int
    created: str
    encoder: str
    dimension: int
    vectors: VectorsMade
    counts: Mapping[str, int]
    made_by: Mapping[str, str]
    files: Mapping[str, FileRecord]


ADAPTER = TypeAdapter(Manifest)


def record_files(directory: Path) -> dict[str, FileRecord]:
    """
    Give the size and SHA-256 of every file below `directory`, by its path inside it.

    Lock files hold nothing, and a thread of tantivy's may make one at any time: they are left out.
    """
    return {
        path.relative_to(directory).as_posix(): FileRecord(path.stat().st_size, sha256(path))
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.name != NAME and path.suffix != ".lock"
    }


def write_manifest(directory: Path, manifest: Manifest) -> None:
    (directory / NAME).write_text(_text(manifest), encoding="utf-8")


def read_manifest(directory: Path) -> Manifest:
    """Read the manifest in `directory`; raises IndexDamaged or IndexMismatch."""
    try:
        text = (directory / NAME).read_text(encoding="utf-8")
        record = json.loads(text)
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{directory / NAME} is missing or not JSON") from error
    made = record.pop("format", None) if isinstance(record, dict) else None
    if made != FORMAT:
        raise IndexMismatch(
            f"the index is of format {made}, this version reads format {FORMAT}; "
            "build it again or use the version that built it"
        )
    record.pop(DIGEST, None)
    try:
        manifest = ADAPTER.validate_python({"format": made, **record})
    except ValidationError as error:
        raise IndexDamaged(f"{directory / NAME} lacks what a manifest holds") from error
    if text != _text(manifest):
        raise IndexDamaged(f"{directory / NAME} is not what was written")
    return manifest


def _text(manifest: Manifest) -> str:
    """Write a manifest with the SHA-256 of the rest of it."""
    record = asdict(manifest)
    digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
    return json.dumps({**record, DIGEST: digest}, indent=2, sort_keys=True) + "\n"


def check_files(directory: Path, manifest: Manifest) -> None:
    """Raise IndexDamaged naming each file that is missing, changed or was not there."""
    found = record_files(directory)
    faults = [
        *(f"{name} is missing" for name in manifest.files.keys() - found.keys()),
        *(f"{name} does not belong here" for name in found.keys() - manifest.files.keys()),
        *(
            f"{name} is not what was written"
            for name in manifest.files.keys() & found.keys()
            if manifest.files[name] != found[name]
        ),
    ]
    if faults:
        raise IndexDamaged(
            f"the index in {directory} is damaged: {'; '.join(sorted(faults))}. "
            "Go back with `python -m indexer rollback`, or build it again"
        )
