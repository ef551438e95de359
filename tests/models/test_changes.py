"""Score changes and transitions through the whole chain: who follows whom, which of them counts, and what is hidden.

What one model makes of its input stands in dbt's unit tests. Weights of drivers are planted here, not estimated.
"""

import datetime as dt
from collections.abc import Iterable
from hashlib import md5
from typing import Any

import duckdb
import pytest
from scipy import stats

from tests.models.chain import Chain
from tests.models.test_loyalty import answer, customer

Rows = list[dict[str, Any]]
Weights = dict[str, tuple[int, float]]  # driver -> slot, weight

EASE_AND_PRICE: Weights = {"ease": (1, 0.5), "value_for_money": (2, 0.4)}
FEBRUARY, MAY = "2025-02-10", "2025-05-10"
APRIL = dt.date(2025, 4, 1)


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> Rows:
    found = connection.execute(f"from marts.{table} order by all")
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def plant(connection: duckdb.DuckDBPyConnection, weights: Weights, kind: str = "relational", **given: Any) -> None:
    """Put a model of drivers where the estimated ones stand."""
    told = {"period_grain": "all_time", "segment": "all", "model": "all", "is_ranked": True} | given
    for driver, (slot, weight) in weights.items():
        row = told | {"survey_kind": kind, "driver": driver, "slot": slot, "weight": weight}
        names, marks = ", ".join(row), ", ".join("?" for _ in row)
        connection.execute(f"insert into statistics.driver_models ({names}) values ({marks})", list(row.values()))


def changes(
    chain: Chain,
    answers: Iterable[dict[str, Any]],
    models: Iterable[tuple[Weights, dict[str, Any]]] = (),
    themes: dict[str, list[str]] | None = None,
) -> dict[str, dict[str, Any]]:
    """The rows of score_changes by response, without its source; comments are those that are texts of themes."""
    given = list(answers)
    comments = [
        {"source": "survey", "file_id": "f", "row_number": row["row_number"], "question_id": "why", "comment": text}
        for row in given
        if (text := row.pop("comment", None)) is not None
    ]
    with chain.build({"survey_responses": given, "survey_comments": comments}, "score_changes") as connection:
        connection.execute("delete from statistics.driver_models")
        for weights, about in models:
            plant(connection, weights, **about)
        for text, named in (themes or {}).items():
            for theme in named:
                found = [md5(text.encode(), usedforsecurity=False).hexdigest(), theme]
                connection.execute("insert into comments.themes_found (text_hash, theme) values (?, ?)", found)
        chain.rebuild(connection, "stg_statistics__driver_models", "score_changes")
        chain.rebuild(connection, "stg_comments__themes_found", "score_changes")
        return {row["response_id"].removeprefix("survey:"): row for row in rows_of(connection, "score_changes")}


Told = list[tuple[str | None, str | None]]


def moved(
    chain: Chain,
    pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]],
    models: Iterable[tuple[Weights, dict[str, Any]]] = ((EASE_AND_PRICE, {}),),
    themes: dict[str, list[str]] | None = None,
) -> Told:
    """The driver and the theme of each pair of answers; every pair is of another customer."""
    answers = [
        answer(10 * number + place, f"c{number}", on, **given)
        for number, pair in enumerate(pairs)
        for place, (on, given) in enumerate(zip((FEBRUARY, MAY), pair, strict=True))
    ]
    found = changes(chain, answers, models, themes)
    rows = [found[str(row["row_number"])] for row in answers[1::2]]
    return [(row["reason_driver"], row["reason_theme"]) for row in rows]


def test_an_answer_follows_the_one_before_it_to_the_same_survey(chain: Chain) -> None:
    other = {"survey_id": "another"}
    found = changes(chain, [
        answer(1, "a", "2025-01-10", nps_score=9),
        answer(2, "a", "2025-02-10", nps_score=3, **other),
        answer(3, "a", "2025-03-10", nps_score=7),
        answer(4, "a", "2025-04-10", nps_score=3, **other),
        answer(5, "b", "2025-04-11", nps_score=10),
        answer(6, "a", "2025-05-10", nps_score=8),
    ])  # fmt: skip
    told = {
        key: (row["previous_response_id"], row["previous_score"], row["score"], row["direction"], row["days_between"])
        for key, row in found.items()
    }
    assert told == {
        "3": ("survey:1", 9, 7, "worsened", 59),
        "4": ("survey:2", 3, 3, "unchanged", 59),
        "6": ("survey:3", 7, 8, "improved", 61),
    }
    assert (found["3"]["previous_band"], found["3"]["band"]) == ("promoter", "passive")
    assert (found["6"]["previous_band"], found["6"]["band"]) == ("passive", "passive")


def test_surveys_of_two_kinds_with_one_name_are_two_surveys(chain: Chain) -> None:
    asked = {"survey_kind": "transactional", "asks_nps": True}
    found = changes(chain, [
        answer(1, "a", "2025-01-10", nps_score=9),
        answer(2, "a", "2025-02-10", nps_score=3, **asked),
        answer(3, "a", "2025-03-10", nps_score=5, **asked),
    ])  # fmt: skip
    assert {key: (row["previous_response_id"], row["survey_kind"]) for key, row in found.items()} == {
        "3": ("survey:2", "transactional")
    }


def test_what_does_not_count_or_has_no_answer_or_no_name_is_passed_over(chain: Chain) -> None:
    found = changes(chain, [
        answer(1, "a", "2025-01-10", nps_score=9),
        answer(2, "a", "2025-02-10", nps_score=1, platform_exclusion="test"),
        answer(3, "a", "2025-02-11", nps_score=None),
        answer(4, "a", "2025-02-12", nps_score=2, is_complete=False),
        answer(5, None, "2025-02-13", nps_score=3),
        answer(6, None, "2025-02-14", nps_score=4),
        answer(7, "a", "2025-03-10", nps_score=6),
    ])  # fmt: skip
    assert {key: row["previous_response_id"] for key, row in found.items()} == {"7": "survey:1"}


def test_answers_of_one_second_are_in_the_order_of_their_ids(chain: Chain) -> None:
    found = changes(chain, [answer(n, "a", FEBRUARY, nps_score=n) for n in (3, 2, 4)])
    assert {key: row["previous_response_id"] for key, row in found.items()} == {"3": "survey:2", "4": "survey:3"}


def test_somebody_known_by_address_only_changes_their_mind_too(chain: Chain) -> None:
    stranger = {"customer_email_hash": "an address"}
    found = changes(chain, [answer(n, None, f"2025-0{n}-10", nps_score=n, **stranger) for n in (1, 2)])
    assert {key: row["customer_key"] for key, row in found.items()} == {"2": "an address"}


def test_only_the_last_answer_of_a_quarter_counts_in_it(chain: Chain) -> None:
    days = ["2025-01-10", "2025-04-01", "2025-05-01", "2025-06-30", "2025-07-01"]
    found = changes(chain, [answer(n, "a", on, nps_score=n) for n, on in enumerate(days)])
    assert {key: row["counts_in_quarter"] for key, row in found.items()} == {
        "1": False, "2": False, "3": True, "4": True
    }  # fmt: skip


# Score, ease and price before and now, and what moved the score.
MOVES: list[tuple[tuple[int | None, ...], tuple[int | None, ...], str | None]] = [
    ((5, 3, 3), (8, 4, 4), "ease"),  # 0.5 against 0.4
    ((5, 3, 3), (8, 4, 5), "value_for_money"),  # 0.5 against 0.8
    ((8, 4, 5), (5, 3, 3), "value_for_money"),
    ((5, 5, 2), (8, 1, 3), "value_for_money"),  # the one that fell cannot have lifted the score
    ((8, 2, 2), (5, 3, 1), "value_for_money"),
    ((5, 5, 4), (8, 4, 3), None),  # both fell, and the score rose
    ((5, 3, 3), (8, 3, 3), None),  # nothing moved
    ((5, 3, 3), (5, 5, 5), None),  # nothing to explain
    ((5, 3, None), (8, None, 5), None),  # no driver was answered both times
    ((5, None, 3), (8, 5, 4), "value_for_money"),  # only what was answered both times can be told to have moved
]


def test_the_reason_is_the_driver_that_pulled_most_in_the_direction_of_the_change(chain: Chain) -> None:
    columns = ("nps_score", "driver_01", "driver_02")
    pairs = [
        (dict(zip(columns, before, strict=True)), dict(zip(columns, now, strict=True))) for before, now, _ in MOVES
    ]
    assert moved(chain, pairs) == [(driver, None) for _, _, driver in MOVES]


UP = ({"nps_score": 5, "driver_01": 3, "driver_02": 3}, {"nps_score": 8, "driver_01": 4, "driver_02": 4})


@pytest.mark.parametrize(
    ("models", "driver"),
    [
        ([], None),
        ([(EASE_AND_PRICE, {"is_ranked": False})], None),
        ([(EASE_AND_PRICE, {"kind": "transactional"})], None),
        ([(EASE_AND_PRICE, {"segment": "A"})], None),
        ([(EASE_AND_PRICE, {"period_grain": "quarter"})], None),
        ([({"ease": (1, 0.5), "availability": (2, 0.5)}, {})], "availability"),  # of equals the first by name
        ([({"offering": (1, -0.5)}, {})], None),  # a weight below zero pulls the other way
    ],
)
def test_without_a_ranked_model_of_this_kind_over_all_time_and_segments_there_is_no_reason(
    chain: Chain, models: list[tuple[Weights, dict[str, Any]]], driver: str | None
) -> None:
    assert moved(chain, [UP], models) == [(driver, None)]


def test_the_model_without_overall_satisfaction_is_preferred_where_it_is_ranked(chain: Chain) -> None:
    models: list[tuple[Weights, dict[str, Any]]] = [
        ({"overall_satisfaction": (1, 0.9), "ease": (2, 0.1)}, {}),
        ({"ease": (2, 0.3)}, {"model": "without_overall_satisfaction"}),
    ]
    assert moved(chain, [UP], models) == [("ease", None)]
    models[1][1]["is_ranked"] = False
    assert moved(chain, [UP], models) == [("overall_satisfaction", None)]


# What a comment is about, and the theme that it gives beside the reason 'ease'; without a reason, the first of them.
THEMES: list[tuple[list[str], str | None]] = [
    (["offering", "ease"], "ease"),  # of the driver that moved, although another comes first
    (["offering", "digital_services"], "digital_services"),  # this one is of the driver as well
    (["ease", "digital_services"], "ease"),  # both are: the first of the taxonomy
    (["value_for_money", "delivery"], "value_for_money"),  # none is: the first of the taxonomy
    ([], None),
]


def test_the_theme_is_one_of_the_driver_else_the_first_of_the_taxonomy(chain: Chain) -> None:
    before, now = UP
    texts = {f"text {number}": themes for number, (themes, _) in enumerate(THEMES)}
    written = texts | {"before": ["information"]}
    pairs = [(before | {"comment": "before"}, now | {"comment": text}) for text in texts]
    unchanged = [(earlier, later | {"nps_score": before["nps_score"]}) for earlier, later in pairs]
    assert moved(chain, pairs + unchanged, themes=written) == [
        *(("ease", theme) for _, theme in THEMES), *((None, None) for _ in THEMES)
    ]  # fmt: skip
    first = [(None, next(iter(themes), None)) for themes, _ in THEMES]
    assert moved(chain, pairs, models=[], themes=written) == first


def transitions(
    chain: Chain, answers: Rows, customers: Rows, table: str = "band_transitions"
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows of a table of transitions by quarter, segment if it has one, and bands."""
    with chain.build({"survey_responses": answers, "customers": customers}, table) as connection:
        rows = rows_of(connection, table)
    keys = ["period_start", *(["segment"] if table == "band_transitions" else []), "from_band", "to_band"]
    return {tuple(row[key] for key in keys): row for row in rows}


def panel(moves: dict[tuple[str, int, int], int]) -> tuple[Rows, Rows]:
    """Customers who answered in two quarters: (segment, score before, score now) -> how many; each in one segment."""
    answers: Rows = []
    customers: Rows = []
    for (segment, before, now), count in moves.items():
        for _ in range(count):
            key = f"c{len(customers)}"
            customers.append(customer(key, segment=segment))
            for on, score in ((FEBRUARY, before), (MAY, now)):
                answers.append(answer(len(answers), key, on, nps_score=score))
    return answers, customers


LARGE = {
    ("A", 9, 9): 10, ("A", 9, 8): 7, ("A", 10, 5): 5, ("A", 8, 9): 8, ("A", 7, 7): 9, ("A", 7, 6): 6,
    ("A", 2, 10): 5, ("A", 6, 7): 11, ("A", 0, 0): 12,
}  # fmt: skip


def test_nine_transitions_of_a_segment_and_quarter_with_one_test_of_all(chain: Chain) -> None:
    found = transitions(chain, *panel(LARGE))
    bands = {9: "promoter", 10: "promoter", 8: "passive", 7: "passive", 5: "detractor", 6: "detractor"}
    named = bands | {2: "detractor", 0: "detractor"}
    assert {key: row["customers"] for key, row in found.items()} == {
        (APRIL, "A", named[before], named[now]): count for (_, before, now), count in LARGE.items()
    }
    row = found[APRIL, "A", "promoter", "detractor"]
    assert (row["mean_change"], row["period_end"]) == (-5.0, dt.date(2025, 6, 30))
    assert {row["paired_customers"] for row in found.values()} == {73}
    points = {"promoter": 100, "passive": 0, "detractor": -100}
    pairs = [(points[named[a]], points[named[b]]) for (_, a, b), count in LARGE.items() for _ in range(count)]
    expected = stats.ttest_rel([now for _, now in pairs], [before for before, _ in pairs]).pvalue
    for row in found.values():
        assert row["paired_nps_change"] == pytest.approx(100 * (8 + 11 - 7 - 6) / 73)
        assert row["paired_p_value"] == pytest.approx(expected, abs=1e-12)
    assert {row["is_low_base"] for row in found.values()} == {False}


def test_a_transition_that_nobody_made_is_a_row_of_nobody(chain: Chain) -> None:
    found = transitions(chain, *panel({("A", 9, 9): 12, ("A", 8, 9): 6}))
    told = {key[2:]: (row["customers"], row["mean_change"]) for key, row in found.items() if row["customers"]}
    assert told == {("promoter", "promoter"): (12, 0.0), ("passive", "promoter"): (6, 1.0)}
    assert len(found) == 9 and not any(row["is_suppressed"] for row in found.values())
    assert {row["is_low_base"] for row in found.values()} == {True}


def test_the_last_answer_of_three_in_a_quarter_is_compared_with_the_one_before_it(chain: Chain) -> None:
    answers, customers = panel({("A", 9, 9): 6})
    answers += [answer(100 + n, f"c{n}", "2025-06-01", nps_score=7) for n in range(6)]
    found = transitions(chain, answers, customers)
    told = {key: row["customers"] for key, row in found.items() if row["customers"]}
    assert told == {(APRIL, "A", "promoter", "passive"): 6}


def test_two_surveys_have_each_their_customers_and_six_people_are_not_eight(chain: Chain) -> None:
    answers, customers = panel({("A", 9, 9): 4})
    other = [
        row | {"survey_id": "other", "submission_id": f"o{n}", "row_number": 50 + n} for n, row in enumerate(answers)
    ]
    found = transitions(chain, answers + other, customers)
    assert found[APRIL, "A", "promoter", "promoter"]["customers"] is None
    answers, customers = panel({("A", 9, 9): 5})
    other = [
        row | {"survey_id": "other", "submission_id": f"o{n}", "row_number": 50 + n} for n, row in enumerate(answers)
    ]
    found = transitions(chain, answers + other, customers)
    assert found[APRIL, "A", "promoter", "promoter"]["customers"] == 10


def test_only_surveys_of_the_kind_that_the_scorecards_show_have_transitions(chain: Chain) -> None:
    answers, customers = panel({("A", 9, 9): 6})
    asked = {"survey_kind": "transactional", "survey_id": "moments"}
    other = [row | asked | {"submission_id": f"o{n}", "row_number": 50 + n} for n, row in enumerate(answers)]
    found = transitions(chain, answers + other, customers)
    assert found[APRIL, "A", "promoter", "promoter"]["customers"] == 6
    assert {row["nps_survey_kind"] for row in found.values()} == {"relational"}
    found = transitions(chain, other, customers)
    assert {row["nps_survey_kind"] for row in found.values()} == {"transactional"}


def test_a_small_transition_takes_a_sibling_the_other_segments_and_the_test_with_it(chain: Chain) -> None:
    moves = LARGE | {("B", before, now): count + 3 for (_, before, now), count in LARGE.items()} | {("A", 2, 10): 2}
    answers, customers = panel(moves)
    found = transitions(chain, answers, customers)
    hidden = {key[1:] for key, row in found.items() if row["is_suppressed"]}
    assert ("A", "detractor", "promoter") in hidden
    assert len({key for key in hidden if key[0] == "A"}) > 1 and len({key for key in hidden if key[0] == "B"}) > 1
    for key, row in found.items():
        assert (row["customers"] is None) == (row["mean_change"] is None) == row["is_suppressed"], key
        assert row["paired_p_value"] is None and row["paired_nps_change"] is None
        assert row["paired_customers"] in (70, 100)
    overall = transitions(chain, answers, customers, "overall_band_transitions")
    assert len(overall) == 9 and not any(row["is_suppressed"] for row in overall.values())
    assert all(row["paired_p_value"] is not None for row in overall.values())
    assert sum(row["customers"] for row in overall.values()) == 170


def test_all_segments_together_are_the_sum_of_the_segments(chain: Chain) -> None:
    moves = LARGE | {("B", before, now): 2 * count for (_, before, now), count in LARGE.items()}
    answers, customers = panel(moves)
    parts = transitions(chain, answers, customers)
    whole = transitions(chain, answers, customers, "overall_band_transitions")
    assert {key: row["customers"] for key, row in whole.items()} == {
        key: sum(parts[APRIL, segment, *key[1:]]["customers"] for segment in "AB") for key in whole
    }


def test_who_moves_to_another_segment_is_counted_where_they_are_now(chain: Chain) -> None:
    answers, _ = panel({("A", 9, 9): 6})
    for row in answers:
        row["segment"] = "A" if row["submitted_at"].month == 2 else "B"
    assert {key[1] for key in transitions(chain, answers, [])} == {"B"}


def test_without_answers_there_is_no_row(chain: Chain) -> None:
    assert transitions(chain, [], []) == {} == transitions(chain, [], [], "overall_band_transitions")
    assert changes(chain, []) == {}
