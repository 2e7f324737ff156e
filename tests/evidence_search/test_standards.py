from dataclasses import replace

import pytest

from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import Direction, EvidenceRating, Provenance
from evidence_search.standards import BAND_CAVEAT, band, check, in_words, load_standards

SHIPPED_IDS = {
    "wwcsc-effectiveness",
    "wwcsc-strength",
    "eif-guidebook",
    "eif-cost",
    "foundations-practice-guide",
    "eef-security",
    "eef-toolkit",
    "nesta",
    "maryland-sms",
    "grade",
    "cebc",
    "title-iv-e",
    "college-of-policing-emmie",
    "crimesolutions",
}
STANDARDS = load_standards()
LEVELS = [
    pytest.param(standard, level, id=f"{standard.id}-{level.native}")
    for standard in STANDARDS.values()
    for level in (*standard.levels, *standard.off_scale)
]
RATING = EvidenceRating(
    intervention="Intensive family preservation services",
    outcome="entry to care",
    standard="wwcsc-strength",
    version="Evidence Store",
    level="3",
    direction=Direction.POSITIVE,
    unit="outcome",
    provenance=Provenance.PUBLISHED,
    rater="",
    date="2020",
    source="https://whatworks-csc.org.uk/evidence-store/evidence-standards/",
)
PROGRAMME = replace(
    RATING,
    intervention="Multisystemic Therapy",
    outcome="",
    standard="eif-guidebook",
    version="2018",
    level="4+",
    unit="programme",
    date="2018-03",
)


def test_every_standard_of_the_plan_is_shipped():
    assert set(STANDARDS) == SHIPPED_IDS


@pytest.mark.parametrize(("standard", "level"), LEVELS)
def test_a_shipped_level_says_its_meaning_and_its_native_label(standard, level):
    assert len(level.meaning.split()) > 3
    assert level.meaning.endswith(".")
    assert level.native in (level.symbol or level.native)
    assert standard.level(level.native) == level


@pytest.mark.parametrize(("standard", "level"), LEVELS)
def test_a_line_holds_the_native_label_and_the_words_of_any_shipped_level(standard, level):
    direction = (level.directions or (Direction.NOT_ASSESSED,))[0]
    rating = replace(
        RATING,
        standard=standard.id,
        version=standard.version,
        level=level.native,
        unit=standard.units[0],
        direction=direction,
    )
    check(rating, STANDARDS)
    line = in_words(rating, STANDARDS)
    assert line.startswith(f"{standard.heading}: {level.symbol or level.native}")
    assert level.words in line.casefold()
    assert ("label not checked with its owner" in line) is not level.verified


def test_cebc_1_stands_above_cebc_3_although_its_number_is_lower():
    cebc = STANDARDS["cebc"]
    assert [level.native for level in cebc.levels] == ["5", "4", "3", "2", "1"]
    assert (cebc.rank("1"), cebc.rank("3")) == (5, 3)


def test_eif_ne_is_off_the_ladder_and_a_finding_of_no_benefit():
    guidebook = STANDARDS["eif-guidebook"]
    assert guidebook.rank("NE") is None
    assert guidebook.level("NE").finding
    assert guidebook.level("NE").band is None
    assert guidebook.rank("NL2") == 1
    assert not guidebook.level("NL2").finding


def test_cebc_not_rated_is_off_the_scale_and_no_finding():
    assert STANDARDS["cebc"].rank("NR") is None
    assert not STANDARDS["cebc"].level("NR").finding


def test_no_evidence_of_effect_and_mixed_effects_are_different():
    effect = STANDARDS["wwcsc-effectiveness"]
    assert effect.level("0").words == "no evidence of effect"
    assert effect.level("mixed").words == "mixed effects"
    assert (effect.rank("0"), effect.rank("mixed")) == (2, None)


def test_only_these_levels_are_findings_of_no_or_negative_effect():
    found = {
        (standard.id, level.native)
        for standard in STANDARDS.values()
        for level in (*standard.levels, *standard.off_scale)
        if level.finding
    }
    assert found == {
        ("wwcsc-effectiveness", "below 0"),
        ("eif-guidebook", "NE"),
        ("cebc", "4"),
        ("cebc", "5"),
        ("crimesolutions", "No Effects - One study"),
    }


# Every row of the table of bands in the plan, by standard: very low, low, moderate, high.
@pytest.mark.parametrize(
    ("standard", "bands"),
    [
        ("eif-guidebook", [["NL2"], ["2", "2+"], ["3", "3+"], ["4", "4+"]]),
        ("nesta", [["1"], ["2"], ["3"], ["4", "5"]]),
        ("maryland-sms", [["1"], ["2"], ["3", "4"], ["5"]]),
        ("grade", [["Very low"], ["Low"], ["Moderate"], ["High"]]),
        ("foundations-practice-guide", [[], ["Promising"], ["Good"], ["Strong"]]),
        ("cebc", [[], ["3"], ["2"], ["1"]]),
        (
            "title-iv-e",
            [["Does not meet criteria"], ["Promising"], ["Supported"], ["Well-supported"]],
        ),
        ("wwcsc-strength", [["0"], ["1"], ["2"], ["3"]]),
    ],
)
def test_the_bands_are_those_of_the_plan(standard, bands):
    names = ("very low", "low", "moderate", "high")
    levels = STANDARDS[standard].levels
    assert [[x.native for x in levels if x.band == name] for name in names] == bands


def test_scales_of_effect_cost_or_review_quality_have_no_band():
    unbanded = {"wwcsc-effectiveness", "eif-cost", "college-of-policing-emmie", "crimesolutions"}
    unbanded |= {"eef-security", "eef-toolkit"}
    for standard in unbanded:
        assert {level.band for level in STANDARDS[standard].levels} == {None}


def test_a_band_is_said_to_be_approximate():
    assert band(RATING, STANDARDS) == "high"
    assert BAND_CAVEAT == "approximate, not equivalent"


# The published ratings of the sample library's briefings.
@pytest.mark.parametrize(
    ("standard", "level", "direction"),
    [
        ("wwcsc-effectiveness", "2", "positive"),
        ("wwcsc-effectiveness", "0", "none"),
        ("wwcsc-effectiveness", "mixed", "mixed"),
        ("wwcsc-strength", "3", "none"),
        ("wwcsc-strength", "2", "mixed"),
        ("wwcsc-strength", "0", "positive"),
        ("title-iv-e", "Well-supported", "positive"),
        ("eif-guidebook", "3", "positive"),
        ("eif-guidebook", "4+", "positive"),
        ("eif-cost", "5", "not assessed"),
        ("crimesolutions", "No Effects - One study", "none"),
        ("foundations-practice-guide", "Promising", "positive"),
    ],
)
def test_the_ratings_of_the_sample_library_fit(standard, level, direction):
    scale = STANDARDS[standard]
    rating = replace(RATING, standard=standard, version=scale.version, unit=scale.units[0])
    check(replace(rating, level=level, direction=Direction(direction)), STANDARDS)


@pytest.mark.parametrize(
    ("standard", "version", "units"),
    [
        ("wwcsc-effectiveness", "Evidence Store", ("outcome",)),
        ("wwcsc-strength", "Evidence Store", ("outcome",)),
        ("eif-guidebook", "2018", ("programme",)),
        ("eif-cost", "2018", ("programme",)),
        ("title-iv-e", "1.0", ("programme",)),
        ("crimesolutions", "2020", ("programme",)),
        ("foundations-practice-guide", "", ("recommendation",)),
    ],
)
def test_the_versions_and_units_that_the_catalogue_names_are_held(standard, version, units):
    assert (STANDARDS[standard].version, STANDARDS[standard].units) == (version, units)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"standard": "gade"}, r"no standard 'gade': use one of cebc, .*, wwcsc-strength"),
        ({"version": "2"}, r"wwcsc-strength has no version '2': use Evidence Store"),
        ({"level": "high"}, r"wwcsc-strength has no level 'high': use 0, 1, 2, 3"),
        ({"unit": "programme"}, r"wwcsc-strength has no unit 'programme': use outcome"),
        ({"outcome": ""}, r"wwcsc-strength rates an outcome: name the outcome"),
    ],
)
def test_a_rating_that_does_not_fit_is_told_what_would(change, message):
    with pytest.raises(CatalogueInvalid, match=message):
        check(replace(RATING, **change), STANDARDS)


def test_a_finding_of_no_benefit_cannot_be_said_to_point_to_benefit():
    rating = replace(PROGRAMME, level="NE")
    with pytest.raises(CatalogueInvalid, match="NE with direction 'positive': use none, negative"):
        check(rating, STANDARDS)


def test_a_standard_without_a_known_version_admits_any():
    check(replace(RATING, standard="grade", version="2013", level="High"), STANDARDS)


def test_a_published_rating_in_words():
    assert in_words(RATING, STANDARDS) == (
        "Strength of evidence: 3 of 3, high; points to benefit (+) "
        "(WWCSC Evidence Store; outcome: entry to care; published 2020)"
    )


def test_a_rating_of_a_programme_names_the_programme():
    assert in_words(PROGRAMME, STANDARDS) == (
        "Evidence rating: level 4+ (highest, scale NL2 to 4+), several rigorous evaluations, "
        "more than level 4; points to benefit (+) "
        "(EIF Guidebook; programme: Multisystemic Therapy; published March 2018)"
    )


def test_good_evidence_of_no_effect_is_told_from_weak_evidence():
    strong = in_words(replace(RATING, direction=Direction.NONE), STANDARDS)
    weak = in_words(replace(RATING, level="1"), STANDARDS)
    assert "3 of 3, high; no effect found" in strong
    assert "1 of 3, low; points to benefit" in weak


def test_a_cost_says_no_direction():
    rating = replace(PROGRAMME, standard="eif-cost", level="5")
    assert in_words(rating, STANDARDS) == (
        "Cost rating: 5 of 5, highest cost "
        "(EIF Guidebook; programme: Multisystemic Therapy; published March 2018)"
    )


def test_an_assigned_rating_names_its_rater_and_day_and_does_not_look_published():
    rating = replace(RATING, provenance=Provenance.ASSIGNED, rater="A. Reader", date="2024-05-03")
    line = in_words(rating, STANDARDS)
    assert line.endswith(
        "(on the scale of WWCSC Evidence Store; outcome: entry to care; "
        "assigned by A. Reader on 3 May 2024)"
    )
    assert "published" not in line


def test_a_suggested_rating_says_that_nobody_checked_it():
    line = in_words(replace(RATING, provenance=Provenance.SUGGESTED), STANDARDS)
    assert line.endswith("suggested by the software, not checked)")
    assert "published" not in line


@pytest.mark.parametrize(
    ("date", "rater", "said"),
    [
        ("2014", "Cochrane", "published by Cochrane, 2014)"),
        ("", "", "published on a date not known)"),
        ("spring 2014", "", "published spring 2014)"),
    ],
)
def test_who_published_and_when_are_said_as_far_as_known(date, rater, said):
    assert in_words(replace(RATING, date=date, rater=rater), STANDARDS).endswith(said)
