"""What a model makes up never gets through, and whatever goes wrong, the answer stays."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evidence_search.mentoring import (
    QUESTION,
    REPORTS,
    choose,
    joining,
    sent,
    texts,
)
from tests.evidence_search.model_server import completion, serving

INVENTED = {
    "a number": "Mentoring lifted school attendance by 40 days a year in Leeds.",
    "a lost negation": "Mentoring did lift school attendance in Bradford.",
    "a negation": "Mentoring did not lift school attendance in Leeds.",
    "a name": "Mentoring lifted school attendance by 4 days a year in Harrogate.",
    "a swap": "School attendance lifted mentoring by 4 days a year in Leeds.",
    "a link": "[Read more](https://evil.example/?q=leak)",
    "a picture": "<img src=https://evil.example/p.png>",
}
SHAPES = {
    "in place of an id": lambda text: {"statements": [[text]]},
    "beside an id": lambda text: {"statements": [[3, text]]},
    "in place of a statement": lambda text: {"statements": [text, [3]]},
    "with a text": lambda text: {"statements": [{"sentences": [3], "text": text}]},
    "beside the statements": lambda text: {"statements": [[3]], "summary": text},
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", INVENTED)
def test_an_invention_never_gets_through(plain, server, kind, shape):
    server.says = json.dumps(SHAPES[shape](INVENTED[kind]))
    assert sent(joining(plain, server)) == sent(plain)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"statements": []},
        {"statements": [[]]},
        {"statements": [[99]]},
        {"statements": [[0]]},
        {"statements": [[-1]]},
        {"statements": [[3, 99]]},
        {"statements": [[True]]},
        {"statements": [[3.0]]},
        {"statements": [["3"]]},
        {"statements": [[None]]},
        {"statements": None},
        {"statements": 3},
        {"statements": [[1], [2], [3], [4]]},
        {"statements": [[1, 2, 3, 4]]},
        [[3]],
        {},
        3,
        None,
    ],
)
def test_a_choice_of_what_was_not_offered_leaves_the_answer_as_it_was(plain, server, said):
    server.says = json.dumps(said)
    assert sent(joining(plain, server)) == sent(plain)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "faults",
    [
        {"says": '{"statements": [[3]'},
        {"says": 'Here it is: {"statements": [[3]]}'},
        {"says": ""},
        {"body": b"not JSON"},
        {"body": b'{"choices": []}'},
        {"body": b'{"choices": [{"message": {"content": null, "tool_calls": [{"id": "1"}]}}]}'},
        {"body": b"\xff" * 100},
        {"body": b""},
        {"status": 500},
        {"status": 401},
        {"status": 404},
        {"status": 429},
        {"body": completion('{"statements": [[3]]}', padding="y" * 200_000)},
        {"body": b'{"choices": [{"message": {"content": "' + b" " * 5_000_000},
    ],
    ids=lambda faults: str(faults)[:60],
)
def test_whatever_goes_wrong_at_the_server_the_answer_stays(plain, server, faults):
    choose(server, [3])
    assert sent(joining(plain, server)) != sent(plain)
    for name, value in faults.items():
        setattr(server, name, value)
    assert sent(joining(plain, server)) == sent(plain)


@pytest.mark.parametrize("fault", [{"wait": 1.5}, {"drip": 0.02}])
def test_a_model_that_is_slow_or_drips_is_not_waited_for(plain, server, fault):
    choose(server, [3])
    for name, value in fault.items():
        setattr(server, name, value)
    assert sent(joining(plain, server, timeout=0.5)) == sent(plain)
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_done_without(plain, server):
    server.url = "http://127.0.0.1:9/v1"
    assert sent(joining(plain, server)) == sent(plain)


def test_a_server_cannot_send_the_question_elsewhere(plain, server):
    with serving() as elsewhere:
        choose(elsewhere, [3])
        server.status, server.location = 307, f"{elsewhere.url}/chat/completions"
        assert sent(joining(plain, server)) == sent(plain)
        assert len(server.asked) == 1
        assert elsewhere.asked == []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NEARLY = st.fixed_dictionaries({"statements": st.lists(st.lists(st.integers(0, 5), max_size=3))})


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=NEARLY | ANYTHING)
def test_whatever_a_model_says_only_sentences_of_the_reports_are_told(plain, server, said):
    server.says = json.dumps(said)
    answer = joining(plain, server).answer(QUESTION)
    known = {one for sentences in REPORTS.values() for one in sentences}
    told = [sentence for text in texts(answer) for sentence in text.split(" … ")]
    assert 1 <= len(answer.statements) <= 3
    assert set(told) <= known
    assert len(set(told)) == len(told)
    before = plain.answer(QUESTION)
    assert (answer.status, answer.confidence) == (before.status, before.confidence)
    assert set(answer.documents) == set(before.documents)
