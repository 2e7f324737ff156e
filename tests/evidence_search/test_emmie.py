import json

import pytest
from click.testing import CliRunner

from evidence_search import Document, Engine, Filters, Passage, Settings, Span
from evidence_search.cli import main
from evidence_search.emmie import tag, tagged, words
from evidence_search.encode import HashEncoder
from evidence_search.grouped import Group, GroupedAnswer
from evidence_search.index import write_generation
from evidence_search.ratings import Dimension
from evidence_search.statements import AnswerStatus
from evidence_search.types import Page

TEXTS = {
    "Effect: what difference does it make?": (
        "Befriending made no significant difference to the number of placement moves."
    ),
    "Economics: what does it cost and save?": (
        "Befriending cost £400 for each child, and placement moves cost councils more."
    ),
    "References": "The journal of befriending printed the number of placement moves.",
}


@pytest.fixture
def library(tmp_path):
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        document = Document("befriending", "b.pdf", "Befriending", "0" * 64)
        pages = [Page(number, text) for number, text in enumerate(TEXTS.values(), 1)]
        passages = [
            tagged(Passage(f"b#{page.number}", document, page.text, (span,), (heading,)))
            for page, heading in zip(pages, TEXTS, strict=True)
            for span in (Span(page.number, 0, len(page.text)),)
        ]
        writer.add(document, pages, passages)
    return tmp_path


@pytest.fixture
def engine(library):
    opened = Engine.open(Settings(index_dir=library, encoder="hash"))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("headings", "text", "expected"),
    [
        (("Economics",), "It was never studied.", {Dimension.ECONOMICS}),
        (("Effect", "Training of staff"), "It took a day.", {Dimension.IMPLEMENTATION}),
        ((), "The odds ratio was 0.98.", {Dimension.EFFECT}),
        ((), "It works better for boys.", {Dimension.MODERATOR}),
        ((), "The theory of change has three steps.", {Dimension.MECHANISM}),
        ((), "A unit cost of £300 was assumed.", {Dimension.ECONOMICS}),
        ((), "The report was printed in May.", set()),
        (("3.4 Assessment of risk of bias",), "The odds ratio was 0.98.", set()),
    ],
)
def test_headings_and_cue_words_say_what_a_passage_speaks_to(headings, text, expected):
    assert set(tag(headings, text)) == expected


def test_the_title_of_a_report_tags_none_of_its_passages():
    document = Document("r", "r.pdf", "The impact of detention: a review", "0" * 64)
    text = "The authors thank the library."
    heading = "The Impact of Detention: A Review"
    assert tagged(Passage("r#1", document, text, (Span(1, 0, 30),), (heading,))).dimensions == ()
    other = Passage("r#2", document, text, (Span(1, 0, 30),), ("Impact of the scheme",))
    assert tagged(other).dimensions == (Dimension.EFFECT,)


def test_tags_are_kept_with_the_index(engine):
    found = engine.index.store.passages([0, 1, 2])
    assert [passage.dimensions for passage in found] == [
        (Dimension.EFFECT,), (Dimension.ECONOMICS,), (),
    ]  # fmt: skip


def test_a_search_can_be_confined_to_what_speaks_to_a_dimension(engine):
    asked = "placement moves befriending"
    everything = {hit.page for hit in engine.search(asked)}
    assert everything == {1, 2, 3}
    cost = Filters(emmie=(Dimension.ECONOMICS,))
    assert {hit.page for hit in engine.search(asked, filters=cost)} == {2}
    either = Filters(emmie=(Dimension.ECONOMICS, Dimension.EFFECT))
    assert {hit.page for hit in engine.search(asked, filters=either)} == {1, 2}
    elsewhere = Filters(documents=("another",), emmie=(Dimension.ECONOMICS,))
    assert engine.search(asked, filters=elsewhere) == []


def test_a_confined_search_finds_a_passage_that_others_would_crowd_out(tmp_path):
    document = Document("long", "long.pdf", "Long", "0" * 64)
    texts = [f"Befriending placement moves, note {n}." for n in range(40)]
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        pages = [Page(n, text) for n, text in enumerate([*texts, "Befriending: £9."], 1)]
        passages = [
            tagged(Passage(f"l#{p.number}", document, p.text, (Span(p.number, 0, len(p.text)),), h))
            for p in pages
            for h in ((("Cost",) if p.number == 41 else ("Other",)),)
        ]
        writer.add(document, pages, passages)
    engine = Engine.open(Settings(index_dir=tmp_path, encoder="hash", candidates=10))
    asked = "befriending placement moves note"
    assert 41 not in {hit.page for hit in engine.search(asked, 5)}
    [hit] = engine.search(asked, 5, Filters(emmie=(Dimension.ECONOMICS,)))
    assert hit.page == 41
    assert {way.name for way in hit.found_by} >= {"passage", "dense"}


def test_what_is_not_found_is_said_by_its_name(engine):
    asked = "Does befriending reduce placement moves?"
    missing = engine.answer(asked, Filters(emmie=(Dimension.MODERATOR,)))
    assert missing.status is AnswerStatus.NO_EVIDENCE
    assert missing.message.startswith("No evidence found here on whom it works for, or where. No ")
    assert "No evidence found here on cost" not in engine.answer(asked).message


def test_an_answer_by_dimension_says_which_have_nothing(engine):
    found = engine.answer("Does befriending cost more, placement moves?", by_dimension=True)
    assert isinstance(found, GroupedAnswer)
    assert [group.dimension for group in found.groups] == list(Dimension)
    said = {group.dimension: group for group in found.groups}
    [statement] = said[Dimension.ECONOMICS].statements
    assert statement.citations[0].page == 2
    assert said[Dimension.MECHANISM].message == "No evidence found here on what makes it work."
    assert said[Dimension.ECONOMICS].message == ""


def test_a_group_says_something_or_that_there_is_nothing():
    with pytest.raises(ValueError, match="statements, or a message"):
        Group(Dimension.EFFECT, ())


@pytest.mark.parametrize("dimension", list(Dimension))
def test_each_dimension_has_its_words(dimension):
    told = words(dimension)
    assert told.asks.endswith("?")
    assert told.nothing_found.startswith("No evidence found here on ")


def test_the_command_line_confines_and_groups(library):
    def run(*arguments):
        environment = {"EVIDENCE_SEARCH_ENCODER": "hash"}
        return CliRunner().invoke(main, [*arguments, "--index", str(library)], env=environment)

    found = json.loads(run("search", "placement moves", "--about", "cost", "--json").output)
    assert [hit["emmie"] for hit in found["hits"]] == [["economics"]]
    grouped = run("ask", "Does befriending cost more, placement moves?", "--group-by", "emmie")
    assert "Cost: What does it cost and save?" in grouped.output
    assert "No evidence found here on what makes it work." in grouped.output
    assert "is not one of" in run("ask", "Why?", "--about", "colour").output
