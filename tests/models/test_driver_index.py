"""The driver index through the whole chain: each driver by its own last answer, and what of it is hidden."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.models.chain import Chain
from tests.models.driver_worlds import TWO, WHOLE, registry, response, table, world

INDEX = "metric = 'driver_index'"


def test_the_index_of_a_driver_takes_the_last_answer_to_that_driver(chain: Chain) -> None:
    """In February all skip the second driver, and its answer of January counts; nobody has to recommend for it."""
    responses = [
        response(10 * who + place, None, *answers, customer_key=f"c{who}", submitted_at=day)
        for who in range(6)
        for place, (day, answers) in enumerate({"2026-01-05": (1, 5), "2026-02-05": (3, None)}.items())
    ]
    rows = table(chain, "metric_values", responses, registry("survey", *TWO), INDEX)
    found = {
        (row["period_grain"], row["period_start"].month, row["member"]): (row["value"], row["mean_score"])
        for row in rows
        if row["period_grain"] != "trailing_90_days"
    }
    assert found == {
        ("month", 1, "offering"): (0, 1),
        ("month", 2, "offering"): (50, 3),
        ("month", 1, "overall_satisfaction"): (100, 5),
        ("quarter", 1, "offering"): (50, 3),
        ("quarter", 1, "overall_satisfaction"): (100, 5),
        ("year", 1, "offering"): (50, 3),
        ("year", 1, "overall_satisfaction"): (100, 5),
        ("all_time", 1, "offering"): (50, 3),
        ("all_time", 1, "overall_satisfaction"): (100, 5),
    }
    assert {(row["respondent_count"], row["denominator"], row["dimension"]) for row in rows} == {(6, 6, "driver")}
    windows = {row["period_end"] for row in rows if row["period_grain"] == "trailing_90_days"}
    assert windows >= {dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)}


def test_a_driver_on_several_scales_has_an_index_and_no_mean(chain: Chain) -> None:
    drivers = registry("survey", "offering", scale_min=0, scale_max=100, is_index=True)
    responses = [response(n, 5, 100 * (n % 7) / 6) for n in range(7)]
    rows = table(chain, "metric_values", responses, drivers, f"{INDEX} and period_grain = 'all_time'")
    assert [(row["value"], row["mean_score"]) for row in rows] == [(pytest.approx(50), None)]
    rows = table(chain, "key_drivers", responses, drivers, WHOLE)
    assert [(row["index_0_100"], row["mean_score"]) for row in rows] == [(pytest.approx(50), None)]


def test_every_interaction_counts_in_the_index_and_every_person_once(chain: Chain) -> None:
    kind: dict[str, Any] = {"survey_kind": "transactional", "source": "moments"}
    responses = [row | kind | {"customer_key": f"c{n % 6}"} for n, row in enumerate(world(30))]
    responses += world(2, first=100, customer_key=None, **kind)
    drivers = registry("moments", *TWO, kind="transactional")
    rows = table(chain, "metric_values", responses, drivers, f"{INDEX} and member = 'offering'")
    assert {(row["respondent_count"], row["denominator"]) for row in rows} == {(8, 32)}
    mean = np.mean([row["driver_01"] for row in responses])
    assert [row["value"] for row in rows] == [pytest.approx(25 * (mean - 1))] * len(rows)


def test_a_driver_that_few_answer_is_hidden_and_hides_no_other(chain: Chain) -> None:
    responses = [row | {"driver_02": row["driver_02"] if n < 4 else None} for n, row in enumerate(world(20))]
    rows = table(chain, "metric_values", responses, registry("survey", *TWO), INDEX)
    assert {(row["member"], row["is_suppressed"]) for row in rows} == {
        ("offering", False),
        ("overall_satisfaction", True),
    }
