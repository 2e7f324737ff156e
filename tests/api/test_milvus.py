"""The service follows a library in Milvus as it follows an index directory."""

import socket
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api import create_app
from evidence_search import Settings
from evidence_search.errors import IndexMissing
from tests.api.described import Described
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


def test_a_generation_brought_up_to_date_is_cited_paged_and_called_useful_by_its_name(tmp_path):
    """Milvus Lite in this process: no server is needed where one process reads and writes."""
    settings = Settings(milvus=str(tmp_path / "milvus.db"), encoder="hash", reload_seconds=0)
    for name in ("one", "two"):
        publish(tmp_path / name, name)
    push.push([tmp_path / "one"], settings)
    push.update([tmp_path / "two"], settings)
    with Described(create_app(settings=settings), headers={"Accept": "*/*"}) as client:
        first = client.post("/v1/search", json={"query": "edition", "limit": 1}).json()
        cursor = first["next_cursor"]
        rest = client.post("/v1/search", json={"query": "edition", "limit": 1, "cursor": cursor})
        assert first["generation"] == rest.headers["Index-Generation"] == "000001.1"
        assert first["hits"] != rest.json()["hits"]
        listed = client.get("/v1/documents", params={"limit": 1}).json()["next_cursor"]
        assert client.get("/v1/documents", params={"cursor": listed}).status_code == 200
        told = client.post("/v1/answer", json={"question": "What does edition two say of housing?"})
        [cited, *_] = [one for said in told.json()["statements"] for one in said["citations"]]
        place = {name: cited[name] for name in ("page", "start", "end")}
        source = f"/v1/citations/000001.1/{quote(cited['passage_id'])}"
        found = client.get(source, params=place)
        assert found.json()["quote"] == cited["quote"]
        same = {"If-None-Match": found.headers["ETag"]}
        assert client.get(source, params=place, headers=same).status_code == 304
        assert "/cite/000001.1/" in found.json()["permalink"]
        assert "<mark" in client.get(found.json()["permalink"]).text
        gone = client.get(source.replace(".1", ""), params=place)
        assert (gone.status_code, gone.json()["type"]) == (410, "/problems/generation-gone")
        meant = {name: told.json()[name] for name in ("id", "generation", "status")}
        useful = {"answer": meant, "helpful": True, "reason": "answered_it"}
        assert client.post("/v1/feedback", json=useful).status_code == 204
        form = meant | {"helpful": "true", "reason": "answered_it"}
        assert client.post("/ask/feedback", data=form).status_code == 200


def test_without_an_answer_from_milvus_the_service_is_alive_and_not_ready():
    settings = Settings(milvus="http://127.0.0.1:9", encoder="hash", reload_seconds=0.05)
    with TestClient(create_app(settings=settings)) as client:
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").status_code == 503
        assert ask(client).status_code == 503
