"""Writing a publication's files beside the old ones: nothing here replaces what people read.

A DuckDB file in the storage version that drivers since 1.0 open, and one Parquet file per table. Every file is counted
against its mart and forced to disk before it may be put in place.
"""

import os
from pathlib import Path

from dagster_project.ingest.sql import Connection, file_literal, identifier, quoted
from dagster_project.publish.tables import PublishedTable

SCHEMA = "cx"
STORAGE_VERSION = "v1.0.0"


class PublicationError(RuntimeError):
    """What was written is not what the marts hold; nothing has been replaced."""


def write_duckdb(connection: Connection, tables: list[PublishedTable], path: Path) -> dict[str, int]:
    """Write the tables, with their descriptions, to a new DuckDB file; returns the rows per table."""
    path.unlink(missing_ok=True)
    connection.execute(f"attach {quoted(str(path))} as publication (storage_version {quoted(STORAGE_VERSION)})")
    try:
        connection.execute(f"create schema publication.{SCHEMA}")
        rows = {table.name: _write_table(connection, table) for table in tables}
        connection.execute("checkpoint publication")
    finally:
        connection.execute("detach publication")
    sync(path)
    return rows


def _write_table(connection: Connection, table: PublishedTable) -> int:
    target = f"publication.{SCHEMA}.{identifier(table.name)}"
    mart = f"{identifier(table.schema)}.{identifier(table.name)}"
    connection.execute(f"create table {target} as select * from {mart}")
    connection.execute(f"comment on table {target} is {quoted(table.description)}")
    for column, description in table.columns.items():
        connection.execute(f"comment on column {target}.{identifier(column)} is {quoted(description)}")
    return _same_count(connection, target, mart)


def write_parquet(connection: Connection, table: PublishedTable, path: Path) -> int:
    """Write one table as Parquet; returns its rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mart = f"{identifier(table.schema)}.{identifier(table.name)}"
    connection.execute(f"copy (select * from {mart}) to {quoted(str(path))} (format parquet, compression zstd)")
    rows = _same_count(connection, f"read_parquet({file_literal(path)})", mart)
    sync(path)
    return rows


def _same_count(connection: Connection, written: str, mart: str) -> int:
    found = connection.execute(f"select (select count(*) from {written}), (select count(*) from {mart})").fetchone()
    if found is None or found[0] != found[1]:
        raise PublicationError(
            f"{mart} has {found[1] if found else '?'} rows, the publication {found[0] if found else '?'}"
        )
    return int(found[0])


def sync(path: Path) -> None:
    """Force a file or a folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
