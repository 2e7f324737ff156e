"""python -m api, as it is run."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from evidence_search import Document, Passage, Span
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.types import Page

ROOT = Path(__file__).parents[2]


def command(*arguments, **environment):
    paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    return {
        "args": [sys.executable, *arguments],
        "cwd": ROOT,
        "env": os.environ | {"PYTHONPATH": paths, "EVIDENCE_SEARCH_ENCODER": "hash"} | environment,
        "text": True,
    }


def run(*arguments, **environment):
    return subprocess.run(
        **command(*arguments, **environment), capture_output=True, timeout=60, check=False
    )


def api(*arguments, **environment):
    return run("-m", "api", *arguments, **environment)


def test_a_missing_index_ends_in_one_line_and_code_3(tmp_path):
    done = api("--index", str(tmp_path), "--port", "0")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "build one with: python -m indexer build" in done.stderr


def test_a_damaged_index_ends_in_one_line_and_code_3(index_dir, tmp_path):
    copy = shutil.copytree(index_dir, tmp_path / "index", symlinks=True)
    with (copy / "CURRENT" / "vectors.faiss").open("ab") as file:
        file.write(b"x")
    done = api("--index", str(copy), "--port", "0")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "vectors.faiss is not what was written" in done.stderr


def test_an_index_of_another_format_ends_in_code_3(index_dir, tmp_path):
    copy = shutil.copytree(index_dir, tmp_path / "index", symlinks=True)
    manifest = copy / "CURRENT" / "MANIFEST.json"
    manifest.write_text(re.sub(r'"format": \d+', '"format": 99', manifest.read_text()))
    done = api("--index", str(copy), "--port", "0")
    assert done.returncode == 3
    assert "the index is of format 99" in done.stderr


def test_a_port_that_is_taken_is_named_before_anything_is_loaded(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = api("--index", str(tmp_path), "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == f"Error: port {port} is taken; choose another with --port\n"


def test_an_address_of_another_machine_cannot_be_listened_on():
    done = api("--host", "192.0.2.1", "--port", "0")
    assert done.returncode == 2
    assert done.stderr.startswith("Error: cannot listen on 192.0.2.1 port 0: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--port", "eight"], ["--port", "70000"], ["--colour"]])
def test_wrong_use_ends_in_code_2(arguments):
    assert api(*arguments).returncode == 2


def test_help_loads_nothing_heavy():
    heavy = "{'fastapi', 'faiss', 'numpy', 'torch', 'jinja2'}"
    check = f"import sys, api.cli; print(sorted({heavy} & sys.modules.keys()))"
    assert run("-c", check).stdout == "[]\n"
    assert "--index" in api("--help").stdout


def test_it_serves_says_where_and_stops_when_asked(index_dir):
    started = command("-m", "api", "--index", str(index_dir), "--port", "0")
    with subprocess.Popen(**started, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line.startswith("Evidence search is ready at http://127.0.0.1:")
        address = line.split()[5]
        assert httpx2.get(f"{address}/readyz").json()["status"] == "ready"
        asked = httpx2.post(f"{address}/v1/answer", json={"question": "Does supervision help?"})
        assert asked.status_code == 200
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=30)
    assert (server.returncode, out, err) == (0, "", "")


def publish(directory, text):
    with write_generation(directory, HashEncoder(), {"reader": text}) as writer:
        document = Document("one", "one.pdf", "One", "0" * 64)
        writer.add(
            document, [Page(1, text)], [Passage("1", document, text, (Span(1, 0, len(text)),))]
        )


def test_it_goes_over_to_what_is_published_and_starts_on_what_is_whole(tmp_path):
    publish(tmp_path, "Mentors helped with school.")
    publish(tmp_path, "Mentors helped with housing.")
    with (tmp_path / "CURRENT" / "vectors.faiss").open("ab") as file:
        file.write(b"x")
    started = command(
        "-m", "api", "--index", str(tmp_path), "--port", "0", EVIDENCE_SEARCH_RELOAD_SECONDS="0.05"
    )
    with subprocess.Popen(**started, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[5]
        try:
            ready = httpx2.get(f"{address}/readyz").json()
            assert (ready["status"], ready["generation"]) == ("degraded", "000001")
            publish(tmp_path, "Mentors helped with health.")
            while ready["generation"] != "000003":
                time.sleep(0.05)
                ready = httpx2.get(f"{address}/readyz").json()
            assert ready["status"] == "ready"
        finally:
            server.send_signal(signal.SIGINT)
            said = server.communicate(timeout=30)[1]
    assert "vectors.faiss is not what was written" in said
    assert "serving generation 000001 instead" in said


def test_the_description_is_printed_or_written(tmp_path):
    printed = api("openapi").stdout
    assert api("openapi", str(tmp_path / "openapi.json")).returncode == 0
    assert (tmp_path / "openapi.json").read_text() == printed
    assert printed == (ROOT / "docs/openapi.json").read_text()
