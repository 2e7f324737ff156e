"""The name of a model to what encodes, run as the environment's settings say."""

from __future__ import annotations

from evidence_search.encode import load_encoder
from evidence_search.settings import Settings
from evidence_search.types import Encoder


def encoder_of(name: str) -> Encoder:
    return load_encoder(name, Settings.from_env().inference)
