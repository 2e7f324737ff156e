import subprocess
import sys

import evidence_search


def test_the_public_names_are_few_and_all_there():
    assert len(evidence_search.__all__) <= 15
    for name in evidence_search.__all__:
        assert getattr(evidence_search, name) is not None


def test_importing_the_library_or_asking_for_help_loads_no_model():
    code = (
        "import sys, evidence_search, indexer, api, eval; "
        "print(sorted({'torch', 'faiss', 'fastapi', 'numpy'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout.strip() == b"[]"
