"""The sample's initiatives and benchmarks: the published figures against the raw files and against what was planted."""

import csv
import datetime as dt
import json
from typing import Any

import duckdb
import pandas as pd
import pytest

from dagster_project.settings import PROJECT_ROOT
from tests.integration import initiative_oracle
from tests.integration.conftest import Installation

RAW = PROJECT_ROOT / "data" / "raw"
Row = dict[str, Any]


def rows(sample: Installation, sql: str) -> list[Row]:
    """Published rows by the names of their columns."""
    with duckdb.connect(sample.published / "cx_metrics.duckdb", read_only=True) as connection:
        found = connection.execute(sql)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def listed(source: str) -> list[dict[str, str]]:
    """The lines of a raw file."""
    with (RAW / source / f"{source}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_initiative_that_works_is_told_from_the_one_that_does_not(sample: Installation) -> None:
    truth = json.loads((PROJECT_ROOT / "data" / "sample_truth.json").read_text(encoding="utf-8"))["initiatives"]
    published = {row["initiative_id"]: row for row in rows(sample, "select * from cx.initiative_roi")}
    assert published.keys() == truth.keys() == {"INI-01", "INI-02"}
    for initiative, true in truth.items():
        row = published[initiative]
        assert row["nps_ci_lower"] <= true["nps_effect"] <= row["nps_ci_upper"]
        assert row["revenue_ci_lower"] <= true["revenue_effect"] <= row["revenue_ci_upper"]
        assert row["roi_ci_lower"] <= true["roi"] <= row["roi_ci_upper"]
        assert (row["target_customers"], row["cost"]) == (true["customers"], true["cost"])
        assert (row["has_pre_trend"], row["is_low_base"]) == (False, False)
    nothing, works = published["INI-01"], published["INI-02"]
    assert (nothing["verdict"], works["verdict"]) == ("no measurable effect", "paid for itself")
    assert works["nps_ci_lower"] > 0 and works["revenue_ci_lower"] > 0
    assert nothing["cost"] > works["cost"]


def test_effects_are_those_of_an_independent_regression_on_the_raw_files(sample: Installation) -> None:
    published = {row["initiative_id"]: row for row in rows(sample, "select * from cx.initiative_roi")}
    for line in listed("initiatives"):
        row, start = published[line["initiative"]], pd.Timestamp(dt.date.fromisoformat(line["start"]))
        answers = initiative_oracle.answers(RAW, line["member"], start)
        revenue = initiative_oracle.revenue(RAW, line["member"], start)
        for figure, observed, half_a_digit in (("nps", answers, 1e-9), ("revenue", revenue, 0.005)):
            effect, error, p = initiative_oracle.regression(observed)
            ours = [float(row[f"{figure}_{name}"]) for name in ("effect", "ci_lower", "ci_upper")]
            expected = [effect, effect - 1.959964 * error, effect + 1.959964 * error]
            assert ours == pytest.approx(expected, rel=1e-9, abs=half_a_digit + 1e-9)
            assert row[f"{figure}_p_value"] == pytest.approx(p, rel=1e-8)


def test_benchmarks_stand_beside_the_figures_of_the_own_industry(sample: Installation) -> None:
    best = {line["metric"]: float(line["value"]) for line in listed("benchmarks") if line["percentile"] == "80"}
    shown = rows(sample, "select * from cx.metric_values where value is not null")
    assert {"nps", "csat", "ces", "response_rate", "first_response_minutes"} <= {row["metric"] for row in shown}
    for row in shown:
        is_comparable = row["metric"] in best and (row["metric"] != "churn_rate" or row["period_grain"] == "year")
        expected = [best[row["metric"]], row["value"] - best[row["metric"]]] if is_comparable else [None, None]
        assert [row["benchmark_value"], row["benchmark_gap"]] == expected
