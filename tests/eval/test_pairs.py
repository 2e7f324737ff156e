from eval.pairs import collection as read_collection
from eval.pairs import held_out, medical, paragraphs, read_sources, reports
from evidence_search.encode import HashEncoder
from evidence_search.index import Index, write_generation
from evidence_search.types import Document, Page, Passage, Span
from tests.eval.library import write_lines

LEARNT, MEASURED = "1503.01070", "1503.00841"
CLAIMS = [{"_id": "c1", "text": "Tutoring helps."}, {"_id": "c2", "text": "Caseloads matter."}]


def write_beir(folder, texts, queries, **splits):
    folder.mkdir(parents=True)
    corpus = [{"_id": name, "title": f"T {name}", "text": text} for name, text in texts.items()]
    write_lines(folder / "corpus.jsonl", corpus)
    write_lines(folder / "queries.jsonl", queries)
    for name, pairs in splits.items():
        lines = (f"{query}\t{unit}\t1\n" for query, unit in pairs)
        (folder / f"{name}.tsv").write_text("".join(lines))
    return folder


def asked(source):
    return {
        question.text: [source.passages[place] for place in sorted(question.relevant)]
        for question in source.questions
    }


def test_only_the_split_asked_for_is_learnt_and_the_whole_corpus_may_confuse(tmp_path):
    texts = {"d1": "Tutoring.", "d2": "Caseloads."}
    splits = {"qrels_train": [("c1", "d1")], "qrels_test": [("c2", "d2")]}
    source = read_collection(write_beir(tmp_path / "scifact", texts, CLAIMS, **splits), "train")
    assert asked(source) == {"Tutoring helps.": ["T d1. Tutoring."]}
    assert source.passages == ("T d1. Tutoring.", "T d2. Caseloads.")


def test_articles_that_measure_are_not_learnt_from(tmp_path):
    texts = {f"{LEARNT}#0": "Tutoring.", f"{MEASURED}#0": "Caseloads."}
    pairs = [("c1", f"{LEARNT}#0"), ("c2", f"{MEASURED}#0")]
    folder = write_beir(tmp_path / "qasper_evidence", texts, CLAIMS, qrels=pairs)
    assert asked(read_collection(folder, None)) == {"Tutoring helps.": ["Tutoring."]}


def test_half_of_the_articles_measure():
    held = [held_out(f"15{number:02}.01070#3") for number in range(200)]
    assert 70 < sum(held) < 130
    assert held_out(f"{MEASURED}#0") is held_out(f"{MEASURED}#17") is True


def test_a_medical_answer_is_its_beginning_under_its_subject(tmp_path):
    row = {"focus": "Asthma", "question": "What is it?", "answer": "word " * 200}
    write_lines(tmp_path / "pairs.jsonl", [row])
    source = medical(tmp_path / "pairs.jsonl")
    assert asked(source) == {"What is it?": [" ".join(["Asthma.", *["word"] * 90])]}


def test_a_paragraph_stands_once_and_what_it_does_not_answer_is_not_asked(tmp_path):
    rows = [
        {"question": "Where?", "title": "New_town", "context": "In Kent.", "answerable": True},
        {"question": "When?", "title": "New_town", "context": "In Kent.", "answerable": False},
    ]
    write_lines(tmp_path / "questions.jsonl", rows)
    source = paragraphs(tmp_path / "questions.jsonl")
    assert source.passages == ("New town. In Kent.",)
    assert asked(source) == {"Where?": ["New town. In Kent."]}


def test_headings_and_first_sentences_of_reports_are_cut_out_of_what_they_ask_for(tmp_path):
    heading = "How local areas support families"
    first = "Five areas were chosen last spring."
    rest = "They met the families at home every week."
    with write_generation(tmp_path / "index", HashEncoder(), {"reader": "test"}) as writer:
        for number in range(4):
            text = f"{first} {rest}"
            document = Document(f"d{number}", "d.pdf", "Report", "0" * 64)
            span = (Span(1, 0, len(text)),)
            passage = Passage(f"d{number}#1:0", document, text, span, (heading, heading))
            writer.add(document, [Page(1, text)], [passage])
    index = Index.open(tmp_path / "index")
    source = reports(index, [])
    assert [question.text for question in source.questions] == [heading, first, heading, first]
    assert asked(source)[heading][0] == f"Report. {first} {rest}"
    assert asked(source)[first][0] == f"Report. {rest}"
    assert [question.text for question in reports(index, [heading.upper()]).questions] == [
        first, first
    ]  # fmt: skip


def test_every_source_is_read_and_no_test_claim_among_them(tmp_path):
    one = [("c1", f"{LEARNT}#0")]
    texts = {f"{LEARNT}#0": "Tutoring.", f"{LEARNT}#1": "Caseloads."}
    test = [("c2", f"{LEARNT}#1")]
    write_beir(tmp_path / "ir/scifact", texts, CLAIMS, qrels_train=one, qrels_test=test)
    write_beir(tmp_path / "ir/qasper_evidence", texts, CLAIMS, qrels=one)
    write_beir(tmp_path / "train/covid_qa_deepset", texts, CLAIMS, qrels=one)
    trials = tmp_path / "train/evidence_inference_v2"
    write_beir(trials, texts, CLAIMS, qrels_train=one, qrels_validation=test)
    for folder, name, row in (
        ("medquad", "pairs", {"focus": "f", "question": "What?", "answer": "This."}),
        ("squad2_dev_half", "questions",
         {"question": "Who?", "title": "t", "context": "She.", "answerable": True}),
    ):  # fmt: skip
        (tmp_path / "train" / folder).mkdir()
        write_lines(tmp_path / "train" / folder / f"{name}.jsonl", [row])
    read = {source.name: list(asked(source)) for source in read_sources(tmp_path)}
    claim = ["Tutoring helps."]
    assert read == {
        "scifact": claim, "qasper_evidence": claim, "covid_qa_deepset": claim,
        "evidence_inference_v2": claim, "medquad": ["What?"], "squad": ["Who?"],
    }  # fmt: skip
