"""References as other programs read them: rispy, bibtexparser, pylatexenc and citeproc-py."""

import re
import warnings

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from api.reference import Reference, bibtex, csl, ris
from evidence_search.wire import Quoted

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

LINK = "https://evidence.example/cite/000007/mentors%232%3A5?words=0123456789abcdef"
HOSTILE = (
    "A {b} \\} \\input{etc}\r\nER  - \r\nTY  - JOUR\n@article{x, title={y}} 50% & $x$ # _ ~ ^ é £"
)
ONE_LINE = " ".join(HOSTILE.split())
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=60
)


def quoted(**changed):
    known = {
        "document_id": "reports/mentors",
        "authors": ["Smith, Ann", "Department for Work and Pensions"],
        "title": "School mentors",
        "year": 2021,
        "publisher": "A trust",
        "page": 4,
        "page_label": "2",
        "url": "https://example.org/a_b%20c.pdf?x=1&y=2#p",
        "quote": "It helped.",
        "standing": "",
    }
    return Quoted.model_construct(None, **known | changed)


def reference(last=None, **changed):
    return Reference.of(quoted(**changed), doi="10.1000/a_b", last=last, link=LINK)


def entry(text):
    library = parse_string(text)
    assert library.failed_blocks == []
    [found] = library.entries
    return found


def plain(latex):
    return LatexNodes2Text(math_mode="verbatim").latex_to_text(latex)


def test_ris_says_what_is_known_of_the_report_and_where_the_quote_stands():
    [read] = rispy.loads(ris(reference(last="3")))
    assert read == {
        "type_of_reference": "RPRT",
        "title": "School mentors",
        "authors": ["Smith, Ann", "Department for Work and Pensions"],
        "year": "2021",
        "publisher": "A trust",
        "start_page": "2",
        "end_page": "3",
        "doi": "10.1000/a_b",
        "urls": ["https://example.org/a_b%20c.pdf?x=1&y=2#p"],
        "notes": [f"“It helped.” Quoted at: {LINK}"],
    }


def test_bibtex_keeps_a_body_whole_and_an_address_as_it_is():
    found = entry(bibtex(reference(last="3")))
    assert (found.entry_type, found.key) == ("techreport", "reports-mentors-p2")
    fields = {field.key: field.value for field in found.fields}
    assert fields["author"] == "Smith, Ann and {Department for Work and Pensions}"
    assert (fields["pages"], fields["year"]) == ("2--3", "2021")
    assert fields["url"] == "https://example.org/a_b%20c.pdf?x=1&y=2#p"
    assert fields["doi"] == "10.1000/a_b"
    assert plain(fields["note"]) == f"“It helped.” Quoted at: {LINK}"


def test_csl_json_is_set_by_a_citation_processor():
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(
        style, CiteProcJSON(csl(reference())), formatter.plain
    )
    bibliography.register(Citation([CitationItem("reports-mentors-p2")]))
    [set_in_type] = map(str, bibliography.bibliography())
    assert set_in_type == (
        "Smith, A. and Department for Work and Pensions (2021) School mentors. A trust, p. 2. "
        "Available at: https://doi.org/10.1000/a_b."
    )


def test_a_report_without_an_address_is_found_at_its_quote_and_what_is_not_known_left_out():
    bare = reference(url=None, authors=[], year=None, publisher="", page_label=None)
    assert csl(bare)[0]["URL"] == LINK
    assert {"author", "issued", "publisher"}.isdisjoint(csl(bare)[0])
    assert entry(bibtex(bare)).fields_dict.keys() == {"title", "pages", "doi", "url", "note"}
    assert "PY  -" not in ris(bare)


def test_a_report_that_was_withdrawn_says_so_in_its_reference():
    assert "Withdrawn by its publisher." in ris(reference(standing="Withdrawn by its publisher."))


@pytest.mark.parametrize("place", ["title", "publisher", "quote", "page_label", "document_id"])
def test_what_a_report_says_of_itself_cannot_add_a_line_or_an_entry(place):
    hostile = reference(**{place: HOSTILE})
    lines = ris(hostile).splitlines()
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - RPRT", "ER  - "]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert entry(bibtex(hostile)).entry_type == "techreport"


def test_an_address_or_an_author_cannot_end_a_field():
    hostile = reference(url="https://x.org/}\n@article{y,", authors=[HOSTILE, "and {x"])
    assert entry(bibtex(hostile)).fields_dict["url"].value.startswith("https://x.org/%7D")


@settings(max_examples=60, deadline=None)
@given(title=TEXT, author=TEXT, publisher=TEXT)
def test_whatever_a_report_is_called_is_read_back(title, author, publisher):
    one = reference(title=title, authors=[author], publisher=publisher)
    fields = entry(bibtex(one)).fields_dict
    for name in ("title", "author", "institution"):
        value = fields[name].value if name in fields else ""
        assert balanced(value)
    [read] = rispy.loads(ris(one))
    assert read.get("title", "") == one.title
    assert csl(one)[0].get("title", "") == one.title


def balanced(value):
    """Count braces as BibTeX does: those behind a backslash too."""
    depth = 0
    for letter in value:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def test_text_in_latex_reads_as_it_was():
    text = r"50% & $x$ # _ ~ \input é £ “ñ” – ≥ Ŵ"
    assert plain(entry(bibtex(reference(title=text))).fields_dict["title"].value) == text
    latex = entry(bibtex(reference(title=ONE_LINE))).fields_dict["title"].value
    assert balanced(latex)
    assert latex.count("textbraceleft") == ONE_LINE.count("{")
    assert not balanced(r"a \} b")
