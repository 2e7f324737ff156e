"""An index of two reports, one of them rated, and the `rate` command upon it."""

import json

from click.testing import CliRunner

from evidence_search import Document, EvidenceRating, Passage, Span
from evidence_search.encode import HashEncoder
from evidence_search.index import Index, write_generation
from evidence_search.ratings import Design, Direction, Provenance
from evidence_search.types import Cue, Page, SuggestedDesign
from indexer.cli import main
from indexer.ledger import LedgerRow, State, write_ledger

PUBLISHED = EvidenceRating(
    "Family group conferences", "entry to care", "grade", "", "Moderate", Direction.POSITIVE,
    "outcome", Provenance.PUBLISHED, "A centre", "2020", "https://example.org/fgc",
)  # fmt: skip
RATE = [
    "--intervention", "Signs of Safety", "--outcome", "entry to care", "--standard", "grade",
    "--level", "Low", "--direction", "not assessed", "--why", "few studies",
]  # fmt: skip
TRIAL = SuggestedDesign(
    Design.TRIAL,
    (Cue("kind", Span(1, 0, 4), "What"), Cue("allocated", Span(1, 5, 8), "fgc")),
)


def make_index(directory):
    with write_generation(directory, HashEncoder(), {"reader": "test"}) as writer:
        for name, ratings in (("fgc", (PUBLISHED,)), ("signs", ())):
            text = f"What {name} did for children who might have entered care."
            document = Document(name, f"{name}.pdf", name, "0" * 64, ratings=ratings)
            passage = Passage(f"{name}#1", document, text, (Span(1, 0, len(text)),))
            writer.add(document, [Page(1, text)], [passage])
        row = LedgerRow("fgc", "fgc.pdf", "0" * 64, State.INDEXED, designs=(TRIAL,))
        write_ledger(writer.directory, [row])
    return directory


def rate(index, *arguments, code=0):
    done = CliRunner().invoke(main, ["rate", *map(str, arguments), "--index", str(index)])
    assert done.exit_code == code, done.output
    return done.output


def add(index, *changed, document="signs", by="Ann", code=0):
    return rate(index, "add", document, *RATE, *changed, "--by", by, code=code)


def held(index, *, everything=True):
    return json.loads(rate(index, "list", "--json", *(["--all"] if everything else [])))


def shown(index, document):
    opened = Index.open(index)
    found = opened.store.document(document)
    opened.close()
    assert found
    return found.ratings


def entries(index):
    return json.loads(rate(index, "log", "--json"))
