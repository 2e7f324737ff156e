"""What a cross-encoder learnt of what answers: kept in a file, and added to its matrices."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

from evidence_search.answerability import About, Answerability, load_answerability
from evidence_search.errors import SettingsInvalid
from evidence_search.onnx_reranker import adapted

ABOUT = About(
    fitted_on="tests",
    questions=2,
    recipe="none",
    library="none",
    model="0" * 64,
    slope=0.5,
    intercept=-1.0,
)
DOWN = np.array([[1.0], [0.0]], dtype=np.float16)
UP = np.array([[0.3, 127.0, 0.0]], dtype=np.float16)


def test_what_was_learnt_is_read_as_it_was_saved(tmp_path):
    saved = Answerability(ABOUT, {"one": (DOWN, UP), "two": (DOWN, UP)})
    saved.save(tmp_path / "learnt.safetensors")
    read = load_answerability(tmp_path / "learnt.safetensors")
    assert read.about == ABOUT
    assert list(read.adapters) == ["one", "two"]
    for factor, kept in zip((DOWN, UP), read.adapters["two"], strict=True):
        np.testing.assert_array_equal(factor, kept)
    assert list(read.log_odds(np.array([2.0, 4.0]))) == [0.0, 1.0]


def test_the_same_adapters_are_the_same_bytes(tmp_path):
    for name in "ab":
        Answerability(ABOUT, {"one": (DOWN, UP), "two": (DOWN, UP)}).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("damaged", [b"", b"{}", b"none"])
def test_a_damaged_file_is_named_with_what_to_do(tmp_path, damaged):
    file = tmp_path / "learnt.safetensors"
    file.write_bytes(damaged)
    with pytest.raises(SettingsInvalid, match="python -m eval train-answerability"):
        load_answerability(file)


@pytest.mark.parametrize(
    ("tensors", "about"),
    [
        ({"one.down": DOWN, "one.up": UP}, None),
        ({"one.down": DOWN, "one.up": UP}, '{"slope": 1}'),
        ({"one.down": DOWN, "one.up": UP}, ABOUT.model_dump_json().replace("0.5", "NaN")),
        ({"one.down": DOWN}, ABOUT.model_dump_json()),
        ({"one.down": DOWN, "one.up": UP.T}, ABOUT.model_dump_json()),
    ],
    ids=["no line", "half a line", "no number", "one factor", "factors that do not fit"],
)
def test_a_file_that_lacks_something_is_named_too(tmp_path, tensors, about):
    file = tmp_path / "learnt.safetensors"
    tensors = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    save_file(tensors, file, metadata={"about": about} if about else None)
    with pytest.raises(SettingsInvalid, match=r"learnt\.safetensors cannot be used"):
        load_answerability(file)


def onnx_file(matrix, scale):
    tensors = [
        numpy_helper.from_array(np.array(matrix, dtype=np.int8), "one_quantized"),
        numpy_helper.from_array(np.array(scale, dtype=np.float32), "one_scale"),
        numpy_helper.from_array(np.array(0, dtype=np.int8), "one_zero_point"),
    ]
    out = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    node = helper.make_node("Identity", ["x"], ["y"])
    graph = helper.make_graph([node], "small", [out], [], initializer=tensors)
    return helper.make_model(graph).SerializeToString()


def test_what_was_learnt_is_added_and_each_column_gets_the_scale_it_needs():
    model = onnx_file([[1, 127, 0], [2, 0, 0]], 1.0)
    changed = onnx.load_model_from_string(adapted(model, {"one_quantized": (DOWN, UP)}))
    arrays = {one.name: numpy_helper.to_array(one) for one in changed.graph.initializer}
    np.testing.assert_array_equal(arrays["one_quantized"], [[83, 127, 0], [127, 0, 0]])
    np.testing.assert_allclose(arrays["one_scale"], [2 / 127, 2, 0], atol=1e-6)
    sums = arrays["one_quantized"] * arrays["one_scale"]
    np.testing.assert_allclose(sums, [[1.3, 254.0, 0.0], [2.0, 0.0, 0.0]], atol=0.01)


def test_an_adapter_for_another_file_is_refused():
    with pytest.raises(KeyError, match="other_quantized"):
        adapted(onnx_file([[1]], 1.0), {"other_quantized": (DOWN[:1], UP[:, :1])})
