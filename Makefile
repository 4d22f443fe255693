# `make demo` and `make test` are all that a fresh machine needs.
.DEFAULT_GOAL := help
PY := .venv/bin/python
.PHONY: help setup demo demo-reset stop test check fix bench soak messages lock

help:            ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup:           ## environment, dependencies, assets, secrets, database
	@python3 deploy/setup.py

demo:            ## set up, fill five associations, serve on http://localhost:8000
	@python3 deploy/demo.py

demo-reset:      ## start the demo over
	@python3 deploy/demo.py --reset

stop:            ## end the embedded PostgreSQL; its data stays
	@$(PY) deploy/embedded_postgres.py --stop

test:            ## set up, then every test
	@python3 deploy/test.py

check:           ## style, types, floors, templates, translations, migrations; changes nothing
	@python3 deploy/check.py

fix:             ## format and repair what can be repaired by machine
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

bench:           ## measure; prints JSON
	@python3 deploy/setup.py >&2 && $(PY) -m tests.bench

soak:            ## long random runs
	@python3 deploy/setup.py >&2 && $(PY) -m tests.bench.deadlines_soak

messages:        ## collect translatable strings
	@$(PY) manage.py messages

lock:            ## make requirements.lock anew, without addresses
	@$(PY) -m uv pip compile pyproject.toml --extra develop --generate-hashes --no-header --universal --python-version 3.11 -q -o requirements.lock
