"""From the marts to what people read: whole new files, checked, then put in place by renaming. Pure of Dagster.

- `tables`: which marts go into which publication, and what is said of them. `files`: the DuckDB and Parquet files.
- `swap`: the order in which a new state replaces the old one.
"""
