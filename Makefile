# Foyer needs make, Python 3.11 or later and Node 18 or later. `make run` does the rest.
# Every step leaves a stamp inside what it made, so a second time is instant and a deleted folder is made anew.

VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
NODE := node_modules/.installed
BUNDLE := static/dist/manifest.json
WORKERS := 2# tests that run side by side; with more cores: make test WORKERS=8

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix browser bench explain screenshots clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: $(RUNTIME) $(BUNDLE) ## install what Foyer runs on and bundle the console's scripts

run: setup ## start Foyer: the console, and a demo experience on first start
	@exec python -m flask --app wsgi serve

test: setup $(DEV) ## install a browser if there is none, then run all tests
	@python -m tests.browser.chromium
	python -m pytest -n $(WORKERS)
	python -m pytest -n $(WORKERS) -m browser

check: $(DEV) ## linters, formatters and types
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	djlint templates --check --lint

fix: $(DEV) ## let the tools repair what they can
	ruff check --fix .
	ruff format .
	djlint templates --reformat --quiet

browser: setup $(DEV) ## only the tests that drive a browser
	@python -m tests.browser.chromium
	python -m pytest -n $(WORKERS) -m browser

bench: setup ## measure speed (the browser stays out of it)
	python -m bench

explain: setup ## why a request gets its answer: make explain URL=http://demo.localhost:8000/pumps
	@python -m flask --app wsgi explain "$(URL)" $(ARGS)

screenshots: setup $(DEV) ## draw docs/images anew, and every screen into test-results/screens
	@python -m tests.browser.chromium
	python -m tests.browser.screenshots

clean: ## remove everything that setup made; data stays
	rm -rf $(VENV) node_modules static/dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(PY):
	@scripts/make-venv $(VENV)

$(RUNTIME): requirements.txt $(PY)
	@echo "Installing Python packages"
	@python -m pip install --quiet -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing Python packages for tests and checks"
	@python -m pip install --quiet -r requirements-dev.txt
	@touch $@

$(NODE): package.json package-lock.json
	@scripts/check-node
	@echo "Installing npm packages"
	@npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BUNDLE): $(NODE) scripts/bundle.mjs $(shell find static/css static/js -type f)
	@node scripts/bundle.mjs
