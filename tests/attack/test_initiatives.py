"""What is published of initiatives stands on enough people in each group compared; they are counted here again."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from tests.attack.figures import minimum, rows_of
from tests.integration.conftest import Installation

pytestmark = pytest.mark.slow

DAYS = timedelta(days=180)


def published(installation: Installation) -> list[dict[str, Any]]:
    return rows_of(installation.published / "cx_metrics.duckdb", "select * from cx.initiative_roi")


def fewest(row: dict[str, Any], answers: list[dict[str, Any]], windows: list[tuple[date, date]]) -> int:
    """The people in the smallest group of those whose NPS answers are compared in two windows."""
    start = row["started_on"]
    there = {
        a["person"]
        for a in answers
        if a["touchpoint"] == row["target_member"] and start - DAYS <= a["responded_on"] < start + DAYS
    }
    people: dict[tuple[bool, int], set[str]] = defaultdict(set)
    for a in answers:
        for window, (first, last) in enumerate(windows):
            if a["nps_score"] is not None and a["survey_kind"] == "relational" and first <= a["responded_on"] < last:
                is_member = a["segment"] == row["target_member"]
                target = is_member if row["target_dimension"] == "segment" else a["person"] in there
                people[target, window].add(a["person"])
    return min(len(people[target, window]) for target in (True, False) for window in (0, 1))


def test_every_effect_stands_on_enough_people_in_all_four_groups(attacked: Installation) -> None:
    answers = rows_of(
        attacked.warehouse,
        """select coalesce(customer_key, response_id) as person, coalesce(segment, 'unknown') as segment, touchpoint,
        survey_kind, nps_score, responded_on
        from intermediate.int_responses_screened where is_counted and is_customer and responded_on is not null""",
    )
    for row in published(attacked):
        start, half = row["started_on"], DAYS / 2
        effect = fewest(row, answers, [(start - DAYS, start), (start, start + DAYS)])
        trend = fewest(row, answers, [(start - DAYS, start - half), (start - half, start)])
        assert row["nps_effect"] is None or effect >= minimum("relational"), row
        assert row["nps_pre_trend"] is None or trend >= minimum("relational"), row
        assert row["target_customers"] is None or row["target_customers"] >= minimum("none"), row


def test_some_initiatives_of_the_sparse_world_are_told_and_some_are_hidden(sparse: Installation) -> None:
    rows = published(sparse)
    assert len(rows) == 26
    for name in ("nps_pre_trend", "target_customers"):
        assert {row[name] is None for row in rows} == {True, False}
    for row in rows:
        assert (row["roi"] is None) == (row["benefit"] is None) == (row["target_customers"] is None), row
