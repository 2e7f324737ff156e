import pytest

from evidence_search import Answer, AnswerStatus, Citation, Document, Passage, Span, Statement
from evidence_search.ratings import Direction, EvidenceRating, Provenance

DOCUMENT = Document("d", "d.pdf", "D", "0" * 64, page_labels=("", "1", "2"))


SPANS = (Span(4, 90, 100), Span(5, 0, 10))


def passage(text="on page 4 on page 5 ", spans=SPANS):
    return Passage("d#4:90", DOCUMENT, text, spans)


def test_a_passage_over_two_pages_cites_the_right_one():
    assert Citation(passage(), 0, 9).span == Span(4, 90, 99)
    assert Citation(passage(), 10, 19).span == Span(5, 0, 9)


def test_a_quote_is_the_text_at_its_offsets():
    assert Citation(passage(), 3, 9).quote == "page 4"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 4), (5, 99), (9, 3)])
def test_a_citation_outside_its_passage_cannot_be_made(start, end):
    with pytest.raises(ValueError, match="is not inside passage d#4:90"):
        Citation(passage(), start, end)


def test_a_citation_over_a_page_end_cannot_be_made():
    with pytest.raises(ValueError, match="runs over a page end"):
        Citation(passage(), 5, 15)


def test_a_statement_stands_on_something():
    with pytest.raises(ValueError, match="nothing cited for: Everything works"):
        Statement("Everything works.", ())


def test_spans_must_add_up_to_the_text():
    with pytest.raises(ValueError, match="do not add up"):
        passage("short", (Span(1, 0, 99),))


def test_a_passage_without_words_cannot_be_made():
    with pytest.raises(ValueError, match="has no text"):
        passage("   ", (Span(1, 0, 3),))


def test_an_answer_has_statements_exactly_when_it_says_that_it_answers():
    with pytest.raises(ValueError, match="no_evidence with 1 statements"):
        Answer(AnswerStatus.NO_EVIDENCE, "", (Statement("x", (Citation(passage(), 0, 2),)),))
    with pytest.raises(ValueError, match="answered with 0 statements"):
        Answer(AnswerStatus.ANSWERED, "")


def test_a_cover_has_no_printed_number():
    assert [DOCUMENT.label(page) for page in (1, 2, 3, 4)] == [None, "1", "2", None]


def test_a_published_rating_names_its_source_and_an_assigned_one_its_rater():
    fields = ("Programme", "outcome", "grade", "1", "High", Direction.POSITIVE, "outcome")
    with pytest.raises(ValueError, match="names its source"):
        EvidenceRating(*fields, Provenance.PUBLISHED, "A body", "2020", "")
    with pytest.raises(ValueError, match="names its rater and date"):
        EvidenceRating(*fields, Provenance.ASSIGNED, "", "", "")
