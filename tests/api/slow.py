"""A drawing that takes its time: what a child of the service runs in tests."""

import time
from dataclasses import dataclass
from pathlib import Path

from api.draw import Drawing
from evidence_search.isolate import Steps


@dataclass(frozen=True, slots=True)
class Slow(Drawing):
    def __call__(self, path: Path, _steps: Steps) -> bytes:
        time.sleep(0.4)
        return path.name.encode()
