"""Net sentiment, conversion and bounce rate of the sample against pandas, and against what was put in."""

import datetime as dt
import json

import duckdb
import pandas as pd
import pytest

from dagster_project.settings import PROJECT_ROOT
from tests.integration import reach_oracle
from tests.integration.conftest import AS_OF, Installation

RAW = PROJECT_ROOT / "data" / "raw"
GENERAL = "cx_metrics.duckdb"
NUMBERS = ["respondent_count", "numerator", "denominator", "value", "ci_lower", "ci_upper"]
METRICS = ("net_sentiment", "conversion_rate", "bounce_rate")


def as_read(sample: Installation) -> dict[str, str]:
    """What texts say of which the listening service tells nothing."""
    with duckdb.connect(sample.warehouse, read_only=True) as connection:
        found = connection.execute(
            """select mention_id, readings.sentiment from raw.mentions
            inner join comments.readings on md5(mentions.text) = readings.text_hash
            where readings.sentiment is not null"""
        )
        return dict(found.fetchall())


@pytest.fixture(scope="module")
def expected(sample: Installation) -> pd.DataFrame:
    """The independent figures."""
    return reach_oracle.measured(RAW, dt.date.fromisoformat(AS_OF), as_read(sample))


def test_published_figures_equal_an_independent_computation(sample: Installation, expected: pd.DataFrame) -> None:
    with duckdb.connect(sample.published / GENERAL, read_only=True) as connection:
        published = connection.execute(f"select * from cx.metric_values where metric in {METRICS}").df()
    for column in ("period_start", "period_end"):
        published[column] = published[column].dt.date
    published = published.set_index(reach_oracle.KEYS)
    assert set(published.index) == set(expected.index)
    assert set(published["survey_kind"]) == {"none"}
    visible = published[~published["is_suppressed"]]
    assert len(visible) > 400
    pd.testing.assert_frame_equal(
        visible[NUMBERS].astype(float),
        expected.loc[visible.index, NUMBERS].astype(float),
        check_exact=False,
        rtol=1e-9,
        atol=1e-9,
    )
    hidden = expected.loc[published.index[published["is_suppressed"]]]
    assert set(hidden.index.get_level_values("metric")) <= {"net_sentiment"}
    assert visible["change_p_value"].isna().all() and visible["change"].notna().any()


def test_the_website_of_the_journey_has_its_visits_and_searches(sample: Installation) -> None:
    published = sample.query(
        "select month, sessions, searches from cx.touchpoint_scorecard where touchpoint = 'website' order by month",
        GENERAL,
    )
    visits, searches = (
        rows.assign(month=[day.replace(day=1) for day in rows["day"]]).groupby("month")[column].sum().to_dict()
        for rows, column in ((reach_oracle.traffic(RAW), "sessions"), (reach_oracle.searches(RAW), "searches"))
    )
    assert published == [(month, count, searches.get(month)) for month, count in sorted(visits.items())]
    elsewhere = "select count(*) from cx.touchpoint_scorecard where touchpoint <> 'website' and sessions is not null"
    assert sample.query(elsewhere, GENERAL) == [(0,)]


def test_the_counts_that_the_generator_meant_are_published(sample: Installation) -> None:
    truth = json.loads((PROJECT_ROOT / "data" / "sample_truth.json").read_text(encoding="utf-8"))
    won, left = sample.query(
        """select numerator, denominator from cx.metric_values where period_grain = 'all_time' and dimension = 'all'
        and metric in ('conversion_rate', 'bounce_rate') order by metric desc""",
        GENERAL,
    )
    web = truth["web"]
    assert won == (web["conversions"], web["sessions"])
    assert left == (web["sessions"] - web["engaged sessions"], web["sessions"])
    assert sample.query("select sum(searches) from cx.touchpoint_scorecard", GENERAL) == [(web["searches"],)]
    told = reach_oracle.mentions(RAW, {})
    counts = {
        name: int((told["points"] == points).sum()) for name, points in reach_oracle.POINTS.items() if "_" not in name
    }
    assert counts == truth["brand_mentions"]
