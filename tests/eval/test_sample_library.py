"""What the judged questions must hold, so that a change to them cannot make them poorer unseen."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2 as pdfium
import pytest
from pydantic import BaseModel
from sklearn.metrics import cohen_kappa_score

from eval.about import ROOT
from eval.collection import ANSWERING, Collection, load_collection
from eval.evidence import runs_on, says, words_of
from eval.rows import read_rows
from evidence_search.statements import AnswerStatus

DIRECTORY = ROOT / "eval" / "collections" / "sample_library"
BRIEFINGS = ROOT / "sample" / "briefings"
EMMIE = {"effect", "mechanism", "moderator", "implementation", "economics"}
DECLINED = {"out_of_scope", "personal_data", "safeguarding"}
ROW = re.compile(r"^\| ([a-z_ -]+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
NAMED = {"an abbreviation": "abbreviation", "a typo": "typo", "everyday words": "everyday"}


class Row(BaseModel):
    query: str
    grades: tuple[str, str]


@pytest.fixture(scope="module")
def splits() -> dict[str, Collection]:
    return {name: load_collection(DIRECTORY, name) for name in ("dev", "test")}


@pytest.fixture(scope="module")
def queries(splits):
    return splits["dev"].queries


def having(queries, **labels):
    return [q for q in queries if all(q.labels.get(k) == v for k, v in labels.items())]


def is_named(text, query):
    return any(says(text, named) for named in query.named)


def test_there_are_enough_questions_of_every_kind(queries):
    answerable = [query for query in queries if query.answerable]
    assert len(queries) >= 150
    assert {query.labels["document"] for query in answerable} == {
        path.stem for path in BRIEFINGS.glob("*.pdf")
    }
    for kind in (*EMMIE, "comparison", "two-part", "false-premise"):
        assert len(having(answerable, type=kind)) >= 12, kind
    for flag in ("abbreviation", "typo", "everyday", "uk_only"):
        assert len(having(queries, **{flag: "yes"})) >= 25, flag
    assert len(having(queries, expected_status="no_evidence")) >= 40
    assert len(having(queries, why="near-miss")) >= 20
    assert sum(query.expected in DECLINED for query in queries) >= 20
    assert {query.expected for query in queries} == set(AnswerStatus)


def test_every_letter_of_emmie_is_asked_in_both_splits(splits):
    for split in splits.values():
        assert {query.labels["type"] for query in split.judged} >= EMMIE


def test_the_splits_share_no_briefing(splits):
    dev, test = (
        {unit.rpartition("#")[0] for units in split.qrels.values() for unit in units}
        for split in splits.values()
    )
    assert dev
    assert test
    assert not dev & test


def test_every_question_is_in_one_split_and_worded_once(splits, queries):
    placed = [q.id for split in splits.values() for q in (*split.judged, *split.unanswerable)]
    assert sorted(placed) == sorted(query.id for query in queries)
    assert all(q.labels["split"] == name for name, own in splits.items() for q in own.judged)
    assert len({query.text.casefold() for query in queries}) == len(queries)


def test_every_evidence_sentence_stands_on_a_page_of_the_highest_grade(splits):
    pages = {
        f"{path.stem}#{number}": words_of(page.get_textpage().get_text_bounded())
        for path in BRIEFINGS.glob("*.pdf")
        for number, page in enumerate(pdfium.PdfDocument(path), 1)
    }
    lost, checked = [], 0
    for split in splits.values():
        for query in split.judged:
            best = [unit for unit, grade in split.qrels[query.id].items() if grade == 2]
            for sentence in query.evidence:
                on = [sentence.gap] if sentence.gap else best
                checked += 1
                if not any(runs_on(pages[unit], words_of(sentence.text)) for unit in on):
                    lost.append((query.id, sentence.text))
    assert checked > 300
    assert lost == []


def test_what_was_pooled_is_told_as_it_is(splits, queries):
    rows = list(read_rows(DIRECTORY / "pooled.jsonl", Row))
    one, two = zip(*(row.grades for row in rows), strict=True)
    answers = [[grade in ANSWERING for grade in own] for own in (one, two)]
    told = " ".join((DIRECTORY / "README.md").read_text().split())
    assert f"{len(rows):,} sentences" in told
    assert f"{cohen_kappa_score(one, two):.2f} (Cohen's kappa" in told
    assert f"{cohen_kappa_score(*answers):.2f} for whether" in told
    for name, split in splits.items():
        found = [
            not all(is_named(text, query) for text in query.answering) for query in split.judged
        ]
        assert f"{sum(found)} of {len(found)} {name} questions" in told
    of_none = [p for query in queries if query.expected == "no_evidence" for p in query.pooled]
    assert len(of_none) > 150
    assert not any(one.answers for one in of_none)


def test_the_readme_counts_what_there_is(queries):
    text = (DIRECTORY / "README.md").read_text()
    assert text.startswith(f"# Judged questions for the sample library\n\n{len(queries)} questions")
    counts = Counter(
        (value, query.labels["split"])
        for query in queries
        for value in set[str]().union(
            {query.labels[k] for k in ("type", "topic", "style", "expected_status")},
            {query.labels["why"]} if "why" in query.labels else (),
            (name for name, flag in NAMED.items() if query.labels[flag] == "yes"),
            ("uk_only",) if query.labels["uk_only"] == "yes" else (),
        )
    )
    rows = {name: tuple(map(int, numbers)) for name, *numbers in ROW.findall(text)}
    kinds = {"answerable", "unanswerable", "to be declined", "to be asked back"}
    assert len(rows) > 40
    assert rows.keys() - kinds == {name for name, _ in counts}
    for name in rows.keys() - kinds:
        dev, test = counts[name, "dev"], counts[name, "test"]
        assert rows[name] == (dev, test, dev + test), name
