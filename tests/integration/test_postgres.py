"""The sample in PostgreSQL: table by table what the published file holds, for whom it is meant."""

from contextlib import closing

import duckdb

from dagster_project.publish.postgres.target import postgres_target
from dagster_project.publish.tables import published_tables, tables_for
from dagster_project.publish.targets import Build
from dagster_project.transformation import prepared_manifest
from tests.integration.conftest import Installation
from tests.postgres_server import Database, rows_of

TOTALS = """select count(*), count(distinct metric), sum(respondent_count), count(value), count(ci_lower)
    from cx.metric_values"""


def test_the_sample_is_in_postgresql_as_it_is_in_the_file(sample: Installation, database: Database) -> None:
    tables = published_tables(prepared_manifest())
    [(build_id,)] = sample.query("select build_id from cx.publication")
    with closing(duckdb.connect(sample.warehouse, read_only=True)) as warehouse:
        build = Build(warehouse, tables, {"build_id": build_id})
        with postgres_target(database.url, database.place)(build) as prepared:
            assert prepared.put_in_place() == []
    counted = {table.name: sample.query(f"select count(*) from cx.{table.name}")[0][0] for table in tables}
    assert prepared.rows == counted
    assert {name: database.query(f"select count(*) from cx.{name}")[0][0] for name in counted} == counted
    [totals] = sample.query(TOTALS)
    assert tuple(map(int, rows_of(database.login("cx_reader"), TOTALS)[0])) == totals
    assert rows_of(database.login("cx_frontline"), "select build_id from cx.publication") == [(build_id,)]
    described = database.query(
        """select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where nspname = 'cx' and relkind = 'r' and obj_description(c.oid) is not null"""
    )
    assert described == [(len(tables_for("frontline", tables)),)]
