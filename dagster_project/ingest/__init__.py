"""From files to canonical rows: reading, normalising, rejecting. Pure of Dagster: it can be run from a shell.

- `spec`: what a source's YAML says. `platforms`, `labels`: presets, written as data.
- `files`: which file belongs to which source. `opening`, `records`: bytes to records. `header`: columns.
- `cells`, `answers`, `survey_sql`, `table_sql`: one SQL select per file. `load`: the transaction and the ledger.
- `views`: the schema `raw` that dbt reads, and what the checks on the way in read.
"""
