"""A researcher's ratings: kept in a log that shows every change, published without encoding."""

import subprocess
import sys

import pytest

from evidence_search.files import sha256
from evidence_search.generations import current
from evidence_search.index import Index
from evidence_search.ratings import Provenance
from indexer.held import replay
from indexer.rating_log import NAME, Action, Event
from indexer.republish import Recorded
from tests.indexer.rating import PUBLISHED, RATE, add, entries, held, make_index, rate, shown


@pytest.fixture
def index(tmp_path):
    return make_index(tmp_path)


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
    [suggested] = shown(index, "signs")
    assert (suggested.provenance, suggested.rater) == (Provenance.SUGGESTED, "Ann")
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
        (["--standard", "nesta"], "no unit ''"),
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


def test_long_lines_of_a_list_are_broken_at_the_width_of_the_terminal(index, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    add(index)
    for command in ("list", "log", "designs"):
        lines = rate(index, command).splitlines()
        assert max(map(len, lines)) <= 80, command
