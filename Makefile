# The house's few commands. `make help` lists them.

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# pip tells only what went wrong.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# Where `make check` lets Django look at the settings; never the newsroom's own folder.
CHECK_DATA := .cache/check-data

.PHONY: help setup run test check bench torture messages tables lock

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## create .venv with everything that is needed

$(INSTALLED): requirements-dev.lock
	@sh scripts/make_venv.sh $(VENV)
	@$(PIP) install --upgrade pip
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --editable .
	@touch $@
	@echo "$(VENV) is ready."

run: setup ## serve the sample newsroom on http://localhost:8000
	@exec $(BIN)/broadsheet serve --demo

test: setup ## run every test on SQLite, and those with a database on PostgreSQL
	@sh scripts/install_test_tools.sh
	@echo "Walking through a running newsroom in a browser."
	@$(BIN)/pytest --numprocesses 2 --dist loadfile tests/flows
	@echo "Testing on SQLite."
	@$(BIN)/pytest --numprocesses 2 --dist loadfile --ignore tests/flows
	@echo "Testing on PostgreSQL."
	@$(BIN)/python scripts/with_postgresql.py $(BIN)/pytest --numprocesses 2 --dist loadfile --ignore tests/flows

check: setup ## lint, format, types, import contract, migrations
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/broadsheet --data $(CHECK_DATA) manage makemigrations --check --dry-run
	@$(BIN)/broadsheet --data $(CHECK_DATA) manage check

bench: setup ## measure everything beside nginx, in about eight minutes
	@sh scripts/install_bench_tools.sh
	@$(BIN)/python -m bench

torture: setup ## many write and read while the server is killed, nine minutes, on both databases
	@sh scripts/install_test_tools.sh
	@$(BIN)/python -m bench.torture
	@$(BIN)/python scripts/with_postgresql.py $(BIN)/python -m bench.torture

messages: setup ## bring the catalogues of translations up to date (needs gettext)
	@cd broadsheet && ../$(BIN)/django-admin makemessages --all --add-location=file --no-wrap --no-obsolete \
		--extension html,txt,py
	@for catalogue in broadsheet/locale/*/LC_MESSAGES/django.po; do \
		msgattrib --clear-fuzzy --empty --no-wrap --output-file $$catalogue $$catalogue; done  # no guesses
	@cd broadsheet && ../$(BIN)/django-admin compilemessages

tables: setup ## write down what the migrations make, for quick first starts
	@$(BIN)/python scripts/write_tables.py broadsheet/core/sqlite/tables.sql

lock: setup ## pin newer versions of what the house is built from
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
		--output-file requirements.lock pyproject.toml
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
		--allow-unsafe --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml
