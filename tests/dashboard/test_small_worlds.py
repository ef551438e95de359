"""A publication with little in it opens with words where there are no figures, and without an error."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dagster_project.dashboard.build import build_dashboard
from dagster_project.dashboard.texts import words
from dagster_project.dashboard.views import views_for
from dagster_project.publish.tables import Audience
from tests.dashboard.built import EDITIONS, Dashboards
from tests.dashboard.reading import Shown, opened
from tests.dashboard.worlds import emptied, keep, write_pages

say = words("en").say
NO_FIGURES = ", ".join(
    f"null as {column}"
    for column in (
        "respondent_count",
        "numerator",
        "denominator",
        "value",
        "ci_lower",
        "ci_upper",
        "mean_score",
        "median_score",
        "p90_score",
        "within_target_share",
        "previous_value",
        "change",
        "change_p_value",
        "is_significant_change",
    )
)


def all_quiet(shown: Shown) -> None:
    """Assert that a page is drawn without an error."""
    assert "failed" not in shown.wait_until_drawn().values()
    shown.open_all_tables()
    for view in shown.page.locator("main > section").all():
        assert "undefined" not in view.inner_text()
        assert "NaN" not in view.inner_text()
    assert shown.troubles == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_empty_publication_opens_with_words(
    dashboards: Dashboards, browser: Browser, tmp_path: Path, edition: Audience
) -> None:
    with emptied(dashboards, tmp_path) as (made, _):
        pass
    build_dashboard(made.settings)
    with opened(browser, made.page(edition)) as shown:
        all_quiet(shown)
        for view in views_for(edition):
            assert shown.table(view.name) == []
        assert shown.csv("nps_trend").count(b"\r\n") == 1
        assert say("view.empty") in shown.text("nps_trend")
        assert shown.options("segment") == ["all"]
        shown.choose(language="sv")
        shown.page.locator("#reset").click()
        assert shown.troubles == []


def test_a_survey_alone_needs_no_customers(dashboards: Dashboards, browser: Browser, tmp_path: Path) -> None:
    with emptied(dashboards, tmp_path) as (made, files):
        where = "metric = 'nps' and dimension = 'all' and survey_kind = 'relational'"
        keep(files, "metric_values", where=where, change="null as benchmark_value")
    write_pages(made)
    with opened(browser, made.page("general")) as shown:
        all_quiet(shown)
        assert len(shown.table("nps_trend")) > 4
        assert shown.page.locator(".tile").count() == 1
        for view in ("satisfaction_trend", "economics", "score_changes", "initiatives"):
            assert say("view.empty") in shown.text(view)


def test_employees_alone_have_an_enps_and_no_nps(dashboards: Dashboards, browser: Browser, tmp_path: Path) -> None:
    with emptied(dashboards, tmp_path) as (made, files):
        where = "metric = 'nps' and dimension = 'all' and survey_kind = 'relational'"
        keep(files, "metric_values", where=where, change="'enps' as metric, 'employee' as survey_kind")
    write_pages(made)
    with opened(browser, made.page("general")) as shown:
        all_quiet(shown)
        assert len(shown.table("nps_trend")) > 4
        assert shown.page.locator(".tile h3").all_inner_texts() == ["eNPS · Employees"]
        assert shown.options("kind") == ["auto", "employee"]


def test_where_all_is_hidden_there_are_words_and_no_figures(
    dashboards: Dashboards, browser: Browser, tmp_path: Path
) -> None:
    with emptied(dashboards, tmp_path) as (made, files):
        keep(files, "metric_values", change=f"{NO_FIGURES}, true as is_suppressed, true as is_low_base")
    write_pages(made)
    with opened(browser, made.page("general")) as shown:
        all_quiet(shown)
        for view in ("nps_trend", "segments", "satisfaction_trend"):
            table = shown.table(view)
            assert table
            assert {row[say("column.value")] for row in table} == {say("view.hidden")}
            assert "hidden" in shown.notes(view)
        figures = shown.page.locator('[data-metric="nps"] .figure, [data-metric="csat"] .figure').all_inner_texts()
        assert figures == [say("kpis.hidden")] * 2
