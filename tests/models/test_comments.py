"""Comments through the whole chain: who counts in which period, and what is hidden."""

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.models import worlds
from tests.models.chain import Chain
from tests.models.texts import THEMES, Rows, answer, published, raw_of, readings

Told = tuple[int, int]  # people, answers


def collected(chain: Chain, raw: dict[str, Rows]) -> dict[tuple[str, str, str, str], Told]:
    """People and answers by metric, grain, start ('' for all time) and member, before anything is hidden."""
    with chain.build(raw, "int_metrics_collected") as connection:
        rows = connection.execute(
            """select metric, period_grain, case when period_grain = 'all_time' then '' else period_start::varchar end,
            member, respondent_count, denominator
            from intermediate.int_metrics_collected where metric like 'comment%'"""
        ).fetchall()
    return {row[:4]: row[4:] for row in rows}


def test_who_speaks_of_a_theme_in_two_months_is_one_customer_of_their_quarter(chain: Chain) -> None:
    told = collected(
        chain,
        raw_of(
            [
                answer(1, "a", "2026-01-10", "ease"),
                answer(2, "a", "2026-03-10", "ease again"),
                answer(3, "a", "2026-04-10", "ease"),
                answer(4, "b", "2026-01-20", "ease", segment="B"),
                answer(5, "c", "2026-01-20", "nothing"),
            ]
        ),
    )
    of_all = {key[1:3]: value for key, value in told.items() if key[0] == "comments / ease" and key[3] == "all"}
    assert of_all == {
        ("month", "2026-01-01"): (2, 2),
        ("month", "2026-03-01"): (1, 1),
        ("month", "2026-04-01"): (1, 1),
        ("quarter", "2026-01-01"): (2, 3),
        ("quarter", "2026-04-01"): (1, 1),
        ("year", "2026-01-01"): (2, 4),
        ("all_time", ""): (2, 4),
    }
    assert told["comments", "year", "2026-01-01", "all"] == (3, 5)
    assert told["comments / ease", "year", "2026-01-01", "B"] == (1, 1)


def test_two_comments_of_one_response_are_one_customer_and_one_answer(chain: Chain) -> None:
    told = collected(
        chain, raw_of([answer(1, "a", "2026-01-10", "ease", "ease invoice"), answer(2, "b", "2026-01-10")])
    )
    month = ("month", "2026-01-01", "all")
    assert told["comments / ease", *month] == (1, 2)
    assert told["comments / invoice", *month] == (1, 1)
    assert told["comment_nps / ease", *month] == told["comment_nps / invoice", *month] == (1, 1)


def test_each_anonymous_response_is_a_customer(chain: Chain) -> None:
    told = collected(chain, raw_of(answer(n, None, "2026-01-10", "ease", "ease too") for n in range(3)))
    assert told["comments / ease", "all_time", "", "all"] == (3, 6)
    assert told["comment_nps / ease", "all_time", "", "all"] == (3, 3)


def test_an_answer_counts_until_the_customer_gives_another_one_whatever_it_says(chain: Chain) -> None:
    told = collected(
        chain,
        raw_of(
            [
                answer(1, "a", "2026-01-10", "ease"),
                answer(2, "a", "2026-02-10"),
                answer(3, "b", "2026-02-11", "ease"),
                answer(4, "c", "2026-02-11"),
                answer(5, "d", "2026-02-11"),
            ]
        ),
    )
    score = {key[1:3]: value for key, value in told.items() if key[0] == "comment_nps / ease" and key[3] == "all"}
    # The smaller of those who mention it and those who do not; in January there are no others.
    assert score == {
        ("month", "2026-01-01"): (1, 1),
        ("month", "2026-02-01"): (1, 1),
        ("quarter", "2026-01-01"): (1, 1),
        ("year", "2026-01-01"): (1, 1),
        ("all_time", ""): (1, 1),
    }
    assert told["comments / ease", "quarter", "2026-01-01", "all"] == (2, 2)


def test_comments_of_all_surveys_of_customers_count_and_scores_of_one_kind(chain: Chain) -> None:
    moment = {"survey_kind": "transactional", "survey_id": "moments"}
    told = collected(
        chain,
        raw_of(
            [
                answer(1, "a", "2026-01-10", "ease"),
                answer(2, "a", "2026-01-10", "ease", **moment),
                answer(3, "b", "2026-01-10", "ease", **moment),
                answer(4, "c", "2026-01-10", "ease", platform_exclusion="spam"),
                answer(5, "d", "2026-01-10", "ease", survey_kind="employee"),
            ]
        ),
    )
    assert told["comments / ease", "all_time", "", "all"] == (2, 3)
    assert told["comment_nps / ease", "all_time", "", "all"] == (1, 1)


def test_of_interactions_every_answer_counts_and_a_customer_is_one(chain: Chain) -> None:
    moment = {"survey_kind": "transactional", "survey_id": "moments"}
    answers = [answer(n, "a", f"2026-01-1{n}", "ease", **moment) for n in range(3)]
    answers += [answer(n, f"other {n}", "2026-01-10", **moment) for n in range(10, 15)]
    told = collected(chain, raw_of(answers))
    assert told["comment_nps / ease", "month", "2026-01-01", "all"] == (1, 3)


FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(world=worlds.responses())
@FEW
def test_customers_are_those_of_a_count_by_hand(chain: Chain, world: list[worlds.Response]) -> None:
    texts = {one.name: " ".join(THEMES[place] for place in range(3) if one.name >> place & 1) or "no" for one in world}
    comments = [
        {"source": "world", "submission_id": f"{one.name:04d}", "file_id": f"file {place % 3}", "row_number": place}
        | {"question_id": "why", "comment": texts[one.name]}
        for place, one in enumerate(world)
    ]
    raw = {"survey_responses": [one.row(place) for place, one in enumerate(world)], "survey_comments": comments}
    told = collected(chain, raw | readings(set(texts.values())))
    people: dict[tuple[str, str, str, str], list[object]] = defaultdict(list)
    with chain.build(raw, "int_responses_screened") as connection:
        counted = {
            name
            for (name,) in connection.execute(
                "select submission_id from intermediate.int_responses_screened where is_counted"
            ).fetchall()
        }
    for one in world:
        for grain, start, end in worlds.periods():
            if f"{one.name:04d}" in counted and start <= one.day <= end and grain != "trailing_90_days":
                since = "" if grain == "all_time" else start.isoformat()
                for metric in ("comments", *(f"comments / {word}" for word in texts[one.name].split() if word != "no")):
                    who = one.name if one.customer is None else ("c", one.customer)
                    people[metric, grain, since, "all"].append(who)
    expected = {key: (len(set(found)), len(found)) for key, found in people.items()}
    scores = {key: value for key, value in told.items() if key[0].startswith("comments") and key[3] == "all"}
    assert scores == expected


def crowd(first: int, segment: str, size: int, *texts: str, **given: Any) -> list[tuple[dict[str, Any], Rows]]:
    """So many customers of a segment who say the same."""
    return [answer(first + n, f"{segment}{n}", "2026-01-10", *texts, segment=segment, **given) for n in range(size)]


def test_a_small_segment_is_hidden_with_its_neighbour_and_no_other_theme_is(chain: Chain) -> None:
    answers = crowd(0, "A", 7, "ease delivery sad") + crowd(100, "B", 9, "ease glad") + crowd(200, "C", 30, "ease glad")
    answers += crowd(300, "D", 20, "delivery") + crowd(400, "E", 20, "nothing")
    rows = {
        (row["period_grain"], row["segment"], row["theme"]): row
        for row in published(chain, raw_of(answers), "comment_themes")
    }
    hidden = {key[1:] for key, row in rows.items() if row["is_suppressed"]}
    assert hidden == {("A", "ease"), ("B", "ease"), ("A", "delivery"), ("D", "delivery")}
    assert {key[0] for key in rows} == {"month", "quarter", "year", "all_time"}
    row = rows["quarter", "C", "ease"]
    assert (row["distinct_customers"], row["comment_count"], row["sentiment_mean"], row["share"]) == (30, 30, 1.0, 1.0)
    whole = rows["all_time", "all", "ease"]
    assert whole["distinct_customers"] == 46
    assert whole["sentiment_mean"] == pytest.approx((7 * -2 + 39) / 46)
    assert whole["share"] == pytest.approx(46 / 86)


def test_a_theme_that_nearly_everybody_mentions_has_no_score_and_its_customers_are_shown(chain: Chain) -> None:
    answers = crowd(0, "A", 30, "ease", nps_score=10) + crowd(100, "A'", 7, "no", nps_score=0)
    answers += crowd(200, "B", 20, "ease", nps_score=0) + crowd(300, "B'", 20, "no", nps_score=10)
    moved = [(row | {"segment": row["segment"][0]}, comments) for row, comments in answers]
    rows = {
        row["segment"]: row
        for row in published(chain, raw_of(moved), "comment_themes")
        if row["period_grain"] == "year"
    }
    assert {segment: row["distinct_customers"] for segment, row in rows.items()} == {"A": 30, "B": 20, "all": 50}
    # Seven do not mention it, and what they think would be told.
    assert {segment: row["nps_answers"] for segment, row in rows.items()} == {"A": None, "B": None, "all": 50}
    assert rows["A"]["is_nps_suppressed"]
    assert rows["all"]["nps_of_theme"] == pytest.approx(20)
    # All: 30 + 20 promoters, 7 + 20 detractors of 77; without the theme: 20 promoters, 7 detractors of 27.
    assert rows["all"]["nps_impact"] == pytest.approx(100 * (23 / 77 - 13 / 27))


def test_nobody_who_comments_makes_no_row(chain: Chain) -> None:
    assert published(chain, raw_of([answer(1, "a", "2026-01-10")]), "comment_themes") == []
