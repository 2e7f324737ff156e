"""Nothing that opens a file can run what the file says: a walk over the project's syntax trees."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [
    path
    for room in ("src", "indexer", "api", "eval", "sample", "tests")
    for path in sorted((ROOT / room).rglob("*.py"))
]
MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
CALLS = {"eval", "exec", "compile", "__import__"}
METHODS = {"torch.load", "yaml.load", "numpy.load", "np.load", "faiss.deserialize_index"}
KEYWORDS = {"allow_pickle", "trust_remote_code"}


def unsafe(source):
    """Give what in `source` would load code with data."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [n.name for n in names if n.name.partition(".")[0] in MODULES]
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in MODULES:
                found.append(module)
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                found.append(name)
            case ast.Call(func=ast.Attribute() as function) if ast.unparse(function) in METHODS:
                found.append(ast.unparse(function))
            case ast.keyword(arg=str(name), value=value) if name in KEYWORDS:
                found += [] if ast.unparse(value) == "False" else [name]
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_source_loads_code_with_data(path):
    assert unsafe(path.read_text(encoding="utf-8")) == []


def test_the_walk_covers_every_room():
    assert len(SOURCES) > 100
    assert ROOT / "src/evidence_search/vectors.py" in SOURCES


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from joblib import load",
        "import numpy as np; np.load('x', allow_pickle=True)",
        "AutoModel.from_pretrained('x', trust_remote_code=chosen)",
        "eval('1')",
        "import torch; torch.load('x')",
    ],
)
def test_the_walk_finds_what_it_looks_for(source):
    assert unsafe(source)
