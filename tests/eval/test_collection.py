from __future__ import annotations

import pytest

from eval.collection import Sentence, load_collection
from eval.rows import CollectionInvalid, write_rows

QUERIES = [{"_id": "q1", "text": "one"}, {"_id": "q2", "text": "two"}]
ONE = (("q1", "d"),)


def test_a_single_split_needs_no_name(write_collection):
    assert load_collection(write_collection("c", QUERIES, {"qrels_test.tsv": ONE})).split == "test"


def test_several_splits_ask_for_one_and_list_them(write_collection):
    files = {"qrels_test.tsv": ONE, "qrels_train.tsv": (("q2", "d"),)}
    directory = write_collection("c", QUERIES, files)
    with pytest.raises(CollectionInvalid, match="--split test or --split train"):
        load_collection(directory)
    assert [query.id for query in load_collection(directory, "train").judged] == ["q2"]


def test_an_unknown_split_names_those_there_are(write_collection):
    directory = write_collection("c", QUERIES, {"qrels_test.tsv": ONE})
    with pytest.raises(CollectionInvalid, match="no split 'dev'; use --split test"):
        load_collection(directory, "dev")


def test_a_folder_without_judgements_is_no_collection(write_collection):
    with pytest.raises(CollectionInvalid, match=r"has no qrels\*.tsv"):
        load_collection(write_collection("c", QUERIES, {}))


def test_judgements_need_no_header(write_collection):
    directory = write_collection("c", QUERIES, {})
    (directory / "qrels.tsv").write_text("q1\td\t2\nq2\td\t0\n")
    collection = load_collection(directory)
    assert collection.qrels == {"q1": {"d": 2}, "q2": {"d": 0}}
    assert [query.id for query in collection.judged] == ["q1"]


def test_a_broken_judgement_is_named_by_its_line(write_collection):
    directory = write_collection("c", QUERIES, {})
    (directory / "qrels.tsv").write_text("q1\td\t1\nq2 d 1\n")
    with pytest.raises(CollectionInvalid, match=r"qrels.tsv:2: "):
        load_collection(directory)


def test_a_broken_query_is_named_by_its_line_and_field(write_collection):
    directory = write_collection("c", [*QUERIES, {"_id": "q3"}], {"qrels.tsv": ONE})
    with pytest.raises(CollectionInvalid, match=r"queries.jsonl:3: text: "):
        load_collection(directory)


def test_a_judgement_of_no_query_is_refused(write_collection):
    directory = write_collection("c", QUERIES, {"qrels.tsv": (("q9", "d"),)})
    with pytest.raises(CollectionInvalid, match="no query: q9"):
        load_collection(directory)


def test_an_unanswerable_question_with_judgements_is_refused(write_collection):
    queries = [{"_id": "q1", "text": "one", "answerable": False}]
    with pytest.raises(CollectionInvalid, match="not answerable, yet judged: q1"):
        load_collection(write_collection("c", queries, {"qrels.tsv": ONE}))


def test_text_and_yes_or_no_fields_are_labels_and_others_are_not(write_collection):
    gap = {"gap": "b", "page": "d#2"}
    fields = {"kind": "count", "uk": True, "typo": False, "evidence": ["a", gap], "metadata": {}}
    queries = [{"_id": "q1", "text": "one"} | fields]
    query = load_collection(write_collection("c", queries, {"qrels.tsv": ONE})).queries[0]
    assert query.labels == {"kind": "count", "uk": "yes", "typo": "no"}
    assert query.evidence == (Sentence("a"), Sentence("b", "d#2"))


def test_pages_of_one_document_label_the_query_with_it(write_collection):
    directory = write_collection("c", [*QUERIES, {"_id": "q3", "text": "three"}], {})
    judged = "q1\tone#2\t2\nq1\tone#3\t2\nq1\tother#1\t1\nq2\tone#1\t1\nq2\tother#1\t1\n"
    (directory / "qrels.tsv").write_text(judged)
    labels = [query.labels for query in load_collection(directory).queries]
    assert labels == [{"document": "one"}, {}, {}]


def test_unanswerable_questions_that_name_a_split_count_only_there(write_collection):
    unanswerable = [
        {"_id": name, "text": "?", "answerable": False, "split": name} for name in ("dev", "test")
    ]
    files = {"qrels_dev.tsv": ONE, "qrels_test.tsv": ONE}
    directory = write_collection("c", [*QUERIES, *unanswerable], files)
    assert [query.id for query in load_collection(directory, "dev").unanswerable] == ["dev"]


def test_a_pooled_sentence_answers_where_all_who_read_it_say_so(write_collection):
    queries = [QUERIES[0] | {"evidence": ["Named."]}, QUERIES[1]]
    directory = write_collection("c", queries, {"qrels.tsv": ONE})
    graded = {"Yes.": ["A", "A"], "In part.": ["P", "A"], "Split.": ["A", "R"], "Gap.": ["G", "G"]}
    rows = [{"query": "q1", "sentence": text, "grades": own} for text, own in graded.items()]
    write_rows(directory / "pooled.jsonl", rows)
    one, two = load_collection(directory).queries
    assert one.named == ("Named.",)
    assert one.answering == ("Named.", "Yes.", "In part.")
    assert len(one.pooled) == len(graded)
    assert not two.answering
    assert not two.pooled


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"query": "q9", "sentence": "A.", "grades": ["A"]}, "pooled but no query: q9"),
        ({"query": "q1", "sentence": "A.", "grades": ["X"]}, "pooled.jsonl:1: grades.0: "),
        ({"query": "q1", "sentence": "A.", "grades": []}, "pooled.jsonl:1: grades: "),
    ],
)
def test_a_pool_that_cannot_be_used_says_where(write_collection, row, said):
    directory = write_collection("c", QUERIES, {"qrels.tsv": ONE})
    write_rows(directory / "pooled.jsonl", [row])
    with pytest.raises(CollectionInvalid, match=said):
        load_collection(directory)
