from dataclasses import replace
from itertools import pairwise

from evidence_search import Document
from evidence_search.types import Page, Span
from indexer.chunk import PassageSize, split
from indexer.layout import Block, CleanDocument, Kind

DOCUMENT = Document("d", "d.pdf", "D", "0" * 64)


def document(*pages):
    """Each page is a list of (kind, depth, text)."""
    made, blocks = [], []
    for number, parts in enumerate(pages, 1):
        text = ""
        for kind, depth, part in parts:
            text += "\n" if text else ""
            blocks.append(Block(number, len(text), len(text) + len(part), kind, depth))
            text += part
        made.append(Page(number, text))
    return CleanDocument(tuple(made), tuple(blocks))


def sentences(count, words=10):
    return " ".join(f"S{n} " + "word " * (words - 2) + "end." for n in range(count))


def test_passages_are_whole_sentences_of_about_the_size_asked_for():
    text = document([(Kind.TEXT, 0, sentences(20))])
    passages = list(split(DOCUMENT, text, PassageSize(words=40, overlap=10)))
    assert all(p.text.startswith("S") and p.text.endswith("end.") for p in passages)
    assert [len(p.text.split()) for p in passages[:-1]] == [40] * (len(passages) - 1)


def test_every_sentence_is_in_a_passage_and_neighbours_share_one():
    text = document([(Kind.TEXT, 0, sentences(20))])
    passages = list(split(DOCUMENT, text, PassageSize(words=40, overlap=10)))
    found = [{w for w in p.text.split() if w.startswith("S")} for p in passages]
    assert set().union(*found) == {f"S{n}" for n in range(20)}
    assert all(len(a & b) == 1 for a, b in pairwise(found))


def test_a_passage_is_its_spans_of_one_page():
    text = document([(Kind.TEXT, 0, "On one.")], [(Kind.TEXT, 0, "On two.")])
    passages = list(split(DOCUMENT, text, PassageSize()))
    assert [(p.spans[0].page, p.text) for p in passages] == [(1, "On one."), (2, "On two.")]
    for passage in passages:
        [span] = passage.spans
        assert text.pages[span.page - 1].text[span.start : span.end] == passage.text


def test_the_path_of_headings_follows_the_depths():
    text = document(
        [
            (Kind.HEADING, 0, "Findings"),
            (Kind.HEADING, 1, "Staff"),
            (Kind.TEXT, 0, "Staff said this."),
            (Kind.HEADING, 1, "Families"),
            (Kind.TEXT, 0, "Families said that."),
        ],
        [
            (Kind.TEXT, 0, "They went on."),
            (Kind.HEADING, 0, "Methods"),
            (Kind.TEXT, 0, "We asked."),
        ],
    )
    paths = [p.headings for p in split(DOCUMENT, text, PassageSize())]
    assert paths == [
        ("Findings", "Staff"),
        ("Findings", "Families"),
        ("Findings", "Families"),
        ("Methods",),
    ]


def test_contents_and_references_make_no_passages():
    text = document([(Kind.CONTENTS, 0, "Findings 3"), (Kind.REFERENCE, 0, "Smith (2019).")])
    assert list(split(DOCUMENT, text, PassageSize())) == []


def test_a_sentence_over_a_page_end_is_whole_in_one_passage_and_found_on_both_pages():
    text = document(
        [(Kind.TEXT, 0, "First. It runs "), (Kind.NOTE, 0, "1 A note.")],
        [(Kind.TEXT, 0, "on here. Then it ends.")],
    )
    text = replace(text, open_ends={1: len("First. It runs ")})
    passages = list(split(DOCUMENT, text, PassageSize()))
    assert [p.text for p in passages] == [
        "First. It runs on here.",
        "1 A note.",
        "on here. Then it ends.",
    ]
    assert passages[0].spans == (Span(1, 0, 15), Span(2, 0, 8))


def test_a_table_is_split_by_rows_and_each_part_says_its_heads():
    rows = "\n".join(f"Row {n}\t{n}" for n in range(60))
    table = Block(1, 0, len(rows), Kind.TABLE, title="Table 1: Area · Number")
    text = CleanDocument((Page(1, rows),), (table,))
    passages = list(split(DOCUMENT, text, PassageSize(words=60)))
    assert len(passages) > 1
    assert {p.headings for p in passages} == {("Table 1: Area · Number",)}
    assert all(row in rows.splitlines() for p in passages for row in p.text.splitlines())
