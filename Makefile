# What one types. Whatever takes more than a line or two lives in scripts/ or in the package, not here.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test dev check setup setup-dev sample source rejects mf docs-site fuzz \
	bench-reader bench-metrics bench-comments bench-readers bench-dashboard \
	superset-datasets superset-bundle test-superset pictures \
	constraints clean distclean \
	check-ruff check-format check-mypy check-yaml check-spelling check-dbt check-rules check-sql check-defs

# ARGS goes to the command (make test ARGS="-k nps"), PYTHON chooses another interpreter for .venv.
ARGS ?=
PYTHON ?=
HOST ?= 127.0.0.1
FILES ?= 20000
PORT ?= 3000

bin := .venv/bin

# Dagster and dbt look for each other on PATH; nobody phones home; nothing asks whether it is up to date.
export PATH := $(CURDIR)/$(bin):$(PATH)
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DAGSTER_DISABLE_TELEMETRY := yes
export DAGSTER_DG_UPDATE_CHECK_ENABLED := 0
export GIT_PYTHON_REFRESH := quiet
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export VIRTUAL_ENV := $(CURDIR)/.venv

script := PYTHON='$(PYTHON)' sh scripts/setup.sh
problem = $(shell $(script) problem)

# $(call set-up,runtime or dev): one line when the machine lacks something, silence when all is done.
set-up = $(if $(problem),$(error $(problem)))@$(script) $1

# $(call pass,name,command): one line when the command passes, all that it said when it does not.
pass = @if said=$$($2 2>&1); then printf '%-10s ok\n' '$1'; \
	else printf '%s\n%-10s failed\n' "$$said" '$1'; exit 1; fi

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-17s %s\n", $$1, $$2}' Makefile

run: setup ## set up once, then run the whole pipeline on data/raw
	@$(bin)/cx run $(ARGS)

test: setup-dev ## set up once, then run the tests
	@$(bin)/python -m pytest $(ARGS)

# Dagster's own folder is the working directory, else it warns of the dagster.yaml that is here on purpose; the
# warning that is ignored is about an argument that Dagster gives to itself.
dev: export PYTHONWARNINGS := ignore:Parameter `execution_type`
dev: setup ## the Dagster UI on http://127.0.0.1:3000 (HOST, PORT)
	@$(bin)/cx prepare
	@export DAGSTER_HOME="$$(python -c 'from dagster_project.settings import read_settings; print(read_settings().dagster_home)')"; \
	cd "$$DAGSTER_HOME" && exec dg dev -w '$(CURDIR)/workspace.yaml' --host '$(HOST)' --port '$(PORT)' $(ARGS)

# What is said on make's command line, and only there: some shells have a NAME of their own.
said = $(if $(findstring command,$(origin $1)),$2 "$$$1")

source: setup ## propose a source for one export: FILE=path/to/export.csv (NAME=, TABLE=)
	$(if $(FILE),,$(error say which file: make source FILE=path/to/export.csv))
	@$(bin)/cx source $(call said,NAME,--name) $(call said,TABLE,--table) -- "$$FILE"

rejects: setup ## what was not loaded, why, and what to do (ARGS="--source=NAME --csv")
	@$(bin)/cx rejects $(ARGS)

warehouse = "$$(python -c 'from dagster_project.settings import read_settings; print(read_settings().warehouse)')"

# mf asks the package index whether it is up to date, and keeps the answer where others can write. It has no switch for
# either: so it gets a proxy that nobody is, and a folder of its own. In the recipe alone, or the set-up would get them too.
mf: setup-dev dbt/target/semantic_manifest.json ## ask the semantic layer (ARGS="query --saved-query scores_by_month")
	@mkdir -p .cache/mf && cd dbt && CX_WAREHOUSE=$(warehouse) \
		HTTPS_PROXY=http://127.0.0.1:9 TMPDIR='$(CURDIR)/.cache/mf' mf $(ARGS)

dbt/target/semantic_manifest.json: dbt/dbt_project.yml $(wildcard dbt/models/semantic/*)
	@dbt --quiet parse --project-dir dbt --profiles-dir dbt && touch '$@'

docs-site: setup ## one page of every table, column and metric, readable offline: build/docs/index.html
	@CX_WAREHOUSE=$(warehouse) dbt --quiet docs generate --static --project-dir dbt --profiles-dir dbt \
		--target-path ../.cache/docs
	@mkdir -p build/docs && cp .cache/docs/static_index.html build/docs/index.html

superset-bundle: setup ## build/superset.zip for Superset's import (CX_SUPERSET_DATABASE=postgresql://...)
	@$(bin)/python -m bi.superset.bundle

superset-datasets: setup ## write the bundle's datasets again, from the descriptions of the models
	@$(bin)/python -m bi.superset.datasets

test-superset: setup-dev ## import the bundle into a real Superset and ask every chart; installs Superset once
	@CX_TEST_SUPERSET=1 $(bin)/python -m pytest tests/bi $(ARGS)

pictures: setup-dev ## draw the pictures of the manual again: docs/pictures (after make run)
	@$(bin)/python -W ignore -m scripts.lineage
	@$(bin)/python -m scripts.screenshots

fuzz: setup-dev ## mutated files through the reader (FILES=20000)
	@FUZZ_FILES='$(FILES)' $(bin)/python -m pytest tests/fuzz -q -s $(ARGS)

bench-reader: setup ## what reading costs beside a bare read_csv (ARGS="--rows 10000000")
	@$(bin)/python -m benchmarks.reader $(ARGS)

bench-metrics: setup-dev ## what the figures cost beside the same counts by hand (ARGS="--rows 10000000")
	@$(bin)/python -m benchmarks.metrics $(ARGS)

bench-comments: setup-dev ## what reading comments costs, and what is found (ARGS="--texts 1000000")
	@$(bin)/python -m benchmarks.comments $(ARGS)

bench-readers: setup-dev ## what readers see while builds are published (ARGS="--builds 50")
	@$(bin)/python -m benchmarks.readers $(ARGS)

bench-dashboard: setup-dev ## how soon the pages are ready in a browser (ARGS="--times 5")
	@$(bin)/python -m benchmarks.dashboard $(ARGS)

sample: setup ## write the sample exports of data/raw again, from their seed
	@$(bin)/python -m dagster_project.sample $(ARGS)

setup: ## only the set-up, of what a run needs
	$(call set-up,runtime)

setup-dev: ## only the set-up, with tests and linters
	$(call set-up,dev)

check: check-ruff check-format check-mypy check-yaml check-spelling check-dbt check-rules check-sql check-defs ## every linter

check-ruff: setup-dev
	$(call pass,ruff,ruff check --quiet)

check-format: setup-dev
	$(call pass,format,ruff format --check --quiet)

check-mypy: setup-dev
	$(call pass,mypy,mypy)

check-yaml: setup-dev
	$(call pass,yamllint,yamllint --strict .)

check-spelling: setup-dev
	$(call pass,codespell,codespell)

# What compiles the project needs a warehouse and a Dagster home, but nothing that is in them.
scratch := $(CURDIR)/.cache/check
check-dbt check-rules check-sql check-defs: export CX_WAREHOUSE := $(scratch)/warehouse/cx.duckdb
check-defs: export DAGSTER_HOME := $(scratch)/dagster
check-rules: export COLUMNS := 160

check-dbt: setup-dev
	@mkdir -p '$(scratch)/warehouse' '$(scratch)/dagster' && cp dagster.yaml '$(scratch)/dagster'
	$(call pass,dbt parse,dbt --quiet parse --project-dir dbt --profiles-dir dbt)

check-rules: check-dbt
	$(call pass,bouncer,dbt-bouncer run --show-all-failures --output-only-failures)

check-sql: check-dbt
	$(call pass,sqlfluff,sqlfluff lint --disable-progress-bar --processes 2 dbt/models dbt/tests)

check-defs: check-dbt
	$(call pass,dagster,dg check defs)

constraints: setup-dev ## pin what constraints.txt lacks (UPGRADE=1: pin everything anew)
	@UPGRADE='$(UPGRADE)' sh scripts/constraints.sh

clean: ## remove what the tools left behind; .venv and data stay
	@rm -rf dbt/target dbt/logs logs build .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv as well
	@rm -rf .venv
