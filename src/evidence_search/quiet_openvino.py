"""OpenVINO, kept from telling its makers over the network that it is used."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import cast

# It tells them when it is imported, where this module of theirs is there to do it.
sys.modules.setdefault("openvino_telemetry", cast("ModuleType", None))
import openvino  # noqa: E402 - not before that
from openvino import opset13 as ops  # noqa: E402

__all__ = ["openvino", "ops"]
