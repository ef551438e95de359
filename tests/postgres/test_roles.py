"""Two roles read, nobody writes, and whoever is in neither sees nothing."""

from pathlib import Path

import duckdb
import pytest
from adbc_driver_manager import Error
from adbc_driver_postgresql import dbapi

from dagster_project.publish.files import PublicationError
from dagster_project.publish.postgres.target import Mode
from tests.postgres.world import TABLES, build, publish_to
from tests.postgres_server import Database, fresh_database, running_server

Marts = duckdb.DuckDBPyConnection
WRITING = (
    "insert into cx.publication select * from cx.publication",
    "update cx.publication set build_id = 'mine'",
    "delete from cx.publication",
    "truncate cx.publication",
    "drop table cx.publication",
    "create table cx.mine (x integer)",
)


def may(url: str, sql: str) -> bool:
    """Whether the server lets a user do something."""
    with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        try:
            cursor.execute(sql)
        except Error as error:
            if error.sqlstate != "42501":
                raise
            return False
    return True


def who_sees_what(database: Database) -> dict[str, tuple[bool, bool]]:
    """Role -> whether it reads a general table, and one of the frontline."""
    logins = {role: database.login(role) for role in ("cx_reader", "cx_frontline")} | {"nobody": database.login()}
    return {
        role: (may(url, "select * from cx.metric_values"), may(url, "select * from cx.customers"))
        for role, url in logins.items()
    }


@pytest.mark.parametrize("mode", ["swap", "in_place"])
def test_each_role_reads_its_tables_from_the_first_publication_to_the_next(
    database: Database, marts: Marts, tmp_path: Path, mode: Mode
) -> None:
    for number in (1, 2):
        build(marts, f"build-{number}")
        publish_to(database, marts, tmp_path, mode)
        assert who_sees_what(database) == {
            "cx_reader": (True, False),
            "cx_frontline": (True, True),
            "nobody": (False, False),
        }


def test_no_role_may_write(database: Database, marts: Marts, tmp_path: Path) -> None:
    publish_to(database, marts, tmp_path)
    for role in ("cx_reader", "cx_frontline"):
        url = database.login(role)
        assert [statement for statement in WRITING if may(url, statement)] == []
    assert database.query(
        "select rolcanlogin, rolsuper from pg_roles where rolname in ('cx_reader', 'cx_frontline')"
    ) == [
        (False, False),
        (False, False),
    ]


@pytest.mark.parametrize("mode", ["swap", "in_place"])
def test_default_privileges_of_the_database_give_nobody_more(
    database: Database, marts: Marts, tmp_path: Path, mode: Mode
) -> None:
    owner = f"alter default privileges for role {database.user}"
    database.login("cx_reader")
    database.execute(
        f"{owner} grant usage on schemas to public",
        f"{owner} grant select on tables to public",
        f"{owner} grant all on tables to cx_reader",
    )
    publish_to(database, marts, tmp_path, mode)
    assert who_sees_what(database) == {
        "cx_reader": (True, False),
        "cx_frontline": (True, True),
        "nobody": (False, False),
    }
    assert [statement for statement in WRITING if may(database.login("cx_reader"), statement)] == []


def test_a_table_that_becomes_the_frontline_s_is_taken_from_the_general_readers(
    database: Database, marts: Marts, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path, "in_place")
    moved = [
        table if table.name != "metric_values" else type(table)("metric_values", "marts", "frontline", "", {})
        for table in TABLES
    ]
    publish_to(database, marts, tmp_path, "in_place", moved)
    assert who_sees_what(database)["cx_reader"] == (False, False)
    assert who_sees_what(database)["cx_frontline"] == (True, True)


def test_where_roles_may_not_be_made_the_line_says_what_an_administrator_runs(marts: Marts, tmp_path: Path) -> None:
    with running_server() as server:  # of its own: roles are those of all databases of a server
        database = fresh_database(server)
        database.execute(f"alter role {database.user} nocreaterole")
        with pytest.raises(PublicationError) as raised:
            publish_to(database, marts, tmp_path)
        said = str(raised.value)
        assert said == (
            f"the user of CX_PUBLISH_POSTGRES may not create roles at {database.place}: let an administrator run: "
            f"create role cx_reader nologin; create role cx_frontline nologin;"
        )
        database.execute(*said.partition("run: ")[2].split("; "))
        publish_to(database, marts, tmp_path)
        assert who_sees_what(database)["cx_frontline"] == (True, True)
