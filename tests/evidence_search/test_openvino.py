"""OpenVINO runs a model as torch does, from what was converted once, and tells nobody."""

import os
import subprocess
import sys

import numpy as np
import pytest

from evidence_search import conversion
from evidence_search.encode import DEFAULT, load_encoder
from evidence_search.errors import SettingsInvalid
from tests.evidence_search.test_encode import TEXT, save

QUESTIONS = (
    "Do family group conferences keep children out of care?",
    "What helps foster carers?",
    "how much does supervision cost",
)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return save(tmp_path_factory.mktemp("plain"))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "evidence-search"


def vectors(model, inference="openvino"):
    return load_encoder(model, inference).encode_passages([TEXT, "money"])


@pytest.mark.slow
def test_the_default_model_gives_what_torch_gives():
    texts = [*QUESTIONS, *(f"{question} " * 20 for question in QUESTIONS)]
    one = load_encoder(DEFAULT, "openvino").encode_passages(texts)
    other = load_encoder(DEFAULT, "torch").encode_passages(texts)
    assert np.sum(one * other, axis=1).min() > 0.999
    # Which text a vector is of is not lost where the longest are encoded first.
    assert (one @ other.T).argmax(axis=1).tolist() == list(range(len(texts)))


def test_what_was_converted_is_kept_and_mended_where_it_is_damaged(model, cache):
    first = vectors(model)
    [place] = [path for path in cache.iterdir() if path.is_dir()]
    made = (place / "model.bin").stat().st_mtime_ns
    assert np.array_equal(vectors(model), first)
    assert (place / "model.bin").stat().st_mtime_ns == made
    with (place / "model.bin").open("r+b") as file:
        file.write(bytes(64))
    assert np.array_equal(vectors(model), first)
    assert (place / "model.bin").stat().st_mtime_ns > made


def test_where_nothing_can_be_kept_it_is_converted_for_this_process(model, cache, caplog):
    cache.parent.mkdir()
    cache.write_text("a file where the folder would be")
    assert vectors(model).shape == (2, 16)
    assert "converted at each start" in caplog.text


@pytest.mark.usefixtures("cache")
def test_a_model_that_it_runs_otherwise_is_left_to_torch(model, monkeypatch):
    monkeypatch.setattr(conversion, "LEAST", 1.1)
    assert load_encoder(model).runtime.startswith("torch")
    with pytest.raises(SettingsInvalid, match="does not run this model as torch"):
        vectors(model)


ANSWERS = """
import sys
from evidence_search.encode import load_encoder
load_encoder("all-MiniLM-L6-v2", "openvino").encode_queries(["What works?"])
names = {"torch", "transformers", "sentence_transformers", "openvino", "openvino_telemetry"}
print(sorted(name for name in names if sys.modules.get(name)))
"""


@pytest.mark.slow
def test_what_was_converted_needs_no_torch_and_nothing_is_told_over_the_network():
    load_encoder(DEFAULT, "openvino").encode_queries(["What works?"])
    done = subprocess.run(
        [sys.executable, "-c", ANSWERS],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "['openvino']\n"
