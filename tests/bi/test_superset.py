"""The bundle in a real Superset over a real PostgreSQL: it imports, and every chart shows what was published.

Slow, and the first time it installs Superset: `make test-superset` asks for it, `make test` leaves it out.
"""

import json
import os
import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import sync_playwright

from bi.superset.bundle import FOLDER
from dagster_project.settings import PROJECT_ROOT
from tests.bi.conftest import DASHBOARD, Imported
from tests.bi.superset_server import USER
from tests.postgres_server import MISSING, programs, rows_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("CX_TEST_SUPERSET") != "1",
        reason="it installs Superset and starts it: make test-superset (CX_TEST_SUPERSET=1)",
    ),
    pytest.mark.skipif(programs() is None, reason=MISSING),
]
CHARTS = sorted(path.stem for path in (FOLDER / "charts").glob("*.yaml"))
CHROMIUM = Path("/usr/bin/chromium")
BLOCKED = "csp"  # by the page's own policy, which the configuration of superset_server tightens
PICTURE = PROJECT_ROOT / "build" / "superset.png"
MANUAL = re.compile(r"```sql\n(.*?)```", re.DOTALL)


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
    chart = imported.superset.ask(f"/api/v1/chart/{imported.ids[uuid]}")["result"]
    context = json.loads(chart["query_context"])
    (result,) = imported.superset.ask("/api/v1/chart/data", context)["result"]
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


def test_superset_reads_the_general_tables_and_no_other(imported: Imported) -> None:
    (database,) = imported.superset.ask("/api/v1/database/")["result"]
    assert database["database_name"] == "CX Metrics" and database["allow_dml"] is False
    query = {"database_id": database["id"], "runAsync": False}
    read = imported.superset.ask("/api/v1/sqllab/execute/", query | {"sql": "select * from cx.publication"})
    assert len(read["data"]) == 1
    with pytest.raises(AssertionError, match="permission denied for table customers"):
        imported.superset.ask("/api/v1/sqllab/execute/", query | {"sql": "select * from cx.customers"})


@pytest.mark.parametrize("sql", MANUAL.findall((PROJECT_ROOT / "docs" / "bi_tools.md").read_text(encoding="utf-8")))
def test_the_sql_of_the_manual_gives_rows_of_one_member_and_period_each(imported: Imported, sql: str) -> None:
    rows = rows_of(imported.reader, sql)
    assert len(rows) > 1
    assert len({row[:2] for row in rows}) == len(rows)
    assert [row for row in rows if row[-1] is not None or row[1] is not None]


def test_the_page_shows_every_tab_without_an_error_and_asks_nobody_else(imported: Imported) -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 2100})
        asked: dict[str, str] = {}
        page.on("request", lambda request: asked.update({request.url: asked.get(request.url, "")}))
        page.on("requestfailed", lambda request: asked.update({request.url: request.failure or ""}))
        page.goto(f"{imported.superset.url}/login/")
        page.fill("#username", USER)
        page.fill("#password", imported.superset.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/superset/welcome/")
        page.goto(f"{imported.superset.url}/superset/dashboard/{DASHBOARD}/")
        for number, (tab, charts) in enumerate(charts_by_tab().items()):
            page.get_by_role("tab", name=tab).click()
            for chart in charts:
                place = page.locator(f'[data-test-chart-name="{chart}"]')
                place.scroll_into_view_if_needed()
                place.locator(".slice_container").locator("canvas, table, .header-line").first.wait_for()
            assert page.get_by_text(re.compile("No results|No data|Unexpected error|Data error")).count() == 0, tab
            if number == 0:
                page.wait_for_timeout(2000)  # lines are drawn slowly, on purpose
                PICTURE.parent.mkdir(exist_ok=True)
                page.screenshot(path=PICTURE, clip={"x": 0, "y": 0, "width": 1400, "height": 1090})
        browser.close()
    elsewhere = {
        url: why for url, why in asked.items() if not url.startswith((imported.superset.url, "data:", "blob:"))
    }
    assert len(asked) > 50
    assert {why for why in elsewhere.values() if why != BLOCKED} == set()


def charts_by_tab() -> dict[str, list[str]]:
    """The names of the charts of each tab."""
    (path,) = (FOLDER / "dashboards").glob("*.yaml")
    position = yaml.safe_load(path.read_text(encoding="utf-8"))["position"]
    nodes = [node for node in position.values() if isinstance(node, dict)]
    return {
        tab["meta"]["text"]: [
            node["meta"]["sliceName"] for node in nodes if node["type"] == "CHART" and tab["id"] in node["parents"]
        ]
        for tab in nodes
        if tab["type"] == "TAB"
    }
