import re
from pathlib import Path

import pytest

from evidence_search import Settings
from evidence_search.errors import SettingsInvalid

DOCUMENTED = Path(__file__).parents[2] / "docs/settings.md"


def test_the_environment_overrides_a_default():
    assert Settings.from_env({"EVIDENCE_SEARCH_CANDIDATES": "50"}).candidates == 50


def test_a_misspelt_setting_is_named_with_the_known_ones():
    with pytest.raises(
        SettingsInvalid, match=r"EVIDENCE_SEARCH_CANDIDATE: .*EVIDENCE_SEARCH_ENCOD"
    ):
        Settings.from_env({"EVIDENCE_SEARCH_CANDIDATE": "50"})


def test_a_value_of_the_wrong_kind_is_refused_by_name():
    with pytest.raises(
        SettingsInvalid, match=r"^EVIDENCE_SEARCH_CANDIDATES: Input should be a val"
    ) as raised:
        Settings.from_env({"EVIDENCE_SEARCH_CANDIDATES": "many"})
    assert "Known settings" not in str(raised.value)


def test_something_that_finds_passages_must_count():
    with pytest.raises(SettingsInvalid, match=r"WEIGHT_DENSE: .*pages alone find no passages"):
        Settings.from_env(
            {"EVIDENCE_SEARCH_WEIGHT_PASSAGE": "0", "EVIDENCE_SEARCH_WEIGHT_DENSE": "0"}
        )


def test_the_documented_settings_and_defaults_are_those_there_are():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (–|`[^`]*`) \|", DOCUMENTED.read_text(), re.MULTILINE)
    spelt = {"–": None, "`on`": True, "`off`": False}
    told = {name.lower(): spelt.get(default, default.strip("`")) for name, default in rows}
    defaults = {name: getattr(Settings(), name) for name in Settings.model_fields}
    assert len(told) == len(rows)
    assert told == {
        name: value
        if isinstance(value, bool)
        else str(value)
        if value not in {None, "", ()}
        else None
        for name, value in defaults.items()
    }


def test_an_empty_variable_names_no_path():
    empty = {f"EVIDENCE_SEARCH_{name}": "" for name in ("STANDARDS", "VOCABULARY", "SOURCE_DIR")}
    assert Settings.from_env(empty) == Settings()
    with pytest.raises(SettingsInvalid, match="name the file of keys"):
        Settings.from_env({"EVIDENCE_SEARCH_ACCESS": "key", "EVIDENCE_SEARCH_KEYS_FILE": ""})
