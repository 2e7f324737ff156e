import pytest

from indexer.findings import Findings
from indexer.ledger import LedgerRow, State, with_duplicates
from indexer.likeness import alike, sketch


def words(first, last):
    return " ".join(f"w{n}" for n in range(first, last))


def row(name, text, sha="0"):
    found = Findings(sketch=sketch([text]))
    return LedgerRow(name, f"{name}.pdf", sha, State.INDEXED, found=found)


def test_the_share_of_two_texts_is_estimated_from_their_sketches():
    # 2,400 words in a row in common are 2,395 runs of six, of 2,995 + 2,995 - 2,395: 0.666.
    pairs = {"a": sketch([words(0, 3000)]), "b": sketch([words(600, 3600)])}
    [(one, other, share)] = alike(pairs)
    assert (one, other) == ("a", "b")
    assert share == pytest.approx(0.666, abs=0.1)


def test_texts_that_share_little_are_not_alike():
    assert not list(alike({"a": sketch([words(0, 3000)]), "b": sketch([words(2500, 5500)])}))


def test_the_same_bytes_and_nearly_the_same_text_are_told_apart():
    text = words(0, 900)
    rows = [row("a", text, "1"), row("b", text, "1"), row("c", f"preface {text}", "2")]
    notes = {row.id: row.duplicates for row in with_duplicates(rows, set())}
    assert notes["a"][0] == "the same bytes as b.pdf: leave one of the two out"
    assert "of its text is also that of c.pdf" in notes["a"][1]
    assert len(notes["c"]) == 2


def test_what_the_catalogue_has_settled_is_not_reported():
    rows = [row("a", words(0, 900), "1"), row("b", words(0, 890), "2")]
    assert not any(row.duplicates for row in with_duplicates(rows, {frozenset(("a", "b"))}))
