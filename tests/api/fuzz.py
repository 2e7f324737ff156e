"""Sends a service what schemathesis makes of its description; says what came of it."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from api import create_app
from evidence_search import Engine, Settings
from tests.api.serving import served

HERE = Path(__file__).parent
AT_WILL: dict[str, Any] = {"rate_address": "1000000/minute", "deadline": 20}
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


def fuzz(app, *options):
    """Give the number of requests made, what was wrong with their responses, and the report."""
    with served(app) as port, tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [
                *(SCHEMATHESIS, "--config-file", HERE / "schemathesis.toml", "run"),
                f"http://127.0.0.1:{port}/openapi.json",
                *("--no-color", "--continue-on-failure", "--suppress-health-check", "all"),
                *("--generation-database", "none", "--wait-for-schema", "60"),
                *("--request-timeout", "120"),
                *("--report", "json", "--report-json-path", report, *options),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
        )
        if not report.exists():
            raise RuntimeError(done.stdout + done.stderr)
        found = json.loads(report.read_text(encoding="utf-8"))
    cases = found["test_cases"]
    wrong = cases["with_failures"] + cases["errored"] + len(found["failures"] + found["errors"])
    return cases["generated"], wrong, done.stdout


if __name__ == "__main__":
    engine = Engine.open(Settings(index_dir=Path(sys.argv[1]), encoder=sys.argv[2], **AT_WILL))
    cases, wrong, said = fuzz(create_app(engine), *sys.argv[3:])
    engine.close()
    sys.stdout.write(f"{said}\n{cases:,} requests, {wrong} failures\n")
    sys.exit(wrong > 0)
