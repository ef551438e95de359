"""The frontline page adds the cube up by the published formulas, for combinations that nobody publishes."""

import math
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from dagster_project.dashboard.texts import words
from dagster_project.settings import PROJECT_ROOT
from tests.dashboard.built import Dashboards
from tests.dashboard.reading import Shown, number, opened

say = words("en").say
Z = yaml.safe_load((PROJECT_ROOT / "dbt" / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["confidence_z"]
KINDS = {"nps": "relational", "csat": "transactional", "ces": "transactional"}
COUNTS = {
    "nps": "sum(promoters) as promoters, sum(detractors) as detractors, sum(nps_respondents) as n",
    "csat": "sum(csat_satisfied) as satisfied, sum(csat_answers) as n",
    "ces": "sum(ces_satisfied) as satisfied, sum(ces_answers) as n",
}


@pytest.fixture(scope="module")
def frontline(browser: Browser, dashboards: Dashboards) -> Any:
    """The frontline page, by month."""
    with opened(browser, dashboards.page("frontline"), "grain=month") as shown:
        yield shown


def counted(dashboards: Dashboards, metric: str, where: str) -> list[dict[str, Any]]:
    """What the published cube counts, by month."""
    return dashboards.rows(
        f"""select month, {COUNTS[metric]} from cx.metric_cube where survey_kind = '{KINDS[metric]}' and {where}
            and month > (select as_of from cx.publication) - interval 3 year
        group by month having n > 0 order by month""",
        "frontline",
    )


def interval(metric: str, row: dict[str, Any]) -> tuple[float, float, float]:
    """Value and interval, computed without the page: adjusted Wald after docs/metrics/nps.md, Wilson by statsmodels."""
    n = int(row["n"])
    if metric == "nps":
        promoters, detractors = int(row["promoters"]), int(row["detractors"])
        p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
        half = Z * math.sqrt((p + d - (p - d) ** 2) / (n + 3))
        return 100 * (promoters - detractors) / n, max(-100, 100 * (p - d - half)), min(100, 100 * (p - d + half))
    lower, upper = proportion_confint(int(row["satisfied"]), n, alpha=2 * norm.sf(Z), method="wilson")
    return 100 * int(row["satisfied"]) / n, 100 * lower, 100 * upper


@pytest.mark.parametrize(
    "places",
    [
        {"segment": "Enterprise", "country": "SE"},
        {"segment": "Small business", "country": "SE", "touchpoint": "support"},
    ],
    ids=["two places", "three places"],
)
def test_a_free_combination_is_the_sum_of_the_cube(
    dashboards: Dashboards, frontline: Shown, places: dict[str, str]
) -> None:
    frontline.page.locator("#reset").click()
    frontline.choose(grain="month", **places)
    where = " and ".join(f"{name} = '{member}'" for name, member in places.items())
    compared = 0
    for metric, view in (("nps", "nps_trend"), ("csat", "satisfaction_trend"), ("ces", "satisfaction_trend")):
        rows = counted(dashboards, metric, where)
        name = say(f"code.metric.{metric}")
        table = [row for row in frontline.csv_rows(view) if row.get(say("column.metric"), name) == name]
        assert [row[say("column.period_start")] for row in table] == [str(row["month"]) for row in rows]
        for shown, row in zip(table, rows, strict=True):
            said = [float(shown[say(f"column.{one}")].replace(",", ".")) for one in ("value", "ci_lower", "ci_upper")]
            assert said == pytest.approx(interval(metric, row), abs=1e-6)
            assert int(shown[say("column.respondent_count")]) == row["n"]
            compared += 1
    assert compared > 10
    assert say("view.sliced") in frontline.notes("nps_trend") + frontline.notes("satisfaction_trend")


@pytest.mark.parametrize("metric", ["csat", "ces"])
def test_where_a_pair_is_published_the_cube_comes_to_the_same(dashboards: Dashboards, metric: str) -> None:
    where = "segment = 'Enterprise' and touchpoint = 'support'"
    counts = {row["month"]: row for row in counted(dashboards, metric, where)}
    published = dashboards.rows(
        f"""select period_start, value, ci_lower, ci_upper from cx.metric_values
        where metric = '{metric}' and survey_kind = 'transactional' and dimension = 'segment_touchpoint'
            and member = 'Enterprise / support' and period_grain = 'month' and not is_suppressed"""
    )
    pairs = [(row, counts[row["period_start"]]) for row in published if row["period_start"] in counts]
    assert len(pairs) >= 4
    for row, counted_row in pairs:
        assert interval(metric, counted_row) == pytest.approx(
            (row["value"], row["ci_lower"], row["ci_upper"]), abs=1e-6
        )


def test_free_combinations_of_longer_periods_are_words(frontline: Shown) -> None:
    frontline.page.locator("#reset").click()
    frontline.choose(grain="quarter", segment="Enterprise", country="SE")
    for view in ("nps_trend", "satisfaction_trend", "segments"):
        assert say("view.by_month_only") in frontline.text(view)
        assert frontline.table(view) == []


def test_comments_follow_every_filter(dashboards: Dashboards, frontline: Shown) -> None:
    frontline.page.locator("#reset").click()
    frontline.choose(grain="all_time")
    everything = dashboards.rows(
        """select answers.comment, answers.themes, responses.* from cx.survey_comments as answers
        inner join cx.survey_responses as responses on answers.response_id = responses.response_id
        where answers.is_counted and responses.survey_kind <> 'employee'
        order by responses.responded_on desc, answers.response_id, answers.question_id limit 1000""",
        "frontline",
    )
    assert len(frontline.table("comments")) == len(everything) == 1000
    theme = frontline.options("theme")[3]
    wanted = {"segment": "Enterprise", "country": "SE", "kind": "relational", "theme": theme, "band": "detractor"}
    columns = {"kind": "survey_kind", "band": "nps_band"}
    for name, value in wanted.items():
        frontline.choose(**{name: value})
        expected = [
            row
            for row in everything
            if (theme in (row["themes"] or "").split(",") if name == "theme" else row[columns.get(name, name)] == value)
        ]
        table = frontline.table("comments")
        assert [row[say("column.response_id")] for row in table] == [row["response_id"] for row in expected]
        assert 0 < len(expected) < 1000
        frontline.page.locator("#reset").click()
        frontline.choose(grain="all_time")
    frontline.choose(grain="month", period="2026-09-01")
    months = {row[say("column.responded_on")].split(" ", 1)[1] for row in frontline.table("comments")}
    assert months == {"Sept 2026"}


def test_cases_follow_segment_and_touchpoint_and_are_shown_by_priority(
    dashboards: Dashboards, frontline: Shown
) -> None:
    frontline.page.locator("#reset").click()
    count = "select count(*) as n from (select * from cx.follow_ups where status in ('open', 'contacted')"
    order = " order by is_urgent desc, priority, response_id limit 500)"
    for where, choice in (("true", {}), ("segment = 'Enterprise'", {"segment": "Enterprise"})):
        frontline.choose(**choice)
        expected = dashboards.rows(f"{count}{order} where {where}", "frontline")[0]["n"]
        table = frontline.table("follow_ups")
        assert len(table) == expected > 0
        places = [number(row[say("column.priority")]) for row in table if row[say("column.is_urgent")] == "no"]
        assert places == sorted(places, key=lambda place: (place is None, place))


def test_pressing_a_theme_shows_its_comments(frontline: Shown) -> None:
    frontline.page.locator("#reset").click()
    frontline.choose(grain="all_time")
    frontline.page.locator("#themes").scroll_into_view_if_needed()
    frontline.wait_until_drawn()
    before = len(frontline.table("comments"))
    frontline.page.locator("#themes .mark-rect path").first.click()
    assert frontline.page.locator('[data-choice="theme"]').input_value() != "all"
    assert 0 < len(frontline.table("comments")) < before
    assert frontline.troubles == []
