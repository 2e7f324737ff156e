"""The browser's screening and the server's come to the same result from the same rules."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from eval.rows import read_rows
from eval.situations import HERE as WRITTEN
from eval.situations import Written
from evidence_search.rules import export_rules
from evidence_search.screen import screen
from tests.screening.table import make

NODE = shutil.which("node")
HERE = Path(__file__).parent
MODULE = HERE.parents[1] / "api/static/screening.js"
ODD = [
    "ZOË, 7, was placed with her aunt",
    "Siân’s mum won’t engage — what helps?",
    "Łukasz Ødegaard (9) ran away",
    "Is ½ of contact at ７ years enough?",
    "ＮＨＳ number ９４３ ４７６ ５９１９",
    "a child told me today that her uncle hits her",
    "Which council is worst?",
    "does it work?",
    "ring me on 07700 900123",
    "مرحبا 7 😀 Jayden, 7, ran off",
]


def in_node(rules, questions):
    assert NODE is not None
    sent = json.dumps({"rules": rules, "questions": questions})
    done = subprocess.run(
        [NODE, str(HERE / "node.mjs"), str(MODULE)],
        input=sent,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


def as_plain(seen):
    return {
        "status": seen.status and seen.status.value,
        "kinds": {kind.value: number for kind, number in seen.kinds},
        "confirmable": seen.confirmable,
    }


def test_the_rules_are_plain_data():
    rules = export_rules()
    assert json.loads(json.dumps(rules)) == rules


@pytest.mark.skipif(NODE is None, reason="needs Node.js")
def test_both_screenings_agree_on_every_made_question():
    written = read_rows(WRITTEN / "questions.jsonl", Written)
    questions = [*ODD, *(case.text for case in make()), *(one.text for one in written)]
    rules = export_rules()
    here = [as_plain(screen(question)) for question in questions]
    there = in_node(rules, questions)
    differ = [(q, a, b) for q, a, b in zip(questions, here, there, strict=True) if a != b]
    assert differ == []
    # With a rule fewer, the browser no longer agrees.
    less = rules | {"identifiers": rules["identifiers"][1:]}
    assert in_node(less, questions) != there
