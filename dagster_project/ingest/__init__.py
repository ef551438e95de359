"""From files to canonical rows: reading, normalising, rejecting. Pure of Dagster: it can be run from a shell.

- `spec`: what a source's YAML says. `platforms`, `labels`: presets, written as data.
- `files`: which file belongs to which source. `formats`, `kinds`: which kind a file is, and which room opens it.
- `unpacking`, `opening`, `records`, `reading`, `repair`: packed and delimited text. `workbook`, `parquet`, `json_*`:
  the other kinds. `header_rows`, `header`: columns. `long`: one row per answer becomes one row per response.
- `cells`, `moments`, `record_ids`, `slots`, `answers`, `survey_sql`, `table_sql`: one SQL select per file.
- `load`, `storing`, `identities`, `ledger`: which files are read, the transaction and the entry of each.
- `privacy`, `masks`, `plausibility`, `problems`: what may be kept and shown, and what is wrong with it.
- `views`: the schema `raw` that dbt reads, and what the checks on the way in read.
"""
