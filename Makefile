# make run     the application with its demo chamber (DEMO=0: an empty one) on http://127.0.0.1:8000
# make test    everything that has to pass: checks, tests on SQLite and PostgreSQL, in Chromium
# make check   the quick half of it
#              both as if it were another moment in Shanghai: make test DATE="2028-02-29 17:58"
# make bench   how fast and how big, on both databases (QUICK=1: shorter, SQLite only)
# make format  lay out the Python sources
# make words   take new strings over into the Chinese catalogue and list what is not translated
# make update   backup, pull, migrate, start again; where that fails, all is as before
# make restore  put a backup back into an empty instance: ARCHIVE=file, KEY=file of the private key
# make install-service   as root: runs as a systemd service from then on (DESTDIR=…: only writes the files there)
# make vendor  fetch htmx into static/vendor/, for a network without a way out
# make bundle  one file of all this, its libraries and htmx: where it is unpacked, make run needs no internet

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
HTMX := 4.0.1
OFFLINE = $(if $(wildcard wheels),--no-index --find-links wheels)
AS_IF = $(if $(DATE),--date "$(DATE)")

# Each of many short processes would compile everything that it imports, which takes seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run update restore test check bench format words vendor bundle install-service
.DELETE_ON_ERROR:

run: $(VENV)/.runtime
	@exec $(PY) -m scripts.run

install-service: $(VENV)/.runtime
	@exec $(PY) -m scripts.installing.service

update: $(VENV)/.runtime
	@exec $(PY) -m scripts.update

restore: $(VENV)/.runtime
	@exec $(VENV)/bin/flask --app wsgi restore "$(ARCHIVE)" $(if $(KEY),--key "$(KEY)")

test: $(VENV)/.dev
	@exec $(PY) -m scripts.test $(AS_IF)

check: $(VENV)/.dev
	@exec $(PY) -m scripts.test --quick $(AS_IF)

bench: $(VENV)/.dev
	@exec $(PY) -m scripts.bench $(if $(QUICK),--quick,--write docs/performance.md)

format: $(VENV)/.dev
	@$(PY) -m ruff check --fix --select I --quiet .
	@$(PY) -m ruff format .

words: $(VENV)/.dev
	@exec $(PY) -m scripts.catalogue update

vendor:
	@command -v npm >/dev/null || { echo "npm is missing: apt-get install npm" >&2; exit 1; }
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	npm pack --silent --pack-destination "$$dir" htmx.org@$(HTMX) >/dev/null; \
	tar -xzf "$$dir"/htmx.org-$(HTMX).tgz -C "$$dir"; \
	mkdir -p static/vendor; \
	new="$$dir"/package/dist/htmx.min.js; \
	if cmp -s "$$new" static/vendor/htmx.min.js; then echo "static/vendor/htmx.min.js is htmx $(HTMX) already"; else \
	cp "$$new" static/vendor/htmx.min.js; \
	echo "static/vendor/htmx.min.js is htmx $(HTMX). Restart chamber if it is running: it uses the file from then on."; fi

bundle: $(VENV)/.runtime vendor
	@set -e; name=chamber-$$(git rev-parse --short HEAD); dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	git archive --prefix=$$name/ HEAD | tar -x -C "$$dir"; \
	$(PY) -m pip wheel --quiet --disable-pip-version-check -r requirements.txt -w "$$dir/$$name/wheels"; \
	cp -r static/vendor "$$dir/$$name/static/"; \
	tar -czf $$name.tgz -C "$$dir" $$name; \
	echo "$$name.tgz: for machines with $$($(PY) --version) and $$(uname -m)"

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' 2>/dev/null || \
	{ echo "Python 3.11 or newer is needed as $(PYTHON); or name another: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	{ echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.made
	@echo "Installing what the application needs ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check $(OFFLINE) -r requirements.txt $(if $(OFFLINE),|| \
	{ echo "This bundle is of another Python or machine than $$($(PY) --version) on $$(uname -m)." >&2; exit 1; })
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/.made
	@echo "Installing what the application and its tests need ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@touch $(VENV)/.runtime $@
