# The two set-up commands are `make demo` and `make test`; everything they need is installed below build/.
PYTHON ?= python3
VENV   := build/venv
BIN    := $(VENV)/bin
# The generator, followed by what it reads and writes.
GENERATE := cargo run --quiet -p nibe-uplink-codegen -- generate
V1     := spec/nibe-uplink-v1.toml
V2     := spec/myuplink-v2.toml --package nibe_uplink.myuplink

.PHONY: demo test check generate bench clean package

demo: package
	@$(BIN)/python python/examples/demo.py --out build/demo

test: package
	@$(BIN)/python tests/run.py

# Format, lint, types, drift.
check: package
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --quiet
	$(BIN)/ruff check python tests
	$(BIN)/ruff format --check python tests
	cd python && ../$(BIN)/mypy --strict nibe_uplink examples
	$(GENERATE) $(V1) --target python --out python/nibe_uplink/_generated --check
	$(GENERATE) $(V1) --target python-tests --out tests/python/generated --check
	$(GENERATE) $(V2) --target python --out python/nibe_uplink/myuplink/_generated --check
	$(GENERATE) $(V2) --target python-tests --out tests/python/generated_myuplink --check

generate:
	$(GENERATE) $(V1) --target python --out python/nibe_uplink/_generated
	$(GENERATE) $(V1) --target python-tests --out tests/python/generated
	$(GENERATE) $(V2) --target python --out python/nibe_uplink/myuplink/_generated
	$(GENERATE) $(V2) --target python-tests --out tests/python/generated_myuplink

# The Python package, built for development and installed into the virtual environment.
package: $(VENV)/.tools
	@echo "building the Python package (a few minutes the first time)"
	@cd python && VIRTUAL_ENV=$(abspath $(VENV)) $(abspath $(BIN))/maturin develop --quiet

$(VENV)/.tools: python/requirements-dev.txt
	@echo "installing the tools into $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("error: Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r python/requirements-dev.txt
	@touch $@

clean:
	rm -rf build target python/nibe_uplink/*.so
