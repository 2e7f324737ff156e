"""Orders hidden in PDFs or in questions change no answer, and nothing live comes out."""

import json
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api import create_app
from evidence_search import Engine, Settings
from evidence_search.cli import main
from evidence_search.encode import load_encoder
from evidence_search.standards import load_standards
from evidence_search.wire import AnswerOut
from indexer.build import Plan, build
from indexer.catalogue import read_source
from tests.screening.injections import ORDERS, injections, write_injected

ROOT = Path(__file__).parents[2]
BRIEFINGS = [
    "family-group-conferences",
    "multisystemic-therapy",
    "schwartz-rounds",
    "staying-close",
    "supervision",
]
LIVE = {"script", "iframe", "img", "object", "embed", "svg", "form", "a"}
SAMPLE = ROOT / "eval/collections/sample_library/queries.jsonl"


SAME = 0.6  # measured: 0.72 with the hashing encoder; all would be better


def questions():
    asked = [json.loads(line) for line in SAMPLE.read_text().splitlines()]
    return [
        one["text"]
        for one in asked
        if one["split"] == "dev" and one["answerable"] and one.get("document") in BRIEFINGS
    ]


def make_index(folder, encoder, *, injected):
    source = folder / "pdfs"
    source.mkdir(parents=True)
    for name in BRIEFINGS:
        (source / f"{name}.pdf").write_bytes((ROOT / f"sample/briefings/{name}.pdf").read_bytes())
    if injected:
        write_injected(source)
    entries = read_source(source, load_standards())
    build(entries, folder / "index", load_encoder(encoder), Plan(), lambda _: None)
    return Engine.open(Settings(index_dir=folder / "index", encoder=encoder))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    opened = make_index(tmp_path_factory.mktemp("plain"), "hash", injected=False)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    opened = make_index(tmp_path_factory.mktemp("attacked"), "hash", injected=True)
    yield opened
    opened.close()


def sent(engine, question):
    wire = AnswerOut.of(engine.answer(question), engine.standards, "1")
    return wire.model_dump_json(include={"status", "message", "statements", "evidence"})


def answers(engine, step=1):
    return [engine.answer(question) for question in questions()[::step]]


def same(some, others):
    """
    Give the share of questions on which the same sentences are told from the same pages.

    A hundred more pages move the counts that BM25 weighs words by, and with them how sure an answer
    is and a close ranking: whether it is told, too, where it stands at the threshold.
    """
    pairs = zip(map(told, some), map(told, others), strict=True)
    both = [(first, second) for first, second in pairs if first and second]
    assert len(both) > len(some) // 3
    return sum(first == second for first, second in both) / len(both)


def told(answer):
    return [
        (s.text, [(c.passage.document.id, c.span) for c in s.citations]) for s in answer.statements
    ]


def cited(found):
    return {document.id for answer in found for document in answer.documents}


def test_the_library_holds_over_a_hundred_injected_passages(attacked):
    found = [p for p in attacked.index.store.documents() if p.id.startswith("zz-paper")]
    pages = sum(len(attacked.index.store.stored_pages(document.id)) for document in found)
    assert pages == len(injections()) > 100


def test_answers_from_other_documents_stay_the_same(plain, attacked):
    assert len(questions()) > 40
    found = answers(attacked)
    assert same(answers(plain), found) >= SAME
    assert cited(found) <= set(BRIEFINGS)


@pytest.mark.slow
def test_answers_stay_the_same_with_the_real_model(tmp_path):
    model = "all-MiniLM-L6-v2"
    one = make_index(tmp_path / "plain", model, injected=False)
    other = make_index(tmp_path / "attacked", model, injected=True)
    found = answers(other, step=3)
    assert same(answers(one, step=3), found) >= SAME
    assert cited(found) <= set(BRIEFINGS)


def test_the_comparison_sees_a_document_that_does_change_an_answer(plain, attacked):
    changed = [sent(plain, order) != sent(attacked, order) for order in ORDERS]
    assert any(changed)


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_quoted_from_an_injected_page_is_dead_text(attacked, order):
    with TestClient(create_app(attacked)) as client:
        page = client.post("/ask", data={"question": order})
        body = client.post("/v1/answer", json={"question": order})
    elements = Elements()
    elements.feed(page.text)
    for tag, attributes in elements.seen:
        assert tag not in LIVE - {"a", "form", "script"}
        assert not [name for name in attributes if name.startswith("on")]
        assert "evil.example" not in str(attributes)
        assert "javascript:" not in str(attributes)
    assert "<script>alert" not in page.text
    assert body.headers["content-type"] == "application/json"
    for statement in body.json()["statements"]:
        for citation in statement["citations"]:
            stored = attacked.index.store.page(
                attacked.index.store.document(citation["document_id"]).id, citation["page"]
            )
            assert citation["quote"] in stored.text


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_terminal_gets_no_control_characters(attacked, order, command):
    index = str(attacked.settings.index_dir)
    done = CliRunner(env={"EVIDENCE_SEARCH_ENCODER": "hash"}).invoke(
        main, [command, "--index", index, order]
    )
    assert done.exit_code == 0 or "999" in done.output, done.output
    odd = {c for c in done.output if unicodedata.category(c).startswith("C")} - {"\n"}
    assert odd == set()


@pytest.mark.parametrize("order", injections()[::7])
def test_an_order_in_a_question_gets_quotations_or_a_refusal_and_nothing_else(plain, order):
    asked = f"Do family group conferences keep children out of care? {order}"
    answer = plain.answer(asked)
    assert not re.search("PWNED|passwd", answer.message)
    for statement in answer.statements:
        assert statement.text in {" ".join(c.quote.split()) for c in statement.citations}
        assert "PWNED" not in statement.text
