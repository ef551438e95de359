"""The page that `dbt docs generate --static` makes of the sample's warehouse: complete, and alone with itself."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dagster_project.publish.tables import published_tables
from dagster_project.settings import PROJECT_ROOT
from dagster_project.transformation import DBT_DIR, MANIFEST
from tests.integration.conftest import Installation


@pytest.fixture(scope="module")
def page(sample: Installation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page, made of a copy of the warehouse."""
    folder = tmp_path_factory.mktemp("docs_site")
    shutil.copyfile(sample.warehouse, folder / "cx.duckdb")
    programs = Path(sys.executable).parent
    environment = {
        **sample.environment,
        "CX_WAREHOUSE": str(folder / "cx.duckdb"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }
    # As in the Makefile: dbt writes these places into the page as they are given.
    places = ["--project-dir", "dbt", "--profiles-dir", "dbt", "--target-path", os.path.relpath(folder, DBT_DIR)]
    command = [str(programs / "dbt"), "docs", "generate", "--static", *places]
    done = subprocess.run(command, env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return (folder / "static_index.html").read_text(encoding="utf-8")


def embedded(page: str, label: str) -> dict[str, Any]:
    """One of the two documents that the page carries with it."""
    found = re.search(rf"\b{label}:(?={{\"metadata\":)", page)
    assert found is not None
    document: dict[str, Any] = json.JSONDecoder().raw_decode(page, found.end())[0]
    return document


def test_the_page_describes_every_public_table_and_column(page: str) -> None:
    nodes = embedded(page, "manifest")["nodes"]
    tables = published_tables(MANIFEST)
    assert len(tables) > 5
    for table in tables:
        node = nodes[f"model.cx_metrics.{table.name}"]
        assert node["description"] == table.description != ""
        described = {name: column["description"] for name, column in node["columns"].items()}
        assert described == table.columns
        assert "" not in described.values()


def test_the_page_knows_the_types_that_the_warehouse_has(page: str) -> None:
    tables = embedded(page, "catalog")["nodes"]
    for table in published_tables(MANIFEST):
        columns = tables[f"model.cx_metrics.{table.name}"]["columns"]
        assert set(columns) == set(table.columns)
        assert all(column["type"] for column in columns.values())


def test_the_page_shows_the_metrics_and_who_reads_the_tables(page: str) -> None:
    manifest = embedded(page, "manifest")
    assert {"metric.cx_metrics.nps", "metric.cx_metrics.csat", "metric.cx_metrics.ces"} <= set(manifest["metrics"])
    assert len(manifest["exposures"]) > 1


def test_the_page_asks_nobody_for_anything(page: str) -> None:
    # Only with this switch does the page's own script fetch another one and report who looks.
    assert embedded(page, "manifest")["metadata"]["send_anonymous_usage_stats"] is False
    fetched = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=[\"']?((?:https?:)?//[^\"' >]+)", page)
    assert fetched == []
    assert re.findall(r"@import[^;]{0,80}//|url\([\"']?(?:https?:)?//", page) == []


def test_the_page_tells_no_place_of_the_machine_that_made_it(page: str) -> None:
    assert str(PROJECT_ROOT) not in page
