"""A library in a file of Milvus Lite."""

from evidence_search import Settings
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.types import Document, Page, Passage, Span


def at(place, **changes):
    return Settings(milvus=str(place / "milvus.db"), encoder="hash", **changes)


def write(directory, texts, encoder=None):
    """Write an index of a document a text."""
    with write_generation(directory, encoder or HashEncoder(), {"reader": "test"}) as writer:
        for name, text in texts.items():
            document = Document(name, f"{name}.pdf", f"About {name}", "0" * 64, year=2020)
            span = Span(1, 0, len(text))
            passage = Passage(f"{name}#1:0", document, text, (span,), (f"On {name}",))
            writer.add(document, [Page(1, text, "i")], [passage])
    return directory
