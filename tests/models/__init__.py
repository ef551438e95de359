"""The chain of dbt models, run in memory on small invented worlds."""
