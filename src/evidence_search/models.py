"""The name of a model to its folder, to what tells its results apart, and to how it is run."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evidence_search.errors import SettingsInvalid
from evidence_search.files import sha256

DECISIVE = ("*.safetensors", "*.bin", "*.json", "*.txt")


def find_model(name: str) -> Path:
    """Give the folder `name`, or that of a model hub's model; raises SettingsInvalid."""
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - only where a user asks for it

    try:
        return Path(snapshot_download(name))
    except (OSError, ValueError) as error:
        raise SettingsInvalid(
            f"no model {name!r}: neither a folder nor a model that can be fetched"
        ) from error


def hashes(folder: Path, weights: str = "") -> dict[Path, str]:
    """
    Give the SHA-256 of each file that decides a model's results: weights, settings, words.

    `weights` names a file of weights beyond those that torch reads.
    """
    parts = {path for pattern in DECISIVE for path in folder.rglob(pattern)}
    if weights:
        parts.add(folder / weights)
    return {path: sha256(path) for path in sorted(parts)}


def digest(made_of: Mapping[Path, str]) -> str:
    """Give one SHA-256 for the `hashes` of a model."""
    return hashlib.sha256("".join(made_of.values()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Packaged:
    """A model that a package carries: its file of weights with their SHA-256, as published."""

    name: str
    weights: str
    sha256: str
    cure: str

    def hashes(self, folder: Path) -> dict[Path, str]:
        """Give the `hashes` of what lies in `folder`; raises SettingsInvalid for other weights."""
        if not (folder / self.weights).is_file():
            raise SettingsInvalid(f"{folder} holds no {self.weights} of {self.name}; {self.cure}")
        made_of = hashes(folder, self.weights)
        if made_of[folder / self.weights] != self.sha256:
            raise SettingsInvalid(
                f"the weights of {self.name} are not the published ones; {self.cure}"
            )
        return made_of


def threads() -> int:
    """Tell how many threads a model may use: as OMP_NUM_THREADS says, or one for each core."""
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if asked.isdecimal() and int(asked):
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def wait_passively() -> None:
    """Before torch loads: threads that spin make it seven times slower on a busy machine."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def prepare_torch() -> None:
    """Set what must be set before torch loads; say nothing while models load."""
    wait_passively()
    from transformers.utils import logging  # noqa: PLC0415 - takes seconds to import

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def has_bf16() -> bool:
    """Tell whether the processor multiplies matrices in bf16; without, fp32 is quicker."""
    import torch  # noqa: PLC0415 - takes seconds to import, and only models need it

    return bool(torch.cpu.get_capabilities().get("amx_bf16"))


@contextmanager
def fast_inference() -> Iterator[None]:
    """Run what stands in the block without gradients, and in bf16 where that is quicker."""
    import torch  # noqa: PLC0415 - takes seconds to import, and only models need it

    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bf16()), torch.inference_mode():
        yield
