# Every target makes what it needs: a virtual environment in .venv with the locked packages.

PYTHON ?= python3
BIN := .venv/bin
RESUME ?= examples/resume.docx
POSTING ?= examples/posting.txt

.PHONY: install run doctor demo test check words lock clean

install: .venv/run.stamp  ## what the bot needs to run

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run.stamp

run: .venv/run.stamp  ## the bot itself; TELEGRAM_BOT_TOKEN must be set
	$(BIN)/python -m bot

doctor: .venv/run.stamp  ## check that all is in place, and say what to do where it is not
	@$(BIN)/python -m bot doctor

demo: .venv/dev.stamp  ## the main job on embedded defaults: no account, no key
	@$(BIN)/python -m sandbox.demo "$(RESUME)" "$(POSTING)"

test: .venv/dev.stamp  ## all tests
	$(BIN)/python -m pytest -n 6 --dist worksteal -q

check: .venv/dev.stamp  ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

coverage: .venv/dev.stamp  ## all tests, and what they did not reach
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 6 --dist worksteal -q
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

words: .venv/run.stamp  ## what the bot says, into bot/locales/*.po; new sentences wait for translation
	$(BIN)/pybabel -q extract --no-default-keywords -k mark -k tell -k count:2,3 --no-location \
		--width=98 --output-file=.venv/words.pot bot
	for language in es de pt ru; do $(BIN)/pybabel -q update --no-fuzzy-matching --width=98 \
		--ignore-obsolete --ignore-pot-creation-date --omit-header --locale=$$language \
		--input-file=.venv/words.pot --output-file=bot/locales/$$language.po || exit 1; done

lock: .venv/bin/python  ## the requirement files anew, from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --group dev --output-file requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --constraint requirements-dev.txt --output-file requirements.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
