from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from evidence_search.command_line import Commands
from evidence_search.errors import (
    CatalogueInvalid,
    EvidenceSearchError,
    IndexBusy,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    QuestionInvalid,
    QuestionScreened,
    SettingsInvalid,
    StandardInvalid,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EvidenceSearchError("what"), 1),
        (CatalogueInvalid("what"), 1),
        (StandardInvalid("what"), 1),
        (OSError(2, "what", "file"), 1),
        (SettingsInvalid("what"), 2),
        (QuestionInvalid("what"), 2),
        (QuestionScreened("what"), 2),
        (click.UsageError("what"), 2),
        (IndexMissing("what"), 3),
        (IndexDamaged("what"), 3),
        (IndexMismatch("what"), 3),
        (IndexBusy("what"), 3),
    ],
)
def test_an_error_ends_in_one_line_and_the_exit_code_of_its_kind(error, code):
    @click.group(cls=Commands)
    def main() -> None:
        pass

    @main.command()
    def fail() -> None:
        raise error

    done = CliRunner().invoke(main, ["fail"])
    assert done.exit_code == code
    assert "Error: what" in done.stderr
    assert "Traceback" not in done.stderr
