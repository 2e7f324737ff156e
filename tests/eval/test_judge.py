from __future__ import annotations

import pytest

from eval.collection import Collection, Pooled, Query, Sentence
from eval.judge import judge
from eval.rows import CollectionInvalid
from eval.told import Said, Told
from evidence_search.index import Index
from tests.eval.library import PAGES

TUTORING, SIBLINGS = PAGES["report"]
CARERS, CASELOADS = PAGES["guide"]


@pytest.fixture
def judged(page_index, tmp_path):
    """Judge one query, of which pages are relevant, by what it was told."""

    def call(query: Query, pages: tuple[str, ...], *said: Said, status: str = "answered"):
        qrels = {query.id: dict.fromkeys(pages, 2)} if pages else {}
        collection = Collection(tmp_path, "all", [query], qrels)
        index = Index.open(page_index)
        told = Told(query, status, said, 0.5, (), 1.0)
        try:
            return judge([told], collection, index.store)[query.id]
        finally:
            index.close()

    return call


def said(*pairs: tuple[str, str]) -> Said:
    return Said(tuple(quote for quote, _ in pairs), tuple(page for _, page in pairs))


RIGHT, WRONG = said((TUTORING, "report#1")), said((CARERS, "guide#1"))
ASKED = Query("q", "?", evidence=(Sentence(TUTORING),))
TWO = {"type": "two-part"}
BOTH = Query("q", "?", labels=TWO, evidence=(Sentence(TUTORING), Sentence(CASELOADS)))
GAP = Sentence("Not known.", "guide#2")
UNKNOWN = Query("q", "?", labels=TWO, evidence=(Sentence(TUTORING), GAP))
NOWHERE = Query("q", "?", answerable=False)
POOL = (Pooled(SIBLINGS, answers=True), Pooled(CARERS, answers=False))


def test_the_evidence_may_come_first_or_among_three_but_not_fourth(judged):
    names = ("evidence@1", "evidence@3", "page@3", "right")
    for before, expected in ((0, (1, 1, 1, 1)), (2, (0, 1, 1, 1)), (3, (0, 0, 0, 0))):
        own = judged(ASKED, ("report#1",), *[WRONG] * before, RIGHT)
        assert tuple(own[name] for name in names) == expected


def test_what_readers_of_the_pool_say_answers_is_right_without_being_named_beforehand(judged):
    names = ("evidence@1", "evidence@3", "answers@1", "answers@3", "judged@3", "right")
    pooled, other = said((SIBLINGS, "report#2")), said((CASELOADS, "guide#2"))
    query = Query("q", "?", evidence=(Sentence(TUTORING),), pooled=POOL)
    for told, expected in (
        ((pooled, WRONG), (0, 0, 1, 1, 1, 1)),
        ((WRONG, RIGHT), (0, 1, 0, 1, 1, 1)),
        ((WRONG, other), (0, 0, 0, 0, 0, 0)),
    ):
        own = judged(query, ("report#1",), *told)
        assert tuple(own[name] for name in names) == expected


def test_the_right_page_with_another_sentence_is_the_page_only(judged):
    own = judged(ASKED, ("report#1",), said(("Something else.", "report#1")))
    assert (own["page@3"], own["evidence@3"], own["right"]) == (True, False, False)


def test_a_refusal_of_an_answerable_question_is_zero_and_an_imprecise_refusal(judged):
    assert judged(ASKED, ("report#1",), status="no_evidence") == {
        "evidence@1": False,
        "evidence@3": False,
        "page@3": False,
        "answered": False,
        "precision of no_evidence": False,
    }


def test_an_answer_to_what_has_none_is_false_and_never_right(judged):
    assert judged(NOWHERE, (), WRONG) == {
        "false answer": True,
        "right": False,
        "recall of no_evidence": False,
    }
    assert judged(NOWHERE, (), status="no_evidence") == {
        "false answer": False,
        "recall of no_evidence": True,
        "precision of no_evidence": True,
    }


def test_a_refusal_for_another_cause_is_neither_recalled_nor_precise(judged):
    query = Query("q", "?", answerable=False, labels={"expected_status": "out_of_scope"})
    assert judged(query, (), status="no_evidence") == {
        "recall of out_of_scope": False,
        "precision of no_evidence": False,
    }


def test_both_parts_need_their_own_page_and_sentence(judged):
    pages = ("report#1", "guide#2")
    second = said((CASELOADS, "guide#2"))
    assert judged(BOTH, pages, RIGHT, second)["both sentences"]
    assert judged(BOTH, pages, RIGHT, said(("Else.", "guide#2")))["both pages"]
    one = judged(BOTH, pages, RIGHT, WRONG)
    assert (one["both pages"], one["both sentences"]) == (False, False)
    assert not judged(BOTH, pages, second)["both pages"]


def test_a_part_that_is_not_known_is_met_by_partial_or_by_its_page(judged):
    assert not judged(UNKNOWN, ("report#1",), RIGHT)["both pages"]
    assert judged(UNKNOWN, ("report#1",), RIGHT, status="partial")["both pages"]
    told = judged(UNKNOWN, ("report#1",), RIGHT, said(("Not known.", "guide#2")))
    assert told["both sentences"]
    assert not judged(UNKNOWN, ("report#1",), WRONG, status="partial")["both pages"]


def test_evidence_on_no_judged_page_is_a_fault_of_the_data(judged):
    with pytest.raises(CollectionInvalid, match="on no judged page"):
        judged(BOTH, ("report#1",), RIGHT)


def test_an_answerable_question_without_evidence_cannot_be_judged(judged):
    with pytest.raises(CollectionInvalid, match="question q is answerable, but names no evidence"):
        judged(Query("q", "?"), ("report#1",), RIGHT)
