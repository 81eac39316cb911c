# Factcheck Workbench. `make run` and `make test` need nothing but make and Python 3.11 to 3.13.
# Another interpreter: make run PYTHON=/path/to/python

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	if "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; \
	then command -v "$$p"; break; fi; done)
BIN := .venv/bin
WORKERS ?= 2

.PHONY: run test coverage lint types bench screens docs package package-test lock clean \
	prepared-run prepared-test prepared-docs prepared-package
.DEFAULT_GOAL := run

run: prepared-run  ## make .venv and show the main job on the bundled sample
	@$(BIN)/factcheck demo

test: lint types  ## everything that must pass before a change lands
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS)

coverage: prepared-test  ## lines and branches reached, by area; what must stay whole is
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/coverage_by_area.py -q -n $(WORKERS)

lint: prepared-test
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/lint-imports

types: prepared-test
	$(BIN)/python -m mypy

bench: prepared-test  ## figures against their baselines; ONLY=split,store runs some
	QT_QPA_PLATFORM=offscreen $(BIN)/python tests/bench/run.py $(subst $(comma), ,$(ONLY))

screens: prepared-test  ## the window's rooms as pictures
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/screens.py

docs: prepared-docs  ## the documentation as web pages that open offline: build/docs/index.html
	$(BIN)/python packaging/write_docs.py
	$(BIN)/python packaging/build_docs.py

package: docs prepared-package  ## the programs in one folder, a .deb of it, the wheel and the sdist: dist/
	$(BIN)/python packaging/build_package.py

package-test: prepared-package  ## the packages that `make package` built, used as a person would
	$(BIN)/python packaging/check_package.py

lock:  ## pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --upgrade \
		pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--group build -c requirements-dev.lock -o requirements-build.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--group docs -c requirements-dev.lock -o requirements-docs.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--group package -c requirements-dev.lock -c requirements-docs.lock -o requirements-package.lock
	sed -n 's/^semantic = \["\(.*\)"\]$$/\1/p' pyproject.toml | uv pip compile -q --no-deps --generate-hashes \
		--no-emit-index-url --python-version 3.11 - -o requirements-semantic.lock
	sed -n 's/^s3 = \["\(.*\)"\]$$/\1/p' pyproject.toml | uv pip compile -q --universal --generate-hashes \
		--no-emit-index-url --python-version 3.11 -c requirements.lock - -o requirements-s3.lock

clean:  ## remove what make made; never a library
	rm -rf .venv .venv.lock build dist out .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

prepared-run: ; @$(call prepare,run)
prepared-test: ; @$(call prepare,test)
prepared-docs: ; @$(call prepare,docs)
prepared-package: ; @$(call prepare,package)

prepare = if [ -z "$(PYTHON)" ]; then \
	echo "Factcheck Workbench needs Python 3.11, 3.12 or 3.13. On Debian or Ubuntu: sudo apt-get install -y python3 python3-venv" >&2; \
	exit 1; fi; "$(PYTHON)" packaging/prepare.py $(1)
comma := ,
