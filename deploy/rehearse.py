"""
The Dockerfile's own steps run in a folder, without Docker: python deploy/rehearse.py FOLDER INDEX.

Each path of the image is one below FOLDER. What needs an image is left out and named: the base,
the user. At the end the entry point serves INDEX, read-only, until the health check is green.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
LINE = re.compile(r"^([A-Z]+) (.*)$", re.DOTALL)
PATHS = re.compile(r"(?<![\w./])/(venv|app|data)\b")
KEPT = re.compile(r"PATH$|PIP_|\w+_proxy$", re.IGNORECASE)  # how pip reaches its index here
READY_WITHIN = 120


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    text = re.sub(r"^\s*#.*\n", "", dockerfile, flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(found[1], found[2]) for line in lines if (found := LINE.match(line))]


class Rehearsal:
    """What the instructions have come to: where they work, with which environment."""

    def __init__(self, root: Path, index: Path) -> None:
        self.root = root
        self.index = index
        self.place = root
        own = {name: value for name, value in os.environ.items() if KEPT.match(name)}
        self.environment = own | {"HOME": str(root)}
        self.said: dict[str, str] = {}

    def here(self, text: str) -> str:
        return PATHS.sub(lambda found: f"{self.root}/{found[1]}", text)

    def follow(self, name: str, rest: str) -> None:
        print(f"{name} {rest}", flush=True)  # noqa: T201 - a command says what it does
        match name:
            case "ARG":
                variable, _, value = rest.partition("=")
                self.environment[variable] = os.environ.get(variable, value.strip('"'))
            case "ENV":
                for pair in shlex.split(rest):
                    variable, _, value = pair.partition("=")
                    self.environment[variable] = self.here(value)
            case "WORKDIR":
                self.place = Path(self.here(rest))
                self.place.mkdir(parents=True, exist_ok=True)
            case "COPY" if not rest.startswith("--from"):
                *sources, target = rest.split()
                for source in sources:
                    self.copy(source, target)
            case "RUN" if not rest.startswith("useradd"):
                subprocess.run(  # noqa: S602 - the Dockerfile's own shell
                    self.here(rest), shell=True, check=True, cwd=self.place, env=self.environment
                )
            case "ENTRYPOINT" | "CMD" | "HEALTHCHECK":
                self.said[name] = rest
            case _:
                print("  left out: it needs an image", flush=True)  # noqa: T201

    def copy(self, source: str, target: str) -> None:
        path, to = HERE.parent / source, self.place / target
        if path.is_dir():
            shutil.copytree(path, to, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, to / path.name if to.is_dir() else to)

    def serve(self) -> None:
        entry = [*json.loads(self.said["ENTRYPOINT"]), *json.loads(self.said["CMD"])]
        check = json.loads(self.said["HEALTHCHECK"].partition("CMD ")[2])
        environment = self.environment | {"EVIDENCE_SEARCH_INDEX_DIR": str(self.index)}
        python = str(self.root / "venv/bin/python")
        with (
            subprocess.Popen(  # noqa: S603 - the image's own entry point
                [python, *entry[1:]], cwd=self.root / "app", env=environment
            ) as server
        ):
            began = time.monotonic()
            while subprocess.run(  # noqa: S603 - and its own health check
                [python, *check[1:]], env=environment, stderr=subprocess.DEVNULL, check=False
            ).returncode:
                if server.poll() is not None or time.monotonic() - began > READY_WITHIN:
                    sys.exit("the health check never was green")
                time.sleep(1)
            print(f"green after {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201
            server.send_signal(signal.SIGTERM)
            stopping = time.monotonic()
            server.wait(30)
            print(f"stopped after {time.monotonic() - stopping:.1f} s")  # noqa: T201


def main(folder: str, index: str) -> None:
    root = Path(folder).resolve()
    root.mkdir()
    rehearsal = Rehearsal(root, Path(index).resolve())
    for name, rest in instructions((HERE / "Dockerfile").read_text(encoding="utf-8")):
        rehearsal.follow(name, rest)
    rehearsal.serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
