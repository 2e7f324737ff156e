"""A reader that fails in one step loses that step, and no more time than it may take."""

import time
from pathlib import Path

import pytest

from evidence_search.isolate import Failure, Limits, Reader, Result, run_isolated
from tests.evidence_search import bad_readers

STRICT = Limits(seconds=5, memory_mb=128, output_mb=1)
GENEROUS = Limits(seconds=60, memory_mb=128, output_mb=1)
DAMAGED = "the file is probably damaged: save it again as a new PDF, or leave it out"
CRASHED = f"the reader crashed (Segmentation fault); {DAMAGED}"


def read(name: str, reader: Reader = bad_readers.page_by_page, limits: Limits = STRICT):
    [outcome] = run_isolated(reader, [Path(f"{name}.pdf")], limits, 1)
    return outcome


def said(outcome: Result | Failure) -> dict[int, str]:
    assert isinstance(outcome, Result), outcome
    lines = (line.partition(": ") for line in outcome.output.decode().splitlines())
    return {int(number): why for number, _, why in lines}


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("hang", "reading took longer than 5 s"),
        ("out_of_memory", "reading needed more than 128 MB of memory"),
        ("abort", "the reader was stopped (Aborted), most likely for want of memory"),
        ("crash", CRASHED),
        ("exit", "the reader ended with exit code 3"),
        ("raise_error", "reading failed with ValueError"),
    ],
)
def test_a_page_that_stops_the_reader_costs_that_page(mode, reason):
    pages = said(read(f"{mode}-3"))
    assert pages.pop(3).startswith(reason)
    assert pages == dict.fromkeys([1, 2, *range(4, 21)], "")


def test_several_bad_pages_cost_those():
    pages = said(read("crash-1-7-20", limits=GENEROUS))
    assert {number for number, why in pages.items() if why} == {1, 7, 20}


def test_after_ten_bad_pages_the_rest_is_given_up_and_said_to_be():
    pages = said(read("-".join(["crash", *map(str, range(2, 21))]), limits=GENEROUS))
    assert pages[1] == ""
    assert [pages[number] for number in range(2, 12)] == [CRASHED] * 10
    assert {pages[n] for n in range(12, 21)} == {"too much before it stops the reader"}


def test_pages_that_hang_take_three_times_the_seconds_at_most():
    limits = Limits(seconds=1, memory_mb=128, output_mb=1)
    started = time.monotonic()
    pages = said(read("-".join(["hang", *map(str, range(2, 21))]), limits=limits))
    taken = time.monotonic() - started
    assert taken < 3 * 1 + 5  # the starts of the children; ten that hang take 10 s
    assert pages[1] == ""
    assert pages[2].startswith("reading took longer than 1 s")


def test_what_cannot_be_left_out_fails_the_file():
    assert read("crash-last") == Failure(Path("crash-last.pdf"), CRASHED)


def test_a_refusal_is_final_whatever_the_step():
    outcome = read("raise_own_error-3")
    assert isinstance(outcome, Failure)
    assert outcome.reason.startswith("The file asks for a password")


def test_a_reader_that_does_not_leave_the_step_out_is_not_begun_for_ever():
    started = time.monotonic()
    assert read("x", bad_readers.deaf, Limits(seconds=60)) == Failure(Path("x.pdf"), CRASHED)
    assert time.monotonic() - started < 30


def test_pages_for_which_no_time_is_left_are_named_and_the_others_kept():
    outcome = read("slow", bad_readers.slow_pages, Limits(seconds=4))
    assert isinstance(outcome, Result)
    reasons = outcome.output.decode().split("\n")
    assert reasons[:4] == [""] * 4
    assert reasons[-1] == "the file as a whole takes longer than 4 s"
