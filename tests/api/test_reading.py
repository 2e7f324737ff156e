"""What was made of a question, and how to undo it."""

import pytest

EXPANDED = {"term": "FGC", "added": ["family group conference"]}
QUESTION = "Do FGCs reduce the number of children who enter care?"


def search(client, query, **body):
    return client.post("/v1/search", json={"query": query} | body).json()


def test_a_search_names_what_it_was_also_for_and_can_be_made_without(client):
    found = search(client, QUESTION)
    assert found["expansions"] == [EXPANDED]
    assert found["did_you_mean"] is None
    assert search(client, QUESTION, expand=False)["expansions"] == []


def test_an_answer_names_it_too(client):
    body = client.post("/v1/answer", json={"question": QUESTION}).json()
    assert body["expansions"] == [EXPANDED]
    body = client.post("/v1/answer", json={"question": QUESTION, "expand": False}).json()
    assert body["expansions"] == []


def test_another_spelling_is_offered_and_not_searched(client):
    typed = "trainng evaluaton"
    found = search(client, typed)
    assert found["did_you_mean"] == "training evaluation"
    assert all(way["name"] == "dense" for hit in found["hits"] for way in hit["found_by"])


def test_another_language_is_told(client):
    assert (
        "not seem to be in English"
        in search(client, "Was hilft Pflegekindern in der Schule?")["note"]
    )
    assert search(client, QUESTION)["note"] is None


@pytest.mark.parametrize(("expand", "shown"), [("true", True), ("false", False)])
def test_the_page_says_it_and_offers_to_search_without(client, expand, shown):
    text = client.post("/ask", data={"question": QUESTION, "expand": expand}).text
    assert ("Searched also for" in text) is shown
    assert ('name="expand" value="false"' in text) is shown


def test_the_page_offers_another_spelling(client):
    text = client.post("/ask", data={"question": "what is trainng like?"}).text
    assert 'value="what is training like?"' in text


def test_a_question_that_was_not_searched_was_not_read(client):
    question = "trainng for FGC, call me on 020 7946 0958"
    body = client.post("/v1/answer", json={"question": question}).json()
    assert body["status"] == "personal_data"
    assert (body["expansions"], body["did_you_mean"], body["note"]) == ([], None, None)
