"""The bundle in a real Superset over a real PostgreSQL: it imports, and every chart shows what was published.

Slow, and the first time it installs Superset: `make test-superset` asks for it, `make test` leaves it out.
"""

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest
import yaml
from adbc_driver_postgresql import dbapi
from sqlalchemy.engine import make_url

from bi.superset.bundle import FOLDER, TOP, VARIABLE, write_bundle
from dagster_project.ingest.sql import identifier
from tests.bi.superset_server import USER, Superset, running_superset
from tests.integration.conftest import Installation
from tests.postgres_server import MISSING, fresh_database, programs, running_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("CX_TEST_SUPERSET") != "1",
        reason="it installs Superset and starts it: make test-superset (CX_TEST_SUPERSET=1)",
    ),
    pytest.mark.skipif(programs() is None, reason=MISSING),
]
CHARTS = sorted(path.stem for path in (FOLDER / "charts").glob("*.yaml"))
DASHBOARD = "customer-experience"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Imported:
    """The bundle as Superset has it: charts by their UUID, and the dashboard's filters."""

    superset: Superset
    token: str
    published: duckdb.DuckDBPyConnection
    ids: dict[str, int]
    dashboard: dict[str, Any]

    def rows(self, name: str) -> Rows:
        """What a chart shows on the dashboard, with the filters that it opens with."""
        uuid = yaml.safe_load((FOLDER / "charts" / f"{name}.yaml").read_text(encoding="utf-8"))["uuid"]
        chart = self.superset.ask(f"/api/v1/chart/{self.ids[uuid]}", token=self.token)["result"]
        context = json.loads(chart["query_context"])
        columns = self.columns(context["datasource"]["id"])
        for query in context["queries"]:
            query["filters"] += [one for one in self.opening_filters(self.ids[uuid]) if one["col"] in columns]
        (result,) = self.superset.ask("/api/v1/chart/data", context, self.token)["result"]
        assert result["error"] is None and result["rejected_filters"] == []
        rows: Rows = result["data"]
        return rows

    def columns(self, dataset: int) -> set[str]:
        described = self.superset.ask(f"/api/v1/dataset/{dataset}", token=self.token)["result"]
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


def fill(url: str, published: duckdb.DuckDBPyConnection) -> None:
    """The general publication in the schema cx, as the role of readers may read it."""
    tables = published.execute("select table_name from duckdb_tables() where schema_name = 'cx'").fetchall()
    with dbapi.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("create role cx_reader")
        cursor.execute("create schema cx")
        for (table,) in tables:
            rows = published.execute(f"from cx.{identifier(table)}").to_arrow_table()
            cursor.adbc_ingest(table, rows, mode="create", db_schema_name="cx")
        cursor.execute("grant usage on schema cx to cx_reader")
        cursor.execute("grant select on all tables in schema cx to cx_reader")
        connection.commit()


@pytest.fixture(scope="module")
def imported(sample: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """The bundle of the sample's publication, imported twice: as new, and over what is there."""
    home = tmp_path_factory.mktemp("superset")
    with (
        duckdb.connect(sample.published / "cx_metrics.duckdb", read_only=True) as published,
        running_server() as server,
    ):
        database, metadata = fresh_database(server), fresh_database(server)
        fill(database.url, published)
        reader = database.login(member_of="cx_reader")
        address = make_url(reader).set(password=None).render_as_string()
        with running_superset(metadata.url.replace("postgresql:", "postgresql+psycopg2:"), home) as superset:
            write_bundle(home / "superset.zip", {VARIABLE: address})
            superset.run("import-dashboards", "--path", str(home / "superset.zip"), "--username", USER)
            with zipfile.ZipFile(home / "superset.zip") as bundle:
                bundle.extractall(home)
            superset.run("import-directory", "--overwrite", str(home / TOP))
            superset.run("set-database-uri", "--database_name", "CX Metrics", "--uri", with_driver(reader))
            token = superset.token()
            charts = superset.ask("/api/v1/chart/?q=(page_size:100)", token=token)["result"]
            ids = {
                superset.ask(f"/api/v1/chart/{chart['id']}", token=token)["result"]["uuid"]: chart["id"]
                for chart in charts
            }
            dashboard = superset.ask(f"/api/v1/dashboard/{DASHBOARD}", token=token)["result"]
            yield Imported(superset, token, published, ids, dashboard)


def with_driver(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg2:")


def test_superset_has_every_chart_of_the_bundle_once(imported: Imported) -> None:
    wanted = {yaml.safe_load(path.read_text(encoding="utf-8"))["uuid"] for path in (FOLDER / "charts").glob("*.yaml")}
    assert set(imported.ids) == wanted
    position = json.loads(imported.dashboard["position_json"])
    placed = [
        node["meta"]["chartId"] for node in position.values() if isinstance(node, dict) and node["type"] == "CHART"
    ]
    assert sorted(placed) == sorted(imported.ids.values())


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_shows_rows_and_none_of_its_measures_is_empty(imported: Imported, chart: str) -> None:
    rows = imported.rows(chart)
    assert rows
    params = yaml.safe_load((FOLDER / "charts" / f"{chart}.yaml").read_text(encoding="utf-8"))["params"]
    keys = {params.get("x_axis"), *params.get("groupby", []), *params.get("all_columns", [])}
    measures = set(rows[0]) - keys
    assert [name for name in measures if all(row[name] is None for row in rows)] == []
    assert measures or params["viz_type"] == "table"


def test_the_line_of_the_nps_and_its_band_are_the_published_months(imported: Imported) -> None:
    shown = [(row["NPS__yhat"], row["NPS__yhat_lower"], row["NPS__yhat_upper"]) for row in imported.rows("nps_trend")]
    expected = imported.expected(
        "select value, ci_lower, ci_upper from cx.metric_values where metric = 'nps' and survey_kind = 'relational'"
        " and period_grain = 'month' and dimension = 'all' order by period_start"
    )
    assert len(expected) > 12
    assert sorted(shown, key=str) == sorted(expected, key=str)


def test_the_table_of_segments_is_the_last_month_s_scorecard(imported: Imported) -> None:
    shown = [(row["segment"], row["nps"], row["nps_respondents"], row["csat"]) for row in imported.rows("segments")]
    assert shown == imported.expected(
        "select segment, nps, nps_respondents, csat from cx.segment_scorecard"
        " where month = (select max(month) from cx.segment_scorecard) order by segment"
    )


def test_drivers_stand_in_the_order_of_their_ranks(imported: Imported) -> None:
    shown = [(row["driver"], row["importance_lmg"]) for row in imported.rows("driver_table")]
    assert shown == imported.expected(
        "select driver, importance_lmg from cx.key_drivers where segment = 'all' and survey_kind = 'relational'"
        " and period_grain = 'all_time' and model = 'without_overall_satisfaction' order by rank"
    )


def test_requests_of_all_topics_add_up_to_those_of_the_month(imported: Imported) -> None:
    shown = sum(row["sum_of_tickets"] for row in imported.rows("tickets"))
    assert [(shown,)] == imported.expected("select sum(tickets) from cx.support_scorecard where is_complete")


def test_without_the_filter_of_the_period_a_measure_is_empty_and_no_mixture(imported: Imported) -> None:
    uuid = yaml.safe_load((FOLDER / "charts" / "nps_now.yaml").read_text(encoding="utf-8"))["uuid"]
    chart = imported.superset.ask(f"/api/v1/chart/{imported.ids[uuid]}", token=imported.token)["result"]
    context = json.loads(chart["query_context"])
    (result,) = imported.superset.ask("/api/v1/chart/data", context, imported.token)["result"]
    grains = dict(
        imported.expected(
            "select cast(epoch_ms(period_start) as double), count(*) from cx.metric_values where metric = 'nps'"
            " and survey_kind = 'relational' and dimension = 'all' group by period_start"
        )
    )
    assert max(grains.values()) > 1
    assert {row["period_start"]: row["NPS"] is None for row in result["data"]} == {
        start: count > 1 for start, count in grains.items()
    }


def test_who_may_only_read_the_general_tables_is_enough(imported: Imported) -> None:
    database = imported.superset.ask("/api/v1/database/", token=imported.token)["result"]
    assert [one["database_name"] for one in database] == ["CX Metrics"]
    assert [one["allow_dml"] for one in database] == [False]
