"""Response rate, open rate and contact frequency of the sample against pandas, and against what was put in."""

import datetime as dt
import json

import duckdb
import pandas as pd
import pytest

from dagster_project.settings import PROJECT_ROOT
from tests.integration import invitation_oracle
from tests.integration.conftest import AS_OF, Installation
from tests.integration.invitation_oracle import KEYS

RAW = PROJECT_ROOT / "data" / "raw"
NUMBERS = ["respondent_count", "numerator", "denominator", "value", "ci_lower", "ci_upper"]


def frame(sample: Installation, sql: str) -> pd.DataFrame:
    """Rows of the general publication, days as dates."""
    with duckdb.connect(sample.published / "cx_metrics.duckdb", read_only=True) as connection:
        rows = connection.execute(sql).df()
    for column in {"period_start", "period_end", "month"} & set(rows.columns):
        rows[column] = rows[column].dt.date
    return rows


@pytest.fixture(scope="module")
def counted() -> pd.DataFrame:
    """The independent counts."""
    return invitation_oracle.counted(RAW, dt.date.fromisoformat(AS_OF))


def test_published_response_rates_equal_an_independent_computation(sample: Installation) -> None:
    published = frame(sample, "select * from cx.metric_values where metric = 'response_rate'").set_index(KEYS)
    expected = invitation_oracle.response_rate(RAW, dt.date.fromisoformat(AS_OF)).set_index(KEYS)
    assert set(published.index) == set(expected.index)
    assert {key[0] for key in published.index} == {"month", "quarter", "year", "trailing_90_days", "all_time"}
    visible = published[~published["is_suppressed"]]
    assert len(visible) > 500
    pd.testing.assert_frame_equal(
        visible[NUMBERS].astype(float),
        expected.loc[visible.index, NUMBERS].astype(float),
        check_exact=False,
        rtol=1e-9,
        atol=1e-9,
    )


def test_the_contact_scorecard_equals_an_independent_computation(sample: Installation, counted: pd.DataFrame) -> None:
    published = frame(sample, "select * from cx.contact_scorecard where invitations is not null")
    touchpoints = counted[counted["dimension"] == "touchpoint"]
    months = touchpoints[touchpoints["period_grain"] == "month"]
    expected = months.rename(
        columns={"period_start": "month", "member": "touchpoint", "sent": "invitations", "answered": "responses"}
    )
    expected["response_rate"] = 100 * expected["responses"] / expected["delivered"]
    expected["open_rate"] = 100 * expected["opened"] / expected["delivered"]
    columns = ["invitations", "delivered", "opened", "responses", "response_rate", "open_rate"]
    ours = published.set_index(["month", "touchpoint"])[columns].astype(float)
    theirs = expected.set_index(["month", "touchpoint"]).rename(columns={"invited": "invited_customers"})
    assert len(ours) == len(theirs) > 70
    pd.testing.assert_frame_equal(ours, theirs.loc[ours.index, columns].astype(float), check_index_type=False)
    people = published.set_index(["month", "touchpoint"])["invited_customers"].astype(float)
    pd.testing.assert_series_equal(people, theirs.loc[people.index, "invited_customers"].astype(float))


def test_contact_frequency_is_invitations_per_known_customer_in_ninety_days(sample: Installation) -> None:
    rows = invitation_oracle.invitations(RAW)
    last = dt.date.fromisoformat(AS_OF)
    window = rows[rows["day"].between(last - dt.timedelta(days=89), last)].dropna(subset="customer")
    groups = window.groupby("touchpoint")["customer"]
    expected = (groups.size() / groups.nunique()).to_dict()
    published = frame(sample, "select * from cx.contact_scorecard where month = date '2026-10-01'")
    found = dict(zip(published["touchpoint"], published["invitations_per_customer"], strict=True))
    assert found == pytest.approx(expected)
    assert max(expected.values()) > 1.05


def test_the_counts_that_the_generator_meant_are_published(sample: Installation) -> None:
    truth = json.loads((PROJECT_ROOT / "data" / "sample_truth.json").read_text(encoding="utf-8"))
    expected = {
        (invitation_oracle.SURVEYS[campaign], count["answered"], count["delivered"])
        for campaign, count in truth["survey_invitations"].items()
    }
    published = sample.query(
        """select member, numerator, denominator from cx.metric_values
        where metric = 'response_rate' and period_grain = 'all_time' and dimension = 'survey'""",
        "cx_metrics.duckdb",
    )
    assert set(published) == expected
    remarks = sample.query("select remark from cx.data_quality where remark like 'invitations without a time%'")
    undated = sum(int(str(remark).rsplit(": ", 1)[1]) for (remark,) in remarks)
    assert undated == truth["planted"]["survey_invitations"]["messages without any time"] > 0


def test_the_scorecards_show_the_response_rate_of_the_month(sample: Installation) -> None:
    differing = sample.query(
        """select * from cx.metric_values as metrics
        left join cx.segment_scorecard as segments
            on metrics.period_start = segments.month and metrics.member = segments.segment
        left join cx.overall_scorecard as whole on metrics.period_start = whole.month and metrics.dimension = 'all'
        where metrics.metric = 'response_rate' and metrics.period_grain = 'month'
        and metrics.dimension in ('all', 'segment')
        and coalesce(segments.response_rate, whole.response_rate) is distinct from metrics.value""",
        "cx_metrics.duckdb",
    )
    assert differing == []
    assert sample.query("select count(response_rate) from cx.overall_scorecard") == [(12,)]


def test_the_steps_of_the_journey_that_nobody_asks_about_are_named(sample: Installation) -> None:
    unasked = sample.query(
        "select touchpoint from cx.touchpoint_coverage where not is_asked order by journey_order", "cx_metrics.duckdb"
    )
    assert unasked == [("product_use",), ("renewal",), ("cancellation",)]
