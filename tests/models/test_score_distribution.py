"""The distribution of the answers through the whole chain: which answers it counts, and how finely it tells them."""

import random
from collections import Counter
from typing import Any

from tests.models.chain import Chain
from tests.models.driver_worlds import Rows, response

WHOLE = "period_grain = 'all_time' and dimension = 'all'"


def distribution(chain: Chain, responses: Rows, condition: str = "true") -> Rows:
    """Some rows of the table."""
    with chain.build({"survey_responses": responses}, "score_distribution") as connection:
        found = connection.execute(f"select * from marts.score_distribution where {condition} order by all")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def by_range(rows: Rows) -> dict[tuple[int, int], int | None]:
    return {(row["lowest_score"], row["highest_score"]): row["answer_count"] for row in rows}


def of_scores(counts: dict[int, int], **given: Any) -> Rows:
    """One response of each of as many customers."""
    scores = [score for score, count in sorted(counts.items()) for _ in range(count)]
    return [response(number, score, **given) for number, score in enumerate(scores)]


def test_many_answers_are_told_score_by_score(chain: Chain) -> None:
    counts = {score: 5 + score for score in range(11)}
    rows = distribution(chain, of_scores(counts), WHOLE)
    assert {row["score"]: row["answer_count"] for row in rows} == counts
    assert {row["share"] for row in rows} == {count / sum(counts.values()) for count in counts.values()}
    assert {row["denominator"] for row in rows} == {sum(counts.values())}


def test_few_low_answers_are_told_together_and_few_high_ones_by_their_bands(chain: Chain) -> None:
    few = {1: 1, 2: 2, 3: 3, 5: 6, 6: 7, 7: 8, 8: 9, 9: 10, 10: 11}
    rows = distribution(chain, of_scores(few), WHOLE)
    assert by_range(rows) == {(0, 4): 6} | {(score, score): few[score] for score in range(5, 11)}
    rows = distribution(chain, of_scores(few | {7: 2}), WHOLE)
    assert by_range(rows) == {(0, 6): 19, (7, 8): 11, (9, 10): 21}
    assert [row["score"] for row in rows] == [None] * 3


def test_a_band_of_few_hides_the_group_and_an_empty_one_does_not(chain: Chain) -> None:
    assert by_range(distribution(chain, of_scores({3: 4, 8: 9, 10: 9}), WHOLE)) == {(0, 10): None}
    empty = by_range(distribution(chain, of_scores({8: 9, 10: 9}), WHOLE))
    assert empty == {(0, 6): 0, (7, 8): 9, (9, 10): 9}
    assert by_range(distribution(chain, of_scores({8: 2, 10: 2}), WHOLE)) == {(0, 10): None}


def test_a_customer_counts_with_the_last_answer_of_each_period(chain: Chain) -> None:
    first = of_scores({9: 20, 10: 20, 7: 20, 8: 20, 6: 20, 3: 20}, submitted_at="2026-01-10 10:00")
    again = [
        row | {"submission_id": f"x{number}", "interaction_id": f"x{number}", "submitted_at": "2026-02-10 10:00"}
        | {"nps_score": 10 if row["nps_score"] == 3 else row["nps_score"], "content_hash": f"x{number}"}
        | {"row_number": 1000 + number}
        for number, row in enumerate(first)
    ]  # fmt: skip
    rows = distribution(chain, [*first, *again], "dimension = 'all' and period_grain in ('month', 'quarter')")
    months: dict[Any, Counter[str]] = {}
    for row in rows:
        months.setdefault((row["period_grain"], row["period_start"].month), Counter())[row["band"]] += row[
            "answer_count"
        ]
    later = {"detractor": 20, "passive": 40, "promoter": 60}
    assert months == {
        ("month", 1): {"detractor": 40, "passive": 40, "promoter": 40},
        ("month", 2): later,
        ("quarter", 1): later,
    }


def test_one_customer_of_many_interactions_is_not_five(chain: Chain) -> None:
    responses = of_scores(dict.fromkeys(range(11), 5), survey_kind="transactional")
    assert len(distribution(chain, responses, WHOLE)) == 11
    same = [row | {"customer_key": "c0"} if row["nps_score"] == 10 else row for row in responses]
    assert by_range(distribution(chain, same, WHOLE)) == {(0, 6): 35, (7, 8): 10, (9, 10): 10}
    same = [row | {"customer_key": "c0"} if row["nps_score"] >= 9 else row for row in responses]
    assert by_range(distribution(chain, same, WHOLE)) == {(0, 10): None}


def test_employees_are_not_told(chain: Chain) -> None:
    responses = of_scores(dict.fromkeys(range(11), 9), survey_kind="employee")
    assert distribution(chain, responses) == []


def test_the_order_of_the_rows_changes_nothing(chain: Chain) -> None:
    chance = random.Random(4)
    responses = [
        response(number, chance.randint(0, 10), segment=chance.choice("AB"), submitted_at=f"2026-0{1 + number % 5}-10")
        for number in range(400)
    ]
    rows = distribution(chain, responses)
    assert any(row["score"] is not None and row["dimension"] == "segment" for row in rows)
    assert distribution(chain, responses[::-1]) == rows
