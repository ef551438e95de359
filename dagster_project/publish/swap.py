"""One publication from the marts: everything is written aside first, then put in place in one go, the manifest last.

A reader of a DuckDB file sees the old or the new one, never a part; a reader of Parquet goes by `manifest.json`. What a
killed run left aside is removed by the next.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.ingest.sql import Connection
from dagster_project.publish.files import sync, write_duckdb, write_parquet
from dagster_project.publish.tables import Audience, PublishedTable, tables_for

FILES: dict[Audience, str] = {"general": "cx_metrics.duckdb", "frontline": "cx_frontline.duckdb"}
MANIFEST = "manifest.json"
ASIDE = ".new-"


@dataclass(frozen=True)
class Publication:
    """What was published: the build, the files and the rows of each table."""

    build_id: str
    files: dict[Audience, Path]
    rows: dict[str, int]


def publish(connection: Connection, tables: list[PublishedTable], folder: Path) -> Publication:
    """Publish the marts to `folder`; raises before anything is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    _clear_aside(folder)
    header = _header(connection)
    build_id = header["build_id"]
    rows: dict[str, int] = {}
    for audience, name in FILES.items():
        rows.update(write_duckdb(connection, tables_for(audience, tables), folder / f"{ASIDE}{name}"))
    for table in tables:
        write_parquet(connection, table, _parquet(folder, build_id, table))
    for place in (folder / "parquet" / build_id).iterdir():
        sync(place)
    content = {
        **header,
        "tables": {
            table.name: {
                "audience": table.audience,
                "rows": rows[table.name],
                "parquet": str(_parquet(folder, build_id, table).relative_to(folder)),
            }
            for table in tables
        },
    }
    (folder / f"{ASIDE}{MANIFEST}").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    sync(folder / f"{ASIDE}{MANIFEST}")
    for name in (*FILES.values(), MANIFEST):
        (folder / f"{ASIDE}{name}").replace(folder / name)
    sync(folder)
    return Publication(build_id, {audience: folder / name for audience, name in FILES.items()}, rows)


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
