# Window by Window. `make` alone lists what there is.
PYTHON ?= python3
NODE ?= node
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
REPORT := _build/test-report.xml
TORCH_VENV := .venv-golden
TORCH_READY := $(TORCH_VENV)/.ready
BINDER_VENV := .venv-binder
BINDER_PINS := $(BINDER_VENV)/.pins
BINDER_READY := $(BINDER_VENV)/.ready
NODE_READY := frontend/node_modules/.ready
LIBRARY := $(shell find convbook -type f ! -name '*.pyc' 2>/dev/null)

# Another BLAS kernel than the one this processor would choose: printed numbers must not depend on it.
OTHER_BLAS := $(if $(filter x86_64 amd64 AMD64,$(shell uname -m)),OPENBLAS_CORETYPE=Prescott,OPENBLAS_CORETYPE=ARMV8)

.DEFAULT_GOAL := help
.PHONY: help setup book read lab test test-browser binder refresh widgets check lock golden bench bench-figures clean

help: ## List the targets, what each does and how long it takes on two cores (at once)
	@echo "Window by Window: convolution from scratch in NumPy"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## Make .venv with everything in it (1 min; nothing to do when up to date)

$(READY): requirements.txt pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { echo "Python is missing ('$(PYTHON)' was not found): install Python 3.11 or newer, or name yours: make setup PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python is too old: $$("$(PYTHON)" --version) was found and 3.11 or newer is needed; install one and name it: make setup PYTHON=python3.12"; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: install it (Debian and Ubuntu: sudo apt install python3-venv), then run make again"; exit 1; }
	@echo "Setting up $(VENV): about a minute the first time."
	@rm -f $(READY)
	@if command -v uv >/dev/null; then \
		uv venv --quiet --clear --python "$$(command -v "$(PYTHON)")" $(VENV) && \
		uv pip install --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.txt && \
		uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation -e . ; \
	else \
		"$(PYTHON)" -m venv --clear $(VENV) && \
		$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements.txt && \
		$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e . ; \
	fi
	@touch $(READY)

book: $(READY) ## Build the pages, and a zip of them, into _build/html; a warning is an error (20 s)
	$(BIN)/jupyter-book build . -W -n --keep-going
	@$(BIN)/python book/tools/pages.py
	@$(BIN)/python book/tools/archive.py

read: book ## Build the book and serve it on this machine (1 min, then until Ctrl+C)
	@$(BIN)/python -m http.server 0 --bind 127.0.0.1 --directory _build/html 2>/dev/null

lab: $(READY) ## Open the chapters in JupyterLab (a few seconds, then until Ctrl+C)
	@# JupyterLab draws no SVG of a notebook that it does not trust.
	@$(BIN)/jupyter trust notebooks/*.ipynb
	$(BIN)/jupyter lab --notebook-dir=notebooks

test: $(READY) ## Run every test that needs no browser; compare every output (45 s)
	@mkdir -p $(dir $(REPORT))
	$(BIN)/pytest -n auto --dist loadscope --junitxml=$(REPORT)

test-browser: $(READY) $(BINDER_READY) ## Drive the built book, and the chapters in JupyterLab, in Chromium (10 min)
	@test -f _build/html/index.html || { echo "The book is not built yet: run make book first"; exit 1; }
	@$(BIN)/python tests/browser/chromium.py >/dev/null
	$(BIN)/pytest -n auto tests/browser

binder: $(BINDER_READY) ## Run every chapter in an environment as Binder makes it (10 s; the first time 1 min and the network)
	$(BINDER_VENV)/bin/jupyter execute notebooks/*.ipynb

# What pip builds on the way is removed: it would be installed again, stale, the next time.
$(BINDER_READY): $(BINDER_PINS) pyproject.toml README.md LICENSE $(LIBRARY)
	@rm -rf build
	@$(BINDER_VENV)/bin/python -m pip install --disable-pip-version-check --quiet --no-deps .
	@rm -rf build
	@touch $(BINDER_READY)

$(BINDER_PINS): .binder/requirements.txt | $(READY)
	@echo "Setting up $(BINDER_VENV): about a minute the first time."
	@$(BIN)/python -m venv --clear $(BINDER_VENV)
	$(BINDER_VENV)/bin/python -m pip install --disable-pip-version-check -r .binder/requirements.txt
	@touch $(BINDER_PINS)

refresh: $(READY) ## Execute the chapters anew and write their outputs (1 min)
	$(BIN)/ruff format notebooks
	$(BIN)/python book/tools/notebooks.py refresh

widgets: $(NODE_READY) ## Bundle the widgets' JavaScript into convbook/widgets/static (seconds; needs Node 20 or newer)
	"$(NODE)" frontend/build.mjs

# Only who develops needs Node: what it makes is committed.
$(NODE_READY): frontend/package.json frontend/package-lock.json frontend/.npmrc
	@command -v "$(NODE)" >/dev/null || { echo "Node is missing ('$(NODE)' was not found): install Node 20 or newer with npm (nodejs.org; Debian 13 and Ubuntu 25.04 or newer: sudo apt install nodejs npm), then run make again"; exit 1; }
	@"$(NODE)" -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "Node is too old: $$("$(NODE)" --version) was found and 20 or newer is needed; install a newer one, then run make again"; exit 1; }
	@command -v npm >/dev/null || { echo "npm is missing: install it beside Node (Debian and Ubuntu: sudo apt install npm), then run make again"; exit 1; }
	@echo "Setting up frontend/node_modules: a few seconds the first time."
	@cd frontend && npm ci --no-audit --no-fund --silent
	@touch $(NODE_READY)

# What compares the bundles stands last: it fails after every change of the widgets, until make widgets.
check: $(READY) $(NODE_READY) ## Lint; types; imports; notebooks in order; another BLAS; the lock fresh; the widgets' code (1 min)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python book/tools/notebooks.py check
	$(OTHER_BLAS) $(BIN)/pytest -n auto --dist loadscope notebooks
	@rm -rf $(FRESH) && mkdir -p $(FRESH)/.binder && cp requirements.txt $(FRESH)
	$(call lock,$(FRESH))
	@for list in $(LISTS); do \
		cmp -s $$list $(FRESH)/$$list || { echo "$$list is not what pyproject.toml asks for: run make lock"; exit 1; }; \
	done
	cd frontend && node_modules/.bin/biome check --error-on-warnings && node_modules/.bin/tsc --noEmit
	$(BIN)/python tests/widget_vectors.py
	"$(NODE)" --test --test-reporter=spec frontend/tests/*.test.js
	"$(NODE)" frontend/build.mjs --check

# $(call lock,FOLDER,OPTIONS) writes two lists there: every package, with the hashes of its files, and the few
# of them that run the chapters. Binder takes these, without hashes because the package itself (the line ".") is a
# folder, which has none. Pins that stand in FOLDER and still fit are kept. A package that is asked for with an extra
# stands there with it: pip up to 23.2 takes the newest one otherwise, whose hash is not there.
LISTS := requirements.txt .binder/requirements.txt
FRESH := _build/lock
COMPILE := $(BIN)/uv pip compile --quiet --no-strip-extras --universal --python-version 3.11 --system-certs --custom-compile-command "make lock"
define lock
$(COMPILE) --all-extras --generate-hashes --output-file $(1)/requirements.txt $(2) pyproject.toml
echo ".[run]" | $(COMPILE) --constraint $(1)/requirements.txt --no-annotate --output-file $(1)/.binder/requirements.txt -
endef

lock: $(READY) ## Write requirements.txt from pyproject.toml; UPGRADE=1 moves every pin (seconds; network)
	$(call lock,.,$(if $(UPGRADE),--upgrade))

golden: $(TORCH_READY) ## Compare with PyTorch itself, in an environment of its own (1 min; needs the network)
	PYTHONPATH=. $(TORCH_VENV)/bin/python tests/golden/compare.py

bench: $(TORCH_READY) ## Measure memory and speed beside PyTorch, in golden's environment (30 s)
	PYTHONPATH=. $(TORCH_VENV)/bin/python benchmarks/convolution.py

bench-figures: $(READY) ## Measure the live figures of the built book, in Chromium, with the processor slowed (2 min)
	@test -f _build/html/index.html || { echo "The book is not built yet: run make book first"; exit 1; }
	$(BIN)/python benchmarks/live_figures.py

$(TORCH_READY):
	"$(PYTHON)" -m venv --clear $(TORCH_VENV)
	$(TORCH_VENV)/bin/python -m pip install --disable-pip-version-check torch==2.13.0 numpy==2.4.6
	@touch $(TORCH_READY)

clean: ## Remove what was built; .venv stays (a second)
	rm -rf _build .pytest_cache .hypothesis .mypy_cache .ruff_cache
