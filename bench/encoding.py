"""Passages to their vectors, how fast they came, and the peak of the cores beside it."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from tokenizers import Tokenizer

from bench.effort import Effort
from bench.encoder import encoder_of
from bench.figures import Encoding, Peak
from bench.peak import best_of, measure_peaks
from evidence_search.encode import DEFAULT, HashEncoder, packaged_model
from evidence_search.models import find_model

BATCH = 512
GIGA = 1e9


@dataclass(frozen=True, slots=True)
class Shape:
    """A transformer: its layers, their width, the width between, and the most tokens it reads."""

    layers: int
    hidden: int
    inner: int
    tokens: int

    @classmethod
    def of(cls, folder: Path) -> Shape:
        config = json.loads((folder / "config.json").read_text())
        bert = folder / "sentence_bert_config.json"
        limit = json.loads(bert.read_text()) if bert.exists() else {}
        return cls(
            config["num_hidden_layers"],
            config["hidden_size"],
            config["intermediate_size"],
            limit.get("max_seq_length") or config["max_position_embeddings"],
        )

    def flop(self, tokens: int) -> int:
        """
        Count the operations of one passage of `tokens`: layers · (8·t·h² + 4·t·h·i + 4·t²·h).

        The terms are the four projections, the feed-forward layer, and attention (scores and
        weighted sum); a multiplication and an addition are two. Lookups, norms and activations
        are not counted.
        """
        projections = 8 * tokens * self.hidden**2
        forward = 4 * tokens * self.hidden * self.inner
        attention = 4 * tokens**2 * self.hidden
        return self.layers * (projections + forward + attention)


def encode(
    texts: Sequence[str], name: str, file: Path, effort: Effort
) -> tuple[Sequence[Peak], Encoding]:
    """
    Write the vectors of `texts` to `file`, as many as time allows, and time it.

    The peaks are measured before and after, each in a process of its own on the same cores.
    """
    before = effort.apart(measure_peaks, effort.product)
    done = effort.apart(_encode, texts, name, file, effort.encoding)
    count, seconds, fingerprint = done
    after = effort.apart(measure_peaks, effort.product)
    lengths = _lengths(texts[:count], name)
    shape = None if name == HashEncoder.name else Shape.of(_folder(name))
    gflop = sum(map(shape.flop, lengths)) / GIGA if shape else 0.0
    return best_of(before, after), Encoding(fingerprint, count, sum(lengths), seconds, gflop)


def _encode(texts: Sequence[str], name: str, file: Path, limit: float) -> tuple[int, float, str]:
    encoder = encoder_of(name)
    encoder.encode_passages(texts[:BATCH])
    shape = (len(texts), encoder.dimension)
    vectors = open_memmap(file, "w+", dtype=np.float32, shape=shape)
    done, started = 0, time.perf_counter()
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        done = start + len(batch)
        vectors[start:done] = encoder.encode_passages(batch)
        if time.perf_counter() - started > limit:
            break
    seconds = time.perf_counter() - started
    vectors.flush()
    return done, seconds, f"{encoder.fingerprint}, run by {encoder.runtime}"


def _lengths(texts: Sequence[str], name: str) -> list[int]:
    """Count the tokens that the model reads of each text, with those that begin and end it."""
    if name == HashEncoder.name:
        return [text.count(" ") + 1 for text in texts]
    folder = _folder(name)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(Shape.of(folder).tokens)
    tokenizer.no_padding()
    return [len(one.ids) for one in tokenizer.encode_batch_fast(list(texts))]


def _folder(name: str) -> Path:
    return packaged_model() if name == DEFAULT else find_model(name)
