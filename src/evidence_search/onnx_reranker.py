"""A question and passages to scores, by a cross-encoder in ONNX on every core."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from evidence_search.models import threads
from evidence_search.types import Floats

LONGEST = 512  # word pieces of question and passage together
MODEL, TOKENS = "model.onnx", "tokenizer.json"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class OnnxReranker:
    """
    The model in `folder`, which gives one score a pair, unbounded.

    Each pair is a run of its own, on one core: in eight bits, a score depends on what is scored
    in the same run with it.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self.fingerprint = fingerprint

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._folder / TOKENS))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        return tokenizer

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            self._folder / MODEL, options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(threads(), thread_name_prefix="rerank")

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        """Score pairs of at most LONGEST word pieces; what is longer loses its end."""
        pairs = self._tokenizer.encode_batch([(question, passage) for passage in passages])
        scores = self._pool.map(partial(_score, self._session), pairs)
        return np.fromiter(scores, dtype=np.float64, count=len(pairs))


def _score(session: onnxruntime.InferenceSession, pair: Encoding) -> float:
    given = zip(INPUTS, (pair.ids, pair.attention_mask, pair.type_ids), strict=True)
    (scores,) = session.run(
        None, {name: np.array([values], dtype=np.int64) for name, values in given}
    )
    return float(scores.item())
