import json

import pytest
from click.testing import CliRunner

from evidence_search.cli import main

QUESTION = "Do FGCs reduce entry to caer?"
ADDED = "Searched also for: family group conference (for FGC)."


@pytest.fixture
def run(small_index, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")

    def run(*arguments):
        done = CliRunner().invoke(main, [*arguments, "--index", str(small_index)])
        assert done.exit_code == 0, done.output
        return done.output

    return run


@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_was_searched_for_beside_the_question_is_said_and_undone(run, command):
    assert ADDED in run(command, QUESTION)
    assert "Searched also for" not in run(command, QUESTION, "--no-expand")


def test_another_spelling_is_offered(run):
    assert "Did you mean: Do FGCs reduce entry to care?" in run("search", QUESTION)
    assert "Did you mean" not in run("search", "entry to care")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_machines_are_told_the_same(run, command):
    found = json.loads(run(command, QUESTION, "--json"))
    assert found["expansions"] == [{"term": "FGC", "added": ["family group conference"]}]
    assert found["note"] is None
