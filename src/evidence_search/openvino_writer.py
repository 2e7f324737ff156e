"""A torch module to a file that OpenVINO runs, if so wished with weights in eight bits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from evidence_search.openvino_model import GROUP, MODEL, Precision
from evidence_search.quiet_openvino import openvino, ops
from evidence_search.types import Vectors

MOST = 127
VALUES = re.compile(r"\.value\b|\bv_proj\b")


def convert(module: object, example: Mapping[str, object]) -> openvino.Model:
    """Convert a torch module that takes what `example` holds, in its order."""
    made = openvino.convert_model(module, example_input=tuple(example.values()))
    for one, name in zip(made.inputs, example, strict=True):
        one.get_tensor().set_names({name})
    return made


def write_model(model: openvino.Model, folder: Path, precision: Precision) -> None:
    """Write it with its weights as `precision` has them, and what else it holds in fp16."""
    written = model.clone()
    if precision == "8 bits":
        compress(written)
    openvino.save_model(written, folder / MODEL, compress_to_fp16=True)


def compress(model: openvino.Model) -> None:
    """
    Put weights, shape (out, in), into the form that OpenVINO multiplies by in eight bits.

    That is int8 of shape (out, in / GROUP, GROUP), times a scale for each group, whose largest
    weight becomes 127. Those that make the values of attention stay as they are: a twelfth of the
    work makes half of the error. So does a product whose width is no multiple of GROUP.
    """
    for product in model.get_ops():
        weights = _weights(product)
        if (
            weights is None
            or weights.shape[1] % GROUP
            or VALUES.search(product.get_friendly_name())
        ):
            continue
        groups = weights.reshape(len(weights), -1, GROUP)
        scales = np.abs(groups).max(axis=2, keepdims=True) / MOST
        whole = np.rint(groups / np.where(scales == 0, 1, scales)).astype(np.int8)
        scaled = ops.multiply(ops.convert(ops.constant(whole), "f32"), ops.constant(scales))
        flat = ops.reshape(scaled, ops.constant(np.array(weights.shape)), special_zero=False)
        left = product.get_attributes()["transpose_a"]
        instead = ops.matmul(product.input_value(0), flat, left, transpose_b=True)
        instead.set_friendly_name(product.get_friendly_name())
        product.output(0).replace(instead.output(0))
    model.validate_nodes_and_infer_types()


def _weights(product: openvino.Node) -> Vectors | None:
    """Give what a matrix product multiplies by, shape (out, in), where that is constant."""
    if product.get_type_name() != "MatMul":
        return None
    source = product.input_value(1).get_node()
    while source.get_type_name() == "Convert":
        source = source.input_value(0).get_node()
    if source.get_type_name() != "Constant" or len(source.shape) != 2:  # noqa: PLR2004 - a matrix
        return None
    weights: Vectors = source.data.astype(np.float32)
    return weights if product.get_attributes()["transpose_b"] else weights.T
