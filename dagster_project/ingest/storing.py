"""Storing the rows of one file: into `sources.<source>`, in one transaction with the file's entry in the ledger.

Every row that was read is kept, with its status and its problems. Which files are stored is decided in `load`.
"""

from dataclasses import dataclass

from dagster_project.ingest import ledger
from dagster_project.ingest.cells import CellReader
from dagster_project.ingest.identities import forget_identities, hash_distinct, repeat_often, with_hashes
from dagster_project.ingest.ledger import FoundText
from dagster_project.ingest.long import pivoted
from dagster_project.ingest.opening import Identity
from dagster_project.ingest.problems import PROBLEM_TYPE, ROW_STATUSES
from dagster_project.ingest.reading import Records
from dagster_project.ingest.spec import Source, SurveySource
from dagster_project.ingest.sql import Connection, columns_of, enum_type, identifier
from dagster_project.ingest.survey_sql import survey_columns, survey_select
from dagster_project.ingest.table_sql import table_columns, table_select
from dagster_project.settings import Settings

ROW_COLUMNS = {
    "file_id": "VARCHAR",
    "row_number": "BIGINT",
    "row_status": enum_type(ROW_STATUSES),
    "drop_reason": "VARCHAR",
    "problems": PROBLEM_TYPE,
}
_RECORDS = "/* the records of the file */"


@dataclass(frozen=True)
class Job:
    """What stays the same for every file of a source."""

    connection: Connection
    spec: Source
    settings: Settings
    run_id: str
    spec_hash: str


def columns_for(spec: Source) -> dict[str, str]:
    """The typed columns of a source's rows."""
    return survey_columns(spec) if isinstance(spec, SurveySource) else table_columns(spec)


def prepare_table(connection: Connection, spec: Source) -> None:
    """Make the table of a source's rows, or give it the columns that its YAML asks for now."""
    ledger.create_ledger(connection)
    wanted = {**ROW_COLUMNS, **columns_for(spec)}
    present = columns_of(connection, "sources", spec.source)
    table = f"sources.{identifier(spec.source)}"
    if not present:
        listed = ", ".join(f"{identifier(name)} {kind}" for name, kind in wanted.items())
        connection.execute(f"create table {table} ({listed})")
        return
    for name, kind in wanted.items():
        if name not in present:
            connection.execute(f"alter table {table} add column {identifier(name)} {kind}")
        elif present[name] != kind and "STRUCT" in kind:
            connection.execute(f"alter table {table} drop {identifier(name)}")
            connection.execute(f"alter table {table} add column {identifier(name)} {kind}")
        elif present[name] != kind:
            cast = f"try_cast({identifier(name)} as {kind})"
            connection.execute(f"alter table {table} alter {identifier(name)} type {kind} using {cast}")


class CountsDiffer(Exception):
    """The parser found another number of records than the file has."""

    def __str__(self) -> str:
        return "its rows cannot be counted"


def store_file(
    job: Job, records: Records, name: str, shown: str, identity: Identity, replaced: list[str], found: FoundText
) -> None:
    """Put the records of a file in the place of what was stored of it, or of the contents that it replaces.

    Raises RefusedFile for a selector that fails, CountsDiffer where the parser found another number of records.
    """
    connection, spec = job.connection, job.spec
    if isinstance(spec, SurveySource) and spec.long is not None:
        records = pivoted(connection, records, spec, spec.long)
    reader = CellReader(
        records.header, spec.file, identity.file_id, name, job.settings.timezone, is_typed=records.is_typed
    )
    select = (
        survey_select(spec, reader, _RECORDS)
        if isinstance(spec, SurveySource)
        else table_select(spec, reader, _RECORDS)
    )
    rows = reader.with_steps(records.select(reader.used, reader.used_raw, records.ends(connection)))
    table = f"sources.{identifier(spec.source)}"
    made_of = "coalesce(sum(source_rows), 0)" if "source_rows" in columns_for(spec) else "count(*)"
    is_begun = False
    try:
        rows = _with_hashes(connection, rows, reader.identities, records.row_count)
        connection.execute("begin")
        is_begun = True
        for file_id in {identity.file_id, *replaced}:
            connection.execute(f"delete from {table} where file_id = ?", [file_id])
            ledger.forget(connection, spec.source, file_id)
        connection.execute(
            f"""insert into {table} by name
            select '{identity.file_id}' as file_id, * from ({select.replace(_RECORDS, rows)})"""
        )
        stored = connection.execute(f"select {made_of} from {table} where file_id = ?", [identity.file_id]).fetchone()
        if stored is None or stored[0] != records.row_count:
            raise CountsDiffer
        ledger.write_loaded(
            connection, spec.source, shown, identity, found, records.row_count, job.run_id, job.spec_hash
        )
        connection.execute("commit")
    except BaseException:
        if is_begun:
            connection.execute("rollback")
        raise
    finally:
        forget_identities(connection)


def _with_hashes(connection: Connection, rows: str, texts: list[str], row_count: int) -> str:
    looked_up = bool(texts) and repeat_often(connection, rows, texts, row_count)
    if looked_up:
        hash_distinct(connection, rows, texts)
    return with_hashes(rows, texts, looked_up=looked_up)
