"""A parser that goes wrong in every way costs its own file, and nothing else."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest

from evidence_search.errors import SettingsInvalid
from evidence_search.isolate import Failure, Limits, Result, run_isolated
from tests.evidence_search import bad_readers

STRICT = Limits(seconds=5, memory_mb=128, output_mb=1, open_files=64)
GENEROUS = Limits(seconds=60, memory_mb=1024, output_mb=8, open_files=512)
ROOT = Path(__file__).parents[2]

OVER = "and was stopped; raise this limit, or leave the file out"
DAMAGED = "the file is probably damaged: save it again as a new PDF, or leave it out"
CURED_BY_A_HIGHER_LIMIT = {
    "hang": f"reading took longer than 5 s {OVER}",
    "spin": f"reading took longer than 5 s {OVER}",
    "out_of_memory": f"reading needed more than 128 MB of memory {OVER}",
    "huge_output": f"reading gave more than 1 MB of output {OVER}",
    "many_open_files": f"reading opened more than 64 files at once {OVER}",
}
REASONS = CURED_BY_A_HIGHER_LIMIT | {
    "slow_drip": f"reading took longer than 5 s {OVER}",
    "flood": f"reading gave more than 1 MB of output {OVER}",
    "abort": "the reader was stopped (Aborted), most likely for want of memory; "
    "allow more than 128 MB, read fewer files at once, or leave the file out",
    "crash": f"the reader crashed (Segmentation fault); {DAMAGED}",
    "crash_half_way": f"the reader crashed (Segmentation fault); {DAMAGED}",
    "exit": f"the reader ended with exit code 3 and gave no result; {DAMAGED}",
    "write_to_disk": "the reader tried to write to disk, which it may not; leave the file out",
    "raise_own_error": "The file asks for a password: save it without one.",
    "raise_error": ("reading failed with ValueError: no [31mxref table " + "x" * 500)[:500],
}


def read(
    *names: str, limits: Limits = GENEROUS, workers: int = 2, folder: Path = Path()
) -> Generator[Result | Failure, None, None]:
    paths = [folder / f"{name}.pdf" for name in names]
    return run_isolated(bad_readers.by_name, paths, limits, workers)


def good(name: str) -> Result:
    path = Path(f"{name}.pdf")
    return Result(path, f"text of {path.name}".encode())


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def group_of(leader: int) -> list[int]:
    def group(pid: int) -> int:
        try:
            return os.getpgid(pid)
        except ProcessLookupError:
            return 0

    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if group(pid) == leader and is_alive(pid)]


def children() -> list[int]:
    return [child.pid for child in multiprocessing.active_children() if child.pid]


def soon(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + bad_readers.LONG - 1  # sooner than what hangs ends by itself
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


@pytest.fixture(scope="module")
def strict_outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Result | Failure]:
    names = [name for bad in REASONS for name in (bad, f"good-{bad}")]
    folder = tmp_path_factory.mktemp("disk")
    outcomes = list(read(*names, limits=STRICT, workers=4, folder=folder))
    assert [outcome.path.stem for outcome in outcomes] == names
    assert sum(file.stat().st_size for file in folder.iterdir()) == 0
    return outcomes


@pytest.mark.parametrize(("mode", "reason"), REASONS.items())
def test_a_reader_that_goes_wrong_fails_its_own_file_with_a_reason(
    mode: str, reason: str, strict_outcomes: list[Result | Failure]
) -> None:
    (outcome,) = (outcome for outcome in strict_outcomes if outcome.path.stem == mode)
    assert isinstance(outcome, Failure)
    assert outcome.reason == reason


def test_the_good_files_between_the_bad_ones_are_read_in_order(
    strict_outcomes: list[Result | Failure],
) -> None:
    results = [outcome for outcome in strict_outcomes if isinstance(outcome, Result)]
    assert [result.output.decode() for result in results] == [
        f"text of good-{mode}.pdf" for mode in REASONS
    ]


def test_a_higher_limit_lets_the_same_files_through() -> None:
    outcomes = list(read(*CURED_BY_A_HIGHER_LIMIT, workers=4))
    assert all(isinstance(outcome, Result) for outcome in outcomes), outcomes


def test_results_keep_the_order_of_the_paths_though_later_ones_finish_first() -> None:
    names = ["nap", "good-1", "good-2", "good-3", "good-4"]
    assert [outcome.path.stem for outcome in read(*names, workers=2)] == names


def test_no_more_than_two_files_a_worker_are_begun_ahead_of_the_caller() -> None:
    begun = []

    def paths() -> Iterator[Path]:
        for number in range(20):
            begun.append(number)
            yield Path(f"good-{number}.pdf" if number else "nap.pdf")

    outcomes = run_isolated(bad_readers.by_name, paths(), GENEROUS, 2)
    for taken in range(1, 5):
        next(outcomes)
        assert len(begun) - taken <= 4
    outcomes.close()


def test_while_the_caller_takes_its_time_no_file_is_charged_for_it_and_none_hangs_on() -> None:
    # 3 MB do not fit the pipe, so their child cannot end before the caller comes back.
    limits = replace(GENEROUS, seconds=5)
    with closing(read("good", "huge_output", "hang", limits=limits, workers=3)) as outcomes:
        next(outcomes)
        assert soon(lambda: len(children()) == 2)  # the one that gave its result is still ending
        before = children()
        assert soon(lambda: sum(map(is_alive, before)) == 1)
        huge, hung = outcomes
    assert isinstance(huge, Result)
    assert isinstance(hung, Failure)
    assert hung.reason == f"reading took longer than 5 s {OVER}"


@pytest.mark.parametrize("mode", ["spawn_and_hang", "spawn_and_crash", "spawn_and_return"])
def test_what_a_child_started_ends_with_it(mode: str) -> None:
    outcomes = read("good", mode, limits=replace(GENEROUS, seconds=5))
    next(outcomes)
    (child,) = children()
    assert soon(lambda: len(group_of(child)) == 2)
    list(outcomes)
    assert soon(lambda: group_of(child) == [])


def test_leaving_early_kills_the_children() -> None:
    outcomes = read("good", "hang-1", "hang-2")
    next(outcomes)
    assert soon(lambda: len(children()) == 2)
    left = children()
    outcomes.close()
    assert soon(lambda: not any(map(is_alive, left)))


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_no_child_outlives_a_parent_that_is_stopped(end: signal.Signals) -> None:
    program = (
        "from tests.evidence_search.test_isolate import *\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job runner may ignore it
        "outcomes = read('good', 'hang-1', 'hang-2', limits=replace(GENEROUS, seconds=5))\n"
        "next(outcomes)\n"
        "print(*children(), flush=True)\n"
        "next(outcomes)\n"
    )
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    ) as parent:
        assert parent.stdout
        left = [int(pid) for pid in parent.stdout.readline().split()]
        assert len([pid for pid in left if is_alive(pid)]) == 2
        parent.send_signal(end)
        assert parent.wait(60) == -end
    assert soon(lambda: not any(map(is_alive, left)))


def test_a_child_has_no_way_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(read("chatter")) == [good("chatter")]
    assert capfd.readouterr() == ("", "")


def test_a_child_that_crashes_leaves_no_core_file() -> None:
    assert list(read("core_limit")) == [Result(Path("core_limit.pdf"), b"(0, 0)")]


def test_reading_leaves_no_descriptors_open() -> None:
    list(read("good"))
    gc.collect()  # what earlier tests left open is not to be closed in between
    before = set(Path("/dev/fd").iterdir())
    list(read("good", "crash", "huge_output", "hang", limits=replace(STRICT, seconds=0.5)))
    assert set(Path("/dev/fd").iterdir()) == before


@pytest.mark.parametrize("limit", [field.name for field in fields(Limits)])
def test_a_limit_of_zero_is_refused(limit: str) -> None:
    with pytest.raises(SettingsInvalid, match=f"above zero.*{limit}=0"):
        replace(GENEROUS, **{limit: 0})


def test_reading_with_no_worker_is_refused() -> None:
    with pytest.raises(SettingsInvalid, match="at least one worker, not 0"):
        next(read("good", workers=0))
