"""The client, against the service itself and against servers that are busy, rude or gone."""

import csv
import inspect
import io
import logging
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import get_type_hints

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from api import create_app
from evidence_search import calls
from evidence_search.calls import AskChoices, FilterChoices, FindChoices, SearchChoices
from evidence_search.client import AsyncClient, Client, Limits, Refused, Unreachable
from evidence_search.exchange import when
from evidence_search.wire_problem import ProblemOut
from tests.alone import alone
from tests.api.described import committed, operation_of
from tests.api.serving import served

QUESTION = "Do family group conferences reduce entry to care?"
CANARY = "quokkaform"
PROBLEM = ProblemOut(type="about:blank", title="Busy", status=429, detail="")
BRIEF = Limits(attempts=3, patience=5)


@pytest.fixture
def address(engine):
    with served(create_app(engine)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def service(address):
    with Client(address) as client:
        yield client


class Busy:
    """A service that refuses as it is told to before it answers; it counts what it is asked."""

    def __init__(self, *refusals):
        self.asked = 0
        self._refusals = list(refusals)
        routes = [Route("/{path:path}", self._answer, methods=["GET", "POST"])]
        self.app = Starlette(routes=routes)

    async def _answer(self, _):
        self.asked += 1
        if not self._refusals:
            return JSONResponse({"facets": [], "generation": "000001"})
        status, headers = self._refusals.pop(0)
        return PlainTextResponse("<p>no</p>", status, headers)


def ask(busy, call, limits=BRIEF):
    async def asked():
        transport = httpx2.ASGITransport(busy.app)
        async with AsyncClient("http://test", limits=limits, transport=transport) as client:
            return await client.send(call)

    return alone(asked())


def test_every_call_gives_what_its_type_says(service):
    found = service.search(QUESTION, limit=2, filters={"year_from": 2000}, facets=True)
    assert found.hits[0].document_id == "conferences"
    answer = service.answer(QUESTION)
    assert answer.status == "answered"
    cited = answer.statements[0].citations[0]
    assert service.page(cited.document_id, 1).text[cited.start : cited.end] == cited.quote
    assert service.source(cited, answer.generation).quote == cited.quote
    assert service.source(found.hits[0], found.generation).quote == found.hits[0].quote
    for form, start in {"ris": "TY  - RPRT", "bibtex": "@techreport", "csl-json": "["}.items():
        assert service.reference(cited, answer.generation, form).startswith(start)
    batch = service.answers([QUESTION, "?"])
    assert batch.results[0].answer.statements == answer.statements
    assert batch.results[1].problem.type == "/problems/question-invalid"
    assert service.document("money").pages[0].number == 1
    assert {one.id for one in service.standards().standards} > {"cebc"}
    assert service.facets().generation == service.index().generation == "000001"
    service.feedback(answer, "answered_it", helpful=True, comment="Thank you")


def test_feedback_names_the_answer_that_it_is_about(service):
    answer = service.answer(QUESTION)
    body = calls.feedback(answer, "other", helpful=False).body
    assert answer.id
    assert body
    assert body["answer"]["id"] == answer.id


def test_an_export_is_read_without_its_byte_order_mark(service):
    table = csv.DictReader(io.StringIO(service.export(QUESTION, limit=2)))
    assert next(table)["document_id"] == "conferences"
    assert service.export(QUESTION, "jsonl", limit=1).startswith('{"document_id":"conferences"')


def test_a_list_is_read_to_its_end(service, address):
    first = service.documents(limit=1)
    second = service.documents(first.next_cursor, limit=1)
    names = [one.id for one in service.every_document()]
    assert names[:2] == [first.documents[0].id, second.documents[0].id]
    assert len(names) == 3

    async def every():
        async with AsyncClient(address) as client:
            return [one.id async for one in client.every_document()]

    assert alone(every()) == names


def test_a_problem_is_raised_as_it_came(service):
    with pytest.raises(Refused, match=r"The question is empty; ask it in words\.") as refused:
        service.answer("?")
    assert refused.value.problem.type == "/problems/question-invalid"
    assert refused.value.problem.generation == "000001"
    with pytest.raises(Refused) as refused:
        service.search("x", filters={"standard": "none"})
    assert refused.value.problem.errors[0].field == "filters.standard"


def test_a_busy_service_is_asked_again_when_it_said():
    busy = Busy((503, {"Retry-After": "0"}), (429, {"Retry-After": "1"}))
    started = time.monotonic()
    assert ask(busy, calls.facets()).generation == "000001"
    assert (busy.asked, 1 <= time.monotonic() - started < 10) == (3, True)


@pytest.mark.parametrize("status", [400, 404, 410, 422, 500])
def test_what_will_not_pass_is_not_asked_again(status):
    busy = Busy((status, {"Retry-After": "0"}))
    with pytest.raises(Refused) as refused:
        ask(busy, calls.facets())
    assert (busy.asked, refused.value.problem.status) == (1, status)
    assert refused.value.problem.type == "about:blank"


def test_a_service_that_asks_for_more_patience_than_there_is_is_left_alone():
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    for given in ("3600", later):
        busy = Busy((503, {"Retry-After": given}))
        with pytest.raises(Refused) as refused:
            ask(busy, calls.facets())
        assert busy.asked == 1
        assert 3500 < (refused.value.wait or 0) <= 3600


def test_it_gives_up_after_so_many_attempts():
    busy = Busy(*[(503, {"Retry-After": "0"})] * 5)
    with pytest.raises(Refused):
        ask(busy, calls.facets())
    assert busy.asked == 3


def test_the_sync_client_waits_as_well():
    busy = Busy((503, {"Retry-After": "0"}))
    with served(busy.app) as port, Client(f"http://127.0.0.1:{port}", limits=BRIEF) as client:
        assert client.facets().generation == "000001"
    assert busy.asked == 2


def test_nothing_that_is_asked_is_logged_where_it_is_asked_again(caplog):
    busy = Busy((503, {"Retry-After": "0"}))
    with caplog.at_level(logging.DEBUG), pytest.raises(Unreachable, match="no service of this"):
        ask(busy, calls.answer(CANARY), Limits(attempts=2))
    assert busy.asked >= 2
    assert "stamina.retry_scheduled" in caplog.text
    assert CANARY not in str([vars(record) for record in caplog.records])


def test_what_may_have_been_counted_is_not_sent_twice():
    given = calls.Call("POST", "/v1/feedback", str, {})
    for call, sent, again in [
        (calls.facets(), True, True),
        (given, True, False),
        (given, False, True),
    ]:
        assert when(call, 5)(Unreachable("", sent=sent)) is again
    assert when(given, 5)(Refused(PROBLEM, 2)) == 2
    assert when(given, 5)(ValueError()) is False


def test_a_service_that_is_not_there_is_named_as_that():
    brief = Limits(attempts=1)
    client = Client("http://127.0.0.1:9", limits=brief)
    with client, pytest.raises(Unreachable, match="ConnectError"):
        client.index()


def test_the_calls_and_their_choices_are_those_of_the_description():
    schemas = committed()["components"]["schemas"]
    fields = {name: set(schema.get("properties", {})) for name, schema in schemas.items()}
    assert set(FilterChoices.__annotations__) == fields["FiltersIn"]
    assert set(get_type_hints(SearchChoices)) | {"query"} == fields["SearchIn"]
    assert set(get_type_hints(AskChoices)) | {"question"} == fields["QuestionIn"]
    assert set(get_type_hints(FindChoices)) | {"query", "format"} == fields["ExportIn"]
    names = {name for name, _ in inspect.getmembers(Client, inspect.isfunction)}
    assert {"search", "answer", "answers", "export", "feedback"} <= names


def test_what_each_call_reads_is_what_the_description_says_it_gets():
    made = [
        calls.search("x"),
        calls.answer("x"),
        calls.answers(["x"]),
        calls.documents(),
        calls.document("a b"),
        calls.page("x", 1),
        calls.standards(),
        calls.facets(),
        calls.index(),
    ]
    for call in made:
        described = operation_of(call.method, call.path)["responses"]["200"]["content"]
        schema = described["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert f".{schema}'>" in str(call.read)


def test_both_clients_have_the_same_methods_with_the_same_types():
    public = {
        kind: {
            name: str(inspect.signature(member).parameters)
            for name, member in inspect.getmembers(kind, inspect.isfunction)
            if not name.startswith("_")
        }
        for kind in (Client, AsyncClient)
    }
    assert public[Client] == public[AsyncClient]


def test_the_library_loads_no_client_and_the_client_no_model():
    heavy = "{'httpx2', 'stamina', 'torch', 'faiss', 'fastapi', 'sentence_transformers'}"
    for module, loaded in (("", []), (".client", ["httpx2", "stamina"])):
        code = f"import sys, evidence_search{module}; print(sorted({heavy} & set(sys.modules)))"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == str(loaded)
