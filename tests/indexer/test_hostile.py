"""A library of hostile files: each ends in a row, the good ones are read, and nothing else is."""

import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from evidence_search.encode import HashEncoder
from evidence_search.index import Index
from evidence_search.isolate import Limits
from evidence_search.standards import load_standards
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.cli import main
from indexer.ledger import LedgerRow, State
from tests.indexer import expected, hostile, hostile_pages
from tests.indexer.acting import NAMES, acting, no_files
from tests.indexer.watch import Opened, called, peak_of_children

MEMORY_MB = 512
SECONDS = 8.0
PLAN = Plan(limits=Limits(seconds=SECONDS, memory_mb=MEMORY_MB, output_mb=32), workers=2)
LINKS_OUT = {"link-out.pdf", "link-out-by-dots.pdf", "link-to-a-folder-out.pdf"}
CHANGING = {"zz-grows.pdf", "zz-goes.pdf", "zz-turns-into-a-pipe.pdf"}


@dataclass(frozen=True, slots=True)
class Outcome:
    folder: Path
    index: Path
    rows: dict[str, LedgerRow]
    texts: dict[str, str]
    opened: set[str]
    called: bool
    peak: int
    seconds: float


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, sample):
    root = tmp_path_factory.mktemp("hostile")
    folder, outside, index = root / "source", root / "outside", root / "index"
    folder.mkdir()
    outside.mkdir()
    good = (sample / "briefings" / "supervision.pdf").read_bytes()
    (outside / "private.pdf").write_bytes(good)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        files = dict(
            [
                *hostile.malformed(good),
                *hostile.structures(),
                *hostile.contents(),
                *hostile.metadata(str(outside / "private.pdf")),
                *hostile.locked(good),
                *acting(outside / "owned", address),
                *hostile_pages.cut_short(),
                *hostile_pages.bad_pages(),
                ("pages-10000", hostile_pages.many_pages(10_000)),
            ]
        )
        for name, content in files.items():
            (folder / f"{name}.pdf").write_bytes(content)
        for name in (*NAMES, *CHANGING):
            (folder / name).write_bytes(good)
        no_files(folder, outside)
        opened = Opened(outside)

        def disturb(_row: LedgerRow) -> None:
            if (folder / "zz-goes.pdf").exists():
                (folder / "zz-goes.pdf").unlink()
                (folder / "zz-grows.pdf").write_bytes(good + b"%more")
                (folder / "zz-turns-into-a-pipe.pdf").unlink()
                os.mkfifo(folder / "zz-turns-into-a-pipe.pdf")

        started = time.monotonic()
        entries = read_source(folder, load_standards())
        with peak_of_children() as peak:
            built = build(entries, index, HashEncoder(), PLAN, disturb)
        seconds = time.monotonic() - started
        store = Index.open(index).store
        texts = {
            row.file: " ".join(page.text for page in store.stored_pages(row.id))
            for row in built.ledger
        }
        rows = {row.file: row for row in built.ledger}
        assert len(rows) == len(entries)
        yield Outcome(
            folder, index, rows, texts, opened.names(), called(listener), peak[0], seconds
        )
        (outside / "private.pdf").read_bytes()
        assert opened.names() == {"private.pdf"}, "the watch over the folder does not work"
        socket.create_connection(listener.getsockname()).close()
        assert called(listener), "the watch over the network does not work"
        opened.close()


def test_every_file_ends_in_a_row_and_the_batch_in_bounded_time(outcome):
    found = {os.fsencode(path.name) for path in outcome.folder.iterdir()} - {b"folder-out"}
    assert len(outcome.rows) == len(found) + 1  # the one that went
    assert len(outcome.rows) > 120
    for row in outcome.rows.values():
        assert row.state is State.INDEXED or row.problems, row.file
    assert outcome.seconds < len(outcome.rows) * SECONDS / PLAN.workers / 2  # half of all hanging


def test_every_file_ends_in_the_row_that_is_expected_of_it(outcome):
    said = {row.file.removesuffix(".pdf"): row for row in outcome.rows.values()}
    assert said.keys() >= {*expected.REFUSED, *expected.BOMBS, *expected.PARTLY}
    wrong = [
        (name, row.state, row.problems)
        for name, row in said.items()
        if row.state not in expected.states(name)
        or expected.reason(name) not in "; ".join(row.problems)
    ]
    assert not wrong


def test_a_bomb_on_a_page_costs_that_page(outcome):
    row = outcome.rows["bomb-on-page-3.pdf"]
    assert (row.pages, row.pages_with_text) == (6, 5)
    assert [problem.partition(":")[0] for problem in row.problems] == ["page 3"]


@pytest.mark.parametrize(("share", "pages"), [(35, 7), (65, 14), (95, 20)])
def test_the_pages_before_a_cut_are_read(outcome, share, pages):
    assert outcome.rows[f"pages-cut-off-at-{share}.pdf"].pages_with_text == pages


def test_what_a_file_says_of_itself_holds_no_control_characters(outcome):
    own = outcome.rows["author-with-escapes.pdf"].own
    assert own.authors == ("owned A. Writer",)
    assert all(row.own.title.isprintable() for row in outcome.rows.values())


def test_no_child_holds_more_memory_than_it_may(outcome):
    assert 100 * 2**20 < outcome.peak < (MEMORY_MB + 100) * 2**20


def test_nothing_outside_the_folder_is_opened_and_nobody_is_called(outcome):
    assert outcome.opened == set()
    assert not outcome.called
    assert not (outcome.folder / "owned").exists()


def test_what_a_file_asks_to_be_done_is_not_done_and_its_words_are_read(outcome):
    names = [f"{name}.pdf" for name, _ in acting(Path("x"), "y")]
    assert len(names) > 12
    for name in names:
        assert outcome.rows[name].state is State.INDEXED, name
        assert outcome.texts[name] == "Words that stand in a hostile file."


def test_a_good_file_is_read_whatever_its_name(outcome):
    read = {row.file for row in outcome.rows.values() if row.characters > 5000}
    assert {os.fsencode(name).decode("utf-8", "replace") for name in NAMES} <= read
    assert all(name.isprintable() for name in (row.id for row in outcome.rows.values()))


@pytest.mark.parametrize("name", sorted(LINKS_OUT | {"link-to-a-device.pdf"}))
def test_a_link_that_leads_out_is_refused_and_says_so(outcome, name):
    row = outcome.rows[name]
    assert row.state is State.REFUSED
    assert row.problems == ("it is a link that leads out of the folder: put the file itself there",)


@pytest.mark.parametrize("name", ["folder", "pipe", "socket", "link-to-nothing", "link-to-itself"])
def test_what_is_no_file_is_refused_without_being_opened(outcome, name):
    row = outcome.rows[f"{name}.pdf"]
    assert row.problems == ("it is no file that can be opened; check it and its rights",)


def test_a_file_that_changes_while_it_is_read_is_refused(outcome):
    assert "changed while it was being read" in outcome.rows["zz-grows.pdf"].problems[0]
    for name in CHANGING:
        assert outcome.rows[name].state is State.REFUSED


def test_a_locked_file_says_what_to_do(outcome):
    for name in ("locked-rc4-40.pdf", "locked-rc4-128.pdf"):
        assert outcome.rows[name].problems == ("protected by a password: add a copy without one",)


def test_harmless_oddities_cost_nothing(outcome):
    for name in (
        "header-of-the-future",
        "truncated-mark",
        "table-elsewhere",
        "negative-pages",
        "outline-goes-round",
        "form-draws-itself",
        "xmp-entities-in-entities",
        "title-of-itself",
        "page-turned-round",
        "length-beyond-the-end",
    ):
        assert outcome.rows[f"{name}.pdf"].state is State.INDEXED, name
        assert outcome.texts[f"{name}.pdf"], name


@pytest.mark.parametrize("command", ["report", "plan"])
def test_no_name_or_text_of_a_file_steers_the_terminal(outcome, command):
    of = {"report": [str(outcome.index)], "plan": ["/nowhere", str(outcome.folder)]}[command]
    done = CliRunner().invoke(main, [command, "--index", *of])
    assert "red\ufffd[31m" in done.output
    assert all(letter.isprintable() or letter == "\n" for letter in done.output)
