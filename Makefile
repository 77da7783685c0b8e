# Two commands for everybody: `make release` and `make test`. Both start from a clean checkout.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: release test soak lint bench lock clean

release: .venv/ready
	$(BIN)/peacedata check datapackage
	$(BIN)/peacedata build --out build
	$(BIN)/peacedata verify build
	$(BIN)/python -c "import peacedata; ds = peacedata.open('build'); print(ds, '-', len(ds.events), 'events,', len(ds.claims), 'claims')"
	$(BIN)/python -m peacedata.channel.demonstration build

test: .venv/ready lint
	$(BIN)/python -m pytest -n auto -q

# Publishing killed 200 times in each kind of store: a folder, moto, and a real gateway, which is started where radosgw is
# installed (PEACEDATA_S3_GATEWAY names another); and keys exchanged at every operation. A line per test, for it takes long.
soak: .venv/ready
	PEACEDATA_KILLS=200 $(BIN)/python -m pytest -n 0 -v tests/channel/test_channel_kill.py tests/channel/test_channel_rotation.py

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd .github/scripts && ../../$(BIN)/mypy --strict --config-file= *.py
	$(BIN)/lint-imports
	$(BIN)/peacedata schema --check
	$(BIN)/peacedata docs --check

# The environment is made of the lock file alone, every file by its hash.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

SIZES ?= 10000 100000 1000000

# Side by side with the peers, each in an environment of its own; measures, and never fails because of a figure.
bench:
	$(PYTHON) -m benchmarks.run $(SIZES)

# Resolve the dependencies anew; needs pip-tools.
lock:
	pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --extra arrow --extra polars --extra pandas --extra sql --extra xlsx --extra publish --extra spark --extra dev \
	  --output-file requirements.lock pyproject.toml
	$(BIN)/python .github/scripts/lock.py

clean:
	rm -rf .venv .venv-tools build dist
