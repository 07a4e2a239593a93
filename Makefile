# make run · make test · make lint · make bench: everything is set up on the way, and nothing is done twice.
# PORT=9000 make run serves elsewhere; make test ARGS="tests/law -k calendar" runs a part.
BIN := .venv/bin
PORT ?= 8000
JOBS ?= 2
ARGS ?=

.PHONY: help run test lint format bench wheel clean lock setup setup-dev

help:
	@echo "make run    set up and serve http://127.0.0.1:$(PORT), with the demo county (GONGKAI_DEMO=0: without)"
	@echo "make test   set up and run all tests          ARGS=\"tests/law -k calendar\""
	@echo "make lint   ruff, mypy, import-linter, eslint, stylelint"
	@echo "make bench  measure against floors and peers  ARGS=…"
	@echo "make wheel  build dist/gongkai-….whl, with the fonts of the PDF writer"
	@echo "make lock   write the lock files anew         make format · make clean"

setup:
	@scripts/setup_python.sh run
	@scripts/setup_node.sh run || echo "!!! NO FONTS: NO PDF CAN BE WRITTEN. All else works; the next make run tries again." >&2

setup-dev:
	@scripts/setup_python.sh dev
	@scripts/setup_node.sh dev

run: setup
	@GONGKAI_DEMO=$${GONGKAI_DEMO-1} exec $(BIN)/gongkai serve --port $(PORT)

test: setup-dev
	@scripts/install_test_tools.sh
	@JOBS=$(JOBS) scripts/test.sh $(ARGS)

lint:
	@scripts/setup_python.sh dev
	@scripts/setup_node.sh dev || true
	@scripts/lint.sh

format:
	@scripts/setup_python.sh dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup-dev
	@$(BIN)/python -m bench $(ARGS)

wheel:
	@scripts/setup_python.sh run
	@scripts/setup_node.sh run
	@$(BIN)/python -m pip --disable-pip-version-check --quiet wheel --no-deps --no-index --no-build-isolation -w dist .

lock:
	@scripts/setup_python.sh dev
	@scripts/lock.sh

clean:
	rm -rf build dist test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
