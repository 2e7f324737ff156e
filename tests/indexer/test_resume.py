"""An interrupted build goes on from what it had read and encoded."""

import pytest

from evidence_search.encode import HashEncoder
from evidence_search.index import Index
from evidence_search.standards import load_standards
from indexer import read
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.resume import FOLDER, Kept, ResumingEncoder


class Interrupted(HashEncoder):
    """Stops, as Ctrl-C does, when it is asked for the batch after `batches`."""

    def __init__(self, batches):
        self.batches = batches
        self.encoded = 0

    def encode_passages(self, texts):
        if self.batches == 0:
            raise KeyboardInterrupt
        self.batches -= 1
        self.encoded += len(texts)
        return super().encode_passages(texts)


def run(sample, directory, encoder):
    entries = read_source(sample / "briefings", load_standards())[:6]
    return build(entries, directory, encoder, Plan(workers=2), lambda _: None)


def passages(directory):
    index = Index.open(directory)
    count = index.manifest.counts["passages"]
    found = index.store.passages(range(count)), index.vectors.vectors(range(count)).tolist()
    index.close()
    return found


def test_an_interrupted_build_goes_on_from_what_it_had(tmp_path, sample, monkeypatch):
    monkeypatch.setattr("evidence_search.index.BATCH", 40)
    whole = Interrupted(-1)
    run(sample, tmp_path / "whole", whole)
    index, first, second = tmp_path / "index", Interrupted(2), Interrupted(-1)
    with pytest.raises(KeyboardInterrupt):
        run(sample, index, first)
    assert first.encoded == 80
    kept = list((index / FOLDER).iterdir())
    assert len(kept) > 2
    monkeypatch.setattr(read, "_read", None)  # what was read is not read again in this process
    built = run(sample, index, second)
    assert second.encoded == whole.encoded - 80
    assert not (index / FOLDER).exists()
    assert passages(index) == passages(tmp_path / "whole")
    assert not any(row.reused for row in built.ledger)


def test_a_file_that_was_cut_short_counts_as_absent(tmp_path):
    kept = Kept(tmp_path)
    assert kept.get("a", "b") is None
    kept.put(b"payload", "a", "b")
    assert kept.get("a", "b") == b"payload"
    assert kept.get("ab", "") is None
    [file] = (tmp_path / FOLDER).iterdir()
    for content in (file.read_bytes()[:-1], b"", b"x" * 40):
        file.write_bytes(content)
        assert kept.get("a", "b") is None
    assert kept.clear()
    assert not kept.clear()


def test_vectors_of_another_encoder_or_batch_are_not_taken(tmp_path):
    first, other = Interrupted(-1), Interrupted(-1)
    other.fingerprint = "other"
    kept = Kept(tmp_path)
    texts = ["one text", "another text"]
    vectors = ResumingEncoder(first, kept).encode_passages(texts)
    assert (ResumingEncoder(first, kept).encode_passages(texts) == vectors).all()
    assert first.encoded == 2
    ResumingEncoder(first, kept).encode_passages(texts[:1])
    ResumingEncoder(other, kept).encode_passages(texts)
    assert (first.encoded, other.encoded) == (3, 2)
