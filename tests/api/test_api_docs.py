"""docs/api.md is run: its examples against the sample library, its table against the code."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api import create_app
from api.problems import Kind
from evidence_search import Engine, Settings
from tests.api.serving import served

FILE = Path(__file__).parents[2] / "docs/api.md"
TEXT = FILE.read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"
EXAMPLES = re.findall(r"^```(bash|python)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def table():
    rows = [f"| `{kind.type}` | {kind.status} | {kind.title} |" for kind in Kind]
    return "\n".join(["| type | status | says |", "|---|--:|---|", *rows])


@pytest.fixture(scope="module")
def port(sample_index):
    engine = Engine.open(Settings(index_dir=sample_index, encoder="hash"))
    with served(create_app(engine)) as number:
        yield number
    engine.close()


def run(language, example, port):
    code = example.replace(HERE, f"http://127.0.0.1:{port}")
    shell = ["bash", "-euo", "pipefail", "-c"] if language == "bash" else [sys.executable, "-c"]
    done = subprocess.run([*shell, code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("language", "example"), EXAMPLES)
def test_an_example_runs_and_says_something(language, example, port):
    assert run(language, example, port).strip()


def test_an_example_that_fails_is_noticed(port):
    with pytest.raises(AssertionError):
        run("bash", f"curl --silent --fail {HERE}/v1/documents/none", port)
    with pytest.raises(AssertionError, match="Refused"):
        run(
            "python",
            f"from evidence_search.client import Client; Client('{HERE}').answer('?')",
            port,
        )


def test_the_examples_show_what_the_text_says_of_them(port):
    said = {example: run(language, example, port) for language, example in EXAMPLES[:2]}
    answer, batch = (json.loads(text) for text in said.values())
    assert answer["status"]
    assert batch["results"][1]["problem"]["type"] == "/problems/question-invalid"
    [unchanged] = [example for _, example in EXAMPLES if "If-None-Match" in example]
    assert run("bash", unchanged, port) == "304"


def test_every_problem_stands_in_the_table():
    told = TEXT.split("<!-- problems -->\n")[1].split("\n<!-- /problems -->")[0]
    assert told == table(), f"put this there:\n{table()}"


def test_no_problem_changed_its_type_or_status():
    assert {(kind.type, kind.status) for kind in Kind} >= {
        ("/problems/body-unreadable", 400),
        ("/problems/route-unknown", 404),
        ("/problems/document-unknown", 404),
        ("/problems/page-unknown", 404),
        ("/problems/passage-unknown", 404),
        ("/problems/picture-missing", 404),
        ("/problems/method-not-allowed", 405),
        ("/problems/body-too-slow", 408),
        ("/problems/file-changed", 409),
        ("/problems/cursor-expired", 410),
        ("/problems/generation-gone", 410),
        ("/problems/body-too-large", 413),
        ("/problems/cursor-invalid", 422),
        ("/problems/question-invalid", 422),
        ("/problems/question-screened", 422),
        ("/problems/comment-screened", 422),
        ("/problems/request-invalid", 422),
        ("/problems/unexpected", 500),
        ("/problems/picture-failed", 500),
        ("/problems/busy", 503),
        ("/problems/not-reached", 503),
        ("/problems/not-ready", 503),
    }
