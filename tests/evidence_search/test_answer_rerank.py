"""What a reranker changes in an answer: which sentence comes first, and how sure the answer is."""

from dataclasses import replace

import numpy as np
import pytest

from evidence_search import Engine, Settings
from evidence_search.answer import ExtractiveAnswerer, Selection
from evidence_search.confidence import SIGNS, Confidence
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from tests.evidence_search.mentoring import add, texts

SENTENCES = [
    "Mentoring lifted school attendance by 4 days a year in Leeds.",
    "Mentoring lifted school attendance for girls most of all in York.",
    "The mentors of the school were paid for it in Bradford.",
]
QUESTION = "Did mentoring lift school attendance?"
TWO = "How much did mentoring lift school attendance, and who paid the mentors?"
ANSWERS_ALL = Confidence(0.0, (0.0,) * len(SIGNS), 0.0)


class Prefers:
    """Scores what holds a word, and remembers what it read."""

    fingerprint = "prefers"

    def __init__(self, word):
        self.word = word
        self.read = []

    def score(self, question, passages):
        self.read.append((question, list(passages)))
        return np.array([4.0 if self.word in passage else -4.0 for passage in passages])


class Judges(Prefers):
    """Also says what answers: what holds another word."""

    def __init__(self, word, answering):
        super().__init__(word)
        self.answering = answering

    def judge(self, question, passages):
        odds = [2.0 if self.answering in passage else -3.0 for passage in passages]
        return self.score(question, passages), np.array(odds)


@pytest.fixture
def reports(tmp_path):
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        add(writer, "leeds", SENTENCES)
    opened = Engine.open(Settings(index_dir=tmp_path, encoder="hash"))
    yield opened
    opened.close()


def answered(engine, reranker, question=QUESTION, **chosen):
    selection = Selection(behind=9.0, **chosen)
    answerer = ExtractiveAnswerer(engine.encoder, selection, ANSWERS_ALL, reranker)
    return replace(engine, answerer=answerer).answer(question)


def test_it_says_which_sentence_comes_first(reports):
    firsts = {
        word: texts(answered(reports, Prefers(word)))[0] for word in ("Leeds", "York", "Bradford")
    }
    assert firsts["York"] == SENTENCES[1]
    assert firsts["Leeds"] == SENTENCES[0]
    plain = texts(answered(reports, None))[0]
    assert texts(answered(reports, Prefers("York"), leading=0.0, following=0.0))[0] == plain


def test_it_reads_the_best_after_their_title(reports):
    reranker = Prefers("York")
    answered(reports, reranker, read=2)
    [(question, read)] = reranker.read
    assert question == QUESTION
    assert len(read) == 2
    assert f"School in leeds. {SENTENCES[1]}" in read


def test_what_answers_counts_as_much_as_what_matches(reports):
    neither = "school"  # all hold it: only what answers tells them apart
    firsts = [texts(answered(reports, Judges(neither, one)))[0] for one in ("Leeds", "York")]
    assert firsts == SENTENCES[:2]
    assert texts(answered(reports, Judges("Leeds", "York")))[0] in SENTENCES[:2]


def test_that_the_likeliest_of_those_told_answers_is_a_sign(reports):
    both = answered(reports, Judges("York", "Leeds"))
    assert len(both.statements) > 1
    assert both.signs.answers == 2.0
    assert answered(reports, Judges("York", "Leeds"), sentences=1).signs.answers == -3.0
    assert answered(reports, Prefers("York")).signs.answers == 0.0
    assert answered(reports, None).signs.answers == 0.0


def test_each_part_of_a_question_is_judged_for_itself(reports):
    assert answered(reports, Judges("paid", "Bradford"), TWO).signs.answers == 2.0


def test_each_part_of_a_question_is_read_for_itself(reports):
    reranker = Prefers("paid")
    answered(reports, reranker, TWO)
    assert len(reranker.read) == 2
    assert reranker.read[0][0] != reranker.read[1][0]
    assert all(question in TWO for question, _ in reranker.read)
