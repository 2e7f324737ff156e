from evidence_search.types import Design, Dimension, Document, Passage, Span
from indexer.ledger import LedgerRow, State
from indexer.report import as_json, as_text
from indexer.tell import tell

TEXT = "This was a randomised trial. Families were randomly allocated. It cost £300 a head."


def told():
    document = Document("report", "report.pdf", "A report", "0" * 64)
    span = Span(1, 0, len(TEXT))
    return tell(document, [Passage("report#1:0", document, TEXT, (span,), ("Costs",))])


def test_a_document_carries_its_suggested_designs_and_its_passages_their_dimensions():
    document, [passage] = told()
    assert [one.design for one in document.designs] == [Design.TRIAL]
    assert passage.document == document
    assert Dimension.ECONOMICS in passage.dimensions


def test_the_report_card_shows_a_suggestion_as_one():
    document, _ = told()
    row = LedgerRow("report", "report.pdf", "0" * 64, State.INDEXED, 1, designs=document.designs)
    lines = [line for _, line in as_text([row])]
    assert any(
        line.startswith("randomised trial (suggested by the software, not checked): “randomised")
        for line in lines
    )
    assert "randomised trial" in str(as_json([row])[0]["designs"])
