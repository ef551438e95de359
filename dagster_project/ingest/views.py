"""The schema `raw`: one view per kind of record over all sources, always there, empty where no source fills it.

Column names and types are the contract with dbt. Only loaded rows are seen here; what was rejected or dropped is in
`raw.rejected_rows` and in the tables of the sources.
"""

from dagster_project.ingest import ledger
from dagster_project.ingest.driver_slots import DRIVER_COLUMNS, driver_slots, registry_selects
from dagster_project.ingest.problems import remedy_sql
from dagster_project.ingest.schema import TABLES, stored_columns
from dagster_project.ingest.spec import Source, SurveySource, TableSource
from dagster_project.ingest.sql import Connection, identifier, quoted
from dagster_project.ingest.survey_views import (
    ANSWER_COLUMNS,
    COMMENT_COLUMNS,
    RESPONSE_VIEW_COLUMNS,
    answer_selects,
    comment_selects,
    response_select,
)

LEADING = {
    "source": "VARCHAR",
    "file_id": "VARCHAR",
    "file_path": "VARCHAR",
    "row_number": "BIGINT",
    "content_hash": "VARCHAR",
}
REJECT_COLUMNS = {
    "source": "VARCHAR",
    "file_path": "VARCHAR",
    "file_id": "VARCHAR",
    "row_number": "BIGINT",
    "column_name": "VARCHAR",
    "raw_value": "VARCHAR",
    "reason": "VARCHAR",
    "remedy": "VARCHAR",
    "scope": "VARCHAR",
}
SURVEY_VIEWS = ("survey_responses", "survey_answers", "survey_comments", "survey_drivers")
BOOKKEEPING = ("ingested_files", "rejected_rows", "unclaimed_files", "run_parameters")
RAW_TABLES = (*SURVEY_VIEWS, *TABLES, *BOOKKEEPING)


def write_views(connection: Connection, specs: list[Source]) -> dict[str, int]:
    """Make every view of the schema raw anew; returns how many sources each one reads."""
    ledger.create_ledger(connection)
    ledger.retire(connection, {spec.source for spec in specs})
    surveys = [spec for spec in specs if isinstance(spec, SurveySource)]
    slots = driver_slots(specs)
    parts: dict[str, tuple[dict[str, str], list[str]]] = {
        "survey_responses": (RESPONSE_VIEW_COLUMNS, [response_select(spec, slots) for spec in surveys]),
        "survey_answers": (ANSWER_COLUMNS, [select for spec in surveys for select in answer_selects(spec)]),
        "survey_comments": (COMMENT_COLUMNS, [select for spec in surveys for select in comment_selects(spec)]),
        "survey_drivers": (DRIVER_COLUMNS, registry_selects(specs, slots)),
        "rejected_rows": (REJECT_COLUMNS, [_reject_select(spec) for spec in specs]),
    }
    for table in TABLES:
        columns = {**LEADING, **stored_columns(table)}
        readers = [spec for spec in specs if isinstance(spec, TableSource) and spec.table == table]
        parts[table] = (columns, [_table_select(spec) for spec in readers])
    for name, (columns, selects) in parts.items():
        connection.execute(f"create or replace view raw.{name} as {_union(columns, selects)}")
    return {name: len(selects) for name, (_, selects) in parts.items()}


def readers_of(table: str, specs: list[Source]) -> list[Source]:
    """The sources that a raw table reads: those of its kind, all of them for what is kept of every file."""
    if table in ("ingested_files", "rejected_rows"):
        return specs
    if table in SURVEY_VIEWS:
        return [spec for spec in specs if isinstance(spec, SurveySource)]
    return [spec for spec in specs if isinstance(spec, TableSource) and spec.table == table]


def _union(columns: dict[str, str], selects: list[str]) -> str:
    nothing = ", ".join(f"cast(null as {kind}) as {identifier(name)}" for name, kind in columns.items())
    listed = ", ".join(f"cast({identifier(name)} as {kind}) as {identifier(name)}" for name, kind in columns.items())
    united = "\nunion all by name\n".join(f"({select})" for select in selects)
    return f"select {listed} from ({united})" if selects else f"select {nothing} where false"


def _table_select(spec: TableSource) -> str:
    columns = ", ".join(f"stored.{identifier(name)}" for name in stored_columns(spec.table))
    return f"""
        select {quoted(spec.source)} as source, stored.file_id, files.file_path, stored.row_number,
            stored.content_hash, {columns}
        from sources.{identifier(spec.source)} as stored {files_join(spec)}
        where stored.row_status = 'loaded'"""


def _reject_select(spec: Source) -> str:
    return f"""
        select {quoted(spec.source)} as source, files.file_path, stored.file_id,
            {_row_numbers(spec)} as row_number, problem.column_name,
            problem.raw_value, problem.reason, {remedy_sql("problem.reason")} as remedy, problem.scope
        from (select * exclude (problems), unnest(problems) as problem
            from sources.{identifier(spec.source)} where problems is not null) as stored {files_join(spec)}"""


def _row_numbers(spec: Source) -> str:
    one = "coalesce(problem.row_number, stored.row_number)"
    if not isinstance(spec, SurveySource) or spec.long is None:
        return one
    rejected = "problem.scope = 'row' and stored.rejected_row_numbers is not null"
    return f"unnest(case when {rejected} then stored.rejected_row_numbers else [{one}] end)"


def files_join(spec: Source) -> str:
    """Joins the ledger's entry of the rows' file."""
    return f"""inner join raw.ingested_files as files
        on files.source = {quoted(spec.source)} and files.file_id = stored.file_id
        and files.status in ('loaded', 'vanished')"""
