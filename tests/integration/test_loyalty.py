"""NPS economics and the loyalty gap of the sample against pandas, and against the laws that were put into it."""

import json
import math
from typing import Any

import duckdb
import pandas as pd
import pytest

from dagster_project.settings import PROJECT_ROOT
from tests.integration import loyalty_oracle, sample_oracle
from tests.integration.conftest import Installation

RAW = PROJECT_ROOT / "data" / "raw"
MONTH_ENDS = [pd.Timestamp(text) for text in ("2024-11-30", "2025-12-31", "2026-09-30", "2026-10-31")]


def frame(sample: Installation, table: str) -> pd.DataFrame:
    """A table of the general publication."""
    with duckdb.connect(sample.published / "cx_metrics.duckdb", read_only=True) as connection:
        return connection.execute(f"from cx.{table}").df()


def at(rows: pd.DataFrame, level: str, value: object) -> pd.DataFrame:
    """The rows of one member of an index's level."""
    return rows[rows.index.get_level_values(level) == value].droplevel(level)


@pytest.fixture(scope="module")
def laws() -> dict[str, Any]:
    """What the generator was told."""
    truth = json.loads((PROJECT_ROOT / "data" / "sample_truth.json").read_text(encoding="utf-8"))
    parameters: dict[str, Any] = truth["parameters"]
    return parameters


@pytest.fixture(scope="module")
def economics(sample: Installation) -> pd.DataFrame:
    """The published table, by its grain."""
    found = frame(sample, "nps_economics").rename(columns={"nps_band": "band"})
    return found.set_index(["period_end", "segment", "band"]).sort_index()


@pytest.fixture(scope="module")
def gaps(sample: Installation) -> pd.DataFrame:
    """The published table with both experiences below each other, by experience, month and segment."""
    rows = frame(sample, "loyalty_gap")
    columns = ["customers", "returned_customers", "not_returned_customers", "gap_share", "ci_lower", "ci_upper"]
    parts = []
    for experience, prefix in (("satisfied", ""), ("bad_purchase", "bad_purchase_")):
        names = [f"{experience}_customers", *(f"{prefix}{column}" for column in columns[1:])]
        part = rows[["period_start", "segment", "is_complete", *names]].set_axis(
            ["month", "segment", "is_complete", *columns], axis=1
        )
        parts.append(part.assign(experience=experience))
    return pd.concat(parts).set_index(["experience", "month", "segment"]).sort_index()


@pytest.mark.parametrize("day", MONTH_ENDS, ids=lambda day: f"{day:%Y-%m}")
def test_published_nps_economics_equal_an_independent_computation(economics: pd.DataFrame, day: pd.Timestamp) -> None:
    published = at(economics, "period_end", day)
    expected = loyalty_oracle.bands(RAW, day)
    assert set(published.index) == set(expected.index)
    shown = published[~published["is_suppressed"]]
    assert len(shown) >= 9
    theirs = expected.loc[shown.index]
    assert (shown["customers"].astype(int) == theirs["customers"]).all()
    for ours, name in (("annual_revenue_mean", "annual_revenue_mean"), ("clv_mean", "clv_mean")):
        assert shown[ours].astype(float).to_list() == pytest.approx(theirs[name].to_list(), abs=0.006)
    rates = published["churn_rate_12_months"][~published["is_churn_suppressed"]]
    assert rates.to_list() == pytest.approx(expected.loc[rates.index, "churn"].to_list(), rel=1e-12, nan_ok=True)
    assert rates.notna().any() == (day >= pd.Timestamp("2025-11-30"))
    risk = published["revenue_at_risk"].dropna().astype(float)
    assert risk.to_list() == pytest.approx(expected.loc[risk.index, "at_risk"].to_list(), abs=0.006)
    visible = published[~published["is_suppressed"] & published["churn_rate_12_months"].notna()]
    assert set(risk.index) == {key for key in visible.index if key[1] == "detractor"}


def test_no_figure_of_nps_economics_is_hidden_without_reason(economics: pd.DataFrame) -> None:
    """The segments that the CRM names are large: all of them are shown in most months."""
    named = economics[economics.index.get_level_values("segment") != "unknown"]
    assert named["is_suppressed"].mean() < 0.1
    assert at(named, "period_end", pd.Timestamp("2026-10-31"))["customers"].notna().all()


def test_the_published_loyalty_gap_equals_an_independent_computation(gaps: pd.DataFrame) -> None:
    expected = loyalty_oracle.loyalty(RAW)
    shown = gaps[gaps["customers"].notna()]
    somebody = shown[shown["customers"] > 0]
    theirs = expected.loc[somebody.index]
    assert len(at(somebody, "experience", "satisfied")) > 50 and len(at(somebody, "experience", "bad_purchase")) > 15
    assert (somebody["customers"].astype(int) == theirs["customers"]).all()
    assert (somebody["returned_customers"].astype(int) == theirs["returned"]).all()
    lost = theirs["customers"] - theirs["returned"]
    assert somebody["gap_share"].to_list() == pytest.approx((lost / theirs["customers"]).to_list())
    bounds = [sample_oracle.wilson(s, n) for s, n in zip(lost, theirs["customers"], strict=True)]
    for place, column in enumerate(("ci_lower", "ci_upper")):
        assert somebody[column].to_list() == pytest.approx([max(pair[place], 0) / 100 for pair in bounds], abs=1e-12)
    hidden = gaps[gaps["customers"].isna()].index
    assert set(expected.index) == set(somebody.index) | set(hidden)
    assert somebody["customers"].min() >= 5
    complete = at(shown, "experience", "satisfied")["is_complete"].astype(bool)
    last = complete.index.get_level_values("month")
    assert set(last[complete]) == set(pd.date_range("2024-11-01", "2026-04-01", freq="MS"))
    assert set(last[~complete]) == {pd.Timestamp("2026-05-01")}


def test_detractors_leave_most_in_every_segment(economics: pd.DataFrame) -> None:
    rates = at(economics, "period_end", pd.Timestamp("2026-10-31"))["churn_rate_12_months"].unstack("band")
    named = rates.drop(index="unknown")
    assert len(named) == 4
    assert (named["detractor"] > named["passive"]).all() and (named["detractor"] > named["promoter"]).all()


def test_the_published_churn_agrees_with_the_planted_one(economics: pd.DataFrame, laws: dict[str, Any]) -> None:
    """Of each band, over all segments, within what chance allows."""
    day = pd.Timestamp("2026-10-31")
    found = loyalty_oracle.expected_losses(
        RAW, day, laws["annual_churn_by_band"], laws["churn_factor_by_segment"]
    ).drop(index="unknown", errors="ignore")
    rates = at(economics, "period_end", day)["churn_rate_12_months"]
    found["published"] = rates.loc[found.index] * found["answers"] / 100
    totals = found.groupby("band").sum()
    assert list(totals.index) == ["detractor", "passive", "promoter"]
    assert totals["expected"].min() > 50
    assert ((totals["published"] - totals["expected"]).abs() < 2 * totals["expected"] ** 0.5).all()


def test_after_a_bad_purchase_clearly_more_stay_away(gaps: pd.DataFrame, laws: dict[str, Any]) -> None:
    """Within one segment, since segments differ in how often they buy; the others have too few to be shown."""
    assert laws["share_of_orders_lost_after_a_bad_purchase"] > 0.5
    shown = gaps[gaps["is_complete"] & gaps["customers"].notna()]
    of_segment = at(shown, "segment", "Small business")[["customers", "not_returned_customers"]].astype(float)
    (bad, bad_gone), (satisfied, satisfied_gone) = (
        at(of_segment, "experience", experience).sum().to_list() for experience in ("bad_purchase", "satisfied")
    )
    assert bad > 150
    pooled = (bad_gone + satisfied_gone) / (bad + satisfied)
    error = math.sqrt(pooled * (1 - pooled) * (1 / bad + 1 / satisfied))
    assert (bad_gone / bad - satisfied_gone / satisfied) / error > 3
    assert bad_gone / bad > 1.2 * satisfied_gone / satisfied
