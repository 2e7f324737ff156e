"""A question and passages to scores, by a cross-encoder in ONNX on every core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from tokenizers import Encoding, Tokenizer

from evidence_search.answerability import Adapters, Answerability
from evidence_search.models import threads
from evidence_search.types import Floats, Vectors

LONGEST = 512  # word pieces of question and passage together
MODEL, TOKENS = "model.onnx", "tokenizer.json"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
EIGHT_BITS = np.iinfo(np.int8)
SMALLEST = 1e-12


class OnnxReranker:
    """
    The model in `folder`, which gives one score a pair, unbounded.

    Each pair is a run of its own, on one core: in eight bits, a score depends on what is scored
    in the same run with it. `answerability` is learnt for this model.
    """

    def __init__(
        self, folder: Path, fingerprint: str, answerability: Answerability | None = None
    ) -> None:
        self._folder = folder
        self.fingerprint = fingerprint
        self._answerability = answerability

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._folder / TOKENS))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        return tokenizer

    @cached_property
    def _matching(self) -> onnxruntime.InferenceSession:
        return _session(self.model())

    @cached_property
    def _answering(self) -> onnxruntime.InferenceSession | None:
        learnt = self._answerability
        return _session(adapted(self.model(), learnt.adapters)) if learnt else None

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(threads(), thread_name_prefix="rerank")

    def model(self) -> bytes:
        return (self._folder / MODEL).read_bytes()

    def tokenize(self, pairs: Sequence[tuple[str, str]]) -> list[Encoding]:
        """Cut each pair to LONGEST word pieces, from the end of whichever text is longer."""
        return self._tokenizer.encode_batch(pairs)

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        return self._run(self._matching, self.tokenize([(question, text) for text in passages]))

    def judge(self, question: str, passages: Sequence[str]) -> tuple[Floats, Floats]:
        """Score pairs, and give the log odds that each passage answers; 0 where not learnt."""
        pairs = self.tokenize([(question, text) for text in passages])
        scores = self._run(self._matching, pairs)
        if self._answerability is None or self._answering is None:
            return scores, np.zeros_like(scores)
        return scores, self._answerability.log_odds(self._run(self._answering, pairs))

    def _run(self, session: onnxruntime.InferenceSession, pairs: Sequence[Encoding]) -> Floats:
        return np.array(list(self._pool.map(partial(_score, session), pairs)), dtype=np.float64)


def adapted(model: bytes, adapters: Adapters) -> bytes:
    """
    Give the ONNX file with `down @ up` added to each matrix that has an adapter, in eight bits.

    Each column gets a scale of its own: rounded to that of the whole matrix, which its largest
    value sets, small updates would be lost. Raises KeyError for a matrix that the file lacks.
    """
    read = onnx.load_model_from_string(model)
    tensors = {one.name: one for one in read.graph.initializer}
    for name, (down, up) in adapters.items():
        weights = dequantised(tensors, name) + down.astype(np.float32) @ up.astype(np.float32)
        scales = np.maximum(np.abs(weights).max(axis=0), SMALLEST) / EIGHT_BITS.max
        for tensor, array in (
            (name, np.rint(weights / scales).astype(np.int8)),
            (_beside(name, "scale"), scales.astype(np.float32)),
        ):
            tensors[tensor].CopyFrom(numpy_helper.from_array(array, tensor))
    whole: bytes = read.SerializeToString()
    return whole


def dequantised(tensors: Mapping[str, onnx.TensorProto], name: str) -> Vectors:
    """Give the matrix that an ONNX file has in eight bits, with a scale and a zero point."""
    eight, scale, zero = (
        numpy_helper.to_array(tensors[one])
        for one in (name, _beside(name, "scale"), _beside(name, "zero_point"))
    )
    weights: Vectors = (eight.astype(np.float32) - np.float32(zero)) * scale
    return weights


def _beside(name: str, kind: str) -> str:
    return f"{name.removesuffix('_quantized')}_{kind}"


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _score(session: onnxruntime.InferenceSession, pair: Encoding) -> float:
    given = zip(INPUTS, (pair.ids, pair.attention_mask, pair.type_ids), strict=True)
    (scores,) = session.run(
        None, {name: np.array([values], dtype=np.int64) for name, values in given}
    )
    return float(scores.item())
