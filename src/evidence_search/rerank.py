"""A question and passages to scores of how well each passage answers it."""

from __future__ import annotations

import string
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from evidence_search.encode import DEFAULT, PUBLISHED_SHA256, packaged_model
from evidence_search.models import digest, fast_inference, find_model, prepare_torch
from evidence_search.types import Floats, Reranker

BATCH = 16
OWN = "late"
LAYERS = 6
LENGTH = 112
QUESTION_LENGTH = 48


class CrossEncoderReranker:
    """
    A sentence-transformers CrossEncoder with one score a pair, or a MultiVectorEncoder.

    At the length that comes with it. The model itself loads when the first passages are scored.
    """

    def __init__(self, name: str) -> None:
        self._folder = find_model(name)
        self.fingerprint = f"{self._folder.name}:{digest(self._folder)[:16]}"

    @cached_property
    def _model(self) -> _Cross | _Late:
        folder = str(self._folder)
        return _Late(_load_late(folder)) if _compares_words(self._folder) else _Cross(folder)

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        if not passages:
            return np.empty(0, dtype=np.float64)
        with fast_inference():
            return self._model.score(question, passages)


class OwnReranker:
    """The packaged encoder as it is, comparing words: nothing to fetch and nothing trained."""

    fingerprint = f"{OWN}:{DEFAULT}:{PUBLISHED_SHA256[:16]}"

    @cached_property
    def _model(self) -> _Late:
        return _Late(late_interaction(LAYERS, LENGTH))

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

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - its class takes seconds to import
        self._model = model

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        asked = self._model.encode_query([question], show_progress_bar=False)
        words = self._model.encode_document(
            list(passages), batch_size=BATCH, show_progress_bar=False
        )
        return np.asarray(self._model.similarity(asked, words)[0], dtype=np.float64)


def late_interaction(layers: int, length: int) -> Any:  # noqa: ANN401 - as above
    """
    Give the packaged encoder as a MultiVectorEncoder: nothing in it is new or random.

    It keeps the first `layers`, and reads `length` tokens of a passage.
    """
    prepare_torch()
    from sentence_transformers import MultiVectorEncoder  # noqa: PLC0415 - as above
    from sentence_transformers.base.modules import Normalize, Transformer  # noqa: PLC0415
    from sentence_transformers.multi_vector_encoder.modules import (  # noqa: PLC0415
        MultiVectorMask,
    )

    encoder = Transformer(
        str(packaged_model()),
        config_kwargs={"num_hidden_layers": layers},
        query_length=QUESTION_LENGTH,
        document_length=length,
    )
    words = MultiVectorMask(list(string.punctuation), skiplist_tasks=["query", "document"])
    return MultiVectorEncoder(modules=[encoder, words, Normalize("token_embeddings")], device="cpu")


def _load_late(folder: str) -> Any:  # noqa: ANN401 - as above
    prepare_torch()
    from sentence_transformers import MultiVectorEncoder  # noqa: PLC0415 - as above

    return MultiVectorEncoder(folder, device="cpu")


def _compares_words(folder: Path) -> bool:
    about = folder / "config_sentence_transformers.json"
    return about.is_file() and '"MultiVectorEncoder"' in about.read_text(encoding="utf-8")


def load_reranker(name: str | None) -> Reranker | None:
    """
    Load `late` (our own), a folder, or a model hub's model; None where none is named.

    Raises SettingsInvalid.
    """
    if name == OWN:
        return OwnReranker()
    return CrossEncoderReranker(name) if name else None
