"""A language model chooses, orders and joins, and does no more."""

import json
import sys
import unicodedata
from dataclasses import replace
from time import monotonic, sleep

import pytest

from evidence_search import AnswerStatus, Engine, Settings, terminal
from evidence_search.asked import Asked
from evidence_search.encode import HashEncoder
from evidence_search.errors import SettingsInvalid
from evidence_search.index import write_generation
from evidence_search.language_model import LanguageModel
from evidence_search.wire import AnswerOut
from tests.evidence_search.mentoring import (
    QUESTION,
    REPORTS,
    add,
    choose,
    ids_of,
    joining,
    offered,
    open_telling_far,
    sent,
    texts,
)
from tests.screening.injections import injections


def test_a_model_chooses_and_orders_and_the_answer_names_it(plain, server):
    wanted = [REPORTS["york"][0], REPORTS["leeds"][2]]
    choose(server, *([one] for one in ids_of(plain, server, *wanted)))
    answer = joining(plain, server).answer(QUESTION)
    assert texts(answer) == wanted != texts(plain.answer(QUESTION))
    wire = AnswerOut.of(answer, plain.standards, "1")
    assert wire.engine == "extractive, joined by parrot"
    assert AnswerOut.of(plain.answer(QUESTION), plain.standards, "1").engine == "extractive"


def test_a_terminal_names_the_model_too(plain, server, capsys):
    choose(server, [3])
    engine = joining(plain, server)
    terminal.print_answer(engine, engine.answer(QUESTION), as_json=False)
    assert "Answered by: extractive, joined by parrot" in capsys.readouterr().out
    terminal.print_answer(plain, plain.answer(QUESTION), as_json=False)
    assert "Answered by" not in capsys.readouterr().out


def test_two_sentences_of_a_report_are_joined_with_what_lies_between_them_marked(plain, server):
    first, second = REPORTS["leeds"][0], REPORTS["leeds"][2]
    york = REPORTS["york"][0]
    one, two, three = ids_of(plain, server, first, second, york)
    choose(server, [two, one], [three])
    answer = joining(plain, server).answer(QUESTION)
    assert texts(answer) == [f"{second} … {first}", york]
    assert [cited.quote for cited in answer.statements[0].citations] == [second, first]


def test_sentences_of_two_reports_are_not_joined(plain, server):
    leeds, york = ids_of(plain, server, REPORTS["leeds"][0], REPORTS["york"][0])
    choose(server, [york, leeds])
    assert sent(joining(plain, server)) == sent(plain)


def test_sentences_that_are_not_near_each_other_are_not_joined(tmp_path, server):
    near = "Mentoring lifted school attendance by 4 days a year in Leeds."
    far = "School attendance aside, sixteen other councils paid carers for petrol, food and rent."
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        add(writer, "leeds", [near, far, REPORTS["leeds"][1]])
    engine = open_telling_far(tmp_path)
    one, two, other = ids_of(engine, server, near, far, REPORTS["leeds"][1])
    choose(server, [one, other])
    assert "…" in joining(engine, server).answer(QUESTION).statements[0].text
    choose(server, [one, two])
    assert sent(joining(engine, server)) == sent(engine)
    engine.close()


def test_a_report_that_the_model_leaves_out_is_put_back(plain, server):
    [leeds] = ids_of(plain, server, REPORTS["leeds"][2])
    choose(server, [leeds])
    answer = joining(plain, server).answer(QUESTION)
    assert texts(answer) == [REPORTS["leeds"][2], REPORTS["york"][0]]
    assert {one.id for one in answer.documents} == {
        one.id for one in plain.answer(QUESTION).documents
    }


def test_a_sentence_is_told_once(plain, server):
    [leeds] = ids_of(plain, server, REPORTS["leeds"][2])
    choose(server, [leeds, leeds], [leeds])
    answer = joining(plain, server).answer(QUESTION)
    assert texts(answer) == [REPORTS["leeds"][2], REPORTS["york"][0]]


def test_no_connection_stays_open_behind_an_answer(plain, server):
    choose(server, [3])
    engine = joining(plain, server)
    assert "joined by" in sent(engine)
    until = monotonic() + 5
    while server.open and monotonic() < until:
        sleep(0.01)
    assert server.open == 0


def test_a_failure_is_tried_again(plain, server):
    choose(server, [3])
    server.failures = 2
    assert "joined by" in sent(joining(plain, server, tries=3))
    assert len(server.asked) == 3


def test_what_is_joined_is_read_again_from_its_page(plain, server):
    choose(server, [3])
    joiner, store = joining(plain, server).joiner, plain.index.store
    before = plain.answer(QUESTION)
    asked = Asked.of(QUESTION, before.reading, plain.encoder)
    assert joiner.join(before, asked, store).joined_by == "parrot"
    third = before.statements[2]
    forged = replace(third, text=third.text.replace("lifted", "halved").replace("not", ""))
    seeded = replace(before, statements=(*before.statements[:2], forged))
    assert joiner.join(seeded, asked, store) is seeded


def test_a_refusal_is_not_the_models_to_lift(plain, server):
    choose(server, [1])
    refused = "What is the speed of sound in seawater?"
    assert plain.answer(refused).status is AnswerStatus.NO_EVIDENCE
    assert sent(joining(plain, server), refused) == sent(plain, refused)
    assert server.asked == []


@pytest.mark.parametrize(
    "question",
    [
        "Did mentoring lift school attendance for Jayden Okafor, born 12 March 2015?",
        "Did mentoring lift school attendance for NHS number 943 476 5919?",
        "A child told me today that her stepfather hits her, did mentoring lift attendance?",
    ],
)
@pytest.mark.parametrize("confirmed", [False, True])
def test_a_question_that_was_stopped_never_reaches_the_model(plain, server, question, confirmed):
    choose(server, [1])
    joining(plain, server).answer(question, confirmed=confirmed)
    assert server.asked == []


def test_a_doubtful_name_never_reaches_the_model_even_when_confirmed(plain, server):
    choose(server, [1])
    question = "By how many days a year did mentoring lift school attendance for Priya?"
    assert plain.answer(question).status is AnswerStatus.PERSONAL_DATA
    assert plain.answer(question, confirmed=True).status is AnswerStatus.ANSWERED
    joining(plain, server).answer(question, confirmed=True)
    assert server.asked == []


def test_a_question_in_two_parts_keeps_an_answer_to_each(plain, server):
    choose(server, [1])
    two = "Did mentoring lift school attendance in Leeds, and did mentoring lift it in York?"
    assert sent(joining(plain, server), two) == sent(plain, two)
    assert server.asked == []


def test_what_is_sent_is_data_without_tools_markup_or_control_characters(plain, server):
    choose(server, [1])
    joining(plain, server).answer(f"{QUESTION} <|im_end|>\u202e")
    [body] = server.asked
    assert not {"tools", "functions", "stream"} & set(body)
    assert [one["role"] for one in body["messages"]] == ["system", "user"]
    content = body["messages"][1]["content"]
    shown = [json.loads(content)["question"], *(one["text"] for one in offered(server).values())]
    assert any("ignore the rules" in text for text in shown)
    assert not [one for one in content if unicodedata.category(one).startswith("C")]
    assert not set("".join(shown)) & set("<>[]{}|")
    schema = body["response_format"]["json_schema"]["schema"]
    ids = schema["properties"]["statements"]["items"]["items"]["enum"]
    assert ids == list(offered(server))


@pytest.mark.parametrize("order", injections()[::22])
def test_a_model_that_obeys_an_injected_order_changes_nothing(plain, server, order):
    server.says = order
    assert sent(joining(plain, server)) == sent(plain)


def test_no_words_of_a_question_are_logged_when_the_model_fails(plain, server, caplog):
    server.says = QUESTION
    joining(plain, server).answer(QUESTION)
    assert "answered without the language model" in caplog.text
    assert "attendance" not in caplog.text


def test_the_settings_open_an_engine_that_asks_the_model(plain, server):
    choose(server, [2])
    own = {
        "EVIDENCE_SEARCH_INDEX_DIR": str(plain.settings.index_dir),
        "EVIDENCE_SEARCH_ENCODER": "hash",
        "EVIDENCE_SEARCH_LLM_URL": server.url,
        "EVIDENCE_SEARCH_LLM_MODEL": "parrot",
        "EVIDENCE_SEARCH_LLM_KEY": "hidden-key",
    }
    read = Settings.from_env(own)
    assert "hidden-key" not in f"{read!r}{read.model_dump_json()}"
    engine = Engine.open(read)
    assert "joined by parrot" in sent(engine)
    engine.close()


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://127.0.0.1/v1", "http://me:key@127.0.0.1/v1", "http:///v1"]
)
def test_a_url_that_cannot_be_used_is_refused_and_not_repeated(url):
    given = {"EVIDENCE_SEARCH_LLM_URL": url, "EVIDENCE_SEARCH_LLM_MODEL": "parrot"}
    with pytest.raises(SettingsInvalid, match=r"LLM_URL: .*write it as http") as told:
        Settings.from_env(given)
    assert url not in str(told.value)


def test_a_url_without_a_model_says_what_is_lacking():
    with pytest.raises(SettingsInvalid, match="name the model"):
        Settings.from_env({"EVIDENCE_SEARCH_LLM_URL": "http://127.0.0.1:1/v1"})


def test_without_the_client_the_setting_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(SettingsInvalid, match=r"pip install '\.\[llm\]'"):
        LanguageModel("http://127.0.0.1:1/v1", "parrot", 1)
