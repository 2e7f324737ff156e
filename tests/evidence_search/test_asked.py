"""What a question is looked for with."""

import pytest

from evidence_search.asked import Asked, spell_out, split
from evidence_search.encode import HashEncoder
from evidence_search.gaps import tells_a_gap
from evidence_search.reading import Expansion, Reading

SPELLED = Expansion("FGC", ("family group conference",))


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Does it cut stress, and what would it cost?", 2),
        ("Who delivers the programme? How long does it last?", 2),
        ("Does it work better for boys and girls?", 0),
        ("What do children and parents think?", 0),
        ("Does it work and is it cheap and who runs the programme there?", 0),
    ],
)
def test_a_question_of_two_parts_is_split_and_no_other(question, parts):
    assert len(split(question)) == parts


def test_an_abbreviation_is_spelled_out_where_it_stands():
    spelled = spell_out("Does an fgc cost more?", [SPELLED])
    assert spelled == "Does an family group conference cost more?"


@pytest.mark.parametrize(
    ("question", "spelled"),
    [
        ("Is placement stability worse for LAC?", "Is placement stability worse for a child?"),
        ("Do LACs move, or LAC-like children?", "Do a childs move, or LAC-like children?"),
        (
            "What is a LAC’s plan in a LAC-free place?",
            "What is a a child’s plan in a LAC-free place?",
        ),
    ],
)
def test_letters_within_another_word_are_not_spelled_out(question, spelled):
    assert spell_out(question, [Expansion("LAC", ("a child",))]) == spelled


def test_everything_is_encoded_in_one_call():
    class Counting(HashEncoder):
        calls = 0

        def encode_queries(self, texts):
            Counting.calls += 1
            return super().encode_queries(texts)

    encoder = Counting()
    reading = Reading((SPELLED,))
    asked = Asked.of("Does an FGC cut costs, and what do parents say?", reading, encoder)
    assert Counting.calls == 1
    assert (asked.vector[0] == HashEncoder().encode_queries([asked.text])[0]).all()
    assert len(asked.part_vectors) == len(asked.parts) == 2
    assert asked.words["fgc"] == (frozenset({"famili", "group", "confer"}),)


@pytest.mark.parametrize(
    ("question", "effect", "verdict"),
    [
        ("does MST work for teenagers", False, True),
        ("Is Staying Close effective?", True, True),
        ("Has it been shown to make any difference?", True, True),
        ("Do fewer children come into care?", True, False),
        ("Does mentoring make a real difference?", True, True),
        ("Has MST been effective?", True, True),
        ("How do social workers work with fathers who are violent?", False, False),
        ("What is effective supervision?", True, False),
        ("Are there any good examples of co-production?", False, False),
        ("What do social work teams cost?", False, False),
        ("How many children took part?", False, False),
    ],
)
def test_it_is_told_what_asks_for_a_change_and_what_for_a_verdict(question, effect, verdict):
    asked = Asked.of(question, Reading(), HashEncoder())
    assert (asked.effect, asked.verdict) == (effect, verdict)


@pytest.mark.parametrize(
    ("sentence", "gap"),
    [
        ("No evidence was found here on which young people gain most.", True),
        ("No figure for what the programme costs in England was found here.", True),
        ("No randomised trials were identified.", True),
        ("We found no evidence that it reduced entry to care.", False),
        ("No published rating was found for Staying Close, for any outcome.", False),
        ("The trial found no evidence of an effect on entry to care.", False),
        ("There was no difference between the groups.", False),
    ],
)
def test_a_sentence_that_says_that_nothing_was_found_is_told_from_a_finding(sentence, gap):
    assert tells_a_gap(sentence) is gap
