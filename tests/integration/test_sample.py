"""The sample's published numbers against an independent computation in pandas, and against what was planted."""

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

from dagster_project.settings import PROJECT_ROOT
from tests.integration import money_oracle, sample_oracle
from tests.integration.conftest import AS_OF, Installation

RAW = PROJECT_ROOT / "data" / "raw"
KEYS = ["metric", "survey_kind", "period_grain", "start", "dimension", "member"]
NUMBERS = ["numerator", "denominator", "respondent_count", "value", "ci_lower", "ci_upper"]


def frame(sample: Installation, sql: str) -> pd.DataFrame:
    """Published rows as a frame."""
    import duckdb

    with duckdb.connect(sample.published / "cx_metrics.duckdb", read_only=True) as connection:
        return connection.execute(sql).df()


def counts(sample: Installation, sql: str) -> dict[str, int]:
    """A count by name."""
    return {str(name): int(str(count)) for name, count in sample.query(sql)}


def keyed(rows: pd.DataFrame) -> pd.DataFrame:
    """By key, the first day as text, empty for all time."""
    has_start = rows["period_grain"] != "all_time"
    start = pd.to_datetime(rows["period_start"]).dt.strftime("%Y-%m-%d").where(has_start, "")
    return rows.assign(start=start).set_index(KEYS).sort_index()


@pytest.mark.parametrize("metric", ["nps", "csat", "ces"])
def test_published_scores_equal_an_independent_computation(sample: Installation, metric: str) -> None:
    published = keyed(
        frame(sample, f"select * from cx.metric_values where metric = '{metric}' and coalesce(denominator, 1) > 0")
    )
    expected = keyed(getattr(sample_oracle, metric)(RAW))
    visible = published[~published["is_suppressed"]]
    assert set(published.index) == set(expected.index)
    assert len(visible) > 1000
    pd.testing.assert_frame_equal(
        visible[NUMBERS].astype(float),
        expected.loc[visible.index, NUMBERS].astype(float),
        check_exact=False,
        rtol=1e-9,
        atol=1e-9,
    )


@pytest.mark.parametrize("metric", ["clv", "projected_clv"])
def test_published_values_of_customers_equal_an_independent_computation(sample: Installation, metric: str) -> None:
    published = keyed(frame(sample, f"select * from cx.metric_values where metric = '{metric}' and not is_suppressed"))
    expected = keyed(money_oracle.clv(RAW, dt.date.fromisoformat(AS_OF)))
    expected["total"] = expected["total"].where(expected["known_count"] > 0)
    both = published.join(expected[["mean", "median", "total", "known_count"]], how="left")
    assert len(both) > 500
    for ours, theirs in (("value", "mean"), ("median_score", "median"), ("numerator", "total")):
        pd.testing.assert_series_equal(
            both[ours].astype(float), both[theirs].astype(float), check_names=False, rtol=1e-9
        )
    assert (both["denominator"] == both["known_count"]).all()


def test_published_churn_equals_an_independent_computation(sample: Installation) -> None:
    published = frame(sample, "select * from cx.metric_values where metric = 'churn_rate' and denominator > 0")
    expected = keyed(money_oracle.churn(RAW, dt.date.fromisoformat(AS_OF)))
    both = keyed(published).join(expected[["started", "lost", "rate"]], how="left")
    assert set(published["period_grain"]) == {"month", "quarter", "year", "trailing_90_days"}
    assert len(both) > 500
    assert (both["denominator"] == both["started"]).all()
    assert (both["numerator"] == both["lost"]).all()
    pd.testing.assert_series_equal(both["value"], both["rate"].astype(float), check_names=False, rtol=1e-12)


def test_the_publication_says_how_many_tables_and_rows_it_has(sample: Installation) -> None:
    names = [name for (name,) in sample.query("select table_name from duckdb_tables() where schema_name = 'cx'")]
    rows = sample.query(" union all ".join(f"select count(*) from cx.{name}" for name in names))
    said = sample.query("select tables, rows from cx.publication")
    assert said == [(len(names), sum(int(str(count)) for (count,) in rows))]


def test_every_planted_defect_is_found_again(sample: Installation) -> None:
    planted = json.loads((PROJECT_ROOT / "data" / "sample_truth.json").read_text(encoding="utf-8"))["planted"]
    excluded = (
        "select source || ': ' || exclusion_reason, count(*) from cx.survey_responses where not is_counted group by 1"
    )
    reasons = counts(sample, excluded)
    relationship, touchpoint = planted["relationship_survey"], planted["touchpoint_survey"]
    incomplete = relationship["partials"] + relationship["partials finished in the next file"]
    assert reasons == {
        "relationship_survey: preview": relationship["preview rows"],
        "relationship_survey: test": relationship["test rows"],
        "relationship_survey: spam": relationship["spam rows"],
        "relationship_survey: incomplete": incomplete,
        "relationship_survey: superseded": relationship["superseded rows"],
        "relationship_survey: double_submission": relationship["double submissions"],
        "touchpoint_survey: repeated_interaction": touchpoint["repeated interactions"],
    }
    rejected = counts(sample, "select source, sum(rows_rejected) from cx.data_quality group by source")
    assert rejected["relationship_survey"] == relationship["rows with an impossible date"]
    assert rejected["erp_revenue"] == planted["erp_revenue"]["bookings with an impossible date"]
    unmapped = counts(sample, "select source, sum(unmapped_values) from cx.data_quality group by source")
    assert unmapped["touchpoint_survey"] == 5


def test_the_counts_that_the_generator_knows_are_published(sample: Installation) -> None:
    truth = json.loads((PROJECT_ROOT / "data" / "sample_truth.json").read_text(encoding="utf-8"))
    latest = truth["relationship_survey"]["latest_answer_of_each_respondent"]
    published = sample.query(
        """select member, numerator, denominator from cx.metric_values where metric = 'nps' and dimension = 'segment'
        and period_grain = 'all_time' and survey_kind = 'relational'""",
        "cx_metrics.duckdb",
    )
    expected = {
        (segment, bands["promoter"] - bands["detractor"], sum(bands.values()))
        for segment, bands in latest.items()
        if segment != "all"
    }
    assert set(published) == expected
    active = sample.query("select count(*) from cx.customers where is_active")
    assert active == [(truth["customers_active_on_the_last_day"],)]


def test_purchases_are_expected_where_orders_come_at_random_and_nowhere_else(sample: Installation) -> None:
    rows = sample.query(
        """select segment, reason, holdout_bias_rate, holdout_naive_bias_rate,
            holdout_mean_error < holdout_naive_mean_error
        from cx.lifetime_models order by segment"""
    )
    assert [(segment, reason is None) for segment, reason, *_ in rows] == [
        ("Public sector", False),
        ("Small business", True),
        ("unknown", False),
    ]
    _, _, bias, naive_bias, is_better = rows[1]
    assert abs(float(str(bias))) < 8
    assert float(str(naive_bias)) > 10
    assert is_better
    figures = sample.query(
        """select segment, count(*) from cx.customers where expected_revenue_12_months is not null group by segment"""
    )
    assert [segment for segment, _ in figures] == ["Small business"]
    assert "too regularly" in str(rows[0][1])


def test_no_address_telephone_or_name_reaches_a_published_file(sample: Installation) -> None:
    crm = (RAW / "crm_customers").glob("*.csv")
    lines = [line for file in crm for line in file.read_text(encoding="cp1252").splitlines()[1:200] if ";" in line]
    names = {line.split(";")[1] for line in lines if len(line.split(";")[1]) > 8}
    addresses = {line.split(";")[2].lower() for line in lines if "@" in line}
    assert len(names) > 50 and len(addresses) > 50
    content = b"".join(file.read_bytes() for file in sample.published.rglob("*.duckdb"))
    assert not [text for text in names | addresses if text.encode() in content]
    assert b"@example." not in content


def test_the_summary_shows_the_scorecard_the_files_and_where_to_look(sample: Installation) -> None:
    output = (sample.root / "output.txt").read_text(encoding="utf-8")
    for text in (
        "Enterprise",
        "Public sector",
        "NPS",
        "95 % interval",
        "CSAT",
        "CES",
        "CLV",
        "rows read",
        "cx_metrics.duckdb",
    ):
        assert text in output
    assert "\x1b" not in output
    assert "load relationship_survey" in output and "check relationship_survey" in output


def test_the_validation_page_stands_alone(sample: Installation) -> None:
    page = (Path(sample.root) / "warehouse" / "validation" / "index.html").read_text(encoding="utf-8")
    assert "recommend_lies_on_its_scale" in page
    assert "src=" not in page and "http://" not in page and "https://" not in page
