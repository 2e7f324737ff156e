"""Questions to sentences of open texts, which are found again by what they say."""

import pytest

from eval.contrasts import CURES, Group, Pair, contrasts, digest
from eval.rows import CollectionInvalid, read_rows
from eval.train_answerability import GROUPS
from evidence_search.index import Index
from evidence_search.types import Document, Passage, Span
from tests.eval.library import PAGES, write_index, write_lines

TUTORED = PAGES["report"][0]
SAFE = "No child was harmed."
TRIAL = "TITLE: \nTutors at home\n\nABSTRACT: Tutors came twice.\n" + SAFE


def group(source, document, *sentences, **asked):
    return Group.model_validate(
        {
            "_id": "a1",
            "source": source,
            "document": document,
            "sentences": [digest(one) for one in sentences],
            "questions": [{"text": "Does it work?", "answered_by": [0]} | asked],
        }
    )


@pytest.fixture
def reports(tmp_path):
    opened = Index.open(write_index(tmp_path / "index", PAGES))
    yield opened
    opened.close()


@pytest.fixture
def trials(tmp_path):
    path = tmp_path / "corpus.jsonl"
    write_lines(path, [{"_id": "t1#0", "text": TRIAL}, {"_id": "t2#0", "text": "No title."}])
    return path


def test_sentences_are_read_with_the_title_of_their_report_or_trial(reports, trials):
    groups = [group("reports", "report", TUTORED), group("trials", "t1", SAFE)]
    assert list(contrasts(groups, reports, trials)) == [
        Pair("a1.0", "Does it work?", f"Report. {TUTORED}", answers=True),
        Pair("a1.0", "Does it work?", f"Tutors at home. {SAFE}", answers=True),
    ]


def test_a_question_stands_with_every_sentence_of_its_group(reports, trials):
    one = group("trials", "t1", SAFE, "ABSTRACT: Tutors came twice.", answered_by=[], near=1)
    assert [pair.answers for pair in contrasts([one], reports, trials)] == [False, False]


@pytest.mark.parametrize(
    ("source", "document", "cure"),
    [
        ("reports", "report", "--index data/eval/public-reports"),
        ("reports", "gone", "--index data/eval/public-reports"),
        ("trials", "t1", "use the corpus"),
        ("trials", "t2", "use the corpus"),
    ],
)
def test_a_sentence_that_is_not_there_names_its_group(reports, trials, source, document, cure):
    fault = rf"group a1: 1 of its sentences .* {document}; .*{cure}"
    with pytest.raises(CollectionInvalid, match=fault):
        list(contrasts([group(source, document, "Not said.")], reports, trials))


def test_a_sentence_of_a_report_stands_after_its_heading():
    document = Document("r", "r.pdf", "Report", "0" * 64)
    passage = Passage("r:1", document, "Said.", (Span(1, 0, 5),), headings=("2", "Results"))
    assert passage.in_context("Said.") == "Report. Results. Said."


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"answered_by": []}, "needs answered_by or near"),
        ({"near": 0}, "needs answered_by or near"),
        ({"answered_by": [1]}, "not in its group"),
        ({"answered_by": [], "near": 3}, "not in its group"),
    ],
)
def test_a_question_that_does_not_fit_its_sentences_is_refused(asked, fault):
    with pytest.raises(ValueError, match=fault):
        group("reports", "report", TUTORED, **asked)


def test_the_questions_of_the_project_are_many_and_half_of_them_have_no_answer():
    groups = list(read_rows(GROUPS, Group))
    asked = [one for group in groups for one in group.questions]
    assert len(groups) == 640
    assert len(asked) == 8940
    assert sum(bool(one.answered_by) for one in asked) == 4537
    assert {len(group.sentences) for group in groups} == {4, 5}
    by_source = {source: {g.document for g in groups if g.source == source} for source in CURES}
    assert {source: len(own) for source, own in by_source.items()} == {"reports": 13, "trials": 131}
