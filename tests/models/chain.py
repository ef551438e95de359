"""The dbt models as a function: rows of the raw tables in, any model's rows out, in a database in memory.

dbt compiles once; what it compiled is then run as often as a test likes, without Dagster, dbt or files. What a single
formula gives belongs into dbt's unit tests; here is what only the whole chain can show.
"""

import csv
import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.comments.reading import read_texts
from dagster_project.comments.store import TABLES as COMMENTS
from dagster_project.comments.store import create_comments
from dagster_project.ingest.driver_slots import DRIVER_COLUMNS
from dagster_project.ingest.schema import TABLES, stored_columns
from dagster_project.ingest.sql import quoted
from dagster_project.ingest.survey_views import ANSWER_COLUMNS, COMMENT_COLUMNS, RESPONSE_VIEW_COLUMNS
from dagster_project.ingest.views import LEADING, REJECT_COLUMNS
from dagster_project.statistics.distributions import create_score_pools, write_score_pools
from dagster_project.statistics.drivers import create_driver_models, write_driver_models
from dagster_project.statistics.lifetimes import create_lifetimes, write_lifetimes
from dagster_project.statistics.suppression import create_statistics, write_hidden_cells
from dagster_project.transformation import DBT, DBT_DIR

Row = Mapping[str, Any]
FILES = {
    "source": "VARCHAR", "file_path": "VARCHAR", "file_id": "VARCHAR", "status": "VARCHAR", "reason": "VARCHAR",
    "top_reject_reason": "VARCHAR", "rows_read": "BIGINT", "rows_loaded": "BIGINT", "rows_rejected": "BIGINT",
    "rows_dropped": "BIGINT", "answers_rejected": "BIGINT", "unmapped_values": "BIGINT", "loaded_at": "TIMESTAMP",
}  # fmt: skip
RUN = {
    "as_of": "DATE", "business_timezone": "VARCHAR", "reporting_currency": "VARCHAR", "industry": "VARCHAR",
    "build_id": "VARCHAR", "started_at": "TIMESTAMP", "source_commit": "VARCHAR",
}  # fmt: skip
RAW = {
    "survey_responses": RESPONSE_VIEW_COLUMNS,
    "survey_answers": ANSWER_COLUMNS,
    "survey_comments": COMMENT_COLUMNS,
    "survey_drivers": DRIVER_COLUMNS,
    "rejected_rows": REJECT_COLUMNS,
    "ingested_files": FILES,
    "run_parameters": RUN,
    **{table: {**LEADING, **stored_columns(table)} for table in TABLES},
}


class Chain:
    """The compiled project, as dbt's manifest has it; short to print, which hypothesis does."""

    def __init__(self, nodes: dict[str, dict[str, Any]]) -> None:
        self.nodes = nodes

    def __repr__(self) -> str:
        return f"Chain of {len(self.nodes)} nodes"

    def build(self, raw: Mapping[str, Iterable[Row]], *models: str) -> duckdb.DuckDBPyConnection:
        """Make the models and all that they stand on from these raw rows; the caller closes the connection.

        What was read out of texts is given as rows of 'comments.<table>', by whoever does not want it read.
        """
        connection = duckdb.connect(":memory:")
        connection.execute("attach ':memory:' as cx; use cx; set timezone = 'UTC'; set threads = 1")
        connection.execute(f"set temp_directory = {quoted(tempfile.gettempdir() + '/duckdb')}")
        connection.execute("create schema raw")
        run = {
            "build_id": "a build",
            "as_of": "2026-06-30",
            "business_timezone": "Europe/Stockholm",
            "reporting_currency": "SEK",
        }
        for table, columns in RAW.items():
            listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            connection.execute(f"create table raw.{table} ({listed})")
            for row in raw.get(table, [run] if table == "run_parameters" else []):
                names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
                connection.execute(f"insert into raw.{table} ({names}) values ({marks})", list(row.values()))
        create_comments(connection)
        readings = {table: raw[f"comments.{table}"] for table in COMMENTS if f"comments.{table}" in raw}
        if not readings and any(raw.get(table) for table in ("survey_comments", "mentions", "web_searches")):
            read_texts(connection)
        for table, rows in readings.items():
            for row in rows:
                names, marks = ", ".join(row), ", ".join("?" for _ in row)
                connection.execute(f"insert into comments.{table} ({names}) values ({marks})", list(row.values()))
        create_statistics(connection)
        create_driver_models(connection)
        create_score_pools(connection)
        create_lifetimes(connection)
        made: set[str] = set()
        needed = {node["name"] for node in self._upstream_of(models)}
        if "stg_statistics__expected_lifetimes" in needed or "stg_statistics__lifetime_models" in needed:
            made = self._make_all(connection, ["int_purchases_summarised"], made)
            write_lifetimes(connection)
        if "stg_statistics__driver_models" in needed:
            read = ["int_drivers_answered", "stg_survey__drivers", "survey_kinds"]
            made |= self._make_all(connection, read, made)
            write_driver_models(connection)
        if "stg_statistics__score_pools" in needed:
            made |= self._make_all(connection, ["int_scores_summed", "nps_bands"], made)
            write_score_pools(connection)
        if "int_metrics_suppressed" in needed:
            made |= self._make_all(connection, ["int_metrics_collected", "int_members_nested"], made)
            write_hidden_cells(connection)
        self._make_all(connection, models, made)
        return connection

    def _make_all(self, connection: duckdb.DuckDBPyConnection, models: Iterable[str], made: set[str]) -> set[str]:
        nodes = [node for node in self._upstream_of(models) if node["unique_id"] not in made]
        for node in nodes:
            self._make(connection, node)
        return made | {node["unique_id"] for node in nodes}

    def rebuild(self, connection: duckdb.DuckDBPyConnection, start: str, end: str) -> None:
        """Make again the tables between two models, both included, in a database that has been built."""
        first = next(key for key, node in self.nodes.items() if node["name"] == start)
        changed = {first}
        for node in self._upstream_of([end]):
            if node["unique_id"] == first or changed & set(node["depends_on"].get("nodes", [])):
                changed.add(node["unique_id"])
                if node["config"]["materialized"] == "table":
                    connection.execute(f'drop table "{node["schema"]}"."{node["alias"]}"')
                    self._make(connection, node)

    def _upstream_of(self, models: Iterable[str]) -> list[dict[str, Any]]:
        by_name = {node["name"]: unique_id for unique_id, node in self.nodes.items()}
        ordered: dict[str, dict[str, Any]] = {}

        def visit(unique_id: str) -> None:
            if unique_id in ordered or unique_id not in self.nodes:
                return
            for parent in self.nodes[unique_id]["depends_on"].get("nodes", []):
                visit(parent)
            ordered[unique_id] = self.nodes[unique_id]

        for model in models:
            visit(by_name[model])
        return list(ordered.values())

    def _make(self, connection: duckdb.DuckDBPyConnection, node: dict[str, Any]) -> None:
        name = f'"{node["schema"]}"."{node["alias"]}"'
        kind = node["config"]["materialized"]
        connection.execute(f'create schema if not exists "{node["schema"]}"')
        if node["resource_type"] == "seed":
            _plant(connection, name, node)
        elif kind == "snapshot":
            connection.execute(
                f"""create table {name} as select *, cast('0001-01-01' as timestamp) as dbt_valid_from,
                cast(null as timestamp) as dbt_valid_to from ({node["compiled_code"]})"""
            )
        elif kind != "ephemeral":
            connection.execute(f"create {'view' if kind == 'view' else 'table'} {name} as {node['compiled_code']}")


def _plant(connection: duckdb.DuckDBPyConnection, name: str, node: dict[str, Any]) -> None:
    types = node["config"]["column_types"]
    with (DBT_DIR / node["original_file_path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ", ".join(f'"{column}" {types.get(column, "varchar")}' for column in rows[0])
    connection.execute(f"create table {name} ({columns})")
    marks = ", ".join("?" for _ in rows[0])
    values = [[cell or None for cell in row.values()] for row in rows]
    connection.executemany(f"insert into {name} values ({marks})", values)


def compiled_chain(folder: Path) -> Chain:
    """Compile the project into a folder; nothing but the folder is touched."""
    places = ["--project-dir", str(DBT_DIR), "--profiles-dir", str(DBT_DIR), "--log-path", str(folder / "logs")]
    done = subprocess.run(
        [str(DBT), "--no-use-colors", "compile", "--target-path", str(folder), *places],
        env={**os.environ, "CX_WAREHOUSE": str(folder / "cx.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    wanted = ("model", "seed", "snapshot")
    return Chain({key: node for key, node in manifest["nodes"].items() if node["resource_type"] in wanted})
