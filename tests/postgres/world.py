"""Marts in a DuckDB of the test's own, published to a fresh database. No test stands here."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dagster_project.publish.files import SCHEMA
from dagster_project.publish.postgres.target import Mode, postgres_target
from dagster_project.publish.swap import Publication, publish
from dagster_project.publish.tables import PublishedTable
from tests.postgres_server import Database
from tests.unit.publish.marts import TABLES, build

__all__ = ["TABLES", "build", "build_there", "columns_there", "marts", "publish_to", "schemas", "the_table"]


@pytest.fixture
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB with the marts of a first build."""
    with duckdb.connect() as connection:
        build(connection)
        yield connection


def publish_to(
    database: Database,
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    mode: Mode = "swap",
    tables: list[PublishedTable] = TABLES,
    url: str | None = None,
) -> Publication:
    """Publish the marts to a folder and a database."""
    return publish(connection, tables, folder, postgres_target(url or database.url, database.place, mode))


def build_there(database: Database) -> str:
    """The build that a reader of the database sees now."""
    [(build_id,)] = database.query(f"select build_id from {SCHEMA}.publication")
    return str(build_id)


def schemas(database: Database) -> list[str]:
    """Every schema of a name like ours."""
    return [name for (name,) in database.query("select nspname from pg_namespace where nspname like 'cx%' order by 1")]


def columns_there(database: Database, table: str) -> dict[str, str]:
    """Column -> type of a published table."""
    rows = database.query(
        f"""select attname, format_type(atttypid, atttypmod) from pg_attribute
        where attrelid = '{SCHEMA}.{table}'::regclass and attnum > 0 and not attisdropped order by attnum"""
    )
    return {str(row[0]): str(row[1]) for row in rows}


def the_table(name: str, columns: dict[str, str] | None = None) -> PublishedTable:
    """A general table."""
    return PublishedTable(name, "marts", "general", "A table.", columns or {})
