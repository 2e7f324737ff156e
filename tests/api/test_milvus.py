"""The service follows a library in Milvus as it follows an index directory."""

import socket
import subprocess
import sys
import time

import pytest
from fastapi.testclient import TestClient

from api import create_app
from evidence_search import Settings
from evidence_search.errors import IndexMissing
from tests.api.test_live import ask, publish, wait_until

pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
push = pytest.importorskip("indexer.push", reason="pymilvus is not installed")


@pytest.fixture
def server(tmp_path):
    """Serve Milvus Lite to more than one process; give the process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    place = str(tmp_path / "milvus")
    command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", place, "--port", port]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def pushed(directory, settings):
    """Push as soon as the server answers."""
    for _ in range(120):
        try:
            return push.push([directory], settings)
        except IndexMissing:
            time.sleep(0.5)
    raise AssertionError("no Milvus came up")


def test_a_new_generation_is_served_and_an_outage_is_said(server, tmp_path):
    process, uri = server
    settings = Settings(milvus=uri, encoder="hash", reload_seconds=0.1)
    publish(tmp_path / "one", "one")
    pushed(tmp_path / "one", settings)
    with TestClient(create_app(settings=settings)) as client:
        found = ask(client).json()
        assert found["generation"] == "000001"
        assert "Edition one" in found["hits"][0]["quote"]
        document = found["hits"][0]["document_id"]
        assert client.get(f"/v1/documents/{document}/pages/1").status_code == 200
        publish(tmp_path / "two", "two")
        push.push([tmp_path / "two"], settings)
        wait_until(lambda: ask(client).json()["generation"] == "000002")
        assert "Edition two" in ask(client).json()["hits"][0]["quote"]
        assert client.get("/readyz").json()["status"] == "ready"
        process.kill()
        process.wait()
        assert ask(client).status_code == 503
        assert client.get("/livez").status_code == 200


def test_without_an_answer_from_milvus_the_service_is_alive_and_not_ready():
    settings = Settings(milvus="http://127.0.0.1:9", encoder="hash", reload_seconds=0.05)
    with TestClient(create_app(settings=settings)) as client:
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").status_code == 503
        assert ask(client).status_code == 503
