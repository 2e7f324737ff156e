import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest

from evidence_search.encode import HashEncoder
from evidence_search.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing
from evidence_search.generations import current, generations, new_generation, roll_back
from evidence_search.index import Index, write_generation
from evidence_search.manifest import FORMAT, NAME
from evidence_search.types import Document, Page, Passage, Span

OPENED = """
import os, sys
from pathlib import Path
from evidence_search.index import Index
from evidence_search.lexical import Words

if os.getuid() == 0:
    os.setgroups([])
    os.setuid(65534)
directory = Path(sys.argv[1])
try:
    (directory / "CURRENT" / "lexical" / "pages" / "new").touch()
except PermissionError:
    print("not writable")
index = Index.open(directory)
print([row for row, _ in index.lexical.passages(Words("family conferences"), 5)])
index.close()
"""


def publish(directory, *names):
    with write_generation(directory, HashEncoder(), {}) as writer:
        for name in names:
            text = f"{name} says something about care."
            document = Document(name, f"{name}.pdf", name, "0" * 64)
            passage = Passage(f"{name}#1:0", document, text, (Span(1, 0, len(text)),))
            writer.add(document, [Page(1, text)], [passage])


def test_what_was_written_is_read_back(small_index):
    index = Index.open(small_index)
    assert index.store.counts() == {"documents": 3, "pages": 3, "passages": 3}
    assert [p.text for p in index.store.passages([1])] == [
        "Cash transfers for care leavers improved housing stability."
    ]
    page = index.store.page("money", 1)
    assert page is not None
    assert page.label == "i"


@pytest.fixture
def read_only(small_index):
    """A copy that nobody may write, where also the user `nobody` may go."""
    with TemporaryDirectory() as place:
        copy = Path(shutil.copytree(small_index, Path(place, "index"), symlinks=True))
        Path(place).chmod(0o755)
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o555 if path.is_dir() else 0o444)
        yield copy
        for path in [copy, *copy.rglob("*")]:
            path.chmod(0o755)


def test_an_index_that_may_not_be_written_is_opened_and_searched(read_only):
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(read_only)], capture_output=True, text=True, check=False
    )
    assert (done.stdout.splitlines(), done.stderr) == (["not writable", "[0]"], "")


def test_whoever_may_read_the_index_may_read_every_file_of_it(small_index):
    for path in current(small_index).rglob("*"):
        assert path.stat().st_mode & 0o044 == 0o044, path


def test_a_lock_file_that_a_thread_of_tantivy_makes_late_is_no_damage(small_index):
    (current(small_index) / "lexical" / "passages" / ".tantivy-meta.lock").touch()
    Index.open(small_index).close()


def test_a_missing_index_says_how_to_build_one(tmp_path):
    with pytest.raises(IndexMissing, match="python -m indexer build SOURCE --index"):
        Index.open(tmp_path)


def test_an_index_of_a_newer_format_says_so(small_index):
    manifest = current(small_index) / NAME
    record = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(record | {"format": 99}))
    with pytest.raises(IndexMismatch, match=f"format 99, this version reads format {FORMAT}"):
        Index.open(small_index)


@pytest.mark.parametrize(
    "name", ["library.sqlite", "vectors.faiss", "lexical/passages/meta.json", NAME]
)
def test_a_changed_byte_in_any_file_is_found_before_it_is_read(small_index, name):
    file = current(small_index) / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises((IndexDamaged, IndexMismatch)):
        Index.open(small_index)


def files(generation):
    return sorted(path for path in generation.rglob("*") if path.is_file())


def truncated(file):
    file.write_bytes(file.read_bytes()[:-1])


def flipped(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.write_bytes(content)


def zeroed(file):
    content = file.read_bytes()
    half = len(content) // 2
    file.write_bytes(content[:half] + bytes(min(512, len(content) - half)) + content[half + 512 :])


def lengthened(file):
    file.write_bytes(file.read_bytes() + b"\n")


def removed(file):
    file.unlink()


def joined_by_another(file):
    file.with_name(f"{file.name}.bak").write_bytes(b"")


@pytest.mark.parametrize(
    "damage", [truncated, flipped, zeroed, lengthened, removed, joined_by_another]
)
def test_every_damage_to_every_file_is_found_before_anything_is_read(small_index, damage):
    generation = current(small_index)
    kept = {path: path.read_bytes() for path in files(generation)}
    assert len(kept) > 10
    for file, content in kept.items():
        if not content and damage in (truncated, flipped, zeroed):
            continue
        damage(file)
        with pytest.raises((IndexDamaged, IndexMismatch)):
            Index.open(small_index)
        file.with_name(f"{file.name}.bak").unlink(missing_ok=True)
        file.write_bytes(content)
    Index.open(small_index).close()  # the control: undone, it opens


def test_a_file_of_another_generation_is_found(tmp_path):
    publish(tmp_path, "old")
    publish(tmp_path, "new")
    one, other = generations(tmp_path)
    for name in ("library.sqlite", "vectors.faiss", NAME):
        mine, theirs = other / name, one / name
        kept = mine.read_bytes()
        mine.write_bytes(theirs.read_bytes())
        with pytest.raises(IndexDamaged):
            Index.open(tmp_path)
        mine.write_bytes(kept)
    Index.open(tmp_path).close()


def test_a_missing_and_an_added_file_are_both_named(small_index):
    (current(small_index) / "vectors.faiss").unlink()
    (current(small_index) / "stray.txt").write_text("x")
    with pytest.raises(IndexDamaged, match=r"stray.txt does not belong here.*vectors.faiss is mis"):
        Index.open(small_index)


def test_a_failed_build_leaves_the_old_generation_and_sets_the_rest_aside(small_index):
    before = current(small_index)
    with pytest.raises(FileNotFoundError), new_generation(small_index) as aside:
        (aside / "no folder" / "half").write_text("half")
    assert current(small_index) == before
    assert [path.name[:8] for path in (small_index / "gen").glob(".*")] == [".failed-"]


def test_a_build_fails_for_its_own_reason_though_the_lexical_index_cannot_be_closed(tmp_path):
    class Failed:
        def wait_merging_threads(self):
            raise ValueError("Worker thread failed.")

    def fill_the_disk():
        with write_generation(tmp_path, HashEncoder(), {}) as writer:
            writer._lexical._open.append(cast("Any", Failed()))
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fill_the_disk()


def test_a_lexical_index_that_cannot_be_finished_is_closed_and_its_reason_told(tmp_path):
    class Failed:
        waited = False

        def commit(self):
            pass

        def wait_merging_threads(self):
            if self.waited:
                raise RuntimeError("IndexWriter was consumed")
            self.waited = True
            raise ValueError("Worker thread failed.")

    def merge_in_vain():
        with write_generation(tmp_path, HashEncoder(), {}) as writer:
            writer._lexical._open.append(cast("Any", Failed()))

    with pytest.raises(ValueError, match="Worker thread failed"):
        merge_in_vain()


def test_a_second_writer_is_refused_at_once(small_index):
    with (
        pytest.raises(IndexBusy, match="another process is writing"),
        new_generation(small_index),
        new_generation(small_index),
    ):
        pass


def test_three_generations_are_kept_and_one_can_go_back(tmp_path):
    for number in range(5):
        publish(tmp_path, f"document-{number}")
    assert [path.name for path in generations(tmp_path)] == ["000003", "000004", "000005"]
    assert roll_back(tmp_path, None, Index).name == "000004"
    assert Index.open(tmp_path).store.document("document-3")
    with pytest.raises(IndexMissing, match="there are: 000003, 000004, 000005"):
        roll_back(tmp_path, 1, Index)


def test_a_reader_keeps_the_generation_that_it_opened(tmp_path):
    publish(tmp_path, "old")
    index = Index.open(tmp_path)
    publish(tmp_path, "new")
    assert index.store.document("old")
    assert Index.open(tmp_path).store.document("new")


def test_a_damaged_generation_is_not_gone_back_to(tmp_path):
    publish(tmp_path, "old")
    publish(tmp_path, "new")
    (tmp_path / "gen" / "000001" / "vectors.faiss").write_bytes(b"")
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss is not what was written"):
        roll_back(tmp_path, None, Index)
    assert current(tmp_path).name == "000002"
