"""The scorecard of touchpoints of the sample against pandas: the score of all, and what it is without each of them."""

import pandas as pd
import pytest

from dagster_project.settings import PROJECT_ROOT
from tests.integration import sample_oracle
from tests.integration.conftest import Installation

RAW = PROJECT_ROOT / "data" / "raw"
FIGURES = ("answers", "ces", "low_effort_share", "impact_on_ces", "friction")


def test_friction_at_touchpoints_equals_an_independent_computation(sample: Installation) -> None:
    answers = sample_oracle.transactional_responses(RAW).dropna(subset="easy")
    local = answers["at"].dt.tz_convert(sample_oracle.ZONE).dt.tz_localize(None)
    expected: dict[tuple[object, object], dict[str, float]] = {}
    for month, rows in answers.groupby(local.dt.to_period("M").dt.start_time.dt.date):
        for touchpoint, own in rows.groupby("touchpoint")["easy"]:
            others = rows.loc[rows["touchpoint"] != touchpoint, "easy"]
            impact = 100 * (rows["easy"].mean() - others.mean())
            hard = 1 - own.mean()
            figures = (len(own), 100 * own.mean(), hard, impact, len(own) * hard * abs(impact))
            expected[month, touchpoint] = dict(zip(FIGURES, figures, strict=True))
    published = sample.query(
        f"select month, touchpoint, friction_rank, {', '.join(FIGURES)} from cx.touchpoint_scorecard",
        "cx_metrics.duckdb",
    )
    found = {(month, name): dict(zip(FIGURES, told, strict=True)) for month, name, _, *told in published}
    assert found.keys() == expected.keys()
    assert len(found) > 100
    for key, row in found.items():
        assert row == pytest.approx(expected[key], rel=1e-9, abs=1e-9)
    ranks = pd.DataFrame([{"key": (month, name), "month": month, "rank": rank} for month, name, rank, *_ in published])
    ranks["friction"] = [expected[key]["friction"] for key in ranks["key"]]
    ranks["answers"] = [expected[key]["answers"] for key in ranks["key"]]
    ranked = ranks[ranks["answers"] >= 30]
    assert (ranked.groupby("month")["friction"].rank(ascending=False) == ranked["rank"]).all()
    assert ranks.loc[ranks["answers"] < 30, "rank"].isna().all()


def test_the_relationship_as_a_whole_is_no_touchpoint(sample: Installation) -> None:
    """The sample asks for NPS about the relationship only: no step of the journey has one."""
    told = "select count(*), count(nps), count(nps_survey_kind), count(is_moment_of_truth) from cx.touchpoint_scorecard"
    ((rows, *scores, in_journey),) = sample.query(told, "cx_metrics.duckdb")
    assert scores == [0, 0] and in_journey == rows
