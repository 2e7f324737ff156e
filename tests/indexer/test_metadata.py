import io
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, TextStringObject

from evidence_search.types import Word
from indexer.clean import clean
from indexer.layout import CleanDocument, Line, RawDocument, RawPage
from indexer.metadata import is_nonsense, read_metadata
from indexer.records import Records, read_records

XMP = """<?xpacket begin=""?>%s<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>A. Writer</rdf:li><rdf:li>B. Other</rdf:li></rdf:Seq></dc:creator>
<prism:doi>10.1000/xyz123</prism:doi>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
NO_TEXT = CleanDocument((), ())


def pdf(folder, info=None, xmp=None, language=None):
    writer = PdfWriter()
    if language:
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    writer.add_blank_page(300, 300)
    writer.add_metadata(info or {})
    if xmp:
        stream = DecodedStreamObject()
        stream.set_data(xmp.encode())
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    path = folder / "annual_report-2020.pdf"
    path.write_bytes(out.getvalue())
    return path


def page(number, *lines):
    """Each line is (size, text)."""
    top, made = 60.0, []
    for size, text in lines:
        words, position = [], 0
        for word in text.split():
            start = text.index(word, position)
            position = start + len(word)
            words.append(Word(start, position, 72 + 3 * start, top, 72 + 3 * position, top + size))
        made.append(Line(text, tuple(words), size, bold=False))
        top += 3 * size
    return RawPage(number, "", 595.0, 842.0, tuple(made))


def front(*lines):
    return clean(RawDocument((page(1, *lines), page(2, *[(10, "Body text of the report.")] * 9))))


def test_xmp_goes_before_info_and_each_field_says_where_it_comes_from(tmp_path):
    path = pdf(tmp_path, {"/Title": "From Info", "/Author": "C. Third"}, XMP % ("", "From XMP"))
    found = read_metadata(read_records(path), NO_TEXT, path)
    assert (found.title, found.authors, found.doi) == (
        "From XMP",
        ("A. Writer", "B. Other"),
        "10.1000/xyz123",
    )
    assert found.sources["title"] == found.sources["doi"] == "xmp"


def test_no_field_holds_a_control_character_or_a_megabyte(tmp_path):
    hostile = "A\x1b[31m \u202eWriter\x07\n" + 10_000 * "x"
    info = {f"/{name}": hostile for name in ("Title", "Author", "Publisher")}
    records = read_records(pdf(tmp_path, info, XMP % ("", "\u202eTitle"), language=hostile))
    values = [*records.info.values(), *records.xmp.values()]
    assert len(values) == 7
    assert all(value.isprintable() and len(value) <= 2000 for value in values)


def test_an_xmp_packet_with_entities_is_not_parsed(tmp_path):
    trap = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    path = pdf(tmp_path, {"/Title": "From Info"}, XMP % (trap, "&b;"))
    assert read_records(path).xmp == {}
    assert read_metadata(read_records(path), NO_TEXT, path).title == "From Info"


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - final_v3.doc",
        "untitled",
        "Untitled document",
        "Document1",
        "report.indd",
        "PowerPoint Presentation",
        "Slide 1",
        "rr1541_final_v2",
        "12345",
        "CSC-evaluation-2020",
    ],
)
def test_what_a_program_wrote_into_the_title_is_no_title(title):
    assert is_nonsense(title)


@pytest.mark.parametrize(
    "title", ["What works", "Foster care: a review v2", "Well-being of carers"]
)
def test_what_a_person_called_the_report_is_a_title(title):
    assert not is_nonsense(title)


def test_without_a_usable_record_the_title_is_what_is_set_largest(tmp_path):
    path = pdf(tmp_path, {"/Title": "Microsoft Word - x.doc"})
    text = front(
        (12, "A Research Series"), (24, "Support for"), (24, "young carers"), (12, "May 2020")
    )
    found = read_metadata(read_records(path), text, path)
    assert (found.title, found.year) == ("Support for young carers", 2020)
    assert found.sources == {"title": "first page", "year": "first page"}


def test_a_recorded_title_that_is_cut_short_is_completed_from_the_page():
    records = Records(info={"title": "Support for young"})
    found = read_metadata(records, front((24, "Support for young carers: a review")), Path("x.pdf"))
    assert found.title == "Support for young carers: a review"


def test_the_file_name_is_the_last_resort():
    found = read_metadata(Records(), NO_TEXT, Path("annual_report-2020.pdf"))
    assert (found.title, found.sources) == ("annual report 2020", {"title": "file name"})


def test_the_name_of_an_account_is_no_author_and_the_byline_is_read():
    text = front(
        (24, "Support for young carers"), (11, "Ann Writer1, Bo van Other2 and C. D. Third")
    )
    found = read_metadata(Records(info={"authors": "kth"}), text, Path("x.pdf"))
    assert found.authors == ("Ann Writer", "Bo van Other", "C. D. Third")


def test_the_body_that_a_report_was_written_for_is_its_publisher_not_its_author():
    text = front((24, "Support for young carers"), (11, "Authors: Ann Writer, Bo Other"))
    records = Records(xmp={"authors": "Department for Education"})
    found = read_metadata(records, text, Path("x.pdf"))
    assert found.authors == ("Ann Writer", "Bo Other")
    assert found.publisher == "Department for Education"


def test_the_byline_completes_a_first_author():
    text = front((24, "Support for young carers"), (11, "Ann Writer | Bo Other"))
    found = read_metadata(Records(info={"authors": "Ann Writer"}), text, Path("x.pdf"))
    assert (found.authors, found.sources["authors"]) == (("Ann Writer", "Bo Other"), "first page")


def test_the_year_is_that_of_the_copyright_not_of_the_search_or_the_file():
    text = front(
        (24, "Support for young carers"), (11, "Search executed: March 2021"), (9, "© Them 2019")
    )
    found = read_metadata(Records(info={"created": "2023"}), text, Path("x.pdf"))
    assert found.year == 2019


def test_doi_isbn_and_publisher_are_read_from_the_imprint():
    text = front(
        (24, "Support for young carers"),
        (9, "https://doi.org/10.4073/csr.2015.13."),
        (9, "ISBN 978 1 83870 672 2, published by the Open Press."),
    )
    found = read_metadata(Records(), text, Path("x.pdf"))
    assert (found.doi, found.isbn, found.publisher) == (
        "10.4073/csr.2015.13",
        "978-1-83870-672-2",
        "Open Press",
    )
