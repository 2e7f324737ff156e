from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from eval.report import render
from eval.rows import CollectionInvalid
from eval.sections import WORST
from tests.eval.library import PAGES

TUTORING = PAGES["report"][0].removesuffix(".")
EVIL = "<script>alert('x')</script> & \"quoted\" $\\frac{1}{2}$"
SIBLINGS = "Do brothers and sisters who are placed together move less often than others?"
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """What a page holds; a tag that is closed in the wrong place fails."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture
def runs(run_eval, write_collection, page_index, tmp_path):
    """Two folders with a search and answers each; what two questions say looks like markup."""
    queries = [
        {"_id": "a", "text": SIBLINGS, "evidence": [PAGES["report"][1]], "topic": EVIL},
        {
            "_id": "b",
            "text": f"{TUTORING}? <script>alert('x')</script>",
            "evidence": [PAGES["guide"][0]],
            "topic": "x",
        },
        {"_id": "c", "text": "What zebra?", "answerable": False},
    ]
    qrels = {"qrels.tsv": (("a", "report#2"), ("b", "guide#1"))}
    collection = write_collection("questions", queries, qrels)
    folders = [tmp_path / "first", tmp_path / "second"]
    for weight, folder in enumerate(folders):
        arguments = ("--collection", collection, "--index", page_index, "--out", folder)
        for command in ("run", "answers"):
            assert not run_eval(command, *arguments, "--set", f"weight_page={weight}").exit_code
    return folders


def test_the_page_of_two_runs_stands_by_itself_and_can_be_read_aloud(run_eval, runs, tmp_path):
    result = run_eval("report", *runs, "--out", tmp_path / "report.html")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "report.html").read_text()
    page = Page(text)
    # nothing from elsewhere, nothing that runs
    assert not page.all("script") + page.all("link") + page.all("img") + page.all("iframe")
    addresses = re.findall(r"https?://[^\s\"']+", text)
    assert {one for one in addresses if not one.startswith("http://www.w3.org/")} == set()
    assert not re.search(r"\bon\w+=|url\((?!#)|@import", text)
    # named parts, in order
    assert page.all("html")[0]["lang"] == "en-GB"
    headings = [name for name, _ in page.tags if re.fullmatch(r"h\d", name)]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1
    assert all(int(b[1]) - int(a[1]) <= 1 for a, b in pairwise(headings))
    assert len(page.all("caption")) == len(page.all("table")) > 5
    assert all(attrs.get("scope") in ("col", "row") for attrs in page.all("th"))
    plots = page.all("svg")
    assert len(plots) == 6
    assert all(one["role"] == "img" and len(one["aria-label"] or "") > 20 for one in plots)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert "@media print" in text


def test_what_questions_say_is_text_and_never_markup(runs):
    text = render(runs)
    assert "&lt;script&gt;" in text
    assert EVIL in Page(text).text


def test_the_page_holds_what_was_measured_and_with_what(runs):
    text = Page(render(runs[:1])).text
    about = json.loads((runs[0] / "report.json").read_text())["about"]
    for fact in (about["collection_sha256"], about["generation"], "hash-256", "weight_page = 0.0"):
        assert fact in text
    assert "p (Holm)" not in text
    assert "p (Holm)" in Page(render(runs)).text


def test_the_worst_questions_are_shown_with_what_was_found_instead(runs):
    text = Page(render(runs[:1])).text
    worst = text[text.index("The twenty worst answers") :]
    # b was answered from the wrong page; a was right and is not among the worst
    assert f"{TUTORING}." in worst
    assert SIBLINGS not in worst[: worst.index("What was measured")]


def test_no_more_than_twenty_are_shown(runs):
    line = (runs[0] / "scores.jsonl").read_text().splitlines()[0]
    rows = [json.loads(line) | {"query": f"copy-{n:02}"} for n in range(WORST + 5)]
    (runs[0] / "scores.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (runs[0] / "answers.jsonl").unlink()
    assert render(runs[:1]).count("(copy-") == WORST


def test_a_folder_without_a_run_is_named(run_eval, tmp_path):
    result = run_eval("report", tmp_path, "--out", tmp_path / "report.html")
    assert result.exit_code == 1
    assert str(tmp_path) in result.stderr
    with pytest.raises(CollectionInvalid, match="no run of one kind"):
        render([tmp_path])


def test_a_run_of_another_version_is_refused(runs):
    (runs[0] / "report.json").write_text("{}")
    with pytest.raises(CollectionInvalid, match="measure again"):
        render(runs[:1])
