"""Text to unit vectors by a model that OpenVINO compiles; needs neither torch nor transformers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Literal, TypeAlias

import numpy as np
from pydantic import TypeAdapter
from tokenizers import Encoding, Tokenizer

from evidence_search.files import sha256
from evidence_search.models import threads
from evidence_search.quiet_openvino import openvino
from evidence_search.types import Vectors

VERSION = openvino.__version__.partition("-")[0]
BATCH = 8
FEW = 200  # passages: to compile for more takes as long as to encode these
NAME = "about.json"
MODEL, TOKENS = "model.xml", "tokenizer.json"
Hint: TypeAlias = Literal["LATENCY", "THROUGHPUT"]
Precision: TypeAlias = Literal["8 bits", "bf16", "fp32"]
GROUP = 32  # weights, or activations, that share a scale in 8 bits
SET: Mapping[Precision, Mapping[str, object]] = {
    "8 bits": {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": GROUP},
    "bf16": {"INFERENCE_PRECISION_HINT": "bf16"},
    "fp32": {"INFERENCE_PRECISION_HINT": "f32"},
}


@dataclass(frozen=True, slots=True)
class About:
    """
    What a converted model is: what goes before its texts, and the SHA-256 of each of its files.

    `agreement` is the lowest cosine of its vectors to those of torch in fp32 when it was made.
    """

    dimension: int
    padding: int
    precision: Precision
    before_query: str
    before_passage: str
    agreement: float
    files: Mapping[str, str]


ADAPTER = TypeAdapter(About)


def write_about(folder: Path, about: About) -> None:
    (folder / NAME).write_text(json.dumps(asdict(about)), encoding="utf-8")


def read_about(folder: Path) -> About:
    """Read what is in `folder`; raises OSError or ValueError where it is not what was written."""
    about = ADAPTER.validate_json((folder / NAME).read_bytes())
    if about.files != digests(folder):
        raise ValueError(f"{folder} is not what was written")
    return about


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path) for path in sorted(folder.iterdir()) if path.name != NAME}


class OpenVinoModel:
    """
    A model that `write_model` wrote, in the precision that it was made for.

    It is compiled twice, each time when first needed: for questions and a few passages on all cores
    at once, and for many passages with a batch to each core. The longest go first, so that batches
    hold little padding.
    """

    def __init__(self, folder: Path, about: About) -> None:
        self._folder = folder
        self._about = about
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENS))
        self._tokenizer.no_padding()
        self.runtime = f"openvino {VERSION}, {about.precision}"

    @property
    def dimension(self) -> int:
        return self._about.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._questions, self._about.before_query, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        compiled = self._passages if len(texts) > FEW else self._questions
        return self._encode(compiled, self._about.before_passage, texts)

    @cached_property
    def _questions(self) -> _Compiled:
        return _Compiled(self._folder, self._about.precision, "LATENCY")

    @cached_property
    def _passages(self) -> _Compiled:
        return _Compiled(self._folder, self._about.precision, "THROUGHPUT")

    def _encode(self, compiled: _Compiled, before: str, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        tokens = self._tokens([before + text for text in texts])
        compiled.run(tokens, self._about.padding, vectors)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
        return unit

    def _tokens(self, texts: Sequence[str]) -> list[Encoding]:
        """Cut texts to word pieces; one alone without waking the threads that share many."""
        if len(texts) == 1:
            return [self._tokenizer.encode(texts[0])]
        return self._tokenizer.encode_batch(texts)


class _Compiled:
    """The model compiled to one end; one caller at a time."""

    def __init__(self, folder: Path, precision: Precision, hint: Hint) -> None:
        # Not pinned: processes that share a machine would all pin themselves to its first cores.
        config = {
            "PERFORMANCE_HINT": hint,
            "NUM_STREAMS": threads() if hint == "THROUGHPUT" else 1,
            "INFERENCE_NUM_THREADS": threads(),
            "ENABLE_CPU_PINNING": False,
            **SET[precision],
        }
        compiled = openvino.Core().compile_model(folder / MODEL, "CPU", config)
        self._names = [one.get_any_name() for one in compiled.inputs]
        self._alone = compiled.create_infer_request()
        self._queue = openvino.AsyncInferQueue(compiled)
        self._turn = Lock()

    def run(self, texts: Sequence[Encoding], padding: int, vectors: Vectors) -> None:
        """Write the vector of each text into its row of `vectors`."""

        def take(request: openvino.InferRequest, rows: list[int]) -> None:
            vectors[rows] = request.get_output_tensor().data

        longest_first = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        with self._turn:
            if 0 < len(texts) <= BATCH:  # to hand one batch over to a queue takes longer
                self._alone.infer(self._inputs([texts[row] for row in longest_first], padding))
                take(self._alone, longest_first)
                return
            self._queue.set_callback(take)
            for start in range(0, len(texts), BATCH):
                rows = longest_first[start : start + BATCH]
                self._queue.start_async(self._inputs([texts[row] for row in rows], padding), rows)
            self._queue.wait_all()

    def _inputs(self, texts: Sequence[Encoding], padding: int) -> dict[str, np.ndarray]:
        shape = len(texts), len(texts[0])
        known = {
            "input_ids": np.full(shape, padding, dtype=np.int64),
            "attention_mask": np.zeros(shape, dtype=np.int64),
            "token_type_ids": np.zeros(shape, dtype=np.int64),
        }
        for row, text in enumerate(texts):
            known["input_ids"][row, : len(text)] = text.ids
            known["attention_mask"][row, : len(text)] = 1
            known["token_type_ids"][row, : len(text)] = text.type_ids
        return {name: known[name] for name in self._names}
