"""The published tables in a schema of a PostgreSQL database, loaded and compared in one transaction. Pure of Dagster.

- `target`: the order of things, by mode. `session`: the connection, and its failures in one line each.
- `columns`: which type a mart's column has there. `loading`: tables made, filled and compared with the marts.
- `schemas`: which schemas are ours, the swap, and what is dropped later. `in_place`: tables that stay where they are.
- `roles`: who may read what.
"""
