# The only door: every command sets up what it needs and says what it does.
PY := .venv/bin/python
DATA ?= var
HOST ?= 127.0.0.1
PORT ?= 8000
# One more than there are processors: a test that drives a browser or a served paper often waits.
JOBS ?= $(shell expr $$(nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2) + 1)
DATABASE ?= sqlite
ROWS ?=
ROUNDS ?= 5
SECONDS ?= 3
PEERS ?=
GROWTH ?=

.DEFAULT_GOAL := help
.PHONY: help run test coverage check audit fix bench docs messages template pictures lock

help: ## what can be done here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: ## the demo paper on http://127.0.0.1:8000
	@tools/bootstrap.sh runtime
	@$(PY) -m kawaraban init $(DATA)
	@KAWARABAN_SITE_URL=http://$(HOST):$(PORT) $(PY) -m kawaraban demo --data $(DATA)
	@exec $(PY) -m kawaraban serve --data $(DATA) --host $(HOST) --port $(PORT)

test: ## every test, in parallel; DATABASE=postgresql: what can differ there, over a server of the tests' own
	@tools/bootstrap.sh dev
	@DATABASE=$(DATABASE) tools/run_tests.sh $(JOBS)

coverage: ## what of the product the tests reach, as lines and as pages in .make/coverage; it is told, and gates nothing
	@tools/bootstrap.sh dev
	@tools/run_coverage.sh $(JOBS)

check: ## style, types, layers, templates, sheets, scripts, deployment, migrations; asks no other server anything
	@tools/bootstrap.sh dev
	@tools/check.sh

audit: ## known faults of the locked packages: asks the advisory service about each of them, before a release
	@tools/bootstrap.sh dev
	@tools/audit.sh

fix: ## what the checkers can mend by themselves
	@tools/bootstrap.sh dev
	@.venv/bin/ruff check --fix --quiet src tests tools bench || true
	@.venv/bin/ruff format --quiet src tests tools bench
	@tools/check_templates.sh --write
	@tools/check_static.sh --write || true

bench: ## the paper beside nginx and other engines; ROWS=R1,W1 ROUNDS=3 SECONDS=2 narrow it, PEERS=all adds WordPress; GROWTH=yes: how it grows; DATABASE=postgresql: beside the file
	@tools/bootstrap.sh runtime
	@tools/bench_tools.sh "$(ROWS)" "$(PEERS)"
	@PYTHONPATH=src:. $(PY) -m bench --rows "$(ROWS)" --rounds $(ROUNDS) --seconds $(SECONDS) --peers "$(PEERS)" --database $(DATABASE) --growth "$(GROWTH)"

docs: ## the pages that are made from the code: configuration, commands, personal data, machines, periods
	@tools/bootstrap.sh dev
	@$(PY) tools/make_docs.py

messages: ## gather the words of the interface for the translators, and compile what they wrote
	@tools/bootstrap.sh dev
	@$(PY) tools/messages.py

template: ## the tables that a new paper starts from, for both databases; needs PostgreSQL's programs
	@tools/bootstrap.sh dev
	@$(PY) tools/make_template_database.py
	@PYTHONPATH=src:. $(PY) tools/make_template_tables.py

pictures: ## the pictures of the README, taken from the running demo paper
	@tools/bootstrap.sh dev
	@$(PY) tools/take_pictures.py

lock: ## resolve the dependencies again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --group build -o requirements/runtime.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --group dev -o requirements/dev.lock
