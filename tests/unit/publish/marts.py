"""A warehouse with a few marts, as dbt leaves them, for tests of the publication. No test stands here."""

import datetime as dt
from pathlib import Path

import duckdb

from dagster_project.publish.tables import PublishedTable

TABLES = [
    PublishedTable("customers", "marts", "frontline", "Who they are.", {"customer_key": "A 'keyed' hash."}),
    PublishedTable("metric_values", "marts", "general", "Every metric.", {"value": "In points; or percent."}),
    PublishedTable("publication", "marts", "general", "Which build this is.", {}),
]


def build(connection: duckdb.DuckDBPyConnection, build_id: str = "build-1", rows: int = 3) -> None:
    """Make the marts of a build."""
    connection.execute("create schema if not exists marts")
    customers = "create or replace table marts.customers as select 'k' || range as customer_key from range(?)"
    connection.execute(customers, [rows])
    connection.execute(
        """create or replace table marts.metric_values as
        select 'nps' as metric, cast(range as double) as value, cast(1.5 as decimal(18, 4)) as amount,
            date '2026-01-01' as period_start, timestamp '2026-01-01 10:00:00' as at, true as is_counted
        from range(?)""",
        [rows],
    )
    connection.execute(
        """create or replace table marts.publication as
        select ? as build_id, cast(? as timestamp) as published_at, date '2026-01-31' as as_of,
            'abc' as source_commit""",
        [build_id, dt.datetime(2026, 1, 31, 6, tzinfo=dt.UTC).replace(tzinfo=None)],
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every published file with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
