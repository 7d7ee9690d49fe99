# Two commands: `make run` shows what the tool does, `make test` runs every check. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test goldens readme package clean

run: $(VENV)/installed
	@$(BIN)/giaoban-extract -f table samples
	@echo "Try: $(BIN)/giaoban-extract YOUR_ARTICLE.txt"

test: $(VENV)/installed-dev
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/pytest -n auto

# Rewrite the expected documents beside the samples after a change of behaviour that is meant.
goldens: $(VENV)/installed-dev
	$(BIN)/python tests/goldens.py

# Rewrite the outputs that README.md and docs/ show.
readme: $(VENV)/installed-dev
	$(BIN)/python tests/readme.py

$(VENV)/created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/created pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/created pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/installed

# Build sdist and wheel, install the wheel into a clean environment and run it there.
package: $(VENV)/installed-dev
	$(BIN)/python tests/clean_install.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
