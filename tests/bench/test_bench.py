"""What the benchmark writes is an index, and its figures are what they are said to be."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from bench.cli import DOCS, main
from bench.effort import Effort
from bench.elsewhere import elsewhere
from bench.encoding import Shape
from bench.figures import FiguresUnusable, Latency, read_figures, write_figures
from bench.library import Pool, write_library
from bench.publish import publish, render
from bench.reading import Clock, read_in_steps
from bench.run import Wanted, extend, read_questions, run
from bench.serving import Questions
from bench.texts import find_texts, pack
from evidence_search import Engine, Settings
from evidence_search.encode import HashEncoder
from evidence_search.index import Index

SENTENCES = [
    f"Report {number} says that children in placement {number} moved {number} times in all."
    for number in range(60)
]


@pytest.fixture
def pool(tmp_path):
    texts = [" ".join(SENTENCES[start : start + 3]) for start in range(0, 60, 3)]
    (tmp_path / "texts.txt").write_text("".join(f"{text}\n" for text in texts))
    np.save(tmp_path / "vectors.npy", HashEncoder().encode_passages(texts))
    return Pool(tmp_path / "texts.txt", tmp_path / "vectors.npy", 12, "hash")


def test_a_library_begins_with_real_text_and_goes_on_with_sentences_of_it(pool, tmp_path):
    written = write_library(pool, tmp_path / "library", 30)
    assert (written.real, written.encoded) == (20, 12)
    engine = Engine.open(Settings(index_dir=tmp_path / "library", encoder="hash"))
    assert isinstance(engine.index, Index)
    passages = engine.index.store.passages(range(30))
    assert [passage.text for passage in passages[:20]] == pool.first(20)
    made = passages[25].text
    assert made not in pool.first(20)
    assert all(f"{part}." in SENTENCES for part in made.rstrip(".").split(". "))
    assert engine.index.store.counts() == {"documents": 1, "pages": 6, "passages": 30}
    engine.index.check_parts()
    engine.close()


def test_what_was_not_encoded_has_a_vector_of_its_own_near_four_that_were(pool, tmp_path):
    write_library(pool, tmp_path / "library", 30)
    index = Index.open(tmp_path / "library")
    vectors = index.vectors.vectors(range(30))
    index.close()
    known = np.lib.format.open_memmap(pool.vectors, mode="r")
    assert np.allclose(vectors[:12], known[:12], atol=1e-3)
    means = np.stack([known[place : place + 4].mean(axis=0) for place in range(9)])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    nearest = (vectors[12:] @ means.T).max(axis=1)
    assert (nearest > 0.9).all()
    assert len({vector.tobytes() for vector in vectors}) == 30


def test_words_of_a_made_page_have_their_boxes(pool, tmp_path):
    write_library(pool, tmp_path / "library", 5)
    index = Index.open(tmp_path / "library")
    page = index.store.page("bench-000000", 1)
    index.close()
    assert page is not None
    assert [page.text[word.start : word.end] for word in page.words] == page.text.split()


def test_running_text_is_cut_at_sentences_and_the_rest_is_left_out():
    prose = " ".join(SENTENCES[:12])
    table = "| 12 | 13 | 14 |\n" * 20
    found = list(pack(f"{table}\n\n{prose}\n\nA heading without words"))
    assert " ".join(found) == prose
    assert all(20 <= len(passage.split()) <= 80 for passage in found)


def test_no_passage_comes_twice_whatever_file_it_stands_in(tmp_path):
    prose = " ".join(SENTENCES[:3])
    (tmp_path / "a.md").write_text(prose)
    (tmp_path / "b.jsonl").write_text(json.dumps({"_id": "1", "text": prose}) + "\n")
    (tmp_path / "d.jsonl").write_text("[1]\nno JSON\n")
    (tmp_path / "c.jsonl").write_text(json.dumps({"answer": " ".join(SENTENCES[3:6])}) + "\n")
    assert list(find_texts([tmp_path])) == [prose, " ".join(SENTENCES[3:6])]


def test_the_operations_of_a_passage_are_those_counted_by_hand():
    # One layer of width 2 with 8 between, three tokens: projections 4·(2·3·2·2) = 96, forward
    # 2·(2·3·2·8) = 192, scores and sum 2·(2·3·3·2) = 72.
    assert Shape(layers=1, hidden=2, inner=8, tokens=256).flop(3) == 96 + 192 + 72


def test_percentiles_are_of_the_seconds_given():
    latency = Latency.of([number / 1000 for number in range(101)])
    assert (latency.p50, latency.p95, latency.p99) == pytest.approx((50, 95, 99))


def test_no_question_is_asked_twice_and_none_that_is_not_searched_for():
    asked = [f"Does programme {number} work?" for number in range(40)]
    refused = "His date of birth is 4 May 2012, what should I do for him?"
    chosen = Questions.of([*asked, *asked, refused], 20, 10)
    everything = [*chosen.warm, *chosen.search, *chosen.answer]
    assert (len(chosen.search), len(chosen.answer)) == (20, 10)
    assert len(set(everything)) == len(everything)
    assert set(everything) <= set(asked)


def test_questions_of_several_files_come_in_turns_whatever_marks_a_line_holds(tmp_path):
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text('{"text": "one\u2028more"}\n{"text": "two"}\n', encoding="utf-8")
    second.write_text('{"question": "three"}\n{"text": ""}\n')
    assert read_questions([first, second]) == ["one\u2028more", "three", "two"]


def test_each_step_of_reading_is_timed(sample):
    clock = Clock()
    steps = read_in_steps(next(iter((sample / "briefings").glob("book*.pdf"))), clock)
    assert steps.text.pages
    assert len(clock) == 4
    assert min(clock.values()) > 0


def here(work, *given):
    return work(*given)


def test_a_run_writes_its_figures_for_every_size(tmp_path, sample):
    said: list[str] = []
    pdfs = tmp_path / "pdfs"
    pdfs.mkdir()
    (pdfs / "a.pdf").write_bytes((sample / "briefings" / "book-gifting.pdf").read_bytes())
    given = tmp_path / "texts"
    given.mkdir()
    (given / "a.md").write_text(
        "\n\n".join(" ".join(SENTENCES[n : n + 3]) for n in range(0, 60, 3))
    )
    asked = tmp_path / "asked.jsonl"
    asked.write_text("".join(f'{{"text": "Does programme {n} work?"}}\n' for n in range(12)))
    effort = Effort(1, 0.01, 5, 2, 1, "fp16", here)
    wanted = Wanted((10,), pdfs, [given], [asked], tmp_path / "w", "hash", effort)
    [first] = run(wanted, said.append)
    [added] = extend(first, replace(wanted, sizes=(40,)), said.append)
    assert added.libraries[0] == first.libraries[0]
    write_figures(added, tmp_path / "bench.json")
    publish(added, tmp_path)
    elsewhere_made = replace(first, made=replace(first.made, processor="another"))
    with pytest.raises(FiguresUnusable, match="measured on another"):
        list(extend(elsewhere_made, wanted, said.append))
    figures = read_figures(tmp_path / "bench.json")
    assert [one.passages for one in figures.libraries] == [10, 40]
    assert {one.vectors for one in figures.libraries} == {"fp16"}
    assert figures.libraries[1].bytes["library.sqlite"] > 0
    assert figures.reports is not None
    assert figures.reports.passages > 0
    assert all(one.search.p50 <= one.search.p99 for one in figures.libraries)
    assert "<svg" in (tmp_path / "bench.svg").read_text()
    assert (tmp_path / "bench.md").read_text() == render(figures)


@pytest.mark.skipif(not (DOCS / "bench.json").exists(), reason="nothing was measured yet")
def test_the_page_of_figures_is_what_the_committed_figures_give():
    figures = read_figures(DOCS / "bench.json")
    assert (DOCS / "bench.md").read_text(encoding="utf-8") == render(figures)
    faster = replace(figures.encoding, seconds=figures.encoding.seconds / 2)
    other = replace(figures, encoding=faster)
    assert (DOCS / "bench.md").read_text(encoding="utf-8") != render(other)


def test_what_is_measured_apart_runs_in_another_process():
    assert elsewhere(os.getpid) != os.getpid()


def test_too_few_questions_are_said_before_anything_is_measured(tmp_path):
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"text": "Does tutoring improve reading?"}\n')
    line = ["run", "--questions", str(asked), "--work", str(tmp_path / "w")]
    done = CliRunner().invoke(main, [*line, "--out", str(tmp_path / "w")])
    assert done.exit_code == 1
    assert "1 questions are too few" in done.output


def test_figures_that_are_not_there_are_asked_for(tmp_path):
    done = CliRunner().invoke(main, ["plan", "--figures", str(tmp_path / "bench.json")])
    assert done.exit_code == 1
    assert "python -m bench run" in done.output
    assert not Path(tmp_path / "bench.json").exists()
