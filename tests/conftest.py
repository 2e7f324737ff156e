from pathlib import Path

import pytest

from evidence_search import Document, Engine, Passage, Settings, Span
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.models import wait_passively
from evidence_search.standards import load_standards
from evidence_search.types import Page
from indexer.build import Plan, build
from indexer.catalogue import read_source

wait_passively()
SAMPLE = Path(__file__).parents[1] / "sample"
TEXTS = {
    "conferences": "Family group conferences reduced entry to care. They cost less.",
    "money": "Cash transfers for care leavers improved housing stability.",
    "interviews": "Motivational interviewing had mixed effects on re-referral.",
}


@pytest.fixture(scope="session")
def sample() -> Path:
    return SAMPLE


@pytest.fixture
def small_index(tmp_path: Path) -> Path:
    directory = tmp_path / "index"
    with write_generation(directory, HashEncoder(), {"reader": "test"}) as writer:
        for name, text in TEXTS.items():
            document = Document(name, f"{name}.pdf", f"About {name}", "0" * 64, year=2020)
            page = Page(1, text, "i")
            passage = Passage(f"{name}#1:0", document, text, (Span(1, 0, len(text)),))
            writer.add(document, [page], [passage])
    return directory


@pytest.fixture
def engine(small_index: Path):
    opened = Engine.open(Settings(index_dir=small_index, encoder="hash"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("sample") / "index"
    entries = read_source(SAMPLE / "catalogue.csv", load_standards())
    build(entries, directory, HashEncoder(), Plan(workers=2), lambda _: None)
    return directory
