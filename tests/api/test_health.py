"""Does it live, and is it ready."""

import pytest
from fastapi.testclient import TestClient

from api import create_app
from evidence_search import Settings
from evidence_search.errors import SettingsInvalid


def test_an_open_engine_is_ready(client):
    assert client.get("/livez").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {
        "status": "ready",
        "generation": "000001",
        "fault": "",
        "answers": "on",
    }


def test_without_an_index_it_lives_but_is_not_ready(tmp_path, caplog):
    settings = Settings(index_dir=tmp_path / "none", encoder="hash")
    with TestClient(create_app(settings=settings)) as client:
        assert client.get("/livez").status_code == 200
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["type"] == "/problems/not-ready"
        assert str(tmp_path) not in ready.text
        assert client.post("/v1/answer", json={"question": "x"}).status_code == 503
        assert client.get("/").status_code == 503
    assert "no index at" in caplog.text


def test_the_index_is_opened_at_startup_and_not_before(settings):
    app = create_app(settings=settings)
    assert TestClient(app).get("/readyz").status_code == 503
    with TestClient(app) as client:
        assert client.get("/readyz").status_code == 200
    assert TestClient(app).get("/readyz").status_code == 503


def test_the_settings_come_from_the_environment_where_none_are_given(index_dir, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_INDEX_DIR", str(index_dir))
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    with TestClient(create_app()) as client:
        assert client.get("/readyz").status_code == 200


def test_a_setting_that_cannot_be_used_stops_the_start(monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_CANDIDATES", "many")
    app = create_app()
    with pytest.raises(SettingsInvalid, match="CANDIDATES"), TestClient(app):
        pass
