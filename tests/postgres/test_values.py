"""What PostgreSQL holds is what the marts hold, value by value, or nothing is published."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dagster_project.publish.files import PublicationError
from dagster_project.publish.postgres.columns import columns_in_postgres
from dagster_project.publish.postgres.loading import compare_table, create_table, load_table
from dagster_project.publish.postgres.session import Session, execute, session
from tests.postgres.world import TABLES, build, build_there, columns_there, publish_to, the_table
from tests.postgres_server import Database
from tests.unit.publish.marts import contents

PUBLICATION = TABLES[-1]


def test_tables_have_the_declared_types_and_descriptions(
    database: Database, marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path)
    assert columns_there(database, "metric_values") == {
        "metric": "text",
        "value": "double precision",
        "amount": "numeric(18,4)",
        "period_start": "date",
        "at": "timestamp without time zone",
        "is_counted": "boolean",
    }
    assert database.query(
        """select obj_description('cx.customers'::regclass), col_description('cx.customers'::regclass, 1),
        obj_description('cx.metric_values'::regclass), col_description('cx.metric_values'::regclass, 2)"""
    ) == [("Who they are.", "A 'keyed' hash.", "Every metric.", "In points; or percent.")]


def test_every_value_arrives_as_it_is(database: Database, marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    marts.execute(
        """create table marts.odd as select * from (values
        (1, cast(9223372036854775807 as bigint), cast(-32768 as smallint), cast(2147483647 as integer),
            cast('nan' as double), cast('9999999999999999.99' as decimal(18, 2)),
            cast(repeat('9', 38) as decimal(38, 0)), 'åäö ☃ 😀', date '0001-01-01',
            timestamp '9999-12-31 23:59:59.999999', true),
        (2, -9223372036854775807, 0, -2147483648, '-infinity', -0.01, -1, e'tab\\there\\nand \\\\N', date '1900-02-28',
            '1969-12-31 23:59:59.999999', false),
        (3, 0, 32767, 0, 1.7976931348623157e308, 10000, 10000, '', date '2026-10-31', '2026-10-25 00:30:00', null),
        (4, 1, 1, 1, 5e-324, 100.10, 0, 'a' || chr(0) || 'b', date '2026-10-31', '2026-10-25 00:30:00.5', true),
        (5, null, null, null, 0.1, null, null, null, null, null, null),
        (6, null, null, null, null, null, null, null, null, null, null)
        ) as rows(id, whole, small, middle, floating, money, wide, word, day, moment, truth)"""
    )
    publish_to(database, marts, tmp_path, tables=[the_table("odd"), PUBLICATION])
    assert database.query(
        """select whole::text, small::text, middle::text, floating::text, money::text, wide::text, word, day::text,
        moment::text, truth from cx.odd order by id"""
    ) == [
        (
            *("9223372036854775807", "-32768", "2147483647", "NaN", "9999999999999999.99", "9" * 38, "åäö ☃ 😀"),
            *("0001-01-01", "9999-12-31 23:59:59.999999", True),
        ),
        (
            *("-9223372036854775807", "0", "-2147483648", "-Infinity", "-0.01", "-1", "tab\there\nand \\N"),
            *("1900-02-28", "1969-12-31 23:59:59.999999", False),
        ),
        (
            *("0", "32767", "0", "1.7976931348623157e+308", "10000.00", "10000", ""),
            *("2026-10-31", "2026-10-25 00:30:00", None),
        ),
        ("1", "1", "1", "5e-324", "100.10", "0", "a\ufffdb", "2026-10-31", "2026-10-25 00:30:00.5", True),
        (None, None, None, "0.1", None, None, None, None, None, None),
        (None, None, None, None, None, None, None, None, None, None),
    ]


def test_an_empty_table_is_there_and_empty(
    database: Database, marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    marts.execute("create table marts.nothing as select 1 as one, 'x' as word where false")
    done = publish_to(database, marts, tmp_path, tables=[the_table("nothing"), PUBLICATION])
    assert done.rows["nothing"] == 0
    assert database.query("select count(*) from cx.nothing") == [(0,)]
    assert columns_there(database, "nothing") == {"one": "integer", "word": "text"}


def test_names_that_need_quotes_are_quoted(
    database: Database, marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    marts.execute('create table marts."Order ""by" as select 1 as "select", \'x\' as "Å ""o"')
    tables = [the_table('Order "by', {'Å "o': "It's a description; -- with all of it"}), PUBLICATION]
    publish_to(database, marts, tmp_path, tables=tables)
    assert database.query('select "select", "Å ""o" from cx."Order ""by"') == [(1, "x")]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("cast(1 as hugeint)", "odd.x is HUGEINT, which is not published to PostgreSQL: cast it to BIGINT"),
        ("[1, 2]", "odd.x is INTEGER[], which is not published"),
        ("cast('2026-01-01' as timestamptz)", "odd.x is TIMESTAMP WITH TIME ZONE, which is not published"),
        ("date 'infinity'", "PostgreSQL at .* cannot hold a date of the tables: date out of range"),
    ],
)
def test_what_postgresql_cannot_hold_is_one_line_and_nothing_is_replaced(
    database: Database, marts: duckdb.DuckDBPyConnection, tmp_path: Path, made: str, said: str
) -> None:
    publish_to(database, marts, tmp_path)
    before = contents(tmp_path)
    build(marts, "build-2")
    marts.execute(f"create table marts.odd as select {made} as x")
    with pytest.raises(PublicationError, match=said.replace("[", r"\[")) as raised:
        publish_to(database, marts, tmp_path, tables=[*TABLES, the_table("odd")])
    assert "\n" not in str(raised.value)
    assert build_there(database) == "build-1"
    after = contents(tmp_path)
    assert {name: after.get(name) for name in before} == before


@pytest.fixture
def loaded(database: Database, marts: duckdb.DuckDBPyConnection) -> Iterator[Session]:
    """A table of seven rows, loaded and not yet compared, in an open transaction."""
    marts.execute(
        """create table marts.seven as select range as id, range / 7.0::double as value, 'row ' || range as word,
        cast(range as decimal(18, 2)) as amount, date '2026-01-01' + cast(range as integer) as day,
        timestamp '2026-01-01 10:00:00' as moment, true as truth from range(7)"""
    )
    table = the_table("seven")
    columns = columns_in_postgres(marts, table)
    with session(database.url, database.place) as connection:
        execute(connection, "create schema side")
        create_table(connection, "side", table, columns)
        load_table(connection, "side", marts, table, columns)
        yield connection


def test_what_was_loaded_and_left_alone_compares_equal(loaded: Session, marts: duckdb.DuckDBPyConnection) -> None:
    table = the_table("seven")
    assert compare_table(loaded, "side", marts, table, columns_in_postgres(marts, table)) == 7


@pytest.mark.parametrize(
    "meddling",
    [
        "update side.seven set value = value + 1e-12 where id = 3",
        "update side.seven set word = word || ' ' where id = 3",
        "update side.seven set word = null where id = 3",
        "update side.seven set amount = amount + 0.01 where id = 3",
        "update side.seven set day = day + 1 where id = 3",
        "update side.seven set moment = moment + interval '1 microsecond' where id = 3",
        "update side.seven set truth = not truth where id = 3",
        "update side.seven set word = 'row ' || (7 - id) where id in (3, 4)",
        "update side.seven set id = id + 1 where id = 6",
        "delete from side.seven where id = 3",
        "insert into side.seven select * from side.seven where id = 3",
        "with gone as (delete from side.seven where id = 3) insert into side.seven select * from side.seven limit 1",
    ],
)
def test_one_altered_value_between_loading_and_comparing_is_noticed(
    loaded: Session, marts: duckdb.DuckDBPyConnection, meddling: str
) -> None:
    execute(loaded, meddling)
    table = the_table("seven")
    with pytest.raises(PublicationError, match=r"table seven: PostgreSQL gives back . rows.*, the mart has 7"):
        compare_table(loaded, "side", marts, table, columns_in_postgres(marts, table))


def test_a_trigger_that_alters_a_value_on_the_way_stops_the_publication(
    database: Database, marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path, "in_place")
    database.execute(
        """create function public.meddle() returns trigger language plpgsql as
        $$ begin if new.customer_key = 'k1' then new.customer_key = 'k9'; end if; return new; end $$""",
        "create trigger meddle before insert on cx.customers for each row execute function public.meddle()",
    )
    before = contents(tmp_path)
    build(marts, "build-2", rows=5)
    with pytest.raises(PublicationError, match="customers: PostgreSQL gives back 5 rows, but not the same values"):
        publish_to(database, marts, tmp_path, "in_place")
    assert build_there(database) == "build-1"
    after = contents(tmp_path)
    assert {name: after.get(name) for name in before} == before


def test_rows_go_over_in_batches(database: Database, marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    marts.execute("create table marts.many as select range as id, 'row ' || range as word from range(120001)")
    publish_to(database, marts, tmp_path, tables=[the_table("many"), PUBLICATION])
    assert database.query("select count(*), sum(id), min(word), max(word) from cx.many") == [
        (120001, "7200060000", "row 0", "row 99999")
    ]
