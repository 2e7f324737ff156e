"""A build on Ray writes what a build of one process does. Needs Ray: make test-ray."""

import shutil
import warnings

import pytest

from evidence_search.encode import HashEncoder
from evidence_search.errors import IndexMismatch
from evidence_search.standards import load_standards
from indexer.build import Plan, build
from indexer.catalogue import read_source
from indexer.ledger import State
from indexer.on_ray import LOCAL, Cluster
from tests.indexer.test_merge import held, hits

ray = pytest.importorskip("ray", reason="Ray is not installed: make test-ray")
pytestmark = [
    pytest.mark.ray,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def started():
    with warnings.catch_warnings(action="ignore"):
        ray.init(LOCAL, num_cpus=2, include_dashboard=False, log_to_driver=False)
        yield
        ray.shutdown()


class Refusing(HashEncoder):
    """The encoder of the driver, which has nothing to do."""

    def encode_passages(self, texts):
        raise AssertionError(f"{len(texts)} passages were encoded here")


def run(source, directory, fingerprint=HashEncoder.fingerprint):
    plan = Plan(workers=2, elsewhere=Cluster(LOCAL, "hash", fingerprint))
    entries = read_source(source, load_standards())
    return build(entries, directory, Refusing(), plan, lambda _: None)


@pytest.fixture(scope="module")
def source(sample, tmp_path_factory):
    place = tmp_path_factory.mktemp("pdfs")
    for name in ("book-gifting", "supervision", "staying-close"):
        shutil.copy(sample / "briefings" / f"{name}.pdf", place)
    return place


def test_two_workers_write_what_one_process_does(source, tmp_path):
    built = run(source, tmp_path / "ray")
    assert built.encoding == 0
    entries, plan = read_source(source, load_standards()), Plan(workers=1)
    build(entries, tmp_path / "alone", HashEncoder(), plan, lambda _: None)
    one, other = held(tmp_path / "alone"), held(tmp_path / "ray")
    for name, value in one.items():
        assert other[name] == value, name
    assert hits(tmp_path / "ray") == hits(tmp_path / "alone")
    assert not build(entries, tmp_path / "ray", Refusing(), plan, lambda _: None).changed


def test_a_file_that_cannot_be_read_is_refused_and_named(source, tmp_path):
    pdfs = tmp_path / "pdfs"
    pdfs.mkdir()
    shutil.copy(source / "supervision.pdf", pdfs / "good.pdf")
    (pdfs / "bad.pdf").write_bytes(b"no PDF")
    rows = run(pdfs, tmp_path / "index").ledger
    assert [(row.id, row.state) for row in rows] == [
        ("bad", State.REFUSED),
        ("good", State.INDEXED),
    ]


def test_a_worker_of_another_encoder_ends_the_build(source, tmp_path):
    with pytest.raises(IndexMismatch, match="a worker has the encoder hash-256"):
        run(source, tmp_path, "of-another-make")
