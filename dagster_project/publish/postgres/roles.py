"""Who may read what: two roles that nobody logs in as, made where they are missing, and their grants.

Logins become members of them; that is the administrator's affair. No role may write, and PUBLIC gets nothing.
"""

from adbc_driver_manager import Error

from dagster_project.ingest.sql import identifier, text_list
from dagster_project.publish.files import PublicationError
from dagster_project.publish.postgres.session import FORBIDDEN, Session, execute, rows
from dagster_project.publish.tables import Audience, PublishedTable, tables_for

ROLES: dict[Audience, str] = {"general": "cx_reader", "frontline": "cx_frontline"}


def make_roles(session: Session, place: str) -> None:
    """Make the roles that are missing; raises PublicationError with what an administrator runs where we may not."""
    found = {name for (name,) in rows(session, f"select rolname from pg_roles where rolname in ({_all_roles()})")}
    missing = [role for role in ROLES.values() if role not in found]
    for role in missing:
        try:
            execute(
                session,
                f"""do $$ begin create role {identifier(role)} nologin;
                exception when duplicate_object or unique_violation then null; end $$""",
            )
        except Error as error:
            if error.sqlstate != FORBIDDEN:
                raise
            wanted = " ".join(f"create role {role} nologin;" for role in missing)
            raise PublicationError(
                f"the user of CX_PUBLISH_POSTGRES may not create roles at {place}: let an administrator run: {wanted}"
            ) from None


def grant_reading(session: Session, schema: str, tables: list[PublishedTable]) -> None:
    """Let each role read its tables and nobody do more, whatever default privileges the database has."""
    everybody = ", ".join(("public", *map(identifier, ROLES.values())))
    place = identifier(schema)
    execute(session, f"revoke all on schema {place} from {everybody}")
    execute(session, f"revoke all on table {_listed(place, tables)} from {everybody}")
    for audience, role in ROLES.items():
        execute(session, f"grant usage on schema {place} to {identifier(role)}")
        execute(session, f"grant select on table {_listed(place, tables_for(audience, tables))} to {identifier(role)}")


def _listed(place: str, tables: list[PublishedTable]) -> str:
    return ", ".join(f"{place}.{identifier(table.name)}" for table in tables)


def _all_roles() -> str:
    return text_list(ROLES.values())
