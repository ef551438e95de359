"""The bundle in a real Superset over a real PostgreSQL, for the tests that ask for it. Nobody else pays for it."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest
import yaml

from bi.superset.bundle import FOLDER, VARIABLE, write_bundle
from dagster_project.publish.postgres.target import postgres_target
from dagster_project.publish.swap import publish
from dagster_project.publish.tables import published_tables
from dagster_project.transformation import prepared_manifest
from tests.bi.superset_server import USER, Superset, running_superset
from tests.integration.conftest import Installation
from tests.postgres_server import fresh_database, running_server

PASSWORD = ":[^:@/]+@"
DASHBOARD = "customer-experience"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Imported:
    """The bundle as Superset has it: charts by their UUID, and the dashboard's filters."""

    superset: Superset
    reader: str
    published: duckdb.DuckDBPyConnection
    ids: dict[str, int]
    dashboard: dict[str, Any]

    def rows(self, name: str) -> Rows:
        """What a chart shows on the dashboard, with the filters that it opens with."""
        uuid = yaml.safe_load((FOLDER / "charts" / f"{name}.yaml").read_text(encoding="utf-8"))["uuid"]
        chart = self.superset.ask(f"/api/v1/chart/{self.ids[uuid]}")["result"]
        context = json.loads(chart["query_context"])
        columns = self.columns(context["datasource"]["id"])
        for query in context["queries"]:
            query["filters"] += [one for one in self.opening_filters(self.ids[uuid]) if one["col"] in columns]
        (result,) = self.superset.ask("/api/v1/chart/data", context)["result"]
        assert result["error"] is None and result["rejected_filters"] == []
        rows: Rows = result["data"]
        return rows

    def columns(self, dataset: int) -> set[str]:
        described = self.superset.ask(f"/api/v1/dataset/{dataset}")["result"]
        return {column["column_name"] for column in described["columns"]}

    def opening_filters(self, chart: int) -> Rows:
        """The dashboard's native filters on a chart, as they stand when the page opens."""
        position = json.loads(self.dashboard["position_json"])
        (place,) = [node for node in position.values() if isinstance(node, dict) and is_chart(node, chart)]
        return [
            one
            for native in json.loads(self.dashboard["json_metadata"])["native_filter_configuration"]
            if set(native["scope"]["rootPath"]) & set(place["parents"]) and chart not in native["scope"]["excluded"]
            for one in native["defaultDataMask"]["extraFormData"].get("filters", [])
        ]

    def expected(self, sql: str) -> list[tuple[Any, ...]]:
        return self.published.execute(sql).fetchall()


def is_chart(node: dict[str, Any], chart: int) -> bool:
    return bool(node["type"] == "CHART" and node["meta"]["chartId"] == chart)


@pytest.fixture(scope="session")
def imported(sample: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """The bundle, imported as new by the command line without a password, and then over it by the API with one."""
    home = tmp_path_factory.mktemp("superset")
    with (
        duckdb.connect(sample.published / "cx_metrics.duckdb", read_only=True) as published,
        duckdb.connect(shutil.copy(sample.warehouse, home)) as warehouse,
        running_server() as server,
    ):
        database, metadata = fresh_database(server), fresh_database(server)
        tables = published_tables(prepared_manifest())
        publish(warehouse, tables, home / "published", postgres_target(database.url, database.place))
        reader = database.login(member_of="cx_reader")
        with running_superset(metadata.url.replace("postgresql:", "postgresql+psycopg2:"), home) as superset:
            write_bundle(home / "superset.zip", {VARIABLE: re.sub(PASSWORD, "@", reader)})
            superset.run("import-dashboards", "--path", str(home / "superset.zip"), "--username", USER)
            write_bundle(home / "superset.zip", {VARIABLE: reader})
            (password,) = re.findall(PASSWORD, reader)
            passwords = {"databases/cx_metrics.yaml": password.strip(":@")}
            superset.upload("/api/v1/assets/import/", home / "superset.zip", passwords)
            charts = superset.ask("/api/v1/chart/?q=(page_size:100)")["result"]
            ids = {superset.ask(f"/api/v1/chart/{chart['id']}")["result"]["uuid"]: chart["id"] for chart in charts}
            dashboard = superset.ask(f"/api/v1/dashboard/{DASHBOARD}")["result"]
            yield Imported(superset, reader, published, ids, dashboard)
