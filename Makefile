# The two set-up commands are `make demo` and `make test`; everything they need is installed below build/.
SHELL  := /bin/bash
PYTHON ?= python3
VENV   := build/venv
BIN    := $(VENV)/bin
# What clients in a browser are built for.
BROWSER := wasm32-unknown-unknown
# Writes what is generated and committed, which generate.toml lists, or compares it with $(1) = --check.
define generated
cargo run --quiet -p nibe-uplink-codegen -- generate --manifest generate.toml $(1)
endef

.PHONY: demo test check audit docs generate mutations bench clean package soak wheel matrix

demo: package
	@$(BIN)/python python/examples/demo.py --out build/demo

test: package build/node/.tools build/schemathesis/.tools
	@$(BIN)/python tests/run.py

# The loops of the OAuth tests in full, of which `make test` does a tenth each; and each packed crate built by itself.
soak: package build/node/.tools
	UPLINK_LOOPS=100 cargo test --release --quiet -p uplink-oauth -p uplink-postgres
	UPLINK_LOOPS=100 cargo test --release --quiet -p nibe-local --test week
	UPLINK_LOOPS=100 $(BIN)/pytest tests/python/test_races.py tests/python/test_sweep.py tests/python/test_soak.py \
		tests/python/test_record.py tests/python/test_postgres_store.py tests/python/test_fleet.py \
		tests/python/test_local_week.py tests/python/test_publish_day.py tests/python/test_fleet_day.py \
		tests/python/test_fleet_bad_days.py tests/python/test_fleet_kills.py tests/python/test_packages.py -q -rP -p no:cacheprovider
	@if cargo semver-checks --version > /dev/null 2>&1; then $(BIN)/python tests/semver.py; \
		else echo "skipped: verdicts of diff are not compared: cargo-semver-checks is not installed"; fi

# The documentation site, to build/docs/site; warnings are errors.
docs: package
	@$(BIN)/python docs/site/build.py build/docs

# Format, lint, types, drift.
check: package
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	cargo clippy -p uplink-codegen --quiet -- -D warnings
	cargo clippy -p nibe-uplink-python --no-default-features --quiet -- -D warnings
	@if test -d "$$(rustc --print target-libdir --target $(BROWSER))"; then \
		cargo clippy --target $(BROWSER) -p nibe-uplink -p myuplink --no-default-features --quiet -- -D warnings; \
	else echo "skipped: nobody builds clients for a browser: $(BROWSER) is not installed"; fi
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --quiet
	$(BIN)/ruff check python tests docs/site release
	$(BIN)/ruff format --check python tests docs/site release
	$(BIN)/ruff check --isolated --select F crates/codegen/tests/golden
	$(BIN)/ruff format --check --isolated --line-length 120 crates/codegen/tests/golden
	cd python && ../$(BIN)/mypy --strict nibe_uplink examples ../tests/python/typed.py
	cd python && ../$(BIN)/python -m mypy.stubtest nibe_uplink._core
	cd build/runtime && ../../$(BIN)/mypy --strict uplink_runtime
	cd build/runtime && ../../$(BIN)/python -m mypy.stubtest uplink_runtime._core
	@if command -v node > /dev/null; then \
		cd python && PATH="$(abspath $(BIN)):$$PATH" pyright --pythonpath "$(abspath $(BIN))/python" \
			--verifytypes nibe_uplink --ignoreexternal && \
		cd ../build/runtime && PATH="$(abspath $(BIN)):$$PATH" pyright --pythonpath "$(abspath $(BIN))/python" \
			--verifytypes uplink_runtime --ignoreexternal; \
	else echo "skipped: pyright cannot look at the types: node is not installed"; fi
	@if cargo deny --version > /dev/null 2>&1; then cargo deny --log-level error check licenses bans sources; \
		else echo "skipped: nobody looks at the licences and sources of crates: cargo-deny is not installed"; fi
	@# Templates of crates lie in tests/ itself, whose manifests are none yet.
	@if cargo machete --version > /dev/null 2>&1; then cargo machete crates spec fuzz tests/bench tests/myuplink > /dev/null; \
		else echo "skipped: nobody looks for crates that are not used: cargo-machete is not installed"; fi
	$(call generated,--check)

# Known weaknesses of what we stand on, by lists that have to be fetched.
audit: package
	cargo deny check advisories
	$(BIN)/pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --skip-editable --requirement python/requirements-dev.txt

generate:
	$(call generated)

# The Python package, and what packages of other APIs stand on, built for development and installed into the virtual environment.
package: $(VENV)/.tools
	@echo "building the Python packages (a few minutes the first time)"
	@$(BIN)/python release/runtime.py
	@for folder in python build/runtime; do \
		(cd $$folder && VIRTUAL_ENV=$(abspath $(VENV)) $(abspath $(BIN))/maturin develop --quiet) || exit 1; done

$(VENV)/.tools: python/requirements-dev.txt
	@echo "installing the tools into $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("error: Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@# Python brings an old pip along, and before 3.12 an old setuptools.
	@$(PYTHON) -m venv --upgrade-deps $(VENV) > /dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r python/requirements-dev.txt
	@touch $@

# OAuth programs of others, for tests that are skipped without them.
build/node/.tools: tests/node/package.json
	@mkdir -p build/node
	@cp tests/node/package.json build/node/
	@if command -v npm > /dev/null; then npm install --silent --ignore-scripts --no-audit --no-fund --prefix build/node || true; fi
	@touch $@

# A tester of others for whole APIs, whose tests are skipped without it.
build/schemathesis/.tools: tests/schemathesis/requirements.txt
	@mkdir -p build
	@$(PYTHON) -m venv --upgrade-deps build/schemathesis > /dev/null || true
	@build/schemathesis/bin/pip install --quiet --disable-pip-version-check -r tests/schemathesis/requirements.txt || true
	@touch $@

# The wheels for this machine as users get them, checked, to build/wheels.
wheel: $(VENV)/.tools
	PATH="$(abspath $(BIN)):$$PATH" release/wheel.sh
	$(BIN)/python release/check_wheel.py build/wheels/*.whl

# The package on each Python that is at hand, and each feature of the crates by itself.
matrix: package
	$(BIN)/python release/matrix.py

# Seeded faults, each of which must turn a named test red; `make test` runs a few.
mutations: package
	UPLINK_FAULTS=all $(BIN)/pytest -q -p no:cacheprovider tests/mutations/test_mutations.py tests/mutations/oauth_guards.py

# Costs of the clients beside those of others, as docs/performance.md explains; times of the generator, and what it adds
# to a cold debug build of a client.
bench: package
	cd tests && ../$(BIN)/python -m bench
	cd tests && ../$(BIN)/python -m bench.requests
	cd tests && ../$(BIN)/python -m bench.fleet
	cargo bench --quiet -p uplink-codegen -- $(abspath spec/nibe-uplink-v1.toml) $(abspath spec/myuplink-v2.toml)
	$(PYTHON) tests/bench_build.py

clean:
	rm -rf build target python/nibe_uplink/*.so
