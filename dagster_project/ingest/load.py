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
from dagster_project.ingest.files import files_of, format_of, shown_path
from dagster_project.ingest.kinds import open_records
from dagster_project.ingest.opening import Identity, identify
from dagster_project.ingest.privacy import masked
from dagster_project.ingest.refusal import RefusedFile, told_by
from dagster_project.ingest.spec import Source
from dagster_project.ingest.sql import Connection, identifier
from dagster_project.ingest.storing import CountsDiffer, Job, prepare_table, store_file
from dagster_project.settings import Settings, hash_key

# Part of what decides whether a loaded file is up to date: raise it when the same YAML gives other rows.
READER_VERSION = 9
# Copies of files in another encoding stand here while they are read; a killed run leaves them to the next.
SCRATCH = "reading-"


@dataclass
class SourceResult:
    """What a run did with a source's files."""

    loaded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def spec_hash(spec: Source, settings: Settings) -> str:
    """Changes when the same file would give other rows: another YAML, reader, zone or key."""
    declared = spec.model_dump_json(by_alias=True, exclude={"thresholds", "on_missing"})
    key = hashlib.sha256(hash_key(settings)).hexdigest()
    content = f"{READER_VERSION} {settings.timezone} {key} {declared}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def reads_file_names(spec: Source) -> bool:
    """Whether a file's rows depend on what it is called."""
    return '"filename_regex":"' in spec.model_dump_json()


def load_source(
    connection: Connection, spec: Source, specs: list[Source], settings: Settings, run_id: str
) -> SourceResult:
    """Bring `sources.<source>` up to date with the files of its folder."""
    job = Job(connection, spec, settings, run_id, spec_hash(spec, settings))
    prepare_table(connection, spec)
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
        is_renamed = before is not None and before.file_path != shown and reads_file_names(spec)
        if before is not None and before.spec_hash == job.spec_hash and not is_renamed:
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


def _load_file(job: Job, path: Path, shown: str, identity: Identity, replaced: list[str]) -> None:
    spec = job.spec
    with tempfile.TemporaryDirectory(dir=job.settings.state_dir, prefix=SCRATCH) as scratch:
        opened = open_records(spec, path, Path(scratch))
        opened.records.header.require(spec.match.header_contains)
        found = ledger.FoundText(opened.encoding, opened.doubt)
        try:
            if opened.is_broken:
                raise CountsDiffer
            store_file(job, opened.records, path.name, shown, identity, replaced, found)
        except duckdb.OutOfMemoryException as error:
            raise _unreadable(error) from None
        except (duckdb.InvalidInputException, CountsDiffer) as error:
            if opened.again is None:
                raise _unreadable(error) from None
            try:
                store_file(job, opened.again(), path.name, shown, identity, replaced, found)
            except (duckdb.InvalidInputException, duckdb.OutOfMemoryException, CountsDiffer) as error:
                raise _unreadable(error) from None


def _unreadable(error: Exception) -> RefusedFile:
    if isinstance(error, duckdb.OutOfMemoryException):
        return RefusedFile("it needs more memory than there is", "raise CX_MEMORY_LIMIT, or export fewer columns")
    return RefusedFile(f"it cannot be read ({told_by(error)})", "check the file, and defs.yaml against it")


def _refuse(job: Job, shown: str, identity: Identity | None, refusal: RefusedFile, result: SourceResult) -> None:
    said = masked(str(refusal))
    ledger.write_unloaded(job.connection, job.spec.source, shown, identity, "refused", said, job.run_id)
    result.refused[shown] = said


def _note_path(job: Job, identity: Identity, shown: str) -> None:
    job.connection.execute(
        """update raw.ingested_files set file_path = ?, status = 'loaded'
        where source = ? and file_id = ? and (file_path <> ? or status = 'vanished')
            and status in ('loaded', 'vanished')""",
        [shown, job.spec.source, identity.file_id, shown],
    )


def _look_for_vanished(job: Job, present: dict[str, str], paths: set[str], result: SourceResult) -> None:
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
