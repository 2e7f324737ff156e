"""The options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def folder(name: str, *, help: str, required: bool = False) -> Callable[..., Any]:  # noqa: A002 - as click has it
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option(f"--{name}", type=kind, help=help, required=required)
