"""What can go wrong with PostgreSQL is one clear line, which shows neither the user nor the password."""

import socket
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest

from dagster_project.publish.files import PublicationError
from dagster_project.publish.postgres.target import postgres_target
from dagster_project.publish.swap import publish
from tests.postgres.world import TABLES, build, build_there, publish_to
from tests.postgres_server import Database
from tests.unit.publish.marts import contents

Marts = duckdb.DuckDBPyConnection
SECRET = "hemligt lösen@%/#?"


def said_of(url: str, place: str, marts: Marts, folder: Path) -> str:
    """The line of a publication that must fail before anything is written in place."""
    with pytest.raises(PublicationError) as raised:
        publish(marts, TABLES, folder, postgres_target(url, place))
    assert raised.value.__suppress_context__ and raised.value.__cause__ is None
    assert not (folder / "manifest.json").exists()
    said = str(raised.value)
    assert "\n" not in said
    return said


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_nothing_listens(marts: Marts, tmp_path: Path) -> None:
    url = f"postgresql://writer:{quote(SECRET, safe='')}@127.0.0.1:{closed_port()}/cx"
    assert said_of(url, "there", marts, tmp_path) == (
        "PostgreSQL at there cannot be reached: see that it listens there and that CX_PUBLISH_POSTGRES names it"
    )


@pytest.mark.parametrize("user", ["the publisher", "u_nobody_of_this_name"])
def test_a_wrong_user_or_password(database: Database, marts: Marts, tmp_path: Path, user: str) -> None:
    name = database.user if user == "the publisher" else user
    url = database.server.url(database.name, name, quote(SECRET, safe=""))
    assert said_of(url, database.place, marts, tmp_path) == (
        f"PostgreSQL at {database.place} refuses the user or the password of CX_PUBLISH_POSTGRES"
    )


def test_no_such_database(database: Database, marts: Marts, tmp_path: Path) -> None:
    url = database.server.url("nowhere", database.user, database.password)
    assert said_of(url, "there/nowhere", marts, tmp_path) == (
        "PostgreSQL at there/nowhere has no such database: create it (docs/postgres.md)"
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("?sslmode=require", "and this machine do not agree on TLS: set sslmode in CX_PUBLISH_POSTGRES"),
        (f"?hemligt={quote(SECRET, safe='')}", "is not addressed as libpq wants it: correct CX_PUBLISH_POSTGRES"),
    ],
)
def test_a_parameter_that_does_not_fit(database: Database, marts: Marts, tmp_path: Path, more: str, told: str) -> None:
    assert said_of(database.url + more, "there", marts, tmp_path) == f"PostgreSQL at there {told}"


def test_no_right_to_connect(database: Database, marts: Marts, tmp_path: Path) -> None:
    database.execute(
        f"alter database {database.name} owner to postgres", f"revoke all on database {database.name} from public"
    )
    assert said_of(database.url, "there", marts, tmp_path) == (
        "PostgreSQL at there does not let the user of CX_PUBLISH_POSTGRES connect: grant connect on the database"
    )


def test_no_right_to_make_a_schema(database: Database, marts: Marts, tmp_path: Path) -> None:
    database.execute(f"alter database {database.name} owner to postgres")
    assert said_of(database.url, "there", marts, tmp_path) == (
        "PostgreSQL at there does not let the user of CX_PUBLISH_POSTGRES do what is needed (docs/postgres.md has the "
        f"grants): permission denied for database {database.name}"
    )


def test_a_database_that_takes_no_writes(database: Database, marts: Marts, tmp_path: Path) -> None:
    database.execute(f"alter database {database.name} set default_transaction_read_only = on")
    assert said_of(database.url, "there", marts, tmp_path) == (
        "PostgreSQL at there is read-only, such as a standby: let CX_PUBLISH_POSTGRES name the primary"
    )


def test_an_encoding_that_lacks_a_character(database: Database, marts: Marts, tmp_path: Path) -> None:
    database.execute(f"create database {database.name}_latin owner {database.user} encoding latin1 template template0")
    marts.execute("update marts.customers set customer_key = '☃'")
    url = database.server.url(f"{database.name}_latin", database.user, database.password)
    assert said_of(url, "there", marts, tmp_path) == (
        "PostgreSQL at there has an encoding that lacks a character of the tables: create the database with "
        "encoding UTF8"
    )


def refuse_tables(database: Database, state: str, message: str) -> None:
    """Let the server itself refuse every new table, with an error such as that of a full disk."""
    database.execute(
        f"""create function public.refuse() returns event_trigger language plpgsql as
        $$ begin raise exception using errcode = '{state}', message = '{message}'; end $$""",
        "create event trigger refuse on ddl_command_start when tag in ('CREATE TABLE') execute function refuse()",
    )


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("53100", "has no space left on its disk: make room and run again"),
        ("XX000", "says: it went wrong for *** (SQLSTATE XX000)"),
    ],
)
def test_a_server_that_cannot_go_on(database: Database, marts: Marts, tmp_path: Path, state: str, told: str) -> None:
    publish_to(database, marts, tmp_path)
    before = contents(tmp_path)
    refuse_tables(database, state, f"it went wrong for {database.password}")
    build(marts, "build-2")
    with pytest.raises(PublicationError) as raised:
        publish_to(database, marts, tmp_path)
    assert str(raised.value) == f"PostgreSQL at {database.place} {told}"
    assert build_there(database) == "build-1"
    after = contents(tmp_path)
    assert {name: after.get(name) for name in before} == before


def test_a_session_that_is_ended_while_it_loads(database: Database, marts: Marts, tmp_path: Path) -> None:
    database.execute(
        """create function public.leave() returns event_trigger language plpgsql security definer as
        $$ begin perform pg_terminate_backend(pg_backend_pid()); end $$""",
        "create event trigger leave on ddl_command_end when tag in ('CREATE TABLE') execute function public.leave()",
    )
    assert said_of(database.url, "there", marts, tmp_path) == (
        "PostgreSQL at there ended the connection: its log says why; run again"
    )
