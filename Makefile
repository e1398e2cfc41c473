# make run    the sample company in the browser          make test   every check, as CI runs it
# make fix    let the formatters put things right        make lock   renew the pinned dependencies
# make bench  how often verdicts on the sample are wrong, some minutes
# Both need only python3 >= 3.11 and make; everything else goes into .venv.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/uv pip
HERE := --quiet --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
UPGRADE ?= --upgrade

# One stamp per lock file. Once the tools of `make test` are there, `make run` keeps them.
TOOLS := .venv/.uv-ready
APP := .venv/.app-ready
DEV := .venv/.dev-ready
APP_LOCK = $(if $(wildcard $(DEV)),requirements-dev.txt,requirements.txt)

# A mirror named for pip serves uv as well.
ifdef PIP_INDEX_URL
UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
export UV_DEFAULT_INDEX
endif

# What is imported is compiled once, not anew by every process that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint types imports sql unit browser fix bench lock clean
.NOTPARALLEL:
.DEFAULT_GOAL := run

run: $(APP)
	@$(BIN)/strata demo

test: lint types imports sql unit browser

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV)
	$(BIN)/mypy

imports: $(DEV)
	$(BIN)/lint-imports

sql: $(DEV)
	$(BIN)/sqlfmt --check --no-progressbar queries

# The built-in `ci` profile draws the same examples every time and has no deadline.
unit: $(DEV)
	@.ci/postgresql
	$(BIN)/python -m pytest -m "not browser" -n 2 --dist worksteal --hypothesis-profile=ci --cov --cov-report=term

browser: $(DEV)
	@.ci/chromium
	$(BIN)/python -m pytest -m browser

fix: $(DEV)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/sqlfmt --no-progressbar queries

bench: $(APP)
	@$(BIN)/strata demo --no-serve
	@$(BIN)/strata calibrate --power

lock: $(TOOLS)
	$(COMPILE) $(UPGRADE) pyproject.toml --output-file requirements.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	echo uv | $(COMPILE) $(UPGRADE) - --output-file requirements-uv.txt

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov

$(APP): $(TOOLS) requirements.txt pyproject.toml
	@echo "Installing what Strata needs into .venv ..."
	@$(INSTALL) sync $(HERE) --require-hashes $(APP_LOCK)
	@$(INSTALL) install $(HERE) --offline --no-deps --editable .
	@touch $@

$(DEV): $(TOOLS) requirements-dev.txt pyproject.toml
	@echo "Installing what Strata and its tests need into .venv ..."
	@$(INSTALL) sync $(HERE) --require-hashes requirements-dev.txt
	@$(INSTALL) install $(HERE) --offline --no-deps --editable .
	@touch $@ $(APP)

$(TOOLS): requirements-uv.txt
	@PYTHON="$(PYTHON)" .ci/venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-uv.txt
	@touch $@
