"""Filters by rating, study and country, their counts, and the tie-break by one standard."""

from itertools import pairwise

import pytest

from evidence_search import Document, Engine, EvidenceRating, Filters, Hit, Passage, Settings, Span
from evidence_search.encode import HashEncoder
from evidence_search.errors import CatalogueInvalid
from evidence_search.facets import facets_of
from evidence_search.index import write_generation
from evidence_search.ratings import NO_RATING, Design, Direction, DocumentStatus, Provenance, Study
from evidence_search.standards import BAND_CAVEAT, choose, load_standards
from evidence_search.tie_break import break_ties, say_order
from evidence_search.types import Cue, Page, SuggestedDesign

STANDARDS = load_standards()
GIVEN = {
    "cebc-1": ("cebc", "1", Direction.POSITIVE),
    "cebc-3": ("cebc", "3", Direction.POSITIVE),
    "cebc-4": ("cebc", "4", Direction.NONE),
    "cebc-nr": ("cebc", "NR", Direction.NOT_ASSESSED),
    "eif-ne": ("eif-guidebook", "NE", Direction.NONE),
    "eif-nl2": ("eif-guidebook", "NL2", Direction.POSITIVE),
    "eif-3": ("eif-guidebook", "3", Direction.POSITIVE),
    "eif-4": ("eif-guidebook", "4", Direction.POSITIVE),
    "effect-0": ("wwcsc-effectiveness", "0", Direction.NONE),
    "effect-mixed": ("wwcsc-effectiveness", "mixed", Direction.MIXED),
}


def rating(standard, level, direction):
    own = STANDARDS[standard]
    return EvidenceRating(
        "P", "an outcome", standard, own.version, level, direction, own.units[0],
        Provenance.PUBLISHED, own.owner, "2018", "https://example.org",
    )  # fmt: skip


def document(name, **given):
    return Document(name, f"{name}.pdf", name, "0" * 64, **given)


def documents():
    for name, (standard, level, direction) in GIVEN.items():
        yield document(name, ratings=(rating(standard, level, direction),), year=2018)
    study = Study(
        "A trial", "P", "an outcome", Direction.NEGATIVE, Design.TRIAL, ("Northern Ireland",),
        2020, "care leavers", rater="Ann", date="2026",
    )  # fmt: skip
    yield document("trial", studies=(study,), year=2021, countries=("England",))
    cues = (Cue("kind", Span(1, 0, 6), "foster"), Cue("method", Span(1, 7, 11), "care"))
    yield document("suggested", year=2010, designs=(
        SuggestedDesign(Design.REVIEW, cues), SuggestedDesign(Design.ECONOMIC, cues, planned=True),
    ))  # fmt: skip
    yield document(
        "old", year=1999, countries=("Wales", "Türkiye"), status=DocumentStatus.WITHDRAWN
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    directory = tmp_path_factory.mktemp("rated")
    with write_generation(directory, HashEncoder(), {}) as writer:
        for number, one in enumerate(documents()):
            text = f"foster care report number {number}"
            passage = Passage(f"{one.id}#1", one, text, (Span(1, 0, len(text)),))
            writer.add(one, [Page(1, text)], [passage])
    engine = Engine.open(Settings(index_dir=directory, encoder="hash"))
    yield engine
    engine.close()


def found(library, **given):
    return {hit.passage.document.id for hit in library.search("foster care", 50, Filters(**given))}


def levels(*arguments, **given):
    return choose(STANDARDS, *arguments, **given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"levels": levels("cebc")}, {"cebc-1", "cebc-3", "cebc-4", "cebc-nr"}),
        ({"levels": levels("cebc", "3")}, {"cebc-1", "cebc-3"}),
        ({"levels": levels("cebc", "5")}, {"cebc-1", "cebc-3", "cebc-4"}),
        ({"levels": levels("eif-guidebook", "NL2")}, {"eif-nl2", "eif-3", "eif-4"}),
        ({"levels": levels("eif-guidebook", "3")}, {"eif-3", "eif-4"}),
        ({"levels": levels(band="high")}, {"cebc-1", "eif-4"}),
        ({"levels": levels("cebc", band="low")}, {"cebc-3"}),
        ({"levels": levels(no_benefit=True)}, {"cebc-4", "eif-ne"}),
        ({"levels": levels("cebc"), "directions": (Direction.POSITIVE,)}, {"cebc-1", "cebc-3"}),
        ({"directions": (Direction.MIXED,)}, {"effect-mixed"}),
        ({"directions": (Direction.NEGATIVE,)}, {"trial"}),
        ({"directions": (Direction.NONE,)}, {"cebc-4", "eif-ne", "effect-0"}),
        ({"designs": (Design.TRIAL,)}, {"trial"}),
        ({"designs": (Design.REVIEW,)}, {"suggested"}),
        ({"designs": (Design.REVIEW, Design.TRIAL)}, {"suggested", "trial"}),
        ({"designs": (Design.ECONOMIC,)}, set()),
        ({"populations": ("Care Leavers",)}, {"trial"}),
        ({"countries": ("ENGLAND",)}, {"trial"}),
        ({"countries": ("northern ireland", "wales")}, {"trial", "old"}),
        ({"countries": ("TÜRKIYE",)}, {"old"}),
        ({"year_from": 2021}, {"trial"}),
        ({"year_to": 2000}, {"old"}),
        ({"statuses": (DocumentStatus.WITHDRAWN,)}, {"old"}),
        ({"provenances": (NO_RATING,)}, {"trial", "old", "suggested"}),
        ({"provenances": ("published",), "year_from": 2019}, set()),
    ],
)
def test_a_filter_lets_through_what_it_says(library, given, expected):
    assert found(library, **given) == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"standard": "stars"}, "no such standard: use one of cebc,"),
        ({"at_least": "3"}, "name the standard as well"),
        ({"standard": "eif-guidebook", "at_least": "NE"}, "in its order: NL2, 2, 2"),
        ({"standard": "cebc", "at_least": "1", "band": "low"}, "no level of cebc fits all"),
    ],
)
def test_what_could_never_fit_is_refused_with_what_is_allowed(given, message):
    with pytest.raises(CatalogueInvalid, match=message):
        levels(**given)


def test_every_filter_has_its_counts_and_the_band_its_caveat(library):
    facets = {f.name: f for f in facets_of(library.index.store.documents(), STANDARDS)}
    counts = {n: {c.value: c.documents for c in f.counts} for n, f in facets.items()}
    assert counts["standard"] == {"cebc": 4, "eif-guidebook": 4, "wwcsc-effectiveness": 2}
    assert list(counts["level of cebc"]) == ["1", "3", "4", "NR"]
    assert list(counts["level of eif-guidebook"]) == ["4", "3", "NL2", "NE"]
    assert counts["level of wwcsc-effectiveness"] == {"0": 1, "mixed": 1}
    assert counts["band"] == {"high": 2, "moderate": 1, "low": 1, "very low": 1}
    assert facets["band"].note == BAND_CAVEAT
    assert counts["no_benefit"] == {"true": 2}
    assert counts["direction"]["none"] == 3
    assert counts["design"] == {"randomised trial": 1, "systematic review": 1}
    assert "suggested by the software" in facets["design"].note
    assert counts["country"] == {"England": 1, "Northern Ireland": 1, "Türkiye": 1, "Wales": 1}
    assert counts["year"] == {"1999": 1, "2010": 1, "2018": 10, "2021": 1}
    assert counts["population"] == {"care leavers": 1}
    assert counts["status"] == {"current": 12, "withdrawn": 1}
    assert counts["provenance"] == {"published": 10, "unrated": 3}


def test_a_count_is_labelled_in_words_with_a_symbol_and_says_nothing_twice(library):
    facets = {f.name: f for f in facets_of(library.index.store.documents(), STANDARDS)}
    labels = {n: {c.value: c.label for c in f.counts} for n, f in facets.items()}
    assert labels["direction"]["none"] == "no effect found (=)"
    assert labels["level of wwcsc-effectiveness"] == {
        "0": "0 (maximum 2), no evidence of effect",
        "mixed": "mixed effects",
    }


def hits(*names, scores):
    by_name = {one.id: one for one in documents()}
    return [
        Hit(Passage(name, by_name[name], "text", (Span(1, 0, 4),)), score)
        for name, score in zip(names, scores, strict=True)
    ]


def order(found):
    return [hit.passage.id for hit in found]


def test_a_finding_of_no_benefit_stands_below_careful_levels_and_above_weak_ones():
    names = ("trial", "eif-nl2", "eif-ne", "eif-3", "eif-4")
    near = hits(*names, scores=(1.4, 1.3, 1.2, 1.1, 1.0))
    ranked = break_ties(near, STANDARDS["eif-guidebook"], within=0.5)
    assert order(ranked) == ["eif-4", "eif-3", "eif-ne", "eif-nl2", "trial"]


def test_cebc_1_comes_before_cebc_3_and_what_cannot_be_rated_comes_as_unrated():
    near = hits("trial", "cebc-nr", "cebc-3", "cebc-1", scores=(1.3, 1.2, 1.1, 1.0))
    ranked = break_ties(near, STANDARDS["cebc"], within=0.5)
    assert order(ranked) == ["cebc-1", "cebc-3", "trial", "cebc-nr"]


def test_a_rating_moves_no_hit_out_of_its_band_of_relevance():
    far = hits("eif-nl2", "eif-3", "eif-4", scores=(2.0, 1.9, 1.0))
    ranked = break_ties(far, STANDARDS["eif-guidebook"], within=0.5)
    assert order(ranked) == ["eif-3", "eif-nl2", "eif-4"]


def test_levels_of_another_standard_break_no_tie():
    near = hits("cebc-3", "cebc-1", scores=(1.1, 1.0))
    assert order(break_ties(near, STANDARDS["eif-guidebook"], within=0.5)) == ["cebc-3", "cebc-1"]


def test_relevance_stands_alone_unless_a_standard_is_preferred(library):
    plain = library.search("foster care", 50)
    assert all(a.score > b.score for a, b in pairwise(plain))
    assert library.preferred() is None
    assert "ratings change nothing" in say_order(None, 0.25)
    preferred = library.search("foster care", 50, prefer="cebc")
    assert {hit.passage.id for hit in preferred} == {hit.passage.id for hit in plain}
    assert "within 0.25" in say_order(library.preferred("cebc"), 0.25)
    with pytest.raises(CatalogueInvalid, match="no such standard to prefer"):
        library.search("foster care", prefer="stars")


def test_paging_a_preferred_order_repeats_and_leaves_out_nothing(library):
    every = order(library.search("foster care", 12, prefer="eif-guidebook"))
    for k in range(1, 12):
        assert order(library.search("foster care", k, prefer="eif-guidebook")) == every[:k]
