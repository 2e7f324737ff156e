"""Every knob, in one place. EVIDENCE_SEARCH_<NAME> in the environment overrides a default."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from evidence_search.errors import SettingsInvalid

PREFIX = "EVIDENCE_SEARCH_"
RATES = re.compile(r"|[1-9]\d{0,8}/(second|minute|hour|day)(;[1-9]\d{0,8}/(minute|hour|day))?")
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")
Inference: TypeAlias = Literal["auto", "openvino", "torch"]


class Settings(BaseModel):
    """
    How an index is opened, searched and answered from.

    The hits of the last `query_cache` searches are remembered, in memory alone.
    `inference` says what runs the encoder: OpenVINO where it is installed, and torch where not.
    `reranker` "auto" is the packaged one where that is installed, beside an encoder that is a
    model; "none" is none. An answer below the `least_confidence` is refused; without one, below
    the threshold that was fitted.

    The weights of the three channels are relative to each other; `docs/retrieval.md` says on
    which data they were chosen. `prefer` names a standard whose order breaks ties of relevance,
    among scores that lie within `prefer_within`; by default none does. Where `milvus` names a
    server (http://127.0.0.1:19530), the index there is searched in place of that in `index_dir`.
    Feedback is kept for `feedback_days`, 0 for not at all; `learning` keeps redacted questions as
    long.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    index_dir: Path = Path("data/index")
    milvus: str = ""
    milvus_token: SecretStr | None = None
    milvus_library: str = Field(
        default="evidence_search", pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,199}$"
    )
    source_dir: Path | None = None
    encoder: str = "all-MiniLM-L6-v2"
    inference: Inference = "auto"
    reranker: str = "auto"
    rerank_depth: int = Field(default=12, ge=2, le=1000)
    rerank_weight: float = Field(default=0.8, ge=0, le=1)
    least_confidence: float | None = Field(default=None, ge=0, le=1)
    standards: Path | None = None
    vocabulary: Path | None = None
    query_cache: int = Field(default=256, ge=0, le=100_000)
    candidates: int = Field(default=200, ge=10, le=2000)
    passages_per_document: int = Field(default=5, ge=1, le=100)
    weight_passage: float = Field(default=0.3, ge=0)
    weight_page: float = Field(default=0.4, ge=0)
    weight_dense: float = Field(default=0.3, ge=0)
    weight_added: float = Field(default=0.5, ge=0)
    weight_summary: float = Field(default=0.6, ge=0)
    weight_headings: float = Field(default=0.25, ge=0)
    weight_phrases: float = Field(default=0.3, ge=0)
    prefer: str = ""
    prefer_within: float = Field(default=0.25, ge=0)
    question_length: int = Field(default=2000, ge=1)
    reload_seconds: float = Field(default=2, ge=0)
    allowed_sites: tuple[str, ...] = ()
    access: Literal["open", "key"] = "open"
    keys_file: Path | None = Field(default=None, validate_default=True)
    rate_address: str = "300/minute;6000/hour"
    rate_key: str = "1200/minute;36000/hour"
    trusted_proxies: tuple[str, ...] = ()
    concurrent: int = Field(default=8, ge=1, le=100)
    waiting: int = Field(default=16, ge=0, le=1000)
    deadline: float = Field(default=15, gt=0, le=20)
    answers: bool = True
    log_format: Literal["plain", "json"] = "plain"
    traces: bool = False
    feedback_days: int = Field(default=90, ge=0, le=3650)
    feedback_file: Path | None = None
    learning: bool = False
    llm_model: str = Field(default="", max_length=200)
    llm_url: str | None = None
    llm_key: SecretStr | None = None
    llm_timeout: float = Field(default=20, gt=0, le=120)

    @field_validator(
        "source_dir", "standards", "vocabulary", "keys_file", "feedback_file", mode="before"
    )
    @classmethod
    def _named(cls, given: object) -> object:
        """Read an empty variable as none: the path "" would be the current folder."""
        return given or None

    @field_validator("weight_dense")
    @classmethod
    def _finds_passages(cls, given: float, others: ValidationInfo) -> float:
        if not given and others.data.get("weight_passage") == 0:
            raise ValueError("pages alone find no passages: weight_passage or weight_dense above 0")
        return given

    @field_validator("learning")
    @classmethod
    def _has_days(cls, given: bool, others: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's
        if given and others.data.get("feedback_days") == 0:
            raise ValueError("nothing is kept to learn from: FEEDBACK_DAYS above 0")
        return given

    @field_validator("llm_url")
    @classmethod
    def _reaches_a_model(cls, given: str | None, others: ValidationInfo) -> str | None:
        if not given:
            return None
        parts = urlsplit(given)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise ValueError("write it as http://127.0.0.1:8080/v1; a key goes into LLM_KEY")
        if not others.data.get("llm_model"):
            raise ValueError("name the model that the server is to use in LLM_MODEL")
        return given

    @field_validator("rate_address", "rate_key")
    @classmethod
    def _two_rates(cls, given: str) -> str:
        if not RATES.fullmatch(given):
            raise ValueError('write it as "300/minute;6000/hour", or leave it empty for no limit')
        return given

    @field_validator("keys_file")
    @classmethod
    def _has_keys(cls, given: Path | None, others: ValidationInfo) -> Path | None:
        if given is None and others.data.get("access") == "key":
            raise ValueError("name the file of keys; `python -m api keys create` makes it")
        return given

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for one in given:
            ip_network(one)
        return given

    @field_validator("allowed_sites", "trusted_proxies", mode="before")
    @classmethod
    def _listed(cls, given: object) -> object:
        """Read a list as the environment gives it, with spaces or commas between."""
        return tuple(re.findall(r"[^\s,]+", given)) if isinstance(given, str) else given

    @field_validator("allowed_sites")
    @classmethod
    def _origins(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [one for one in given if not ORIGIN.fullmatch(one)]
        if wrong:
            raise ValueError(
                f"{wrong[0]!r} is no origin; write it as https://intranet.example.org, "
                "in small letters, without a path"
            )
        return given

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; raises SettingsInvalid naming each variable that cannot be used."""
        given = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environ.items()
            if name.startswith(PREFIX)
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            faults = "; ".join(
                f"{PREFIX}{str(fault['loc'][0]).upper()}: {fault['msg']}"
                for fault in error.errors()
            )
            if any(fault["type"] == "extra_forbidden" for fault in error.errors()):
                known = ", ".join(PREFIX + name.upper() for name in cls.model_fields)
                faults = f"{faults}. Known settings: {known}"
            raise SettingsInvalid(faults) from error

    @classmethod
    def for_index(cls, directory: Path) -> Settings:
        """Read the settings of the environment, but for the place of the index."""
        return cls.from_env().model_copy(update={"index_dir": directory})
