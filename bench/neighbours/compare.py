"""Systems and work in, what each took out: each in a fresh process, in turn, round after round."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.neighbours.measure import Took, Work
from bench.neighbours.systems import OURS
from evidence_search.errors import EvidenceSearchError

ALIKE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
}


class NeighbourFailed(EvidenceSearchError):
    """A system that could not be built or asked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a system took in one round."""

    system: str
    round: int
    took: Took


def compare(
    systems: Sequence[str], work: Work, rounds: int, neighbours: Path
) -> Iterator[Measured]:
    """
    Measure each system once a round; those that are not ours run under the Python `neighbours`.

    Each round starts one system later, so that none always runs after the same one.
    Raises NeighbourFailed.
    """
    with TemporaryDirectory() as folder:
        given = Path(folder) / "work.json"
        given.write_text(json.dumps(asdict(work)), encoding="utf-8")
        for number in range(rounds):
            for system in turn(systems, number):
                python = sys.executable if system in OURS else str(neighbours)
                yield Measured(system, number, _elsewhere(python, system, given))


def turn(systems: Sequence[str], number: int) -> list[str]:
    first = number % len(systems)
    return [*systems[first:], *systems[:first]]


def _elsewhere(python: str, system: str, given: Path) -> Took:
    written = given.with_name("took.json")
    command = [python, "-m", "bench.neighbours.worker", system, str(given), str(written)]
    done = subprocess.run(  # noqa: S603 - its own worker, under a Python that the caller names
        command,
        env={**os.environ, **ALIKE, "TMPDIR": str(given.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = (done.stderr.strip() or "no message").splitlines()[-1]
        raise NeighbourFailed(
            f"{system} could not be run ({why}); `make bench-neighbours` installs what it needs"
        )
    return Took(**json.loads(written.read_text(encoding="utf-8")))
