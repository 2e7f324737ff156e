"""What a client has already is not sent again; what it has of another generation is."""

import pytest
from fastapi.testclient import TestClient

from api import create_app
from tests.api.test_live import publish, settings_for

READ = (
    "/v1/documents",
    "/v1/documents?limit=1",
    "/v1/documents/fgc",
    "/v1/documents/fgc/pages/2",
    "/v1/standards",
    "/v1/facets",
    "/v1/index",
    "/v1/citations/000001/fgc%231",
    "/v1/citations/000001/fgc%231?format=ris",
    "/openapi.json",
)


@pytest.mark.parametrize("path", READ)
def test_what_is_still_so_is_not_sent_again(client, path):
    first = client.get(path)
    tag = first.headers["ETag"]
    assert first.status_code == 200
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers.get("Cache-Control") == first.headers.get("Cache-Control")
    for unknown in ('"other"', tag.strip('"'), f'"{tag[1:5]}"', ""):
        assert client.get(path, headers={"If-None-Match": unknown}).status_code == 200


def test_no_two_addresses_share_a_tag(client):
    assert len({client.get(path).headers["ETag"] for path in READ}) == len(READ)


def test_a_problem_and_an_answer_carry_no_tag(client):
    assert "ETag" not in client.get("/v1/documents/none").headers
    answered = client.post("/v1/answer", json={"question": "What is safe?"})
    assert "ETag" not in answered.headers
    assert answered.headers["Cache-Control"] == "no-store"
    known = {"If-None-Match": "*"}
    assert client.get("/v1/documents/none", headers=known).status_code == 404


def test_another_generation_of_the_same_words_has_another_tag(tmp_path):
    tags = []
    for _ in range(2):
        publish(tmp_path, "same")
        with TestClient(create_app(settings=settings_for(tmp_path))) as client:
            tags.append(client.get("/v1/documents/housing/pages/1").headers["ETag"])
    assert tags[0] != tags[1]
