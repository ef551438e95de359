"""What is chosen in the head is what the views show: the published rows of that choice, or words."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from dagster_project.dashboard.rows import period_name
from dagster_project.dashboard.texts import words
from tests.dashboard.built import Dashboards
from tests.dashboard.reading import Row, Shown, number, opened

RECENT = "(period_start > (select as_of from cx.publication) - interval 3 year or period_grain = 'all_time')"
say = words("en").say
VALUE, LOWER, UPPER, MEMBER = (say(f"column.{name}") for name in ("value", "ci_lower", "ci_upper", "member"))
FIGURES = {"value": VALUE, "ci_lower": LOWER, "ci_upper": UPPER}
KINDS = {"nps": "relational", "csat": "transactional", "ces": "transactional", "first_response_minutes": "none"}


def published(dashboards: Dashboards, **where: str) -> list[dict[str, Any]]:
    """Published scores with these values, the oldest first."""
    conditions = " and ".join(f"{column} = '{value}'" for column, value in where.items())
    return dashboards.rows(
        f"select * from cx.metric_values where {conditions} and {RECENT} order by period_start, member"
    )


def same(table: list[Row], rows: list[dict[str, Any]], figures: dict[str, str] | None = None) -> None:
    """Assert that a table shows the figures of some published rows in their order, and a word for what is hidden."""
    assert len(table) == len(rows)
    for shown, row in zip(table, rows, strict=True):
        for column, heading in (figures or FIGURES).items():
            if row[column] is None:
                assert shown[heading] == (say("view.hidden") if row["is_suppressed"] else "")
            else:
                figure = number(shown[heading])
                assert figure is not None and abs(figure - row[column]) <= 0.0551, (column, shown, row)


def period_of(row: dict[str, Any]) -> str:
    return period_name(row["period_grain"], str(row["period_start"]), str(row["period_end"]), words("en"))


@pytest.fixture(scope="module")
def overview(browser: Browser, dashboards: Dashboards) -> Any:
    """The general page; each test chooses from its opening."""
    with opened(browser, dashboards.page("general")) as shown:
        yield shown


@pytest.fixture(autouse=True)
def _from_the_opening(overview: Shown) -> None:
    overview.page.locator("#reset").click()
    overview.choose(language="en", appearance="auto")


@pytest.mark.parametrize("grain", ["month", "quarter", "year", "all_time"])
def test_a_period_type_shows_the_published_scores_of_its_periods(
    dashboards: Dashboards, overview: Shown, grain: str
) -> None:
    assert grain in overview.options("grain")
    overview.choose(grain=grain)
    rows = published(dashboards, metric="nps", survey_kind="relational", period_grain=grain, dimension="all")
    table = overview.table("nps_trend")
    same(table, rows)
    assert [row[say("column.period")] for row in table] == [period_of(row) for row in rows]


def test_trailing_windows_are_shown_by_the_day_they_end(dashboards: Dashboards, overview: Shown) -> None:
    overview.choose(grain="trailing_90_days", segment="Enterprise")
    where = {"metric": "nps", "period_grain": "trailing_90_days", "dimension": "segment", "member": "Enterprise"}
    same(overview.table("nps_trend"), published(dashboards, survey_kind="relational", **where))


def test_every_period_on_offer_shows_its_own_figures_at_the_top(dashboards: Dashboards, overview: Shown) -> None:
    overview.choose(grain="month")
    periods = overview.options("period")
    assert len(periods) >= 24
    for period in (periods[0], periods[1], periods[12], periods[-1]):
        overview.choose(period=period)
        table = {row[say("column.metric")]: row for row in overview.table("kpis")}
        for metric in ("nps", "csat", "ces"):
            where = {"metric": metric, "survey_kind": KINDS[metric], "period_grain": "month", "period_start": period}
            same([table[say(f"code.metric.{metric}")]], published(dashboards, **where, dimension="all"))


@pytest.mark.parametrize(
    ("filter_", "dimension"), [("segment", "segment"), ("country", "country"), ("touchpoint", "touchpoint")]
)
def test_each_member_of_a_filter_shows_its_own_scores(
    dashboards: Dashboards, overview: Shown, filter_: str, dimension: str
) -> None:
    overview.choose(grain="month")
    members = overview.options(filter_)[1:]
    rows = dashboards.rows(f"select distinct member from cx.metric_values where dimension = '{dimension}' and {RECENT}")
    assert set(members) == {row["member"] for row in rows}
    for member in members:
        overview.choose(**{filter_: member})
        where = {"period_grain": "month", "dimension": dimension, "member": member}
        same(overview.table("nps_trend"), published(dashboards, metric="nps", survey_kind="relational", **where))
        expected = [
            row
            for metric in ("ces", "csat")
            for row in published(dashboards, metric=metric, survey_kind="transactional", **where)
        ]
        same(overview.table("satisfaction_trend"), expected)


def test_response_times_follow_the_segment(dashboards: Dashboards, overview: Shown) -> None:
    for segment in ("all", "Enterprise"):
        overview.choose(segment=segment)
        where = {"dimension": "all" if segment == "all" else "segment", "member": segment, "period_grain": "quarter"}
        figures = {name: say(f"column.{name}") for name in ("value", "median_score", "p90_score")}
        same(overview.table("response_time"), published(dashboards, metric="first_response_minutes", **where), figures)


@pytest.mark.parametrize("kind", ["relational", "transactional"])
def test_a_kind_of_survey_shows_that_kind_and_no_other(dashboards: Dashboards, overview: Shown, kind: str) -> None:
    assert kind in overview.options("kind")
    overview.choose(kind=kind)
    where = {"survey_kind": kind, "period_grain": "quarter", "dimension": "all"}
    same(overview.table("nps_trend"), published(dashboards, metric="nps", **where))
    expected = [row for metric in ("ces", "csat") for row in published(dashboards, metric=metric, **where)]
    same(overview.table("satisfaction_trend"), expected)
    assert (overview.table("nps_trend") == []) == (kind == "transactional")


@pytest.mark.parametrize("by", ["segment", "country", "touchpoint"])
def test_groups_are_compared_by_what_is_chosen(dashboards: Dashboards, overview: Shown, by: str) -> None:
    overview.choose(grain="year", compared=by)
    period = overview.choices()["period"]
    where = {"metric": "nps", "survey_kind": "relational", "period_grain": "year", "period_start": period}
    rows = published(dashboards, **where, dimension=by)
    rows.sort(key=lambda row: (row["value"] is None, -(row["value"] or 0)))
    table = overview.table("segments")
    same(table, rows)
    assert overview.page.locator("#segments h2").inner_text() == say(f"segments.title_{by}")
    assert len(rows) > 1 or by == "touchpoint"


def test_segment_and_touchpoint_together_show_the_published_pair(dashboards: Dashboards, overview: Shown) -> None:
    overview.choose(segment="Enterprise", touchpoint="support")
    where = {"period_grain": "quarter", "dimension": "segment_touchpoint", "member": "Enterprise / support"}
    expected = [
        row
        for metric in ("ces", "csat")
        for row in published(dashboards, metric=metric, survey_kind="transactional", **where)
    ]
    same(overview.table("satisfaction_trend"), expected)
    assert len(expected) > 4


def test_a_combination_that_is_not_published_shows_words_and_no_zero(overview: Shown) -> None:
    overview.choose(segment="Enterprise", country=overview.options("country")[1])
    for view in ("nps_trend", "satisfaction_trend", "segments", "score_distribution"):
        assert say("view.not_combined") in overview.text(view)
        assert overview.table(view) == []
        assert overview.page.locator(f"#{view} .chart").count() == 0
    tile = overview.page.locator('[data-metric="nps"]').inner_text()
    assert say("view.not_combined") in tile
    assert say("view.not_published") in overview.page.locator("#shown").inner_text()
    assert "0" not in tile.replace("90", "")


def test_views_of_segments_follow_the_segment_and_say_which_filters_they_do_not(
    dashboards: Dashboards, overview: Shown
) -> None:
    period = overview.choices()["period"]
    overview.choose(segment="Enterprise", touchpoint="support")
    tables = {
        "key_drivers": "cx.key_drivers where model = 'without_overall_satisfaction' and survey_kind = 'relational'"
        " and period_grain = 'quarter' and segment = 'Enterprise'",
        "themes": "cx.comment_themes where period_grain = 'quarter' and segment = 'Enterprise'",
        "score_changes": "cx.band_transitions where segment = 'Enterprise'",
    }
    for view, table in tables.items():
        rows = dashboards.rows(f"select * from {table} and period_start = '{period}'")
        assert len(overview.table(view)) == len(rows) > 0
        assert {row[say("column.segment")] for row in overview.table(view)} == {"Enterprise"}
        assert say("filter.touchpoint").lower() in overview.notes(view)
    assert {row[say("column.segment")] for row in overview.table("economics")} == {"Enterprise"}


def test_a_view_without_periods_of_that_type_says_which_it_shows(overview: Shown) -> None:
    overview.choose(grain="month")
    for view in ("key_drivers", "score_changes"):
        assert overview.table(view)
        assert say("view.other_period", period="Q")[:-2] in overview.notes(view)


def test_the_journey_shows_its_touchpoints_for_the_period(dashboards: Dashboards, overview: Shown) -> None:
    where = {"period_grain": "quarter", "period_start": overview.choices()["period"], "dimension": "touchpoint"}
    table = overview.table("journey")
    for metric in ("csat", "ces"):
        rows = published(dashboards, metric=metric, survey_kind="transactional", **where)
        shown = [row for row in table if row[say("column.metric")] == say(f"code.metric.{metric}")]
        same(shown, rows)
        assert len(rows) > 3


def test_a_language_changes_every_word_and_no_figure(overview: Shown) -> None:
    english = overview.csv_rows("nps_trend")
    overview.choose(language="sv")
    swedish = overview.csv_rows("nps_trend")
    assert [row["Value"] for row in english] == [row["Värde"] for row in swedish]
    assert overview.page.title() == words("sv").say("page.title_general")
    assert overview.page.locator("#nps_trend h2").inner_text() == words("sv").say("nps_trend.title")
    assert "language=sv" in overview.page.url or overview.page.url.endswith("#")


CHOSEN = {
    "grain": "month",
    "period": "2026-03-01",
    "segment": "Enterprise",
    "touchpoint": "support",
    "kind": "transactional",
    "language": "sv",
    "appearance": "dark",
}


def test_an_address_opens_what_its_sender_saw(dashboards: Dashboards, browser: Browser, overview: Shown) -> None:
    overview.choose(**CHOSEN, compared="touchpoint")
    address = overview.page.url.split("#")[1]
    seen = [overview.table(view) for view in ("satisfaction_trend", "segments", "kpis", "themes")]
    assert CHOSEN.items() <= overview.choices().items()
    with opened(browser, dashboards.page("general"), address) as theirs:
        assert theirs.choices() == overview.choices()
        assert [theirs.table(view) for view in ("satisfaction_trend", "segments", "kpis", "themes")] == seen
        theirs.page.reload()
        theirs.page.wait_for_selector('html[data-ready="yes"]')
        assert theirs.choices() == overview.choices()
        assert theirs.troubles == []


def test_clearing_the_filters_keeps_language_and_appearance_and_nothing_else(overview: Shown) -> None:
    opening = overview.choices()
    overview.choose(**CHOSEN)
    overview.page.locator("#reset").click()
    assert overview.choices() == {**opening, "language": "sv", "appearance": "dark"}


@pytest.mark.parametrize(
    "address",
    [
        "grain=decade&period=1850-01-01&segment=Nobody&country=XX&touchpoint=moon&kind=secret&language=tlh&appearance=pink",
        "compared=__proto__&theme=constructor&band=toString&segment=__proto__",
        "period=%E0%A4%A&grain",
        "&&&===#",
        "unknown=1&segment=",
    ],
)
def test_a_mistyped_address_falls_back_to_the_opening(overview: Shown, address: str) -> None:
    opening = overview.choices()
    seen = overview.table("nps_trend")
    overview.go(address)
    assert overview.choices() == opening
    assert overview.table("nps_trend") == seen
    assert overview.troubles == []
