"""Measures one system in a process of its own: a file of work in, a file of what it took out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.neighbours.measure import Work, measure
from bench.neighbours.system import Passage, System


def main(name: str, given: str, written: str) -> None:
    work = read_work(Path(given))
    took = measure(lambda: _load(name), work)
    Path(written).write_text(json.dumps(asdict(took)), encoding="utf-8")


def read_work(path: Path) -> Work:
    given = json.loads(path.read_text(encoding="utf-8"))
    passages = [Passage(**passage) for passage in given.pop("passages")]
    return Work(passages=passages, **given)


def _load(name: str) -> System:
    made: System = import_module(f"bench.neighbours.systems.{name}").Compared()
    return made


if __name__ == "__main__":
    main(*sys.argv[1:])
