"""A question and passages to scores, by a cross-encoder in ONNX on every core."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from evidence_search.answerability import Answerability
from evidence_search.models import threads
from evidence_search.types import Floats, Vectors

LONGEST = 512  # word pieces of question and passage together
MODEL, TOKENS = "model.onnx", "tokenizer.json"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
SCORES, STATES = "logits", "/bert/encoder/layer.11/output/LayerNorm/Add_1_output_0"
GRAPH, OUTPUT, NAME = b"\x3a", b"\x62", b"\x0a"  # fields of onnx.proto: 7, 12 and 1, each a message


class OnnxReranker:
    """
    The model in `folder`, which gives one score a pair, unbounded.

    Each pair is a run of its own, on one core: in eight bits, a score depends on what is scored
    in the same run with it. `answerability` is learnt from what this model makes of pairs.
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
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            _with_states((self._folder / MODEL).read_bytes()),
            options,
            providers=["CPUExecutionProvider"],
        )

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(threads(), thread_name_prefix="rerank")

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        """Score pairs of at most LONGEST word pieces; what is longer loses its end."""
        scores, _ = self.states(question, passages)
        return scores

    def judge(self, question: str, passages: Sequence[str]) -> tuple[Floats, Floats]:
        """Score pairs, and give the log odds that each passage answers; 0 where not learnt."""
        scores, states = self.states(question, passages)
        if self._answerability is None or not passages:
            return scores, np.zeros_like(scores)
        return scores, self._answerability.of(scores, states)

    def states(self, question: str, passages: Sequence[str]) -> tuple[Floats, Vectors]:
        """Give the score of each pair and the mean last state of its passage's word pieces."""
        pairs = self._tokenizer.encode_batch([(question, passage) for passage in passages])
        found = list(self._pool.map(partial(_run, self._session), pairs))
        scores = np.array([score for score, _ in found], dtype=np.float64)
        return scores, np.array([state for _, state in found], dtype=np.float32)


def _run(session: onnxruntime.InferenceSession, pair: Encoding) -> tuple[float, Vectors]:
    given = zip(INPUTS, (pair.ids, pair.attention_mask, pair.type_ids), strict=True)
    scores, states = session.run(
        [SCORES, STATES], {name: np.array([values], dtype=np.int64) for name, values in given}
    )
    of_passage = np.array(pair.type_ids, dtype=bool)
    return float(scores.item()), states[0][of_passage].mean(axis=0)


def _with_states(model: bytes) -> bytes:
    """
    Let the graph give STATES too: Protobuf joins what is appended to a message to what it holds.

    https://protobuf.dev/programming-guides/encoding/#last-one-wins
    """
    return model + _field(GRAPH, _field(OUTPUT, _field(NAME, STATES.encode())))


def _field(tag: bytes, content: bytes) -> bytes:
    """Write one field; its length must fit one byte."""
    return tag + bytes([len(content)]) + content
