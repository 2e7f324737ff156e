"""A made-up name goes in through every door, and is found nowhere afterwards."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from api.feedback_store import FeedbackStore

ROOT = Path(__file__).parents[2]
CANARY = "Zanqvorth"
NUMBER = "07700 900461"
KEY = "es_0f0f0f0f_Zanqvorth-0Hc3kR5v8y_B-E2H5K8N1Q4T7W0Z3c6f9i2l5"
STOPPED = f"My client {CANARY}, 7, keeps running away, ring {NUMBER}. What works?"
DOUBTFUL = f"Is therapy good for Mr {CANARY}?"
DANGER = f"{CANARY} told me today that her stepdad hits her, she is scared to go home tonight"
PASSING = f"Does {CANARY.lower()} therapy reduce the number of children in care?"
FEEDBACK = {
    "answer": {"id": "0" * 32, "generation": "000001", "status": "answered"},
    "helpful": False,
    "reason": "other",
}
LEARNING = {
    "EVIDENCE_SEARCH_LEARNING": "on",
    "EVIDENCE_SEARCH_LOG_FORMAT": "json",
}
ASKED = [STOPPED, DOUBTFUL, DANGER, PASSING]


def spellings(secret):
    plain = [secret, secret.lower(), secret.upper(), secret.replace(" ", ""), secret[1:]]
    return [form.encode(code) for form in plain for code in ("utf-8", "utf-16-le")]


def traces(folder, *streams):
    """Name the files and streams that hold the name or the number, in any spelling."""
    looked = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    looked |= {Path(f"stream {n}"): text.encode() for n, text in enumerate(streams)}
    secrets = [form for secret in (CANARY, NUMBER) for form in spellings(secret)]
    return [path for path, data in looked.items() if any(form in data for form in secrets)]


@pytest.fixture
def home(tmp_path, index_dir):
    for name in ("home", "tmp", "work"):
        (tmp_path / name).mkdir()
    others = shutil.ignore_patterns("feedback.sqlite*")  # what other tests said of the index
    shutil.copytree(index_dir, tmp_path / "index", symlinks=True, ignore=others)
    return tmp_path


def environment(home, **changed):
    return (
        os.environ
        | changed
        | {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "EVIDENCE_SEARCH_ENCODER": "hash",
            "HOME": str(home / "home"),
            "XDG_CACHE_HOME": str(home / "home"),
            "TMPDIR": str(home / "tmp"),
        }
    )


@contextmanager
def serving(home, **changed):
    command = [sys.executable, "-m", "api", "--index", str(home / "index"), "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=home / "work",
        env=environment(home, **changed),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[5]
        said: list[str] = []
        try:
            yield address, said
        finally:
            server.send_signal(signal.SIGINT)
            said.extend(server.communicate(timeout=30))


def requests():
    """Give every way to send the name to the service: method, path and what goes with it."""
    for asked in ASKED:
        yield "POST", "/v1/answer", {"json": {"question": asked}}
        yield "POST", "/v1/answer", {"json": {"question": asked, "confirmed": True}}
        yield "POST", "/v1/search", {"json": {"query": asked}}
        yield "POST", "/v1/search", {"json": {"query": "care", "cursor": asked[:99]}}
        yield "POST", "/v1/search", {"json": {"query": "care", "filters": {asked: 1}}}
        yield "POST", "/v1/search", {"json": {"query": "care", "filters": {"year_from": asked}}}
        yield "POST", "/v1/search", {"json": {"query": "care", "filters": {"statuses": [asked]}}}
        yield "POST", "/v1/search", {"json": {"query": {"q": asked}, asked: asked}}
        yield "POST", "/v1/answer", {"json": [asked]}
        yield "POST", "/v1/answer", {"content": f'{{"question": "{asked}'}
        yield "POST", "/v1/answer", {"content": asked, "headers": {"Content-Type": "text/plain"}}
        yield "POST", "/v1/answer", {"json": {"question": asked * 90}}
        yield "POST", "/v1/answer", {"json": {"question": asked * 9000}}
        yield "POST", "/v1/feedback", {"json": {"question": asked, "comment": asked}}
        yield "POST", "/v1/feedback", {"json": {"answer_id": CANARY, "verdict": CANARY}}
        yield "POST", "/v1/feedback", {"json": FEEDBACK | {"comment": asked}}
        yield "POST", "/v1/feedback", {"json": FEEDBACK | {"answer": {"id": CANARY}}}
        yield "GET", "/v1/answer", {"params": {"question": asked}}
        yield "GET", f"/v1/documents/{CANARY}", {"params": {"q": asked}}
        yield "GET", f"/v1/documents/fgc/pages/{CANARY}", {}
        yield "GET", f"/v1/documents/fgc/pages/1/image?passage={CANARY}", {}
        yield "GET", f"/{CANARY}", {"headers": {"X-Question": CANARY, "Referer": f"/{CANARY}"}}
        yield "GET", "/v1/index", {"headers": {"X-Request-Id": CANARY}}
        yield "GET", "/v1/index", {"headers": {"Authorization": f"Bearer {KEY}"}}
        yield "POST", "/v1/admin/reload", {"headers": {"Authorization": f"Bearer {KEY}"}}
        yield "POST", "/v1/answer", {"headers": {"X-Forwarded-For": CANARY}}
        yield "PUT", "/v1/answer", {"json": {"question": asked}}
        yield CANARY.upper(), "/v1/answer", {}
        yield "GET", "/ask", {"params": {"question": asked}}
        yield "GET", f"/documents/{CANARY}/pages/1", {"headers": {"Accept": "text/html"}}


@pytest.mark.parametrize("changed", [{}, LEARNING])
def test_a_name_is_kept_nowhere_by_the_service(home, changed):
    with serving(home, **changed) as (address, said), httpx2.Client(base_url=address) as client:
        for method, path, content in requests():
            response = client.request(method, path, **content)
            echoed = traces(home / "work", response.text, str(response.headers))
            assert echoed == [], (method, path.replace(CANARY, "…"), response.status_code)
            assert response.status_code != 500
        for asked in ASKED:
            # The form gives a stopped question back to whoever typed it, and to nobody else.
            client.post("/ask", data={"question": asked})
            client.post("/ask", files={"question": ("x", asked)})
        place = urlsplit(address)
        with socket.create_connection((place.hostname, place.port)) as raw:
            raw.sendall(f"ASK {CANARY} {NUMBER}\r\n\r\n".encode())
            raw.recv(1000)
        shown = [client.get(path).text for path in ("/metrics", "/v1/index", "/readyz", "/")]
    assert traces(home, *said, *shown) == []
    file = home / "index" / "feedback.sqlite"
    store = FeedbackStore(file, 90)
    assert {one.comment for one in store.feedback()} == {
        "does [word] therapy reduce the number of children in care?"
    }
    kept = {one.question for one in store.askings()}
    if not changed:
        assert kept == set()
        return
    assert kept == {
        "is therapy good for [word] [name]?",
        "does [word] therapy reduce the number of children in care?",
    }
    lines = [json.loads(line) for line in said[1].splitlines()]
    told = [line for line in lines if line["message"] == "request"]
    assert len(told) > len(list(requests()))
    assert all(line["time"] and line["route"] and line["status"] for line in told)


@pytest.mark.parametrize(
    ("asked", "extra"),
    list(zip(ASKED, [["ask"], ["search"], ["ask", "--json"], ["search", "--json"]], strict=True)),
)
def test_a_name_is_kept_nowhere_by_the_command_line(home, asked, extra):
    run = "from evidence_search.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, *extra, "--index", str(home / "index"), asked],
        cwd=home / "work",
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout or done.stderr
    assert "Traceback" not in done.stderr
    assert traces(home, done.stdout, done.stderr) == []


@pytest.mark.parametrize("text", [STOPPED, PASSING, f"dial {NUMBER}", f"x{CANARY[1:]}x"])
def test_the_search_for_traces_would_find_them(home, text):
    assert traces(home, text) == [Path("stream 0")]
    kept = home / "index" / "CURRENT" / "kept.sqlite"
    kept.write_bytes(b"\0\1" + text.encode() + b"\0")
    assert traces(home) != []
