# Two commands: `make run` shows what the tool does, `make test` runs every check. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test fuzz coverage goldens readme picture package clean

run: $(VENV)/installed
	@$(BIN)/giaoban-extract -f table samples
	@echo "Try: $(BIN)/giaoban-extract YOUR_ARTICLE.txt"

test: $(VENV)/installed-dev
	$(BIN)/ruff check src tests benchmarks fuzz
	$(BIN)/mypy
	$(BIN)/pytest -n auto

# The property tests on 20,000 new texts in place of some hundred; takes an hour. fuzz/README.md tells of coverage-guided fuzzing.
fuzz: $(VENV)/installed-dev
	GIAOBAN_FUZZ=slow $(BIN)/pytest tests/test_invariants.py tests/test_meaning.py

# Lines and branches of src/ that no test reaches.
coverage: $(VENV)/installed-dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine
	$(BIN)/coverage report

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

# Take the picture of the READMEs again; needs chromium and chromedriver.
picture: $(VENV)/installed-dev
	$(BIN)/python tests/picture.py

# Build sdist and wheel, install the wheel into a clean environment and run it there.
package: $(VENV)/installed-dev
	$(BIN)/python tests/clean_install.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
