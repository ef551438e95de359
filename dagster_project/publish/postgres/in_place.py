"""Tables that stay where they are, for sites whose views stand on them: emptied and filled in one transaction.

Nothing is dropped here. What a publication lacks, or has in another type, is refused, since views may stand on it; what
it has more is added. Only to add a column a table is locked, for a moment, before the rows are sent.
"""

from dagster_project.ingest.sql import identifier, quoted
from dagster_project.publish.files import SCHEMA, PublicationError
from dagster_project.publish.postgres.columns import Column
from dagster_project.publish.postgres.loading import create_table
from dagster_project.publish.postgres.session import Session, execute, rows
from dagster_project.publish.tables import PublishedTable

Shape = dict[str, dict[str, str]]
REMEDY = "views may depend on it: drop it yourself, with what depends on it, or alter it, and run again"


def shape_of(session: Session) -> Shape:
    """Table -> column -> type, as the public schema has them."""
    shape: Shape = {}
    for table, column, kind in rows(
        session,
        f"""select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname = {quoted(SCHEMA)} and c.relkind in ('r', 'p') order by 1, a.attnum""",
    ):
        shape.setdefault(table, {})[column] = kind
    return shape


def fit_shape(session: Session, columns: dict[str, list[Column]]) -> None:
    """Add the columns that are new; raises PublicationError for what is gone or of another type."""
    shape = shape_of(session)
    for table, there in shape.items():
        if table not in columns:
            raise PublicationError(f"table {SCHEMA}.{table} is published no more; {REMEDY}")
        wanted = {column.name: column.type for column in columns[table]}
        for name, kind in there.items():
            if name not in wanted:
                raise PublicationError(f"column {SCHEMA}.{table}.{name} is published no more; {REMEDY}")
            if wanted[name] != kind:
                said = f"column {SCHEMA}.{table}.{name} is {kind} and would become {wanted[name]}"
                raise PublicationError(f"{said}; {REMEDY}")
    for table, there in shape.items():
        for column in columns[table]:
            if column.name not in there:
                execute(
                    session,
                    f"alter table {identifier(SCHEMA)}.{identifier(table)} "
                    f"add column {identifier(column.name)} {column.type}",
                )


def empty_table(session: Session, table: PublishedTable, columns: list[Column], shape: Shape) -> None:
    """Delete a table's rows, or make the table; readers see neither before the end of the transaction."""
    if table.name in shape:
        execute(session, f"delete from {identifier(SCHEMA)}.{identifier(table.name)}")
    else:
        create_table(session, SCHEMA, table, columns)
