"""The pages claim no more than the published tables: few are not ranked, parts not compared, unknown is not hidden."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from dagster_project.dashboard.payload import Cell, Payload, Table
from dagster_project.dashboard.rows import opening_rows
from dagster_project.dashboard.texts import words
from dagster_project.dashboard.views import VIEWS
from tests.dashboard.built import Dashboards
from tests.dashboard.reading import Shown, opened

say = words("en").say


@pytest.fixture
def overview(browser: Browser, dashboards: Dashboards) -> Any:
    """The general page as it opens."""
    with opened(browser, dashboards.page("general")) as shown:
        yield shown


@pytest.fixture
def frontline(browser: Browser, dashboards: Dashboards) -> Any:
    """The frontline page as it opens."""
    with opened(browser, dashboards.page("frontline")) as shown:
        yield shown


def test_groups_of_few_answers_stand_last_whatever_their_score(dashboards: Dashboards, overview: Shown) -> None:
    period = dashboards.rows(
        """select period_start from cx.metric_values
        where metric = 'nps' and survey_kind = 'relational' and dimension = 'country' and period_grain = 'month'
            and not is_suppressed
        group by period_start
        having max(value) filter (where is_low_base) > min(value) filter (where not is_low_base)
        order by period_start desc limit 1"""
    )[0]["period_start"]
    overview.choose(grain="month", period=str(period), compared="country")
    shown = [row for row in overview.table("segments") if re.match(r"-?[0-9]", row[say("column.value")])]
    few = [row[say("column.is_low_base")] == say("code.boolean.true") for row in shown]
    assert set(few) == {True, False}  # both are there, or the order would say nothing
    assert few == sorted(few)


def test_no_chance_is_told_of_few_answers(dashboards: Dashboards, overview: Shown) -> None:
    overview.choose(grain="month", touchpoint="onboarding", segment="Small business")
    rows = overview.table("satisfaction_trend")
    few = [row for row in rows if row[say("column.is_low_base")] == say("code.boolean.true")]
    assert few
    assert {row[say("column.change_p_value")] for row in few} == {""}


def test_a_small_p_that_is_no_claim_is_not_called_chance(dashboards: Dashboards, overview: Shown) -> None:
    found = dashboards.rows(
        """select metric, period_start, member from cx.metric_values
        where metric in ('nps', 'csat', 'ces') and dimension = 'segment' and period_grain = 'month' and not is_low_base
            and change_p_value < 0.05 and not is_significant_change and member <> 'unknown'
            and survey_kind = case metric when 'nps' then 'relational' else 'transactional' end
        order by period_start, metric, member limit 1"""
    )
    assert found
    overview.choose(grain="month", period=str(found[0]["period_start"]), segment=found[0]["member"])
    tile = overview.page.locator(f'[data-metric="{found[0]["metric"]}"] .change').inner_text()
    assert tile.endswith(say("kpis.low_before", change=""))


def test_the_line_over_the_cases_counts_those_beyond_the_cap_too(dashboards: Dashboards, frontline: Shown) -> None:
    count, overdue = dashboards.rows(
        """select count(*) as cases, count_if(is_overdue) as overdue from cx.follow_ups
        where status in ('open', 'contacted')""",
        "frontline",
    )[0].values()
    line = frontline.page.locator("#follow_ups .body > p").inner_text()
    assert line.startswith(f"{count:,} open: ")
    assert f" {overdue:,} overdue" in line
    frontline.choose(segment="unknown")
    missing = dashboards.rows(
        "select count(*) as n from cx.follow_ups where status in ('open', 'contacted') and segment is null", "frontline"
    )[0]["n"]
    assert frontline.page.locator("#follow_ups .body > p").inner_text().startswith(f"{missing:,} open: ")


def test_a_running_period_is_told_and_its_churn_is_not_compared(overview: Shown) -> None:
    overview.choose(grain="quarter", period="2026-10-01")
    assert say("filter.running", period="Q4 2026") in overview.page.locator("#shown").inner_text()
    churn = overview.page.locator('[data-metric="churn_rate"]').inner_text()
    assert say("kpis.running", date="31 Oct 2026") in churn
    assert say("kpis.year_ago", value="") not in churn


def test_an_invitation_is_not_called_an_answer(dashboards: Dashboards, overview: Shown) -> None:
    row = dashboards.rows(
        """select numerator, denominator from cx.metric_values where metric = 'response_rate' and dimension = 'all'
            and period_grain = 'quarter' and period_start = date '2026-07-01'"""
    )[0]
    tile = overview.page.locator('[data-metric="response_rate"]').inner_text()
    wanted = say("kpis.of_invitations", answers=f"{row['numerator']:,.0f}", count=f"{row['denominator']:,}")
    assert wanted in tile


def test_a_quarter_without_a_row_is_a_gap_in_the_pictures_too() -> None:
    view = next(view for view in VIEWS if view.name == "nps_trend")
    starts = ["2025-01-01", "2025-04-01", "2026-01-01"]
    same = {
        "metric": "nps",
        "survey_kind": "relational",
        "period_grain": "quarter",
        "dimension": "all",
        "member": "all",
    }
    columns: dict[str, list[Cell]] = {name: [value] * 3 for name, value in same.items()}
    columns |= {"period_start": list(starts), "period_end": list(starts), "value": [1.0, 2.0, 3.0]}
    meta = {
        "kinds": {"nps": "relational"},
        "default": {"grain": "quarter", "period": "2026-01-01"},
        "names": {},
        "terms": {},
        "as_of": "2026-04-30",
    }
    payload = Payload(meta, {"scores": Table(columns)})
    rows = opening_rows(view, payload, words("en"))
    assert [(row["period_start"], row["value"]) for row in rows] == [
        ("2025-01-01", 1.0),
        ("2025-04-01", 2.0),
        ("2025-07-01", None),
        ("2025-10-01", None),
        ("2026-01-01", 3.0),
    ]
