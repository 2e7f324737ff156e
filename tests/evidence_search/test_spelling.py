import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_search.spelling import Speller, count_words, read_words, write_words

TEXT = """
    Family group conferences and the preservation of families. Children in care, their social
    workers and their councils. Schwartz Rounds. Reunification lasts. FGC MST TFCO behaviour.
"""
QUESTIONS = Path(__file__).parents[2] / "eval/collections/sample_library/queries.jsonl"


@pytest.fixture(scope="module")
def speller():
    return Speller(count_words([TEXT, TEXT]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("do family confrences work", "do family conferences work"),
        ("Reunificaton of chidren", "Reunification of children"),
        ("Prservation?", "Preservation?"),
        ("shwartz rounds", "schwartz rounds"),
        ("“socail” workers", "“social” workers"),
    ],
)
def test_a_misspelt_word_leads_to_the_one_in_the_index(speller, typed, meant):
    assert speller.suggest(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Do grandparents cope?",
        "the behaviours of organisations",
        "What did Schwarz say in Birminghan?",
        "FGCC or MSTT",
        "it doesn't last, carers can’t",
        "Zzyzx qqqqq",
        "step-down to X9b4",
        "",
    ],
)
def test_english_words_names_abbreviations_and_unknown_words_are_left(speller, question):
    assert speller.suggest(question) is None


def test_a_word_that_stands_once_is_not_suggested():
    assert Speller(count_words(["confrences conferences"])).suggest("conferencs") is None


def test_where_english_has_a_nearer_word_nothing_is_suggested():
    assert Speller(count_words(["making making"])).suggest("mising") is None


def test_correct_questions_over_the_sample_library_get_no_suggestion(sample):
    texts = (path.read_text(encoding="utf-8") for path in sorted(sample.rglob("*.typ")))
    speller = Speller(count_words(texts))
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    suggested = {
        style: [speller.suggest(r["text"]) is not None for r in rows if r["style"] == style]
        for style in {row["style"] for row in rows}
    }
    typed_badly = suggested.pop("typo")
    typed_well = [one for own in suggested.values() for one in own]
    assert sum(typed_well) <= 0.02 * len(typed_well)
    assert sum(typed_badly) >= 0.8 * len(typed_badly)


@pytest.mark.parametrize(
    "question",
    [
        "Quels sont les effets des conférences familiales ?",
        "¿Qué funciona para los niños en acogida?",
        "Was hilft Pflegekindern in der Schule?",
        "儿童社会照顾有什么证据",
        "Beth sydd yn gweithio i blant mewn gofal?",
    ],
)
def test_another_language_is_noticed(speller, question):
    assert speller.is_foreign(question)


@pytest.mark.parametrize(
    "question", ["FGC", "did mst reduse convictons five yrs later", "Mockingbird?", "42"]
)
def test_english_with_slips_or_a_word_or_two_is_not_another_language(speller, question):
    assert not speller.is_foreign(question)


def test_counts_are_read_back_as_written(tmp_path):
    counts = count_words(["Café café 儿童 it's"])
    write_words(counts, tmp_path / "words.tsv")
    assert read_words(tmp_path / "words.tsv") == counts == {"café": 2, "儿童": 1, "it's": 1}


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    one = Speller({"family": 3, "ßtrange": 2})
    one.suggest(text)
    one.is_foreign(text)
