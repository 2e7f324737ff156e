import pytest

from evidence_search.designs import in_words
from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import Design, Dimension
from evidence_search.types import Document, Passage, Span
from indexer.design_checks import DesignCheck, Verdict, read_checks, settle
from indexer.ledger import LedgerRow, State
from indexer.report import as_json, as_text
from indexer.tell import tell

TEXT = "This was a randomised trial. Families were randomly allocated. It cost £300 a head."


def told(*checks):
    document = Document("report", "report.pdf", "A report", "0" * 64)
    span = Span(1, 0, len(TEXT))
    return tell(document, [Passage("report#1:0", document, TEXT, (span,), ("Costs",))], checks)


def test_a_document_carries_its_suggested_designs_and_its_passages_their_dimensions():
    found = told()
    [passage] = found.passages
    assert [one.design for one in found.document.designs] == [Design.TRIAL]
    assert passage.document == found.document
    assert Dimension.ECONOMICS in passage.dimensions


def test_the_report_card_shows_a_suggestion_as_one():
    row = LedgerRow("report", "report.pdf", "0" * 64, State.INDEXED, 1, designs=told().suggested)
    lines = [line for _, line in as_text([row])]
    assert any(
        line.startswith("randomised trial (suggested by the software, not checked): “randomised")
        for line in lines
    )
    assert "randomised trial" in str(as_json([row])[0]["designs"])


def test_a_person_may_confirm_or_refuse_a_suggestion_and_the_last_word_counts():
    yes = DesignCheck(Design.TRIAL, Verdict.CONFIRMED, "A. Rater", "2026-11-22")
    no = DesignCheck(Design.TRIAL, Verdict.REFUSED, "B. Rater", "2026-11-23")
    [confirmed] = told(yes).document.designs
    assert "(suggested by the software, confirmed by A. Rater, 2026-11-22)" in in_words(confirmed)
    assert told(yes, no).document.designs == ()
    assert told(yes, no).suggested == told().suggested
    [again] = settle((confirmed,), ())  # the confirmation was taken back
    assert "not checked" in in_words(again)


def test_checks_stand_in_a_file_beside_the_catalogue(tmp_path):
    path = tmp_path / "designs.csv"
    assert read_checks(path, {"report"}) == {}
    head = "id,design,verdict,rater,date\n"
    path.write_text(head + "report,randomised trial,refused,B. Rater,2026-11-23\n")
    [check] = read_checks(path, {"report"})["report"]
    assert (check.design, check.verdict) == (Design.TRIAL, Verdict.REFUSED)
    for row, fault in (
        ("other,randomised trial,refused,B,2026", "row 2: no document has the id other"),
        ("report,a trial,refused,B,2026", "row 2: column design"),
        ("report,randomised trial,refused,,2026", "row 2: column rater"),
    ):
        path.write_text(f"{head}{row}\n")
        with pytest.raises(CatalogueInvalid, match=fault):
            read_checks(path, {"report"})
