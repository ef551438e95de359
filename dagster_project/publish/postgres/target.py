"""PostgreSQL as a target of the publication: one transaction that is prepared whole and put in place by its commit.

Tables are loaded, described, granted and compared with the marts, and even renamed, before anybody else sees any of it:
what is left for the end is the commit. A run that is killed before leaves nothing behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

from adbc_driver_manager import Error

from dagster_project.publish.files import SCHEMA
from dagster_project.publish.postgres.columns import Column, columns_in_postgres
from dagster_project.publish.postgres.in_place import empty_table, fit_shape, shape_of
from dagster_project.publish.postgres.loading import compare_table, create_table, describe_table, load_table
from dagster_project.publish.postgres.roles import grant_reading, make_roles
from dagster_project.publish.postgres.schemas import (
    create_schema,
    drop_what_is_left,
    refuse_a_foreign_schema,
    side_schema,
    swap,
    take_turn,
)
from dagster_project.publish.postgres.session import Session, prepare_transaction, session
from dagster_project.publish.targets import Build, Prepared, Target

Mode = Literal["swap", "in_place"]
Columns = dict[str, list[Column]]


def postgres_target(url: str, place: str, mode: Mode = "swap") -> Target:
    """The database of a URL, shown as `place` (host, port and database) wherever something is said of it."""

    @contextmanager
    def target(build: Build) -> Iterator[Prepared]:
        columns = {table.name: columns_in_postgres(build.connection, table) for table in build.tables}
        with session(url, place) as connection:
            what_stays(connection)
            begin(connection, place)
            if mode == "swap":
                rows = prepare_swap(connection, build, columns, place)
            else:
                rows = prepare_in_place(connection, build, columns, place)

            def put_in_place() -> list[str]:
                connection.commit()
                return what_stays(connection)

            yield Prepared(rows, put_in_place)

    return target


def what_stays(connection: Session) -> list[str]:
    """Drop what is left of earlier publications; whatever becomes of that, this one goes on, or is done."""
    try:
        return drop_what_is_left(connection)
    except Error as error:
        with suppress(Error):
            connection.rollback()
        return [f"earlier publications could not be dropped from PostgreSQL (SQLSTATE {error.sqlstate or 'none'})"]


def begin(connection: Session, place: str) -> None:
    """Start a transaction that is alone on the database."""
    prepare_transaction(connection)
    take_turn(connection, place)


def prepare_swap(connection: Session, build: Build, columns: Columns, place: str) -> dict[str, int]:
    """Everything in a new schema, which has its public name already for whoever commits."""
    is_there = refuse_a_foreign_schema(connection, place)
    make_roles(connection, place)
    side = side_schema(connection, build.build_id)
    for table in build.tables:
        create_table(connection, side, table, columns[table.name])
    rows = _fill(connection, side, build, columns)
    swap(connection, side, build.build_id, is_there=is_there)
    return rows


def prepare_in_place(connection: Session, build: Build, columns: Columns, place: str) -> dict[str, int]:
    """Everything in the tables that are there. Columns that are new come in a transaction of their own.

    Adding one locks its table against readers, and a lock is held until its transaction ends.
    """
    if refuse_a_foreign_schema(connection, place):
        fit_shape(connection, columns)
        connection.commit()
        begin(connection, place)
    else:
        create_schema(connection, SCHEMA)
    make_roles(connection, place)
    shape = shape_of(connection)
    for table in build.tables:
        empty_table(connection, table, columns[table.name], shape)
    return _fill(connection, SCHEMA, build, columns)


def _fill(connection: Session, schema: str, build: Build, columns: Columns) -> dict[str, int]:
    for table in build.tables:
        load_table(connection, schema, build.connection, table, columns[table.name])
        describe_table(connection, schema, table)
    grant_reading(connection, schema, build.tables)
    return {
        table.name: compare_table(connection, schema, build.connection, table, columns[table.name])
        for table in build.tables
    }
