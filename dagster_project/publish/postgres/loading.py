"""Tables made, filled and compared: what PostgreSQL then holds is what the marts hold, or an error says which is not.

Rows go over in batches of Arrow and come back so; neither side is ever whole in memory. The comparison is a count and
two sums of hashes over the whole rows, computed by DuckDB from the mart and from what PostgreSQL gives back, in
whatever order.
"""

from adbc_driver_manager import Error

from dagster_project.ingest.sql import Connection, identifier, quoted
from dagster_project.publish.files import PublicationError
from dagster_project.publish.postgres.columns import Column
from dagster_project.publish.postgres.session import Session, execute
from dagster_project.publish.tables import PublishedTable

BATCH_ROWS = 50_000
READ_BACK = "read_back_from_postgres"
Print = tuple[int, int | None, int | None]


def create_table(session: Session, schema: str, table: PublishedTable, columns: list[Column]) -> None:
    """An empty table of declared types."""
    declared = ", ".join(f"{identifier(column.name)} {column.type}" for column in columns)
    execute(session, f"create table {identifier(schema)}.{identifier(table.name)} ({declared})")


def describe_table(session: Session, schema: str, table: PublishedTable) -> None:
    """The descriptions of a table and its columns, as comments."""
    target = f"{identifier(schema)}.{identifier(table.name)}"
    execute(session, f"comment on table {target} is {quoted(table.description)}")
    for column, description in table.columns.items():
        execute(session, f"comment on column {target}.{identifier(column)} is {quoted(description)}")


def load_table(
    session: Session, schema: str, connection: Connection, table: PublishedTable, columns: list[Column]
) -> None:
    """Append the mart's rows to an existing table, by the names of the columns."""
    batches = connection.execute(_mart(table, columns)).to_arrow_reader(BATCH_ROWS)
    with session.cursor() as cursor:
        try:
            cursor.adbc_ingest(table.name, batches, mode="append", db_schema_name=schema)
        except Error as error:
            if error.sqlstate or "COPY" not in str(error):
                raise
            said = "its log says why, such as a full disk or a date beyond its calendar"
            raise PublicationError(f"PostgreSQL ended the load of table {table.name}: {said}") from None
    execute(session, f"analyze {identifier(schema)}.{identifier(table.name)}")


def compare_table(
    session: Session, schema: str, connection: Connection, table: PublishedTable, columns: list[Column]
) -> int:
    """The rows of a loaded table, read back; raises PublicationError when they are not the mart's."""
    expected = _print(connection, _mart(table, columns), columns)
    asked = ", ".join(column.asked for column in columns)
    with session.cursor() as cursor:
        cursor.execute(f"select {asked} from {identifier(schema)}.{identifier(table.name)}")
        connection.register(READ_BACK, cursor.fetch_record_batch())
        try:
            read = ", ".join(column.read for column in columns)
            found = _print(connection, f"select {read} from {READ_BACK}", columns)
        finally:
            connection.unregister(READ_BACK)
    if found != expected:
        what = "rows" if found[0] != expected[0] else "rows, but not the same values"
        raise PublicationError(
            f"table {table.name}: PostgreSQL gives back {found[0]} {what}, the mart has {expected[0]}; nothing was "
            f"replaced: run again, and look for triggers or rules on the table if it stays"
        )
    return expected[0]


def _mart(table: PublishedTable, columns: list[Column]) -> str:
    given = ", ".join(column.given for column in columns)
    return f"select {given} from {identifier(table.schema)}.{identifier(table.name)}"


def _print(connection: Connection, select: str, columns: list[Column]) -> Print:
    listed = ", ".join(identifier(column.name) for column in columns)
    row = connection.execute(
        f"select count(*), sum(row_hash), bit_xor(row_hash) from (select hash({listed}) as row_hash from ({select}))"
    ).fetchone()
    return row or (0, None, None)
