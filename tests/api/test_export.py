"""POST /v1/export: a search as a file that a spreadsheet does not run."""

import csv
import io
import json

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.export import COLUMNS, disarmed
from evidence_search import Document, Passage, Settings, Span
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.types import Page
from tests.api.conftest import CONFERENCES

STAFF = "What did staff think of the training in the evaluation?"
ATTACK = "=cmd|' /C calc'!A0 in schools"


def export(client, **asked):
    return client.post("/v1/export", json={"query": STAFF} | asked)


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_the_table_holds_what_the_search_finds_in_its_order(client):
    response = export(client, limit=20)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="search.csv"'
    hits = client.post("/v1/search", json={"query": STAFF, "limit": 20}).json()["hits"]
    read = rows(response)
    assert tuple(read[0]) == COLUMNS
    assert [row["passage_id"] for row in read] == [hit["passage_id"] for hit in hits]
    assert [row["rank"] for row in read] == [str(n) for n in range(1, 21)]
    assert {row["generation"] for row in read} == {"000001"}


def test_a_row_names_the_report_its_page_its_ratings_and_its_quote(client):
    [row] = rows(export(client, query=CONFERENCES, limit=1))
    assert row["quote"] == CONFERENCES
    assert row["authors"] == "A. Author; B. Author"
    assert (row["page"], row["page_label"], row["year"]) == ("2", "1", "2023")
    assert len(row["ratings"].splitlines()) == 3
    unrated = rows(export(client, filters={"documents": ["reports/signs/pages"]}))[0]
    assert unrated["ratings"] == "unrated: no published rating is known here"


def test_lines_hold_the_hits_word_for_word(client):
    response = export(client, query=CONFERENCES, format="jsonl", limit=3)
    assert response.headers["Content-Type"] == "application/jsonl"
    hits = client.post("/v1/search", json={"query": CONFERENCES, "limit": 3}).json()["hits"]
    assert [json.loads(line) for line in response.text.splitlines()] == hits


def test_it_says_whether_there_are_more(client):
    assert export(client, limit=3).headers["Export-Complete"] == "false"
    assert export(client, limit=500).headers["Export-Complete"] == "true"
    assert export(client, limit=501).status_code == 422
    nothing = export(client, filters={"countries": ["France"]})
    assert (rows(nothing), nothing.headers["Export-Complete"]) == ([], "true")


def test_what_cannot_be_searched_is_refused_as_in_a_search(client):
    assert export(client, query="?").json()["type"] == "/problems/question-invalid"
    private = export(client, query="Jade Smithson, born 3 May 2016")
    assert private.json()["type"] == "/problems/question-screened"
    assert export(client, cursor="x").json()["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+44",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\xa0=1",
        "|calc",
        "%0",
        "\N{FULLWIDTH EQUALS SIGN}1",
    ],
)
def test_a_formula_is_made_text(value):
    assert disarmed(value) == f"'{value}"


@pytest.mark.parametrize("value", ["School = work", "", 3, -0.5, None, "‘quoted’"])
def test_what_is_no_formula_stays_as_it_is(value):
    assert disarmed(value) is value


def test_a_report_that_attacks_a_spreadsheet_is_exported_as_text(tmp_path):
    document = Document("x", "x.pdf", ATTACK, "0" * 64, authors=("@evil", "B"), publisher="+1")
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        page = [Page(1, ATTACK)]
        passage = Passage("x#1", document, ATTACK, (Span(1, 0, len(ATTACK)),), ("-H",))
        writer.add(document, page, [passage])
    settings = Settings(index_dir=tmp_path, encoder="hash")
    with TestClient(create_app(settings=settings)) as client:
        [row] = rows(export(client, query="in schools"))
        [line] = export(client, query="in schools", format="jsonl").text.splitlines()
    attacked = ("title", "authors", "publisher", "headings", "quote")
    assert all(row[name].startswith("'") for name in attacked)
    assert row["quote"] == f"'{ATTACK}"
    assert json.loads(line)["quote"] == ATTACK
