import pytest

from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import Design
from evidence_search.standards import load_standards
from indexer.catalogue import LINK_OUT, read_source

HEADER = "id,file,title,authors,year,publisher,doi,url,licence,country,status,superseded_by\n"
RATINGS = (
    "id,intervention,outcome,standard,version,level,direction,unit,provenance,rater,date,source\n"
)
STANDARDS = load_standards()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    return tmp_path


def read(folder, rows, header=HEADER, ratings=None):
    catalogue = folder / "catalogue.csv"
    catalogue.write_text(header + rows, encoding="utf-8")
    if ratings is not None:
        (folder / "ratings.csv").write_text(RATINGS + ratings, encoding="utf-8")
    return read_source(catalogue, STANDARDS)


def test_a_row_becomes_an_entry_with_lists_where_semicolons_part_them(folder):
    [entry] = read(folder, "a,a.pdf,Title,A. One; B. Two,2020,,,,,England; Wales,current,\n")
    assert entry.given.authors == ("A. One", "B. Two")
    assert entry.given.country == ("England", "Wales")
    assert entry.given.year == 2020


def test_the_sample_catalogue_reads_with_its_ratings(sample):
    entries = read_source(sample / "catalogue.csv", STANDARDS)
    assert len(entries) == 17
    rated = {entry.given.id for entry in entries if entry.ratings}
    assert "treatment-foster-care" in rated
    assert "signs-of-safety" not in rated


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,missing.pdf,,,,,,,,,,\n", r"row 2: there is no file missing\.pdf"),
        ("a,a.pdf,,,,,,,,,,\na,a.pdf,,,,,,,,,,\n", "row 3: the id a stands in row 2 already"),
        (
            "a,a.pdf,,,20x0,,,,,,,\n",
            "row 2: column year says '20x0': give a year from 1800 to 2100",
        ),
        ("a,a.pdf,,,1066,,,,,,,\n", "row 2: column year says '1066': give a year from 1800 to"),
        ("a,a.pdf,,,,,,,,,lost,\n", "row 2: column status says 'lost': give one of 'current', 'su"),
        ("a,a.pdf,,,,,,,,,,b\n", "row 2: superseded_by names b, which is no id here"),
        ("a,../a.pdf,,,,,,,,,,\n", "row 2: ../a.pdf is outside"),
        ("A b,a.pdf,,,,,,,,,,\n", "row 2: column id says 'A b': give up to 200 small letters"),
        ("a/../b,a.pdf,,,,,,,,,,\n", "row 2: column id says 'a/../b'"),
        ("b//c,a.pdf,,,,,,,,,,\n", "row 2: column id says 'b//c'"),
        ("b/,a.pdf,,,,,,,,,,\n", "row 2: column id says 'b/'"),
        ("x/pages/1,a.pdf,,,,,,,,,,\n", "row 2: column id says 'x/pages/1': .*/pages/ and a"),
        (f"{'n' * 201},a.pdf,,,,,,,,,,\n", "row 2: column id says 'nnn"),
        ("a,,,,,,,,,,,\n", "row 2: column file says '': give some text"),
        ("a,a.pdf,,,\n", "row 2: it has more or fewer cells than the first row"),
        ("a,a.pdf,,,,,,javascript:x,,,,\n", "row 2: column url says 'javascript:x': give an addr"),
        ("", "names no PDF"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_the_reason(folder, rows, message):
    with pytest.raises(CatalogueInvalid, match=message):
        read(folder, rows)


def test_an_unknown_column_is_refused_by_name(folder):
    with pytest.raises(CatalogueInvalid, match="unknown column 'colour'; known: id, file, title"):
        read(folder, "a,a.pdf,red\n", header="id,file,colour\n")


def test_a_catalogue_in_another_encoding_says_how_to_save_it(folder):
    (folder / "catalogue.csv").write_bytes(HEADER.encode() + b"a,a.pdf,\xe9,,,,,,,,,\n")
    with pytest.raises(CatalogueInvalid, match="is not UTF-8; save it as CSV UTF-8"):
        read_source(folder / "catalogue.csv", STANDARDS)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("b,P,o,grade,,High,positive,outcome,published,X,2020,u", "no document has the id b"),
        ("a,P,o,grades,,High,positive,outcome,published,X,2020,u", "no standard 'grades'"),
        ("a,P,o,grade,,Highest,positive,outcome,published,X,2020,u", "no level 'Highest'"),
        ("a,P,o,grade,,High,up,outcome,published,X,2020,u", "column direction"),
        ("a,P,o,grade,,High,positive,programme,published,X,2020,u", "no unit 'programme'"),
        ("a,P,o,grade,,High,positive,outcome,assigned,,,u", "names its rater and date"),
        ("a,P,o,grade,,High,positive,outcome,assigned,X,,u", "names its rater and date"),
        ("a,P,o,eif-cost,2017,3,positive,programme,published,X,2020,u", "no version '2017'"),
        ("a,P,o,eif-guidebook,2018,NE,positive,programme,published,X,2020,u", "NE with direction"),
        ("a,P,o,grade,,High,positive,outcome,published,X,2020,", "names its source"),
        ("a,P,o,grade,,High,positive,outcome,published,X,last May,u", "column date"),
    ],
)
def test_a_rating_that_cannot_be_used_is_named_with_the_reason(folder, row, message):
    with pytest.raises(CatalogueInvalid, match=rf"ratings\.csv, row 2: .*{message}"):
        read(folder, "a,a.pdf,,,,,,,,,,\n", ratings=row + "\n")


STUDIES = (
    "id,study,intervention,outcome,direction,design,country,year,population,stage,searched,page,"
    "rater,date\n"
)


def test_studies_are_read_beside_the_catalogue(folder):
    row = "a,A trial,P,o,none,randomised trial,England; Wales,2020,,,,3,Ann,2026-11\n"
    (folder / "studies.csv").write_text(STUDIES + row, encoding="utf-8")
    [entry] = read(folder, "a,a.pdf,,,,,,,,,,\n")
    [study] = entry.studies
    assert (study.name, study.design, study.countries, study.page) == (
        "A trial", Design.TRIAL, ("England", "Wales"), 3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("b,A,P,o,none,randomised trial,,,,,,,Ann,2026", "no document has the id b"),
        ("a,A,P,o,up,randomised trial,,,,,,,Ann,2026", "column direction"),
        ("a,A,P,o,none,lottery,,,,,,,Ann,2026", "column design says .*'systematic review'"),
        ("a,A,P,o,none,randomised trial,,,,,,,,2026", "column rater"),
        ("a,A,P,o,none,randomised trial,,,,,,,Ann,", "column date"),
        ("a,A,P,o,none,randomised trial,,,,,May,,Ann,2026", "column searched"),
        ("a,,P,o,none,randomised trial,,,,,,,Ann,2026", "column study"),
    ],
)
def test_a_study_that_cannot_be_used_is_named_with_the_reason(folder, row, message):
    (folder / "studies.csv").write_text(STUDIES + row + "\n", encoding="utf-8")
    with pytest.raises(CatalogueInvalid, match=rf"studies\.csv, row 2: .*{message}"):
        read(folder, "a,a.pdf,,,,,,,,,,\n")


def test_a_folder_gives_every_pdf_below_it_a_stable_slug(tmp_path):
    for name in (
        "b/pages/1.pdf",
        "b/Report No. 1.PDF",
        "a.pdf",
        "Ärger & co.pdf",
        "notes.txt",
        "a!.pdf",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-")
    found = {e.given.id: e.given.file for e in read_source(tmp_path, STANDARDS)}
    assert found == {
        "a-1": "a!.pdf",
        "a-2": "a.pdf",
        "a-rger-co": "Ärger & co.pdf",
        "b/pages-1": "b/pages/1.pdf",
        "b/report-no-1": "b/Report No. 1.PDF",
    }


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "outside.pdf").write_bytes(b"%PDF-")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "inside.pdf").write_bytes(b"%PDF-")
    (tmp_path / "in" / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    entries = read_source(tmp_path / "in", STANDARDS)
    assert {entry.given.id: entry.fault for entry in entries} == {"inside": "", "link": LINK_OUT}


def test_a_source_that_is_neither_folder_nor_catalogue_is_refused(tmp_path):
    with pytest.raises(CatalogueInvalid, match="neither a folder nor a catalogue"):
        read_source(tmp_path / "nothing", STANDARDS)
