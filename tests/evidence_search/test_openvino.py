"""OpenVINO runs a model as torch does, from what was converted once, and tells nobody."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from platformdirs import user_cache_path

from evidence_search import conversion
from evidence_search.encode import DEFAULT, load_encoder
from evidence_search.errors import SettingsInvalid
from evidence_search.openvino_model import GROUP
from evidence_search.openvino_writer import compress
from evidence_search.quiet_openvino import openvino, ops
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
def test_a_model_that_eight_bits_are_too_coarse_for_is_run_in_floats(model, monkeypatch):
    monkeypatch.setattr(conversion, "has_bf16", lambda: False)
    assert load_encoder(model).runtime.endswith(", 8 bits")
    agreed = iter([0.99, 1.0])
    monkeypatch.setattr(
        conversion, "replace", lambda about, **_: replace(about, agreement=next(agreed))
    )
    shutil.rmtree(user_cache_path("evidence-search"))
    assert load_encoder(model).runtime.endswith(", fp32")


def product(inputs: int, name: str) -> openvino.Model:
    """A model that multiplies (1, inputs) by weights of shape (8, inputs)."""
    weights = np.random.default_rng(0).normal(size=(8, inputs)).astype(np.float32)
    given = ops.parameter([1, inputs], np.float32)
    made = ops.matmul(given, ops.constant(weights), transpose_a=False, transpose_b=True)
    made.set_friendly_name(name)
    return openvino.Model([made], [given])


def constants(model: openvino.Model) -> list[tuple[int, ...]]:
    """The shapes of the constants in eight bits."""
    return [
        tuple(one.shape)
        for one in model.get_ops()
        if one.get_type_name() == "Constant" and one.get_element_type() == openvino.Type.i8
    ]


def test_weights_are_put_into_eight_bits_in_groups_and_still_give_nearly_the_same():
    model = product(64, "dense/MatMul")
    given = np.random.default_rng(1).normal(size=(1, 64)).astype(np.float32)
    before = openvino.compile_model(model, "CPU")(given)[0]
    compress(model)
    assert constants(model) == [(8, 64 // GROUP, GROUP)]
    after = openvino.compile_model(model, "CPU")(given)[0]
    assert not np.array_equal(before, after)
    assert np.abs(before - after).max() < 0.02 * np.abs(before).max()


@pytest.mark.parametrize(
    ("inputs", "name"), [(40, "dense/MatMul"), (64, "layer.0.attention.self.value/MatMul")]
)
def test_odd_widths_and_the_values_of_attention_stay_as_they_are(inputs, name):
    model = product(inputs, name)
    compress(model)
    assert constants(model) == []


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
