"""Whole runs of the job in a process of their own, on folders of their own; shared where a test only looks."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.settings import PROJECT_ROOT

AS_OF = "2026-10-31"


@dataclass(frozen=True)
class Installation:
    """Folders of one installation and the environment that points at them."""

    root: Path
    raw_dir: Path
    sources_dir: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the job reads from its environment."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("CX_", "DAGSTER_", "DBT_"))
        }
        return {
            **inherited,
            "CX_RAW_DIR": str(self.raw_dir),
            "CX_SOURCES_DIR": str(self.sources_dir),
            "CX_WAREHOUSE": str(self.root / "warehouse" / "cx.duckdb"),
            "CX_PUBLISH_DIR": str(self.published),
            "CX_AS_OF": AS_OF,
            "CX_HASH_KEY": "a key of the tests",
            "NO_COLOR": "1",
        }

    @property
    def published(self) -> Path:
        """Where the publications go."""
        return self.root / "published"

    @property
    def warehouse(self) -> Path:
        """The warehouse's file."""
        return self.root / "warehouse" / "cx.duckdb"

    def run(self, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run the job to its end."""
        command = [sys.executable, "-m", "dagster_project.cli", "run"]
        environment = {**self.environment, **extra}
        return subprocess.run(
            command, env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False, timeout=600
        )

    def build(self, *models: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Load the files and build some models with all that they stand on, and no more."""
        command = [sys.executable, "-m", "tests.integration.partly", *models]
        environment = {**self.environment, **extra}
        return subprocess.run(
            command, env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False, timeout=600
        )

    def start(self, **extra: str) -> subprocess.Popen[bytes]:
        """Start the job in a process group of its own, to be killed."""
        command = [sys.executable, "-m", "dagster_project.cli", "run"]
        return subprocess.Popen(
            command,
            env={**self.environment, **extra},
            cwd=PROJECT_ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def query(self, sql: str, file: str = "cx_frontline.duckdb") -> list[tuple[object, ...]]:
        """Rows of a published file."""
        with duckdb.connect(self.published / file, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def fingerprint(self) -> dict[str, str]:
        """A hash per published table, of its sorted rows, what differs from build to build left out."""
        with duckdb.connect(self.published / "cx_frontline.duckdb", read_only=True) as connection:
            tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'cx'").fetchall()
            return {name: _hash_of(connection, name) for (name,) in tables if name != "publication"}


def _hash_of(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = connection.execute(
        """select column_name from duckdb_columns()
        where schema_name = 'cx' and table_name = ? and column_name <> 'loaded_at'""",
        [table],
    ).fetchall()
    listed = ", ".join(f'"{name}"' for (name,) in columns)
    row = connection.execute(
        f"""select coalesce(md5(string_agg(one, chr(10) order by one)), '')
        from (select cast(row({listed}) as varchar) as one from cx.{table})"""
    ).fetchone()
    return str(row[0]) if row else ""
