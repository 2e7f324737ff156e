import pytest

from evidence_search import Engine, Settings
from evidence_search.errors import SettingsInvalid
from evidence_search.reading import Expansion
from evidence_search.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def ours():
    return load_vocabulary()


@pytest.fixture
def own(tmp_path):
    def write(text):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return load_vocabulary(path)

    return write


@pytest.mark.parametrize(
    "question", ["Do FGCs work?", "do fgcs work", "an FGC's cost", "FGC’s", "(FGC)", "FGC/PLO"]
)
def test_an_abbreviation_is_found_in_any_case_in_the_plural_and_beside_marks(ours, question):
    assert ours.expand(question)[0].added == ("family group conference",)


@pytest.mark.parametrize("question", ["fgcx", "Micin", "pre-CP-post", "a mash of ideas", "can"])
def test_a_part_of_a_word_and_a_word_in_small_letters_are_not_taken_for_one(ours, question):
    assert ours.expand(question) == ()


def test_some_abbreviations_count_in_capitals_only(ours):
    assert ours.expand("Does a MASH help?")[0].term == "MASH"
    assert ours.expand("CAN KIDS GO HOME?") == ours.expand("KIDS GO HOME?") != ()


def test_everyday_words_lead_to_those_of_research(ours):
    found = ours.expand("What makes going  home from care last?")
    assert [one.added for one in found] == [("reunification", "return home")]


def test_what_the_question_says_already_is_not_added(ours):
    assert ours.expand("Does a family group conference (FGC) work?") == ()


def test_the_longest_term_is_taken(own):
    vocabulary = own('[everyday]\n"home" = ["house"]\n"going home" = ["return"]')
    assert vocabulary.expand("going home") == (Expansion("going home", ("return",)),)


def test_a_file_of_ones_own_adds_changes_and_takes_out(own):
    vocabulary = own('[abbreviations]\nfgc = ["whanau hui"]\nMST = []\nXYZ = ["x y z"]')
    assert vocabulary.expand("FGC")[0].added == ("whanau hui",)
    assert vocabulary.expand("MST") == ()
    assert vocabulary.expand("xyz")[0].added == ("x y z",)
    assert vocabulary.expand("SGO")[0].added == ("special guardianship order",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[abbreviations]\nFGC = 'x'", r"own\.toml, line 2: 'FGC' needs a list of terms"),
        ("\n[everyday]\n'going home' = ['', 'x']", r"line 3: 'going home' needs a list"),
        ("[capitals]\nMash = ['hub']", r"line 2: 'Mash' is not in capitals"),
        ("[abreviations]\nFGC = ['x']", r"line 1: there is no table 'abreviations'; use abbrev"),
        ("everyday = 3", r"line 1: everyday is a table"),
        ("[everyday]\n'?' = ['x']", r"line 2: a term has a letter"),
        ("[everyday]\nFGC = x", r"is not TOML: .*line 2"),
    ],
)
def test_a_broken_file_is_refused_with_its_line_and_the_reason(own, text, reason):
    with pytest.raises(SettingsInvalid, match=reason):
        own(text)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SettingsInvalid, match=r"none\.toml cannot be read: No such file"):
        load_vocabulary(tmp_path / "none.toml")


def test_a_search_says_what_it_added_and_leaves_it_out_when_asked(small_index, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[everyday]\n"handouts" = ["cash transfers"]')
    settings = Settings(index_dir=small_index, encoder="hash", vocabulary=path)
    engine = Engine.open(settings)
    found = engine.find("handouts")
    assert found.reading.expansions == (Expansion("handouts", ("cash transfers",)),)
    by_words = [h for h in found.hits if "passage" in {channel.name for channel in h.found_by}]
    assert [hit.passage.document.id for hit in by_words] == ["money"]
    plain = engine.find("handouts", expand=False)
    assert plain.reading.expansions == ()
    assert all(channel.name == "dense" for hit in plain.hits for channel in hit.found_by)
    answer = engine.answer("Do handouts improve housing stability?")
    assert answer.reading.added == ("cash transfers",)
    assert engine.answer("Do handouts help?", expand=False).reading.added == ()


def test_a_screened_question_is_not_read(engine):
    answer = engine.answer("What FGC should Kelly Smith aged 7 have?")
    assert answer.status == "personal_data"
    assert answer.reading.expansions == ()
