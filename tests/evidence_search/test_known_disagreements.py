"""The head of an answer on reports of the sample library of which the right reading is known."""

import pytest

from evidence_search import Settings
from evidence_search.engine import Engine
from evidence_search.evidence import State, head_of
from evidence_search.evidence_words import tell
from evidence_search.ratings import Design, Direction


@pytest.fixture(scope="module")
def library(sample_index):
    engine = Engine.open(Settings(index_dir=sample_index, encoder="hash"))
    yield engine
    engine.close()


def asked(library, question, document_id):
    found = {hit.passage.document.id: hit.passage.document for hit in library.search(question, 5)}
    assert document_id in found
    return head_of([found[document_id]], library.standards)


def states(head):
    return {outcome.name: outcome.state for outcome in head.outcomes}


def test_family_group_conferences_show_the_english_and_the_dutch_trial(library):
    question = "Do family group conferences keep children out of care?"
    head = asked(library, question, "family-group-conferences")
    difference = next(d for d in head.differences if d.outcome == "children in care")
    ways = {finding.name.split()[0]: finding.direction for finding in difference.findings}
    assert ways["English"] is Direction.POSITIVE
    assert ways["Amsterdam"] is Direction.NEGATIVE
    aspects = dict(difference.aspects)
    assert aspects["country"][:2] == ("England", "Netherlands")
    assert aspects["stage"][:2] == ("just before care proceedings", "earlier than care proceedings")
    assert states(head)["child safety"] is State.NO_EFFECT


def test_multisystemic_therapy_has_a_top_rating_and_an_english_trial_without_effect(library):
    question = "Does Multisystemic Therapy reduce out-of-home placement?"
    head = asked(library, question, "multisystemic-therapy")
    assert states(head)["programme as a whole"] is State.BENEFIT
    assert states(head)["out-of-home placement"] is State.NO_EFFECT
    difference = next(d for d in head.differences if d.outcome == "out-of-home placement")
    assert {f.direction for f in difference.findings} == {Direction.POSITIVE, Direction.NONE}


def test_signs_of_safety_has_too_little_evidence_which_is_not_evidence_of_no_effect(library):
    question = "Does Signs of Safety reduce the number of children in care?"
    head = asked(library, question, "signs-of-safety")
    assert states(head)["children in care"] is State.WEAK
    said = next(line for line in tell(head) if "children in care" in line)
    assert "cannot show whether it makes a difference" in said
    assert "did not find one" not in said


def test_social_workers_in_schools_were_liked_and_had_no_effect(library):
    question = "Did Social Workers in Schools reduce child protection enquiries?"
    head = asked(library, question, "social-workers-in-schools")
    assert states(head) == {"child protection enquiries": State.NO_EFFECT}
    [liked] = head.experience
    assert liked.design is Design.QUALITATIVE
