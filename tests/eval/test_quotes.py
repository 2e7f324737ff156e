from __future__ import annotations

from eval.collection import Query
from eval.quotes import Cited, citations, misquoted
from evidence_search.engine import Engine
from evidence_search.index import Index
from evidence_search.settings import Settings
from tests.eval.library import PAGES, write_index

QUESTION = "Do brothers and sisters who are placed together move less often?"


def cited_in(index) -> list[Cited]:
    engine = Engine.open(Settings(index_dir=index, encoder="hash"))
    found = citations(engine, Query("q", QUESTION))
    engine.close()
    return found


def test_quotes_of_an_index_stand_in_its_pages(page_index):
    found, index = cited_in(page_index), Index.open(page_index)
    assert found
    assert misquoted(found, index.store) == []
    index.close()


def test_a_page_that_reads_otherwise_is_caught(page_index, tmp_path):
    # the control: the same library with one letter of the quoted page changed
    first, second = PAGES["report"]
    altered = PAGES | {"report": (first, second.replace("sisters", "sitters"))}
    found, index = cited_in(page_index), Index.open(write_index(tmp_path / "altered", altered))
    wrong = misquoted(found, index.store)
    assert [one.citation.passage.document.id for one in wrong] == ["report"]
    index.close()


def test_a_page_that_is_not_there_is_caught(page_index, tmp_path):
    shorter = {"report": PAGES["report"][:1]}
    found, index = cited_in(page_index), Index.open(write_index(tmp_path / "shorter", shorter))
    assert misquoted(found, index.store)
    index.close()


def test_the_command_reports_the_share(run_eval, write_collection, page_index):
    queries = [{"_id": "q", "text": QUESTION}, {"_id": "odd", "text": "???"}]
    directory = write_collection("questions", queries, {})
    result = run_eval("quotes", "--index", page_index, "--collection", directory)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1.0000 of ")
    assert "1 answers to 2 questions" in result.stdout


def test_a_check_of_no_quote_at_all_does_not_pass(run_eval, write_collection, page_index):
    directory = write_collection("questions", [{"_id": "odd", "text": "???"}], {})
    result = run_eval("quotes", "--index", page_index, "--collection", directory)
    assert result.exit_code == 1
    assert "nothing was checked" in result.stderr
