# What a person and .ci/run call. Everything is installed into .venv by plain pip, from the lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes

.PHONY: run demo test check quality figures soak bench million format lock help
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run.done ## the daemon over the Moroccan feeds, and the web face beside it, until Ctrl-C
	@$(BIN)/scrapy dashboard & face=$$!; $(BIN)/scrapy watch & watch=$$!; \
	  trap 'kill $$watch 2>/dev/null' INT TERM HUP; \
	  wait $$watch; code=$$?; while kill -0 $$watch 2>/dev/null; do wait $$watch; code=$$?; done; \
	  kill $$face 2>/dev/null; wait $$face; exit $$code

demo: $(VENV)/run.done ## an operation replayed by a pretend press, in under a minute (KEEP=1: go on)
	$(BIN)/scrapy demo $(if $(KEEP),--keep)

test: $(VENV)/dev.done ## all tests, on every core
	$(BIN)/pytest -n auto --dist worksteal

check: $(VENV)/dev.done ## format, lint, types, arrows between the rooms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

quality: $(VENV)/dev.done ## pinned floors of the matcher (CORPUS=DIR adds a labelled corpus)
	CORPUS=$(CORPUS) $(BIN)/pytest tests/quality -p no:randomly -q -s -m quality

figures: $(VENV)/dev.done ## docs/matching.md with its figures printed anew (CORPUS=DIR)
	$(BIN)/python -m tests.quality.page $(CORPUS)

soak: $(VENV)/dev.done ## kill the daemon at random 500 times, lock its database, and look for lost or doubled alerts
	$(BIN)/python -m tests.paths.soak $(or $(ROUNDS),500) $(SEED)

bench: $(VENV)/dev.done ## speed of the matcher, the store and the crawl (PARTS="matching store": only those)
	$(BIN)/python -m bench $(PARTS)

million: $(VENV)/dev.done ## a million articles through the matcher: does its memory stay flat?
	$(BIN)/python -m bench million

format: $(VENV)/dev.done ## let ruff format and mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/dev.done ## resolve the dependencies anew
	$(BIN)/uv pip compile --upgrade --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --upgrade --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements.lock | $(BIN)/python
	$(PIP) -r requirements.lock
	@touch $@

$(VENV)/dev.done: requirements-dev.lock | $(BIN)/python
	$(PIP) -r requirements-dev.lock
	@touch $@ $(VENV)/run.done
