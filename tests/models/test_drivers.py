"""Key drivers through the whole chain: who counts where, who is complete, and what is hidden.

What the importances are, given their sums, is tested beside the code; quadrants and ranks in dbt's unit tests.
"""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from dagster_project.ingest.spec.survey import DRIVERS
from dagster_project.statistics.importance import importance
from tests.models.chain import Chain
from tests.models.driver_worlds import MODELS, TWO, WHOLE, Rows, registry, response, table, world
from tests.references.moments import moments_of


def counts(rows: Rows, *names: str) -> dict[Any, int]:
    """The complete answers by some of the keys."""
    return {tuple(row[name] for name in names): row["answer_count"] for row in rows}


def test_drivers_of_any_name_are_weighed_as_their_answers_are(chain: Chain) -> None:
    responses = world(120, 3)
    rows = table(chain, "key_drivers", responses, registry("survey", "delivery", "Price / value", "överblick"), WHOLE)
    values = np.array([[row[f"driver_{place:02d}"] for place in (1, 2, 3)] for row in responses], dtype=np.float64)
    expected = importance(moments_of(values, np.array([float(row["nps_score"]) for row in responses])))
    assert [row["driver"] for row in rows] == ["Price / value", "delivery", "överblick"]
    by_name = {row["driver"]: row for row in rows}
    for place, name in enumerate(("delivery", "Price / value", "överblick")):
        assert by_name[name]["importance_lmg"] == pytest.approx(expected.lmg[0, place])
        assert by_name[name]["importance_johnson"] == pytest.approx(expected.johnson[0, place])
        assert by_name[name]["correlation"] == pytest.approx(expected.correlation[0, place])
        assert by_name[name]["mean_score"] == pytest.approx(values[:, place].mean())
        assert by_name[name]["index_0_100"] == pytest.approx(25 * (values[:, place].mean() - 1))
        assert by_name[name]["r_squared"] == pytest.approx(expected.r_squared[0])
    assert sorted(row["rank"] for row in rows) == [1, 2, 3]
    assert by_name["överblick"]["rank"] == 3
    assert {(row["respondent_count"], row["answer_count"], row["is_ranked"], row["reason"]) for row in rows} == {
        (120, 120, True, None)
    }


def test_the_order_of_the_rows_changes_no_digit(chain: Chain) -> None:
    responses = [row | {"driver_02": row["driver_02"] / 3} for row in world(60)]
    drivers = registry("survey", *TWO)
    one = table(chain, MODELS, responses, drivers)
    assert one
    assert table(chain, MODELS, responses[::-1], drivers) == one


def test_who_skips_overall_satisfaction_is_complete_without_it_only(chain: Chain) -> None:
    responses = world(20) + [response(90 + n, 7, 4, None) for n in range(3)] + [response(99, None, 4, 4)]
    rows = table(chain, MODELS, responses, registry("survey", *TWO), "segment = 'all' and period_grain = 'all_time'")
    assert counts(rows, "model", "driver") == {
        ("all", "offering"): 20,
        ("all", "overall_satisfaction"): 20,
        ("without_overall_satisfaction", "offering"): 23,
    }


def test_where_overall_satisfaction_is_not_asked_both_models_are_the_same(chain: Chain) -> None:
    rows = table(chain, MODELS, world(20), registry("survey", "offering", "ease"), "segment = 'all'")
    keys = ("period_grain", "driver", "importance_lmg", "weight", "answer_count")
    one, other = (
        [[row[key] for key in keys] for row in rows if row["model"] == model]
        for model in ("all", "without_overall_satisfaction")
    )
    assert one == other != []


def test_where_nothing_but_overall_satisfaction_is_asked_there_is_one_model(chain: Chain) -> None:
    rows = table(chain, MODELS, world(20, 1), registry("survey", "overall_satisfaction"), "segment = 'all'")
    assert {(row["model"], row["importance_lmg"]) for row in rows} == {("all", 1.0)}


@pytest.mark.parametrize(("others", "expected"), [(20, {("offering",): 20, ("ease",): 20}), (21, {("offering",): 41})])
def test_a_driver_belongs_to_a_model_where_half_were_asked_about_it(
    chain: Chain, others: int, expected: dict[Any, int]
) -> None:
    slots = ("offering", "ease")
    drivers = registry("survey", *slots, slots=slots) + registry("other", "offering", slots=slots)
    responses = world(20) + [row | {"driver_02": None} for row in world(others, first=100, source="other")]
    # Who was asked about no driver has no say in it.
    responses += [response(300 + n, 5, source="silent") for n in range(50)]
    rows = table(chain, MODELS, responses, drivers, WHOLE)
    assert counts(rows, "driver") == expected


def test_two_surveys_that_share_no_driver_have_nobody_who_is_complete(chain: Chain) -> None:
    slots = ("offering", "ease")
    drivers = registry("survey", "offering", slots=slots) + registry("other", "ease", slots=slots)
    responses = [response(n, n % 11, n % 5 + 1) for n in range(20)]
    responses += [response(50 + n, n % 11, None, n % 5 + 1, source="other", segment="B") for n in range(20)]
    rows = table(chain, "key_drivers", responses, drivers, "model = 'all' and period_grain = 'all_time'")
    assert {(row["segment"], row["driver"], row["answer_count"]) for row in rows} == {
        ("A", "offering", 20), ("B", "ease", 20), ("all", "offering", 0), ("all", "ease", 0),
    }  # fmt: skip
    assert {row["reason"] for row in rows if row["segment"] == "all"} == {"nobody answered about all of them"}
    assert not any(row["is_suppressed"] for row in rows)


def test_a_driver_that_nobody_answers_is_left_out(chain: Chain) -> None:
    responses = [row | {"driver_02": None} for row in world(20)]
    assert counts(table(chain, MODELS, responses, registry("survey", *TWO), WHOLE), "driver") == {("offering",): 20}


@pytest.mark.parametrize(
    ("answers", "drivers", "is_ranked"), [(99, 2, False), (100, 2, True), (109, 11, False), (110, 11, True)]
)
def test_nothing_is_ranked_on_too_few_complete_answers(
    chain: Chain, answers: int, drivers: int, is_ranked: bool
) -> None:
    names = [*DRIVERS, "delivery", "price", "quality"][:drivers]
    responses = [*world(answers, drivers), response(999, 4, 3)]
    rows = table(chain, MODELS, responses, registry("survey", *names), WHOLE)
    assert {(row["answer_count"], row["is_ranked"], row["reason"]) for row in rows} == {(answers, is_ranked, None)}
    assert sum(row["importance_lmg"] for row in rows) == pytest.approx(1)


def test_in_each_quarter_the_last_recommendation_of_a_customer_counts(chain: Chain) -> None:
    """Late on 31 March in UTC it is April in Stockholm; a later answer without a score changes nothing."""
    days = {"2026-01-05": 9, "2026-03-20": 3, "2026-03-31 22:30": 8, "2026-05-02": None}
    responses = [
        response(10 * who + place, score, 1 + (who + place) % 5, 3, customer_key=f"c{who}", submitted_at=day)
        for who in range(10)
        for place, (day, score) in enumerate(days.items())
    ]
    rows = table(
        chain, MODELS, responses, registry("survey", *TWO), "model = 'all' and segment = 'all' and driver = 'offering'"
    )
    found = {(row["period_grain"], row["period_start"]): (row["answer_count"], row["mean_score"]) for row in rows}
    assert found == {
        ("quarter", dt.date(2026, 1, 1)): (10, np.mean([1 + (who + 1) % 5 for who in range(10)])),
        ("quarter", dt.date(2026, 4, 1)): (10, np.mean([1 + (who + 2) % 5 for who in range(10)])),
        ("all_time", dt.date(2026, 1, 5)): (10, np.mean([1 + (who + 2) % 5 for who in range(10)])),
    }
    assert {row["period_end"] for row in rows} == {dt.date(2026, 3, 31), dt.date(2026, 6, 30)}


def test_a_customer_stands_in_the_segment_of_the_answer_that_counts(chain: Chain) -> None:
    moved = [response(200 + n, 5, 3, 4, customer_key=f"c{n}", segment="B", submitted_at="2026-03-01") for n in range(5)]
    rows = table(chain, MODELS, world(20) + moved, registry("survey", *TWO), "model = 'all' and driver = 'offering'")
    assert counts([row for row in rows if row["period_grain"] == "all_time"], "segment") == {
        ("A",): 15, ("B",): 5, ("all",): 20,
    }  # fmt: skip


def test_everybody_without_a_name_is_a_person_of_their_own(chain: Chain) -> None:
    rows = table(chain, MODELS, world(20, customer_key=None), registry("survey", *TWO), WHOLE)
    assert {(row["respondent_count"], row["answer_count"]) for row in rows} == {(20, 20)}


def test_kinds_of_survey_are_not_pooled_and_who_answers_often_is_one_person(chain: Chain) -> None:
    often = [row | {"customer_key": f"c{n % 4}"} for n, row in enumerate(world(40))]
    often = [row | {"survey_kind": "transactional", "source": "moments"} for row in often]
    often += world(3, first=100, survey_kind="transactional", source="moments", customer_key=None)
    drivers = registry("survey", *TWO) + registry("moments", *TWO, kind="transactional")
    rows = table(chain, MODELS, world(20, first=200) + often, drivers, f"{WHOLE} and driver = 'offering'")
    assert {row["survey_kind"]: (row["respondent_count"], row["answer_count"]) for row in rows} == {
        "relational": (20, 20), "transactional": (7, 43),
    }  # fmt: skip


def test_a_hundred_answers_of_few_people_are_not_ranked(chain: Chain) -> None:
    kind: dict[str, Any] = {"survey_kind": "transactional", "source": "moments"}
    often = [row | kind | {"customer_key": f"c{n % 29}"} for n, row in enumerate(world(100))]
    drivers = registry("moments", *TWO, kind="transactional")
    (row, *_) = table(chain, MODELS, often, drivers, WHOLE)
    assert (row["respondent_count"], row["answer_count"], row["is_ranked"]) == (29, 100, False)


def test_drivers_that_say_the_same_are_not_told_apart_and_the_row_says_so(chain: Chain) -> None:
    responses = [row | {"driver_02": row["driver_01"]} for row in world(120)]
    rows = table(chain, "key_drivers", responses, registry("survey", "offering", "ease"), WHOLE)
    assert {(row["importance_lmg"], row["importance_johnson"], row["r_squared"], row["rank"]) for row in rows} == {
        (None, None, None, None)
    }
    assert {row["reason"] for row in rows} == {"drivers are combinations of one another"}
    assert all(row["correlation"] is not None and row["mean_score"] is not None for row in rows)
    assert not any(row["is_ranked"] or row["is_suppressed"] for row in rows)


def segments(**sizes: int) -> Rows:
    """So many complete responses of each segment."""
    rows: Rows = []
    for segment, size in sizes.items():
        rows += world(size, seed=len(rows), first=len(rows), segment=segment)
    return rows


def test_a_segment_on_too_few_people_hides_its_smallest_neighbour(chain: Chain) -> None:
    rows = table(chain, "key_drivers", segments(A=3, B=8, C=40), registry("survey", *TWO))
    hidden = {row["segment"] for row in rows if row["is_suppressed"]}
    assert hidden == {"A", "B"}
    told = {"survey_kind", "period_grain", "period_start", "period_end", "segment", "model", "driver"}
    told |= {"is_ranked", "is_suppressed", "suppression_reason"}
    assert {name for row in rows if row["is_suppressed"] for name, value in row.items() if value is not None} == told
    assert {row["answer_count"] for row in rows if row["segment"] == "all"} == {51}


def test_both_models_of_a_segment_are_hidden_together(chain: Chain) -> None:
    """Of six in A two skipped overall satisfaction: four are too few, and the six would tell of them."""
    responses = segments(A=6, B=8, C=40)
    responses[0]["driver_02"] = responses[1]["driver_02"] = None
    rows = table(chain, "key_drivers", responses, registry("survey", *TWO))
    assert {(row["segment"], row["model"]) for row in rows if row["is_suppressed"]} == {
        (segment, model) for segment in ("A", "B") for model in ("all", "without_overall_satisfaction")
    }


def test_a_quarter_is_not_all_time_less_the_others(chain: Chain) -> None:
    responses = segments(A=20, B=20)
    for place, row in enumerate(responses):
        row["submitted_at"] = "2026-05-01" if place % 20 < 3 else "2026-02-01"
    rows = table(chain, "key_drivers", responses, registry("survey", *TWO), "segment = 'A' and model = 'all'")
    hidden = {(row["period_grain"], row["period_start"]) for row in rows if row["is_suppressed"]}
    assert {("quarter", dt.date(2026, 4, 1)), ("quarter", dt.date(2026, 1, 1))} <= hidden


def test_where_the_nps_of_a_segment_is_hidden_so_are_its_drivers(chain: Chain) -> None:
    """12 of B recommend and 10 are complete, 11 and 11 of C: the NPS hides C beside A, drivers alone would hide B."""
    responses = segments(A=3, B=12, C=11, D=40)
    for row in responses[3:5]:
        row["driver_01"] = None
    rows = table(chain, "key_drivers", responses, registry("survey", "offering", "ease"))
    assert {row["segment"] for row in rows if row["is_suppressed"]} == {"A", "B", "C"}


def test_without_drivers_there_is_no_row(chain: Chain) -> None:
    assert table(chain, "key_drivers", [response(n, 5) for n in range(10)], []) == []


def test_what_does_not_count_and_who_is_no_customer_is_not_weighed(chain: Chain) -> None:
    responses = world(20) + world(20, first=100, platform_exclusion="test")
    responses += world(20, first=200, survey_kind="employee", source="staff")
    rows = table(chain, MODELS, responses, registry("survey", *TWO))
    assert {(row["survey_kind"], row["answer_count"]) for row in rows} == {("relational", 20)}


def test_a_segment_called_all_is_no_second_whole(chain: Chain) -> None:
    rows = table(chain, "key_drivers", segments(A=10, all=12), registry("survey", *TWO), "model = 'all'")
    assert counts([row for row in rows if row["period_grain"] == "all_time"], "segment") == {
        ("A",): 10, ("unknown",): 12, ("all",): 22,
    }  # fmt: skip
