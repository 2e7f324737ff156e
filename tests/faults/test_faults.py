"""A publish that is killed or fails at any system call leaves the old generation or the new one."""

import os
import random
import shutil
import signal
from functools import partial

import click
import pytest

from evidence_search import Document, Passage, Span
from evidence_search.encode import HashEncoder
from evidence_search.generations import current
from evidence_search.index import Index, write_generation
from evidence_search.types import Page
from tests.faults.audit import unsynced_renames
from tests.faults.strace import STRACE, Point, forked, points, traced

pytestmark = pytest.mark.skipif(not STRACE, reason="strace is not installed")
SAMPLED = 20


def write(writer, name):
    for number in range(3):
        text = f"Edition {name} of report {number} says something about care."
        document = Document(f"report-{number}", f"{number}.pdf", name, "0" * 64)
        passage = Passage(f"{number}#1:0", document, text, (Span(1, 0, len(text)),))
        writer.add(document, [Page(1, text)], [passage])


def publish(name, directory):
    with write_generation(directory, HashEncoder(), {}) as writer:
        write(writer, name)


def publish_in_place(name, directory):
    """Write over the current generation, as the control that the sweep must catch."""
    place = current(directory)
    shutil.rmtree(place)
    place.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("evidence_search.index.new_generation", lambda _: _Here(place))
        publish(name, directory)


class _Here:
    def __init__(self, place):
        self.place = place

    def __enter__(self):
        return self.place

    def __exit__(self, *_):
        pass


def holds(name, directory):
    """Fail unless the index is whole and says what edition `name` said."""
    index = Index.open(directory)
    index.check_canaries()
    [passage] = index.store.passages([0])
    assert f"Edition {name} " in passage.text
    index.close()


def is_broken(point, publisher, base, place):
    """Spoil a publish over a copy of `base`; say what is then wrong, "" if nothing is."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(base, place, symlinks=True)
    status = traced(partial(publisher, "new", place), place.with_suffix(".trace"), point)
    new = forked(partial(holds, "new", place)) == 0
    if status == 0 and not new:
        return f"{point}: it ended well and the new generation is not there"
    if not new and forked(partial(holds, "old", place)) != 0:
        return f"{point}: neither the old generation nor the new one is there"
    if forked(partial(publish, "next", place)) != 0 or forked(partial(holds, "next", place)) != 0:
        return f"{point}: the next publish fails"
    return ""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    directory = tmp_path_factory.mktemp("faults") / "base"
    assert forked(partial(publish, "old", directory)) == 0
    return directory


@pytest.fixture(scope="module")
def every(base):
    """Every point of a publish, after a look whether processes may be traced here."""
    place, trace = base.with_name("watched"), base.with_name("watched.trace")
    shutil.copytree(base, place, symlinks=True)
    try:
        assert traced(partial(publish, "new", place), trace) == 0
    except PermissionError as refused:
        pytest.skip(f"processes cannot be traced here: {refused}")
    return points(trace)


def test_a_sample_of_faults_leaves_the_old_generation_or_the_new_one(base, every):
    chosen = random.Random(8).sample(every, SAMPLED)
    broken = [is_broken(point, publish, base, base.with_name("sampled")) for point in chosen]
    assert list(filter(None, broken)) == []


@pytest.mark.faults
def test_no_fault_at_any_system_call_breaks_the_index(base, every, capsys):
    faults = [is_broken(point, publish, base, base.with_name("swept")) for point in every]
    broken = list(filter(None, faults))
    with capsys.disabled():
        click.echo(f"\n{len(every)} fault points tried, {len(broken)} broke the index")
    assert len(every) >= 500
    assert broken == []


@pytest.mark.usefixtures("every")
def test_a_writer_in_place_is_caught(base):
    chosen = [Point("pwrite64", 1, "signal=SIGKILL"), Point("write", 2, "error=ENOSPC")]
    broken = [is_broken(p, publish_in_place, base, base.with_name("in-place")) for p in chosen]
    assert all("neither the old generation nor the new one" in fault for fault in broken)


@pytest.mark.usefixtures("every")
def test_nothing_is_renamed_before_it_is_synced(base):
    place, trace = base.with_name("audited"), base.with_name("audited.trace")
    shutil.copytree(base, place, symlinks=True)
    assert traced(partial(publish, "new", place), trace) == 0
    assert unsynced_renames(trace, place) == []


@pytest.mark.usefixtures("every")
def test_a_rename_before_the_sync_is_caught(base, monkeypatch):
    monkeypatch.setattr("evidence_search.generations.sync_tree", lambda _: None)
    place, trace = base.with_name("unsynced"), base.with_name("unsynced.trace")
    shutil.copytree(base, place, symlinks=True)
    assert traced(partial(publish, "new", place), trace) == 0
    [fault] = unsynced_renames(trace, place)
    assert "-> 000002" in fault
    assert "vectors.faiss" in fault
    assert "library.sqlite" in fault


def test_a_kill_is_seen_as_one(base, every):
    place = base.with_name("killed")
    shutil.copytree(base, place, symlinks=True)
    point = next(p for p in every if p.call == "pwrite64" and "SIGKILL" in p.fault)
    status = traced(partial(publish, "new", place), place.with_suffix(".trace"), point)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
