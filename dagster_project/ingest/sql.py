"""The few pieces of SQL text that every other room of the ingest is built from: quoting, and the session.

All SQL of the ingest is made from declared identifiers and quoted literals; a value from a file never becomes SQL.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.ingest.privacy import define_privacy_macros
from dagster_project.settings import Settings, hash_key

Connection = duckdb.DuckDBPyConnection


def quoted(text: str) -> str:
    """A text literal; NUL, which no literal can hold, is shown as the sign of what cannot be shown."""
    return "'" + text.replace("'", "''").replace("\0", "\ufffd") + "'"


def identifier(name: str) -> str:
    """A quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def text_list(texts: Iterable[str]) -> str:
    """A comma-separated list of text literals, for `in (...)`."""
    return ", ".join(quoted(text) for text in texts)


def enum_type(words: Iterable[str]) -> str:
    """The type of a column that holds one of a few words, as DuckDB itself writes it: a byte each, and NULL is free."""
    return f"ENUM({text_list(words)})"


@contextmanager
def warehouse(settings: Settings, *, read_only: bool = False) -> Iterator[Connection]:
    """An open warehouse, closed whatever happens; the writer may hash and mask, a reader may not."""
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if settings.memory_limit:
        options["memory_limit"] = settings.memory_limit
    if settings.threads:
        options["threads"] = settings.threads
    connection = duckdb.connect(settings.warehouse, read_only=read_only, config=options)
    try:
        connection.execute("set TimeZone = 'UTC'")
        if (
            not read_only
        ):  # a lookup by join must never hold the file's rows, whatever the optimizer thinks of their number
            connection.execute("set disabled_optimizers = 'build_side_probe_side'")
        if not read_only:
            define_privacy_macros(connection, hash_key(settings))
        yield connection
    finally:
        connection.close()


def columns_of(connection: Connection, schema: str, table: str) -> dict[str, str]:
    """Column name -> type of a table as it stands; empty when there is no such table."""
    rows = connection.execute(
        """select column_name, data_type from duckdb_columns()
        where schema_name = ? and table_name = ? order by column_index""",
        [schema, table],
    ).fetchall()
    return dict(rows)


def file_literal(path: Path) -> str:
    """A path as `read_csv` takes it, its glob characters made plain."""
    escaped = "".join(f"[{character}]" if character in "*?[" else character for character in str(path))
    return quoted(escaped)
