"""In place the tables stay the same tables: what stands on them survives, and what would break it is refused."""

from pathlib import Path

import duckdb
import pytest
from adbc_driver_postgresql import dbapi

from dagster_project.publish.files import PublicationError
from dagster_project.publish.postgres.session import SETTINGS
from tests.postgres.world import TABLES, build, build_there, columns_there, publish_to, schemas, the_table
from tests.postgres_server import Database, rows_of
from tests.unit.publish.marts import contents

Marts = duckdb.DuckDBPyConnection
REMEDY = "views may depend on it: drop it yourself, with what depends on it, or alter it, and run again"


def test_views_survive_and_show_the_new_build(database: Database, marts: Marts, tmp_path: Path) -> None:
    publish_to(database, marts, tmp_path, "in_place")
    database.execute(
        "create schema reports", "create view reports.keys as select build_id, k.* from cx.publication, cx.customers k"
    )
    build(marts, "build-2", rows=7)
    done = publish_to(database, marts, tmp_path, "in_place")
    assert database.query("select build_id, count(*) from reports.keys group by 1") == [("build-2", 7)]
    assert (done.notes, schemas(database)) == ([], ["cx"])


def test_a_repeatable_read_sees_one_build_to_its_end(database: Database, marts: Marts, tmp_path: Path) -> None:
    publish_to(database, marts, tmp_path, "in_place")
    with dbapi.connect(database.login("cx_frontline")) as reader, reader.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        cursor.execute("select build_id from cx.publication")
        assert cursor.fetchall() == [("build-1",)]
        build(marts, "build-2", rows=7)
        publish_to(database, marts, tmp_path, "in_place")
        cursor.execute("select (select build_id from cx.publication), count(*) from cx.customers")
        assert cursor.fetchall() == [("build-1", 3)]
        reader.commit()
        cursor.execute("select (select build_id from cx.publication), count(*) from cx.customers")
        assert cursor.fetchall() == [("build-2", 7)]


def test_a_new_column_and_a_new_table_are_added(database: Database, marts: Marts, tmp_path: Path) -> None:
    publish_to(database, marts, tmp_path, "in_place")
    database.execute("create view public.keys as select * from cx.customers")
    build(marts, "build-2")
    marts.execute(
        """create or replace table marts.customers as
        select cast(1.5 as decimal(18, 2)) as revenue, customer_key, true as is_active from marts.customers"""
    )
    marts.execute("create table marts.themes as select 'price' as theme")
    publish_to(database, marts, tmp_path, "in_place", [*TABLES, the_table("themes")])
    assert columns_there(database, "customers") == {
        "customer_key": "text",
        "revenue": "numeric(18,2)",
        "is_active": "boolean",
    }
    assert database.query("select * from cx.customers order by 1 limit 1") == [("k0", "1.50", True)]
    assert database.query("select * from public.keys order by 1 limit 1") == [("k0",)]
    assert rows_of(database.login("cx_reader"), "select theme from cx.themes") == [("price",)]


@pytest.mark.parametrize(
    ("change", "tables", "said"),
    [
        (
            "alter table marts.metric_values drop column amount",
            TABLES,
            f"column cx.metric_values.amount is published no more; {REMEDY}",
        ),
        (
            "alter table marts.metric_values alter amount type decimal(18, 2)",
            TABLES,
            f"column cx.metric_values.amount is numeric(18,4) and would become numeric(18,2); {REMEDY}",
        ),
        (
            "alter table marts.customers alter customer_key type integer using 1",
            TABLES,
            f"column cx.customers.customer_key is text and would become integer; {REMEDY}",
        ),
        ("select 1", TABLES[1:], f"table cx.customers is published no more; {REMEDY}"),
    ],
)
def test_what_views_may_depend_on_is_never_dropped_nor_altered(
    database: Database, marts: Marts, tmp_path: Path, change: str, tables: list[object], said: str
) -> None:
    publish_to(database, marts, tmp_path, "in_place")
    before = contents(tmp_path)
    shape = [columns_there(database, table.name) for table in TABLES]
    build(marts, "build-2")
    marts.execute("alter table marts.customers add column brand_new integer")
    marts.execute(change)
    with pytest.raises(PublicationError) as raised:
        publish_to(database, marts, tmp_path, "in_place", [table for table in TABLES if table in tables])
    assert str(raised.value) == said
    assert build_there(database) == "build-1"
    assert [columns_there(database, table.name) for table in TABLES] == shape
    after = contents(tmp_path)
    assert {name: after.get(name) for name in before} == before


def test_a_reader_who_keeps_a_new_column_out_is_not_waited_for_for_ever(
    database: Database, marts: Marts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "100ms")
    publish_to(database, marts, tmp_path, "in_place")
    with dbapi.connect(database.login("cx_frontline")) as reader, reader.cursor() as cursor:
        cursor.execute("select customer_key from cx.customers")
        build(marts, "build-2")
        publish_to(database, marts, tmp_path, "in_place")
        assert build_there(database) == "build-2", "without a new column nobody is locked out"
        build(marts, "build-3")
        marts.execute("alter table marts.customers add column brand_new integer")
        with pytest.raises(PublicationError, match="kept a lock that was needed for over 5 s: end the transaction"):
            publish_to(database, marts, tmp_path, "in_place")
    assert build_there(database) == "build-2"
    publish_to(database, marts, tmp_path, "in_place")
    assert build_there(database) == "build-3"


def test_an_installation_may_change_its_mode(database: Database, marts: Marts, tmp_path: Path) -> None:
    for number, mode in enumerate(("swap", "in_place", "swap", "in_place")):
        build(marts, f"build-{number}")
        publish_to(database, marts, tmp_path, "swap" if mode == "swap" else "in_place")
        assert (build_there(database), schemas(database)) == (f"build-{number}", ["cx"])
