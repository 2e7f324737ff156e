"""A small rated library of three reports, one of them hostile, served without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import create_app
from evidence_search import Document, Engine, EvidenceRating, Passage, Settings, Span
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.ratings import Direction, DocumentStatus, Provenance
from evidence_search.types import Page
from tests.api.described import Described

CONFERENCES = "Family group conferences reduced the number of children who entered care in England."
SAFETY = "Signs of Safety had no effect on the length of assessments in nine local authorities."
HOSTILE = "Supervision of social workers <script>alert('quote')</script> improved staff retention."
FILLER = (
    "The evaluation number {} asked {} staff what they thought of the training they were given."
)


def rating(standard="wwcsc-effectiveness", version="Evidence Store", level="1", **changed):
    given = {
        "intervention": "Family group conferences",
        "outcome": "entry to care",
        "direction": Direction.POSITIVE,
        "unit": "outcome",
        "provenance": Provenance.PUBLISHED,
        "rater": "What Works for Children's Social Care",
        "date": "2020",
        "source": "https://example.org/ratings/fgc",
    }
    return EvidenceRating(standard=standard, version=version, level=level, **(given | changed))


def documents():
    fillers = [FILLER.format(number, number * 7) for number in range(30)]
    yield (
        Document(
            "fgc",
            "briefings/fgc.pdf",
            "Family group conferences",
            "0" * 64,
            authors=("A. Author", "B. Author"),
            year=2023,
            publisher="A university",
            url="https://example.org/fgc.pdf",
            countries=("England",),
            page_labels=("i", "1", "2"),
            ratings=(
                rating(),
                rating("wwcsc-strength", level="3"),
                rating("wwcsc-effectiveness", level="0", outcome="re-entry", direction="none"),
            ),
        ),
        [["A title page about conferences."], [CONFERENCES], fillers],
    )
    yield (
        Document(
            "reports/signs/pages",
            "reports/signs/pages.pdf",
            "Signs of Safety",
            "1" * 64,
            year=2018,
            countries=("Wales",),
            status=DocumentStatus.SUPERSEDED,
            superseded_by="fgc",
        ),
        [[SAFETY]],
    )
    yield (
        Document(
            "hostile",
            "hostile.pdf",
            "<script>alert('title')</script>",
            "2" * 64,
            authors=("<b>Bold</b>",),
            url="javascript:alert('url')",
            ratings=(rating("a-scale-not-loaded", source="javascript:alert('source')"),),
        ),
        [[HOSTILE]],
    )


def write_index(directory: Path) -> None:
    with write_generation(directory, HashEncoder(), {"parser": "none"}) as writer:
        for document, sentences in documents():
            pages: list[Page] = []
            passages: list[Passage] = []
            for number, page in enumerate(sentences, 1):
                text = "\n".join(page)
                pages.append(Page(number, text))
                for sentence in page:
                    start = text.index(sentence)
                    span = Span(number, start, start + len(sentence))
                    name = f"{document.id}#{len(passages)}"
                    passages.append(Passage(name, document, sentence, (span,), ("Findings",)))
            writer.add(document, pages, passages)


@pytest.fixture(scope="session")
def index_dir(tmp_path_factory) -> Path:
    directory: Path = tmp_path_factory.mktemp("library") / "index"
    write_index(directory)
    return directory


@pytest.fixture(scope="session")
def settings(index_dir) -> Settings:
    return Settings(index_dir=index_dir, encoder="hash")


@pytest.fixture(scope="session")
def engine(settings) -> Iterator[Engine]:
    opened = Engine.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def client(engine) -> Iterator[TestClient]:
    with Described(create_app(engine)) as opened:
        yield opened
