"""The ledger of files: one row per content that a source was given, and what became of its rows.

`raw.ingested_files` is written in the transaction that loads or refuses the file, so it never
disagrees with the rows.
"""

from dataclasses import dataclass

from dagster_project.ingest.opening import Identity
from dagster_project.ingest.sql import Connection, columns_of

CREATE = """
    create schema if not exists raw;
    create schema if not exists sources;
    create table if not exists raw.ingested_files (
        source VARCHAR, file_path VARCHAR, file_id VARCHAR, sha256 VARCHAR, size_bytes BIGINT, encoding VARCHAR,
        rows_read BIGINT, rows_loaded BIGINT, rows_rejected BIGINT, rows_dropped BIGINT, answers_rejected BIGINT,
        unmapped_values BIGINT, top_reject_reason VARCHAR, status VARCHAR, reason VARCHAR, loaded_at TIMESTAMP,
        run_id VARCHAR, spec_hash VARCHAR
    );
    create table if not exists raw.unclaimed_files (file_path VARCHAR, reason VARCHAR, remedy VARCHAR)
"""


@dataclass(frozen=True)
class Entry:
    """A content that is loaded, and the name it lay under."""

    file_id: str
    file_path: str
    spec_hash: str
    status: str


@dataclass(frozen=True)
class FoundText:
    """In which encoding a file was read (None: it holds values, not text), and what speaks against it."""

    encoding: str | None = None
    remark: str | None = None


def create_ledger(connection: Connection) -> None:
    """Make the schemas and the ledger where they do not exist."""
    connection.execute(CREATE)


def loaded_entries(connection: Connection, source: str) -> dict[str, Entry]:
    """File id -> entry of every content of a source whose rows are in the warehouse."""
    rows = connection.execute(
        """select file_id, file_path, spec_hash, status from raw.ingested_files
        where source = ? and status in ('loaded', 'vanished')""",
        [source],
    ).fetchall()
    return {row[0]: Entry(*row) for row in rows}


def forget(connection: Connection, source: str, file_id: str) -> None:
    """Remove the entry of a content whose rows are replaced or removed."""
    connection.execute(
        "delete from raw.ingested_files where source = ? and file_id = ? and status in ('loaded', 'vanished')",
        [source, file_id],
    )


def forget_unloaded(connection: Connection, source: str) -> None:
    """A folder that is looked at again starts clean: a file that was refused may be mended, or gone."""
    connection.execute(
        "delete from raw.ingested_files where source = ? and status not in ('loaded', 'vanished')", [source]
    )


def retire(connection: Connection, declared: set[str]) -> None:
    """Mark the files of sources that are no longer declared: nothing reads their rows. Their refusals are forgotten."""
    names = ["", *sorted(declared)]
    marks = ", ".join("?" * len(names))
    connection.execute(
        f"""delete from raw.ingested_files where source not in ({marks})
        and status not in ('loaded', 'vanished', 'undeclared')""",
        names,
    )
    connection.execute(
        f"""update raw.ingested_files set status = 'undeclared', reason = 'its source is no longer declared'
        where source not in ({marks}) and status in ('loaded', 'vanished')""",
        names,
    )


def write_loaded(
    connection: Connection,
    source: str,
    file_path: str,
    identity: Identity,
    found: FoundText,
    rows_read: int,
    run_id: str,
    spec_hash: str,
) -> None:
    """The entry of a file whose rows now stand in `sources.<source>`, its counts taken from those rows."""
    is_long = "source_rows" in columns_of(connection, "sources", source)
    made_of = "coalesce(source_rows, 1)" if is_long else "1"
    connection.execute(
        f"""
        insert into raw.ingested_files
        with rows_of_file as (
            select row_status, problems, {made_of} as made_of from sources."{source}" where file_id = $file_id),
        problems as (select unnest(problems, recursive := true) from rows_of_file where problems is not null),
        reasons as (select reason, scope, count(*) as cases from problems group by reason, scope)
        select $source, $file_path, $file_id, $sha256, $size, $encoding, $rows_read,
            coalesce(sum(made_of) filter (where row_status = 'loaded'), 0),
            coalesce(sum(made_of) filter (where row_status = 'rejected'), 0),
            coalesce(sum(made_of) filter (where row_status = 'dropped'), 0),
            coalesce((select sum(cases) from reasons where scope = 'answer'), 0),
            coalesce((select sum(cases) from reasons where reason = 'unmapped'), 0),
            (select reason from reasons order by cases desc, reason limit 1),
            'loaded', $remark, cast(now() at time zone 'UTC' as timestamp), $run_id, $spec_hash
        from rows_of_file
        """,
        {
            "file_id": identity.file_id,
            "source": source,
            "file_path": file_path,
            "sha256": identity.sha256,
            "size": identity.size_bytes,
            "encoding": found.encoding,
            "remark": found.remark,
            "rows_read": rows_read,
            "run_id": run_id,
            "spec_hash": spec_hash,
        },
    )


def write_unloaded(
    connection: Connection,
    source: str,
    file_path: str,
    identity: Identity | None,
    status: str,
    reason: str,
    run_id: str,
) -> None:
    """The entry of a file that gave no rows: refused, or the same content as another."""
    connection.execute(
        """
        insert into raw.ingested_files
        select ?, ?, ?, ?, ?, null, 0, 0, 0, 0, 0, 0, null, ?, ?, cast(now() at time zone 'UTC' as timestamp), ?, null
        """,
        [
            source,
            file_path,
            identity.file_id if identity else None,
            identity.sha256 if identity else None,
            identity.size_bytes if identity else None,
            status,
            reason,
            run_id,
        ],
    )
