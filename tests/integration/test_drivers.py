"""Key drivers of the sample: by one regression after the other over single answers, and against what was planted."""

import json
import statistics
from collections import defaultdict
from datetime import date
from itertools import combinations
from math import comb
from typing import Any

import duckdb
import numpy as np
import pytest

from dagster_project.settings import PROJECT_ROOT
from tests.integration.conftest import Installation

OVERALL = "overall_satisfaction"
WHOLE = (date(2024, 11, 1), date(2026, 10, 31))
GROUPS = [
    ("all_time", *WHOLE, "all"),
    ("all_time", *WHOLE, "Enterprise"),
    ("quarter", date(2026, 7, 1), date(2026, 9, 30), "all"),
    ("quarter", date(2025, 1, 1), date(2025, 3, 31), "unknown"),
]
Answers = dict[str, dict[str, float]]  # response -> driver -> score


@pytest.fixture(scope="module")
def answers(sample: Installation) -> Answers:
    """What each response says of each driver."""
    found: Answers = defaultdict(dict)
    for response, driver, score in sample.query(
        "select response_id, driver, score from cx.survey_answers where metric = 'driver' and score is not null"
    ):
        found[str(response)][str(driver)] = float(str(score))
    return found


@pytest.fixture(scope="module")
def weights() -> dict[str, float]:
    """What the generator was told."""
    truth = json.loads((PROJECT_ROOT / "data" / "sample_truth.json").read_text(encoding="utf-8"))
    planted: dict[str, float] = truth["parameters"]["driver_weights"]
    return planted


def standing(sample: Installation, start: date, end: date, condition: str) -> list[tuple[str, float, str]]:
    """The last response of each customer in a period that gives what is asked for: response, score, segment."""
    rows = sample.query(
        f"""select response_id, nps_score, coalesce(segment, 'unknown') from (
            select *, row_number() over (
                partition by coalesce(customer_key, response_id) order by responded_at desc, response_id desc
            ) as recency
            from cx.survey_responses
            where is_counted and survey_kind = 'relational' and {condition}
                and responded_on between '{start}' and '{end}'
        ) where recency = 1"""
    )
    return [(str(response), float(str(score or 0)), str(segment)) for response, score, segment in rows]


def published(sample: Installation, grain: str, start: date, segment: str, model: str) -> dict[str, dict[str, Any]]:
    """The published rows of one model, by driver."""
    names = (
        "driver, importance_lmg, correlation, mean_score, index_0_100, r_squared, respondent_count, answer_count, rank"
    )
    rows = sample.query(
        f"""select {names} from cx.key_drivers where survey_kind = 'relational' and period_grain = '{grain}'
            and period_start = '{start}' and segment = '{segment}' and model = '{model}'""",
        "cx_metrics.duckdb",
    )
    return {str(row[0]): dict(zip(names.split(", "), row, strict=True)) for row in rows}


def explained(drivers: Any, score: Any, chosen: tuple[int, ...]) -> float:
    """R2 of one regression."""
    columns = np.column_stack([np.ones(len(score)), drivers[:, list(chosen)]])
    rest = score - columns @ np.linalg.lstsq(columns, score, rcond=None)[0]
    return float(1 - rest @ rest / ((score - score.mean()) @ (score - score.mean())))


def shapley(drivers: Any, score: Any) -> list[float]:
    """The parts of R2, from one regression for each set of drivers."""
    count = drivers.shape[1]
    r2 = {
        chosen: explained(drivers, score, chosen)
        for size in range(count + 1)
        for chosen in combinations(range(count), size)
    }
    return [
        sum(
            (r2[tuple(sorted((*chosen, driver)))] - r2[chosen]) / (count * comb(count - 1, len(chosen)))
            for chosen in r2
            if driver not in chosen
        )
        for driver in range(count)
    ]


@pytest.mark.parametrize("model", ["all", f"without_{OVERALL}"])
@pytest.mark.parametrize(("grain", "start", "end", "segment"), GROUPS, ids=str)
def test_the_published_drivers_are_those_of_regressions_on_single_answers(
    sample: Installation, answers: Answers, grain: str, start: date, end: date, segment: str, model: str
) -> None:
    found = published(sample, grain, start, segment, model)
    names = sorted(found)
    assert len(names) == (8 if model == "all" else 7)
    complete = [
        ([answers[response][name] for name in names], score)
        for response, score, member in standing(sample, start, end, "nps_score is not null")
        if segment in ("all", member) and all(name in answers[response] for name in names)
    ]
    drivers, score = np.array([row for row, _ in complete]), np.array([score for _, score in complete])
    parts = shapley(drivers, score)
    for place, name in enumerate(names):
        row = found[name]
        assert (row["respondent_count"], row["answer_count"]) == (len(complete), len(complete))
        assert row["r_squared"] == pytest.approx(sum(parts), abs=1e-9)
        assert row["importance_lmg"] == pytest.approx(parts[place] / sum(parts), abs=1e-9)
        assert row["correlation"] == pytest.approx(np.corrcoef(drivers[:, place], score)[0, 1], abs=1e-9)
        assert row["mean_score"] == pytest.approx(drivers[:, place].mean())
        assert row["index_0_100"] == pytest.approx(25 * (drivers[:, place].mean() - 1))
    if len(complete) >= 100:
        assert sorted(names, key=lambda name: found[name]["rank"]) == sorted(
            names, key=lambda name: -found[name]["importance_lmg"]
        )
    else:
        assert {row["rank"] for row in found.values()} == {None}


def test_what_was_planted_is_found_again(sample: Installation, weights: dict[str, float]) -> None:
    """In order, but that overall satisfaction, which all others move as well, comes out above its own weight."""
    for model in ("all", f"without_{OVERALL}"):
        found = published(sample, "all_time", WHOLE[0], "all", model)
        names = sorted(found, key=lambda name: found[name]["rank"])
        planted = sorted(found, key=lambda name: -weights[name])
        assert set(names[:3]) == set(planted[:3])
        assert (names[0], names[-1]) == (planted[0], planted[-1])
        agreement = statistics.correlation(
            [names.index(name) for name in planted], [float(place) for place in range(len(planted))]
        )
        assert agreement >= (0.97 if model == "all" else 1)


def test_slopes_are_near_the_planted_weights(sample: Installation, weights: dict[str, float]) -> None:
    """A score that is cut off at 10 has somewhat flatter slopes; overall satisfaction is then no driver left out."""
    with duckdb.connect(sample.warehouse, read_only=True) as connection:
        slopes = dict(
            connection.execute(
                """select driver, weight from statistics.driver_models
                where model = 'all' and segment = 'all' and period_grain = 'all_time'"""
            ).fetchall()
        )
    assert slopes.keys() == weights.keys()
    assert max(abs(slopes[name] - weights[name]) for name in weights) < 0.08


@pytest.mark.parametrize(
    ("grain", "start", "end"),
    [
        ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ("trailing_90_days", date(2026, 7, 3), date(2026, 9, 30)),
        ("quarter", date(2025, 4, 1), date(2025, 6, 30)),
        ("year", date(2025, 1, 1), date(2025, 12, 31)),
        ("all_time", *WHOLE),
    ],
)
def test_the_driver_index_is_the_mean_of_the_last_answers(
    sample: Installation, answers: Answers, grain: str, start: date, end: date
) -> None:
    rows = sample.query(
        f"""select member, value, mean_score, denominator, respondent_count from cx.metric_values
        where metric = 'driver_index' and dimension = 'driver' and period_grain = '{grain}'
            and period_start = '{start}'""",
        "cx_metrics.duckdb",
    )
    assert len(rows) == 8
    for name, value, mean, denominator, people in rows:
        said = (
            f"response_id in (select response_id from cx.survey_answers where driver = '{name}' and score is not null)"
        )
        scores = [answers[response][str(name)] for response, _, _ in standing(sample, start, end, said)]
        assert (denominator, people) == (len(scores), len(scores))
        assert mean == pytest.approx(statistics.mean(scores))
        assert value == pytest.approx(25 * (statistics.mean(scores) - 1))
