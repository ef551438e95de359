"""Which schemas are ours, how a new one takes the place of the old, and when an old one is dropped.

A schema is ours when its name follows the pattern and its comment is ours and its owner is us. Nothing else is ever
renamed or dropped. Dropping needs every table to itself, so it happens after the swap, without waiting: what a reader
still holds is left for the next publication.
"""

import re

from adbc_driver_manager import Error

from dagster_project.ingest.sql import identifier, quoted, text_list
from dagster_project.publish.files import SCHEMA, PublicationError
from dagster_project.publish.postgres.session import (
    DEPENDED_ON,
    LOCKED,
    Session,
    execute,
    prepare_transaction,
    rows,
)

MARK = "Published tables of CX Metrics. Each publication replaces them; comment and schema are its own."
LOCK = int.from_bytes(b"cx_pub", "big")
BUILD_ID = re.compile(r"[0-9A-Za-z_-]{1,40}")


def take_turn(session: Session, place: str) -> None:
    """Be alone on the database until the transaction ends; raises PublicationError when somebody else is."""
    if not rows(session, f"select pg_try_advisory_xact_lock({LOCK})")[0][0]:
        raise PublicationError(f"another publication is writing PostgreSQL at {place}; wait until it is done")


def refuse_a_foreign_schema(session: Session, place: str) -> bool:
    """Whether our schema is there; raises PublicationError when one of that name is somebody else's."""
    found = rows(
        session,
        f"""select obj_description(oid, 'pg_namespace') = {quoted(MARK)} and pg_has_role(nspowner, 'usage')
        from pg_namespace where nspname = {quoted(SCHEMA)}""",
    )
    if found and not found[0][0]:
        raise PublicationError(
            f"PostgreSQL at {place} has a schema {SCHEMA} that this project did not make: rename it, or publish to "
            f"another database"
        )
    return bool(found)


def side_schema(session: Session, build_id: str) -> str:
    """Make the schema that a build is loaded into; no other transaction sees it before the swap."""
    name = _free_name(session, "new", build_id)
    create_schema(session, name)
    return name


def create_schema(session: Session, name: str) -> None:
    """An empty schema, marked as ours."""
    execute(session, f"create schema {identifier(name)}")
    execute(session, f"comment on schema {identifier(name)} is {quoted(MARK)}")


def swap(session: Session, side: str, build_id: str, *, is_there: bool) -> None:
    """Give the side schema the public name; the one that had it is put away. Takes no lock on any table."""
    if is_there:
        old = _free_name(session, "old", build_id)
        execute(session, f"alter schema {identifier(SCHEMA)} rename to {identifier(old)}")
    execute(session, f"alter schema {identifier(side)} rename to {identifier(SCHEMA)}")


def drop_what_is_left(session: Session) -> list[str]:
    """Drop every schema of ours that is not the public one, each in a transaction of its own; says what had to stay."""
    left = rows(
        session,
        f"""select nspname from pg_namespace
        where nspname ~ {quoted(f"^{SCHEMA}_(old|new)_[0-9a-z_]+$")}
            and obj_description(oid, 'pg_namespace') = {quoted(MARK)} and pg_has_role(nspowner, 'usage')
        order by nspname""",
    )
    session.commit()
    return [said for (name,) in left if (said := _drop(session, name))]


def _drop(session: Session, name: str) -> str | None:
    """Why a schema stays, if it does. Only what it was made with goes: a view of somebody else keeps what it shows."""
    prepare_transaction(session)
    try:
        tables = [
            f"{identifier(name)}.{identifier(table)}"
            for (table,) in rows(session, f"select tablename from pg_tables where schemaname = {quoted(name)}")
        ]
        if tables:
            execute(session, f"lock table {', '.join(tables)} in access exclusive mode nowait")
            execute(session, f"drop table {', '.join(tables)} restrict")
        execute(session, f"drop schema {identifier(name)} restrict")
        session.commit()
    except Error as error:
        session.rollback()
        if error.sqlstate == LOCKED:
            return f"schema {name} is kept for a reader in an open transaction; the next publication drops it"
        if error.sqlstate == DEPENDED_ON:
            return (
                f"schema {name} is kept, since {_dependent(str(error), name)}; views that are to follow the "
                f"publications need CX_PUBLISH_POSTGRES_MODE=in_place"
            )
        raise
    return None


def _dependent(said: str, name: str) -> str:
    found = re.search(r"DETAIL: +(.+ depends on .+)", said)
    return found[1] if found else f"something that this project did not make depends on {name}"


def _free_name(session: Session, kind: str, build_id: str) -> str:
    if not BUILD_ID.fullmatch(build_id):
        raise PublicationError(f"build '{build_id}' cannot be part of a schema's name: letters, digits, - and _ can")
    base = f"{SCHEMA}_{kind}_{re.sub('[^0-9a-z]', '_', build_id.lower())}"
    names = [base, *(f"{base}_{number}" for number in range(2, 100))]
    taken = {
        name for (name,) in rows(session, f"select nspname from pg_namespace where nspname in ({text_list(names)})")
    }
    return next(name for name in names if name not in taken)
