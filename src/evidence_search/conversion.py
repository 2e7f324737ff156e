"""A sentence-transformers model to files that OpenVINO runs, made once and kept in a cache."""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock
from platformdirs import user_cache_path

from evidence_search.models import has_bf16, prepare_torch
from evidence_search.openvino_model import (
    TOKENS,
    VERSION,
    About,
    OpenVinoModel,
    Precision,
    digests,
    read_about,
    write_about,
)
from evidence_search.openvino_writer import convert, write_model
from evidence_search.quiet_openvino import openvino

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LEAST = 0.999
# By whether the processor multiplies matrices in bf16: the quickest, and another for models that
# the first is too coarse for.
PRECISIONS: Mapping[bool, tuple[Precision, Precision]] = {
    True: ("bf16", "fp32"),
    False: ("8 bits", "fp32"),
}
PROBES = (
    "Does it work?",
    "Family Group Conferences: 3 of 5 studies (n = 1,204) found LESS time in care.",
    "Kinship care – naïve “quotes”, dashes and £12.50 an hour",
    "Foster carers said that training helped them to understand children who had been hurt. " * 40,
)
log = logging.getLogger(__name__)


def compiled(model: Path, digest: str) -> OpenVinoModel | None:
    """
    Give the model in the folder `model` as OpenVINO runs it, None where it does not run it alike.

    `digest` is that of its files. What was converted is kept in the user's cache or, where that
    may not be written, until the process ends.
    """
    name = f"{digest[:16]}-openvino-{VERSION}"
    place = user_cache_path("evidence-search") / name
    try:
        about = read_about(place)
    except (OSError, ValueError):
        place = _writable(place.parent) / name
        with FileLock(f"{place}.lock"):
            about = _read_or_convert(model, place)
    return OpenVinoModel(place, about) if about.agreement >= LEAST else None


@cache
def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        log.warning("%s cannot be written: the encoder is converted at each start", folder)
        folder = Path(tempfile.mkdtemp(prefix="evidence-search-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _read_or_convert(model: Path, place: Path) -> About:
    with suppress(OSError, ValueError):
        return read_about(place)
    shutil.rmtree(place, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as aside:
        made = Path(aside) / place.name
        made.mkdir()
        about = _convert(model, made)
        write_about(made, about)
        made.rename(place)
    return about


def _convert(model: Path, folder: Path) -> About:
    prepare_torch()
    import torch  # noqa: PLC0415 - takes seconds to import, as the next
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    whole = SentenceTransformer(str(model), device="cpu").eval()
    features = whole.preprocess(list(PROBES))
    names = [name for name, value in features.items() if isinstance(value, torch.Tensor)]

    class Vectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.whole = whole

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            vectors: torch.Tensor = self.whole(dict(zip(names, tensors, strict=True)))[
                "sentence_embedding"
            ]
            return vectors

    with warnings.catch_warnings(action="ignore"), torch.inference_mode():
        made = convert(Vectors(), {name: features[name] for name in names})
    whole.tokenizer.backend_tokenizer.save(str(folder / TOKENS))
    for precision in PRECISIONS[has_bf16()]:
        about = _write(made, whole, folder, precision)
        if about.agreement >= LEAST:
            break
    return about


def _write(
    made: openvino.Model, whole: SentenceTransformer, folder: Path, precision: Precision
) -> About:
    """Write the model `made` of `whole`, and say how nearly it gives the vectors of that."""
    write_model(made, folder, precision)
    about = About(
        dimension=int(whole.get_embedding_dimension() or 0),
        padding=int(whole.tokenizer.pad_token_id or 0),
        precision=precision,
        before_query=whole.prompts.get("query") or "",
        before_passage=whole.prompts.get("document") or "",
        agreement=0.0,
        files=digests(folder),
    )
    same = OpenVinoModel(folder, about)
    asked = whole.encode_query(list(PROBES), normalize_embeddings=True)
    told = whole.encode_document(list(PROBES), normalize_embeddings=True)
    cosines = np.sum(
        [same.encode_queries(PROBES) * asked, same.encode_passages(PROBES) * told], axis=2
    )
    return replace(about, agreement=float(cosines.min()))
