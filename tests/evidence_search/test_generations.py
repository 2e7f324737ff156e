"""What is in use is never removed, what was killed leaves nothing in the way."""

import multiprocessing
import os
import shutil
import signal
import time

import pytest

from evidence_search.errors import IndexBusy, IndexDamaged, IndexMissing
from evidence_search.generations import (
    clear_out,
    current,
    generations,
    hold,
    new_generation,
    pointed,
    quarantined,
    roll_back,
)
from evidence_search.index import Index

RACES = 100


def publish(directory, text="x"):
    with new_generation(directory) as aside:
        (aside / "file").write_text(text)


def names(directory):
    return [path.name for path in generations(directory)]


def test_a_generation_in_use_outlives_the_newest_three(tmp_path):
    publish(tmp_path)
    held = hold(current(tmp_path))
    for _ in range(4):
        publish(tmp_path)
    assert names(tmp_path) == ["000001", "000003", "000004", "000005"]
    os.close(held)
    assert [path.name for path in clear_out(tmp_path)] == ["000001"]
    assert names(tmp_path) == ["000003", "000004", "000005"]


def test_a_folder_that_somebody_else_put_beside_them_is_no_generation(tmp_path):
    publish(tmp_path)
    shutil.copytree(tmp_path / "gen/000001", tmp_path / "gen/000001.bak")
    (tmp_path / "gen/2024").mkdir()
    publish(tmp_path)
    assert names(tmp_path) == ["000001", "000002"]
    assert (tmp_path / "gen/000001.bak").is_dir()


def test_a_generation_that_went_while_it_was_being_opened_is_missing(tmp_path):
    publish(tmp_path)
    first = current(tmp_path)
    for _ in range(3):
        publish(tmp_path)
    with pytest.raises(IndexMissing, match="not there any more"):
        hold(first)


def test_what_a_failed_build_wrote_is_kept_until_it_is_asked_away(tmp_path):
    publish(tmp_path)
    with pytest.raises(FileNotFoundError), new_generation(tmp_path) as aside:
        shutil.copy(current(tmp_path) / "file", aside) and (aside / "none").read_text()
    [failed] = quarantined(tmp_path)
    assert (failed / "file").read_text() == "x"
    assert clear_out(tmp_path) == []
    assert clear_out(tmp_path, failed=True) == [failed]
    assert names(tmp_path) == ["000001"]


def test_an_interrupted_build_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt), new_generation(tmp_path):
        raise KeyboardInterrupt
    assert list((tmp_path / "gen").iterdir()) == []


def write_until_killed(directory):
    with new_generation(directory) as aside:
        (aside / "file").write_text("half")
        time.sleep(60)


def test_what_a_killed_writer_left_is_swept_by_the_next(tmp_path):
    publish(tmp_path)
    child = multiprocessing.get_context("forkserver").Process(
        target=write_until_killed, args=(tmp_path,)
    )
    child.start()
    while not any((tmp_path / "gen").glob(".tmp-*/file")):
        time.sleep(0.01)
    with pytest.raises(IndexBusy):
        publish(tmp_path)
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert list((tmp_path / "gen").glob(".tmp-*"))
    publish(tmp_path)
    assert not list((tmp_path / "gen").glob(".*"))
    assert names(tmp_path) == ["000001", "000002"]


def test_without_a_current_generation_going_back_takes_the_newest(tmp_path):
    publish(tmp_path)
    publish(tmp_path)
    (tmp_path / "CURRENT").unlink()
    assert pointed(tmp_path) is None
    with pytest.raises(IndexMissing, match=r"no generation .* is current.*rollback --index"):
        current(tmp_path)
    assert roll_back(tmp_path, None, lambda _: None).name == "000002"
    assert current(tmp_path).name == "000002"


def race(directory, start, won):
    for _ in range(RACES):
        start.wait()
        try:
            with new_generation(directory) as aside:
                (aside / "file").write_text(str(os.getpid()))
                time.sleep(0.02)
        except IndexBusy:
            won.put("busy")
        else:
            won.put("won")


@pytest.mark.slow
def test_of_two_writers_started_together_one_is_refused_and_both_leave_a_whole_index(tmp_path):
    context = multiprocessing.get_context("forkserver")
    won = context.Queue()
    published = 0
    start = context.Barrier(3)
    pair = [context.Process(target=race, args=(tmp_path, start, won)) for _ in range(2)]
    for child in pair:
        child.start()
    for _ in range(RACES):
        start.wait()
        outcomes = sorted(won.get() for _ in pair)
        assert outcomes in (["busy", "won"], ["won", "won"])  # both: one ended before
        published += outcomes.count("won")
        assert int(current(tmp_path).name) == published
        assert not list((tmp_path / "gen").glob(".*"))
    for child in pair:
        child.join()
    assert all(child.exitcode == 0 for child in pair)


def test_a_copy_that_followed_the_link_is_named_and_can_be_mended(small_index, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(small_index, copy)
    with pytest.raises(IndexDamaged, match="is no link to a generation"):
        Index.open(copy)
    shutil.rmtree(copy / "CURRENT")
    roll_back(copy, None, Index)
    Index.open(copy).close()
