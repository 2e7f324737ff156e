"""`evidence-search standards`: the scales as a reader and as a program see them."""

import json

import pytest
from click.testing import CliRunner

from evidence_search.cli import main
from evidence_search.standards import BAND_CAVEAT, load_standards
from tests.evidence_search.test_standard_files import STARS

STANDARDS = load_standards()


def standards(*arguments, code=0):
    done = CliRunner(env={"COLUMNS": "1000"}).invoke(main, ["standards", *arguments])
    assert done.exit_code == code, done.output
    return " ".join(done.output.split()) if "--json" not in arguments else json.loads(done.output)


def test_every_standard_is_listed_with_its_order_and_what_it_rates():
    listed = standards()
    for one in STANDARDS.values():
        assert one.id in listed
        assert one.order in listed
    assert "1 is strongest" in listed
    assert "off the scale: NE" in listed


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=lambda one: one.id)
def test_one_standard_is_told_in_full(standard):
    told = standards(standard.id)
    for level in (*standard.levels, *standard.off_scale):
        for text in (level.symbol or level.native, level.words):
            assert " ".join(text.split()).casefold() in told.casefold()
        assert f"{level.label} " in told
        assert level.meaning in told
    for text in (standard.owner, standard.version, standard.source, *standard.not_verified):
        assert text in told
    assert told.count("band for filters") == told.count(BAND_CAVEAT)


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=lambda one: one.id)
def test_the_same_is_there_for_machines(standard):
    told = standards(standard.id, "--json")
    assert [level["native"] for level in told["levels"]] == [one.native for one in standard.levels]
    assert [level["rank"] for level in told["levels"]] == list(range(1, len(standard.levels) + 1))
    assert all(level["rank"] is None for level in told["off_scale"])
    assert told["not_verified"] == list(standard.not_verified)
    assert told in standards("--json")


def test_what_was_not_verified_is_named():
    assert "the label 'below 0'" in standards("wwcsc-effectiveness")
    assert "its owner's page" in standards("cebc")
    assert "Not verified: nothing." in standards("eif-cost")


def test_a_standard_that_is_not_there_is_named():
    assert "no standard 'stars': use one of cebc" in standards("stars", code=1)


def test_a_file_adds_a_standard_and_a_broken_one_is_refused_with_its_line(tmp_path, monkeypatch):
    path = tmp_path / "stars.toml"
    path.write_text(STARS, encoding="utf-8")
    monkeypatch.setenv("EVIDENCE_SEARCH_STANDARDS", str(path))
    assert "★★, two stars" in standards("stars")
    path.write_text(STARS.replace('band = "high"', 'band = "top"'), encoding="utf-8")
    line = STARS.splitlines().index('band = "high"') + 1
    assert f"stars.toml, line {line}: standard 'stars'" in standards(code=1)
