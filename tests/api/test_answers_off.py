"""The switch that stops answers leaves search, pages and signposts on."""

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api import create_app
from api.answers import OFF
from api.cli import main
from evidence_search import Settings
from tests.api.conftest import CONFERENCES, write_index
from tests.api.test_metrics import value

DANGER = "A child told me today that her uncle is hitting her"


@pytest.fixture
def directory(tmp_path):
    write_index(tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def client(directory):
    settings = Settings(index_dir=directory, encoder="hash")
    with TestClient(create_app(settings=settings)) as opened:
        yield opened


def turn(directory, *to):
    done = CliRunner().invoke(main, ["answers", *to, "--index", str(directory)])
    assert done.exit_code == 0, done.output
    return done.output.strip()


def test_the_command_takes_effect_at_once_and_leaves_search_on(client, directory):
    assert turn(directory) == "answers are on"
    assert client.post("/v1/answer", json={"question": CONFERENCES}).status_code == 200
    assert turn(directory, "off") == "answers are off"
    refused = client.post("/v1/answer", json={"question": CONFERENCES})
    assert refused.status_code == 503
    assert refused.json()["type"] == "/problems/answers-off"
    assert "POST /v1/search" in refused.json()["detail"]
    assert client.post("/v1/search", json={"query": CONFERENCES}).json()["hits"]
    assert client.get("/readyz").json()["answers"] == "off"
    assert client.get("/readyz").status_code == 200
    assert value(client, "answers_on") == 0
    assert value(client, "refusals_total", cause="answers-off") == 1
    assert turn(directory, "on") == "answers are on"
    assert client.post("/v1/answer", json={"question": CONFERENCES}).status_code == 200
    assert value(client, "answers_on") == 1


def test_a_stream_is_refused_before_it_starts(client, directory):
    turn(directory, "off")
    headers = {"Accept": "text/event-stream"}
    refused = client.post("/v1/answer", json={"question": CONFERENCES}, headers=headers)
    assert refused.status_code == 503
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_the_page_says_so_and_gives_passages_instead(client, directory):
    turn(directory, "off")
    page = client.post("/ask", data={"question": CONFERENCES})
    assert page.status_code == 503
    assert "Answers are switched off at the moment." in page.text
    assert CONFERENCES in page.text
    assert "What the library says" not in page.text


@pytest.mark.parametrize(
    ("question", "said"),
    [(DANGER, "999"), ("My client Jayden Quokkaford, 7, born 03/05/2016", "date of birth")],
)
def test_the_page_still_screens_and_signposts(client, directory, question, said):
    turn(directory, "off")
    page = client.post("/ask", data={"question": question})
    assert page.status_code in {200, 422}
    assert said in page.text
    assert "nearest" not in page.text


def test_the_setting_keeps_answers_off_whatever_the_file_says(directory, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ANSWERS", "off")
    assert turn(directory, "on") == (
        "answers are off\nEVIDENCE_SEARCH_ANSWERS still keeps them off"
    )
    assert not (directory / OFF).exists()
    settings = Settings(index_dir=directory, encoder="hash", answers=False)
    with TestClient(create_app(settings=settings)) as client:
        assert client.post("/v1/answer", json={"question": CONFERENCES}).status_code == 503
