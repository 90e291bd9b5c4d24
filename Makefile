# eventreg: `make help` explains itself.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS = never
export PYTHONWARNINGS =
# Processes that tests and benches start shall not compile everything anew.
export PYTHONDONTWRITEBYTECODE =
# Databases of tests lie in memory where there are 4 GB for them: tests kill processes, never the machine.
IN_MEMORY = $(shell test -w /dev/shm && test "$$(df -k --output=avail /dev/shm | tail -n 1)" -gt 4000000 && echo /dev/shm)

.PHONY: help setup demo test check fmt lint types i18n bench faults e2e screenshots journeys

help: ## show this help
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: .venv/.ready ## make the environment in .venv (Python 3.11 or newer, and the package index)

.venv/.ready: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==0.13.*"
	@$(BIN)/uv sync --frozen --inexact --quiet
	@touch $@

demo: setup ## a session with people, answers, scans and clauses; prints the address and sign-in links
	@$(BIN)/eventreg demo

test: setup ## the whole suite, on SQLite and on PostgreSQL
	@PYTEST_DEBUG_TEMPROOT="$(IN_MEMORY)" $(BIN)/pytest -n 2 --dist loadfile

check: setup lint types test ## format, lint, types, templates, catalogs, tests: what CI runs

fmt: setup ## format the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

lint: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/djlint templates --lint --quiet

types: setup
	@$(BIN)/mypy

i18n: setup ## collect sentences into the catalogs and compile them
	@$(BIN)/python -m eventreg.cli.catalogs

bench: setup ## each workload beside its floor, in the same run
	@$(BIN)/python -m bench

faults: setup ## the big fault runs: minutes, not seconds
	@$(BIN)/pytest -n 0 tests/faults --full

e2e: .venv/.browser ## the journey in a real browser
	@$(BIN)/pytest -n 0 -m e2e tests

screenshots: .venv/.browser ## every page at 1280 and 320 px in three languages, into screenshots/
	@$(BIN)/python -m tests.e2e.screenshots $(PAGES)

journeys: .venv/.browser ## each step of the body's, the delegate's and the applicant's journey on a phone, into screenshots/
	@$(BIN)/python -m tests.e2e.journeys

.venv/.browser: .venv/.ready
	@$(BIN)/uv sync --frozen --inexact --quiet --group e2e
	@touch $@
