import pytest

from evidence_search import Settings
from evidence_search.errors import SettingsInvalid


def test_the_environment_overrides_a_default():
    assert Settings.from_env({"EVIDENCE_SEARCH_CANDIDATES": "50"}).candidates == 50


def test_a_misspelt_setting_is_named_with_the_known_ones():
    with pytest.raises(
        SettingsInvalid, match=r"EVIDENCE_SEARCH_CANDIDATE: .*EVIDENCE_SEARCH_ENCOD"
    ):
        Settings.from_env({"EVIDENCE_SEARCH_CANDIDATE": "50"})


def test_a_value_of_the_wrong_kind_is_refused_by_name():
    with pytest.raises(SettingsInvalid, match="EVIDENCE_SEARCH_CANDIDATES: Input should be a val"):
        Settings.from_env({"EVIDENCE_SEARCH_CANDIDATES": "many"})


def test_something_that_finds_passages_must_count():
    with pytest.raises(SettingsInvalid, match=r"WEIGHT_DENSE: .*pages alone find no passages"):
        Settings.from_env(
            {"EVIDENCE_SEARCH_WEIGHT_PASSAGE": "0", "EVIDENCE_SEARCH_WEIGHT_DENSE": "0"}
        )
