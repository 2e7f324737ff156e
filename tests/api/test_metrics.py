"""What is counted, and that nothing of a request becomes a label."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api import create_app
from api.metrics import Metrics
from evidence_search.statements import AnswerStatus
from evidence_search.watch import Step
from tests.api.conftest import CONFERENCES
from tests.api.serving import slow
from tests.api.test_canary import CANARY, NUMBER, requests

ROOT = Path(__file__).parents[2]
PERSONAL = "My client Jayden Quokkaford, 7, born 03/05/2016, runs away"
DANGER = "A child told me today that her uncle is hitting her"


def samples(client):
    text = client.get("/metrics").text
    return [one for family in text_string_to_metric_families(text) for one in family.samples]


def value(client, name, **labels):
    wanted = f"evidence_search_{name}"
    return sum(
        one.value
        for one in samples(client)
        if one.name == wanted and labels.items() <= one.labels.items()
    )


def test_requests_are_counted_by_route_method_and_status(client):
    client.get("/v1/documents/fgc/pages/2")
    client.get("/v1/documents/none/pages/2")
    client.post("/v1/search", json={"query": CONFERENCES})
    client.get("/static/icon.svg")
    pages = "/v1/documents/{document_id:path}/pages/{number:int}"
    assert value(client, "requests_total", route=pages, method="GET", status="200") == 1
    assert value(client, "requests_total", route=pages, status="404") == 1
    assert value(client, "requests_total", route="/v1/search", method="POST", status="200") == 1
    assert value(client, "requests_total", route="/static/") == 1
    assert value(client, "request_seconds_count", route=pages) == 2


def test_each_step_is_timed(client):
    client.post("/v1/answer", json={"question": CONFERENCES})
    counts = {step: value(client, "step_seconds_count", step=step) for step in Step}
    assert counts == {step: int(step is not Step.RERANK) for step in Step}
    client.post("/v1/search", json={"query": CONFERENCES})
    assert value(client, "step_seconds_count", step="retrieve") == 2


def test_reranking_is_a_step_of_its_own(engine):
    slowed, _ = slow(engine, 0.05)
    with TestClient(create_app(slowed)) as client:
        client.post("/v1/search", json={"query": CONFERENCES})
        assert value(client, "step_seconds_count", step="rerank") == 1
        reranking = value(client, "step_seconds_sum", step="rerank")
        assert 0.05 <= reranking <= value(client, "step_seconds_sum", step="retrieve")


def test_in_an_answer_reranking_is_part_of_answering(engine):
    slowed, _ = slow(engine, 0.05)
    with TestClient(create_app(slowed)) as client:
        client.post("/v1/answer", json={"question": CONFERENCES})
        assert value(client, "step_seconds_count", step="rerank") == 1
        reranking = value(client, "step_seconds_sum", step="rerank")
        assert 0.05 <= reranking <= value(client, "step_seconds_sum", step="answer")


def test_answers_are_counted_by_status_in_the_api_and_on_the_page(client):
    client.post("/v1/answer", json={"question": CONFERENCES})
    client.post("/ask", data={"question": CONFERENCES})
    client.post("/ask", data={"question": PERSONAL})
    assert value(client, "answers_total", status="answered") == 2
    assert value(client, "answers_total", status="personal_data") == 1


def test_what_was_screened_is_counted_by_kind(client):
    client.post("/v1/answer", json={"question": PERSONAL})
    client.post("/v1/search", json={"query": PERSONAL})
    client.post("/v1/search", json={"query": DANGER})
    assert value(client, "screened_total", kind="date of birth") == 2
    assert value(client, "screened_total", kind="danger") == 1
    assert value(client, "refusals_total", cause="question-screened") == 2


def test_refusals_are_counted_by_cause(client):
    client.get("/v1/documents/none")
    client.post("/v1/search", json={"query": "care", "cursor": "x"})
    client.get("/nowhere")
    assert value(client, "refusals_total", cause="document-unknown") == 1
    assert value(client, "refusals_total", cause="cursor-invalid") == 1
    assert value(client, "refusals_total", cause="route-unknown") == 1


def test_the_generation_that_is_served_is_shown(client):
    assert value(client, "generation") == 1
    assert value(client, "degraded") == 0


def test_a_generation_that_was_brought_up_to_date_is_shown_by_its_number():
    counted = Metrics()
    counted.serve("000003.2")
    assert "evidence_search_generation 3.0" in counted.render().decode()


def test_nothing_that_a_client_sends_becomes_a_label(client):
    for _ in range(2):
        for method, path, content in requests():
            client.request(method, path, **content)
        before = {(one.name, *sorted(one.labels.items())) for one in samples(client)}
    labels = {label for _, *pairs in before for _, label in pairs}
    assert not any(CANARY.lower() in label.lower() or NUMBER in label for label in labels)
    methods = {dict(pairs).get("method") for _, *pairs in before}
    assert methods - {None} <= {"GET", "POST", "PUT", "other"}
    assert "other" in methods
    assert set(AnswerStatus) >= {
        dict(pairs)["status"] for name, *pairs in before if name == "evidence_search_answers_total"
    }
    client.get("/v1/documents/another-unknown-one")
    client.request("BREW", "/teapot")
    after = {(one.name, *sorted(one.labels.items())) for one in samples(client)}
    routes = {dict(pairs).get("route") for _, *pairs in after - before}
    assert routes <= {None, "other", "/v1/documents/{document_id:path}"}


def test_workers_that_share_a_folder_are_counted_together(tmp_path):
    count = (
        "from api.metrics import Metrics; from api.problems import Kind, Problem; import sys;"
        "m = Metrics(); m.serve('000007');"
        "[m.refuse(Problem(Kind.BUSY, '')) for _ in range(int(sys.argv[1]))];"
        "print(m.render().decode())"
    )
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }
    for number in ("2", "3"):
        done = subprocess.run(
            [sys.executable, "-c", count, number],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    assert 'evidence_search_refusals_total{cause="busy"} 5.0' in done.stdout
    assert "evidence_search_generation 7.0" in done.stdout


@pytest.mark.parametrize("status", [200, 422])
def test_a_response_without_a_body_of_words_is_counted_once(client, status):
    body = {"query": "care"} if status == 200 else {"query": 1}
    client.post("/v1/search", json=body)
    assert value(client, "requests_total", route="/v1/search", status=str(status)) == 1
