"""A researcher's ratings: kept in a log that shows every change, published without encoding."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from evidence_search import Document, EvidenceRating, Passage, Span
from evidence_search.encode import HashEncoder
from evidence_search.files import sha256
from evidence_search.generations import current
from evidence_search.index import Index, write_generation
from evidence_search.ratings import Design, Direction, Provenance
from evidence_search.standards import load_standards
from evidence_search.types import Cue, Page, SuggestedDesign
from indexer.agreement import agreements
from indexer.cli import main
from indexer.held import replay
from indexer.ledger import LedgerRow, State, read_ledger, write_ledger
from indexer.rating_log import NAME, Action, Event
from indexer.report import as_text
from indexer.republish import Recorded

PUBLISHED = EvidenceRating(
    "Family group conferences", "entry to care", "grade", "", "Moderate", Direction.POSITIVE,
    "outcome", Provenance.PUBLISHED, "A centre", "2020", "https://example.org/fgc",
)  # fmt: skip
RATE = [
    "--intervention", "Signs of Safety", "--outcome", "entry to care", "--standard", "grade",
    "--level", "Low", "--direction", "not assessed", "--why", "few studies",
]  # fmt: skip


TRIAL = SuggestedDesign(
    Design.TRIAL,
    (Cue("kind", Span(1, 0, 4), "What"), Cue("allocated", Span(1, 5, 8), "fgc")),
)


@pytest.fixture
def index(tmp_path):
    with write_generation(tmp_path, HashEncoder(), {"reader": "test"}) as writer:
        for name, ratings in (("fgc", (PUBLISHED,)), ("signs", ())):
            text = f"What {name} did for children who might have entered care."
            document = Document(name, f"{name}.pdf", name, "0" * 64, ratings=ratings)
            passage = Passage(f"{name}#1", document, text, (Span(1, 0, len(text)),))
            writer.add(document, [Page(1, text)], [passage])
        row = LedgerRow("fgc", "fgc.pdf", "0" * 64, State.INDEXED, designs=(TRIAL,))
        write_ledger(writer.directory, [row])
    return tmp_path


def rate(index, *arguments, code=0):
    done = CliRunner().invoke(main, ["rate", *map(str, arguments), "--index", str(index)])
    assert done.exit_code == code, done.output
    return done.output


def add(index, *changed, document="signs", by="Ann", code=0):
    return rate(index, "add", document, *RATE, *changed, "--by", by, code=code)


def held(index, *, everything=True):
    return json.loads(rate(index, "list", "--json", *(["--all"] if everything else [])))


def shown(index, document):
    opened = Index.open(index)
    found = opened.store.document(document)
    opened.close()
    assert found
    return found.ratings


def entries(index):
    return json.loads(rate(index, "log", "--json"))


def test_an_added_rating_is_shown_with_who_and_when_and_the_log_says_why(index):
    add(index)
    [rating] = shown(index, "signs")
    assert (rating.level, rating.rater, rating.provenance) == ("Low", "Ann", Provenance.ASSIGNED)
    assert rating.date
    [entry] = entries(index)
    assert (entry["who"], entry["action"], entry["why"]) == ("Ann", "add", "few studies")
    assert entry["before"] is None
    assert entry["after"]["level"] == "Low"


def test_a_change_keeps_what_stood_before_and_after(index):
    add(index)
    [one] = [found for found in held(index) if found["document"] == "signs"]
    rate(index, "change", one["id"], "--level", "Moderate", "--by", "Ben", "--why", "read again")
    assert [rating.level for rating in shown(index, "signs")] == ["Moderate"]
    entry = entries(index)[-1]
    assert (entry["before"]["level"], entry["after"]["level"]) == ("Low", "Moderate")
    assert entry["who"] == "Ben"


def test_a_published_rating_of_the_catalogue_can_be_withdrawn_and_stays_in_the_list(index):
    [one] = held(index)
    rate(index, "withdraw", one["id"], "--by", "Ann", "--why", "the owner took it down")
    assert shown(index, "fgc") == ()
    assert [found["standing"] for found in held(index)] == ["withdrawn"]
    assert held(index, everything=False) == []


def test_publishing_encodes_nothing_and_loads_no_model(index):
    vectors = sha256(current(index) / "vectors.faiss")
    code = (
        "import sys; from indexer.cli import main; "
        "main(sys.argv[1:], standalone_mode=False); "
        "print(sorted({'torch', 'sentence_transformers', 'transformers', 'openvino'} "
        "& set(sys.modules)))"
    )
    arguments = ["rate", "add", "signs", *RATE, "--by", "Ann", "--index", str(index)]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert sha256(current(index) / "vectors.faiss") == vectors
    assert current(index).name == "000002"
    assert [rating.level for rating in shown(index, "signs")] == ["Low"]


def test_what_publishes_could_not_encode_if_it_were_asked_to(index):
    opened = Index.open(index)
    recorded = Recorded(opened.manifest)
    opened.close()
    assert (recorded.fingerprint, recorded.dimension) == ("hash-256", 256)
    with pytest.raises(NotImplementedError, match="nothing is encoded"):
        recorded.encode_passages(["text"])


def test_two_raters_may_differ_and_both_are_shown_until_one_is_confirmed(index):
    add(index, by="Ann")
    add(index, "--level", "Very low", by="Ben")
    assert {rating.rater for rating in shown(index, "signs")} == {"Ann", "Ben"}
    mine, theirs = [one for one in held(index) if one["document"] == "signs"]
    assert mine["standing"] == theirs["standing"] == "shown, and another rater differs"
    rate(index, "confirm", theirs["id"], "--by", "Cat", "--why", "the panel agreed")
    assert [rating.rater for rating in shown(index, "signs")] == ["Ben"]
    standings = {one["id"]: one["standing"] for one in held(index)}
    assert standings[mine["id"]] == "set aside: another was confirmed"
    rate(index, "withdraw", theirs["id"], "--by", "Cat", "--why", "an error was found")
    assert [rating.rater for rating in shown(index, "signs")] == ["Ann"]


def test_no_rater_sets_aside_what_an_owner_published(index):
    add(index, "--intervention", "Family group conferences", document="fgc")
    one = next(found for found in held(index) if found["rating"]["rater"] == "Ann")
    rate(index, "confirm", one["id"], "--by", "Ann", "--why", "sure")
    assert {rating.level for rating in shown(index, "fgc")} == {"Low", "Moderate"}


def test_a_suggested_rating_becomes_that_of_whoever_confirms_it(index):
    add(index, "--provenance", "suggested")
    assert shown(index, "signs")[0].provenance is Provenance.SUGGESTED
    one = next(found for found in held(index) if found["document"] == "signs")
    rate(index, "confirm", one["id"], "--by", "Ben", "--why", "read the methods")
    [rating] = shown(index, "signs")
    assert (rating.provenance, rating.rater) == (Provenance.ASSIGNED, "Ben")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (["--level", "Highest"], "no level 'Highest'"),
        (["--version", "9", "--standard", "eif-cost"], "no version '9'"),
        (["--unit", "programme"], "no unit 'programme'"),
        (["--standard", "stars"], "no standard 'stars'"),
        (["--direction", "up"], "direction: Input should be 'positive'"),
        (["--provenance", "published"], "a published rating names its source"),
        (["--by", " "], "say who rates"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_logged(index, changed, message):
    output = rate(index, "add", "signs", *RATE, "--by", "Ann", *changed, code=1)
    assert message in output
    assert entries(index) == []
    assert current(index).name == "000001"


def test_a_document_or_rating_that_is_not_there_is_named(index):
    assert "no document has the id lost" in add(index, document="lost", code=1)
    told = rate(index, "withdraw", "lost", "--by", "Ann", "--why", "x", code=1)
    assert "no rating has the id lost" in told


def edit(text):
    return text.replace('"why": "few studies"', '"why": "many studies"')


@pytest.mark.parametrize(
    ("tamper", "message"),
    [
        (edit, "line 1: "),
        (lambda text: text.replace("Ben", "Bob"), "line 2: "),
        (lambda text: "".join(text.splitlines(keepends=True)[1:]), "line 1: "),
        (lambda text: "".join(text.splitlines(keepends=True)[:1]), "line 2: generation 000003"),
        (lambda text: text[:-20], "line 2: "),
        (lambda _: "", "line 1: generation 000003"),
    ],
)
def test_an_edited_or_cut_log_is_named_and_nothing_is_done_with_it(index, tamper, message):
    add(index, by="Ann")
    add(index, by="Ben")
    log = index / NAME
    text = log.read_text(encoding="utf-8")
    log.write_text(tamper(text), encoding="utf-8")
    for command in (["log"], ["list"], ["publish"], ["agreement"]):
        told = rate(index, *command, code=1)
        assert message in told
        assert "ratings.log" in told
    log.write_text(text, encoding="utf-8")
    assert len(entries(index)) == 2


def test_before_anything_is_published_the_seals_alone_tell_an_edit(index):
    add(index)
    (current(index) / NAME).unlink()
    log = index / NAME
    log.write_text(edit(log.read_text(encoding="utf-8")), encoding="utf-8")
    assert "line 1: it was edited after it was written" in rate(index, "log", code=1)


def test_a_rating_that_the_catalogue_no_longer_holds_is_told():
    event = Event(1, "", "Ann", Action.WITHDRAW, "fgc", "gone", PUBLISHED, None, "why")
    replayed = replay({"fgc": (PUBLISHED,)}, [event])
    assert replayed.void == (event,)
    assert replayed.shown("fgc") == (PUBLISHED,)


def pairs(levels):
    """Held ratings of two raters, one outcome for each pair of levels."""
    given: dict[str, tuple[EvidenceRating, ...]] = {"report": ()}
    for number, two in enumerate(levels):
        for rater, level in zip("AB", two, strict=True):
            rating = replace(
                PUBLISHED, outcome=f"outcome {number}", standard="cebc", unit="programme",
                level=level, provenance=Provenance.ASSIGNED, rater=rater,
            )  # fmt: skip
            given["report"] += (rating,)
    return replay(given, ()).held


def design(index, verdict, *, by="Ann", about=("fgc", "randomised trial"), code=0):
    said = ("--verdict", verdict, "--by", by, "--why", "page 3 says so")
    return rate(index, "design", *about, *said, code=code)


def designs_shown(index):
    opened = Index.open(index)
    found = opened.store.document("fgc")
    opened.close()
    assert found
    return found.designs


def test_a_suggested_design_is_confirmed_refused_and_taken_back_and_the_log_keeps_each(index):
    design(index, "confirmed")
    assert [one.confirmed_by for one in designs_shown(index)] == ["Ann"]
    design(index, "refused", by="Ben")
    assert designs_shown(index) == ()
    assert "[refused by Ben" in rate(index, "designs")
    design(index, "not checked")
    assert [one.confirmed_by for one in designs_shown(index)] == [""]
    steps = [(e["who"], e["design"]["before"], e["design"]["after"]) for e in entries(index)]
    assert steps == [
        ("Ann", "not checked", "confirmed"),
        ("Ben", "confirmed", "refused"),
        ("Ann", "refused", "not checked"),
    ]
    assert {e["why"] for e in entries(index)} == {"page 3 says so"}
    assert "randomised trial: confirmed -> refused" in rate(index, "log")


def test_a_checked_design_survives_a_rating_and_stands_in_the_report_card(index):
    design(index, "confirmed")
    add(index)
    [one] = designs_shown(index)
    assert one.confirmed_by == "Ann"
    [row] = read_ledger(current(index))
    assert any("confirmed by Ann" in line for _, line in as_text([row]))
    assert len(held(index)) == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"about": ("lost", "economic")}, "no document has the id lost"),
        ({"about": ("fgc", "economic")}, "the designs suggested for fgc are: randomised trial"),
        ({"by": " "}, "say who rates"),
    ],
)
def test_a_design_that_nothing_suggests_is_refused_and_not_logged(index, given, message):
    assert message in design(index, "confirmed", **given, code=1)
    assert entries(index) == []


def test_a_verdict_that_stands_already_is_not_logged_again(index):
    design(index, "refused")
    assert "refused already" in design(index, "refused", code=1)
    assert len(entries(index)) == 1


def test_a_verdict_edited_in_the_log_is_told(index):
    design(index, "refused")
    path = index / NAME
    path.write_text(path.read_text().replace('"after": "refused"', '"after": "confirmed"'))
    assert "line 1" in design(index, "confirmed", code=1)


def test_long_lines_of_a_list_are_broken_at_the_width_of_the_terminal(index, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    add(index)
    for command in ("list", "log", "designs"):
        lines = rate(index, command).splitlines()
        assert max(map(len, lines)) <= 80, command


def test_agreement_is_the_weighted_kappa_worked_by_hand():
    # Ranks (5, 5), (5, 4), (3, 3), (1, 2): seen distance (0+1+0+1)/4 = 0.5; by chance the mean of
    # |a-b| over {5,5,3,1} x {5,4,3,2} = 26/16 = 1.625; kappa = 1 - 0.5/1.625 = 0.6923.
    [found] = agreements(pairs(["11", "12", "33", "54"]), load_standards())
    assert (found.outcomes, found.same, found.off_scale) == (4, 2, 0)
    assert found.kappa == pytest.approx(1 - 0.5 / 1.625)


def test_a_code_off_the_scale_has_no_distance_and_is_counted_apart():
    [found] = agreements(pairs([("1", "NR"), ("1", "1"), ("3", "3")]), load_standards())
    assert (found.outcomes, found.same, found.off_scale, found.kappa) == (3, 2, 1, 1.0)


def test_agreement_without_a_value_is_said_not_to_have_one(index):
    add(index, by="Ann")
    assert "no outcome was rated by two raters" in rate(index, "agreement")
    add(index, by="Ben")
    told = rate(index, "agreement")
    assert "weighted kappa no value yet" in told
    assert "the same level for 1 of 1 outcomes" in " ".join(told.split())
