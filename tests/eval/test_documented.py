"""What documents say of the committed scores is what those are."""

from pathlib import Path

from eval.expected import read_entries

ROOT = Path(__file__).parents[2]


def test_the_transparency_record_has_the_committed_scores():
    entries = {entry.name: entry for entry in read_entries(ROOT / "eval" / "expected.json")}
    answers = entries["Sample library (test), answers"].values["answers"]
    pages = entries["Sample library (test)"].values["page"]
    told = (ROOT / "docs" / "transparency.md").read_text()
    assert f"calibration error {answers['calibration error']:.2f} on the sample's test" in told
    assert f"(false answer {answers['false answer']:.2f})" in told
    assert f"among three for {pages['Success@3']:.0%}".replace("%", " %") in told
