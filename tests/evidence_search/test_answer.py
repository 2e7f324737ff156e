from evidence_search import AnswerStatus
from evidence_search.evidence import Evidence


def test_an_answer_is_a_sentence_of_the_library_with_its_page(engine):
    answer = engine.answer("family group conferences reduced entry to care")
    assert answer.status is AnswerStatus.ANSWERED
    [citation] = answer.statements[0].citations
    assert citation.quote == "Family group conferences reduced entry to care."
    assert (citation.passage.document.id, citation.page) == ("conferences", 1)
    page = engine.index.store.page("conferences", 1)
    assert page.text[citation.span.start : citation.span.end] == citation.quote


def test_off_topic_is_refused_and_the_nearest_documents_are_named(engine):
    answer = engine.answer("the speed of sound in seawater")
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert answer.statements == ()
    assert answer.nearest
    assert "does not mean that no evidence exists" in answer.message


def test_the_evidence_counts_only_what_is_cited(engine):
    answer = engine.answer("cash transfers for care leavers improved housing")
    evidence = Evidence.of(answer.documents)
    assert (evidence.documents, evidence.rated, evidence.newest) == (1, 0, 2020)
