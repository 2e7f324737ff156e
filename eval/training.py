"""Examples to a trained reranker, by the trainers of sentence-transformers."""

from __future__ import annotations

import string
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from sentence_transformers import CrossEncoder, MultiVectorEncoder
from sentence_transformers.base.modules import Dense, Normalize, Transformer
from sentence_transformers.base.trainer import BaseTrainer
from sentence_transformers.cross_encoder import (
    CrossEncoderTrainer,
    CrossEncoderTrainingArguments,
)
from sentence_transformers.cross_encoder.losses import ListNetLoss
from sentence_transformers.multi_vector_encoder import (
    MultiVectorEncoderTrainer,
    MultiVectorEncoderTrainingArguments,
)
from sentence_transformers.multi_vector_encoder.losses import (
    MultiVectorMultipleNegativesRankingLoss,
)
from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments, set_seed

from eval.negatives import Example
from evidence_search.encode import packaged_model

KINDS = ("late", "cross")
QUERY_LENGTH = 48
LISTS = 8
CERTAIN = 10.0  # ListNet takes the softmax of the labels


@dataclass(frozen=True, slots=True)
class Recipe:
    """What, with the examples, decides a model. -1 steps are as many as see each question once."""

    kind: str
    layers: int
    length: int
    rate: float
    steps: int
    seed: int


def train(examples: Sequence[Example], recipe: Recipe, minutes: float, out: Path) -> int:
    """Train from the packaged encoder, save to `out` and give the steps made."""
    set_seed(recipe.seed)
    trainer = (_cross if recipe.kind == "cross" else _late)(examples, recipe, out)
    trainer.add_callback(_Clock(minutes))
    steps = trainer.train().global_step if recipe.steps else 0
    trainer.model.save_pretrained(str(out), create_model_card=False)
    return int(steps)


def late_interaction(layers: int, length: int) -> MultiVectorEncoder:
    """Give the packaged encoder as one that compares tokens: nothing in it is new or random."""
    words = MultiVectorMask(list(string.punctuation), skiplist_tasks=["query", "document"])
    encoder = _encoder(layers, query_length=QUERY_LENGTH, document_length=length)
    normalise = Normalize("token_embeddings")
    return MultiVectorEncoder(modules=[encoder, words, normalise], device="cpu")


def cross_encoder(layers: int, length: int) -> CrossEncoder:
    """Give the packaged encoder reading both texts, its mean token under a new linear score."""
    encoder = _encoder(layers, max_seq_length=length)
    width = encoder.get_embedding_dimension()
    head = Dense(width, 1, activation_function=torch.nn.Identity(), module_output_name="scores")
    modules = [encoder, Pooling(width, "mean"), head]
    identity = torch.nn.Identity()
    model: CrossEncoder = CrossEncoder(modules=modules, device="cpu", activation_fn=identity)
    return model


def _late(examples: Sequence[Example], recipe: Recipe, out: Path) -> BaseTrainer:
    model = late_interaction(recipe.layers, recipe.length)
    negatives = zip(*(example.negatives for example in examples), strict=True)
    rows = {
        "query": [example.question for example in examples],
        "positive": [example.positive for example in examples],
        **{f"negative_{place}": list(texts) for place, texts in enumerate(negatives, 1)},
    }
    return MultiVectorEncoderTrainer(
        model=model,
        args=MultiVectorEncoderTrainingArguments(**_arguments(recipe, out)),
        train_dataset=Dataset.from_dict(rows),
        loss=MultiVectorMultipleNegativesRankingLoss(model),
    )


def _cross(examples: Sequence[Example], recipe: Recipe, out: Path) -> BaseTrainer:
    model = cross_encoder(recipe.layers, recipe.length)
    rows = {
        "query": [example.question for example in examples],
        "docs": [[example.positive, *example.negatives] for example in examples],
        "labels": [[CERTAIN] + [0.0] * len(example.negatives) for example in examples],
    }
    return CrossEncoderTrainer(
        model=model,
        args=CrossEncoderTrainingArguments(**_arguments(recipe, out)),
        train_dataset=Dataset.from_dict(rows),
        loss=ListNetLoss(model, mini_batch_size=-1),
    )


def _encoder(layers: int, **lengths: int) -> Transformer:
    kept = {"num_hidden_layers": layers}
    model: Transformer = Transformer(str(packaged_model()), config_kwargs=kept, **lengths)
    return model


def _arguments(recipe: Recipe, out: Path) -> dict[str, Any]:
    return {
        "output_dir": str(out / "checkpoints"),
        "max_steps": recipe.steps,
        "num_train_epochs": 1,
        "per_device_train_batch_size": LISTS,
        "learning_rate": recipe.rate,
        "lr_scheduler_type": "constant_with_warmup",  # so that the clock may stop it anywhere
        "warmup_steps": 10,
        "bf16": True,
        "use_cpu": True,
        "seed": recipe.seed,
        "logging_steps": 10,
        "save_steps": 20,
        "save_total_limit": 2,
        "report_to": "none",
    }


class _Clock(TrainerCallback):
    """Stops the training when its minutes are over."""

    def __init__(self, minutes: float) -> None:
        self._end = time.monotonic() + 60 * minutes

    def on_step_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        del args, state, kwargs
        if time.monotonic() > self._end:
            control.should_training_stop = True
