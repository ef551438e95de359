"""Loading a source: every file of it in a transaction of its own, into the table `sources.<source>`.

The same content is skipped, a changed file replaces its rows, a renamed one keeps them, a refused one leaves what was
there before. Nothing here raises for a bad file: it is refused, with the reason, and the next one is read.
"""

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dagster_project.ingest import ledger
from dagster_project.ingest.cells import CellReader
from dagster_project.ingest.files import files_of, format_of, shown_path
from dagster_project.ingest.identities import forget_identities, hash_distinct, repeat_often, with_hashes
from dagster_project.ingest.kinds import open_records
from dagster_project.ingest.long import pivoted
from dagster_project.ingest.opening import Identity, identify
from dagster_project.ingest.privacy import masked
from dagster_project.ingest.problems import PROBLEM_TYPE, ROW_STATUSES
from dagster_project.ingest.reading import Records
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec import Source, SurveySource
from dagster_project.ingest.sql import Connection, columns_of, enum_type, identifier
from dagster_project.ingest.survey_sql import survey_columns, survey_select
from dagster_project.ingest.table_sql import table_columns, table_select
from dagster_project.settings import Settings, hash_key

ROW_COLUMNS = {
    "file_id": "VARCHAR",
    "row_number": "BIGINT",
    "row_status": enum_type(ROW_STATUSES),
    "drop_reason": "VARCHAR",
    "problems": PROBLEM_TYPE,
}
# Part of what decides whether a loaded file is up to date: raise it when the same YAML gives other rows.
READER_VERSION = 4
# Copies of files in another encoding stand here while they are read; a killed run leaves them to the next.
SCRATCH = "reading-"


@dataclass
class SourceResult:
    """What a run did with a source's files."""

    loaded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Job:
    connection: Connection
    spec: Source
    settings: Settings
    run_id: str
    spec_hash: str


def spec_hash(spec: Source, settings: Settings) -> str:
    """Changes when the same file would give other rows: another YAML, reader, zone or key."""
    declared = spec.model_dump_json(by_alias=True, exclude={"thresholds", "on_missing"})
    key = hashlib.sha256(hash_key(settings)).hexdigest()
    content = f"{READER_VERSION} {settings.timezone} {key} {declared}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def load_source(
    connection: Connection, spec: Source, specs: list[Source], settings: Settings, run_id: str
) -> SourceResult:
    """Bring `sources.<source>` up to date with the files of its folder."""
    job = _Job(connection, spec, settings, run_id, spec_hash(spec, settings))
    _prepare_table(connection, spec)
    ledger.forget_unloaded(connection, spec.source)
    known = ledger.loaded_entries(connection, spec.source)
    result = SourceResult()
    present: dict[str, str] = {}
    identities: dict[Path, Identity] = {}
    for path in files_of(spec, specs, settings.raw_dir):
        shown = shown_path(path, settings.raw_dir)
        try:
            format_of(spec, path)
            identity = identities[path] = identify(path)
        except RefusedFile as refusal:
            _refuse(job, shown, None, refusal, result)
            continue
        if identity.file_id in present:
            reason = f"the same content as {present[identity.file_id]}"
            ledger.write_unloaded(connection, spec.source, shown, identity, "same content", reason, run_id)
            result.unchanged.append(shown)
            continue
        present[identity.file_id] = shown
    for path, identity in identities.items():
        shown = shown_path(path, settings.raw_dir)
        if present.get(identity.file_id) != shown:
            continue
        before = known.get(identity.file_id)
        if before is not None and before.spec_hash == job.spec_hash:
            _note_path(job, identity, shown)
            result.unchanged.append(shown)
            continue
        replaced = [
            entry.file_id for entry in known.values() if entry.file_path == shown and entry.file_id not in present
        ]
        try:
            _load_file(job, path, shown, identity, replaced)
            result.loaded.append(shown)
        except RefusedFile as refusal:
            _refuse(job, shown, identity, refusal, result)
    _look_for_vanished(job, present, {shown_path(path, settings.raw_dir) for path in identities}, result)
    return result


def _prepare_table(connection: Connection, spec: Source) -> None:
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


def columns_for(spec: Source) -> dict[str, str]:
    """The typed columns of a source's rows."""
    return survey_columns(spec) if isinstance(spec, SurveySource) else table_columns(spec)


def _load_file(job: _Job, path: Path, shown: str, identity: Identity, replaced: list[str]) -> None:
    spec = job.spec
    with tempfile.TemporaryDirectory(dir=job.settings.state_dir, prefix=SCRATCH) as scratch:
        opened = open_records(spec, path, Path(scratch))
        header = opened.records.header
        header.require(spec.match.header_contains)
        try:
            if opened.is_broken:
                raise _CountsDiffer
            _insert(job, opened.records, path.name, shown, identity, opened.encoding, replaced)
        except (duckdb.InvalidInputException, _CountsDiffer) as error:
            if opened.again is None:
                raise _unreadable(error) from None
            try:
                _insert(job, opened.again(), path.name, shown, identity, opened.encoding, replaced)
            except (duckdb.InvalidInputException, _CountsDiffer) as error:
                raise _unreadable(error) from None


def _unreadable(error: Exception) -> RefusedFile:
    said = " ".join(str(error).split())[:200]
    return RefusedFile(f"it cannot be read ({said})", "check the file, and defs.yaml against it")


class _CountsDiffer(Exception):
    """The parser found another number of records than the file has."""

    def __str__(self) -> str:
        return "its rows cannot be counted"


def _insert(
    job: _Job, records: Records, name: str, shown: str, identity: Identity, encoding: str | None, replaced: list[str]
) -> None:
    connection, spec = job.connection, job.spec
    if isinstance(spec, SurveySource) and spec.long is not None:
        records = pivoted(connection, records, spec, spec.long)
    reader = CellReader(
        records.header, spec.file, identity.file_id, name, job.settings.timezone, is_typed=records.is_typed
    )
    marker = "/* the records of the file */"
    select = (
        survey_select(spec, reader, marker) if isinstance(spec, SurveySource) else table_select(spec, reader, marker)
    )
    rows = reader.with_steps(records.select(reader.used, reader.used_raw, records.ends(connection)))
    hashed = reader.identities
    looked_up = bool(hashed) and repeat_often(connection, rows, hashed, records.row_count)
    if looked_up:
        hash_distinct(connection, rows, hashed)
    rows = with_hashes(rows, hashed, looked_up=looked_up)
    table = f"sources.{identifier(spec.source)}"
    connection.execute("begin")
    try:
        for file_id in {identity.file_id, *replaced}:
            connection.execute(f"delete from {table} where file_id = ?", [file_id])
            ledger.forget(connection, spec.source, file_id)
        connection.execute(
            f"""insert into {table} by name
            select '{identity.file_id}' as file_id, * from ({select.replace(marker, rows)})"""
        )
        rows_of = "coalesce(sum(source_rows), 0)" if "source_rows" in columns_for(spec) else "count(*)"
        found = connection.execute(f"select {rows_of} from {table} where file_id = ?", [identity.file_id]).fetchone()
        if found is None or found[0] != records.row_count:
            raise _CountsDiffer
        ledger.write_loaded(
            connection, spec.source, shown, identity, encoding, records.row_count, job.run_id, job.spec_hash
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    finally:
        forget_identities(connection)


def _refuse(job: _Job, shown: str, identity: Identity | None, refusal: RefusedFile, result: SourceResult) -> None:
    said = masked(str(refusal))
    ledger.write_unloaded(job.connection, job.spec.source, shown, identity, "refused", said, job.run_id)
    result.refused[shown] = said


def _note_path(job: _Job, identity: Identity, shown: str) -> None:
    job.connection.execute(
        """update raw.ingested_files set file_path = ?, status = 'loaded'
        where source = ? and file_id = ? and (file_path <> ? or status = 'vanished')
            and status in ('loaded', 'vanished')""",
        [shown, job.spec.source, identity.file_id, shown],
    )


def _look_for_vanished(job: _Job, present: dict[str, str], paths: set[str], result: SourceResult) -> None:
    for entry in ledger.loaded_entries(job.connection, job.spec.source).values():
        if entry.file_id in present or entry.file_path in result.refused:
            continue
        is_replaced = entry.file_path in paths
        if not is_replaced:
            result.vanished.append(entry.file_path)
        if is_replaced or job.spec.on_missing == "remove":
            job.connection.execute("begin")
            job.connection.execute(
                f"delete from sources.{identifier(job.spec.source)} where file_id = ?", [entry.file_id]
            )
            ledger.forget(job.connection, job.spec.source, entry.file_id)
            job.connection.execute("commit")
        else:
            job.connection.execute(
                "update raw.ingested_files set status = 'vanished' where source = ? and file_id = ?",
                [job.spec.source, entry.file_id],
            )
