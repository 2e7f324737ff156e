"""The packaged reranker in PyTorch, and what low-rank adapters of it learn from pairs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Encoding
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR
from transformers import BertConfig, BertForSequenceClassification

from evidence_search.answerability import Adapters
from evidence_search.onnx_reranker import dequantised
from evidence_search.types import Vectors

RANK = 8
SCALE = 2.0  # LoRA's alpha / r, alpha 16
LAYER = re.compile(r"/(bert/(?:encoder|pooler)/.+)/(?:Gemm_)?MatMul_quant")
HEAD_WIDTH = 32
WARM_UP, FINALLY = 0.06, 0.02  # share of the steps; share of the rate that is left at the end
SORTED = 20  # batches whose pairs are put in order of length


class Adapter(nn.Module):
    """
    A frozen linear layer plus a learnt update of rank `RANK`, which is none before it learns.

    LoRA: https://arxiv.org/abs/2106.09685
    """

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        width = layer.in_features
        self.down = nn.Parameter(torch.randn(RANK, width) / math.sqrt(width))
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, states: Tensor) -> Tensor:
        update: Tensor = states @ self.down.T @ self.up.T
        return self.layer(states) + SCALE * update  # type: ignore[no-any-return]


class Adapted(nn.Module):
    """
    The cross-encoder of an ONNX file, its eight-bit weights as floats.

    With an adapter at each linear layer but the classifier.
    """

    def __init__(self, model: bytes) -> None:
        super().__init__()
        weights, matrices = _weights(onnx.load_model_from_string(model).graph)
        self.bert = BertForSequenceClassification(_config(weights))
        self.bert.requires_grad_(requires_grad=False)
        self.bert.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
        self._adapters = {tensor: self._adapt(name) for name, tensor in matrices.items()}

    def _adapt(self, name: str) -> Adapter:
        parent, _, last = name.rpartition(".")
        adapter = Adapter(cast(nn.Linear, self.bert.get_submodule(name)))
        setattr(self.bert.get_submodule(parent), last, adapter)
        return adapter

    def forward(self, pairs: Sequence[Encoding]) -> Tensor:
        """Give the score of each pair, unbounded, shape (n,)."""
        longest = max(len(pair.ids) for pair in pairs)
        given = {
            "input_ids": _padded([pair.ids for pair in pairs], longest),
            "attention_mask": _padded([pair.attention_mask for pair in pairs], longest),
            "token_type_ids": _padded([pair.type_ids for pair in pairs], longest),
        }
        scores: Tensor = self.bert(**given).logits[:, 0]
        return scores

    def factors(self) -> Adapters:
        """Give what to add to each matrix of the file, as Answerability has it."""
        return {
            tensor: (
                adapter.down.detach().numpy().T.astype(np.float16),
                (SCALE * adapter.up.detach().numpy().T).astype(np.float16),
            )
            for tensor, adapter in self._adapters.items()
        }


@dataclass(frozen=True, slots=True)
class Recipe:
    """Pairs a step, passes over all pairs, highest learning rate, and a seed for all chance."""

    batch: int = 32
    epochs: float = 1.0
    rate: float = 3e-4
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """A step of training, from 1, of how many, and its loss."""

    number: int
    of: int
    loss: float


def train(
    model: Adapted,
    pairs: Sequence[Encoding],
    answers: Sequence[bool],
    platt: tuple[float, float],
    recipe: Recipe,
) -> Iterator[Step]:
    """Train the adapters by cross-entropy, log odds being slope and intercept of the score."""
    slope, intercept = platt
    steps = math.ceil(recipe.epochs * len(pairs) / recipe.batch)
    trainable = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(trainable, lr=recipe.rate, weight_decay=0.01)
    schedule = LambdaLR(optimiser, lambda step: _share(step, steps))
    model.train()
    lengths = [len(pair.ids) for pair in pairs]
    for number, chosen in enumerate(islice(batches(lengths, recipe), steps), 1):
        log_odds = slope * model([pairs[place] for place in chosen]) + intercept
        labels = torch.tensor([float(answers[place]) for place in chosen])
        loss = nn.functional.binary_cross_entropy_with_logits(log_odds, labels)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trainable, 1.0)
        optimiser.step()
        schedule.step()
        yield Step(number, steps, loss.item())
    model.eval()


def batches(lengths: Sequence[int], recipe: Recipe) -> Iterator[list[int]]:
    """Give the places of each batch without end, pairs of about one length together."""
    rng = np.random.default_rng(recipe.seed)
    while True:
        order = rng.permutation(len(lengths))
        made = []
        for run in np.split(order, range(SORTED * recipe.batch, len(order), SORTED * recipe.batch)):
            by_length = run[np.argsort(np.array(lengths)[run], kind="stable")]
            made += np.split(by_length, range(recipe.batch, len(run), recipe.batch))
        for place in rng.permutation(len(made)):
            yield made[place].tolist()


def _share(step: int, steps: int) -> float:
    """Give the share of the highest rate that a step from 0 learns at: up, then down in a line."""
    return min(1.0, (step + 1) / (WARM_UP * steps + 1)) * max(FINALLY, 1 - step / steps)


def _padded(values: Sequence[Sequence[int]], longest: int) -> Tensor:
    return torch.tensor([[*one, *[0] * (longest - len(one))] for one in values])


def _weights(graph: onnx.GraphProto) -> tuple[dict[str, Vectors], dict[str, str]]:
    """Give the weights by their names in PyTorch, and by these the tensors that get an adapter."""
    tensors = {one.name: one for one in graph.initializer}
    weights: dict[str, Vectors] = {}
    matrices: dict[str, str] = {}
    for name, one in tensors.items():
        if name.startswith(("bert.", "classifier.")):
            kind = name.rpartition("_")[2]
            if kind == "quantized":
                weights[name.removesuffix("_quantized")] = dequantised(tensors, name)
            elif kind not in {"scale", "point"}:
                weights[name] = numpy_helper.to_array(one)
    for node in graph.node:
        if found := LAYER.fullmatch(node.name):
            layer, tensor = found[1].replace("/", "."), node.input[1]
            matrices[layer] = tensor
            weights[f"{layer}.weight"] = dequantised(tensors, tensor).T.copy()
    weights["classifier.weight"] = weights["classifier.weight"].T.copy()
    return weights, matrices


def _config(weights: dict[str, Vectors]) -> BertConfig:
    """Read the sizes of a BERT off its weights; the width of a head is that of MiniLM."""
    words, width = weights["bert.embeddings.word_embeddings.weight"].shape
    layers = 1 + max(int(name.split(".")[3]) for name in weights if ".layer." in name)
    return BertConfig(
        vocab_size=words,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // HEAD_WIDTH,
        intermediate_size=weights["bert.encoder.layer.0.intermediate.dense.bias"].shape[0],
        max_position_embeddings=len(weights["bert.embeddings.position_embeddings.weight"]),
        num_labels=1,  # type: ignore[call-arg]
    )
