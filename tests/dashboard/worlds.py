"""Small publications: the tables of the sample's, empty, and rows that a test puts into them. No test stands here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.dashboard.page import render
from dagster_project.dashboard.payload import read_payload
from dagster_project.dashboard.places import page_of
from dagster_project.dashboard.views import views_for
from dagster_project.publish.swap import FILES
from tests.dashboard.built import EDITIONS, Dashboards, in_folder

Files = dict[str, duckdb.DuckDBPyConnection]


@contextmanager
def emptied(like: Dashboards, folder: Path) -> Iterator[tuple[Dashboards, Files]]:
    """An installation that has published nothing but that it published; its files are open for writing, by edition."""
    made = in_folder(folder)
    made.settings.publish_dir.mkdir(parents=True)
    files: Files = {}
    try:
        for edition in EDITIONS:
            files[edition] = duckdb.connect(made.settings.publish_dir / FILES[edition])
            _copy_tables(files[edition], like.file(edition))
        yield made, files
    finally:
        for connection in files.values():
            connection.close()


def _copy_tables(connection: duckdb.DuckDBPyConnection, source: Path) -> None:
    connection.execute(f"attach '{source}' as source (read_only)")
    connection.execute("create schema cx")
    names = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'source' and schema_name = 'cx'"
    ).fetchall()
    for (name,) in names:
        kept = "" if name == "publication" else " limit 0"
        connection.execute(f'create table cx."{name}" as select * from source.cx."{name}"{kept}')


def keep(files: Files, table: str, *, where: str = "true", change: str = "") -> None:
    """Take rows of the sample into every file that has the table; `change` replaces columns."""
    replaced = f" replace ({change})" if change else ""
    for connection in files.values():
        found = connection.execute(
            "select count(*) from duckdb_tables() where database_name = 'source' and table_name = ?", [table]
        ).fetchone()
        if found and found[0]:
            connection.execute(f"insert into cx.{table} select *{replaced} from source.cx.{table} where {where}")


def write_pages(made: Dashboards) -> None:
    """Write both pages, without pictures."""
    for edition in EDITIONS:
        page = page_of(made.settings, edition)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(render(read_payload(made.settings, edition), views_for(edition), {}), encoding="utf-8")
