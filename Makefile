# Every target does its own set-up and is quick when nothing changed. A machine needs Python 3.11+ and make.
#   make PY=/path/to/python3.12 ...   chooses the Python
#   make PORT=9000 run                chooses the port
.DEFAULT_GOAL := help
PY ?=
PORT ?= 8000
ARGS ?=
TOOLS ?=
DATA ?=
VPY := .venv/bin/python
INSTALL := PY='$(PY)' sh requirements/install.sh
LOCK := .uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
ROOMS := $(wildcard bots conversation db doors hospital integrations notifications web bench run.py)

.PHONY: help run chat test check format bench bench-understanding lock schema screenshots clean setup

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## serve the demo hospital on http://127.0.0.1:8000 (PORT=... for another port)
	@$(INSTALL) run
	@$(VPY) run.py serve --demo --port $(PORT)

chat: ## talk to the desk in this terminal
	@$(INSTALL) run
	@$(VPY) run.py chat --demo $(ARGS)

test: ## prepare the machine, then every test (ARGS='-k booking' narrows it)
	@$(INSTALL) test
	@$(VPY) -m tests.services.prepare
	@PYTHONDONTWRITEBYTECODE= $(VPY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --session-timeout 2400 $(ARGS)

check: ## style, types, import law, dependencies
	@$(INSTALL) test
	@$(VPY) -m ruff check --quiet --output-format concise .
	@$(VPY) -m ruff format --check --quiet .
	@$(VPY) -m mypy $(ROOMS) tests
	@$(VPY) -c 'from importlinter.cli import lint_imports_command as check; check(["--no-logo"])'
	@$(VPY) -m deptry --no-ansi .

format: ## put the code into the project's style
	@$(INSTALL) test
	@$(VPY) -m ruff check --quiet --fix .
	@$(VPY) -m ruff format --quiet .

bench: ## measure (ARGS=... chooses what)
	@$(INSTALL) test
	@$(VPY) -m bench $(ARGS)

bench-understanding: ## score the understanding (TOOLS=folder of scorers DATA=folder of cases) into docs/understanding.md
	@$(INSTALL) test
	@test -n '$(TOOLS)' -a -n '$(DATA)' || { echo 'bench-understanding: say TOOLS=folder-of-scorers DATA=folder-of-cases' >&2; exit 2; }
	@$(VPY) -m bench.understanding --tools '$(TOOLS)' --data '$(DATA)' --write

lock: ## resolve pyproject.toml into requirements/ (ARGS=--upgrade takes newer releases)
	@$(INSTALL) uv
	@$(LOCK) pyproject.toml -o requirements/run.lock $(ARGS)
	@$(LOCK) --group test --group lint pyproject.toml -o requirements/test.lock $(ARGS)

schema: ## write schema.sql anew from the models
	@$(INSTALL) run
	@$(VPY) -m db.schema > schema.sql.new && mv schema.sql.new schema.sql

screenshots: ## pictures of the pages into docs/screenshots
	@$(INSTALL) test
	@$(VPY) -m tests.services.prepare
	@$(VPY) -m tests.screenshots docs/screenshots

setup: ## the environment for working on the project: everything that check and test need
	@$(INSTALL) test

clean: ## remove what make made; databases and uploads stay
	rm -rf .venv .uv .setup.lock .setup.lock.d .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
