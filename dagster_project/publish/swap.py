"""One publication from the marts: every target prepares the build aside, then all put it in place, the manifest last.

A reader of a DuckDB file sees the old or the new one, never a part; a reader of Parquet goes by `manifest.json`. What a
killed run left aside is removed by the next. When a preparation fails nothing has been replaced anywhere.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.ingest.sql import Connection
from dagster_project.publish.files import sync, write_duckdb, write_parquet
from dagster_project.publish.tables import Audience, PublishedTable, tables_for
from dagster_project.publish.targets import Build, Prepared, Target

FILES: dict[Audience, str] = {"general": "cx_metrics.duckdb", "frontline": "cx_frontline.duckdb"}
MANIFEST = "manifest.json"
ASIDE = ".new-"


@dataclass(frozen=True)
class Publication:
    """What was published: the build, the files, the rows of each table, and what the targets have to say."""

    build_id: str
    files: dict[Audience, Path]
    rows: dict[str, int]
    notes: list[str] = field(default_factory=list)


def publish(connection: Connection, tables: list[PublishedTable], folder: Path, *further: Target) -> Publication:
    """Publish the marts to `folder` and to further targets; raises before anything is replaced.

    The last target is put in place first, the files at the end: to rename them needs no network, so it fails least.
    """
    build = Build(connection, tables, _header(connection))
    with ExitStack() as stack:
        prepared = [stack.enter_context(target(build)) for target in (_files_target(folder), *further)]
        notes = [note for one in reversed(prepared) for note in one.put_in_place()]
    return Publication(
        build.build_id, {audience: folder / name for audience, name in FILES.items()}, prepared[0].rows, notes
    )


def _files_target(folder: Path) -> Target:
    """The two DuckDB files, the Parquet files and their manifest."""

    @contextmanager
    def target(build: Build) -> Iterator[Prepared]:
        rows = _write_aside(build, folder)

        def put_in_place() -> list[str]:
            for name in (*FILES.values(), MANIFEST):
                (folder / f"{ASIDE}{name}").replace(folder / name)
            sync(folder)
            return []

        yield Prepared(rows, put_in_place)

    return target


def _write_aside(build: Build, folder: Path) -> dict[str, int]:
    folder.mkdir(parents=True, exist_ok=True)
    _clear_aside(folder)
    rows: dict[str, int] = {}
    for audience, name in FILES.items():
        rows.update(write_duckdb(build.connection, tables_for(audience, build.tables), folder / f"{ASIDE}{name}"))
    for table in build.tables:
        write_parquet(build.connection, table, _parquet(folder, build.build_id, table))
    for place in (folder / "parquet" / build.build_id).iterdir():
        sync(place)
    content = {
        **build.header,
        "tables": {
            table.name: {
                "audience": table.audience,
                "rows": rows[table.name],
                "parquet": str(_parquet(folder, build.build_id, table).relative_to(folder)),
            }
            for table in build.tables
        },
    }
    (folder / f"{ASIDE}{MANIFEST}").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    sync(folder / f"{ASIDE}{MANIFEST}")
    return rows


def _header(connection: Connection) -> dict[str, Any]:
    row = connection.execute(
        "select build_id, cast(published_at as varchar), cast(as_of as varchar), source_commit from marts.publication"
    ).fetchone()
    return dict(zip(("build_id", "published_at", "as_of", "source_commit"), row or (), strict=True))


def _parquet(folder: Path, build_id: str, table: PublishedTable) -> Path:
    return folder / "parquet" / build_id / table.audience / f"{table.name}.parquet"


def _clear_aside(folder: Path) -> None:
    """Remove what killed runs left and what older builds are: the published one stays for its readers."""
    for left in folder.glob(f"{ASIDE}*"):
        left.unlink()
    manifest = folder / MANIFEST
    published = json.loads(manifest.read_text(encoding="utf-8"))["build_id"] if manifest.exists() else None
    for build in (folder / "parquet").glob("*"):
        if build.name != published:
            shutil.rmtree(build)
