"""Score changes and transitions of the sample against pandas, and against the weights that were put into it."""

import csv
import json
from typing import Any

import duckdb
import pandas as pd
import pytest

from dagster_project.settings import PROJECT_ROOT
from tests.integration import changes_oracle
from tests.integration.conftest import Installation

RAW = PROJECT_ROOT / "data" / "raw"


def frame(sample: Installation, table: str, file: str = "cx_metrics.duckdb") -> pd.DataFrame:
    """A published table."""
    with duckdb.connect(sample.published / file, read_only=True) as connection:
        return connection.execute(f"from cx.{table}").df()


@pytest.fixture(scope="module")
def changes(sample: Installation) -> pd.DataFrame:
    """The published changes of the relationship survey."""
    found = frame(sample, "score_changes", "cx_frontline.duckdb").set_index("response_id").sort_index()
    return found[found["survey_id"] == "customer_relationship"]


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    """The same, read again from the exports."""
    return changes_oracle.changes(RAW).sort_index()


@pytest.fixture(scope="module")
def transitions(sample: Installation) -> pd.DataFrame:
    """The published transitions, by their grain."""
    found = frame(sample, "band_transitions").rename(columns={"period_start": "quarter"})
    return found.set_index(changes_oracle.CELL).sort_index()


def test_an_independent_reading_of_the_exports_finds_the_same_changes(
    changes: pd.DataFrame, expected: pd.DataFrame
) -> None:
    assert len(changes) > 4000
    assert list(changes.index) == list(expected.index)
    for ours, theirs in (
        ("previous_response_id", "previous_answer"), ("previous_score", "previous_score"), ("score", "score"),
        ("previous_band", "previous_band"), ("band", "band"), ("days_between", "days_between"),
        ("responded_on", "day"), ("counts_in_quarter", "is_last"),
    ):  # fmt: skip
        assert (changes[ours] == expected[theirs]).all(), ours
    assert (changes["segment"].fillna("unknown") == expected["segment"]).all()


def test_many_customers_changed_their_mind_in_either_direction(changes: pd.DataFrame) -> None:
    assert changes["direction"].value_counts().min() > 1000
    assert (changes["previous_band"] != changes["band"]).mean() > 0.3


def test_published_transitions_equal_an_independent_count(transitions: pd.DataFrame) -> None:
    theirs = changes_oracle.transitions(RAW)
    shown = transitions[~transitions["is_suppressed"]]
    assert set(theirs.index) <= set(transitions.index)
    counts = theirs["customers"].reindex(shown.index, fill_value=0)
    assert (shown["customers"].astype(int) == counts).all()
    assert (shown["customers"] > 0).sum() > 150
    somebody = shown[shown["customers"] > 0]
    means = theirs["mean_change"].loc[somebody.index]
    assert somebody["mean_change"].to_list() == pytest.approx(means.to_list())
    # A row that is hidden stands on few, protects them, or is empty beside them.
    hidden = theirs["customers"].reindex(transitions[transitions["is_suppressed"]].index, fill_value=0)
    assert (hidden < 5).mean() > 0.5 and hidden.max() < 40


@pytest.fixture(scope="module")
def paired(sample: Installation) -> pd.DataFrame:
    """What is published of the nine together, by segment or 'all' and quarter."""
    tables = [frame(sample, "band_transitions"), frame(sample, "overall_band_transitions").assign(segment="all")]
    columns = ["segment", "period_start", "paired_customers", "paired_nps_change", "paired_p_value"]
    found = pd.concat(tables)[columns].drop_duplicates().rename(columns={"period_start": "quarter"})
    assert not found.duplicated(["segment", "quarter"]).any()
    return found.set_index(["segment", "quarter"])


def test_the_paired_test_is_that_of_scipy_over_single_customers(paired: pd.DataFrame) -> None:
    expected = changes_oracle.paired(RAW)
    assert set(expected.index) == set(paired.index)
    tested = paired.dropna(subset="paired_p_value")
    theirs = expected.loc[tested.index]
    assert len(tested) > 10
    assert tested["paired_p_value"].to_list() == pytest.approx(theirs["p_value"].to_list(), abs=1e-10)
    assert tested["paired_nps_change"].to_list() == pytest.approx(theirs["nps_change"].to_list())
    assert (tested["paired_customers"] == theirs["customers"]).all()


def test_the_initiative_for_mid_market_moved_its_customers(paired: pd.DataFrame) -> None:
    """It began in November 2025; who answers in the quarter after had mostly answered before it."""
    after = paired.loc[[("Mid-market", pd.Timestamp("2026-01-01"))]]
    assert (after["paired_nps_change"] > 10).all() and (after["paired_p_value"] < 0.01).all()


@pytest.fixture(scope="module")
def weights() -> dict[str, Any]:
    """What the generator was told."""
    truth = json.loads((PROJECT_ROOT / "data" / "sample_truth.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = truth["parameters"]["driver_weights"]
    return found


def test_the_reason_is_mostly_the_area_that_truly_moved_the_score(
    changes: pd.DataFrame, weights: dict[str, Any]
) -> None:
    """docs/metrics/score_changes.md states these shares."""
    true = changes_oracle.true_reasons(RAW, weights)
    named = changes["reason_driver"].dropna()
    both = named.index.intersection(true.index)
    right = int((named.loc[both] == true.loc[both]).sum())
    assert min(len(named), len(true)) > 3000
    assert right / len(named) > 0.95
    assert right / len(true) > 0.95
    assert set(named) == set(changes_oracle.AREAS)


def test_an_unchanged_score_has_no_reason(changes: pd.DataFrame) -> None:
    assert changes.loc[changes["direction"] == "unchanged", ["reason_driver", "reason_theme"]].isna().all(axis=None)


def test_the_theme_is_one_that_was_written_and_of_the_reason_where_one_is(
    sample: Installation, changes: pd.DataFrame
) -> None:
    with (PROJECT_ROOT / "dbt" / "seeds" / "themes.csv").open(encoding="utf-8") as file:
        seed = {row["theme"]: row["driver"] for row in csv.DictReader(file)}
    written = frame(sample, "survey_comments", "cx_frontline.duckdb").set_index("response_id")["themes"].dropna()
    changed = changes[changes["direction"] != "unchanged"].join(written, how="inner")
    assert len(changed) > 1000
    of_reason = 0
    for row in changed[["themes", "reason_driver", "reason_theme"]].to_dict("records"):
        themes = sorted(str(row["themes"]).split(","), key=list(seed).index)
        fitting = [theme for theme in themes if seed[theme] == row["reason_driver"]]
        assert row["reason_theme"] == (fitting or themes)[0]
        of_reason += bool(fitting)
    assert of_reason > 300
